#include "base/limits.h"
#include "policy/below.h"
#include "policy/compile.h"
#include "policy/load.h"
#include "policy/read.h"

/* The recipient of rejected records, which no rule names. */
#define QUARANTINE "quarantine"

/* A key that was given stands in place of the file. */
static bool
take_given(const struct compiler *c, struct recipient *recipient)
{
	for (size_t i = 0; i < c->load->key_count; i++) {
		const struct policy_key *given = &c->load->keys[i];

		if (!slice_is(recipient->name, given->recipient))
			continue;
		recipient->key = given->key;
		recipient->has_key = true;
	}
	return recipient->has_key;
}

static void
parse_key(struct compiler *c, const struct node *node, struct slice text,
    struct recipient *recipient)
{
	struct err why = { 0 };

	if (pair_parse_public(
		"the file", text, PAIR_SEAL, &recipient->key, &why) == 0)
		recipient->has_key = true;
	else
		notes_add(
		    c->notes, CODE_BAD_KEY_FILE, node->place, "%s", why.text);
}

/* A file that is not there leaves the recipient without a key. */
static void
read_file(struct compiler *c, const struct node *node, struct slice path,
    struct recipient *recipient)
{
	struct err why = { .code = ERR_NONE };
	struct buf text;

	buf_init(&text, LIMIT_KEYRING);
	if (below_read(c->work, c->load->path, path, &text, &why) == 0)
		parse_key(c, node, buf_slice(&text), recipient);
	else if (why.code == ERR_POLICY)
		notes_add(
		    c->notes, CODE_BAD_KEY_FILE, node->place, "%s", why.text);
	buf_release(&text);
}

static void
read_key(struct compiler *c, const struct node *node, struct slice path,
    struct recipient *recipient)
{
	const char *why = below_refusal(path);

	if (why != NULL)
		notes_add(c->notes, CODE_BAD_KEY_FILE, node->place, "%s", why);
	else if (!take_given(c, recipient) && c->load->path != NULL)
		read_file(c, node, path, recipient);
}

static void
read_recipient(
    struct compiler *c, struct symbol *symbol, struct recipient *recipient)
{
	static const char *const keys[] = { "name", "key", NULL };
	struct node *node = symbol->node, *key;
	struct slice text;

	recipient->name = compile_keep(c, symbol->name);
	/* Other names may have underscores; this one stands in what is sealed.
	 */
	if (memchr(symbol->name.p, '_', symbol->name.len) != NULL)
		read_name(c->notes, symbol->name, symbol->place, false);
	symbol->used = slice_is(symbol->name, QUARANTINE);
	if (!read_is(c->notes, node, NODE_OBJECT))
		return;
	read_keys(c->notes, node, keys);
	if (read_text(c->notes, read_required(c->notes, node, "name"), &text))
		recipient->title = compile_keep(c, text);
	key = read_required(c->notes, node, "key");
	if (read_string(c->notes, key, &text))
		read_key(c, key, text, recipient);
}

/* Sets the recipients, whose indexes are the numbers of their names. */
void
compile_recipients(struct compiler *c)
{
	struct program *program = c->program;
	struct recipient *recipients;
	uint32_t n;

	compile_symbols(c, &c->recipients, "recipients", "recipient");
	n = c->recipients.names.count;
	recipients = arena_array(&program->arena, n, sizeof(*recipients));
	if (recipients == NULL || c->work->failed)
		return;
	for (uint32_t i = 0; i < n; i++)
		read_recipient(c, &c->recipients.all[i], &recipients[i]);
	program->recipients = recipients;
	program->recipient_count = n;
}
