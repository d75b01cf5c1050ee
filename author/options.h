#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Options of a command: "--name VALUE", or "--name" alone when there is nowhere for a value. */

struct option {
    const char *name;
    const char **value; /* NULL: a flag */
    bool *flag;
};

/**
 * Read options and the other words of a command line.
 *
 * words  out  those that are no option, in order; at most `words_max`, the rest of the array is
 * NULL
 *
 * returns  NULL, or the argument that is not understood or lacks its value
 */
const char *options_read(int count, char **args, const struct option *options, size_t option_count,
                         const char **words, int words_max);

#define OPTIONS(array) (array), sizeof(array) / sizeof *(array)
