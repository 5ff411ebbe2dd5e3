#include "study/synth/synth_text.h"

#include <stdio.h>
#include <string.h>

void
synth_digits(char *to, uint32_t value, size_t digits)
{
	while (digits-- > 0) {
		to[digits] = (char)('0' + value % 10);
		value /= 10;
	}
}

const char *
synth_number(char to[SYNTH_NUMBER_SIZE], uint32_t n)
{
	size_t digits = 1;

	for (uint32_t rest = n; rest >= 10; rest /= 10)
		digits++;
	synth_digits(to, n, digits);
	to[digits] = '\0';
	return to;
}

void
synth_pair(struct buf *out, uint32_t a, uint32_t b)
{
	buf_add_u64(out, a);
	buf_add_byte(out, '.');
	buf_add_u64(out, b);
}

void
synth_id(char to[SYNTH_ID_SIZE], const struct synth_record *r)
{
	snprintf(to, SYNTH_ID_SIZE, "%08x-%04x-4%03x-a%03x-%012llx",
	    (unsigned int)(r->id[0] >> 32),
	    (unsigned int)(r->id[0] >> 16 & 0xFFFF),
	    (unsigned int)(r->id[0] & 0xFFF), (unsigned int)(r->id[1] >> 52),
	    (unsigned long long)(r->id[1] & 0xFFFFFFFFFFFF));
}

void
synth_time(char to[SYNTH_TIME_SIZE], const struct synth_record *r, bool whole)
{
	memcpy(to, "2021-00-00T00:00:00.000+01:00", SYNTH_TIME_SIZE);
	synth_digits(&to[5], r->month, 2);
	synth_digits(&to[8], r->day, 2);
	synth_digits(&to[11], r->hour, 2);
	synth_digits(&to[14], r->minute, 2);
	synth_digits(&to[17], r->second, 2);
	synth_digits(&to[20], r->milli, 3);
	if (!whole)
		to[16] = '\0';
}

void
synth_birth(char to[11], const struct person *who)
{
	memcpy(to, "0000-00-00", 11);
	synth_digits(&to[0], who->year, 4);
	synth_digits(&to[5], who->month, 2);
	synth_digits(&to[8], who->day, 2);
}

void
synth_keep_digits(char *text)
{
	char *to = text;

	for (; *text != '\0'; text++)
		if (*text >= '0' && *text <= '9')
			*to++ = *text;
	*to = '\0';
}

const char *
synth_or_nothing(const char *text)
{
	return text != NULL ? text : "";
}

void
synth_comment(
    const char *pieces[SYNTH_COMMENT + 1], const struct synth_record *r)
{
	const struct person *other = &r->other;
	size_t n = 0;

	pieces[n++] = r->comment;
	if (r->names_itself) {
		pieces[n++] = " (";
		pieces[n++] = r->patient.first[0];
		pieces[n++] = " ";
		pieces[n++] = r->patient.family;
		pieces[n++] = ", tél. ";
		pieces[n++] = r->phone;
		pieces[n++] = ")";
	} else if (r->names_other) {
		pieces[n++] = " [";
		pieces[n++] = other->first[0];
		pieces[n++] = " ";
		pieces[n++] = other->family;
		pieces[n++] = ", ";
		pieces[n++] = other->nir;
		pieces[n++] = "]";
	}
	pieces[n] = NULL;
}
