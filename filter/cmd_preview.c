/* tamis preview: made-up records before and after, field by field. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "box.h"
#include "in.h"
#include "keys.h"
#include "out.h"
#include "pager.h"
#include "same.h"
#include "view.h"

/* Everything that is open. */
struct preview {
	const struct args *args;
	const struct say *say;
	struct given given;
	struct tamis_view view;
	struct tamis_policy *policy;
	struct tamis_keyring *keys;
	struct in in;
	struct out page; /* with --html */
	struct pager pager;
	struct tamis_previewing job;
	bool unmarked;
	const char *hint;
};

/* A file SAMPLE.synthetic beside it vouches for a sample. */
static bool
is_vouched_for(const char *sample)
{
	char name[4096];
	int n = snprintf(name, sizeof(name), "%s.synthetic", sample);

	return n > 0 && (size_t)n < sizeof(name) && access(name, F_OK) == 0;
}

static int
open_keys(struct preview *p, struct tamis_error *err)
{
	const struct args *args = p->args;

	if (args->value[OPT_KEYS] == NULL && args->value[OPT_KEY_FD] == NULL)
		return 0;
	return keys_open(args, &p->keys, &p->hint, err);
}

static int
open_page(struct preview *p, struct tamis_error *err)
{
	if (out_open(&p->page, p->args->value[OPT_HTML], err) != 0 ||
	    same_refuse(&p->page, p->args, p->policy, err) != 0)
		return -1;
	return in_refuse(&p->in, &p->page, err);
}

static int
open_all(struct preview *p, struct tamis_error *err)
{
	const struct args *args = p->args;

	/* It holds no keys. */
	if (args->value[OPT_HTML] == NULL)
		pager_start(&p->pager);
	if (given_read(&p->given, args, err) != 0 ||
	    view_read(&p->view, args, err) != 0 ||
	    view_load(&p->policy, args->value[OPT_POLICY], &p->given, p->say,
		err) != 0)
		return -1;
	p->job.format =
	    tamis_policy_format(p->policy, args->value[OPT_FORMAT], err);
	if (p->job.format == NULL || open_keys(p, err) != 0)
		return -1;
	if (in_open(&p->in, args->operands, args->operand_count, err) != 0)
		return -1;
	return args->value[OPT_HTML] == NULL ? 0 : open_page(p, err);
}

static int
enter_sandbox(void *ctx, struct tamis_error *err)
{
	struct preview *p = ctx;

	return box_enter(p->args, p->say, &p->page.folder, 1, &p->hint, err) ==
		       NULL
		   ? -1
		   : 0;
}

static int
preview(struct preview *p, struct tamis_text *text, struct tamis_error *err)
{
	const struct args *args = p->args;

	if (open_all(p, err) != 0)
		return -1;
	p->job.policy = p->policy;
	p->job.keys = p->keys;
	p->job.input = p->in.inputs[0];
	p->job.any =
	    args->value[OPT_REAL] != NULL || is_vouched_for(args->operands[0]);
	p->job.html = args->value[OPT_HTML] != NULL;
	p->job.view = &p->view;
	p->job.unmarked = &p->unmarked;
	p->job.opened = enter_sandbox;
	p->job.ctx = p;
	if (tamis_preview(&p->job, text, err) == 0)
		return 0;
	if (p->unmarked)
		p->hint = "a file SAMPLE.synthetic beside the sample says it, "
			  "too; see `tamis help preview`";
	return -1;
}

static enum exit_code
finish(struct preview *p, struct tamis_text *text)
{
	struct tamis_error err;
	int result;

	if (!p->job.html)
		return pager_print(&p->pager, text, CLI_DONE, p->say);
	result = view_write_all(p->page.fd, text, &err);
	tamis_text_free(text);
	if (result == 0)
		result = out_commit(&p->page, &err);
	return result == 0 ? CLI_DONE : say_failure(p->say, &err);
}

enum exit_code
cmd_preview(const struct args *args, const struct say *say)
{
	struct preview p = { .args = args,
		.say = say,
		.page = OUT_CLOSED,
		.pager = PAGER_NONE };
	struct tamis_error err;
	struct tamis_text text;
	enum exit_code code;

	if (preview(&p, &text, &err) == 0) {
		code = finish(&p, &text);
	} else {
		pager_end(&p.pager);
		code = say_failure_hint(say, &err, p.hint);
	}
	out_discard(&p.page);
	in_close(&p.in);
	tamis_keyring_close(p.keys);
	tamis_policy_free(p.policy);
	given_release(&p.given);
	return code;
}
