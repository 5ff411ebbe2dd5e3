/*
 * Fields of HL7 v2 that are about persons, by the numbers of version 2.8.2
 * (chapters 3, 4, 6 and 7), and those of line P of HPRIM Sante 2.x.
 */
#include "policy/identify.h"

#include "base/num.h"

/* Components that tell who somebody is, a bit for each. */
enum part {
	PART_ALL = ~0,
	PART_FIRST = 1 << 1,                    /* identifiers: CX, XON */
	PART_NAME = 1 << 1 | 1 << 2 | 1 << 3,   /* XPN, and of HPRIM */
	PART_PERSON = 1 << 2 | 1 << 3 | 1 << 4, /* XCN, without number */
	PART_ADDRESS = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 8 | 1 << 10, /* XAD */
	PART_TELECOM = 1 << 1 | 1 << 4 | 1 << 7 | 1 << 9 | 1 << 12, /* XTN */
};

#define PARTS 16 /* more than a mask names */

static const struct {
	const char segment[4];
	uint8_t field;
	int parts; /* enum part */
} fields[] = {
	/* The patient. */
	{ "PID", 2, PART_FIRST },
	{ "PID", 3, PART_FIRST },
	{ "PID", 4, PART_FIRST },
	{ "PID", 5, PART_NAME },
	{ "PID", 6, PART_NAME },
	{ "PID", 7, PART_ALL },
	{ "PID", 9, PART_NAME },
	{ "PID", 11, PART_ADDRESS },
	{ "PID", 13, PART_TELECOM },
	{ "PID", 14, PART_TELECOM },
	{ "PID", 18, PART_FIRST },
	{ "PID", 19, PART_ALL },
	{ "PID", 20, PART_FIRST },
	{ "PID", 21, PART_FIRST },
	{ "PID", 23, PART_ALL },
	{ "PID", 40, PART_TELECOM },
	{ "MRG", 1, PART_FIRST },
	{ "MRG", 2, PART_FIRST },
	{ "MRG", 3, PART_FIRST },
	{ "MRG", 4, PART_FIRST },
	{ "MRG", 5, PART_FIRST },
	{ "MRG", 6, PART_FIRST },
	{ "MRG", 7, PART_NAME },
	{ "PV1", 19, PART_FIRST },
	{ "PV1", 50, PART_FIRST },
	/* Next of kin. */
	{ "NK1", 2, PART_NAME },
	{ "NK1", 4, PART_ADDRESS },
	{ "NK1", 5, PART_TELECOM },
	{ "NK1", 6, PART_TELECOM },
	{ "NK1", 12, PART_FIRST },
	{ "NK1", 16, PART_ALL },
	{ "NK1", 26, PART_NAME },
	{ "NK1", 30, PART_NAME },
	{ "NK1", 31, PART_TELECOM },
	{ "NK1", 32, PART_ADDRESS },
	{ "NK1", 33, PART_FIRST },
	{ "NK1", 37, PART_ALL },
	{ "NK1", 40, PART_TELECOM },
	{ "NK1", 41, PART_TELECOM },
	/* The guarantor. */
	{ "GT1", 2, PART_FIRST },
	{ "GT1", 3, PART_NAME },
	{ "GT1", 4, PART_NAME },
	{ "GT1", 5, PART_ADDRESS },
	{ "GT1", 6, PART_TELECOM },
	{ "GT1", 7, PART_TELECOM },
	{ "GT1", 8, PART_ALL },
	{ "GT1", 12, PART_ALL },
	{ "GT1", 19, PART_FIRST },
	{ "GT1", 42, PART_NAME },
	{ "GT1", 45, PART_NAME },
	{ "GT1", 46, PART_TELECOM },
	/* The insured. */
	{ "IN1", 16, PART_NAME },
	{ "IN1", 18, PART_ALL },
	{ "IN1", 19, PART_ADDRESS },
	{ "IN1", 36, PART_ALL },
	{ "IN1", 44, PART_ADDRESS },
	{ "IN1", 49, PART_FIRST },
	{ "IN1", 52, PART_ALL },
	{ "IN2", 1, PART_FIRST },
	{ "IN2", 2, PART_ALL },
	{ "IN2", 6, PART_ALL },
	{ "IN2", 8, PART_ALL },
	{ "IN2", 25, PART_FIRST },
	{ "IN2", 26, PART_FIRST },
	{ "IN2", 40, PART_NAME },
	{ "IN2", 52, PART_NAME },
	{ "IN2", 61, PART_FIRST },
	{ "IN2", 63, PART_TELECOM },
	/* Others who are named beside the patient. */
	{ "PD1", 4, PART_PERSON },
	{ "PV1", 7, PART_PERSON },
	{ "PV1", 8, PART_PERSON },
	{ "PV1", 9, PART_PERSON },
	{ "PV1", 17, PART_PERSON },
	{ "ORC", 10, PART_PERSON },
	{ "ORC", 11, PART_PERSON },
	{ "ORC", 12, PART_PERSON },
	{ "ORC", 14, PART_TELECOM },
	{ "OBR", 10, PART_PERSON },
	{ "OBR", 16, PART_PERSON },
	{ "OBR", 17, PART_TELECOM },
	{ "OBR", 28, PART_PERSON },
	{ "OBX", 16, PART_PERSON },
	{ "OBX", 25, PART_PERSON },
	{ "PRT", 5, PART_PERSON | PART_FIRST },
	{ "PRT", 14, PART_ADDRESS },
	{ "PRT", 15, PART_TELECOM },
	{ "ROL", 4, PART_PERSON },
	{ "ROL", 11, PART_ADDRESS },
	{ "ROL", 12, PART_TELECOM },
	/* HPRIM, where the type of the line is field 1. */
	{ "P", 3, PART_ALL },
	{ "P", 4, PART_ALL },
	{ "P", 5, PART_ALL },
	{ "P", 6, PART_ALL },
	{ "P", 7, PART_ALL },
	{ "P", 8, PART_ALL },
	{ "P", 11, PART_ADDRESS },
	{ "P", 13, PART_ALL },
};

#define FIELDS (sizeof(fields) / sizeof(fields[0]))

static int
parts_of(struct slice segment, uint64_t field)
{
	for (size_t i = 0; i < FIELDS; i++)
		if (fields[i].field == field &&
		    slice_is(segment, fields[i].segment))
			return fields[i].parts;
	return 0;
}

/* A field without components is its own component 1. */
bool
identify_hl7v2(const struct path *path)
{
	struct slice segment = { NULL, 0 };
	uint64_t numbers[2] = { 0, 1 }; /* field, component */
	size_t count = 0;
	int parts;

	for (size_t i = 0; i < path->step_count; i++) {
		const struct step *step = &path->steps[i];

		if (step->kind != STEP_NAME)
			continue;
		if (i == 0)
			segment = step->name;
		else if (count < 2)
			num_u64(step->name, &numbers[count++]);
	}
	parts = parts_of(segment, numbers[0]);
	return numbers[1] < PARTS && (parts & 1 << numbers[1]) != 0;
}
