/*
 * What the search index is made of: every three jamo in a row. Two-syllable words, most of Korean,
 * are too short for FTS5's own trigrams; taken apart they have four to six jamo, and a typo, a
 * missing space or a particle spoils only some of them. Source: docs/facts.md, search.
 */
#include "pack_internal.h"

#include "kassert.h"
#include "text.h"

#include <ctype.h>
#include <string.h>

#define GRAM 3

/* The last jamo of the word that is being read. */
struct window {
    uint32_t jamo[GRAM];
    int count; /* of the word so far */
};

const char *gram_table(enum lang lang)
{
    static const char *const names[LANG_COUNT] = {"grams_ko", "grams_en"};
    return names[lang];
}

bool gram_is_word(uint32_t c)
{
    bool is_ascii = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return is_ascii || hangul_is_syllable(c) || hangul_is_jamo(c) || (c >= 0x4E00 && c <= 0x9FFF);
}

/* The first count jamo of the window as one token. */
static enum kcode put_token(struct kbuf *buf, const struct window *window, int count,
                            struct kerr *err)
{
    char token[GRAM * 4 + 1];
    size_t len = 0;
    for (int i = 0; i < count; i++) {
        len += (size_t)utf8_put(window->jamo[i], token + len);
    }
    token[len++] = ' ';
    return kbuf_add(buf, token, len, err);
}

static enum kcode put_jamo(struct kbuf *buf, struct window *window, uint32_t jamo, struct kerr *err)
{
    if (window->count >= GRAM) {
        memmove(window->jamo, window->jamo + 1, (GRAM - 1) * sizeof window->jamo[0]);
    }
    window->jamo[window->count < GRAM ? window->count : GRAM - 1] = jamo;
    window->count++;
    return window->count >= GRAM ? put_token(buf, window, GRAM, err) : K_OK;
}

/* A word that was too short for one gram is a token as it is. */
static enum kcode end_word(struct kbuf *buf, struct window *window, struct kerr *err)
{
    int count = window->count;
    window->count = 0;
    return count > 0 && count < GRAM ? put_token(buf, window, count, err) : K_OK;
}

static enum kcode put_char(struct kbuf *buf, struct window *window, const char *text, int len,
                           struct kerr *err)
{
    char one[5] = "";
    char jamo[32];
    KASSERT(len > 0 && len < (int)sizeof one);
    memcpy(one, text, (size_t)len);
    hangul_jamo(one, jamo, sizeof jamo);
    uint32_t c = 0;
    for (const char *at = jamo; *at != '\0';) {
        int taken = utf8_get(at, &c);
        KASSERT(taken > 0);
        if (put_jamo(buf, window, c, err) != K_OK) {
            return err->code;
        }
        at += taken;
    }
    return K_OK;
}

enum kcode gram_add(struct kbuf *buf, const char *text, bool join, struct kerr *err)
{
    struct window window = {.count = 0};
    uint32_t c = 0;
    enum kcode code = K_OK;
    int taken = utf8_get(text, &c);
    while (taken > 0 && code == K_OK) {
        if (gram_is_word(c)) {
            code = put_char(buf, &window, text, taken, err);
        } else if (c != '-' && (!join || c != ' ')) { /* Wi-Fi is wifi */
            code = end_word(buf, &window, err);
        }
        text += taken;
        taken = utf8_get(text, &c);
    }
    return code == K_OK ? end_word(buf, &window, err) : code;
}
