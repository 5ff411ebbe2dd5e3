#include "study/audit/packed.h"

/* How they begin; a hash stands for any digit. */
static const struct {
	const char *name, *start;
} packers[] = {
	{ "gzip", "\x1F\x8B\x08" },
	{ "bzip2", "BZh#1AY&SY" },
	{ "xz", "\xFD\x37zXZ" },
	{ "zstd", "\x28\xB5\x2F\xFD" },
	{ "lz4", "\x04\x22\x4D\x18" },
	{ "zip", "PK\x03\x04" },
	{ "7z", "7z\xBC\xAF\x27\x1C" },
};

static bool
begins(struct slice start, struct slice as)
{
	if (start.len < as.len)
		return false;
	for (size_t i = 0; i < as.len; i++) {
		uint8_t c = start.p[i];

		if (as.p[i] == '#' ? c < '0' || c > '9' : c != as.p[i])
			return false;
	}
	return true;
}

const char *
packed_by(struct slice start)
{
	for (size_t i = 0; i < sizeof(packers) / sizeof(packers[0]); i++)
		if (begins(start, slice_text(packers[i].start)))
			return packers[i].name;
	return NULL;
}
