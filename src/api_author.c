/*
 * The public API for those who write policies.
 */
#include "api_text.h"

#include "base/file.h"
#include "base/limits.h"
#include "policy/codes.h"
#include "policy/layout.h"
#include "policy/schema.h"

API const char *
tamis_policy_schema(void)
{
	return (const char *)policy_schema().p;
}

API bool
tamis_note_code(size_t i, struct tamis_note_code *code)
{
	if (i >= CODE_COUNT)
		return false;
	*code = (struct tamis_note_code){
		.code = policy_codes[i].code,
		.level = public_level(policy_codes[i].level),
		.title = policy_codes[i].title,
	};
	return true;
}

API int
tamis_policy_layout(int fd, const char *name, tamis_note_fn *note, void *ctx,
    struct tamis_text *was, struct tamis_text *laid_out,
    struct tamis_error *out)
{
	struct teller teller = { note, ctx };
	struct err err = { 0 };
	struct buf text, layout;
	int status;

	buf_init(&text, LIMIT_POLICY + 1);
	buf_init(&layout, LAYOUT_MAX);
	status = file_read_fd(fd, name, LIMIT_POLICY, &text, &err);
	if (status == 0)
		status = policy_layout(
		    name, buf_slice(&text), tell_note, &teller, &layout, &err);
	status = api_hand_over(&layout, status, laid_out, &err);
	if (api_hand_over(&text, status, was, &err) == 0)
		return 0;
	if (status == 0)
		tamis_text_free(laid_out);
	return tell(out, &err);
}
