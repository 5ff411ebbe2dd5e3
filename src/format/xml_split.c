/*
 * Finds the records of an XML document by its tags: what stands between them
 * is checked when the record is filtered.  Around records only tags count; all
 * of them are paired.
 */
#include "format/split.h"
#include "format/xml.h"
#include "format/xml_levels.h"
#include "format/xml_prolog.h"

#define DECLARATION_MAX 1024 /* bytes of an XML declaration */

enum phase {
	PHASE_START,    /* at the very start */
	PHASE_DOCUMENT, /* in a document that is one record */
	PHASE_RECORDS,  /* in a document with a record path */
	PHASE_REST,     /* behind what counts */
};

static const struct slice nothing = { NULL, 0 };

/*
 * Answers.
 */

static enum split
more(struct splitter *s, struct piece *piece, size_t used)
{
	xml_scan_shift(&s->xml.scan, used);
	return split_more(piece, used);
}

static enum split
glue(struct splitter *s, struct piece *piece, size_t used, struct slice text)
{
	xml_scan_shift(&s->xml.scan, used);
	return split_glue(piece, used, text);
}

/* The document as a whole is rejected; another input may follow. */
static enum split
reject_document(struct splitter *s, struct slice window, struct piece *piece,
    enum reason reason)
{
	s->phase = PHASE_REST;
	return split_reject(piece, window.len, reason);
}

/* Nothing that follows can be trusted. */
static enum split
stop(struct splitter *s, struct slice window, struct piece *piece,
    enum reason reason)
{
	if (s->xml.level == 0 && !s->any_written)
		return reject_document(s, window, piece, reason);
	return split_stop(piece, window, reason);
}

/*
 * The start: a byte order mark, an XML declaration.
 */

static enum split
begin_document(struct splitter *s, struct piece *piece, size_t prolog)
{
	s->xml.prolog = prolog;
	s->xml.scan.begin = s->xml.scan.next = prolog;
	s->phase =
	    s->stream->record.step_count > 0 ? PHASE_RECORDS : PHASE_DOCUMENT;
	return glue(s, piece, 0, nothing);
}

static enum split
split_start(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	struct xml_place *x = &s->xml;
	size_t at = slice_starts(window, slice_text("\xEF\xBB\xBF")) ? 3 : 0;
	enum reason reason;
	size_t end;

	if (window.len < 4 && !eof)
		return more(s, piece, 0);
	if (xml_prolog_is_foreign(window))
		return reject_document(s, window, piece, REASON_CHARSET);
	if (!xml_prolog_may_begin(slice_skip(window, at)))
		return begin_document(s, piece, at);
	end = xml_prolog_end(window, at);
	if (end == 0 && !eof && window.len <= DECLARATION_MAX)
		return more(s, piece, 0);
	if (end == 0 || end > DECLARATION_MAX)
		return reject_document(s, window, piece,
		    window.len <= DECLARATION_MAX ? REASON_CUT : REASON_SYNTAX);
	reason = xml_prolog_read(
	    x, slice_between(window.p + at + 5, window.p + end - 2));
	if (reason == REASON_NONE && at > 0 && x->charset != CHARSET_UTF_8)
		reason = REASON_CHARSET;
	if (reason != REASON_NONE)
		return reject_document(s, window, piece, reason);
	return begin_document(s, piece, end);
}

/*
 * Markup.
 */

static enum reason
open_element(struct xml_place *x, const struct xml_token *t)
{
	if (x->depth == 0 && x->rooted)
		return REASON_TRAILING;
	x->rooted = true;
	if (t->markup == XML_EMPTY)
		return REASON_NONE;
	if (x->depth == XML_OPEN)
		return REASON_DEPTH;
	x->open[x->depth++] = machine_sign(t->name.p, t->name.len);
	return REASON_NONE;
}

static enum reason
close_element(struct xml_place *x, const struct xml_token *t)
{
	if (x->depth == 0 ||
	    x->open[x->depth - 1] != machine_sign(t->name.p, t->name.len))
		return REASON_SYNTAX;
	x->depth--;
	return REASON_NONE;
}

/* Finds the next piece of markup, and what is wrong with it. */
static enum reason
read_markup(struct xml_place *x, struct slice window, struct xml_token *t)
{
	xml_scan(&x->scan, window, t);
	switch (t->markup) {
	case XML_START:
	case XML_EMPTY:
		return open_element(x, t);
	case XML_END:
		return close_element(x, t);
	case XML_TEXT:
		if (x->depth == 0 &&
		    !xml_is_blank(
			slice_between(window.p + t->begin, window.p + t->end)))
			return x->rooted ? REASON_TRAILING : REASON_SYNTAX;
		return REASON_NONE;
	case XML_CDATA:
		return x->depth == 0 ? REASON_SYNTAX : REASON_NONE;
	case XML_DOCTYPE:
		return x->rooted ? REASON_SYNTAX : REASON_DOCTYPE;
	case XML_BAD:
		return REASON_SYNTAX;
	case XML_CROWDED:
		return REASON_MEMBERS;
	default:
		return REASON_NONE;
	}
}

/*
 * A document that is one record: the whole input.
 */

static enum split
split_document(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	struct xml_place *x = &s->xml;
	enum reason reason;
	struct xml_token t;

	/* Not beyond the limit, so that the size of reads changes nothing. */
	if (window.len > s->max_record)
		window.len = s->max_record + 1;
	do
		reason = read_markup(x, window, &t);
	while (reason == REASON_NONE && t.markup != XML_CUT);
	if (reason == REASON_NONE && window.len > s->max_record)
		reason = REASON_RECORD_SIZE;
	if (reason == REASON_NONE && !eof)
		return more(s, piece, 0);
	if (reason == REASON_NONE &&
	    (!x->rooted || x->depth > 0 || x->scan.begin < window.len))
		reason = REASON_CUT;
	if (reason != REASON_NONE)
		return reject_document(s, window, piece, reason);
	s->phase = PHASE_REST;
	*piece = (struct piece){
		.record = slice_skip(window, x->prolog),
		.before = xml_prolog_written(x),
		.after = slice_text("\n"),
		.used = window.len,
		.used_if_malformed = window.len,
		.charset = x->charset,
	};
	return SPLIT_RECORD;
}

/*
 * A document with a record path.
 */

/* The steps that are elements; behind them stands that of their text. */
static size_t
path_length(const struct splitter *s)
{
	return s->stream->record.step_count - 1;
}

/* An element of the path, not the last one, begins. */
static enum split
enter_level(struct splitter *s, struct slice window, const struct xml_token *t,
    struct piece *piece)
{
	struct xml_place *x = &s->xml;

	if (!xml_levels_note(x, t))
		return stop(s, window, piece, REASON_MEMBERS);
	xml_levels_put_start(s);
	if (t->markup == XML_EMPTY)
		xml_levels_put_end(s);
	else
		x->level++;
	if (x->tag_too_long)
		return stop(s, window, piece, REASON_NAME_SIZE);
	return glue(s, piece, t->end, (struct slice){ x->tag, x->tag_len });
}

static enum split
leave_level(struct splitter *s, const struct xml_token *t, struct piece *piece)
{
	struct xml_place *x = &s->xml;

	x->level--;
	x->tag_len = 0;
	xml_levels_put_end(s);
	return glue(s, piece, t->end, (struct slice){ x->tag, x->tag_len });
}

/* A record ends where markup does. */
static enum split
end_record(struct splitter *s, struct slice window, const struct xml_token *t,
    struct piece *piece)
{
	struct xml_place *x = &s->xml;

	xml_scan_shift(&x->scan, t->end);
	x->in_record = false;
	*piece = (struct piece){
		.record =
		    slice_between(window.p + x->record, window.p + t->end),
		.before =
		    x->level == 0 ? xml_prolog_written(x) : slice_text("\n"),
		.after = x->level == 0 ? slice_text("\n") : nothing,
		.used = t->end,
		.used_if_malformed = t->end,
		.start = x->record,
		.charset = x->charset,
		.around = { x->around, x->around_len[x->level] },
	};
	return SPLIT_RECORD;
}

/*
 * Reads the record that the tag begins, if all of it is in the window; if that
 * fails for any reason, its end is looked for tag by tag.
 */
static bool
read_whole(struct splitter *s, struct slice window, const struct xml_token *t,
    size_t *len)
{
	struct xml_scratch *scratch = s->scratch;
	struct xml_place *x = &s->xml;
	struct slice text = slice_skip(window, t->begin);
	struct slice around = { x->around, x->around_len[x->level] };

	if (x->charset != CHARSET_UTF_8)
		return false;
	if (text.len > s->max_record)
		text.len = s->max_record;
	*len = xml_read_first(scratch->reader, around, text);
	if (*len == 0)
		return false;
	scratch->read = (struct slice){ text.p, *len };
	return true;
}

/* The record that was read ends. */
static enum split
end_whole(struct splitter *s, struct slice window, struct xml_token *t,
    size_t len, struct piece *piece)
{
	struct xml_place *x = &s->xml;

	x->depth--;
	t->end = t->begin + len;
	x->scan.begin = x->scan.next = t->end;
	return end_record(s, window, t, piece);
}

/*
 * A start tag where the next step of the path may be.  False: nothing is to be
 * said about it.
 */
static bool
meet_start(struct splitter *s, struct slice window, struct xml_token *t,
    struct piece *piece, enum split *answer)
{
	struct xml_place *x = &s->xml;
	enum xml_attribute on_path = xml_levels_meet(s, t);
	size_t len;

	if (on_path == XML_WRONG) {
		*answer = stop(s, window, piece, REASON_SYNTAX);
		return true;
	}
	if (on_path == XML_NONE && x->level == 0) {
		*answer = stop(s, window, piece, REASON_KIND);
		return true;
	}
	if (on_path == XML_NONE)
		return false;
	if (x->level + 1 < path_length(s)) {
		*answer = enter_level(s, window, t, piece);
		return true;
	}
	x->in_record = true;
	x->record = t->begin;
	if (t->markup == XML_EMPTY)
		*answer = end_record(s, window, t, piece);
	else if (read_whole(s, window, t, &len))
		*answer = end_whole(s, window, t, len, piece);
	else
		return false;
	return true;
}

/* meet_start() for any markup. */
static bool
meet(struct splitter *s, struct slice window, struct xml_token *t,
    struct piece *piece, enum split *answer)
{
	struct xml_place *x = &s->xml;
	bool starts = t->markup == XML_START || t->markup == XML_EMPTY;

	if (x->in_record) {
		if (x->depth > x->level)
			return false;
		if (x->too_large) {
			x->in_record = x->too_large = false;
			return false;
		}
		*answer = end_record(s, window, t, piece);
		return true;
	}
	if (t->markup == XML_END && x->depth < x->level) {
		*answer = leave_level(s, t, piece);
		return true;
	}
	if (!starts || x->depth - (t->markup == XML_START) > x->level)
		return false;
	return meet_start(s, window, t, piece, answer);
}

/* The part of the window that a record may take up, and one byte more. */
static struct slice
bounded(const struct splitter *s, struct slice window)
{
	const struct xml_place *x = &s->xml;

	if (x->in_record && !x->too_large &&
	    window.len - x->record > s->max_record)
		window.len = x->record + s->max_record + 1;
	return window;
}

/* A record goes on behind the window. */
static enum split
split_open_record(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	struct xml_place *x = &s->xml;
	size_t record = x->record;

	if (window.len - record > s->max_record) {
		size_t used = x->scan.begin;

		x->too_large = true;
		xml_scan_shift(&x->scan, used);
		*piece = (struct piece){ .used = used,
			.start = record,
			.reason = REASON_RECORD_SIZE };
		return SPLIT_REJECT;
	}
	if (eof)
		return stop(s, window, piece, REASON_CUT);
	x->record = 0;
	return more(s, piece, record);
}

/* The window ends. */
static enum split
split_window_end(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	struct xml_place *x = &s->xml;
	size_t used = x->scan.begin;

	if (x->in_record && !x->too_large)
		return split_open_record(s, window, eof, piece);
	if (window.len - used > s->max_record)
		return stop(s, window, piece, REASON_RECORD_SIZE);
	if (!eof)
		return more(s, piece, used);
	if (used == window.len && x->rooted && x->depth == 0)
		return SPLIT_END;
	return stop(s, window, piece, REASON_CUT);
}

static enum split
split_records(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	struct xml_place *x = &s->xml;
	enum split answer;

	for (;;) {
		struct slice part = bounded(s, window);
		struct xml_token t;
		enum reason reason = read_markup(x, part, &t);

		if (reason != REASON_NONE)
			return stop(s, window, piece, reason);
		if (t.markup == XML_CUT)
			return split_window_end(s, part, eof, piece);
		if (t.markup != XML_TEXT && t.end - t.begin > s->max_record)
			return stop(s, window, piece, REASON_RECORD_SIZE);
		if (meet(s, part, &t, piece, &answer))
			return answer;
	}
}

static enum split
split_rest(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	(void)s;
	*piece = (struct piece){ .used = window.len };
	return eof && window.len == 0 ? SPLIT_END : SPLIT_MORE;
}

enum split
xml_split(
    struct splitter *s, struct slice window, bool eof, struct piece *piece)
{
	((struct xml_scratch *)s->scratch)->read = nothing;
	switch ((enum phase)s->phase) {
	case PHASE_START:
		return split_start(s, window, eof, piece);
	case PHASE_DOCUMENT:
		return split_document(s, window, eof, piece);
	case PHASE_RECORDS:
		return split_records(s, window, eof, piece);
	case PHASE_REST:
		break;
	}
	return split_rest(s, window, eof, piece);
}
