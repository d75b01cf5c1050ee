/* What an author probably meant: the nearest thing that exists. */
#include "source.h"

#include <string.h>

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Edit distance of two short names (Levenshtein), by bytes: ids and keys are ASCII. */
static size_t distance(const char *a, const char *b)
{
    size_t row[LIMIT_ID_BYTES + 1];
    size_t b_len = strnlen(b, LIMIT_ID_BYTES);
    for (size_t j = 0; j <= b_len; j++) {
        row[j] = j;
    }
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            size_t change = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = least(change, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[b_len];
}

const char *source_near(const char *wrong, source_name_fn name, const void *names)
{
    const char *nearest = NULL;
    size_t nearest_distance = strlen(wrong) / 3 + 2; /* as far or farther is no help */
    for (size_t i = 0; name(names, i) != NULL; i++) {
        size_t there = distance(wrong, name(names, i));
        if (there < nearest_distance) {
            nearest = name(names, i);
            nearest_distance = there;
        }
    }
    return nearest;
}
