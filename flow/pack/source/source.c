/* The list of what is wrong with a folder of sources. */
#include "source.h"

#include "kassert.h"

#include <stdlib.h>
#include <string.h>

void source_init(struct source *source, const char *dir)
{
    *source = (struct source){.dir = dir};
}

void source_done(struct source *source)
{
    karena_done(&source->arena);
    *source = (struct source){.dir = NULL};
}

/* Room for one more of `each` bytes: the older array stays in the arena, which is freed as a whole.
 */
static void *grown(struct source *source, void *array, size_t count, size_t *size, size_t each)
{
    if (count < *size) {
        return array;
    }
    *size = *size == 0 ? 64 : 2 * *size;
    void *more = karena_take(&source->arena, *size, each);
    if (count > 0) {
        memcpy(more, array, count * each);
    }
    return more;
}

static const char *keep(struct source *source, const char *text)
{
    return text != NULL ? karena_text(&source->arena, text) : NULL;
}

void source_tell_near(struct source *source, struct place at, enum diag_code code,
                      const char *const args[DIAG_ARGS_MAX], const char *near)
{
    KASSERT(at.file != NULL);
    KASSERT(at.line >= 1);
    source->count[diag_rule(code)->severity]++;
    if (source->diag_count == SOURCE_DIAGS_MAX) {
        return;
    }
    source->diag =
        grown(source, source->diag, source->diag_count, &source->diag_size, sizeof *source->diag);
    struct diag *diag = &source->diag[source->diag_count++];
    *diag = (struct diag){.code = code, .at = at, .near = keep(source, near)};
    for (int i = 0; i < DIAG_ARGS_MAX && args != NULL; i++) {
        diag->arg[i] = keep(source, args[i]);
    }
}

void source_tell(struct source *source, struct place at, enum diag_code code,
                 const char *const args[DIAG_ARGS_MAX])
{
    source_tell_near(source, at, code, args, NULL);
}

static int by_text(const char *one, const char *other)
{
    return strcmp(one != NULL ? one : "", other != NULL ? other : "");
}

static int by_place(const void *a, const void *b)
{
    const struct diag *one = a;
    const struct diag *other = b;
    int order = strcmp(one->at.file, other->at.file);
    order = order != 0 ? order : one->at.line - other->at.line;
    order = order != 0 ? order : one->at.column - other->at.column;
    order = order != 0 ? order : (int)one->code - (int)other->code;
    for (int i = 0; i < DIAG_ARGS_MAX && order == 0; i++) {
        order = by_text(one->arg[i], other->arg[i]);
    }
    return order != 0 ? order : by_text(one->near, other->near);
}

/* The list is full: the last thing told is that there is more. */
static void tell_rest(struct source *source, size_t told)
{
    struct place last = source->diag[source->diag_count - 1].at;
    source->diag_count--;
    source_tell(source, last, A099_TOO_MANY_PROBLEMS,
                DIAG_ARGS(diag_number((long long)told).text,
                          diag_number((long long)source->diag_count).text));
}

void source_sort(struct source *source)
{
    size_t kept = 0;
    size_t told =
        source->count[DIAG_ERROR] + source->count[DIAG_WARNING] + source->count[DIAG_NOTE];
    if (source->diag_count == 0) {
        return;
    }
    qsort(source->diag, source->diag_count, sizeof *source->diag, by_place);
    for (size_t i = 0; i < source->diag_count; i++) {
        if (kept > 0 && by_place(&source->diag[kept - 1], &source->diag[i]) == 0) {
            source->count[diag_rule(source->diag[i].code)->severity]--;
        } else {
            source->diag[kept++] = source->diag[i];
        }
    }
    source->diag_count = kept;
    if (told > SOURCE_DIAGS_MAX) {
        tell_rest(source, told);
    }
}

size_t source_errors_in(const struct source *source, const char *file)
{
    size_t count = 0;
    for (size_t i = 0; i < source->diag_count; i++) {
        const struct diag *diag = &source->diag[i];
        count += diag_rule(diag->code)->severity == DIAG_ERROR && strcmp(diag->at.file, file) == 0;
    }
    return count;
}

void source_note(struct source *source, struct source_text text)
{
    source->text =
        grown(source, source->text, source->text_count, &source->text_size, sizeof *source->text);
    text.id = karena_text(&source->arena, text.id);
    source->text[source->text_count++] = text;
}

bool source_find(const struct source *source, const char *text, struct place *ret_at)
{
    for (size_t i = 0; i < source->text_count && text != NULL; i++) {
        const struct source_text *known = &source->text[i];
        bool is_ko = known->words.in[LANG_KO] == text;
        if (is_ko || known->words.in[LANG_EN] == text) {
            *ret_at = known->at[is_ko ? LANG_KO : LANG_EN];
            return true;
        }
    }
    return false;
}
