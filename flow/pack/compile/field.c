/* Maps into structs by a table: the only place that knows what a missing key looks like. */
#include "compile_internal.h"

#include "kassert.h"
#include "kstr.h"
#include "text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

bool field_is(struct compiler *c, const struct node *node, enum node_kind kind, const char *what)
{
    if (node->kind == kind) {
        return true;
    }
    problem_at(c, node->at, "%s is %s; it must be %s", what, node_kind_name(node->kind),
               node_kind_name(kind));
    return false;
}

static bool is_id(const char *text)
{
    size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return len > 0 && text[len] == '\0' && text[0] != '-' && text[len - 1] != '-' &&
           len < LIMIT_ID_BYTES;
}

bool field_id(struct compiler *c, const struct node *node, const char **ret_id)
{
    const char *what = node->key != NULL ? node->key : "an id";
    if (!field_is(c, node, NODE_WORD, what)) {
        return false;
    }
    if (!is_id(node->text)) {
        problem_at(c, node->at,
                   "'%.80s' is not an id; use 1 to %d lower-case letters, digits and hyphens",
                   node->text, LIMIT_ID_BYTES - 1);
        return false;
    }
    *ret_id = node->text;
    return true;
}

static bool read_line(struct compiler *c, const struct node *node, size_t max,
                      const char **ret_text)
{
    const char *what = node->key != NULL ? node->key : "this";
    if (!field_is(c, node, NODE_WORD, what)) {
        return false;
    }
    if (node->text[0] == '\0') {
        problem_at(c, node->at, "%s is empty; write something or leave the key out", what);
        return false;
    }
    if (strlen(node->text) >= max) {
        problem_at(c, node->at, "%s has %zu bytes; at most %zu fit (a Korean letter takes 3)", what,
                   strlen(node->text), max - 1);
        return false;
    }
    *ret_text = node->text;
    return true;
}

bool field_words(struct compiler *c, const struct node *map, size_t max, struct words *ret_words)
{
    const char *what = map->key != NULL ? map->key : "this";
    if (!field_is(c, map, NODE_MAP, what)) {
        return false;
    }
    struct words words = {{NULL}};
    bool ok = true;
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        const struct node *text = node_get(map, lang_name(lang));
        if (text == NULL) {
            problem_at(c, map->key_at, "%s has no '%s'; every text needs ko and en", what,
                       lang_name(lang));
        }
        ok = text != NULL && read_line(c, text, max, &words.in[lang]) && ok;
    }
    if (ok) {
        *ret_words = words;
    }
    return ok;
}

/* A map that is nothing but words: other keys are mistakes. */
static bool only_words(struct compiler *c, const struct node *map, size_t max,
                       struct words *ret_words)
{
    bool ok = field_words(c, map, max, ret_words);
    for (const struct node *key = map->child; map->kind == NODE_MAP && key; key = key->next) {
        if (strcmp(key->key, "ko") != 0 && strcmp(key->key, "en") != 0) {
            problem_at(c, key->key_at, "unknown key '%.80s'; a text has ko and en", key->key);
            ok = false;
        }
    }
    return ok;
}

bool field_number(const char *text, int64_t *ret_number)
{
    char *end = NULL;
    size_t digits = strspn(text + (text[0] == '-'), "0123456789");
    if (digits == 0 || digits > 18 || text[digits + (text[0] == '-')] != '\0') {
        return false;
    }
    *ret_number = strtoll(text, &end, 10);
    return true;
}

static bool read_int(struct compiler *c, const struct node *node, const struct field *field,
                     void *member)
{
    int64_t number = 0;
    if (!field_is(c, node, NODE_WORD, field->key)) {
        return false;
    }
    if (!field_number(node->text, &number)) {
        problem_at(c, node->at, "%s is '%.80s'; write a whole number", field->key, node->text);
        return false;
    }
    if (number < field->min || number > field->max) {
        problem_at(c, node->at, "%s is %lld; it must be %lld to %lld", field->key,
                   (long long)number, (long long)field->min, (long long)field->max);
        return false;
    }
    member_set(member, field->size, number);
    return true;
}

static bool read_truth(struct compiler *c, const struct node *node, bool *ret_truth)
{
    if (!field_is(c, node, NODE_WORD, node->key)) {
        return false;
    }
    bool is_true = strcmp(node->text, "true") == 0;
    if (!is_true && strcmp(node->text, "false") != 0) {
        problem_at(c, node->at, "%s is '%.80s'; write true or false", node->key, node->text);
        return false;
    }
    *ret_truth = is_true;
    return true;
}

static bool read_name(struct compiler *c, const struct node *node, const struct field *field,
                      void *member)
{
    if (!field_is(c, node, NODE_WORD, field->key)) {
        return false;
    }
    char all[PROBLEM_HINT_SIZE] = "";
    for (size_t i = 0; field->names[i] != NULL; i++) {
        if (strcmp(field->names[i], node->text) == 0) {
            member_set(member, field->size, (int64_t)i);
            return true;
        }
        (void)kstr_append(all, sizeof all, i == 0 ? "" : ", ");
        (void)kstr_append(all, sizeof all, field->names[i]);
    }
    problem_at(c, node->at, "%s is '%.80s'; it must be one of: %s", field->key, node->text, all);
    return false;
}

static bool read_color(struct compiler *c, const struct node *node, void *member)
{
    if (!field_is(c, node, NODE_WORD, node->key)) {
        return false;
    }
    bool is_color = node->text[0] == '#' && strlen(node->text) == 7 &&
                    strspn(node->text + 1, "0123456789abcdefABCDEF") == 6;
    if (!is_color) {
        problem_at(c, node->at, "%s is '%.80s'; write a colour as \"#0B4FA8\"", node->key,
                   node->text);
        return false;
    }
    member_set(member, sizeof(uint32_t), strtoll(node->text + 1, NULL, 16));
    return true;
}

static bool read_field(struct compiler *c, const struct node *node, const struct field *field,
                       char *member)
{
    switch (field->kind) {
    case FIELD_ID:
        return field_id(c, node, (const char **)(void *)member);
    case FIELD_LINE:
        return read_line(c, node, (size_t)field->max, (const char **)(void *)member);
    case FIELD_WORDS:
        return only_words(c, node, (size_t)field->max, (struct words *)(void *)member);
    case FIELD_INT:
        return read_int(c, node, field, member);
    case FIELD_TRUTH:
        return read_truth(c, node, (bool *)member);
    case FIELD_NAME:
        return read_name(c, node, field, member);
    case FIELD_COLOR:
        return read_color(c, node, member);
    case FIELD_NODE:
        break;
    }
    memcpy(member, &node, sizeof node);
    return true;
}

static const char *field_name(const void *names, size_t index)
{
    const struct fields *fields = names;
    return index < fields->count ? fields->field[index].key : NULL;
}

static const struct field *find_field(const struct fields *fields, const char *key)
{
    for (size_t i = 0; i < fields->count; i++) {
        if (strcmp(fields->field[i].key, key) == 0) {
            return &fields->field[i];
        }
    }
    return NULL;
}

bool field_read(struct compiler *c, const struct node *map, struct fields fields, void *into)
{
    if (!field_is(c, map, NODE_MAP, map->key != NULL ? map->key : "this entry")) {
        return false;
    }
    bool ok = true;
    for (const struct node *node = map->child; node != NULL; node = node->next) {
        const struct field *field = find_field(&fields, node->key);
        if (field == NULL) {
            char hint[PROBLEM_HINT_SIZE];
            problem_hint(node->key, field_name, &fields, hint);
            problem_at(c, node->key_at, "unknown key '%.80s'%s", node->key,
                       hint[0] != '\0' ? hint : "; remove it");
            ok = false;
        } else {
            ok = read_field(c, node, field, (char *)into + field->offset) && ok;
        }
    }
    for (size_t i = 0; i < fields.count; i++) {
        if (fields.field[i].must && node_get(map, fields.field[i].key) == NULL) {
            problem_at(c, map->at, "'%s' is missing; add it", fields.field[i].key);
            ok = false;
        }
    }
    return ok;
}

/* The list's words, joined by commas; NULL when there are none. */
static const char *join(struct compiler *c, const struct node *list)
{
    char text[LIMIT_TEXT_BYTES] = "";
    for (const struct node *word = list->child; word != NULL; word = word->next) {
        const char *one = NULL;
        if (!read_line(c, word, LIMIT_ID_BYTES, &one)) {
            continue;
        }
        bool fits = kstr_append(text, sizeof text, text[0] == '\0' ? "" : ",") &&
                    kstr_append(text, sizeof text, one);
        if (!fits) {
            problem_at(c, word->at, "too many keywords; at most %d bytes in all",
                       LIMIT_TEXT_BYTES - 1);
            break;
        }
    }
    return text[0] == '\0' ? NULL : arena_text(&c->arena, text);
}

struct words field_keywords(struct compiler *c, const struct node *map)
{
    static const struct field keyword_fields[] = {
        {.key = "ko", .kind = FIELD_NODE, .must = true, .offset = 0},
        {.key = "en", .kind = FIELD_NODE, .must = true, .offset = sizeof(void *)},
    };
    const struct node *list[LANG_COUNT] = {NULL};
    struct words words = {{NULL}};
    if (map == NULL || !field_read(c, map, FIELDS(keyword_fields), list)) {
        return words;
    }
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        if (list[lang] != NULL && field_is(c, list[lang], NODE_LIST, list[lang]->key)) {
            words.in[lang] = join(c, list[lang]);
        }
    }
    bool only_one = (words.in[LANG_KO] == NULL) != (words.in[LANG_EN] == NULL);
    if (only_one) {
        return (struct words){{NULL}};
    }
    return words;
}
