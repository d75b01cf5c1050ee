#pragma once

#include "node.h"

/* Maps into structs by a table: which key is which member, of which type, in which range. */

enum field_kind {
    FIELD_ID,    /* const char *: lower-case letters, digits, hyphens */
    FIELD_LINE,  /* const char *: any text of one language */
    FIELD_PLAIN, /* const char *: the same, and may look like a number or date without quotes */
    FIELD_WORDS, /* struct words: {ko, en} */
    FIELD_INT,   /* integer member, min..max */
    FIELD_TRUTH, /* bool: true or false */
    FIELD_NAME,  /* enum member: index into names */
    FIELD_COLOR, /* uint32_t: "#RRGGBB" */
    FIELD_NODE,  /* const struct node *: somebody else reads it */
};

struct field {
    const char *key;
    enum field_kind kind;
    bool must;
    uint16_t offset, size;
    int64_t min, max;         /* FIELD_INT; texts: max = bytes with the NUL */
    const char *const *names; /* FIELD_NAME, ends with NULL */
};

/* FIELD(FIELD_ID, true, struct topic, id, .max = LIMIT_ID_BYTES): the key is the member's name.
 * Kinds without a range say `.max = 0`. */
#define FIELD(field_kind, needed, type, member, ...)                                               \
    FIELD_AS(#member, field_kind, needed, type, member, __VA_ARGS__)
#define FIELD_AS(name, field_kind, needed, type, member, ...)                                      \
    {                                                                                              \
        .key = (name), .kind = (field_kind), .must = (needed),                                     \
        .offset = (uint16_t)offsetof(type, member), .size = (uint16_t)sizeof(((type *)0)->member), \
        __VA_ARGS__                                                                                \
    }

struct fields {
    const struct field *field;
    size_t count;
};
#define FIELDS_OF(array)                                                                           \
    {                                                                                              \
        .field = (array), .count = sizeof(array) / sizeof *(array)                                 \
    }
#define FIELDS(array) ((struct fields)FIELDS_OF(array))

/* Read a map into a struct; tells unknown and missing keys and wrong types. Members without a key
 * in the map keep what they had. False when something was told. */
bool field_read(struct source *source, const struct node *map, struct fields fields, void *into);

/* Parts of it, for values that are no fields of a struct. */
bool field_is(struct source *source, const struct node *node, enum node_kind kind,
              const char *what);
bool field_id(struct source *source, const struct node *node, const char **ret_id);
bool field_line(struct source *source, const struct node *node, size_t max, const char **ret_text);
bool field_words(struct source *source, const struct node *map, size_t max,
                 struct words *ret_words);
bool field_is_id(const char *text);

/* What YAML makes of this word when it stands without quotes (DIAG_TRUTH, DIAG_NUMBER, DIAG_DATE,
 * DIAG_NULL); NULL: a text. (plain.c) */
const char *field_surprise(const char *text);
bool field_number(const char *text, int64_t *ret_number);

/* Note a text of customers whose ko and en are keys of a map; name goes behind the map's path. */
void field_note(struct source *source, const struct node *map, const char *name, struct words words,
                size_t max);

/* keywords: {ko: [..], en: [..]} -> one text per language, joined by commas. */
struct words field_keywords(struct source *source, const struct node *map);
