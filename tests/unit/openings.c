#include "openings.h"

#include <check.h>
#include <unistd.h>

#include "harness.h"
#include "run/rewrite.h"

void
openings_left(void *ctx, const struct left *left)
{
	struct buf *out = ctx;

	buf_add_u64(out, left->record);
	buf_add_byte(out, ':');
	buf_add_slice(out, left->place);
	buf_add_byte(out, '\n');
}

struct opening_result
openings_run_once(opening_fn *open, enum format_id format, struct opener opener,
    struct slice input, size_t read_size)
{
	struct program *program = rewrite_program(NULL, format, ';');
	struct run_input in = { harness_file(input), "input" };
	struct opening_result r = { 0 };
	struct open_job job = {
		.run = {
			.program = program,
			.format = format,
			.inputs = &in,
			.input_count = 1,
			.out = harness_file(slice_text("")),
			.quarantine = -1,
			.read_size = read_size,
		},
		.opener = opener,
		.left = openings_left,
		.ctx = &r.left,
	};

	ck_assert_ptr_nonnull(program);
	buf_init(&r.left, 1 << 20);
	r.result = open(&job, &r.counts, &r.err);
	buf_add_byte(&r.left, 0);
	r.left.len--;
	r.out = harness_content(job.run.out);
	close(in.fd);
	program_free(program);
	return r;
}

struct opening_result
openings_run(opening_fn *open, enum format_id format, struct opener opener,
    struct slice input)
{
	static const size_t sizes[] = { 1, 2, 3, 7, 4096 };
	struct opening_result whole =
	    openings_run_once(open, format, opener, input, 0);

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct opening_result r =
		    openings_run_once(open, format, opener, input, sizes[i]);

		ck_assert_int_eq(r.result, whole.result);
		ck_assert_str_eq(r.err.text, whole.err.text);
		ck_assert_str_eq((char *)r.left.p, (char *)whole.left.p);
		ck_assert(
		    slice_equal(buf_slice(&r.out), buf_slice(&whole.out)));
		ck_assert_uint_eq(r.counts.opened, whole.counts.opened);
		ck_assert_uint_eq(r.counts.left, whole.counts.left);
		openings_release(&r);
	}
	return whole;
}

void
openings_release(struct opening_result *r)
{
	buf_release(&r->out);
	buf_release(&r->left);
}
