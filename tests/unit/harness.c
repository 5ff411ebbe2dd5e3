#include "harness.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "crypto/crypto.h"
#include "crypto/keyring.h"
#include "policy/policy.h"

/* 32 bytes 00 01 ... 1f in base64url: a key for tests. */
static const char ring_text[] = "tamis-keyring 1\n"
				"key test 1 active 2021-11-03 "
				"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n"
				"end 1\n";

struct buf
harness_policy_as(const char *format, const char *fields)
{
	struct buf b;

	buf_init(&b, 1 << 20);
	buf_add_text(&b,
	    "{\"policy\":\"p\",\"version\":\"2021-11-03\",\"title\":\"t\","
	    "\"purpose\":\"p\",\"domains\":{\"patient\":{\"entity\":"
	    "\"person\",\"key\":\"test\",\"normalize\":\"nir\"}},"
	    "\"records\":{\"k\":{");
	buf_add_text(&b, format);
	buf_add_text(&b, ",\"fields\":{");
	buf_add_text(&b, fields);
	buf_add_text(&b, "}}}}");
	buf_add_byte(&b, 0);
	ck_assert(!b.failed);
	return b;
}

struct buf
harness_policy(const char *fields)
{
	return harness_policy_as("\"format\":\"json\"", fields);
}

static struct keyring *
open_ring(void)
{
	char folder[] = "/tmp/tamis-harness-XXXXXX";
	char path[64];
	struct keyring *ring;
	struct err err = { 0 };

	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/ring", folder);
	ck_assert_int_eq(
	    file_create_private(path, slice_text(ring_text), &err), 0);
	ck_assert_msg(keyring_open(path, &ring, &err) == 0, "%s", err.text);
	unlink(path);
	rmdir(folder);
	return ring;
}

static void
print_note(void *ctx, const struct note *note)
{
	(void)ctx;
	if (note->level == NOTE_ERROR)
		fprintf(stderr, "%s:%u:%u: %s [%s]\n", note->file, note->line,
		    note->column, note->text, note->code);
}

int
harness_file(struct slice content)
{
	FILE *f = tmpfile();
	int fd;

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(content.p, 1, content.len, f), content.len);
	ck_assert_int_eq(fflush(f), 0);
	fd = dup(fileno(f));
	fclose(f);
	ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

struct buf
harness_content(int fd)
{
	struct err err = { 0 };
	struct buf b;

	buf_init(&b, 64 << 20);
	ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
	ck_assert_int_eq(file_read_fd(fd, "file", 64 << 20, &b, &err), 0);
	buf_add_byte(&b, 0);
	b.len--;
	close(fd);
	return b;
}

static enum format_id
format_of(const struct program *program)
{
	enum format_id format = 0;

	while (program->streams[format].kind_count == 0)
		format++;
	return format;
}

struct outcome
harness_run_program(const struct program *program, struct slice input,
    size_t read_size, bool quarantine)
{
	struct outcome o = { 0 };
	struct err err = { 0 };
	struct keyring *ring;
	struct binding_keys keys = { 0 };
	struct binding *binding;
	struct engine engine;
	struct run_input in = { harness_file(input), "input" };
	struct run_job job = {
		.program = program,
		.format = format_of(program),
		.inputs = &in,
		.input_count = 1,
		.out = harness_file(slice_text("")),
		.quarantine = quarantine ? harness_file(slice_text("")) : -1,
		.read_size = read_size,
	};

	ck_assert_int_eq(crypto_start(&err), 0);
	keys.ring = ring = open_ring();
	ck_assert_msg(
	    binding_new(program, &keys, &binding, &err) == 0, "%s", err.text);
	if (quarantine)
		ck_assert_int_eq(binding_seal_rejected(binding, program,
				     &job.quarantine_to, &err),
		    0);
	job.binding = binding;
	ck_assert_int_eq(
	    engine_init(&engine, program, job.format, binding, &err), 0);
	o.result = run(&job, &engine, &o.counts, &o.err);
	engine_release(&engine);
	binding_free(binding);
	keyring_close(ring);
	o.out = harness_content(job.out);
	if (quarantine)
		o.quarantine = harness_content(job.quarantine);
	close(in.fd);
	return o;
}

struct outcome
harness_run(
    const char *policy, struct slice input, size_t read_size, bool quarantine)
{
	struct program *program;
	struct err err = { 0 };
	struct outcome o;

	ck_assert_msg(policy_parse("policy", slice_text(policy), print_note,
			  NULL, &program, &err) == 0,
	    "the policy was refused: %s", policy);
	o = harness_run_program(program, input, read_size, quarantine);
	program_free(program);
	return o;
}

void
harness_release(struct outcome *o)
{
	buf_release(&o->out);
	buf_release(&o->quarantine);
}

/* Adds "!reason:path" for each line of a quarantine. */
static void
add_reasons(struct buf *out, const char *quarantine)
{
	const char *line = quarantine;

	while ((line = strstr(line, "\"reason\":\"")) != NULL) {
		const char *path;
		const char *end = strchr(line, '\n');

		line += strlen("\"reason\":\"");
		buf_add_byte(out, '!');
		buf_add(out, line, strcspn(line, "\""));
		path = strstr(line, "\"path\":\"");
		if (path != NULL && path < end) {
			path += strlen("\"path\":\"");
			buf_add_byte(out, ':');
			buf_add(out, path, strcspn(path, "\""));
		}
	}
}

const char *
harness_filter_as(const char *format, const char *fields, const char *input)
{
	static char text[1 << 16];
	struct buf policy = harness_policy_as(format, fields);
	struct outcome o =
	    harness_run((const char *)policy.p, slice_text(input), 0, true);

	add_reasons(&o.out, (const char *)o.quarantine.p);
	ck_assert_uint_lt(o.out.len, sizeof(text));
	memcpy(text, o.out.p, o.out.len);
	text[o.out.len] = '\0';
	harness_release(&o);
	buf_release(&policy);
	return text;
}

const char *
harness_filter(const char *fields, const char *input)
{
	return harness_filter_as("\"format\":\"json\"", fields, input);
}
