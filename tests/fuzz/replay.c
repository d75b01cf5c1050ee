/* replay CORPUS...: every seed as it is, then spoiled copies of them, the same at every run. */
#include "fuzz.h"

#include "kassert.h"
#include "kstr.h"
#include "ksys.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEEDS_MAX  64
#define SEED_BYTES ((size_t)512 * 1024)
#define SPOILED    2000

struct seed {
    uint8_t *bytes;
    size_t count;
};

static struct seed seeds[SEEDS_MAX];
static size_t seed_count;
static uint32_t state = 20261122;

static uint32_t random_below(size_t limit)
{
    state = state * 1664525U + 1013904223U;
    return limit > 0 ? (state >> 8) % (uint32_t)limit : 0;
}

static void add_seed(const char *path)
{
    KASSERT(seed_count < SEEDS_MAX);
    struct kerr err = {0};
    struct seed *seed = &seeds[seed_count++];
    seed->bytes = malloc(SEED_BYTES);
    KASSERT(seed->bytes != NULL);
    struct kbuf buf = {.data = (char *)seed->bytes, .size = SEED_BYTES};
    if (ksys_read_file(path, &buf, &err) != K_OK) {
        (void)fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
    seed->count = buf.len;
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* In the order of their names: a directory lists them in any. */
static void add_corpus(const char *dir)
{
    struct dirent **entries = NULL;
    int count = scandir(dir, &entries, is_visible, alphasort);
    if (count < 0) {
        (void)fprintf(stderr, "%s: cannot be read\n", dir);
        exit(1);
    }
    for (int i = 0; i < count; i++) {
        char path[1024];
        KASSERT(kstr_format(path, sizeof path, "%s/%s", dir, entries[i]->d_name));
        add_seed(path);
        free(entries[i]);
    }
    free(entries);
}

/* Take `count` bytes from `from` and put them at `at`, over what is there. */
static void copy_over(struct seed *copy, const struct seed *from)
{
    size_t count = random_below(from->count < copy->count ? from->count : copy->count);
    size_t at = random_below(copy->count - count);
    memcpy(copy->bytes + at, from->bytes + random_below(from->count - count), count);
}

static void remove_some(struct seed *copy)
{
    size_t at = random_below(copy->count);
    size_t count = random_below(copy->count - at);
    memmove(copy->bytes + at, copy->bytes + at + count, copy->count - at - count);
    copy->count -= count;
}

static void spoil_once(struct seed *copy)
{
    static const uint8_t telling[] = {0, 1, 0x7F, 0x80, 0xFF, '"', '{', '}', '\n', '\\', '%', '-'};
    size_t at = random_below(copy->count);
    switch (random_below(6)) {
    case 0:
        copy->bytes[at] = (uint8_t)(copy->bytes[at] ^ (1U << random_below(8)));
        break;
    case 1:
        copy->bytes[at] = telling[random_below(sizeof telling)];
        break;
    case 2:
        copy->bytes[at] = (uint8_t)random_below(256);
        break;
    case 3:
        copy->count = at;
        break;
    case 4:
        remove_some(copy);
        break;
    default:
        copy_over(copy, &seeds[random_below(seed_count)]);
    }
}

static void run_spoiled(uint8_t *memory)
{
    const struct seed *seed = &seeds[random_below(seed_count)];
    struct seed copy = {memory, seed->count};
    memcpy(memory, seed->bytes, seed->count);
    for (uint32_t hits = random_below(4) + 1; hits > 0 && copy.count > 0; hits--) {
        spoil_once(&copy);
    }
    (void)LLVMFuzzerTestOneInput(copy.bytes, copy.count);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        add_corpus(argv[i]);
    }
    if (seed_count == 0) {
        (void)fprintf(stderr, "usage: %s CORPUS...\n", argv[0]);
        return 2;
    }
    uint8_t *memory = malloc(SEED_BYTES);
    KASSERT(memory != NULL);
    for (size_t i = 0; i < seed_count; i++) {
        (void)LLVMFuzzerTestOneInput(seeds[i].bytes, seeds[i].count);
    }
    KASSERT(fuzz_inside_count() > 0);
    for (int i = 0; i < SPOILED; i++) {
        run_spoiled(memory);
    }
    (void)printf("%u of %zu seeds and %d spoiled ones came in\n", fuzz_inside_count(), seed_count,
                 SPOILED);
    free(memory);
    for (size_t i = 0; i < seed_count; i++) {
        free(seeds[i].bytes);
    }
    return 0;
}
