#pragma once

#include <stddef.h>

/* Memory that is freed as a whole: many small things that live and die together. */

struct karena {
    struct karena_chunk *chunk; /* newest first; zeroed = empty */
};

/* Zeroed memory for count things of `each` bytes, together at most LIMIT_PACK_BYTES; never NULL (no
 * memory stops the program). */
void *karena_take(struct karena *arena, size_t count, size_t each);

/* A copy of text in the arena. */
char *karena_text(struct karena *arena, const char *text);

/* Free all of it; the arena is empty again. */
void karena_done(struct karena *arena);
