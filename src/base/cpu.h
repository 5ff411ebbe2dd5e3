/*
 * cpu: which of several equal ways to do a thing this processor can go.
 *
 * A program that was built for any machine looks when it runs.  All ways give
 * the same answer; tests take each of them.
 */
#ifndef BASE_CPU_H
#define BASE_CPU_H

/* From the slowest on. */
enum cpu {
	CPU_ANY, /* what the compiler was told the machine has */
	CPU_AVX2,
	CPU_AVX512, /* with VL, BW and VBMI2, and BMI2 */
	CPU_COUNT,
};

#ifdef __x86_64__

/* For the functions that go one of these ways. */
#define CPU_TARGET_AVX2 __attribute__((target("avx2,bmi")))
#define CPU_TARGET_AVX512 \
	__attribute__((   \
	    target("avx2,bmi,bmi2,avx512f,avx512vl,avx512bw,avx512vbmi2")))

static inline enum cpu
cpu_best(void)
{
	if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi"))
		return CPU_ANY;
	return __builtin_cpu_supports("bmi2") &&
		       __builtin_cpu_supports("avx512vl") &&
		       __builtin_cpu_supports("avx512bw") &&
		       __builtin_cpu_supports("avx512vbmi2")
		   ? CPU_AVX512
		   : CPU_AVX2;
}

#else

static inline enum cpu
cpu_best(void)
{
	return CPU_ANY;
}

#endif

#endif
