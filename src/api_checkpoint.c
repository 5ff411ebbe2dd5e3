/*
 * Checkpoints, for the public API.
 */
#include "api.h"

#include <stdlib.h>

API int
tamis_checkpoint_open(struct tamis_checkpoint **checkpoint, const char *path,
    struct tamis_error *out)
{
	struct err err = { 0 };
	struct tamis_checkpoint *c = calloc(1, sizeof(*c));

	if (c == NULL) {
		err_nomem(&err);
		return tell(out, &err);
	}
	if (checkpoint_open(&c->inner, path, &err) < 0) {
		free(c);
		return tell(out, &err);
	}
	*checkpoint = c;
	return 0;
}

API void
tamis_checkpoint_close(struct tamis_checkpoint *checkpoint)
{
	if (checkpoint == NULL)
		return;
	checkpoint_close(&checkpoint->inner);
	free(checkpoint);
}

API struct tamis_reached
tamis_checkpoint_reached(const struct tamis_checkpoint *checkpoint)
{
	const struct checkpoint_state *s = &checkpoint->inner.state;

	return (struct tamis_reached){
		.begun = checkpoint->inner.number > 0,
		.complete = s->phase == CHECKPOINT_COMPLETE,
		.records = s->records,
		.written = s->written,
		.rejected = s->rejected,
	};
}

API int
tamis_checkpoint_begin(
    struct tamis_checkpoint *checkpoint, struct tamis_error *out)
{
	struct err err = { 0 };

	return checkpoint_begin(&checkpoint->inner, &err) < 0 ? tell(out, &err)
							      : 0;
}

API int
tamis_checkpoint_complete(
    struct tamis_checkpoint *checkpoint, struct tamis_error *out)
{
	struct checkpoint_state complete = checkpoint->inner.state;
	struct err err = { 0 };

	complete.phase = CHECKPOINT_COMPLETE;
	if (checkpoint_save(&checkpoint->inner, &complete, &err) < 0)
		return tell(out, &err);
	return 0;
}

API int
tamis_checkpoint_discard(
    struct tamis_checkpoint *checkpoint, struct tamis_error *out)
{
	struct err err = { 0 };

	return checkpoint_discard(&checkpoint->inner, &err) < 0
		   ? tell(out, &err)
		   : 0;
}
