#pragma once

#include "pack_internal.h"

/* Search, shared by search.c (the order), query.c (what was typed) and rank.c (what is near). */

#define QUERY_WORDS      16
#define QUERY_WORD_BYTES 96
#define QUERY_CANDIDATES 40 /* re-ranked; more did not find more in the measurements */

/* What a customer typed, as words to look for: typed_count words that each count alike, then the
 * words that the articles use for some of them. */
struct query {
    char word[QUERY_WORDS][QUERY_WORD_BYTES];
    uint16_t covers[QUERY_WORDS]; /* bit per typed word that this one stands for */
    int typed_count, count;
};

/* Split, drop particles and stop words, add the words the articles use for it. */
void query_read(const struct pack_data *data, const char *text, struct query *ret_query);

/* The query has a lone consonant or vowel (ㅎㅂ, 환ㅂ): it is a pattern, not words. */
bool query_is_pattern(const char *text);

/* Typed with the keyboard in English layout; false when it was not. */
bool query_from_qwerty(const char *text, char ret_text[LIMIT_FIELD_BYTES]);

/* How well the typed words are found in a title or its keywords: 0..1, 1 = all, letter by letter.
 */
float rank_words(const struct query *query, const struct doc *doc, enum lang lang);

/* How well a pattern fits: 0 = not at all, at the title's beginning 1. */
float rank_pattern(const char *pattern, const struct doc *doc, enum lang lang);
