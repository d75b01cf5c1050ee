/* YAML as we write it: block maps down to a step's keys, below that one line each. */
#include "tree.h"

#include "field.h"
#include "kassert.h"
#include "kstr.h"

#include <stdlib.h>
#include <string.h>

struct tree *tree_add(struct karena *arena, struct tree *parent, const char *key,
                      enum tree_kind kind)
{
    KASSERT(parent->kind != TREE_WORD);
    struct tree *node = karena_take(arena, 1, sizeof *node);
    *node = (struct tree){.kind = kind, .key = key};
    if (parent->last == NULL) {
        parent->child = node;
    } else {
        parent->last->next = node;
    }
    parent->last = node;
    return node;
}

struct tree *tree_word(struct karena *arena, struct tree *map, const char *key, const char *text)
{
    struct tree *node = tree_add(arena, map, key, TREE_WORD);
    node->text = text;
    return node;
}

struct tree *tree_get(const struct tree *map, const char *key)
{
    for (struct tree *node = map->child; node != NULL; node = node->next) {
        if (kstr_equal(node->key, key)) {
            return node;
        }
    }
    return NULL;
}

struct tree *tree_take(struct tree *map, const char *key)
{
    struct tree *before = NULL;
    for (struct tree *node = map->child; node != NULL; node = node->next) {
        if (!kstr_equal(node->key, key)) {
            before = node;
            continue;
        }
        if (before == NULL) {
            map->child = node->next;
        } else {
            before->next = node->next;
        }
        map->last = map->last == node ? before : map->last;
        node->next = NULL;
        return node;
    }
    return NULL;
}

/* ---- by path ---- */

static struct tree *item_at(const struct tree *list, const char *digits)
{
    struct tree *node = list->child;
    for (long left = strtol(digits, NULL, 10); left > 0 && node != NULL; left--) {
        node = node->next;
    }
    return node;
}

static bool is_number(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    return digits > 0 && digits < 4 && text[digits] == '\0';
}

/* What a path goes on with behind this part: a word at its end, a list before a number. */
static enum tree_kind kind_before(const char *rest)
{
    if (rest == NULL) {
        return TREE_WORD;
    }
    size_t len = strcspn(rest, ".");
    return len > 0 && strspn(rest, "0123456789") == len ? TREE_LIST : TREE_MAP;
}

/* The entry of this name or number, made when it is not there; NULL when it cannot be. */
static struct tree *entry_of(struct karena *arena, struct tree *at, char *part, const char *rest)
{
    bool in_list = is_number(part);
    if (part[0] == '\0' || at->kind != (in_list ? TREE_LIST : TREE_MAP)) {
        return NULL;
    }
    struct tree *entry = in_list ? item_at(at, part) : tree_get(at, part);
    return entry != NULL ? entry : tree_add(arena, at, in_list ? NULL : part, kind_before(rest));
}

bool tree_set(struct karena *arena, struct tree *map, const char *path, const char *value)
{
    char *part = karena_text(arena, path);
    struct tree *at = map;
    for (int depth = 0; depth < TREE_DEPTH_MAX && at != NULL; depth++) {
        char *dot = strchr(part, '.');
        char *rest = dot != NULL ? dot + 1 : NULL;
        if (dot != NULL) {
            *dot = '\0';
        }
        at = entry_of(arena, at, part, rest);
        if (rest == NULL && at != NULL && at->kind == TREE_WORD) {
            at->text = value;
            return true;
        }
        part = rest != NULL ? rest : part + strlen(part);
    }
    return false;
}

/* ---- writing ---- */

struct writer {
    struct kbuf *buf;
    struct kerr *err;
};

static void put(const struct writer *w, const char *text)
{
    if (w->err->code == K_OK) {
        (void)!kbuf_text(w->buf, text, w->err);
    }
}

/* Keys whose values are counts. */
static bool is_counting(const char *key)
{
    static const char *const keys[] = {"minutes", "seconds", "times", "min",
                                       "max",     "wait",    "tries"};
    for (size_t i = 0; key != NULL && i < sizeof keys / sizeof *keys; i++) {
        if (strcmp(keys[i], key) == 0) {
            return true;
        }
    }
    return false;
}

/* Bare: like an id, or a count; nothing that YAML takes for anything else. */
static bool is_bare(const struct tree *node)
{
    const char *text = node->text;
    size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-._");
    size_t digits = strspn(text + (text[0] == '-'), "0123456789");
    bool is_count = digits > 0 && digits < 18 && text[digits + (text[0] == '-')] == '\0';
    bool is_id = text[0] >= 'a' && text[0] <= 'z' && text[len] == '\0';
    return (is_id && field_surprise(text) == NULL) || (is_count && is_counting(node->key));
}

static void put_quoted(const struct writer *w, const char *text)
{
    put(w, "\"");
    for (const char *at = text; *at != '\0'; at++) {
        const char one[2] = {*at, '\0'};
        put(w, *at == '"' ? "\\\"" : *at == '\\' ? "\\\\" : *at == '\n' ? "\\n" : one);
    }
    put(w, "\"");
}

static void put_word(const struct writer *w, const struct tree *node)
{
    if (node->text != NULL && is_bare(node)) {
        put(w, node->text);
    } else {
        put_quoted(w, node->text != NULL ? node->text : "");
    }
}

enum kcode tree_quoted(const char *text, struct kbuf *buf, struct kerr *err)
{
    const struct writer w = {buf, err};
    put_quoted(&w, text);
    return err->code;
}

/* The first mark inside of a value that is written on one line. */
static const char *todo_inside(const struct tree *node)
{
    const struct tree *open[TREE_DEPTH_MAX + 2] = {node};
    int depth = 1;
    while (depth > 0) {
        const struct tree *at = open[--depth];
        if (at->todo != NULL) {
            return at->todo;
        }
        if (at != node && at->next != NULL) {
            open[depth++] = at->next;
        }
        if (at->child != NULL && depth <= TREE_DEPTH_MAX) {
            open[depth++] = at->child;
        }
    }
    return NULL;
}

static void put_key(const struct writer *w, const struct tree *node)
{
    if (node->key != NULL) {
        put(w, node->key);
        put(w, ": ");
    }
}

/* A value's beginning: a word whole, a list or map up to its bracket. */
static void put_begin(const struct writer *w, const struct tree *node, const struct tree *top)
{
    if (node != top) {
        put_key(w, node);
    }
    if (node->kind == TREE_WORD) {
        put_word(w, node);
    } else {
        put(w, node->kind == TREE_MAP ? "{" : "[");
    }
}

static void put_close(const struct writer *w, const struct tree *node)
{
    if (node->kind != TREE_WORD) {
        put(w, node->kind == TREE_MAP ? "}" : "]");
    }
}

/* {ko: "..", en: ".."} and [a, b] on one line; depth is bounded by tree_set() and import.c. */
static void put_inline(const struct writer *w, const struct tree *top)
{
    const struct tree *open[TREE_DEPTH_MAX + 2];
    int depth = 0;
    const struct tree *node = top;
    while (node != NULL) {
        put_begin(w, node, top);
        if (node->child != NULL) {
            KASSERT(depth < TREE_DEPTH_MAX + 2);
            open[depth++] = node;
            node = node->child;
            continue;
        }
        put_close(w, node);
        while (depth > 0 && node->next == NULL) {
            node = open[--depth];
            put_close(w, node);
        }
        node = depth > 0 ? node->next : NULL;
        put(w, node != NULL ? ", " : "");
    }
}

static void put_end(const struct writer *w, const struct tree *node)
{
    const char *todo = todo_inside(node);
    if (todo != NULL) {
        put(w, "  # TODO: ");
        put(w, todo);
    }
    put(w, "\n");
}

static void put_above(const struct writer *w, const struct tree *node, const char *indent)
{
    if (node->above != NULL) {
        put(w, indent);
        put(w, "# ");
        put(w, node->above);
        put(w, "\n");
    }
}

/* A list of maps goes below its key, anything else beside it. */
static bool is_block_list(const struct tree *node)
{
    return node->kind == TREE_LIST && node->child != NULL && node->child->kind == TREE_MAP;
}

static bool is_map_of_lists(const struct tree *node)
{
    return node->kind == TREE_MAP && node->child != NULL && node->child->kind == TREE_LIST;
}

static void put_entry(const struct writer *w, const struct tree *node, const char *indent)
{
    bool is_block = is_block_list(node) || is_map_of_lists(node);
    put_above(w, node, indent);
    put(w, indent);
    put(w, node->key);
    put(w, is_block ? ":" : ": ");
    if (!is_block) {
        put_inline(w, node);
        put_end(w, node);
        return;
    }
    put(w, node->todo != NULL ? "  # TODO: " : "");
    put(w, node->todo != NULL ? node->todo : "");
    put(w, "\n");
    for (const struct tree *item = node->child; item != NULL; item = item->next) {
        put_above(w, item, indent);
        put(w, indent);
        put(w, node->kind == TREE_LIST ? "  - " : "  ");
        put_key(w, item);
        put_inline(w, item);
        put_end(w, item);
    }
}

/* steps: a blank line before each, its keys below each other. */
static void put_steps(const struct writer *w, const struct tree *steps)
{
    put(w, "steps:\n");
    for (const struct tree *step = steps->child; step != NULL; step = step->next) {
        put(w, step == steps->child ? "" : "\n");
        put_above(w, step, "  ");
        for (const struct tree *entry = step->child; entry != NULL; entry = entry->next) {
            bool is_first = entry == step->child;
            put(w, is_first ? "  - " : "");
            put_entry(w, entry, is_first ? "" : "    ");
        }
    }
}

enum kcode tree_write(const struct tree *map, struct kbuf *buf, struct kerr *err)
{
    const struct writer w = {buf, err};
    for (const struct tree *entry = map->child; entry != NULL; entry = entry->next) {
        if (kstr_equal(entry->key, "steps") && entry->kind == TREE_LIST) {
            put_steps(&w, entry);
        } else {
            put_entry(&w, entry, "");
        }
    }
    return err->code;
}
