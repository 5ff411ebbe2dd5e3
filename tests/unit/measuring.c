#include "measuring.h"

#include <check.h>
#include <unistd.h>

#include "crypto/crypto.h"

void
measuring_setup(void)
{
	struct err err = { .code = ERR_NONE };

	ck_assert_int_eq(crypto_start(&err), 0);
}

void
measuring_rewind(FILE *f)
{
	ck_assert_int_eq(fflush(f), 0);
	ck_assert_int_eq(lseek(fileno(f), 0, SEEK_SET), 0);
}

FILE *
measuring_file(const char *bytes, size_t len)
{
	FILE *f = tmpfile();

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(bytes, 1, len, f), len);
	measuring_rewind(f);
	return f;
}

int
measuring_read(struct tamis_risk *risk, FILE *f, struct tamis_error *err)
{
	struct tamis_input input = { fileno(f), "test" };
	struct tamis_reading reading = { .inputs = &input, .input_count = 1 };

	return tamis_risk_read(risk, &reading, err);
}

struct tamis_risk *
measuring_report(
    const struct tamis_measuring *m, FILE *f, struct tamis_risk_report *report)
{
	struct tamis_risk *risk = NULL;
	struct tamis_error err = { .code = TAMIS_OK };

	ck_assert_msg(tamis_risk_new(&risk, m, &err) == 0, "%s", err.text);
	ck_assert_msg(measuring_read(risk, f, &err) == 0, "%s", err.text);
	ck_assert_int_eq(tamis_risk_report(risk, report, &err), 0);
	fclose(f);
	return risk;
}
