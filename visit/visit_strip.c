#include "visit_internal.h"

#include "kstr.h"
#include "text.h"

#include <string.h>

/*
 * A search text is sent to headquarters to learn what content is missing; it must not carry a
 * person along. Word by word: digits go, addresses go, and what may be a name goes. Rather lose a
 * word than keep a name: a word that a title of the pack has is certainly none.
 */

/* The twenty commonest surnames; four of five people in Korea have one of them. */
static const char surnames[] = "김이박최정강조윤장임한오서신권황안송류홍";

static bool is_in_titles(const struct visit *visit, const char *word)
{
    const struct content *content = visit->content;
    for (int i = 0; i < content->book.chart_count; i++) {
        const char *title = content->book.chart[i].title.in[LANG_KO];
        if (title != NULL && strstr(title, word) != NULL) {
            return true;
        }
    }
    for (int i = 0; i < content->article_count; i++) {
        const char *title = content->article[i].title.in[LANG_KO];
        if (title != NULL && strstr(title, word) != NULL) {
            return true;
        }
    }
    return false;
}

static bool ends_with(const char *word, const char *end)
{
    size_t word_len = strlen(word);
    size_t end_len = strlen(end);
    return word_len > end_len && strcmp(word + word_len - end_len, end) == 0;
}

/* 홍길동: three syllables, the first one a surname. */
static bool looks_korean_name(const char *word)
{
    char first[8] = "";
    uint32_t c = 0;
    int bytes = utf8_get(word, &c);
    if (utf8_count(word) != 3 || bytes <= 0 || !hangul_is_syllable(c)) {
        return false;
    }
    memcpy(first, word, (size_t)bytes);
    return strstr(surnames, first) != NULL;
}

/* Gildong: a capital and a small letter. */
static bool looks_latin_name(const char *word)
{
    return word[0] >= 'A' && word[0] <= 'Z' && word[1] >= 'a' && word[1] <= 'z';
}

static bool may_be_somebody(const struct visit *visit, const char *word)
{
    if (strchr(word, '@') != NULL || ends_with(word, "님") || ends_with(word, "씨")) {
        return true;
    }
    if (visit->profile.name[0] != '\0' && strstr(visit->profile.name, word) != NULL) {
        return true;
    }
    return looks_latin_name(word) || (looks_korean_name(word) && !is_in_titles(visit, word));
}

static void drop_digits(char *word)
{
    char *to = word;
    for (const char *from = word; *from != '\0'; from++) {
        if (*from < '0' || *from > '9') {
            *to++ = *from;
        }
    }
    *to = '\0';
}

void visit_search_strip(const struct visit *visit, const char *query, char *ret_text, size_t size)
{
    ret_text[0] = '\0';
    while (*query != '\0') {
        char word[LIMIT_FIELD_BYTES];
        size_t len = strcspn(query, " \t\n");
        size_t kept = len < sizeof(word) - 1 ? len : sizeof(word) - 1;
        memcpy(word, query, kept);
        word[kept] = '\0';
        query += len + strspn(query + len, " \t\n");
        drop_digits(word);
        if (word[strspn(word, "-+.,()")] == '\0' || may_be_somebody(visit, word)) {
            continue;
        }
        (void)kstr_append(ret_text, size, ret_text[0] == '\0' ? "" : " ");
        (void)kstr_append(ret_text, size, word);
    }
}
