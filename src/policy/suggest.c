#include "policy/suggest.h"

#define WORD_MAX 40

/* One slip in short words, two in longer ones, three in long ones. */
static size_t
slips_allowed(size_t len)
{
	if (len < 3)
		return 0;
	if (len < 6)
		return 1;
	return len < 12 ? 2 : 3;
}

struct suggest
suggest_for(struct slice word)
{
	return (struct suggest){
		.word = word,
		.distance = slips_allowed(word.len) + 1,
	};
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * Algorithm: Wagner and Fischer, with the swap of Lowrance and Wagner, over
 * three rows.  Both words have at most WORD_MAX bytes.
 */
static size_t
distance(struct slice a, struct slice b)
{
	size_t rows[3][WORD_MAX + 1];
	size_t *before = rows[0], *above = rows[1], *row = rows[2];

	for (size_t j = 0; j <= b.len; j++)
		above[j] = before[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t *oldest = before;

		row[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			bool same = a.p[i - 1] == b.p[j - 1];

			row[j] = least(above[j - 1] + !same,
			    least(above[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] &&
			    a.p[i - 2] == b.p[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
		before = above;
		above = row;
		row = oldest;
	}
	return above[b.len];
}

/* Of two as near, what was not written to its end: `age-10` is of `age-10y`. */
static bool
is_nearer(const struct suggest *s, struct slice candidate, size_t d)
{
	if (d != s->distance)
		return d < s->distance;
	return s->best.p != NULL && slice_starts(candidate, s->word) &&
	       !slice_starts(s->best, s->word);
}

void
suggest_offer(struct suggest *s, struct slice candidate)
{
	size_t a = s->word.len, b = candidate.len, d;

	if (a > WORD_MAX || b > WORD_MAX)
		return;
	if ((a > b ? a - b : b - a) > s->distance)
		return;
	d = distance(s->word, candidate);
	if (is_nearer(s, candidate, d)) {
		s->distance = d;
		s->best = candidate;
	}
}
