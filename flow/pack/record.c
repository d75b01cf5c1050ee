/* Rows into structs, by the tables of schema.c; every value is checked before it is stored. */
#include "pack_internal.h"

#include "kassert.h"
#include "kmember.h"
#include "kstr.h"
#include "text.h"

#include <string.h>

#define RECORD_SQL_BYTES 2048

/* SELECT last key, columns FROM table WHERE other keys = ? ORDER BY last key */
static void select_sql(const struct record *record, struct kbuf *sql)
{
    struct kerr err = {0};
    const char *last = record->key[record->key_count - 1];
    enum kcode code = kbuf_format(sql, &err, "SELECT %s", last);
    for (uint8_t i = 0; i < record->column_count && code == K_OK; i++) {
        const struct column *column = &record->column[i];
        code = column->kind == COLUMN_WORDS
                   ? kbuf_format(sql, &err, ", %s_ko, %s_en", column->name, column->name)
                   : kbuf_format(sql, &err, ", %s", column->name);
    }
    if (code == K_OK) {
        code = kbuf_format(sql, &err, " FROM %s", record->table);
    }
    for (uint8_t i = 0; i + 1 < record->key_count && code == K_OK; i++) {
        code = kbuf_format(sql, &err, " %s %s = ?", i == 0 ? "WHERE" : "AND", record->key[i]);
    }
    if (code == K_OK) {
        code = kbuf_format(sql, &err, " ORDER BY %s", last);
    }
    KASSERT(code == K_OK); /* the tables of schema.c fit */
}

static enum kcode check_text(const struct column *column, const char *text, size_t size,
                             struct kerr *err)
{
    if (strlen(text) >= size) {
        return kerr_fail(err, K_E_FORMAT, "%s: longer than %zu bytes", column->name, size - 1);
    }
    if (!utf8_valid(text)) {
        return kerr_fail(err, K_E_FORMAT, "%s: not UTF-8 text", column->name);
    }
    if (column->must && text[0] == '\0') {
        return kerr_fail(err, K_E_FORMAT, "%s: missing", column->name);
    }
    return K_OK;
}

/* One text column into *ret_text; NULL stays NULL. */
static enum kcode read_text(struct pack *pack, const struct column *column, struct statement *row,
                            int at, const char **ret_text, struct kerr *err)
{
    if (row_is_null(row, at) && !column->must) {
        *ret_text = NULL;
        return K_OK;
    }
    const char *text = row_text(row, at);
    if (check_text(column, text, (size_t)column->max, err) != K_OK) {
        return err->code;
    }
    *ret_text = karena_text(&pack->arena, text);
    return K_OK;
}

static enum kcode read_words(struct pack *pack, const struct column *column, struct statement *row,
                             int at, struct words *ret_words, struct kerr *err)
{
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        if (read_text(pack, column, row, at + lang, &ret_words->in[lang], err) != K_OK) {
            return err->code;
        }
    }
    if ((ret_words->in[LANG_KO] == NULL) != (ret_words->in[LANG_EN] == NULL)) {
        return kerr_fail(err, K_E_FORMAT, "%s: one language is missing", column->name);
    }
    return K_OK;
}

static enum kcode read_int(const struct column *column, struct statement *row, int at, void *member,
                           struct kerr *err)
{
    int64_t value = row_int(row, at);
    if (value < column->min || value > column->max) {
        return kerr_fail(err, K_E_FORMAT, "%s: %lld is not in %lld..%lld", column->name,
                         (long long)value, (long long)column->min, (long long)column->max);
    }
    kmember_set(member, column->size, value);
    return K_OK;
}

static enum kcode read_column(struct pack *pack, const struct column *column, struct statement *row,
                              int at, char *member, struct kerr *err)
{
    switch (column->kind) {
    case COLUMN_TEXT:
        return read_text(pack, column, row, at, (const char **)(void *)member, err);
    case COLUMN_WORDS:
        return read_words(pack, column, row, at, (struct words *)(void *)member, err);
    case COLUMN_INT:
        return read_int(column, row, at, member, err);
    case COLUMN_CHARS:
        if (check_text(column, row_text(row, at), column->size, err) != K_OK) {
            return err->code;
        }
        (void)kstr_copy(member, column->size, row_text(row, at));
        return K_OK;
    case COLUMN_CODE:
        break;
    }
    size_t count = 0;
    const void *bytes = row_blob(row, at, &count);
    return code_decode(bytes, count, &pack->arena, (struct flow_expr *)(void *)member, err);
}

static enum kcode read_row(struct pack *pack, const struct record *record, struct statement *row,
                           char *into, struct kerr *err)
{
    int at = 1;
    for (uint8_t i = 0; i < record->column_count; i++) {
        const struct column *column = &record->column[i];
        if (record_has(column, into) &&
            read_column(pack, column, row, at, into + column->offset, err) != K_OK) {
            return err->code;
        }
        at += column->kind == COLUMN_WORDS ? LANG_COUNT : 1;
    }
    return K_OK;
}

static enum kcode read_rows(struct pack *pack, const struct record *record, struct statement *row,
                            struct target *target, struct kerr *err)
{
    bool more = false;
    while (statement_step(row, &more, err) == K_OK && more) {
        if (target->count >= target->max) {
            return kerr_fail(err, K_E_FORMAT, "more than %zu rows", target->max);
        }
        if (row_int(row, 0) != (int64_t)target->count) {
            return kerr_fail(err, K_E_FORMAT, "row %zu is missing", target->count);
        }
        char *into = target->rows + target->count * record->struct_size;
        if (read_row(pack, record, row, into, err) != K_OK) {
            return err->code;
        }
        target->count++;
    }
    return err->code;
}

enum kcode record_read(struct pack *pack, enum record_id id, const int64_t keys[],
                       struct target *target, struct kerr *err)
{
    const struct record *record = &records[id];
    if (pack->select[id] == NULL) {
        char memory[RECORD_SQL_BYTES];
        struct kbuf sql = KBUF(memory);
        select_sql(record, &sql);
        if (statement_open(pack->store, sql.data, &pack->select[id], err) != K_OK) {
            return err->code;
        }
    }
    struct statement *row = pack->select[id];
    for (int i = 0; i + 1 < record->key_count; i++) {
        statement_int(row, i + 1, keys[i]);
    }
    if (read_rows(pack, record, row, target, err) != K_OK) {
        statement_reset(row);
        return kerr_at(err, record->table);
    }
    return K_OK;
}

enum kcode record_read_all(struct pack *pack, enum record_id id, const int64_t keys[], void *rows,
                           size_t count, struct kerr *err)
{
    struct target target = {.rows = rows, .max = count};
    if (record_read(pack, id, keys, &target, err) != K_OK) {
        return err->code;
    }
    if (target.count != count) {
        return kerr_fail(err, K_E_FORMAT, "%s: %zu rows instead of %zu", records[id].table,
                         target.count, count);
    }
    return K_OK;
}
