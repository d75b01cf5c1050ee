/*
 * Search: candidates from the index of jamo 3-grams, then the nearest of them by their letters.
 *
 *   ㅎㅂ, 환ㅂ        a pattern over all titles and keywords
 *   words            as typed; in English layout; in the other language: the best of the three
 *
 * Source of method, weights and bands: docs/facts.md, search; docs/decisions/0006-search.md.
 */
#include "search_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

#define SEARCH_GRAMS_BYTES 8192
#define SEARCH_MATCH_BYTES (2 * SEARCH_GRAMS_BYTES)
#define BAND_GOOD          0.45F
#define BAND_MAYBE         0.25F
#define WEIGHT_INDEX       0.2F /* of the index's own order beside the letters' */

struct candidate {
    uint16_t doc;
    float score; /* 0..1; orders, decides the band, and is told to the caller */
};

/* The best so far, best first. */
struct candidates {
    struct candidate item[QUERY_CANDIDATES];
    int count;
};

/* Put in order; the worst drops out when full. Equals stay in the order they came. */
static void keep(struct candidates *best, struct candidate one)
{
    int at = best->count;
    if (best->count == QUERY_CANDIDATES) {
        if (one.score <= best->item[--at].score) {
            return;
        }
    } else {
        best->count++;
    }
    while (at > 0 && best->item[at - 1].score < one.score) {
        best->item[at] = best->item[at - 1];
        at--;
    }
    best->item[at] = one;
}

/* ---- the index ---- */

/* "ㄱㅏㅂ" OR "ㅏㅂㅅ" ...; empty when the query has no letters. */
static enum kcode write_match(const struct query *query, struct kbuf *match, struct kerr *err)
{
    char memory[SEARCH_GRAMS_BYTES];
    struct kbuf grams = KBUF(memory);
    kbuf_clear(&grams);
    enum kcode code = K_OK;
    for (int i = 0; i < query->count && code == K_OK; i++) {
        code = gram_add(&grams, query->word[i], false, err);
    }
    for (char *gram = grams.data; *gram != '\0' && code == K_OK;) {
        size_t len = strcspn(gram, " ");
        code = kbuf_format(match, err, "%s\"%.*s\"", match->len == 0 ? "" : " OR ", (int)len, gram);
        gram += len + 1;
    }
    return code;
}

/* Candidates with the index's order: the best has 1. */
static enum kcode take_rows(const struct pack *pack, struct statement *row, uint16_t *doc,
                            float *order, int *ret_count, struct kerr *err)
{
    bool more = false;
    float top = 1;
    int count = 0;
    while (statement_step(row, &more, err) == K_OK && more && count < QUERY_CANDIDATES) {
        int64_t id = row_int(row, 0);
        if (id < 0 || id >= pack->data.doc_count) {
            return kerr_fail(err, K_E_FORMAT, "search index: no doc %lld", (long long)id);
        }
        float bm25 = (float)-row_real(row, 1); /* SQLite's is better the more negative */
        top = count == 0 && bm25 > 0 ? bm25 : top;
        doc[count] = (uint16_t)id;
        order[count] = bm25 / top;
        count++;
    }
    statement_reset(row);
    *ret_count = count;
    return err->code;
}

static enum kcode ask_index(struct pack *pack, const struct query *query, enum lang lang,
                            struct candidates *best, struct kerr *err)
{
    char memory[SEARCH_MATCH_BYTES];
    struct kbuf match = KBUF(memory);
    kbuf_clear(&match);
    if (write_match(query, &match, err) != K_OK) {
        return err->code;
    }
    if (match.len == 0) {
        return K_OK;
    }
    char sql[256];
    const char *table = gram_table(lang);
    (void)kstr_format(sql, sizeof sql,
                      "SELECT rowid, bm25(%s, 5.0, 1.0, 4.0) AS r FROM %s WHERE %s MATCH ? "
                      "ORDER BY r, rowid LIMIT %d",
                      table, table, table, QUERY_CANDIDATES);
    K_CLEANUP(statement_close) struct statement *row = NULL;
    if (statement_open(pack->store, sql, &row, err) != K_OK) {
        return err->code;
    }
    uint16_t doc[QUERY_CANDIDATES];
    float order[QUERY_CANDIDATES];
    int count = 0;
    statement_text(row, 1, match.data);
    if (take_rows(pack, row, doc, order, &count, err) != K_OK) {
        return err->code;
    }
    for (int i = 0; i < count; i++) {
        float words = rank_words(query, &pack->data.doc[doc[i]], lang);
        float weight = 1.0F - WEIGHT_INDEX + WEIGHT_INDEX * order[i];
        keep(best, (struct candidate){doc[i], words * weight});
    }
    return K_OK;
}

/* ---- answers ---- */

static enum found_band band_of(float score)
{
    if (score >= BAND_GOOD) {
        return FOUND_GOOD;
    }
    return score >= BAND_MAYBE ? FOUND_MAYBE : FOUND_NONE;
}

/* The candidates of the best one's band. */
static void answer(const struct pack *pack, const struct candidates *best, struct found *ret_found)
{
    *ret_found = (struct found){.band = band_of(best->count > 0 ? best->item[0].score : 0)};
    if (ret_found->band == FOUND_NONE) {
        return;
    }
    for (int i = 0; i < best->count && ret_found->count < LIMIT_FOUND; i++) {
        const struct candidate *one = &best->item[i];
        const struct doc *doc = &pack->data.doc[one->doc];
        if (band_of(one->score) == ret_found->band) {
            ret_found->item[ret_found->count++] =
                (struct found_item){doc->kind, doc->index, one->score};
        }
    }
}

static enum kcode find_words(struct pack *pack, const char *text, enum lang lang,
                             struct found *ret_found, struct kerr *err)
{
    struct query query;
    struct candidates best = {.count = 0};
    query_read(&pack->data, text, &query);
    if (ask_index(pack, &query, lang, &best, err) != K_OK) {
        return err->code;
    }
    answer(pack, &best, ret_found);
    return K_OK;
}

static void find_pattern(const struct pack *pack, const char *text, enum lang lang,
                         struct found *ret_found)
{
    struct candidates best = {.count = 0};
    for (uint16_t i = 0; i < pack->data.doc_count; i++) {
        float score = rank_pattern(text, &pack->data.doc[i], lang);
        if (score > 0) {
            keep(&best, (struct candidate){i, score});
        }
    }
    answer(pack, &best, ret_found);
}

static float top_score(const struct found *found)
{
    return found->count > 0 ? found->item[0].score : 0;
}

enum kcode pack_search(struct pack *pack, const char *query, enum lang lang,
                       struct found *ret_found, struct kerr *err)
{
    char text[LIMIT_FIELD_BYTES];
    char hangul[LIMIT_FIELD_BYTES];
    (void)kstr_copy(text, sizeof text, query);
    if (query_is_pattern(text)) {
        find_pattern(pack, text, LANG_KO, ret_found); /* only Korean has such letters */
        return K_OK;
    }
    bool is_qwerty = query_from_qwerty(text, hangul);
    const struct {
        const char *text;
        enum lang lang;
        bool wanted;
    } tries[] = {
        {text, lang, true},
        {hangul, LANG_KO, is_qwerty},
        {text, lang == LANG_KO ? LANG_EN : LANG_KO, true},
    };
    struct found best = {.band = FOUND_NONE};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        struct found found = {.band = FOUND_NONE};
        if (tries[i].wanted &&
            find_words(pack, tries[i].text, tries[i].lang, &found, err) != K_OK) {
            return err->code;
        }
        best = top_score(&found) > top_score(&best) ? found : best;
    }
    *ret_found = best;
    return K_OK;
}
