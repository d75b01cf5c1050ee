/* How near a title or its keywords are to what was typed. */
#include "search_internal.h"

#include "kassert.h"
#include "text.h"

#include <string.h>

#define RANK_CHARS_MAX   1536  /* jamo of LIMIT_TEXT_BYTES of keywords */
#define RANK_KEYWORD     0.95F /* a keyword counts a little less than the title */
#define RANK_SYNONYM     0.95F /* and the articles' word a little less than the customer's own */
#define RANK_ARTICLE     0.97F /* equally near: first the flow that leads through it */
#define RANK_WORDS_PLAIN 3     /* so many found words are enough, however long the sentence */

struct chars {
    uint32_t c[RANK_CHARS_MAX];
    bool is_start[RANK_CHARS_MAX]; /* of a syllable, or of a Latin word: a word may begin here */
    int count;
};

static bool is_latin(uint32_t c)
{
    return c < 0x80 && gram_is_word(c);
}

static void put(struct chars *chars, uint32_t c, bool is_start)
{
    if (chars->count < RANK_CHARS_MAX) {
        chars->is_start[chars->count] = is_start;
        chars->c[chars->count++] = c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
    }
}

/* Characters without spaces, Latin in lower case. */
static void chars_read(const char *text, struct chars *ret_chars)
{
    uint32_t c = 0;
    ret_chars->count = 0;
    for (int taken = utf8_get(text, &c); taken > 0; taken = utf8_get(text, &c)) {
        if (c != ' ') {
            put(ret_chars, c, true);
        }
        text += taken;
    }
}

/* Letters only, syllables taken apart: a title may be typed without its spaces and hyphens. */
static void jamo_read(const char *text, struct chars *ret_chars)
{
    uint32_t c = 0;
    bool in_latin = false;
    ret_chars->count = 0;
    for (int taken = utf8_get(text, &c); taken > 0; taken = utf8_get(text, &c)) {
        char one[5] = "";
        char jamo[32];
        uint32_t j = 0;
        bool is_start = !(in_latin && is_latin(c));
        memcpy(one, text, (size_t)taken);
        hangul_jamo(one, jamo, sizeof jamo);
        for (const char *at = jamo; gram_is_word(c) && utf8_get(at, &j) > 0;) {
            put(ret_chars, j, at == jamo && is_start);
            at += utf8_get(at, &j);
        }
        in_latin = c == '-' ? in_latin : is_latin(c);
        text += taken;
    }
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Edits that typos explain. A short word with one letter changed is soon another word; a long one
 * is mostly several words run into each other, with endings between them. */
static int edits_most(int letters)
{
    return letters <= 8 ? (letters - 1) / 4 : letters * 35 / 100;
}

/* 1 - (edits to the nearest part of text that begins where a word may) / length of word; 0 when
 * they are more than typos explain. Sellers' algorithm, two rows. */
static float similar(const struct chars *word, const struct chars *text)
{
    static_assert(RANK_CHARS_MAX < 4096, "two rows live on the stack");
    int rows[2][RANK_CHARS_MAX + 1];
    int best = word->count;
    for (int j = 0; j <= text->count; j++) {
        bool is_start = j < text->count && text->is_start[j];
        rows[0][j] = is_start || j == 0 ? 0 : rows[0][j - 1] + 1;
    }
    for (int i = 1; i <= word->count; i++) {
        const int *above = rows[(i - 1) & 1];
        int *row = rows[i & 1];
        row[0] = i;
        for (int j = 1; j <= text->count; j++) {
            int change = above[j - 1] + (word->c[i - 1] != text->c[j - 1]);
            row[j] = least(change, least(above[j], row[j - 1]) + 1);
        }
    }
    for (int j = 0; j <= text->count; j++) {
        best = least(best, rows[word->count & 1][j]);
    }
    bool is_near = word->count > 0 && best <= edits_most(word->count);
    return is_near ? 1.0F - (float)best / (float)word->count : 0;
}

/* A typed word is as near as the nearest of itself and the words that stand for it. */
float rank_words(const struct query *query, const struct doc *doc, enum lang lang)
{
    struct chars title = {.count = 0};
    struct chars keywords = {.count = 0};
    struct chars word;
    float best[QUERY_WORDS] = {0};
    float sum = 0;
    jamo_read(doc->title.in[lang], &title);
    if (doc->keywords.in[lang] != NULL) {
        jamo_read(doc->keywords.in[lang], &keywords);
    }
    for (int i = 0; i < query->count; i++) {
        jamo_read(query->word[i], &word);
        float in_title = similar(&word, &title);
        float in_keywords = similar(&word, &keywords) * RANK_KEYWORD;
        float near = in_title > in_keywords ? in_title : in_keywords;
        near *= near * (i < query->typed_count ? 1.0F : RANK_SYNONYM);
        for (int k = 0; k < query->typed_count; k++) {
            bool stands_for = (query->covers[i] >> k & 1) != 0;
            best[k] = stands_for && near > best[k] ? near : best[k];
        }
    }
    for (int k = 0; k < query->typed_count; k++) {
        sum += best[k];
    }
    float share = sum / (float)least(query->typed_count, RANK_WORDS_PLAIN);
    return (share < 1 ? share : 1) * (doc->kind == FOUND_FLOW ? 1 : RANK_ARTICLE);
}

/* Where the pattern begins in text, -1 when nowhere. */
static int find(const struct chars *pattern, const struct chars *text)
{
    for (int at = 0; at + pattern->count <= text->count; at++) {
        int i = 0;
        while (i < pattern->count &&
               hangul_matches(pattern->c[i], text->c[at + i], i == pattern->count - 1)) {
            i++;
        }
        if (i == pattern->count) {
            return at;
        }
    }
    return -1;
}

float rank_pattern(const char *pattern, const struct doc *doc, enum lang lang)
{
    struct chars wanted;
    struct chars text;
    float score = 0;
    chars_read(pattern, &wanted);
    chars_read(doc->title.in[lang], &text);
    int at = find(&wanted, &text);
    if (at >= 0) {
        score = (at == 0 ? 3.0F : 2.0F - (float)at * 0.01F) - (float)text.count * 0.001F;
    } else if (doc->keywords.in[lang] != NULL) {
        float title_count = (float)text.count;
        chars_read(doc->keywords.in[lang], &text);
        at = find(&wanted, &text);
        score = at >= 0 ? 1.5F - (float)(at < 50 ? at : 50) * 0.01F - title_count * 0.001F : 0;
    }
    return score / 3.0F;
}
