/* What a customer typed -> the words to look for. */
#include "search_internal.h"

#include "kassert.h"
#include "kstr.h"
#include "text.h"

#include <string.h>

#define QUERY_TEXT_BYTES 1024 /* typed and added words */
#define QUERY_ADDED_MAX  8    /* words of the articles beside the typed ones */

/* Words that say how one asks, not what about. */
static const char *const stop_words[] = {
    "싶어요", "싶습니다",   "주세요",     "해주세요", "어떻게", "하나요", "해요", "됩니다",
    "안돼요", "안됨",       "안되요",     "걸려요",   "때",     "안",     "방법", "문의",
    "관련",   "알려주세요", "도와주세요", "왜",       "a",      "an",     "the",  "my",
    "i",      "is",         "are",        "it",       "to",     "of",     "in",   "on",
    "for",    "do",         "does",       "how",      "what",   "can",    "want", "with",
    "and",    "please",     "help",       NULL,
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* text begins with word, letter case aside. */
static bool begins(const char *text, const char *word)
{
    while (*word != '\0' && lower(*text) == lower(*word)) {
        text++;
        word++;
    }
    return *word == '\0';
}

static bool is_break(char c)
{
    return c == '\0' || c == ' ' || c == ',' || c == '.' || c == '?' || c == '!';
}

/* The text has the word, at the beginning of one of its own; a short word only as a whole: "AP" is
 * not in "apple", and 등 not in 등록. */
static bool mentions(const char *text, const char *word)
{
    size_t len = strlen(word);
    bool is_short = utf8_count(word) < 2 || (len < 4 && (unsigned char)word[0] < 0x80);
    for (const char *at = text; *at != '\0'; at++) {
        bool is_start = at == text || is_break(at[-1]);
        if (is_start && begins(at, word) && (!is_short || is_break(at[len]))) {
            return true;
        }
    }
    return false;
}

static void add_synonyms(const struct pack_data *data, const char *text, char *expanded)
{
    int added = 0;
    for (uint16_t i = 0; i < data->synonym_count && added < QUERY_ADDED_MAX; i++) {
        const struct synonym *synonym = &data->synonym[i];
        if (mentions(text, synonym->word) && !mentions(expanded, synonym->prefer)) {
            (void)kstr_append(expanded, QUERY_TEXT_BYTES, " ");
            (void)kstr_append(expanded, QUERY_TEXT_BYTES, synonym->prefer);
            added++;
        }
    }
}

static bool is_stop_word(const char *word)
{
    for (int i = 0; stop_words[i] != NULL; i++) {
        if (begins(word, stop_words[i]) && strlen(word) == strlen(stop_words[i])) {
            return true;
        }
    }
    return false;
}

/* The words of a text; with stop words or without. */
static void split(const char *text, bool with_stop_words, struct query *ret_query)
{
    ret_query->count = 0;
    while (*text != '\0' && ret_query->count < QUERY_WORDS) {
        size_t len = 0;
        while (!is_break(text[len])) {
            len++;
        }
        char *word = ret_query->word[ret_query->count];
        (void)kstr_format(word, QUERY_WORD_BYTES, "%.*s", (int)len, text);
        if (word[0] != '\0' && (with_stop_words || !is_stop_word(word))) {
            particle_strip(word);
            ret_query->count++;
        }
        text += len + (text[len] != '\0');
    }
}

void query_read(const struct pack_data *data, const char *text, struct query *ret_query)
{
    char expanded[QUERY_TEXT_BYTES];
    (void)kstr_copy(expanded, sizeof expanded, text);
    add_synonyms(data, text, expanded);
    split(expanded, false, ret_query);
    if (ret_query->count == 0) {
        split(expanded, true, ret_query); /* nothing but stop words: better than nothing */
    }
}

bool query_is_pattern(const char *text)
{
    uint32_t c = 0;
    for (int taken = utf8_get(text, &c); taken > 0; taken = utf8_get(text, &c)) {
        if (hangul_is_jamo(c)) {
            return true;
        }
        text += taken;
    }
    return false;
}

bool query_from_qwerty(const char *text, char ret_text[LIMIT_FIELD_BYTES])
{
    struct query words;
    split(text, true, &words);
    ret_text[0] = '\0';
    for (int i = 0; i < words.count; i++) {
        char hangul[QUERY_WORD_BYTES];
        if (!hangul_from_qwerty(words.word[i], hangul, sizeof hangul)) {
            return false;
        }
        (void)kstr_append(ret_text, LIMIT_FIELD_BYTES, i == 0 ? "" : " ");
        (void)kstr_append(ret_text, LIMIT_FIELD_BYTES, hangul);
    }
    return words.count > 0;
}
