/*
 * net: what may never come out of one record, and what does come out of it.
 *
 * While a record is walked, the engine tells protected values and values that
 * are to be written; at its end the net says whether anything came back:
 *
 *	echo	a protected value stands in a written one
 *	literal	a text of the policy does
 *	detect	a shape that identifies does (action/detect.h)
 *
 * A written value that is base64 as a whole, also behind "base64,", is opened,
 * and what is in it is searched as well.  So is what a text with character
 * references stands for (base/reference.h).
 *
 * A type that a rule demands is no shape to be refused there: a policy that
 * keeps an RPPS by `must` knows that one leaves.
 */
#ifndef ENGINE_NET_H
#define ENGINE_NET_H

#include "engine/echo.h"
#include "engine/reason.h"
#include "program/program.h"

/* A value that is to be written. */
struct net_shown {
	const uint8_t *p; /* NULL: in `copies`, */
	size_t at;        /* from here */
	size_t len;
	uint32_t field;    /* of the kind */
	enum type_id must; /* of the rule by which it leaves */
};

struct net {
	struct echo_set guarded;
	struct echo_set *literals; /* by kind of the program */
	size_t kind_count;
	struct echo_text text;
	struct net_shown *shown;
	size_t count, cap;
	struct buf copies;
	struct buf opened;   /* what a value was base64 of */
	struct buf resolved; /* a text without its references */
	struct buf spelled;  /* a text as ASCII spells it */
};

/* Nothing may be told before net_init() returned 0.  -1: no memory. */
int net_init(struct net *net, const struct program *program);

/* Overwrites what was told and frees all; also after a failure. */
void net_release(struct net *net);

/* Begins a record: forgets what was told, keeps the memory. */
static inline void
net_begin(struct net *net)
{
	net->count = 0;
	buf_reset(&net->copies);
	echo_set_reset(&net->guarded);
}

/*
 * Tells a decoded value that must not come out elsewhere.  The path must
 * outlive the record.  REASON_NONE, or why the record cannot be judged.
 */
enum reason net_guard(struct net *net, struct slice value, struct slice path);

/* Makes room for one more shown value.  False: no memory. */
bool net_reserve(struct net *net);

static inline bool
net_has_room(const struct net *net)
{
	return net->count < net->cap;
}

/*
 * Tells a decoded value that is to be written, and stays where it is until the
 * record ends; there is room.
 */
static inline void
net_show(struct net *net, uint32_t field, enum type_id must, struct slice value)
{
	net->shown[net->count++] =
	    (struct net_shown){ value.p, 0, value.len, field, must };
}

/* The same of a value that does not stay.  False: no memory. */
bool net_show_copy(
    struct net *net, uint32_t field, enum type_id must, struct slice value);

/* What came out, and where. */
struct net_hit {
	enum reason reason; /* REASON_NONE: nothing */
	uint32_t field;     /* of the written value */
	struct slice of;    /* path of the protected value, or name of the
			       shape; p == NULL: neither */
};

/* Searches what was shown of a record of a kind, the k-th of the program. */
struct net_hit net_search(struct net *net, const struct kind *kind, size_t k);

#endif
