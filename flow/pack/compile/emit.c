/* What was compiled -> rows of a new SQLite file, by the tables of schema.c, and the search index.
 */
#include "compile_internal.h"

#include "kassert.h"
#include "kmember.h"
#include "kstr.h"

#include <stdlib.h>
#include <string.h>

#define EMIT_SQL_BYTES 4096
#define EMIT_BUF_BYTES                                                                             \
    ((size_t)4 * 1024 * 1024) /* grams: 10 bytes per letter of a long article                      \
                               */

struct emitting {
    struct compile *c;
    struct store *store;
    struct statement *insert[RECORD_COUNT];
    struct kbuf buf; /* conditions, pictures, grams: EMIT_BUF_BYTES */
};

/* ---- SQL from the tables ---- */

static const char *column_type(const struct column *column)
{
    switch (column->kind) {
    case COLUMN_INT:
        return "INTEGER";
    case COLUMN_CODE:
        return "BLOB";
    case COLUMN_TEXT:
    case COLUMN_CHARS:
    case COLUMN_WORDS:
        break;
    }
    return "TEXT";
}

static void add_sql(struct kbuf *sql, const char *first, const char *second)
{
    struct kerr err = {0};
    enum kcode code = kbuf_format(sql, &err, "%s%s", first, second);
    KASSERT(code == K_OK); /* the tables of schema.c fit */
}

static void create_sql(const struct record *record, struct kbuf *sql)
{
    add_sql(sql, "CREATE TABLE ", record->table);
    for (uint8_t i = 0; i < record->key_count; i++) {
        add_sql(sql, i == 0 ? "(" : ", ", record->key[i]);
        add_sql(sql, " INTEGER NOT NULL", "");
    }
    for (uint8_t i = 0; i < record->column_count; i++) {
        const struct column *column = &record->column[i];
        bool is_words = column->kind == COLUMN_WORDS;
        for (enum lang lang = 0; lang < (is_words ? LANG_COUNT : 1); lang++) {
            add_sql(sql, ", ", column->name);
            add_sql(sql, is_words ? "_" : "", is_words ? lang_name(lang) : "");
            add_sql(sql, " ", column_type(column));
        }
    }
    add_sql(sql, record == &records[RECORD_PICTURE] ? ", png BLOB" : "", ", PRIMARY KEY(");
    for (uint8_t i = 0; i < record->key_count; i++) {
        add_sql(sql, i == 0 ? "" : ", ", record->key[i]);
    }
    /* A rowid table where a row can be large, otherwise the key is the table. */
    add_sql(sql, ")) STRICT", record == &records[RECORD_PICTURE] ? "" : ", WITHOUT ROWID");
}

static int parameter_count(const struct record *record)
{
    int count = record->key_count + (record == &records[RECORD_PICTURE] ? 1 : 0);
    for (uint8_t i = 0; i < record->column_count; i++) {
        count += record->column[i].kind == COLUMN_WORDS ? LANG_COUNT : 1;
    }
    return count;
}

static enum kcode create_tables(struct emitting *e, struct kerr *err)
{
    for (int id = 0; id < RECORD_COUNT; id++) {
        char memory[EMIT_SQL_BYTES];
        struct kbuf sql = KBUF(memory);
        create_sql(&records[id], &sql);
        if (store_run(e->store, sql.data, err) != K_OK) {
            return err->code;
        }
        kbuf_clear(&sql);
        add_sql(&sql, "INSERT INTO ", records[id].table);
        for (int i = 0; i < parameter_count(&records[id]); i++) {
            add_sql(&sql, i == 0 ? " VALUES (" : ", ", "?");
        }
        add_sql(&sql, ")", "");
        if (statement_open(e->store, sql.data, &e->insert[id], err) != K_OK) {
            return err->code;
        }
    }
    return store_run(e->store, "CREATE INDEX picture_id ON picture(id)", err);
}

/* ---- structs as rows ---- */

static void bind_text(struct statement *row, int at, const char *text)
{
    if (text != NULL) {
        statement_text(row, at, text);
    } else {
        statement_null(row, at);
    }
}

static enum kcode bind_code(struct emitting *e, struct statement *row, int at,
                            const struct flow_expr *expr, struct kerr *err)
{
    kbuf_clear(&e->buf);
    if (code_encode(expr, &e->buf, err) != K_OK) {
        return err->code;
    }
    statement_blob(row, at, e->buf.data, e->buf.len);
    return K_OK;
}

/* Bind one column from parameter at on. */
static enum kcode bind_column(struct emitting *e, struct statement *row, int at,
                              const struct column *column, const void *from, struct kerr *err)
{
    const char *member = (const char *)from + column->offset;
    const struct words *words = (const void *)member;
    if (!record_has(column, from)) {
        return K_OK; /* stays NULL */
    }
    switch (column->kind) {
    case COLUMN_TEXT:
        bind_text(row, at, *(const char *const *)(const void *)member);
        break;
    case COLUMN_CHARS:
        statement_text(row, at, member);
        break;
    case COLUMN_WORDS:
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            bind_text(row, at + lang, words->in[lang]);
        }
        break;
    case COLUMN_INT:
        statement_int(row, at, kmember_get(member, column->size, column->min < 0));
        break;
    case COLUMN_CODE:
        return bind_code(e, row, at, (const void *)member, err);
    }
    return K_OK;
}

/* Insert one struct under its keys; png only for pictures. */
static enum kcode put(struct emitting *e, enum record_id id, const int64_t keys[], const void *from,
                      struct kerr *err)
{
    const struct record *record = &records[id];
    struct statement *row = e->insert[id];
    for (int i = 0; i < record->key_count; i++) {
        statement_int(row, i + 1, keys[i]);
    }
    int at = record->key_count + 1;
    for (uint8_t i = 0; i < record->column_count; i++) {
        const struct column *column = &record->column[i];
        if (bind_column(e, row, at, column, from, err) != K_OK) {
            return err->code;
        }
        at += column->kind == COLUMN_WORDS ? LANG_COUNT : 1;
    }
    if (id == RECORD_PICTURE) {
        statement_blob(row, at, e->buf.data, e->buf.len);
    }
    return statement_done(row, err);
}

/* An array under the keys above it (NULL: none). */
static enum kcode put_all(struct emitting *e, enum record_id id,
                          const int64_t above[RECORD_KEYS_MAX], const void *rows, size_t count,
                          struct kerr *err)
{
    const struct record *record = &records[id];
    int64_t keys[RECORD_KEYS_MAX] = {0};
    if (above != NULL) {
        memcpy(keys, above, sizeof keys);
    }
    for (size_t n = 0; n < count; n++) {
        keys[record->key_count - 1] = (int64_t)n;
        if (put(e, id, keys, (const char *)rows + n * record->struct_size, err) != K_OK) {
            return kerr_at(err, record->table);
        }
    }
    return K_OK;
}

/* ---- flows ---- */

static enum kcode put_step(struct emitting *e, const int64_t keys[RECORD_KEYS_MAX],
                           const struct flow_step *step, struct kerr *err)
{
    if (put_all(e, RECORD_EXIT, keys, step->exit, step->exit_count, err) != K_OK) {
        return err->code;
    }
    if (step->kind == FLOW_CHECK) {
        return put_all(e, RECORD_ANSWER, keys, step->check.answers, step->check.answer_count, err);
    }
    if (step->kind != FLOW_CALL) {
        return K_OK;
    }
    if (put_all(e, RECORD_GIFT, keys, step->call.gift, step->call.gift_count, err) != K_OK) {
        return err->code;
    }
    return put_all(e, RECORD_TAKE, keys, step->call.take, step->call.take_count, err);
}

static enum kcode put_chart(struct emitting *e, int64_t flow, const struct flow_chart *chart,
                            struct kerr *err)
{
    const int64_t above[RECORD_KEYS_MAX] = {flow};
    if (put_all(e, RECORD_VAR, above, chart->var, chart->var_count, err) != K_OK ||
        put_all(e, RECORD_OUTPUT, above, chart->output, chart->output_count, err) != K_OK ||
        put_all(e, RECORD_STEP, above, chart->step, chart->step_count, err) != K_OK) {
        return err->code;
    }
    for (uint16_t i = 0; i < chart->step_count; i++) {
        if (put_step(e, (const int64_t[RECORD_KEYS_MAX]){flow, i}, &chart->step[i], err) != K_OK) {
            return err->code;
        }
    }
    return K_OK;
}

/* ---- pictures and articles ---- */

static enum kcode put_pictures(struct emitting *e, struct kerr *err)
{
    for (size_t i = 0; i < e->c->picture_count; i++) {
        const struct draft_picture *picture = &e->c->picture[i];
        kbuf_clear(&e->buf);
        (void)compile_draw_told(e->c, i, &e->buf);
        int64_t keys[RECORD_KEYS_MAX] = {0};
        keys[0] = (int64_t)i;
        if (put(e, RECORD_PICTURE, keys, &picture->head, err) != K_OK) {
            return err->code;
        }
    }
    return K_OK;
}

static enum kcode put_bodies(struct emitting *e, struct kerr *err)
{
    enum kcode code = K_OK;
    for (int i = 0; i < LANG_COUNT * e->c->data.content.article_count && code == K_OK; i++) {
        const int64_t keys[RECORD_KEYS_MAX] = {i / LANG_COUNT, i % LANG_COUNT};
        const struct draft_body *body = &e->c->article_body[keys[0]];
        code =
            put_all(e, RECORD_BLOCK, keys, body->block[keys[1]], body->block_count[keys[1]], err);
    }
    return code;
}

/* ---- all of it ---- */

static enum kcode put_lists(struct emitting *e, struct kerr *err)
{
    const struct pack_data *data = &e->c->data;
    const struct content *content = &data->content;
    const struct {
        enum record_id id;
        const void *rows;
        size_t count;
    } lists[] = {
        {RECORD_PACK, data, 1},
        {RECORD_HOURS, content->hours, 8},
        {RECORD_HOLIDAY, content->holiday, content->holiday_count},
        {RECORD_TOPIC, content->topic, content->topic_count},
        {RECORD_FLOW, content->book.chart, content->book.chart_count},
        {RECORD_ARTICLE, content->article, content->article_count},
        {RECORD_DOC, data->doc, data->doc_count},
        {RECORD_READING, content->reading, content->reading_count},
        {RECORD_SYNONYM, data->synonym, data->synonym_count},
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (put_all(e, lists[i].id, NULL, lists[i].rows, lists[i].count, err) != K_OK) {
            return err->code;
        }
    }
    return K_OK;
}

static enum kcode put_everything(struct emitting *e, struct kerr *err)
{
    const struct flow_book *book = &e->c->data.content.book;
    if (create_tables(e, err) != K_OK || put_lists(e, err) != K_OK) {
        return err->code;
    }
    for (uint16_t i = 0; i < book->chart_count; i++) {
        if (put_chart(e, i, &book->chart[i], err) != K_OK) {
            return err->code;
        }
    }
    if (put_pictures(e, err) != K_OK || put_bodies(e, err) != K_OK) {
        return err->code;
    }
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        if (index_write(e->c, e->store, lang, &e->buf, err) != K_OK) {
            return err->code;
        }
    }
    return K_OK;
}

static enum kcode write_store(struct emitting *e, struct kerr *err)
{
    if (store_begin(e->store, err) != K_OK || put_everything(e, err) != K_OK) {
        return err->code;
    }
    if (store_commit(e->store, err) != K_OK ||
        store_set_version(e->store, PACK_FORMAT, err) != K_OK) {
        return err->code;
    }
    return K_OK;
}

enum kcode emit_pack(struct compile *c, const char *path, struct kerr *err)
{
    struct karena scratch = {0};
    struct emitting e = {.c = c};
    e.buf = (struct kbuf){.data = karena_take(&scratch, EMIT_BUF_BYTES, 1), .size = EMIT_BUF_BYTES};
    enum kcode code = store_open(path, STORE_BUILD, PACK_APP_ID, PACK_FORMAT, &e.store, err);
    if (code == K_OK) {
        code = write_store(&e, err);
    }
    for (int id = 0; id < RECORD_COUNT; id++) {
        statement_close(&e.insert[id]);
    }
    if (code == K_OK) { /* the same rows in the same order: the same pages */
        code = store_run(e.store, "PRAGMA page_size=4096; VACUUM", err);
    }
    store_close(&e.store);
    karena_done(&scratch);
    return code;
}
