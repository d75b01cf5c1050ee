#include "options.h"

#include <string.h>

static const struct option *find(const struct option *options, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(options[i].name, name) == 0) {
            return &options[i];
        }
    }
    return NULL;
}

const char *options_read(int count, char **args, const struct option *options, size_t option_count,
                         const char **words, int words_max)
{
    int word_count = 0;
    for (int i = 0; i < words_max; i++) {
        words[i] = NULL;
    }
    for (int i = 0; i < count; i++) {
        const struct option *option = find(options, option_count, args[i]);
        if (!option && (args[i][0] == '-' || word_count == words_max)) {
            return args[i];
        }
        if (!option) {
            words[word_count++] = args[i];
        } else if (!option->value) {
            *option->flag = true;
        } else if (i + 1 == count) {
            return args[i];
        } else {
            *option->value = args[++i];
        }
    }
    return NULL;
}
