#include "visit_internal.h"

#include "kstr.h"
#include "text.h"

#include <string.h>

/*
 * A search text is kept to learn what content is missing; it must not carry a person along. What is
 * a name cannot be told by looking at it, so only words stay that our own content has in a title or
 * the line below it; of the others, their number: "slow internet +2".
 */

static bool is_latin(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Does text begin with word? A Latin word only as a whole: no "Ann" in "announcement". A Korean one
 * may have an ending behind it. */
static bool begins_with(const char *text, const char *word)
{
    while (*word != '\0' && lower(*text) == lower(*word)) {
        text++;
        word++;
    }
    return *word == '\0' && !(is_latin(word[-1]) && is_latin(*text));
}

static bool has_word(const char *text, const char *word)
{
    for (const char *at = text; at != NULL && *at != '\0'; at++) {
        bool is_start = at == text || strchr(" (/,", at[-1]) != NULL;
        if (is_start && begins_with(at, word)) {
            return true;
        }
    }
    return false;
}

static bool words_have(const struct words *words, const char *word)
{
    return has_word(words->in[LANG_KO], word) || has_word(words->in[LANG_EN], word);
}

static bool is_ours(const struct content *content, const char *word)
{
    bool is_found = false;
    for (int i = 0; i < content->book.chart_count && !is_found; i++) {
        is_found = words_have(&content->book.chart[i].title, word);
    }
    for (int i = 0; i < content->article_count && !is_found; i++) {
        const struct article_head *head = &content->article[i];
        is_found = words_have(&head->title, word) || words_have(&head->summary, word);
    }
    for (int i = 0; i < content->topic_count && !is_found; i++) {
        const struct topic *topic = &content->topic[i];
        is_found = words_have(&topic->title, word) || words_have(&topic->detail, word);
    }
    return is_found;
}

void visit_search_strip(const struct visit *visit, const char *query, char *ret_text, size_t size)
{
    static const char breaks[] = " \t\n,.?!";
    int unknown = 0;
    ret_text[0] = '\0';
    for (query += strspn(query, breaks); *query != '\0'; query += strspn(query, breaks)) {
        char word[LIMIT_FIELD_BYTES];
        size_t len = strcspn(query, breaks);
        (void)kstr_format(word, sizeof(word), "%.*s", (int)len, query);
        query += len;
        particle_strip(word);
        if (!is_ours(visit->content, word)) {
            unknown++;
            continue;
        }
        (void)kstr_append(ret_text, size, ret_text[0] == '\0' ? "" : " ");
        (void)kstr_append(ret_text, size, word);
    }
    if (unknown > 0) {
        char count[16];
        (void)kstr_format(count, sizeof(count), "%s+%d", ret_text[0] == '\0' ? "" : " ", unknown);
        (void)kstr_append(ret_text, size, count);
    }
}
