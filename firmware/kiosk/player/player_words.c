#include "player_internal.h"

#include "kstr.h"

#include <stdlib.h>
#include <string.h>

/* Copies one word to *to; quotes are dropped and may stand anywhere in it. */
static enum kcode cut_one(const char **line, char **to, struct kerr *err)
{
    bool is_quoted = false;
    const char *at = *line;
    for (; *at != '\0' && (is_quoted || *at != ' '); at++) {
        if (*at == '"') {
            is_quoted = !is_quoted;
            continue;
        }
        if (*at == '\\' && at[1] == '"') {
            at++;
        }
        *(*to)++ = *at;
    }
    *(*to)++ = '\0';
    *line = at;
    return is_quoted ? kerr_fail(err, K_E_FORMAT, "a quote is not closed") : K_OK;
}

enum kcode words_cut(const char *line, struct statement_words *ret_words, struct kerr *err)
{
    char *to = ret_words->memory;
    ret_words->count = 0;
    /* every word needs one byte more than its letters: its NUL stands where a blank was */
    if (strlen(line) + 1 >= sizeof ret_words->memory) {
        return kerr_fail(err, K_E_FORMAT, "the line is too long");
    }
    for (;;) {
        line += strspn(line, " ");
        if (*line == '\0' || *line == '#') {
            return K_OK;
        }
        if (ret_words->count == PLAYER_WORDS) {
            return kerr_fail(err, K_E_FORMAT, "more than %d words", PLAYER_WORDS);
        }
        ret_words->word[ret_words->count++] = to;
        if (cut_one(&line, &to, err) != K_OK) {
            return err->code;
        }
    }
}

bool words_number(const char *text, int64_t most, int64_t *ret_number)
{
    char *end = NULL;
    int64_t number = (int64_t)strtoll(text, &end, 10);
    if (end == text || *end != '\0' || number < 0 || number > most) {
        return false;
    }
    *ret_number = number;
    return true;
}

const char *words_value(const struct statement_words *words, const char *key)
{
    size_t len = strlen(key);
    for (int i = 1; i < words->count; i++) {
        if (strncmp(words->word[i], key, len) == 0 && words->word[i][len] == '=') {
            return words->word[i] + len + 1;
        }
    }
    return NULL;
}
