/*
 * dice: chance that is the same everywhere for the same seed.
 */
#ifndef STUDY_DICE_H
#define STUDY_DICE_H

#include <stdbool.h>
#include <stdint.h>

struct dice {
	uint64_t state;
};

/*
 * SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014; constants of variant 13 of Stafford's mixer.
 */
static inline uint64_t
dice_next(struct dice *d)
{
	uint64_t z = d->state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

/* A number below n. */
static inline uint32_t
draw(struct dice *d, uint32_t n)
{
	return (uint32_t)((dice_next(d) >> 32) * n >> 32);
}

static inline uint32_t
draw_between(struct dice *d, uint32_t low, uint32_t high)
{
	return low + draw(d, high - low + 1);
}

static inline bool
draw_chance(struct dice *d, uint32_t percent)
{
	return draw(d, 100) < percent;
}

#endif
