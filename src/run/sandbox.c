#define _GNU_SOURCE /* syscall(), AT_EMPTY_PATH, renameat2() */

#include "run/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdbool.h>
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
 * seccomp.
 */

/* What a run needs, whatever the arguments. */
static const int harmless[] = {
	/* open descriptors */
	SCMP_SYS(read),
	SCMP_SYS(readv),
	SCMP_SYS(pread64),
	SCMP_SYS(write),
	SCMP_SYS(writev),
	SCMP_SYS(pwrite64),
	SCMP_SYS(lseek),
	SCMP_SYS(ftruncate),
	SCMP_SYS(fsync),
	SCMP_SYS(fdatasync),
	SCMP_SYS(fstat),
	SCMP_SYS(fcntl),
	SCMP_SYS(flock),
	SCMP_SYS(close),
	SCMP_SYS(dup),
	SCMP_SYS(poll),
	SCMP_SYS(ppoll),
	/* memory */
	SCMP_SYS(brk),
	SCMP_SYS(munmap),
	SCMP_SYS(mremap),
	SCMP_SYS(madvise),
	SCMP_SYS(mlock),
	SCMP_SYS(munlock),
	/* time, chance, signals, threads, the end */
	SCMP_SYS(clock_gettime),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(getrandom),
	SCMP_SYS(rt_sigaction),
	SCMP_SYS(setitimer),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(futex),
	SCMP_SYS(sched_yield),
	SCMP_SYS(sysinfo), /* qsort() asks how much memory there is */
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
};

static int
allow_harmless(scmp_filter_ctx filter)
{
	for (size_t i = 0; i < COUNT(harmless); i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, harmless[i], 0) !=
		    0)
			return -1;
	return 0;
}

/* Memory that is only data, and of nobody else. */
static int
allow_memory(scmp_filter_ctx filter)
{
	const struct scmp_arg_cmp data =
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	const struct scmp_arg_cmp own = SCMP_A3(SCMP_CMP_MASKED_EQ,
	    MAP_ANONYMOUS | MAP_PRIVATE, MAP_ANONYMOUS | MAP_PRIVATE);

	return seccomp_rule_add(
		   filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, data, own) != 0 ||
		       seccomp_rule_add(filter, SCMP_ACT_ALLOW,
			   SCMP_SYS(mprotect), 1, data) != 0
		   ? -1
		   : 0;
}

/* isatty(), the width of a terminal, fstat() as glibc spells it, raise(). */
static int
allow_narrow(scmp_filter_ctx filter)
{
	const struct {
		int call;
		struct scmp_arg_cmp argument;
	} narrow[] = {
		{ SCMP_SYS(ioctl), SCMP_A1(SCMP_CMP_EQ, TCGETS, 0) },
		{ SCMP_SYS(ioctl), SCMP_A1(SCMP_CMP_EQ, TIOCGWINSZ, 0) },
		{ SCMP_SYS(ioctl), SCMP_A1(SCMP_CMP_EQ, FIONREAD, 0) },
		{ SCMP_SYS(newfstatat),
		    SCMP_A3(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH) },
		{ SCMP_SYS(tgkill),
		    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0) },
	};

	for (size_t i = 0; i < COUNT(narrow); i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, narrow[i].call, 1,
			narrow[i].argument) != 0)
			return -1;
	return 0;
}

/* renameat() and unlinkat() relative to the folders of outputs. */
static int
allow_renaming(scmp_filter_ctx filter, const struct sandbox_rules *rules)
{
	for (int i = 0; i < rules->folder_count; i++) {
		const scmp_datum_t folder = (scmp_datum_t)rules->folders[i];

		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(renameat),
			2, SCMP_A0(SCMP_CMP_EQ, folder, 0),
			SCMP_A2(SCMP_CMP_EQ, folder, 0)) != 0 ||
		    seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(unlinkat),
			2, SCMP_A0(SCMP_CMP_EQ, folder, 0),
			SCMP_A2(SCMP_CMP_EQ, 0, 0)) != 0)
			return -1;
	}
	return 0;
}

static int
enter_seccomp(const struct sandbox_rules *rules)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int result = -1;

	if (filter == NULL)
		return -1;
	if (seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0 &&
	    seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0 &&
	    allow_harmless(filter) == 0 && allow_memory(filter) == 0 &&
	    allow_narrow(filter) == 0 && allow_renaming(filter, rules) == 0 &&
	    seccomp_load(filter) == 0)
		result = 0;
	seccomp_release(filter);
	return result;
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
