#define _GNU_SOURCE /* process_vm_readv(), syscall() */

#include "run/sandbox.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

/* Sanitizers cannot live in it: builds with them have none. */
#define NO_SANDBOX 77

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A folder with a file `a`, and its descriptor. */
static int
folder_with_file(char path[static 32])
{
	int folder, file;

	snprintf(path, 32, "/tmp/tamis-sandbox-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(path));
	folder = open(path, O_RDONLY | O_DIRECTORY);
	file = openat(folder, "a", O_WRONLY | O_CREAT, 0600);
	ck_assert_int_ge(file, 0);
	ck_assert_int_eq(write(file, "a", 1), 1);
	close(file);
	return folder;
}

static void
remove_folder(const char *path)
{
	char name[64];

	snprintf(name, sizeof(name), "%s/a", path);
	unlink(name);
	snprintf(name, sizeof(name), "%s/b", path);
	unlink(name);
	rmdir(path);
}

/* Each tries one thing that a filter never does. */

static void
open_to_read(void)
{
	open("/etc/hostname", O_RDONLY);
}

static void
open_to_write(void)
{
	open("/tmp/tamis-sandbox-escape", O_WRONLY | O_CREAT, 0600);
}

static void
connect_out(void)
{
	socket(AF_INET, SOCK_STREAM, 0);
}

static void
make_process(void)
{
	if (fork() == 0)
		_exit(0);
}

static void
execute(void)
{
	char name[] = "true", *argv[] = { name, NULL };

	execv("/bin/true", argv);
}

static void
map_code(void)
{
	mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
	    0);
}

static void
map_file(void)
{
	mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
}

static void
make_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	mprotect(p, 4096, PROT_READ | PROT_EXEC);
}

static void
signal_other(void)
{
	kill(getppid(), 0);
}

static void
look_into_other(void)
{
	char byte;
	struct iovec here = { &byte, 1 }, there = { &byte, 1 };

	process_vm_readv(getppid(), &here, 1, &there, 1, 0);
}

static void
raise_limit(void)
{
	const struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };

	setrlimit(RLIMIT_CORE, &all);
}

static void
rename_elsewhere(void)
{
	renameat(
	    AT_FDCWD, "/tmp/tamis-sandbox-x", AT_FDCWD, "/tmp/tamis-sandbox-y");
}

static void
make_pipe(void)
{
	int fds[2];

	if (pipe(fds) == 0)
		close(fds[0]);
}

static void
remove_elsewhere(void)
{
	unlinkat(AT_FDCWD, "/tmp/tamis-sandbox-x", 0);
}

static void
look_for_file(void)
{
	struct stat file;

	stat("/etc/hostname", &file);
}

static void
signal_thread_of_other(void)
{
	syscall(SYS_tgkill, getppid(), getppid(), 0);
}

static void
type_on_terminal(void)
{
	ioctl(STDIN_FILENO, TIOCSTI, "x");
}

static void
trace_itself(void)
{
	syscall(SYS_ptrace, 0, 0, NULL, NULL);
}

/* One that the list has never heard of. */
static void
call_nothing(void)
{
	syscall(100000);
}

#if defined(__x86_64__)
/* open() by its number of the x32 interface, and getpid() by that of i386. */
static void
call_x32(void)
{
	syscall(0x40000000 + SYS_open, "/etc/hostname", O_RDONLY);
}

static void
call_i386(void)
{
	long result;

	__asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory");
}
#endif

static const struct {
	const char *what;
	void (*try)(void);
} forbidden[] = {
	{ "open a file to read", open_to_read },
	{ "open a file to write", open_to_write },
	{ "make a socket", connect_out },
	{ "make a process", make_process },
	{ "execute a program", execute },
	{ "map memory as code", map_code },
	{ "map a file", map_file },
	{ "make memory code", make_code },
	{ "signal another process", signal_other },
	{ "look into another process", look_into_other },
	{ "raise a limit", raise_limit },
	{ "rename outside the output's folder", rename_elsewhere },
	{ "make a pipe", make_pipe },
	{ "remove outside the output's folder", remove_elsewhere },
	{ "look for a file", look_for_file },
	{ "signal a thread of another process", signal_thread_of_other },
	{ "type on a terminal", type_on_terminal },
	{ "be traced", trace_itself },
	{ "make a call that there is not", call_nothing },
#if defined(__x86_64__)
	{ "make a call of x32", call_x32 },
	{ "make a call of i386", call_i386 },
#endif
};

/* How a process ends that enters the sandbox, if asked to, and tries. */
static int
end_of(void (*try)(void), bool inside)
{
	struct sandbox_rules rules = { .folder_count = 0 };
	enum sandbox state;
	struct err err = { 0 };
	int status;
	pid_t child = fork();

	ck_assert_int_ge(child, 0);
	if (child == 0) {
		if (inside && sandbox_enter(&rules, &state, &err) != 0)
			_exit(2);
		if (inside && state == SANDBOX_NONE)
			_exit(NO_SANDBOX);
		try();
		_exit(0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	return status;
}

START_TEST(what_a_filter_never_does_kills_it)
{
	int status = end_of(forbidden[_i].try, true);

	if (WIFEXITED(status) && WEXITSTATUS(status) == NO_SANDBOX)
		return;
	ck_assert_msg(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS,
	    "could %s", forbidden[_i].what);
}
END_TEST

START_TEST(without_the_sandbox_it_lives)
{
	/* The same tries, so that the test above can fail. */
	ck_assert_msg(WIFEXITED(end_of(forbidden[_i].try, false)), "%s",
	    forbidden[_i].what);
	unlink("/tmp/tamis-sandbox-escape");
}
END_TEST

struct waiting {
	pthread_mutex_t held;
	bool inside;
};

static void *
wait_and_open(void *ctx)
{
	struct waiting *w = ctx;

	pthread_mutex_lock(&w->held);
	if (w->inside)
		open_to_read();
	pthread_mutex_unlock(&w->held);
	return NULL;
}

/* Enters while another thread is there already, which then tries. */
static int
enter_beside_thread(void)
{
	struct waiting w = { .inside = true };
	struct sandbox_rules rules = { .folder_count = 0 };
	enum sandbox state;
	struct err err = { 0 };
	pthread_t thread;

	if (pthread_mutex_init(&w.held, NULL) != 0 ||
	    pthread_mutex_lock(&w.held) != 0 ||
	    pthread_create(&thread, NULL, wait_and_open, &w) != 0 ||
	    sandbox_enter(&rules, &state, &err) != 0)
		return 2;
	if (state == SANDBOX_NONE)
		return NO_SANDBOX;
	pthread_mutex_unlock(&w.held);
	pthread_join(thread, NULL);
	return 0;
}

START_TEST(threads_are_inside_too)
{
	int status;
	pid_t child = fork();

	if (child == 0)
		_exit(enter_beside_thread());
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	if (WIFEXITED(status) && WEXITSTATUS(status) == NO_SANDBOX)
		return;
	ck_assert(WIFSIGNALED(status));
	ck_assert_int_eq(WTERMSIG(status), SIGSYS);
}
END_TEST

/* What a run does: 0, or where it failed. */
static int
work(int folder)
{
	struct sandbox_rules rules = { { folder }, 1 };
	enum sandbox state;
	struct err err = { 0 };
	int file = openat(folder, "a", O_RDWR);
	char *p;

	if (file < 0 || sandbox_enter(&rules, &state, &err) != 0)
		return 1;
	p = malloc(64 << 20);
	if (p == NULL)
		return 2;
	memset(p, 1, 64 << 20);
	p = realloc(p, 128 << 20);
	free(p);
	if (write(file, "bc", 2) != 2 || ftruncate(file, 1) != 0 ||
	    fsync(file) != 0 || close(file) != 0)
		return 3;
	if (renameat(folder, "a", folder, "b") != 0 || fsync(folder) != 0)
		return 4;
	if (unlinkat(folder, "b", 0) != 0)
		return 5;
	return 0;
}

START_TEST(what_a_filter_does_goes_on)
{
	char path[32];
	int status, folder = folder_with_file(path);
	pid_t child = fork();

	if (child == 0)
		_exit(work(folder));
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	remove_folder(path);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 0);
}
END_TEST

Suite *sandbox_suite(void);

Suite *
sandbox_suite(void)
{
	Suite *s = suite_create("sandbox");
	TCase *t = tcase_create("sandbox");

	tcase_add_loop_test(
	    t, what_a_filter_never_does_kills_it, 0, (int)COUNT(forbidden));
	tcase_add_loop_test(
	    t, without_the_sandbox_it_lives, 0, (int)COUNT(forbidden));
	tcase_add_test(t, threads_are_inside_too);
	tcase_add_test(t, what_a_filter_does_goes_on);
	suite_add_tcase(s, t);
	return s;
}
