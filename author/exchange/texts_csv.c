/* A table for spreadsheets (RFC 4180): written for Excel and LibreOffice, read from either. */
#include "texts_internal.h"

#include "kstr.h"
#include "text.h"

#include <string.h>

#define BOM         "\xEF\xBB\xBF"
#define COLUMNS_MAX 32
#define CALCULATES  "=+-@\t\r" /* what a spreadsheet takes for a formula */

enum column { COLUMN_ID, COLUMN_STATE, COLUMN_KO, COLUMN_EN, COLUMN_COUNT };
static const char *const column_names[COLUMN_COUNT] = {"id", "state", "ko", "en"};

/* ---- writing ---- */

static bool is_guarded(const char *text)
{
    bool is_quote = text[0] == '\'' && text[1] != '\0' && strchr(CALCULATES "'", text[1]) != NULL;
    return is_quote || (text[0] != '\0' && strchr(CALCULATES, text[0]) != NULL);
}

static void put_cell(const struct texts_out *out, const char *text, const char *behind)
{
    bool needs_quotes = strpbrk(text, ",;\"\n\r\t") != NULL || text[0] == ' ';
    out_put(out, needs_quotes ? "\"" : "");
    out_put(out, is_guarded(text) ? "'" : "");
    for (size_t i = 0; text[i] != '\0'; i++) {
        const char one[2] = {text[i], '\0'};
        out_put(out, text[i] == '"' ? "\"\"" : one);
    }
    out_put(out, needs_quotes ? "\"" : "");
    out_put(out, behind);
}

enum kcode texts_csv_write(struct source *source, const struct texts_lock *lock, bool only_todo,
                           struct kbuf *buf, struct kerr *err)
{
    const struct texts_out out = {buf, err};
    out_put(&out, BOM "id,state,ko,en,place\r\n");
    for (size_t i = 0; i < source->text_count; i++) {
        const struct source_text *text = &source->text[i];
        char place[SOURCE_PATH_SIZE + 16];
        if (!text_is_wanted(lock, text, only_todo)) {
            continue;
        }
        const char *en = texts_plain(source, text, LANG_EN);
        (void)kstr_format(place, sizeof place, "%s:%d", text->at[LANG_KO].file,
                          text->at[LANG_KO].line);
        put_cell(&out, text->id, ",");
        put_cell(&out, texts_state_name(texts_state(lock, text)), ",");
        put_cell(&out, texts_plain(source, text, LANG_KO), ",");
        put_cell(&out, en != NULL ? en : "", ",");
        put_cell(&out, place, "\r\n");
    }
    return err->code;
}

/* ---- reading ---- */

struct table {
    struct source *inbox;
    const char *file;
    const char *at, *end;
    int line;
    char delimiter;
    char *cell[COLUMNS_MAX];
    int cell_count;
    int column[COLUMN_COUNT]; /* which cell; -1 = not there */
};

static struct place place_in(const struct table *t, int line)
{
    return (struct place){t->file, line, 1};
}

/* Without the ' that was put before what a spreadsheet would calculate, and with \n alone. */
static void unguard(char *cell)
{
    bool is_put = cell[0] == '\'' && cell[1] != '\0' && strchr(CALCULATES "'", cell[1]) != NULL;
    size_t to = 0;
    for (size_t i = is_put; cell[i] != '\0'; i++) {
        bool is_return = cell[i] == '\r' && cell[i + 1] == '\n';
        if (!is_return) {
            cell[to++] = cell[i];
        }
    }
    cell[to] = '\0';
}

/* A cell in quotes, from behind the first one; false when they do not end. */
static bool read_quoted(struct table *t, char *cell)
{
    size_t len = 0;
    while (t->at < t->end) {
        bool is_double = t->at[0] == '"' && t->at + 1 < t->end && t->at[1] == '"';
        if (t->at[0] == '"' && !is_double) {
            t->at++;
            cell[len] = '\0';
            return true;
        }
        t->line += *t->at == '\n';
        cell[len++] = *t->at;
        t->at += is_double ? 2 : 1;
    }
    return false;
}

static bool at_cell_end(const struct table *t)
{
    return t->at >= t->end || *t->at == t->delimiter || *t->at == '\n' ||
           (*t->at == '\r' && (t->at + 1 >= t->end || t->at[1] == '\n'));
}

static char *read_plain(struct table *t)
{
    const char *begin = t->at;
    while (!at_cell_end(t)) {
        t->at++;
    }
    char *cell = karena_take(&t->inbox->arena, (size_t)(t->at - begin) + 1, 1);
    memcpy(cell, begin, (size_t)(t->at - begin));
    return cell;
}

/* Bytes to the closing quote, from behind the opening one; more than there are when none closes. */
static size_t quoted_length(const struct table *t)
{
    const char *at = t->at + 1;
    while (at < t->end && !(at[0] == '"' && (at + 1 >= t->end || at[1] != '"'))) {
        at += at[0] == '"' ? 2 : 1;
    }
    return (size_t)(at - t->at);
}

/* NULL after telling. */
static char *read_cell(struct table *t)
{
    char *cell = NULL;
    int line = t->line;
    if (t->at >= t->end || *t->at != '"') {
        cell = read_plain(t);
    } else {
        cell = karena_take(&t->inbox->arena, quoted_length(t) + 1, 1);
        t->at++;
        if (!read_quoted(t, cell) || !at_cell_end(t)) {
            source_tell(t->inbox, place_in(t, line), A741_QUOTE_OPEN, NULL);
            return NULL;
        }
    }
    unguard(cell);
    return cell;
}

/* One row; false when it is broken beyond its end. */
static bool read_record(struct table *t)
{
    t->cell_count = 0;
    bool more = true;
    while (more) {
        char *cell = read_cell(t);
        if (cell == NULL) {
            return false;
        }
        if (t->cell_count < COLUMNS_MAX) {
            t->cell[t->cell_count++] = cell;
        }
        more = t->at < t->end && *t->at == t->delimiter;
        t->at += more;
    }
    t->at += t->at < t->end && *t->at == '\r';
    t->line += t->at < t->end;
    t->at += t->at < t->end;
    return true;
}

/* Which column is which: their order is free, their names are not. */
static bool read_head(struct table *t)
{
    size_t id = strlen(column_names[COLUMN_ID]);
    bool is_quoted = t->at < t->end && *t->at == '"';
    const char *behind = t->at + id + (is_quoted ? 2 : 0);
    t->delimiter = ',';
    if (behind < t->end && (*behind == ';' || *behind == '\t')) {
        t->delimiter = *behind;
    }
    if (!read_record(t)) {
        return false;
    }
    for (int column = 0; column < COLUMN_COUNT; column++) {
        t->column[column] = -1;
        for (int i = 0; i < t->cell_count; i++) {
            bool is_it = strcmp(t->cell[i], column_names[column]) == 0;
            t->column[column] = is_it ? i : t->column[column];
        }
        if (t->column[column] < 0 && column != COLUMN_STATE) {
            source_tell(t->inbox, place_in(t, 1), A742_NO_COLUMN, DIAG_ARGS(column_names[column]));
            return false;
        }
    }
    return true;
}

static const char *cell_of(const struct table *t, enum column column)
{
    int at = t->column[column];
    return at >= 0 && at < t->cell_count ? t->cell[at] : "";
}

static bool is_empty_record(const struct table *t)
{
    for (int i = 0; i < t->cell_count; i++) {
        if (t->cell[i][0] != '\0') {
            return false;
        }
    }
    return true;
}

bool texts_csv_read(struct source *inbox, const char *file, const char *bytes, size_t count,
                    struct texts_rows *ret_rows)
{
    struct table t = {.inbox = inbox,
                      .file = karena_text(&inbox->arena, file),
                      .at = bytes,
                      .end = bytes + count,
                      .line = 1};
    t.at += kstr_starts(bytes, BOM) ? strlen(BOM) : 0;
    if (strlen(bytes) != count || !read_head(&t)) {
        if (inbox->diag_count == 0) {
            source_tell(inbox, place_in(&t, 1), A006_NOT_UTF8, NULL);
        }
        return false;
    }
    while (t.at < t.end) {
        int line = t.line;
        if (!read_record(&t)) {
            return false;
        }
        if (is_empty_record(&t)) {
            continue;
        }
        texts_row_add(
            &inbox->arena, ret_rows,
            (struct texts_row){.id = cell_of(&t, COLUMN_ID),
                               .ko = cell_of(&t, COLUMN_KO),
                               .en = cell_of(&t, COLUMN_EN),
                               .line = line,
                               .is_confirmed = strcmp(cell_of(&t, COLUMN_STATE), "ok") == 0});
    }
    return true;
}
