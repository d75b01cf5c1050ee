/* Opening and closing a pack, and what is fetched from it one at a time. */
#include "pack_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <stdlib.h>
#include <string.h>

static enum kcode open_checked(struct pack *pack, const char *path, struct kerr *err)
{
    if (store_open(path, STORE_IMMUTABLE, PACK_APP_ID, PACK_FORMAT, &pack->store, err) != K_OK) {
        return err->code;
    }
    if (store_version(pack->store) != PACK_FORMAT) {
        return kerr_fail(err, K_E_FORMAT, "pack format %d instead of %d",
                         (int)store_version(pack->store), PACK_FORMAT);
    }
    if (load_content(pack, err) != K_OK) {
        return err->code;
    }
    return flow_check(&pack->data.content.book, err);
}

enum kcode pack_open(const char *path, struct pack **ret_pack, struct kerr *err)
{
    struct pack *pack = calloc(1, sizeof *pack);
    KASSERT(pack != NULL);
    if (open_checked(pack, path, err) != K_OK) {
        pack_close(&pack);
        return kerr_at(err, path);
    }
    *ret_pack = pack;
    return K_OK;
}

void pack_close(struct pack **pack)
{
    if (pack == NULL || *pack == NULL) {
        return;
    }
    for (int i = 0; i < RECORD_COUNT; i++) {
        statement_close(&(*pack)->select[i]);
    }
    store_close(&(*pack)->store);
    karena_done(&(*pack)->arena);
    free(*pack);
    *pack = NULL;
}

const struct content *pack_content(const struct pack *pack)
{
    return &pack->data.content;
}

enum kcode pack_article(struct pack *pack, uint16_t article, enum lang lang,
                        struct article *ret_article, struct kerr *err)
{
    if (article >= pack->data.content.article_count) {
        return kerr_fail(err, K_E_NOT_FOUND, "article %d of %d", article,
                         pack->data.content.article_count);
    }
    struct target target = {.rows = (char *)ret_article->block, .max = LIMIT_BLOCKS};
    if (record_read(pack, RECORD_BLOCK, (const int64_t[]){article, lang}, &target, err) != K_OK) {
        return err->code;
    }
    ret_article->index = article;
    ret_article->block_count = (uint16_t)target.count;
    return K_OK;
}

/* The row of a picture; the caller closes *ret_row, also after a failure. */
static enum kcode find_picture(struct pack *pack, const char *id, const char *sql,
                               struct statement **ret_row, struct kerr *err)
{
    if (statement_open(pack->store, sql, ret_row, err) != K_OK) {
        return err->code;
    }
    bool found = false;
    statement_text(*ret_row, 1, id);
    if (statement_step(*ret_row, &found, err) != K_OK) {
        return err->code;
    }
    return found ? K_OK : kerr_fail(err, K_E_NOT_FOUND, "picture %s", id);
}

enum kcode pack_picture_alt(struct pack *pack, const char *id, enum lang lang, char *ret_alt,
                            struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *row = NULL;
    if (find_picture(pack, id, "SELECT alt_ko, alt_en FROM picture WHERE id = ?", &row, err) !=
        K_OK) {
        return err->code;
    }
    (void)kstr_copy(ret_alt, LIMIT_TEXT_BYTES, row_text(row, (int)lang));
    return K_OK;
}

enum kcode pack_picture(struct pack *pack, const char *id, enum lang lang, struct kbuf *buf,
                        char *ret_alt, struct kerr *err)
{
    if (pack_picture_alt(pack, id, lang, ret_alt, err) != K_OK) {
        return err->code;
    }
    K_CLEANUP(statement_close) struct statement *row = NULL;
    if (find_picture(pack, id, "SELECT png FROM picture WHERE id = ?", &row, err) != K_OK) {
        return err->code;
    }
    size_t count = 0;
    const void *png = row_blob(row, 0, &count);
    return kbuf_add(buf, png, count, err);
}
