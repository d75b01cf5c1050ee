/* Telling the author what is wrong, and the nearest thing that would have been right. */
#include "compile_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void problem_at(struct compiler *c, struct place at, const char *fmt, ...)
{
    char text[1024];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (c->problem_count < COMPILE_PROBLEMS_MAX) {
        c->problem[c->problem_count] =
            (struct compile_problem){at.file, at.line, at.column, arena_text(&c->arena, text)};
    }
    c->problem_count++;
}

static int by_place(const void *a, const void *b)
{
    const struct compile_problem *one = a;
    const struct compile_problem *other = b;
    int order = strcmp(one->file, other->file);
    order = order != 0 ? order : one->line - other->line;
    order = order != 0 ? order : one->column - other->column;
    return order != 0 ? order : strcmp(one->text, other->text);
}

void problems_tell(struct compiler *c, compile_tell_fn tell, void *user)
{
    int count = c->problem_count < COMPILE_PROBLEMS_MAX ? c->problem_count : COMPILE_PROBLEMS_MAX;
    qsort(c->problem, (size_t)count, sizeof c->problem[0], by_place);
    for (int i = 0; i < count; i++) {
        tell(user, &c->problem[i]);
    }
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Edit distance of two short names (Levenshtein), by bytes: ids and keys are ASCII. */
static size_t distance(const char *a, const char *b)
{
    size_t row[LIMIT_ID_BYTES + 1];
    size_t b_len = strnlen(b, LIMIT_ID_BYTES);
    for (size_t j = 0; j <= b_len; j++) {
        row[j] = j;
    }
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            size_t change = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = least(change, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[b_len];
}

void problem_hint(const char *wrong, problem_name_fn name, const void *names,
                  char ret_hint[PROBLEM_HINT_SIZE])
{
    const char *nearest = NULL;
    size_t nearest_distance = strlen(wrong) / 2 + 2; /* as far or farther is no help */
    for (size_t i = 0; name(names, i) != NULL; i++) {
        size_t there = distance(wrong, name(names, i));
        if (there < nearest_distance) {
            nearest = name(names, i);
            nearest_distance = there;
        }
    }
    ret_hint[0] = '\0';
    if (nearest != NULL) {
        (void)kstr_format(ret_hint, PROBLEM_HINT_SIZE, "; did you mean '%s'?", nearest);
    }
}
