/* truncate: the settings of the action. */
#ifndef ACTION_TRUNCATE_H
#define ACTION_TRUNCATE_H

#include <stdint.h>

struct truncate {
	uint32_t first, last; /* characters; one of them is 0 */
};

#endif
