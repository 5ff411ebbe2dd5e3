#include "run/verify.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "receipts.h"

/* "LINE: text" for each fault, each with a line feed. */
static struct buf found;
static struct verify_result result;

static void
setup(void)
{
	receipts_start();
	buf_init(&found, 1 << 20);
}

static void
teardown(void)
{
	buf_release(&found);
	receipts_stop();
}

static void
hear(void *ctx, uint64_t line, const char *text)
{
	(void)ctx;
	buf_add_format(&found, "%d: %s\n", (int)line, text);
}

static int
file_with(struct slice content)
{
	FILE *f = tmpfile();
	int fd;

	ck_assert_ptr_nonnull(f);
	if (content.len > 0)
		ck_assert_uint_eq(
		    fwrite(content.p, 1, content.len, f), content.len);
	ck_assert_int_eq(fflush(f), 0);
	fd = dup(fileno(f));
	fclose(f);
	ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

/* Verifies these bytes; the job says what else. */
static const char *
faults_with(struct slice file, struct verify_job job)
{
	struct err err = { 0 };

	job.receipts = file_with(file);
	job.name = "receipts";
	job.signer = receipts_signer();
	job.fault = hear;
	buf_reset(&found);
	ck_assert_int_eq(verify(&job, &result, &err), 0);
	close(job.receipts);
	buf_add_byte(&found, '\0');
	return (const char *)found.p;
}

static const char *
faults(struct slice file)
{
	return faults_with(file, (struct verify_job){ .output = -1 });
}

/* A file of lines of a file, by their numbers: "1 3 2". */
static struct buf
lines_of(const struct buf *file, const char *numbers)
{
	struct buf b;

	buf_init(&b, 1 << 20);
	for (; *numbers != '\0'; numbers++)
		if (*numbers != ' ')
			buf_add_slice(&b,
			    receipts_nth(file, (unsigned int)(*numbers - '0')));
	return b;
}

START_TEST(lines_that_follow_each_other_are_good)
{
	struct buf file = receipts_file(4);
	uint8_t digest[CRYPTO_DIGEST_LEN];
	struct slice last = receipts_nth(&file, 4);

	ck_assert_str_eq(faults(buf_slice(&file)), "");
	ck_assert_uint_eq(result.lines, 4);
	ck_assert_uint_eq(result.faults, 0);
	ck_assert_uint_eq(result.last.n, 4);
	crypto_digest((struct slice){ last.p, last.len - 1 }, digest);
	ck_assert_mem_eq(result.last.digest, digest, sizeof(digest));
	buf_release(&file);
}
END_TEST

static const struct {
	const char *lines, *faults;
} orders[] = {
	{ "1", "" },
	{ "12", "" },
	{ "", "0: there is no receipt in it\n" },
	/* Removed. */
	{ "234", "1: 1 line is missing before it: its number is 2\n" },
	{ "34", "1: 2 lines are missing before it: its number is 3\n" },
	{ "134", "2: 1 line is missing before it: its number is 3\n" },
	{ "14", "2: 2 lines are missing before it: its number is 4\n" },
	/* Repeated. */
	{ "1123", "2: it is the line before once more\n" },
	{ "1233", "4: it is the line before once more\n" },
	{ "121", "3: it is out of order: its number is 1, not 3\n" },
	/* Moved. */
	{ "2134", "1: 1 line is missing before it: its number is 2\n"
		  "2: it is out of order: its number is 1, not 3\n"
		  "3: 1 line is missing before it: its number is 3\n" },
	{ "1324", "2: 1 line is missing before it: its number is 3\n"
		  "3: it is out of order: its number is 2, not 4\n"
		  "4: 1 line is missing before it: its number is 4\n" },
};
#define ORDERS (int)(sizeof(orders) / sizeof(*orders))

START_TEST(lines_are_missed_and_put_in_order)
{
	struct buf file = receipts_file(4);
	struct buf edited = lines_of(&file, orders[_i].lines);

	ck_assert_str_eq(faults(buf_slice(&edited)), orders[_i].faults);
	ck_assert_uint_eq(result.lines, strlen(orders[_i].lines));
	buf_release(&edited);
	buf_release(&file);
}
END_TEST

/* No bit can be another one without being noticed. */
START_TEST(every_bit_counts)
{
	struct buf file = receipts_file(2);

	for (size_t i = 0; i < file.len; i++) {
		for (int bit = 0; bit < 8; bit++) {
			file.p[i] ^= (uint8_t)(1 << bit);
			faults(buf_slice(&file));
			ck_assert_msg(result.faults > 0,
			    "bit %d of byte %zu does not count", bit, i);
			file.p[i] ^= (uint8_t)(1 << bit);
		}
	}
	ck_assert_str_eq(faults(buf_slice(&file)), "");
	buf_release(&file);
}
END_TEST

/* Only the end of a line can be the end of a file. */
START_TEST(every_byte_counts)
{
	struct buf file = receipts_file(2);

	for (size_t len = 0; len < file.len; len++) {
		bool line = len > 0 && file.p[len - 1] == '\n';

		faults((struct slice){ file.p, len });
		ck_assert_msg((result.faults == 0) == line,
		    "cut to %zu bytes: %d faults", len, (int)result.faults);
	}
	buf_release(&file);
}
END_TEST

/* Makes one more of the records that a line says were written. */
static void
claim_more(struct buf *file, unsigned int line)
{
	struct slice s = receipts_nth(file, line);
	static const char name[] = "\"written\":";
	size_t at = (size_t)(s.p - file->p);

	while (memcmp(file->p + at, name, sizeof(name) - 1) != 0)
		at++;
	file->p[at + sizeof(name) - 1]++;
}

START_TEST(an_edited_line_is_named_alone)
{
	struct buf file = receipts_file(4);

	claim_more(&file, 2);
	ck_assert_str_eq(faults(buf_slice(&file)),
	    "2: it is not what was signed, or not by this key\n");
	buf_release(&file);
}
END_TEST

START_TEST(what_is_added_is_named)
{
	struct buf file = receipts_file(1);

	buf_add_text(&file, "\n");
	ck_assert_str_eq(faults(buf_slice(&file)), "2: it is empty\n");
	buf_add_text(&file, "{}\n{\"v\":3}\n{");
	ck_assert_str_eq(faults(buf_slice(&file)),
	    "2: it is empty\n"
	    "3: it is not a receipt, or was cut off\n"
	    "4: its version is not known here\n"
	    "5: it was cut off\n");
	ck_assert_uint_eq(result.lines, 4);
	buf_release(&file);
}
END_TEST

/* A line that is signed, but was made for another file. */
START_TEST(a_line_of_another_file_does_not_follow)
{
	struct receipt_place place = { .n = 2 };
	struct buf file = receipts_file(1);
	struct buf other = receipts_line(&place, RECEIPTS_GOOD, RECEIPTS_ENDED);

	buf_add_slice(&file, buf_slice(&other));
	ck_assert_str_eq(
	    faults(buf_slice(&file)), "2: it was signed behind another line\n");
	buf_release(&other);
	place = (struct receipt_place){ 1, { 1 } };
	other = receipts_line(&place, RECEIPTS_GOOD, RECEIPTS_ENDED);
	ck_assert_str_eq(faults(buf_slice(&other)),
	    "1: it was signed behind another line\n");
	buf_release(&other);
	buf_release(&file);
}
END_TEST

START_TEST(records_must_add_up)
{
	static const char lost[] =
	    "`records`:4,`written`:2,`rejected`:1,`bytes_in`:9,"
	    "`bytes_out`:6,`reasons`:{`type`:1},";
	struct receipt_place place = { .n = 1 };
	struct buf file = receipts_line(&place, lost, RECEIPTS_ENDED);

	ck_assert_str_eq(
	    faults(buf_slice(&file)), "1: its records do not add up\n");
	buf_release(&file);
}
END_TEST

/* Longer than what is held in memory. */
START_TEST(a_line_without_end_is_passed)
{
	struct buf file = receipts_file(2);
	struct slice second = receipts_nth(&file, 2);
	struct buf b;

	buf_init(&b, 128 << 20);
	buf_add_slice(&b, receipts_nth(&file, 1));
	memset(buf_reserve(&b, 70 << 20), '{', 70 << 20);
	b.len += 70 << 20;
	ck_assert_str_eq(faults(buf_slice(&b)), "2: it was cut off\n");
	buf_add_byte(&b, '\n');
	buf_add_slice(&b, second);
	ck_assert_str_eq(faults(buf_slice(&b)),
	    "2: it is longer than any receipt\n"
	    "3: it is out of order: its number is 2, not 3\n");
	buf_release(&b);
	buf_release(&file);
}
END_TEST

static const char *
faults_expecting(struct slice file, const struct verify_mark *mark)
{
	return faults_with(
	    file, (struct verify_job){ .output = -1, .expect = *mark });
}

START_TEST(a_line_that_is_remembered_must_be_there)
{
	struct buf file = receipts_file(3);
	struct verify_mark mark;

	faults(buf_slice(&file));
	mark = result.last;
	ck_assert_str_eq(faults_expecting(buf_slice(&file), &mark), "");
	mark.n = 2;
	ck_assert_str_eq(faults_expecting(buf_slice(&file), &mark),
	    "2: it is not the line that was expected\n");
	mark.n = 3;
	file.len -= receipts_nth(&file, 3).len;
	ck_assert_str_eq(faults_expecting(buf_slice(&file), &mark),
	    "3: it is expected, and missing at the end\n");
	ck_assert_str_eq(faults(buf_slice(&file)), "");
	buf_release(&file);
}
END_TEST

START_TEST(marks_are_written_and_read)
{
	struct verify_mark mark = { 18446744073709551615u, { 0xab, 1 } }, back;
	char text[VERIFY_MARK_MAX + 1];

	verify_put_mark(&mark, text);
	ck_assert_str_eq(text, "18446744073709551615:blake2b-256:ab01"
			       "000000000000000000000000000000"
			       "000000000000000000000000000000");
	ck_assert(verify_read_mark(slice_text(text), &back));
	ck_assert_mem_eq(&back, &mark, sizeof(mark));
	for (size_t len = 0; len < strlen(text); len++)
		ck_assert(!verify_read_mark(
		    (struct slice){ (const uint8_t *)text, len }, &back));
	text[0] = '0';
	text[1] = ':';
	ck_assert(!verify_read_mark(slice_text(text), &back));
	text[0] = '-';
	ck_assert(!verify_read_mark(slice_text(text), &back));
}
END_TEST

static const char *
faults_of_output(struct slice file, const char *output, uint64_t line)
{
	struct verify_job job = {
		.output = file_with(slice_text(output)),
		.output_name = "output",
		.output_line = line,
	};
	const char *text = faults_with(file, job);

	close(job.output);
	return text;
}

START_TEST(an_output_is_that_of_its_run)
{
	struct buf file = receipts_file(2);
	struct slice s = buf_slice(&file);

	ck_assert_str_eq(faults_of_output(s, "output\n", 0), "");
	ck_assert_str_eq(faults_of_output(s, "output\n", 1), "");
	ck_assert_str_eq(faults_of_output(s, "output", 0),
	    "2: the output is not that of this run\n");
	ck_assert_str_eq(faults_of_output(s, "", 1),
	    "1: the output is not that of this run\n");
	ck_assert_str_eq(faults_of_output(s, "output\n", 3),
	    "3: there is no such line for the output\n");
	ck_assert_str_eq(faults_of_output(slice_text(""), "", 0),
	    "0: there is no receipt in it\n"
	    "0: there is no such line for the output\n");
	claim_more(&file, 1);
	ck_assert_str_eq(faults_of_output(s, "output\n", 1),
	    "1: it is not what was signed, or not by this key\n"
	    "1: it vouches for no output\n");
	ck_assert_str_eq(faults_of_output(s, "output\n", 2),
	    "1: it is not what was signed, or not by this key\n");
	buf_release(&file);
}
END_TEST

Suite *verify_suite(void);

Suite *
verify_suite(void)
{
	Suite *s = suite_create("verify");
	TCase *t = tcase_create("verify");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, lines_that_follow_each_other_are_good);
	tcase_add_loop_test(t, lines_are_missed_and_put_in_order, 0, ORDERS);
	tcase_add_test(t, every_bit_counts);
	tcase_add_test(t, every_byte_counts);
	tcase_add_test(t, an_edited_line_is_named_alone);
	tcase_add_test(t, what_is_added_is_named);
	tcase_add_test(t, a_line_of_another_file_does_not_follow);
	tcase_add_test(t, records_must_add_up);
	tcase_add_test(t, a_line_without_end_is_passed);
	tcase_add_test(t, a_line_that_is_remembered_must_be_there);
	tcase_add_test(t, marks_are_written_and_read);
	tcase_add_test(t, an_output_is_that_of_its_run);
	suite_add_tcase(s, t);
	return s;
}
