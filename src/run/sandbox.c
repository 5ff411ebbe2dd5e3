#define _GNU_SOURCE /* syscall(), AT_EMPTY_PATH */

#include "run/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

const char *const sandbox_names[] = {
	[SANDBOX_NONE] = "none",
	[SANDBOX_SECCOMP] = "seccomp",
	[SANDBOX_SECCOMP_LANDLOCK] = "seccomp+landlock",
};

/* Their runtime opens files and makes processes when a program ends. */
#if defined(__SANITIZE_ADDRESS__)
#define UNDER_SANITIZER true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define UNDER_SANITIZER true
#endif
#endif
#ifndef UNDER_SANITIZER
#define UNDER_SANITIZER false
#endif

/*
 * Landlock.
 */

/* All that its first two versions know; seccomp forbids the rest by call. */
#define EVERYTHING                                                           \
	(LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |        \
	    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |     \
	    LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | \
	    LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |     \
	    LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |     \
	    LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |   \
	    LANDLOCK_ACCESS_FS_MAKE_SYM)

/* A file is renamed by removing one name and making another. */
#define RENAMING (LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG)

static int
allow_folders(int ruleset, const struct sandbox_rules *rules)
{
	for (int i = 0; i < rules->folder_count; i++) {
		const struct landlock_path_beneath_attr beneath = {
			.allowed_access = RENAMING,
			.parent_fd = rules->folders[i],
		};

		if (syscall(SYS_landlock_add_rule, ruleset,
			LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == -1)
			return -1;
	}
	return 0;
}

/* 1: done; 0: this kernel has none; -1. */
static int
enter_landlock(const struct sandbox_rules *rules)
{
	const struct landlock_ruleset_attr attr = { .handled_access_fs =
							EVERYTHING };
	int ruleset, result;

	ruleset =
	    (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr), 0);
	if (ruleset == -1)
		return errno == ENOSYS || errno == EOPNOTSUPP ? 0 : -1;
	result = allow_folders(ruleset, rules);
	if (result == 0)
		result = (int)syscall(SYS_landlock_restrict_self, ruleset, 0);
	close(ruleset);
	return result == 0 ? 1 : -1;
}

/*
 * seccomp: a program of the kernel's own small machine (BPF), which looks at
 * each system call.  It is made here, in memory that is there already: it is
 * as long as the list below, and nothing can fail before it is handed over.
 */

#if defined(__x86_64__)
#define PROCESSOR AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define PROCESSOR AUDIT_ARCH_AARCH64
#else
#error "name the processor by which system calls are numbered"
#endif

/* What a run needs, whatever the arguments; the most frequent ones first. */
static const uint32_t harmless[] = {
	/* open descriptors */
	SYS_read,
	SYS_write,
#ifdef SYS_poll
	SYS_poll,
#endif
	SYS_ppoll,
	SYS_readv,
	SYS_pread64,
	SYS_writev,
	SYS_pwrite64,
	SYS_lseek,
	SYS_ftruncate,
	SYS_fsync,
	SYS_fdatasync,
	SYS_fstat,
	SYS_fcntl,
	SYS_flock,
	SYS_close,
	SYS_dup,
	/* memory */
	SYS_brk,
	SYS_munmap,
	SYS_mremap,
	SYS_madvise,
	SYS_mlock,
	SYS_munlock,
	/* time, chance, signals, threads, the end */
	SYS_clock_gettime,
	SYS_gettimeofday,
	SYS_getrandom,
	SYS_rt_sigaction,
	SYS_setitimer,
	SYS_rt_sigprocmask,
	SYS_rt_sigreturn,
	SYS_restart_syscall,
	SYS_futex,
	SYS_sched_yield,
	SYS_sysinfo, /* qsort() asks how much memory there is */
	SYS_wait4,   /* for a pager that was started before */
	SYS_getpid,
	SYS_gettid,
	SYS_exit,
	SYS_exit_group,
};

/* Allowed only with certain arguments: bits of their lower halves. */
struct test {
	uint32_t argument, mask, value;
};

#define TESTS 2 /* of one call */

struct narrow {
	uint32_t call;
	struct test tests[TESTS];
};

#define ANY             \
	{               \
		0, 0, 0 \
	}
#define WHOLE UINT32_MAX

static const struct narrow narrow[] = {
	/* memory that is only data, and of nobody else */
	{ SYS_mmap,
	    { { 2, PROT_EXEC, 0 }, { 3, MAP_ANONYMOUS | MAP_PRIVATE,
				       MAP_ANONYMOUS | MAP_PRIVATE } } },
	{ SYS_mprotect, { { 2, PROT_EXEC, 0 }, ANY } },
	/* isatty(), the width of a terminal, fstat() as glibc spells it */
	{ SYS_ioctl, { { 1, WHOLE, TCGETS }, ANY } },
	{ SYS_ioctl, { { 1, WHOLE, TIOCGWINSZ }, ANY } },
	{ SYS_ioctl, { { 1, WHOLE, FIONREAD }, ANY } },
	{ SYS_newfstatat, { { 3, AT_EMPTY_PATH, AT_EMPTY_PATH }, ANY } },
};

/* Instructions of a call without arguments, and of one with. */
#define SHORT ((size_t)2)
#define LONG  ((size_t)3 + 3 * TESTS)

/* raise(), and renaming and removing in each folder, come to the table. */
#define ROOM                           \
	(6 + SHORT * COUNT(harmless) + \
	    LONG * (COUNT(narrow) + 1 + 2 * SANDBOX_FOLDERS))

_Static_assert(ROOM <= BPF_MAXINSNS, "the kernel takes the program");

struct filter {
	struct sock_filter code[ROOM];
	unsigned short len;
};

static void
add(struct filter *f, uint16_t operation, uint32_t k, uint8_t unless_equal)
{
	f->code[f->len++] =
	    (struct sock_filter){ operation, 0, unless_equal, k };
}

static void
load(struct filter *f, size_t offset)
{
	add(f, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0);
}

/* Goes on if what was loaded is k; else passes over so many instructions. */
static void
expect(struct filter *f, uint32_t k, size_t over)
{
	add(f, BPF_JMP | BPF_JEQ | BPF_K, k, (uint8_t)over);
}

static void
answer(struct filter *f, uint32_t what)
{
	add(f, BPF_RET | BPF_K, what, 0);
}

/* Both processors have the lower half of an argument first. */
static size_t
argument(uint32_t i)
{
	return offsetof(struct seccomp_data, args) + i * sizeof(uint64_t);
}

static void
allow_narrow(struct filter *f, const struct narrow *n)
{
	expect(f, n->call, LONG - 1);
	for (size_t i = 0; i < TESTS; i++) {
		const struct test *t = &n->tests[i];

		load(f, argument(t->argument));
		add(f, BPF_ALU | BPF_AND | BPF_K, t->mask, 0);
		expect(f, t->value, 3 * (TESTS - 1 - i) + 1);
	}
	answer(f, SECCOMP_RET_ALLOW);
	load(f, offsetof(struct seccomp_data, nr));
}

/* renameat() and unlinkat() relative to the folders of outputs; raise(). */
static void
allow_own(struct filter *f, const struct sandbox_rules *rules)
{
	const struct narrow raising = { SYS_tgkill,
		{ { 0, WHOLE, (uint32_t)getpid() }, ANY } };

	allow_narrow(f, &raising);
	for (int i = 0; i < rules->folder_count; i++) {
		const uint32_t folder = (uint32_t)rules->folders[i];
		const struct narrow renaming = { SYS_renameat,
			{ { 0, WHOLE, folder }, { 2, WHOLE, folder } } };
		const struct narrow removing = { SYS_unlinkat,
			{ { 0, WHOLE, folder }, { 2, WHOLE, 0 } } };

		allow_narrow(f, &renaming);
		allow_narrow(f, &removing);
	}
}

/* Calls as another processor numbers them (i386 on x86-64) end it, too; those
 * of x32 have numbers that none on the list has. */
static void
make_filter(struct filter *f, const struct sandbox_rules *rules)
{
	load(f, offsetof(struct seccomp_data, arch));
	expect(f, PROCESSOR, 1);
	add(f, BPF_JMP | BPF_JA, 1, 0);
	answer(f, SECCOMP_RET_KILL_PROCESS);
	load(f, offsetof(struct seccomp_data, nr));
	for (size_t i = 0; i < COUNT(harmless); i++) {
		expect(f, harmless[i], SHORT - 1);
		answer(f, SECCOMP_RET_ALLOW);
	}
	for (size_t i = 0; i < COUNT(narrow); i++)
		allow_narrow(f, &narrow[i]);
	allow_own(f, rules);
	answer(f, SECCOMP_RET_KILL_PROCESS);
}

static int
enter_seccomp(const struct sandbox_rules *rules)
{
	struct filter filter = { .len = 0 };
	struct sock_fprog program = { .filter = filter.code };

	make_filter(&filter, rules);
	program.len = filter.len;
	/* 0, or the thread that could not be taken along. */
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
		   SECCOMP_FILTER_FLAG_TSYNC, &program) == 0
		   ? 0
		   : -1;
}

int
sandbox_enter(
    const struct sandbox_rules *rules, enum sandbox *state, struct err *err)
{
	int landlock;

	*state = SANDBOX_NONE;
	if (UNDER_SANITIZER)
		return 0;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return err_errno(
		    err, ERR_POLICY, "the sandbox: no_new_privs is refused");
	landlock = enter_landlock(rules);
	if (landlock == -1)
		return err_errno(
		    err, ERR_POLICY, "the sandbox: Landlock is refused");
	if (enter_seccomp(rules) == -1)
		return err_set(
		    err, ERR_POLICY, "the sandbox: seccomp is refused");
	*state = landlock == 1 ? SANDBOX_SECCOMP_LANDLOCK : SANDBOX_SECCOMP;
	return 0;
}
