#include "study/risk/risk_groups.h"

#include <stdlib.h>

#define ROOM     64 /* of a new table */
#define SHARES   4  /* of a group's first table of shares */
#define KEY_BITS 64

void
risk_groups_init(struct risk_groups *g, size_t max, size_t max_bytes)
{
	*g = (struct risk_groups){ .max = max, .max_bytes = max_bytes };
}

static void
free_group(struct risk_group *group)
{
	free(group->text);
	free(group->shares);
}

void
risk_groups_release(struct risk_groups *g)
{
	for (size_t i = 0; i < g->count; i++)
		free_group(&g->groups[i]);
	free(g->groups);
	free(g->slots);
	*g = (struct risk_groups){ .max = g->max, .max_bytes = g->max_bytes };
}

static bool
is_sampled(const struct risk_groups *g, struct risk_key key)
{
	return g->halvings == 0 || key.b >> (KEY_BITS - g->halvings) == 0;
}

/* The slot of a key: its group's number + 1 is there, or 0. */
static uint32_t *
find_slot(const struct risk_groups *g, struct risk_key key)
{
	size_t i = key.a & (g->slot_count - 1);

	while (g->slots[i] != 0) {
		const struct risk_key *there = &g->groups[g->slots[i] - 1].key;

		if (there->a == key.a && there->b == key.b)
			break;
		i = (i + 1) & (g->slot_count - 1);
	}
	return &g->slots[i];
}

static void
fill_slots(struct risk_groups *g)
{
	memset(g->slots, 0, g->slot_count * sizeof(*g->slots));
	for (size_t i = 0; i < g->count; i++)
		*find_slot(g, g->groups[i].key) = (uint32_t)(i + 1);
}

/* Room for one more group. */
static bool
grow(struct risk_groups *g)
{
	size_t room = g->room == 0 ? ROOM : 2 * g->room;
	struct risk_group *groups;
	uint32_t *slots;

	if (g->count < g->room)
		return true;
	groups = realloc(g->groups, room * sizeof(*groups));
	if (groups == NULL)
		return false;
	g->groups = groups;
	slots = realloc(g->slots, 2 * room * sizeof(*slots));
	if (slots == NULL)
		return false;
	g->slots = slots;
	g->room = room;
	g->slot_count = 2 * room;
	fill_slots(g);
	return true;
}

static size_t
bytes_of(const struct risk_group *group)
{
	return group->text_len + group->share_room * sizeof(*group->shares);
}

/* Leaves those groups that are in the half of the sample. */
static void
halve(struct risk_groups *g)
{
	size_t kept = 0;

	g->halvings++;
	for (size_t i = 0; i < g->count; i++) {
		struct risk_group group = g->groups[i];

		if (is_sampled(g, group.key)) {
			g->groups[kept++] = group;
			continue;
		}
		g->bytes -= bytes_of(&group);
		free_group(&group);
	}
	g->count = kept;
	fill_slots(g);
}

static bool
is_full(const struct risk_groups *g)
{
	return g->count == g->max || (g->bytes > g->max_bytes && g->count > 1);
}

bool
risk_groups_overflow(const struct risk_groups *g, struct risk_key key)
{
	return g->halvings == 0 && is_full(g) && *find_slot(g, key) == 0;
}

struct risk_group *
risk_groups_add(struct risk_groups *g, struct risk_key key, uint64_t times)
{
	uint32_t *slot;

	if (g->failed || !is_sampled(g, key))
		return NULL;
	if (!grow(g)) {
		g->failed = true;
		return NULL;
	}
	slot = find_slot(g, key);
	if (*slot == 0) {
		while (is_full(g) && g->halvings < KEY_BITS - 1)
			halve(g);
		if (!is_sampled(g, key))
			return NULL;
		slot = find_slot(g, key);
		g->groups[g->count++] = (struct risk_group){ .key = key };
		*slot = (uint32_t)g->count;
	}
	g->groups[*slot - 1].count += times;
	return &g->groups[*slot - 1];
}

void
risk_groups_tell(
    struct risk_groups *g, struct risk_group *group, struct slice text)
{
	group->text = malloc(text.len + 1);
	if (group->text == NULL) {
		g->failed = true;
		return;
	}
	if (text.len > 0)
		memcpy(group->text, text.p, text.len);
	group->text_len = (uint32_t)text.len;
	g->bytes += text.len;
}

/* Where the share of a value is, or belongs. */
static uint32_t
find_share(const struct risk_group *group, uint32_t value)
{
	uint32_t low = 0, high = group->share_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (group->shares[middle].value < value)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
grow_shares(struct risk_groups *g, struct risk_group *group)
{
	uint32_t room = group->share_room == 0 ? SHARES : 2 * group->share_room;
	struct risk_share *more;

	if (group->share_count < group->share_room)
		return true;
	more = realloc(group->shares, room * sizeof(*more));
	if (more == NULL)
		return false;
	g->bytes += (room - group->share_room) * sizeof(*more);
	group->shares = more;
	group->share_room = room;
	return true;
}

void
risk_groups_share(
    struct risk_groups *g, struct risk_group *group, uint32_t value)
{
	uint32_t at = find_share(group, value);

	if (at == group->share_count || group->shares[at].value != value) {
		if (!grow_shares(g, group)) {
			g->failed = true;
			return;
		}
		memmove(&group->shares[at + 1], &group->shares[at],
		    (group->share_count - at) * sizeof(*group->shares));
		group->shares[at] = (struct risk_share){ value, 0 };
		group->share_count++;
	}
	group->shares[at].count++;
}
