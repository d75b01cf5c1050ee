/* Maps into structs by a table: the only place that knows what a missing key looks like. */
#include "field.h"

#include "kassert.h"
#include "kmember.h"
#include "kstr.h"
#include "text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

bool field_is(struct source *source, const struct node *node, enum node_kind kind, const char *what)
{
    static const enum diag_code wants[] = {
        [NODE_WORD] = A014_WANTS_TEXT, [NODE_LIST] = A015_WANTS_LIST, [NODE_MAP] = A016_WANTS_MAP};
    if (node->kind == kind) {
        return true;
    }
    source_tell(source, node->at, wants[kind], DIAG_ARGS(what));
    return false;
}

bool field_is_id(const char *text)
{
    size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return len > 0 && text[len] == '\0' && text[0] != '-' && text[len - 1] != '-' &&
           len < LIMIT_ID_BYTES;
}

/* A text without quotes that YAML would read as something else. */
static bool is_plain(struct source *source, const struct node *node)
{
    const char *as = node->quoted ? NULL : field_surprise(node->text);
    if (as != NULL) {
        source_tell(source, node->at, A026_UNQUOTED, DIAG_ARGS(node->text, as));
    }
    return as == NULL;
}

bool field_id(struct source *source, const struct node *node, const char **ret_id)
{
    const char *what = node->key != NULL ? node->key : DIAG_ENTRY;
    if (!field_is(source, node, NODE_WORD, what)) {
        return false;
    }
    if (!field_is_id(node->text)) {
        source_tell(source, node->at, A030_NOT_AN_ID,
                    DIAG_ARGS(node->text, diag_number(LIMIT_ID_BYTES - 1).text));
        return false;
    }
    *ret_id = node->text;
    return is_plain(source, node);
}

static bool read_line(struct source *source, const struct node *node, size_t max, bool may_be_plain,
                      const char **ret_text)
{
    const char *what = node->key != NULL ? node->key : DIAG_ENTRY;
    if (!field_is(source, node, NODE_WORD, what)) {
        return false;
    }
    if (node->text[0] == '\0') {
        source_tell(source, node->at, A031_EMPTY_TEXT, DIAG_ARGS(what));
        return false;
    }
    if (strlen(node->text) >= max) {
        source_tell(source, node->at, A032_TEXT_TOO_LONG,
                    DIAG_ARGS(what, diag_number((long long)strlen(node->text)).text,
                              diag_number((long long)max - 1).text));
        return false;
    }
    *ret_text = node->text;
    return may_be_plain || is_plain(source, node);
}

bool field_line(struct source *source, const struct node *node, size_t max, const char **ret_text)
{
    return read_line(source, node, max, false, ret_text);
}

void field_note(struct source *source, const struct node *map, const char *name, struct words words,
                size_t max)
{
    char id[SOURCE_PATH_SIZE];
    struct source_text text = {.id = id, .words = words, .max_bytes = max};
    node_path(map, id);
    if (name != NULL) {
        (void)kstr_append(id, sizeof id, name);
    }
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        const struct node *one = node_get(map, lang_name(lang));
        text.at[lang] = one != NULL ? one->at : map->key_at;
    }
    source_note(source, text);
}

bool field_words(struct source *source, const struct node *map, size_t max, struct words *ret_words)
{
    const char *what = map->key != NULL ? map->key : DIAG_ENTRY;
    if (!field_is(source, map, NODE_MAP, what)) {
        return false;
    }
    struct words words = {{NULL}};
    bool ok = true;
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        const struct node *text = node_get(map, lang_name(lang));
        if (text == NULL) {
            source_tell(source, map->key_at, A033_LANGUAGE_MISSING,
                        DIAG_ARGS(what, lang_name(lang)));
        }
        ok = text != NULL && read_line(source, text, max, false, &words.in[lang]) && ok;
    }
    field_note(source, map, NULL, words, max);
    if (ok) {
        *ret_words = words;
    }
    return ok;
}

/* A key that is not of the language. One without a value is mostly what stands behind the comma of
 * a text: {en: First, press it}. */
static void tell_unknown(struct source *source, const struct node *key, const char *near)
{
    bool is_bare = key->kind == NODE_WORD && !key->quoted && key->text[0] == '\0';
    if (is_bare && near == NULL) {
        source_tell(source, key->key_at, A049_REST_OF_A_TEXT, DIAG_ARGS(key->key));
    } else {
        source_tell_near(source, key->key_at, A012_UNKNOWN_KEY, DIAG_ARGS(key->key), near);
    }
}

/* A map that is nothing but words: other keys are mistakes. */
static bool only_words(struct source *source, const struct node *map, size_t max,
                       struct words *ret_words)
{
    bool ok = field_words(source, map, max, ret_words);
    for (const struct node *key = map->child; map->kind == NODE_MAP && key; key = key->next) {
        if (strcmp(key->key, "ko") != 0 && strcmp(key->key, "en") != 0) {
            tell_unknown(source, key, NULL);
            ok = false;
        }
    }
    return ok;
}

bool field_number(const char *text, int64_t *ret_number)
{
    char *end = NULL;
    const char *first = text + (text[0] == '-');
    size_t digits = strspn(first, "0123456789");
    bool is_octal = first[0] == '0' && digits > 1; /* to other readers of YAML */
    if (digits == 0 || digits > 18 || is_octal || first[digits] != '\0') {
        return false;
    }
    *ret_number = strtoll(text, &end, 10);
    return true;
}

static bool read_int(struct source *source, const struct node *node, const struct field *field,
                     void *member)
{
    int64_t number = 0;
    if (!field_is(source, node, NODE_WORD, field->key)) {
        return false;
    }
    if (!field_number(node->text, &number)) {
        source_tell(source, node->at, A034_NOT_A_NUMBER, DIAG_ARGS(field->key, node->text));
        return false;
    }
    if (number < field->min || number > field->max) {
        source_tell(source, node->at, A035_OUT_OF_RANGE,
                    DIAG_ARGS(field->key, diag_number(number).text, diag_number(field->min).text,
                              diag_number(field->max).text));
        return false;
    }
    kmember_set(member, field->size, number);
    return true;
}

static bool read_truth(struct source *source, const struct node *node, bool *ret_truth)
{
    if (!field_is(source, node, NODE_WORD, node->key)) {
        return false;
    }
    bool is_true = strcmp(node->text, "true") == 0;
    if (!is_true && strcmp(node->text, "false") != 0) {
        source_tell(source, node->at, A036_NOT_A_TRUTH, DIAG_ARGS(node->key, node->text));
        return false;
    }
    *ret_truth = is_true;
    return true;
}

static bool read_name(struct source *source, const struct node *node, const struct field *field,
                      void *member)
{
    if (!field_is(source, node, NODE_WORD, field->key)) {
        return false;
    }
    char all[DIAG_TEXT_BYTES] = "";
    for (size_t i = 0; field->names[i] != NULL; i++) {
        if (strcmp(field->names[i], node->text) == 0) {
            kmember_set(member, field->size, (int64_t)i);
            return true;
        }
        (void)kstr_append(all, sizeof all, i == 0 ? "" : ", ");
        (void)kstr_append(all, sizeof all, field->names[i]);
    }
    source_tell(source, node->at, A037_NOT_ONE_OF, DIAG_ARGS(field->key, node->text, all));
    return false;
}

static bool read_color(struct source *source, const struct node *node, void *member)
{
    if (!field_is(source, node, NODE_WORD, node->key)) {
        return false;
    }
    bool is_color = node->text[0] == '#' && strlen(node->text) == 7 &&
                    strspn(node->text + 1, "0123456789abcdefABCDEF") == 6;
    if (!is_color) {
        source_tell(source, node->at, A038_NOT_A_COLOUR, DIAG_ARGS(node->key, node->text));
        return false;
    }
    kmember_set(member, sizeof(uint32_t), strtoll(node->text + 1, NULL, 16));
    return true;
}

static bool read_field(struct source *source, const struct node *node, const struct field *field,
                       char *member)
{
    switch (field->kind) {
    case FIELD_ID:
        return field_id(source, node, (const char **)(void *)member);
    case FIELD_LINE:
    case FIELD_PLAIN:
        return read_line(source, node, (size_t)field->max, field->kind == FIELD_PLAIN,
                         (const char **)(void *)member);
    case FIELD_WORDS:
        return only_words(source, node, (size_t)field->max, (struct words *)(void *)member);
    case FIELD_INT:
        return read_int(source, node, field, member);
    case FIELD_TRUTH:
        return read_truth(source, node, (bool *)member);
    case FIELD_NAME:
        return read_name(source, node, field, member);
    case FIELD_COLOR:
        return read_color(source, node, member);
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

bool field_read(struct source *source, const struct node *map, struct fields fields, void *into)
{
    if (!field_is(source, map, NODE_MAP, map->key != NULL ? map->key : DIAG_ENTRY)) {
        return false;
    }
    bool ok = true;
    for (const struct node *node = map->child; node != NULL; node = node->next) {
        const struct field *field = find_field(&fields, node->key);
        if (field == NULL) {
            tell_unknown(source, node, source_near(node->key, field_name, &fields));
            ok = false;
        } else {
            ok = read_field(source, node, field, (char *)into + field->offset) && ok;
        }
    }
    for (size_t i = 0; i < fields.count; i++) {
        if (fields.field[i].must && node_get(map, fields.field[i].key) == NULL) {
            source_tell(source, map->at, A013_KEY_MISSING, DIAG_ARGS(fields.field[i].key));
            ok = false;
        }
    }
    return ok;
}

/* The list's words, joined by commas; NULL when there are none. */
static const char *join(struct source *source, const struct node *list)
{
    char text[LIMIT_TEXT_BYTES] = "";
    for (const struct node *word = list->child; word != NULL; word = word->next) {
        const char *one = NULL;
        if (!read_line(source, word, LIMIT_ID_BYTES, false, &one)) {
            continue;
        }
        bool fits = kstr_append(text, sizeof text, text[0] == '\0' ? "" : ",") &&
                    kstr_append(text, sizeof text, one);
        if (!fits) {
            source_tell(source, word->at, A039_KEYWORDS_TOO_LONG,
                        DIAG_ARGS(diag_number(LIMIT_TEXT_BYTES - 1).text));
            break;
        }
    }
    return text[0] == '\0' ? NULL : karena_text(&source->arena, text);
}

struct words field_keywords(struct source *source, const struct node *map)
{
    static const struct field keyword_fields[] = {
        {.key = "ko", .kind = FIELD_NODE, .must = true, .offset = 0},
        {.key = "en", .kind = FIELD_NODE, .must = true, .offset = sizeof(void *)},
    };
    const struct node *list[LANG_COUNT] = {NULL};
    struct words words = {{NULL}};
    if (map == NULL || !field_read(source, map, FIELDS(keyword_fields), list)) {
        return words;
    }
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        if (list[lang] != NULL && field_is(source, list[lang], NODE_LIST, list[lang]->key)) {
            words.in[lang] = join(source, list[lang]);
        }
    }
    bool only_one = (words.in[LANG_KO] == NULL) != (words.in[LANG_EN] == NULL);
    field_note(source, map, NULL, words, LIMIT_TEXT_BYTES);
    if (only_one) {
        return (struct words){{NULL}};
    }
    return words;
}
