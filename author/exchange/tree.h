#pragma once

#include "karena.h"
#include "kbuf.h"

#include <stdbool.h>

/* A YAML document that we write: maps, lists and words with comments, laid out like the sources
 * in content/. Reading is pack_source's. */

#define TREE_DEPTH_MAX 8

enum tree_kind { TREE_WORD, TREE_LIST, TREE_MAP };

struct tree {
    enum tree_kind kind;
    const char *key;   /* in a map */
    const char *text;  /* TREE_WORD */
    const char *todo;  /* "# TODO: ..." at the end of the line; NULL = none */
    const char *above; /* "# ..." on a line of its own before it */
    struct tree *child, *last, *next;
};

/* A new node at the end of a map (with a key) or list (key NULL). Nothing is copied. */
struct tree *tree_add(struct karena *arena, struct tree *parent, const char *key,
                      enum tree_kind kind);
struct tree *tree_word(struct karena *arena, struct tree *map, const char *key, const char *text);

struct tree *tree_get(const struct tree *map, const char *key);

/* Take the entry `key` out of a map; NULL when there is none. */
struct tree *tree_take(struct tree *map, const char *key);

/* Set a word by path: "choices.0.en" makes what is missing, numbers count in lists. False when a
 * part of the path is a word already, or it is deeper than TREE_DEPTH_MAX. */
bool tree_set(struct karena *arena, struct tree *map, const char *path, const char *value);

/* Write a map as YAML. Errors: K_E_FULL */
enum kcode tree_write(const struct tree *map, struct kbuf *buf, struct kerr *err) K_MUST_CHECK;

/* A text in double quotes. Errors: K_E_FULL */
enum kcode tree_quoted(const char *text, struct kbuf *buf, struct kerr *err) K_MUST_CHECK;
