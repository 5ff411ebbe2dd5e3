#include "replay_json.h"

#include "jsonout.h"

static void
add_counts(
    struct jsonout *j, const struct tamis_counts *counts, uint64_t nanoseconds)
{
	jsonout_number(j, "records", counts->records);
	jsonout_number(j, "written", counts->written);
	jsonout_number(j, "rejected", counts->rejected);
	jsonout_number(j, "bytes_in", counts->bytes_in);
	jsonout_number(j, "nanoseconds", nanoseconds);
}

static const char *const thans[TAMIS_REPLAY_THANS] = {
	[TAMIS_REPLAY_GOLDEN] = "golden",
	[TAMIS_REPLAY_OLDER] = "older",
};

static void
add_comparisons(struct jsonout *j, const bool *compared,
    const bool *incomparable, const uint64_t *differ)
{
	static const char *const names[TAMIS_REPLAY_THANS] = {
		[TAMIS_REPLAY_GOLDEN] = "differ_golden",
		[TAMIS_REPLAY_OLDER] = "differ_older",
	};

	for (int t = 0; t < TAMIS_REPLAY_THANS; t++) {
		if (incomparable[t])
			jsonout_text(j, "not_compared", thans[t]);
		if (compared[t])
			jsonout_number(j, names[t], differ[t]);
	}
}

static void
put_file(void *ctx, const struct tamis_replay_file *file)
{
	struct jsonout j;

	(void)ctx;
	jsonout_begin(&j, stdout);
	jsonout_text(&j, "event", "file");
	jsonout_text(&j, "file", file->name);
	if (file->why != NULL) {
		jsonout_text(&j, "not_replayed", file->why);
	} else {
		jsonout_text(&j, "format", file->format);
		add_counts(&j, &file->counts, file->nanoseconds);
		if (file->cut)
			jsonout_bool(&j, "cut", true);
		add_comparisons(
		    &j, file->compared, file->incomparable, file->differ);
	}
	jsonout_end(&j);
}

static void
add_first(struct jsonout *j, const struct tamis_replay_note *note)
{
	jsonout_open(j, "first", '[');
	for (size_t i = 0; i < note->first_count; i++) {
		jsonout_open(j, NULL, '{');
		jsonout_text(j, "file", note->first[i].file);
		jsonout_number(j, "record", note->first[i].record);
		jsonout_close(j, '}');
	}
	jsonout_close(j, ']');
}

static void
put_note(void *ctx, const struct tamis_replay_note *note)
{
	static const struct {
		const char *event, *name;
	} words[] = {
		[TAMIS_REPLAY_REJECTED] = { "reason", "reason" },
		[TAMIS_REPLAY_UNNAMED] = { "unnamed", "place" },
		[TAMIS_REPLAY_HIDDEN] = { "unnamed", "shape" },
		[TAMIS_REPLAY_APPEARS] = { "appears", "place" },
		[TAMIS_REPLAY_DISAPPEARS] = { "disappears", "place" },
		[TAMIS_REPLAY_CHANGES] = { "changes", "place" },
		[TAMIS_REPLAY_AROUND] = { "around", "place" },
		[TAMIS_REPLAY_NOW_REJECTED] = { "rejected", "reason" },
		[TAMIS_REPLAY_NOW_WRITTEN] = { "written", "reason" },
		[TAMIS_REPLAY_NOW_BECAUSE] = { "reason", "reason" },
		[TAMIS_REPLAY_MORE] = { "more", "place" },
		[TAMIS_REPLAY_FEWER] = { "fewer", "place" },
	};
	bool differs = note->what >= TAMIS_REPLAY_APPEARS;
	struct jsonout j;

	(void)ctx;
	jsonout_begin(&j, stdout);
	jsonout_text(
	    &j, "event", differs ? "difference" : words[note->what].event);
	if (differs) {
		jsonout_text(&j, "to", thans[note->than]);
		jsonout_text(&j, "what", words[note->what].event);
	}
	jsonout_text(&j, "format", note->format);
	if (note->name != NULL)
		jsonout_text(&j, words[note->what].name, note->name);
	if (note->path != NULL)
		jsonout_text(&j, "path", note->path);
	jsonout_number(&j, "records", note->records);
	add_first(&j, note);
	jsonout_end(&j);
}

static void
put_unmatched(
    void *ctx, const char *format, const struct tamis_rule_counts *rule)
{
	const char *const *policy = ctx;
	struct jsonout j;

	jsonout_begin(&j, stdout);
	jsonout_text(&j, "event", "unmatched");
	jsonout_text(&j, "file", *policy);
	jsonout_number(&j, "line", rule->line);
	jsonout_text(&j, "format", format);
	jsonout_text(&j, "kind", rule->kind);
	jsonout_text(&j, "path", rule->path);
	jsonout_text(&j, "do", rule->action);
	jsonout_end(&j);
}

static void
put_total(const struct tamis_replayed *all)
{
	const struct tamis_counts *c = &all->counts;
	struct jsonout j;

	jsonout_begin(&j, stdout);
	jsonout_text(&j, "event", "total");
	jsonout_number(&j, "files", all->files);
	jsonout_number(&j, "not_replayed", all->skipped);
	add_counts(&j, c, all->nanoseconds);
	jsonout_bool(&j, "conserved", c->records == c->written + c->rejected);
	add_comparisons(&j, all->compared, all->incomparable, all->differ);
	jsonout_end(&j);
}

void
replay_json(struct tamis_replay *replay, const char *policy)
{
	const struct tamis_replay_listener listener = {
		.file = put_file,
		.note = put_note,
		.unmatched = put_unmatched,
		.ctx = &policy,
	};
	struct tamis_replayed all;

	tamis_replay_tell(replay, &listener, &all);
	put_total(&all);
}
