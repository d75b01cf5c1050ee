#include "karena.h"

#include "kassert.h"
#include "klimits.h"

#include <stdlib.h>
#include <string.h>

#define ARENA_CHUNK_BYTES ((size_t)64 * 1024)
#define ARENA_ALIGN       16

struct karena_chunk {
    struct karena_chunk *next;
    size_t used, size;
    _Alignas(ARENA_ALIGN) char bytes[];
};

static struct karena_chunk *chunk_new(size_t wanted, struct karena_chunk *next)
{
    size_t size = wanted > ARENA_CHUNK_BYTES ? wanted : ARENA_CHUNK_BYTES;
    struct karena_chunk *chunk = calloc(1, sizeof *chunk + size);
    KASSERT(chunk != NULL);
    chunk->size = size;
    chunk->next = next;
    return chunk;
}

void *karena_take(struct karena *arena, size_t count, size_t each)
{
    KASSERT(each > 0);
    KASSERT(count <= LIMIT_PACK_BYTES / each);
    size_t bytes = (count * each + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    if (arena->chunk == NULL || arena->chunk->size - arena->chunk->used < bytes) {
        arena->chunk = chunk_new(bytes, arena->chunk);
    }
    void *memory = arena->chunk->bytes + arena->chunk->used;
    arena->chunk->used += bytes;
    return memory;
}

char *karena_text(struct karena *arena, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = karena_take(arena, size, 1);
    memcpy(copy, text, size);
    return copy;
}

void karena_done(struct karena *arena)
{
    while (arena->chunk != NULL) {
        struct karena_chunk *next = arena->chunk->next;
        free(arena->chunk);
        arena->chunk = next;
    }
}
