#pragma once

#include "source.h"

/* A YAML document as a tree with places (node.c is the only user of libyaml). */

enum node_kind { NODE_WORD, NODE_LIST, NODE_MAP };

struct node {
    enum node_kind kind;
    struct place at;     /* of the value's first character */
    const char *text;    /* NODE_WORD */
    bool quoted;         /* NODE_WORD: at is the quote */
    const char *key;     /* inside of a map */
    struct place key_at; /* of the key; of the value elsewhere */
    const struct node *parent, *child, *next;
    size_t count; /* children */
};

/* Parse one document whose first line is first_line of the file; NULL after telling. */
const struct node *node_parse(struct source *source, const char *file, const char *bytes,
                              size_t count, int first_line);

/* Read and parse a file whose top is a `kind`; NULL after telling. */
const struct node *node_file(struct source *source, const char *path, enum node_kind kind);

/* The value of a map's key; NULL when there is none. */
const struct node *node_get(const struct node *map, const char *key);

/* Key or word number index (0..) of a map's or list's children, NULL past the end; map may be
 * NULL. For source_near(). */
const char *node_key_at(const void *map, size_t index);
const char *node_word_at(const void *list, size_t index);

/* The way to a node: "flows/slow/steps/cable/ask" for flows/slow.yaml. An entry of a list is called
 * by its id, its date, or its number. */
void node_path(const struct node *node, char ret_path[SOURCE_PATH_SIZE]);

/* The node has this name in the way to it. */
bool node_is_called(const struct node *node, const char *name);

/* The list holds this word. */
bool node_holds(const struct node *list, const char *word);

/* The first map of a list whose key says this word; NULL when there is none. */
const struct node *node_with(const struct node *list, const char *key, const char *word);
