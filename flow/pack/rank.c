/* How near a title or its keywords are to what was typed. */
#include "search_internal.h"

#include "kassert.h"
#include "text.h"

#include <string.h>

#define RANK_CHARS_MAX     1536 /* jamo of LIMIT_TEXT_BYTES of keywords */
#define RANK_JAMO_BYTES    (RANK_CHARS_MAX * 3)
#define RANK_KEYWORD       0.95F /* a keyword counts a little less than the title */
#define RANK_SIMILAR_LEAST 0.65F /* less alike is another word; 0.7 loses good queries */

struct chars {
    uint32_t c[RANK_CHARS_MAX];
    int count;
};

/* Characters without spaces, Latin in lower case. */
static void chars_read(const char *text, struct chars *ret_chars)
{
    uint32_t c = 0;
    ret_chars->count = 0;
    for (int taken = utf8_get(text, &c); taken > 0 && ret_chars->count < RANK_CHARS_MAX;
         taken = utf8_get(text, &c)) {
        if (c != ' ') {
            ret_chars->c[ret_chars->count++] = c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
        }
        text += taken;
    }
}

static void jamo_read(const char *text, struct chars *ret_chars)
{
    char jamo[RANK_JAMO_BYTES];
    hangul_jamo(text, jamo, sizeof jamo);
    chars_read(jamo, ret_chars);
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* 1 - (edits to the nearest part of text) / length of word: Sellers' algorithm, two rows. */
static float similar(const struct chars *word, const struct chars *text)
{
    static_assert(RANK_CHARS_MAX < 4096, "two rows live on the stack");
    int rows[2][RANK_CHARS_MAX + 1] = {{0}};
    if (word->count == 0 || text->count == 0) {
        return 0;
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
    int best = word->count;
    for (int j = 0; j <= text->count; j++) {
        best = least(best, rows[word->count & 1][j]);
    }
    return 1.0F - (float)best / (float)word->count;
}

float rank_words(const struct query *query, const struct doc *doc, enum lang lang)
{
    struct chars title = {.count = 0};
    struct chars keywords = {.count = 0};
    struct chars word;
    jamo_read(doc->title.in[lang], &title);
    if (doc->keywords.in[lang] != NULL) {
        jamo_read(doc->keywords.in[lang], &keywords);
    }
    float sum = 0;
    for (int i = 0; i < query->count; i++) {
        jamo_read(query->word[i], &word);
        float in_title = similar(&word, &title);
        float in_keywords = similar(&word, &keywords) * RANK_KEYWORD;
        float best = in_title > in_keywords ? in_title : in_keywords;
        sum += best < RANK_SIMILAR_LEAST ? 0 : best * best;
    }
    return query->count > 0 ? sum / (float)query->count : 0;
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
