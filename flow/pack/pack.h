#pragma once

#include "content.h"
#include "kbuf.h"
#include "kerr.h"

/*
 * A content pack, opened: one SQLite file, read-only and immutable. The author's tool compiles it;
 * nothing is parsed here but rows. Everything returned as `content` is borrowed from the pack.
 */

struct pack;

/**
 * Open and check a pack: application id, format version, every row within the limits,
 * flow_check() on the whole book.
 *
 * Errors: K_E_NOT_FOUND, K_E_FORMAT (what is wrong, where), K_E_ROLLBACK (a newer format), K_E_IO
 */
enum kcode pack_open(const char *path, struct pack **ret_pack, struct kerr *err) K_MUST_CHECK;
void pack_close(struct pack **pack);

/* Lives as long as the pack. */
const struct content *pack_content(const struct pack *pack);

/* Read one article's blocks. Errors: K_E_NOT_FOUND, K_E_FORMAT, K_E_IO. */
enum kcode pack_article(struct pack *pack, uint16_t article, enum lang lang,
                        struct article *ret_article, struct kerr *err) K_MUST_CHECK;

/* Append a picture's PNG bytes to buf; its alt text to ret_alt (LIMIT_TEXT_BYTES).
 * Errors: K_E_NOT_FOUND, K_E_FULL, K_E_IO. */
enum kcode pack_picture(struct pack *pack, const char *id, enum lang lang, struct kbuf *buf,
                        char *ret_alt, struct kerr *err) K_MUST_CHECK;

/* Alt text only. */
enum kcode pack_picture_alt(struct pack *pack, const char *id, enum lang lang, char *ret_alt,
                            struct kerr *err) K_MUST_CHECK;

/**
 * Search flows and articles: jamo 3-grams in contentless FTS5, choseong, English-layout typing,
 * synonyms of the pack, particles stripped, re-ranked; bands as docs/facts.md, search.
 *
 * query  in  as typed, unfinished syllables allowed
 * Errors: K_E_IO, K_E_FORMAT (damaged pack)
 */
enum kcode pack_search(struct pack *pack, const char *query, enum lang lang,
                       struct found *ret_found, struct kerr *err) K_MUST_CHECK;
