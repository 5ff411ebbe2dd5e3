/*
 * tamis applies a data-minimization policy to a stream of health records.
 *
 *	tamis_policy_load()    struct tamis_policy    immutable, any thread
 *	tamis_keyring_open()   struct tamis_keyring   immutable while in use
 *	tamis_run()            descriptors in, descriptor out
 *
 * What stands here, by who needs it:
 *
 *	1. every program	the library and the process, texts, inputs,
 *				policies
 *	2. who reads policies	registers and differences
 *	3. who writes them	the language, drafts, tests, previews,
 *				replays, synthetic records
 *	4. who runs them	keys, receipts, checkpoints, runs
 *	5. who holds keys	opening
 *	6. who verifies		receipts of others, audits, risk
 *
 * Calls return 0 on success and -1 on failure; on failure *err says why (it
 * need not be initialized) and no other output has been touched, unless the
 * call says so.  The library never prints, exits, reads the environment or
 * the clock, and never puts a byte of a record into a message.  A pointer
 * handed to a callback is valid until the callback returns.  Descriptors stay
 * open, and the caller's.
 *
 * Signals are the program's: one that writes to pipes or sockets, or to files
 * that may not grow, ignores SIGPIPE and SIGXFSZ, and is told TAMIS_EIO.
 */
#ifndef TAMIS_H
#define TAMIS_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TAMIS_VERSION  "0.1.0"
#define TAMIS_RELEASED "November 25, 2026"

struct tamis_policy;
struct tamis_keyring;
struct tamis_receipt;
struct tamis_checkpoint;

enum tamis_code {
	TAMIS_OK,
	TAMIS_EUSAGE,   /* the caller asked for something impossible */
	TAMIS_EPOLICY,  /* the policy was refused; see the notes */
	TAMIS_EREJECT,  /* a record was rejected and the run had to stop */
	TAMIS_EINPUT,   /* an input cannot be opened */
	TAMIS_EOUTPUT,  /* an output cannot be created */
	TAMIS_EIO,      /* reading or writing failed */
	TAMIS_ESTOPPED, /* the run was asked to end */
	TAMIS_EKEY,     /* a key or key file is missing, unsafe or damaged */
	TAMIS_ENOMEM,
	TAMIS_EBUG,
	TAMIS_ERESUME, /* what a checkpoint says is not what is there */
};

struct tamis_error {
	enum tamis_code code;
	char text[512]; /* no capital, no full stop */
};

/*
 * 1. Every program
 */

/* The library and the process. */

/* Starts the library; once per process, before any other call. */
int tamis_init(struct tamis_error *err);

/*
 * Closes the process to its neighbours: no core dump, no ptrace by others.
 * For programs that hold keys; a library does not do it unasked.
 */
int tamis_guard_process(struct tamis_error *err);

/*
 * Closes the process for good, with all its threads: from here on it can use
 * what is open, and whatever else it tries, it is killed (SIGSYS): no file can
 * be opened, no socket or process made, no memory made executable.  In the
 * folders, given by open descriptors, files can still be renamed and removed.
 * For programs that have opened all that a run needs.  Returns what it is in
 * now: "seccomp", "seccomp+landlock", or "none" in builds with sanitizers;
 * NULL on failure (TAMIS_EPOLICY): the process must then not go on.
 */
const char *
tamis_sandbox(const int *folders, size_t folder_count, struct tamis_error *err);

/* TAMIS_VERSION of the library that runs, which may not be this header's. */
const char *tamis_version(void);

/* Texts. */

/* A text in UTF-8; the caller frees it with tamis_text_free(). */
struct tamis_text {
	char *p; /* NUL-terminated */
	size_t len;
};

/* Frees its bytes, not the struct; p NULL is ignored. */
void tamis_text_free(struct tamis_text *text);

enum tamis_language { TAMIS_ENGLISH, TAMIS_FRENCH };

/* How people read. */
struct tamis_view {
	enum tamis_language language;
	bool color; /* with the codes of a terminal for bold text */
};

/* Inputs. */

struct tamis_input {
	int fd;
	const char *name; /* for messages */
};

/*
 * Conservation: records == written + rejected, unless writing failed; then the
 * records in between are in no output.
 */
struct tamis_counts {
	uint64_t records, written, rejected;
	uint64_t bytes_in, bytes_out;
};

/* What one rule did during a run. */
struct tamis_rule_counts {
	const char *kind, *path, *action; /* valid as long as the policy */
	unsigned int line;                /* in the policy's file */
	uint64_t applied, dropped;
};

/* Policies. */

enum tamis_level { TAMIS_ERROR, TAMIS_WARNING, TAMIS_HINT };

/* One remark about a policy: FILE:LINE:COLUMN: level: text [code]. */
struct tamis_note {
	enum tamis_level level;
	const char *code; /* stable, such as "E0102" */
	const char *file;
	unsigned int line, column; /* from 1, in characters */
	unsigned int width;        /* characters it is about */
	const char *text;
	const char *source; /* the line, not terminated; for a caret */
	size_t source_len;
};

typedef void tamis_note_fn(void *ctx, const struct tamis_note *note);

/*
 * Loads and checks the policy in a file.  All notes are told, in order; the
 * policy is refused (TAMIS_EPOLICY) when an error is among them.  The caller
 * frees the policy.
 */
int tamis_policy_load(struct tamis_policy **policy, const char *path,
    tamis_note_fn *note, void *ctx, struct tamis_error *err);
void tamis_policy_free(struct tamis_policy *policy);

/* A recipient's public key in another file than the policy names. */
struct tamis_recipient {
	const char *name; /* in the policy */
	const char *file;
};

/*
 * The same with such keys.  TAMIS_EKEY: a file is no public key, or others
 * can write it; TAMIS_EUSAGE: the policy has no such recipient, or it is given
 * twice.
 */
int tamis_policy_load_with(struct tamis_policy **policy, const char *path,
    const struct tamis_recipient *recipients, size_t n, tamis_note_fn *note,
    void *ctx, struct tamis_error *err);

/*
 * The i-th file, from 0, of which it is made besides its own: those that it
 * uses, and those with the public keys of its recipients, also if they are not
 * there, or another one was given.  NULL: there are no more.  Valid as long as
 * the policy is.
 */
const char *tamis_policy_file(const struct tamis_policy *policy, size_t i);

/* What it calls itself; valid as long as the policy is. */
const char *tamis_policy_name(const struct tamis_policy *policy);
const char *tamis_policy_version(const struct tamis_policy *policy);

/*
 * Digest of the rules: layout, comments and tests do not change it.  It covers
 * the names of recipients and of their files, not the keys in them.
 */
void tamis_policy_digest(const struct tamis_policy *policy, uint8_t out[32]);

/* Whether a keyring is needed to run it. */
bool tamis_policy_needs_keys(const struct tamis_policy *policy);

/*
 * The format to read: the one called name, or, if name is NULL, the only one
 * of the policy.  Returns its name, or NULL (TAMIS_EUSAGE).
 */
const char *tamis_policy_format(const struct tamis_policy *policy,
    const char *name, struct tamis_error *err);

/*
 * 2. Who reads policies
 */

/* Registers and differences. */

/*
 * The register of a policy: what leaves, as what, when, why, on which basis
 * and to whom, and what stays.  With path, which may be NULL, only what happens
 * to that field, whether a rule names it or not.  TAMIS_EUSAGE: it is a path of
 * none of the policy's formats.
 */
int
tamis_explain(const struct tamis_policy *policy, const struct tamis_view *view,
    const char *path, struct tamis_text *text, struct tamis_error *err);

/* What a difference between two policies means for what leaves. */
enum tamis_mark {
	TAMIS_WEAKER,   /* more may leave, or it cannot be told */
	TAMIS_STRONGER, /* less leaves */
	TAMIS_CHANGED,  /* neither more nor less */
};

struct tamis_difference {
	enum tamis_mark mark;
	const char *what; /* stable, such as "field-added" */
	const char *kind; /* NULL: not of one kind */
	const char *path; /* of a rule, or the name of a domain, ...; or NULL */
	const char *text; /* a sentence in the language of the view */
};

/*
 * Compares what an older and a newer policy let out, rule by rule.
 * TAMIS_ENOMEM.
 */
int tamis_diff(const struct tamis_policy *older,
    const struct tamis_policy *newer, const struct tamis_view *view,
    void (*tell)(void *ctx, const struct tamis_difference *difference),
    void *ctx, struct tamis_error *err);

/*
 * The register as one HTML page, for a browser and for paper: without script,
 * asking for nothing from anywhere, the same bytes for the same policy.  Also
 * what came of the tests of the policy, whose file is at path, and its
 * differences to an older policy; either may be NULL.
 */
int tamis_page(const struct tamis_policy *policy, const char *path,
    const struct tamis_policy *older, const struct tamis_view *view,
    struct tamis_text *page, struct tamis_error *err);

/*
 * 3. Who writes policies
 */

/* The language: its words, its notes, its layout. */

/* The words of policies and reports, each with a sentence about it. */
enum tamis_words {
	TAMIS_ACTIONS,        /* of rules: `do` */
	TAMIS_PARAMETERS,     /* of actions */
	TAMIS_TYPES,          /* `must` of rules */
	TAMIS_NORMALIZATIONS, /* `normalize` of domains */
	TAMIS_REASONS,        /* for which records are rejected */
};

struct tamis_word {
	const char *name, *help; /* of static duration */
	const char *of;          /* the action of a parameter; else NULL */
};

/* The i-th word of a set, from 0; false when there are no more. */
bool tamis_word(enum tamis_words set, size_t i, struct tamis_word *word);

/*
 * The language as JSON Schema (draft-07), for editors: a text for the life of
 * the program.
 */
const char *tamis_policy_schema(void);

/* A code of notes, and what it is about in a few words. */
struct tamis_note_code {
	const char *code;
	enum tamis_level level;
	const char *title;
};

/* The i-th of all codes, from 0; false if there are no more. */
bool tamis_note_code(size_t i, struct tamis_note_code *code);

/*
 * What a code of a note, such as "E0102", means, with an example.
 * TAMIS_EUSAGE: there is no such code.
 */
int tamis_explain_code(const char *code, const struct tamis_view *view,
    struct tamis_text *text, struct tamis_error *err);

/*
 * Reads the policy, or a file that policies use, from a descriptor: *was is
 * what is there, *laid_out the same in its one layout, which differs in blanks
 * and ends of lines only.  The caller frees both.  TAMIS_EPOLICY: it is not
 * JSON with comments; see the notes.  TAMIS_EINPUT, TAMIS_EIO, TAMIS_ENOMEM.
 */
int tamis_policy_layout(int fd, const char *name, tamis_note_fn *note,
    void *ctx, struct tamis_text *was, struct tamis_text *laid_out,
    struct tamis_error *err);

/* Drafts. */

/* Samples to make a draft of a policy from. */
struct tamis_learning {
	const char *format;
	char delimiter;       /* of CSV */
	const char *encoding; /* of CSV alone; NULL: utf-8 */
	bool hprim; /* HPRIM Sante instead of HL7 v2; of hl7v2 alone */
	const struct tamis_input *inputs;
	size_t input_count;
	const volatile sig_atomic_t *stop; /* not 0: end; or NULL */
};

/*
 * Drafts a policy that names every place of the samples and drops all of them,
 * with counts and types, and never a value.  The caller frees the draft.
 * TAMIS_EREJECT: a record is malformed, or the name of a column or member has a
 * shape that identifies.  TAMIS_EUSAGE, TAMIS_EPOLICY (the draft would be
 * longer than a policy may be), TAMIS_EIO, TAMIS_ENOMEM.
 */
int tamis_learn(const struct tamis_learning *learning, struct tamis_text *draft,
    struct tamis_error *err);

/* Tests: a policy is tried on records that name nobody. */

/* A way in which a test failed.  This alone shows values of records. */
struct tamis_test_finding {
	uint64_t record;            /* its number, from 1; 0: none */
	const char *path;           /* of the policy, or a place; or NULL */
	const char *expected, *got; /* both or none are NULL */
	const char *note;           /* half a sentence, or NULL */
	const char *action;         /* of the rule that did it, or NULL */
	unsigned int line;          /* of that rule */
};

struct tamis_test {
	const char *name;          /* KIND/NAME, or that of the folder */
	const char *file;          /* the policy, or the folder */
	unsigned int line, column; /* in the policy; 0: it is a folder */
	const char *format;
	const struct tamis_test_finding *findings;
	size_t finding_count; /* 0: passed */
};

/* Something that tests should reach (policies/README.md, "Tests"). */
enum tamis_cover_what {
	TAMIS_COVER_RULE,
	TAMIS_COVER_OTHERWISE, /* none of a field's alternatives applies */
	TAMIS_COVER_REJECT,    /* a field rejects a record */
	TAMIS_COVER_KIND,      /* a record is of no kind */
};

struct tamis_cover {
	enum tamis_cover_what what;
	const char *format;
	const char *kind, *path;   /* NULL: TAMIS_COVER_KIND */
	const char *action;        /* TAMIS_COVER_RULE; or NULL */
	const char *reason;        /* of a rejection; or NULL */
	unsigned int line, column; /* of the rule, or the first of the field */
	bool reached;
};

struct tamis_testing {
	const struct tamis_policy *policy;
	const char *path; /* of its file: folders of tests lie beside it */

	/*
	 * To be written to a file of a case whose test failed or states
	 * nothing, so that it expects what happens; or NULL.
	 */
	void (*propose)(
	    void *ctx, const char *file, const char *bytes, size_t len);

	/* Each may be NULL. */
	void (*test)(void *ctx, const struct tamis_test *test);
	void (*cover)(void *ctx, const struct tamis_cover *cover);
	void *ctx;
};

struct tamis_tested {
	uint64_t tests, failed;
	uint64_t items, reached; /* of coverage */
	unsigned int percent;    /* of coverage, rounded down */
	unsigned int floor;      /* that the policy states; 0: none */
};

/*
 * Runs the tests inside a policy and in the folder beside it, with keys that
 * are derived from the tests' names; then tells the coverage, in the order of
 * the policy.  *tested is complete before coverage is told.  TAMIS_EINPUT,
 * TAMIS_EKEY, TAMIS_EPOLICY, TAMIS_ENOMEM.
 */
int tamis_test(const struct tamis_testing *job, struct tamis_tested *tested,
    struct tamis_error *err);

/*
 * Runs the tests of a policy, which stands in the file at the path, and makes a
 * remark about each rule that none of them reaches; without a test there are no
 * remarks.  Fails as tamis_test().
 */
int tamis_policy_check_tests(const struct tamis_policy *policy,
    const char *path, tamis_note_fn *note, void *ctx, struct tamis_error *err);

/* Previews: samples of made-up records, before and after. */

struct tamis_previewing {
	const struct tamis_policy *policy;
	const struct tamis_keyring *keys; /* NULL: keys of tests, which anybody
					     can make */
	const char *format;               /* from tamis_policy_format() */
	struct tamis_input input;         /* a regular file, read twice */
	bool any;  /* also records that do not say that they are made up */
	bool html; /* a page, not text */
	const struct tamis_view *view;
	bool *unmarked; /* set if it fails because of such a record; or NULL */

	/*
	 * Called when all is open, before the first byte of the sample is read;
	 * or NULL.  Not 0: it set *err, and nothing is read.
	 */
	int (*opened)(void *ctx, struct tamis_error *err);
	void *ctx;
};

/*
 * Shows a sample record by record and field by field: what was there, what
 * leaves, by which rule, or that none names it.  The only call that shows
 * values of records.  TAMIS_EREJECT: a record does not say that it is made up
 * (policies/README.md), or none can be found behind one; TAMIS_EPOLICY: a
 * recipient has no public key; TAMIS_EKEY, TAMIS_EIO, TAMIS_ENOMEM.
 */
int tamis_preview(const struct tamis_previewing *job, struct tamis_text *text,
    struct tamis_error *err);

/* In how many records of a sample other values leave from a place. */
struct tamis_change {
	const char *place; /* such as "patient.nir" */
	uint64_t appears, disappears, changes;
};

/* What two policies make of a sample, with keys that anybody can make. */
struct tamis_sampling {
	const struct tamis_policy *older, *newer;
	const char *format;       /* of both, from tamis_policy_format() */
	struct tamis_input input; /* a regular file */

	/* As in struct tamis_previewing. */
	int (*opened)(void *ctx, struct tamis_error *err);

	void (*change)(void *ctx, const struct tamis_change *change);
	void *ctx;
};

struct tamis_sampled {
	uint64_t records, written_older, written_newer;
};

/*
 * Filters a sample by both policies and tells from which places what leaves
 * differs; never a value.  Failure as of tamis_preview().
 */
int tamis_diff_sample(const struct tamis_sampling *job,
    struct tamis_sampled *sampled, struct tamis_error *err);

/* Replays: data sets go through a policy, and testers hear what came of it. */

/*
 * A replay goes over files one after the other, with keys that anybody can
 *make, and notes down what came of their records.  It writes nothing.
 *
 *	tamis_replay_new()       opens what the rest needs
 *	tamis_replay_file()      for each file that can be replayed,
 *	tamis_replay_skip()      and for each that cannot
 *	tamis_replay_tell()      what came of them, for programs
 *	tamis_replay_text()      and for people
 *	tamis_replay_free()
 *
 * The policies must outlive it.  A replay serves one thread.  Without `older`
 * and `golden` its memory does not grow with the files; otherwise it holds what
 * leaves of the file at hand.
 */
struct tamis_replay;

struct tamis_replaying {
	const struct tamis_policy *policy;
	const char *path;                 /* of its file */
	const struct tamis_policy *older; /* to compare with, or NULL */
	bool golden; /* results are compared with expected ones */
	const volatile sig_atomic_t *stop; /* or NULL */

	/*
	 * Each may be NULL.  now: nanoseconds since any moment, of which speeds
	 * are made; pace: before each record, which waits until it returns;
	 * progress: with what was read of the file at hand.
	 */
	uint64_t (*now)(void *ctx);
	void (*pace)(void *ctx);
	void (*progress)(void *ctx, const struct tamis_counts *counts);
	void *ctx;
};

/* All that a replay needs to have open is open then.  TAMIS_EKEY,
 * TAMIS_EPOLICY, TAMIS_EIO, TAMIS_ENOMEM. */
int tamis_replay_new(struct tamis_replay **replay,
    const struct tamis_replaying *replaying, struct tamis_error *err);
void tamis_replay_free(struct tamis_replay *replay);

/*
 * A result of a file: what is written, and of the records of which nothing is
 * written a line each: its number, the reason, and the path of the policy if
 * the reason is about one, with a blank between.  The reason `nothing` is that
 * of a record that was written, as nothing at all.
 */
struct tamis_replay_result {
	int out, rejects;                    /* rejects -1: there are none */
	const char *out_name, *rejects_name; /* for messages */
};

/* A file of the data set. */
struct tamis_replay_input {
	const char *format; /* from tamis_policy_format() */
	struct tamis_input input;
	int again; /* the same, opened once more, if there is an older policy */

	/*
	 * What is expected, or NULL: there is none; or where to write what
	 * happens, so that it is expected from now on, or NULL.
	 */
	const struct tamis_replay_result *golden, *update;
};

/*
 * Replays a file to its end, or to what cannot be read on; no rejected record
 * is a failure.  Failure ends the replay: TAMIS_EINPUT: an expected result is
 * none; TAMIS_EIO, TAMIS_ESTOPPED, TAMIS_ENOMEM; what was told until then can
 * be shown.
 */
int tamis_replay_file(struct tamis_replay *replay,
    const struct tamis_replay_input *input, struct tamis_error *err);

/* Why a file of a data set is not replayed. */
enum tamis_replay_why {
	TAMIS_REPLAY_ENDING, /* the end of its name says no format */
	TAMIS_REPLAY_FORMAT, /* the policy has no records of that format */
	TAMIS_REPLAY_LINK,   /* it is a symbolic link in a folder */
	TAMIS_REPLAY_KIND,   /* it is no regular file */
	TAMIS_REPLAY_OPEN,   /* it cannot be opened */
	TAMIS_REPLAY_GONE,   /* a result is expected, but there is no file */
};

/* Notes down such a file.  TAMIS_ENOMEM. */
int tamis_replay_skip(struct tamis_replay *replay, const char *name,
    enum tamis_replay_why why, struct tamis_error *err);

/* What a result is compared with. */
enum tamis_replay_than {
	TAMIS_REPLAY_GOLDEN, /* what was expected */
	TAMIS_REPLAY_OLDER,  /* what the older policy makes */
	TAMIS_REPLAY_THANS,
};

/* A file, and what came of it. */
struct tamis_replay_file {
	const char *name;
	const char *why;    /* half a sentence: it was not replayed; or NULL */
	const char *format; /* NULL: it was not replayed */
	struct tamis_counts counts;
	uint64_t nanoseconds; /* 0: not known */
	bool cut;             /* what follows its last record cannot be read */

	/* By what it was compared with, or could not be, since there is no
	 * such result; differ: records. */
	bool compared[TAMIS_REPLAY_THANS], incomparable[TAMIS_REPLAY_THANS];
	uint64_t differ[TAMIS_REPLAY_THANS];
};

/* A record of a file. */
struct tamis_replay_at {
	const char *file;
	uint64_t record; /* from 1 */
};

enum tamis_replay_what {
	TAMIS_REPLAY_REJECTED, /* for the reason `name`, at `path` or NULL */
	TAMIS_REPLAY_UNNAMED,  /* no rule names the place `name` */
	TAMIS_REPLAY_HIDDEN,   /* the same; it has the shape `name` itself */

	/* Differences. */
	TAMIS_REPLAY_APPEARS,      /* values at the place `name`: now only */
	TAMIS_REPLAY_DISAPPEARS,   /* the other way round */
	TAMIS_REPLAY_CHANGES,      /* other values at the place `name` */
	TAMIS_REPLAY_AROUND,       /* the same in another spelling or order */
	TAMIS_REPLAY_NOW_REJECTED, /* for this reason; and was written */
	TAMIS_REPLAY_NOW_WRITTEN,  /* and was rejected, for this reason */
	TAMIS_REPLAY_NOW_BECAUSE,  /* rejected, but for this reason now */
	TAMIS_REPLAY_MORE,         /* a record that was not there */
	TAMIS_REPLAY_FEWER,        /* a record that is not there any more */
};

/* Something that is so in some records; never a value of them. */
struct tamis_replay_note {
	enum tamis_replay_what what;
	enum tamis_replay_than than; /* of differences */
	const char *format;
	const char *name; /* NULL: of all those that have no place any more */
	const char *path; /* or NULL */
	uint64_t records;
	const struct tamis_replay_at *first; /* at most TAMIS_REPLAY_FIRST */
	size_t first_count;
};

#define TAMIS_REPLAY_FIRST 10

/* What came of all files. */
struct tamis_replayed {
	uint64_t files, skipped; /* that were replayed, and that were not */
	struct tamis_counts counts;
	uint64_t nanoseconds;
	bool compared[TAMIS_REPLAY_THANS], incomparable[TAMIS_REPLAY_THANS];
	uint64_t differ[TAMIS_REPLAY_THANS]; /* records */
};

/* Who hears of a replay. */
struct tamis_replay_listener {
	/* Each may be NULL. */
	void (*file)(void *ctx, const struct tamis_replay_file *file);
	void (*note)(void *ctx, const struct tamis_replay_note *note);
	void (*unmatched)(void *ctx, const char *format,
	    const struct tamis_rule_counts *rule);
	void *ctx;
};

/*
 * Tells what came of all files so far: each file, each note, and each rule of
 * a format that a file had, but that met no value.
 */
void tamis_replay_tell(struct tamis_replay *replay,
    const struct tamis_replay_listener *listener, struct tamis_replayed *all);

/* The same as a text, or as a page like that of tamis_page().  TAMIS_ENOMEM. */
int
tamis_replay_text(struct tamis_replay *replay, const struct tamis_view *view,
    bool html, struct tamis_text *text, struct tamis_error *err);

/* Synthetic records. */

struct tamis_generation {
	const char *kind;   /* "sidep-antigen" */
	const char *format; /* "json", "xml", "csv", "hl7v2" */
	uint64_t count, seed;
	uint32_t nasty; /* of 100 records: with what real files have in them */
};

/*
 * Writes records of people whom nobody is.  The same seed gives the same bytes,
 * and the same people in every format.  TAMIS_EUSAGE: no such kind or format;
 * TAMIS_EIO, TAMIS_ENOMEM.
 */
int tamis_generate(
    const struct tamis_generation *g, int fd, struct tamis_error *err);

/*
 * Records made from a policy, so that they reach all of it in one format: at
 * least one for each rule, alternative, case in which no alternative applies
 * and, if nasty is not 0, reason to reject (struct tamis_cover) that no record
 * before has reached.  Each was filtered, with keys that anybody can make, and
 * does what it was made for.  The same policy and seed give the same bytes.
 *
 *	tamis_exercise_new()
 *	tamis_exercise_write()   all records, or one document after the other
 *	tamis_exercise_report()  what they reach
 *	tamis_exercise_free()
 */
struct tamis_exercise;

struct tamis_exercising {
	const struct tamis_policy *policy; /* outlives it */
	const char *format;                /* from tamis_policy_format() */
	uint64_t count;                    /* 0: as many as it takes */
	uint64_t seed;
	uint32_t nasty; /* of 100 records: those that it must reject */
};

/* TAMIS_EUSAGE, TAMIS_EPOLICY, TAMIS_EKEY, TAMIS_ENOMEM. */
int tamis_exercise_new(struct tamis_exercise **exercise,
    const struct tamis_exercising *job, struct tamis_error *err);
void tamis_exercise_free(struct tamis_exercise *exercise);

/* Whether each record is a document, and so a file of its own. */
bool tamis_exercise_documents(const struct tamis_exercise *exercise);

/*
 * Writes all records, or the next document; *more: another one is left.
 * TAMIS_EIO, TAMIS_ENOMEM.
 */
int tamis_exercise_write(struct tamis_exercise *exercise, int fd, bool *more,
    struct tamis_error *err);

struct tamis_exercised {
	uint64_t records;
	uint64_t rejected;       /* of them: that the policy rejects */
	uint64_t unmarked;       /* that do not say that they are synthetic */
	uint64_t items, reached; /* of coverage, in that format */
};

/*
 * What the records reach that were written so far.  missed is told what none
 * was found for, in the order of the policy.
 */
struct tamis_exercised
tamis_exercise_report(const struct tamis_exercise *exercise,
    void (*missed)(void *ctx, const struct tamis_cover *cover), void *ctx);

/*
 * 4. Who runs policies
 */

/* Keys. */

enum tamis_key_state { TAMIS_KEY_ACTIVE, TAMIS_KEY_OLD, TAMIS_KEY_REVOKED };

/* What may be shown of a key; never its bytes. */
struct tamis_key {
	const char *name;
	uint32_t epoch;
	bool reversible; /* for reversible domains, and for no others */
	enum tamis_key_state state;
	const char *created; /* YYYY-MM-DD */
};

/* How to ask for the passphrase of a file of keys. */
struct tamis_passphrase {
	/*
	 * Writes it to out, which has room bytes, and its length to *len.  out
	 * is guarded memory: keep no copy.  Returns 0, or -1 and sets *err,
	 * whose text the call that asks then tells as TAMIS_EKEY.
	 */
	int (*ask)(void *ctx, uint8_t *out, size_t room, size_t *len,
	    struct tamis_error *err);
	void *ctx;
};

/* Keys to be made at random. */
struct tamis_new_keys {
	const char *const *names;
	size_t count;
	bool reversible;
	const char *created; /* today's date, YYYY-MM-DD */
};

/*
 * Creates a keyring file, epoch 1 of each key: readable by its owner alone,
 * never over an existing file.  With passphrase, which may be NULL, it is
 * encrypted.
 */
int tamis_keyring_create(const char *path, const struct tamis_new_keys *keys,
    const struct tamis_passphrase *passphrase, struct tamis_error *err);

/*
 * Change a keyring file: new keys of other names, a new active epoch, an epoch
 * that nothing uses any more.  A crash leaves the old file or the new one.
 * passphrase is asked if the file is encrypted, and may be NULL.
 */
int tamis_keyring_add(const char *path, const struct tamis_new_keys *keys,
    const struct tamis_passphrase *passphrase, struct tamis_error *err);
int
tamis_keyring_rotate(const char *path, const char *name, const char *created,
    const struct tamis_passphrase *passphrase, struct tamis_error *err);
int tamis_keyring_revoke(const char *path, const char *name, uint32_t epoch,
    const struct tamis_passphrase *passphrase, struct tamis_error *err);

/* Where a keyring comes from: { .path = "keyring" } is a file. */
struct tamis_keyring_source {
	const char *path; /* of a file; for from_fd its name in messages */
	bool from_fd;
	int fd;          /* file, pipe or socket; read to its end, stays open */
	bool credential; /* path is in systemd's $CREDENTIALS_DIRECTORY */
	const struct tamis_passphrase *passphrase; /* or NULL */
};

/*
 * Opens a keyring, unless it is unsafe.  The caller closes it.  TAMIS_EKEY,
 * also where it cannot be read or the passphrase is wrong; TAMIS_ENOMEM.
 */
int tamis_keyring_open(struct tamis_keyring **keys,
    const struct tamis_keyring_source *source, struct tamis_error *err);
void tamis_keyring_close(struct tamis_keyring *keys);

/*
 * Its keys, each epoch for itself, in the order of the file: i is less than the
 * count.  Texts in them are valid until the keyring is closed.
 */
size_t tamis_keyring_count(const struct tamis_keyring *keys);
struct tamis_key tamis_keyring_key(const struct tamis_keyring *keys, size_t i);

enum tamis_pair_use { TAMIS_PAIR_SEAL, TAMIS_PAIR_SIGN };

/*
 * Creates a secret key at path, readable by its owner alone, and the public
 * key that goes with it at path.pub; never over an existing file.  With
 * passphrase, which may be NULL, the secret key is encrypted.
 */
int tamis_pair_create(const char *path, enum tamis_pair_use use,
    const struct tamis_passphrase *passphrase, struct tamis_error *err);

/* Where a secret key comes from: { .path = "secret" } is a file. */
struct tamis_secret_source {
	const char *path;
	bool credential; /* path is in systemd's $CREDENTIALS_DIRECTORY */
	const struct tamis_passphrase *passphrase; /* or NULL */
};

/*
 * Encrypts a keyring or a secret key with another passphrase, or, if now is
 * NULL, with none.  before is asked first if the file is encrypted, and may be
 * NULL.  A crash leaves the old file or the new one.  TAMIS_EUSAGE: there is
 * no passphrase to remove.
 */
int
tamis_passphrase_change(const char *path, const struct tamis_passphrase *before,
    const struct tamis_passphrase *now, struct tamis_error *err);

/* Receipts. */

/*
 * A receipt says what a run did, in one signed line of a file that is only
 * added to (README.md, "Written formats").
 *
 *	tamis_receipt_open()     before anything is read
 *	tamis_run()              with the receipt in its job
 *	...                      what was written is made durable
 *	tamis_receipt_write()
 *
 * Opens a file for receipts, or creates it (0600), and the secret file that
 * signs them.  The caller closes the receipt, which is that of one run.  path
 * and stop (NULL, or not 0 when a signal said to wait for nobody) must live as
 * long.  TAMIS_EKEY; TAMIS_EOUTPUT: the file cannot be written or locked, is no
 * regular file or a symbolic link, or its last line is not a whole receipt by
 * the same key; TAMIS_ESTOPPED: while others added theirs.
 */
int tamis_receipt_open(struct tamis_receipt **receipt, const char *path,
    const struct tamis_secret_source *secret, const volatile sig_atomic_t *stop,
    struct tamis_error *err);
void tamis_receipt_close(struct tamis_receipt *receipt);

/*
 * Adds the receipt of the run to the file, durable on return, after the
 * receipts that others added meanwhile.  now: in UTC, as
 * "2021-11-03T14:05:06Z"; sandbox: which one the run was in, or "none", in
 * UTF-8.  TAMIS_EUSAGE: nothing was run with it, it was added already, or one
 * of these is something else; TAMIS_EIO: the file is as it was; TAMIS_ESTOPPED,
 * likewise; TAMIS_ENOMEM.
 */
int tamis_receipt_write(struct tamis_receipt *receipt, const char *now,
    const char *sandbox, struct tamis_error *err);

/* Checkpoints. */

/*
 * A checkpoint is a small file that says how far a run has come, so that the
 * next one goes on there, whatever ended it (README.md, "Checkpoints").
 *
 *	tamis_checkpoint_open()      what has a former run done?
 *	tamis_checkpoint_begin()     before outputs are created
 *	...                          outputs are opened, and nothing is cut
 *	tamis_run()                  with the checkpoint in its job
 *	...                          the run gets its receipt
 *	tamis_checkpoint_complete()
 *	...                          the output gets its name
 *
 * The run is given the same input as before, from its beginning.  What it would
 * write is compared with what is on the disk already, and written behind that.
 *
 * Opens a checkpoint, or creates an empty file (0600), and locks it until it is
 * closed.  path must live as long; the caller closes it.  TAMIS_EOUTPUT: it
 * cannot be opened, is no regular file or a symbolic link, or another run has
 * it; TAMIS_ERESUME: it is no checkpoint, and stays as it is.
 */
int tamis_checkpoint_open(struct tamis_checkpoint **checkpoint,
    const char *path, struct tamis_error *err);
void tamis_checkpoint_close(struct tamis_checkpoint *checkpoint);

/* How far a run has come. */
struct tamis_reached {
	bool begun;    /* its outputs may be there */
	bool complete; /* nothing is missing but perhaps the output's name */
	uint64_t records, written, rejected; /* that are on the disk */
};

struct tamis_reached
tamis_checkpoint_reached(const struct tamis_checkpoint *checkpoint);

/* Notes down, durable on return, that a run begins, unless one has.
 * TAMIS_EIO. */
int tamis_checkpoint_begin(
    struct tamis_checkpoint *checkpoint, struct tamis_error *err);

/* Notes down, durable on return, that the run is complete.  TAMIS_EIO. */
int tamis_checkpoint_complete(
    struct tamis_checkpoint *checkpoint, struct tamis_error *err);

/* Empties the file: as if the run had never begun.  TAMIS_EIO. */
int tamis_checkpoint_discard(
    struct tamis_checkpoint *checkpoint, struct tamis_error *err);

/* Runs. */

/* Why records were rejected. */
struct tamis_reason_counts {
	const char *reason;
	uint64_t records;
};

/* A key of the keyring, and one of its epochs. */
struct tamis_epoch {
	const char *key;
	uint32_t epoch;
};

/* A recipient to whom a run seals. */
struct tamis_sealing {
	const char *recipient;
	const char *key; /* the public one, as its file spells it */
};

struct tamis_job {
	const struct tamis_policy *policy;
	const struct tamis_keyring *keys; /* NULL: the policy needs none */
	const struct tamis_epoch *epochs; /* in place of the active ones */
	size_t epoch_count;
	const char *format; /* from tamis_policy_format() */
	const struct tamis_input *inputs;
	size_t input_count;
	int out;
	int quarantine;   /* descriptor, or -1: the first rejection stops */
	size_t read_size; /* largest single read; 0: the default */

	/* Set by a signal handler: end with the record at hand.  Or NULL. */
	const volatile sig_atomic_t *stop;
	struct tamis_receipt *receipt; /* to note down the run in, or NULL */

	/*
	 * To go on from, or NULL.  Then out, and the quarantine if there is
	 * one, are regular files, open to be read and, unless the run is
	 * complete, written, at their beginning.
	 */
	struct tamis_checkpoint *checkpoint;

	/* Each may be NULL. */
	void (*progress)(void *ctx, const struct tamis_counts *counts);
	void (*rule)(void *ctx, const struct tamis_rule_counts *counts);
	void (*reason)(void *ctx, const struct tamis_reason_counts *counts);
	void (*key)(void *ctx, const struct tamis_epoch *used);
	void (*recipient)(void *ctx, const struct tamis_sealing *sealing);
	void *ctx;
};

/*
 * Runs a job.  Before the first record is read, key and recipient are called
 * for what the policy's rules and the quarantine use, in no order.  *counts is
 * set on every return, after a failure too, and then, unless the job was
 * refused before anything was read, rule and reason were called for every rule
 * of the format and every reason that occurred.  Failure:
 * TAMIS_EREJECT, TAMIS_ESTOPPED, TAMIS_EIO, TAMIS_EKEY, TAMIS_EUSAGE for an
 * epoch of a key that is not used, TAMIS_EPOLICY for a recipient without a
 * public key, TAMIS_ERESUME: the checkpoint is of another policy, other keys
 * or other inputs, or its files are not what this run makes; ...
 */
int tamis_run(const struct tamis_job *job, struct tamis_counts *counts,
    struct tamis_error *err);

/*
 * 5. Who holds keys
 */

/* Opening: for the holders of keys, values come back. */

struct tamis_secret;

/*
 * Opens the secret file of a pair for sealed values, unless it is unsafe.  The
 * caller closes it.
 */
int tamis_secret_open(struct tamis_secret **secret,
    const struct tamis_secret_source *source, struct tamis_error *err);
void tamis_secret_close(struct tamis_secret *secret);

/* A value that could not be opened, and stayed as it was. */
struct tamis_left {
	uint64_t record;   /* its number, from 1 */
	const char *place; /* where in the record, not terminated */
	size_t place_len;  /* 0 in a list, whose lines are the records */
};

struct tamis_opening {
	const struct tamis_policy *policy; /* NULL: of any policy */

	/*
	 * From tamis_policy_format().  Without a policy: any format, whose
	 * records are not inside a larger document.
	 */
	const char *format;
	char delimiter; /* of CSV without a policy */

	const struct tamis_input *inputs;
	size_t input_count;
	int out;
	size_t read_size;                  /* as in struct tamis_job */
	const volatile sig_atomic_t *stop; /* likewise */

	/* Each may be NULL. */
	void (*left)(void *ctx, const struct tamis_left *left);
	void (*progress)(void *ctx, const struct tamis_counts *counts);
	void *ctx;
};

struct tamis_opened {
	struct tamis_counts counts;
	uint64_t opened; /* values */
	uint64_t left;
	uint64_t others; /* meant for others, and not told one by one */
};

/*
 * Each of these is set up and ends as tamis_run(); *opened is set on every
 * return.  The first malformed record stops (TAMIS_EREJECT); a value that does
 * not open does not.
 */

/* Opens what was sealed to the holder of the secret; all else is as it was. */
int
tamis_unseal(const struct tamis_opening *job, const struct tamis_secret *secret,
    struct tamis_opened *opened, struct tamis_error *err);

/*
 * Writes the rejected records that are sealed in lines of a quarantine; the
 * job's format is ignored.
 */
int tamis_unseal_quarantine(const struct tamis_opening *job,
    const struct tamis_secret *secret, struct tamis_opened *opened,
    struct tamis_error *err);

/*
 * Turns reversible tokens of the policy's domains back into values, as they
 * were normalized.  The job's policy is needed.
 */
int
tamis_reveal(const struct tamis_opening *job, const struct tamis_keyring *keys,
    struct tamis_opened *opened, struct tamis_error *err);

/* The same with tokens one a line; the job's format is ignored. */
int tamis_reveal_list(const struct tamis_opening *job,
    const struct tamis_keyring *keys, struct tamis_opened *opened,
    struct tamis_error *err);

/* A domain of a policy, and two epochs of its key. */
struct tamis_rekeying {
	const char *domain;
	uint32_t from, to;
};

/*
 * Reads values, one a line, and writes their tokens under both epochs, with a
 * tab between; what is no value of the domain has none, and is told as left.
 * The job's policy is needed, its format ignored.
 */
int tamis_rekey(const struct tamis_opening *job,
    const struct tamis_keyring *keys, const struct tamis_rekeying *rekeying,
    struct tamis_opened *opened, struct tamis_error *err);

/*
 * 6. Who verifies
 */

/* Receipts of others. */

/* Which line of a file of receipts is the last one: its number and digest. */
#define TAMIS_MARK_MAX 100

/* What to look at. */
struct tamis_verification {
	const char *receipts; /* the file */
	const char *signer;   /* the public file of the key that signed */
	const char *expect;   /* mark of a line that must be there; or NULL */
	const char *output;   /* file that a run must have written; or NULL */
	uint64_t output_line; /* line of that run; 0: the last one */

	/*
	 * Called when all files are open, before their first byte is read; or
	 * NULL.  Not 0: it set *err, and nothing is read (TAMIS_EPOLICY).
	 */
	int (*opened)(void *ctx, struct tamis_error *err);

	/* What is wrong with a line; 0: with the file as a whole.  Or NULL. */
	void (*fault)(void *ctx, uint64_t line, const char *text);
	void *ctx;
};

struct tamis_verified {
	uint64_t lines, faults;
	char last[TAMIS_MARK_MAX]; /* mark of the last line; "" if faulty */
};

/*
 * Verifies a file of receipts: each line's form, signature and sums, and that
 * they follow each other.  Lines that are missing at the end are only noticed
 * when a mark is expected.  -1: it could not be looked at all: TAMIS_EUSAGE (a
 * mark that is none), TAMIS_EINPUT, TAMIS_EKEY, TAMIS_EIO, TAMIS_ENOMEM.
 */
int tamis_verify(const struct tamis_verification *v,
    struct tamis_verified *verified, struct tamis_error *err);

/* Audits: does anything that should have stayed stand in a file? */

/*
 * An audit looks for values of an input, at the paths that a policy tokenizes,
 * seals, or lists under `echo`, in files of any kind, in every spelling (case,
 * accents, grouping, backwards, eight digits of it, digests without a key) and
 * behind every encoding (escapes of JSON, XML, URLs and HL7 v2, base64,
 * hexadecimal, UTF-16).  Without an input it looks for shapes that identify.
 *
 *	tamis_audit_new()        opens what the rest needs
 *	tamis_audit_against()    values of an input, unless shapes are enough
 *	tamis_audit_search()     one file after the other
 *	tamis_audit_free()
 *
 * The policy must outlive it.  An audit serves one thread.  The caller frees
 * it; opening it fails with TAMIS_ENOMEM alone.
 */
struct tamis_audit;

int tamis_audit_new(struct tamis_audit **audit,
    const struct tamis_policy *policy, struct tamis_error *err);
void tamis_audit_free(struct tamis_audit *audit);

/* An input, as in struct tamis_job. */
struct tamis_reading {
	const char *format; /* from tamis_policy_format() */
	const struct tamis_input *inputs;
	size_t input_count;
	const volatile sig_atomic_t *stop; /* or NULL */

	/* May be NULL. */
	void (*progress)(void *ctx, const struct tamis_counts *counts);
	void *ctx;
};

struct tamis_read {
	uint64_t records;
	uint64_t unread;    /* of them: could not be read, or not wholly */
	uint64_t values;    /* that are protected */
	uint64_t too_short; /* of them: not looked for */
};

/*
 * Reads an input, once for an audit, and remembers its protected values, of
 * records that a run would reject, too, as far as they can be read.  No key is
 * needed.  Memory grows with the values, about 2 KB for each that is new.
 * TAMIS_EPOLICY: the policy protects nothing in this format; TAMIS_EINPUT:
 * there is no value that could be looked for; TAMIS_EREJECT: the rest of the
 * input cannot be read; TAMIS_ESTOPPED, TAMIS_EIO, TAMIS_ENOMEM.
 */
int
tamis_audit_against(struct tamis_audit *audit, const struct tamis_reading *job,
    struct tamis_read *read, struct tamis_error *err);

/* What was found, in one spelling and behind one encoding; never a value. */
struct tamis_finding {
	const char *path; /* of the policy; or the name of a shape */
	const char *spelling, *encoding; /* words for people, which stay */
	uint64_t count;
	const uint64_t *lines; /* the first ones, from 1, in order */
	size_t line_count;
};

struct tamis_searching {
	struct tamis_input artefact; /* may be anything */
	void (*found)(void *ctx, const struct tamis_finding *finding);

	/* Called now and then with the bytes that are done; or NULL. */
	void (*progress)(void *ctx, uint64_t bytes);
	void *ctx;
};

/*
 * Searches a file to its end, in memory that does not depend on it, and then
 * tells what was found there; *hits is the sum of counts.  Before the first
 * file, the search must find what it plants itself, in every spelling and
 * behind every encoding: else TAMIS_EBUG.  TAMIS_EINPUT: the file is
 * compressed; TAMIS_EIO, TAMIS_ENOMEM: what was found until then is told all
 * the same.
 */
int tamis_audit_search(struct tamis_audit *audit,
    const struct tamis_searching *job, uint64_t *hits, struct tamis_error *err);

/* Risk: how well do records hide among equal ones? */

/*
 * A measurement counts groups of records that are equal at the
 * quasi-identifiers: what somebody may know of a person from elsewhere.
 *
 *	tamis_risk_new()       opens what the rest needs
 *	tamis_risk_read()      the records, once
 *	tamis_risk_report()    what they say
 *	tamis_risk_free()
 *
 * The policy must outlive it.  A measurement serves one thread.
 */
struct tamis_risk;

struct tamis_measuring {
	/* How the records are spelled, by whom they were made; or NULL. */
	const struct tamis_policy *policy;
	const char *format;
	char delimiter; /* of CSV without a policy */

	/* Paths in the notation of the format, lists with commas between. None:
	 * those that the policy releases generalized or truncated. */
	const char *const *quasi;
	size_t quasi_count;
	const char *sensitive; /* path; or NULL */
	uint64_t k;            /* 2 or more: no smaller group is shown */
	uint64_t population;   /* of whom the records are some; 0: all */
	size_t groups; /* to count exactly, from 1000; 0: TAMIS_RISK_GROUPS */
};

#define TAMIS_RISK_QUASI   32      /* most quasi-identifiers */
#define TAMIS_RISK_GROUPS  1000000 /* about 150 bytes each and their values */
#define TAMIS_RISK_CLASSES 10      /* of sizes of groups */
#define TAMIS_RISK_SHOWN   10      /* most groups that are shown */

/*
 * TAMIS_EUSAGE: there is no quasi-identifier, a path is none of the format, or
 * two can be about the same value; TAMIS_ENOMEM.
 */
int tamis_risk_new(struct tamis_risk **risk,
    const struct tamis_measuring *measuring, struct tamis_error *err);
void tamis_risk_free(struct tamis_risk *risk);

/*
 * Reads all records, in memory that does not grow with them.  TAMIS_EREJECT: a
 * record is malformed, or has no single value where a path ends; TAMIS_EINPUT:
 * there is no record; TAMIS_EUSAGE: a path that was asked for, or every path,
 * has no value in any record, or the sensitive one has too many, or it is not
 * the first time; TAMIS_EIO, TAMIS_ESTOPPED, TAMIS_ENOMEM.  The format of the
 * reading is not used.
 */
int tamis_risk_read(struct tamis_risk *risk,
    const struct tamis_reading *reading, struct tamis_error *err);

/* Sizes of the groups.  Without `exact` a sample of groups was counted, and
 * numbers of groups and records are estimates. */
struct tamis_risk_sizes {
	bool exact;
	uint64_t sampled; /* groups that were counted */
	uint64_t groups;
	uint64_t smallest; /* k; of a sample: k is at most this */
	uint64_t largest;
	uint64_t groups_below, records_below; /* smaller than the k asked for */
	uint64_t below_error; /* standard error of records_below */
	uint64_t uniques;     /* groups of one record */
};

/* Groups of `from` records and more, up to the next class. */
struct tamis_risk_class {
	uint64_t from, groups, records;
};

/*
 * What would leave if one field were made coarser, all others being as they
 * are: a rule as in a policy.  Of `generalize` to departement, the key is "to"
 * and the text "departement"; of `truncate`, "first" or "last", and a number.
 */
struct tamis_risk_step {
	const char *action; /* "generalize", "truncate", or "drop" */
	const char *key;    /* NULL: none, as of "drop" */
	const char *text;   /* NULL: it is the number */
	uint64_t number;
	uint64_t unfit; /* records with a value that cannot take it, which is
			   missing then: a departement without a region */
	struct tamis_risk_sizes sizes;
};

/*
 * The steps go from the least loss to the most, begin where the values are,
 * and end with "drop"; one that leaves all values apart, or makes them all
 * equal, is not there.  A field with a value of more than 250 bytes has only
 * "drop".  What the values are, the rule of the policy says, if there is one,
 * and else their looks.
 */
struct tamis_risk_field {
	const char *path;
	uint64_t seen; /* records that have a value there */
	const struct tamis_risk_step *steps;
	size_t step_count;
};

/*
 * The chance to recognize whom a record is about: the highest of any record,
 * and the average of all.  A prosecutor knows that the person is among the
 * records; a journalist, that the person is of the population, in which groups
 * are taken to be as much larger as it is.
 */
struct tamis_risk_attack {
	double highest, average;
};

/*
 * A group of at least k records.  A value that holds a NIR, an RPPS number, an
 * e-mail address, a telephone number or an IBAN is hidden all the same: all of
 * them may be about one person.
 */
struct tamis_risk_group {
	uint64_t records;
	const char *values[TAMIS_RISK_QUASI]; /* by field; NULL: missing, */
	bool hidden[TAMIS_RISK_QUASI];        /* or hidden */
};

/* Of a sample, l is at most, and t at least, what is said. */
struct tamis_risk_diversity {
	const char *path;
	uint64_t values;   /* different ones, in all records */
	uint64_t distinct; /* l: least number of different values in a group */
	double entropy;    /* l: least exp(entropy) of a group */
	double equal;      /* t: earth mover's distance, all equally far */
	bool has_order;    /* all values are numbers, */
	double ordered;    /* and t with their order as distance */
};

struct tamis_risk_report {
	uint64_t records, k, population;
	struct tamis_risk_sizes sizes;
	struct tamis_risk_attack prosecutor, journalist;
	struct tamis_risk_class classes[TAMIS_RISK_CLASSES];
	struct tamis_risk_field fields[TAMIS_RISK_QUASI];
	size_t field_count;
	bool has_first;                /* a field has a step but "drop" */
	struct tamis_risk_sizes first; /* behind the first of each field */
	struct tamis_risk_group shown[TAMIS_RISK_SHOWN]; /* the smallest ones */
	size_t shown_count;
	bool has_sensitive;
	struct tamis_risk_diversity sensitive;
};

/* Valid until the next one, or tamis_risk_free().  TAMIS_ENOMEM. */
int tamis_risk_report(struct tamis_risk *risk, struct tamis_risk_report *report,
    struct tamis_error *err);

#ifdef __cplusplus
}
#endif

#endif
