/* What a customer typed -> the words to look for. */
#include "search_internal.h"

#include "kassert.h"
#include "kstr.h"
#include "text.h"

#include <string.h>

#define QUERY_ADDED_MAX 8 /* words of the articles beside the typed ones */

/* Words that say how one asks, not what about. */
static const char *const stop_words[] = {
    "싶어요", "싶습니다",   "주세요",     "해주세요", "어떻게", "하나요",   "해요",   "됩니다",
    "안돼요", "안됨",       "안되요",     "걸려요",   "때",     "안",       "방법",   "문의",
    "관련",   "알려주세요", "도와주세요", "왜",       "법",     "좀",       "너무",   "자꾸",
    "계속",   "진짜",       "언제",       "어디",     "이렇게", "왜이렇게", "제가",   "저는",
    "우리",   "a",          "an",         "the",      "my",     "i",        "i'm",    "me",
    "we",     "you",        "is",         "are",      "am",     "it",       "its",    "it's",
    "to",     "of",         "in",         "on",       "at",     "from",     "by",     "for",
    "be",     "do",         "does",       "did",      "how",    "what",     "when",   "where",
    "why",    "can",        "want",       "need",     "have",   "has",      "get",    "with",
    "and",    "so",         "too",        "very",     "this",   "that",     "please", "help",
    NULL,
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

/* The word in the text, at the beginning of one of its own; a short word only as a whole: "AP" is
 * not in "apple", and 등 not in 등록. NULL when it is not there. */
static const char *find(const char *text, const char *word)
{
    size_t len = strlen(word);
    bool is_short = utf8_count(word) < 2 || (len < 4 && (unsigned char)word[0] < 0x80);
    for (const char *at = text; *at != '\0'; at++) {
        bool is_start = at == text || is_break(at[-1]);
        if (is_start && begins(at, word) && (!is_short || is_break(at[len]))) {
            return at;
        }
    }
    return NULL;
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

/* ---- words of the text ---- */

/* A word where it was typed. */
struct place {
    const char *begin;
    size_t len;
    bool is_kept;
};

struct places {
    struct place place[QUERY_WORDS];
    int count;
};

static void split(const char *text, struct places *ret_places)
{
    ret_places->count = 0;
    while (*text != '\0' && ret_places->count < QUERY_WORDS) {
        size_t len = 0;
        while (!is_break(text[len])) {
            len++;
        }
        if (len > 0) {
            ret_places->place[ret_places->count++] = (struct place){text, len, false};
        }
        text += len + (text[len] != '\0');
    }
}

static void copy_word(const struct place *place, char ret_word[QUERY_WORD_BYTES])
{
    (void)kstr_format(ret_word, QUERY_WORD_BYTES, "%.*s", (int)place->len, place->begin);
}

/* Words are found by their beginning: without the ending, "drops" is found in "dropping". */
static void strip_english(char *word)
{
    static const char *const endings[] = {"'s", "ing", "ed", "s"};
    size_t len = strlen(word);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t ending_len = strlen(endings[i]);
        if (len >= ending_len + 3 && begins(word + len - ending_len, endings[i])) {
            len -= ending_len;
            len -= len > 3 && ending_len > 1 && word[len - 1] == word[len - 2]; /* dropp-ing */
            word[len] = '\0';
            return;
        }
    }
}

static void add_typed(const struct places *places, struct query *query)
{
    for (int i = 0; i < places->count; i++) {
        if (places->place[i].is_kept) {
            char *word = query->word[query->count];
            copy_word(&places->place[i], word);
            particle_strip(word);
            strip_english(word);
            query->covers[query->count] = (uint16_t)(1U << query->count);
            query->count++;
        }
    }
    query->typed_count = query->count;
}

/* ---- words of the articles ---- */

/* A synonym that the text has. */
struct mention {
    const char *begin, *end, *prefer;
};

static int find_mentions(const struct pack_data *data, const char *text,
                         struct mention ret_mention[QUERY_ADDED_MAX])
{
    int count = 0;
    for (uint16_t i = 0; i < data->synonym_count && count < QUERY_ADDED_MAX; i++) {
        const struct synonym *synonym = &data->synonym[i];
        const char *at = find(text, synonym->word);
        if (at != NULL && find(text, synonym->prefer) == NULL) {
            ret_mention[count++] =
                (struct mention){at, at + strlen(synonym->word), synonym->prefer};
        }
    }
    return count;
}

static bool touches(const struct mention *mention, const struct place *place)
{
    return place->begin < mention->end && mention->begin < place->begin + place->len;
}

static void add_mention(const struct mention *mention, const struct places *places,
                        struct query *query)
{
    unsigned covers = 0;
    int typed = 0;
    for (int i = 0; i < places->count; i++) {
        covers |= touches(mention, &places->place[i]) ? 1U << typed : 0;
        typed += places->place[i].is_kept;
    }
    if (query->count < QUERY_WORDS) {
        (void)kstr_copy(query->word[query->count], QUERY_WORD_BYTES, mention->prefer);
        query->covers[query->count++] = (uint16_t)covers;
    }
}

void query_read(const struct pack_data *data, const char *text, struct query *ret_query)
{
    struct mention mention[QUERY_ADDED_MAX];
    struct places places;
    int kept = 0;
    split(text, &places);
    int mention_count = find_mentions(data, text, mention);
    for (int i = 0; i < places.count; i++) {
        char word[QUERY_WORD_BYTES];
        copy_word(&places.place[i], word);
        bool is_kept = !is_stop_word(word);
        for (int k = 0; k < mention_count; k++) {
            is_kept = is_kept || touches(&mention[k], &places.place[i]);
        }
        places.place[i].is_kept = is_kept;
        kept += is_kept;
    }
    for (int i = 0; i < places.count && kept == 0; i++) {
        places.place[i].is_kept = true; /* nothing but stop words: better than nothing */
    }
    *ret_query = (struct query){.count = 0};
    add_typed(&places, ret_query);
    for (int i = 0; i < mention_count; i++) {
        add_mention(&mention[i], &places, ret_query);
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
    struct places places;
    split(text, &places);
    ret_text[0] = '\0';
    for (int i = 0; i < places.count; i++) {
        char word[QUERY_WORD_BYTES];
        char hangul[QUERY_WORD_BYTES];
        copy_word(&places.place[i], word);
        if (!hangul_from_qwerty(word, hangul, sizeof hangul)) {
            return false;
        }
        (void)kstr_append(ret_text, LIMIT_FIELD_BYTES, i == 0 ? "" : " ");
        (void)kstr_append(ret_text, LIMIT_FIELD_BYTES, hangul);
    }
    return places.count > 0;
}
