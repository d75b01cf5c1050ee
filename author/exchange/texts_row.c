/* What translators see of the texts. */
#include "texts_internal.h"

#include "kstr.h"

#include <string.h>

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text);
    size_t end_len = strlen(end);
    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

bool text_is_body(const struct source_text *text)
{
    return ends_with(text->at[LANG_KO].file, ".md") && ends_with(text->id, "/body");
}

bool text_is_keywords(const struct source_text *text)
{
    return ends_with(text->id, "/keywords");
}

void out_put(const struct texts_out *out, const char *text)
{
    if (out->err->code == K_OK) {
        (void)!kbuf_text(out->buf, text, out->err);
    }
}

const char *texts_plain(struct source *source, const struct source_text *text, enum lang lang)
{
    const char *raw = text->words.in[lang];
    if (raw == NULL || !text_is_body(text)) {
        return raw;
    }
    char *copy = karena_text(&source->arena, raw + strspn(raw, "\n"));
    size_t len = strlen(copy);
    while (len > 0 && copy[len - 1] == '\n') {
        copy[--len] = '\0';
    }
    return copy;
}

bool text_is_wanted(const struct texts_lock *lock, const struct source_text *text, bool only_todo)
{
    return text->words.in[LANG_KO] != NULL && (!only_todo || texts_state(lock, text) != TEXTS_OK);
}

void texts_row_add(struct karena *arena, struct texts_rows *rows, struct texts_row row)
{
    if (rows->count == rows->size) {
        size_t size = rows->size * 2 + 256;
        struct texts_row *more = karena_take(arena, size, sizeof *more);
        if (rows->count > 0) {
            memcpy(more, rows->row, rows->count * sizeof *more);
        }
        rows->row = more;
        rows->size = size;
    }
    rows->row[rows->count++] = row;
}
