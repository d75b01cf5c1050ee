/* The search index: one contentless FTS5 table of jamo 3-grams per language, filled when built. */
#include "compile_internal.h"

#include "kstr.h"

#include <string.h>

#define INDEX_SQL_BYTES 256

/* What one row is made from. */
struct indexing {
    const struct compile *c;
    enum lang lang;
    struct kbuf *buf; /* the grams of one column */
};

static enum kcode add(const struct indexing *x, const struct words *words, bool join,
                      struct kerr *err)
{
    const char *text = words->in[x->lang];
    return text == NULL ? K_OK : gram_add(x->buf, text, join, err);
}

static enum kcode add_title(const struct indexing *x, const struct doc *doc, struct kerr *err)
{
    return add(x, &doc->title, true, err); /* found without its spaces, too */
}

static enum kcode add_keywords(const struct indexing *x, const struct doc *doc, struct kerr *err)
{
    return add(x, &doc->keywords, true, err);
}

static enum kcode add_flow(const struct indexing *x, const struct flow_chart *chart,
                           struct kerr *err)
{
    enum kcode code = add(x, &chart->summary, false, err);
    for (uint16_t i = 0; i < chart->step_count && code == K_OK; i++) {
        const struct flow_step *step = &chart->step[i];
        code = add(x, &step->text, false, err);
        for (uint8_t k = 0; k < step->exit_count && code == K_OK; k++) {
            code = add(x, &step->exit[k].label, false, err);
        }
    }
    return code;
}

static enum kcode add_article(const struct indexing *x, uint16_t article, struct kerr *err)
{
    const struct draft_body *body = &x->c->article_body[article];
    enum kcode code = add(x, &x->c->data.content.article[article].summary, false, err);
    for (uint16_t i = 0; i < body->block_count[x->lang] && code == K_OK; i++) {
        code = gram_add(x->buf, body->block[x->lang][i].text, false, err);
    }
    return code;
}

static enum kcode add_body(const struct indexing *x, const struct doc *doc, struct kerr *err)
{
    return doc->kind == FOUND_FLOW ? add_flow(x, &x->c->data.content.book.chart[doc->index], err)
                                   : add_article(x, doc->index, err);
}

static enum kcode put_doc(const struct indexing *x, struct statement *row, uint16_t doc,
                          struct kerr *err)
{
    static enum kcode (*const columns[])(const struct indexing *, const struct doc *,
                                         struct kerr *) = {add_title, add_body, add_keywords};
    statement_int(row, 1, doc); /* the rowid */
    for (int i = 0; i < 3; i++) {
        kbuf_clear(x->buf);
        if (columns[i](x, &x->c->data.doc[doc], err) != K_OK) {
            return err->code;
        }
        statement_text(row, 2 + i, x->buf->data);
    }
    return statement_done(row, err);
}

enum kcode index_write(const struct compile *c, struct store *store, enum lang lang,
                       struct kbuf *buf, struct kerr *err)
{
    const struct indexing x = {.c = c, .lang = lang, .buf = buf};
    const char *table = gram_table(lang);
    char sql[INDEX_SQL_BYTES];
    K_CLEANUP(statement_close) struct statement *row = NULL;
    (void)kstr_format(sql, sizeof sql,
                      "CREATE VIRTUAL TABLE %s USING fts5(title, body, keywords, content='')",
                      table);
    if (store_run(store, sql, err) != K_OK) {
        return err->code;
    }
    (void)kstr_format(sql, sizeof sql,
                      "INSERT INTO %s(rowid, title, body, keywords) VALUES (?, ?, ?, ?)", table);
    if (statement_open(store, sql, &row, err) != K_OK) {
        return err->code;
    }
    for (uint16_t i = 0; i < c->data.doc_count; i++) {
        if (put_doc(&x, row, i, err) != K_OK) {
            return err->code;
        }
    }
    (void)kstr_format(sql, sizeof sql, "INSERT INTO %s(%s) VALUES ('optimize')", table, table);
    return store_run(store, sql, err);
}
