#pragma once

#include "kbuf.h"
#include "kerr.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * JSON by jansson. Reading is strict: a root that is no object or array, duplicate keys, trailing
 * bytes, bad UTF-8 and \u0000 are refused; depth is bounded by jansson (2048). Values are borrowed
 * from their document.
 */

struct json; /* one value; a document is its root value */

/* Parse count bytes. Errors: K_E_FORMAT (says line and column, never what is there). */
enum kcode json_parse(const void *bytes, size_t count, struct json **ret_root,
                      struct kerr *err) K_MUST_CHECK;

/* Free a root. NULL and already freed are fine. */
void json_free(struct json **root);

/* Member of an object, or NULL (also when value is NULL or no object). */
const struct json *json_get(const struct json *value, const char *key);

/* Array length (0 for anything else) and element. */
size_t json_count(const struct json *value);
const struct json *json_at(const struct json *value, size_t index);

/* The value when it has that type, otherwise the fallback. json_text: borrowed, NULL fallback ok.
 */
const char *json_text(const struct json *value, const char *fallback);
int64_t json_int(const struct json *value, int64_t fallback);
bool json_bool(const struct json *value, bool fallback);
bool json_is_object(const struct json *value);
bool json_is_array(const struct json *value);

/* Shorthand: text member of an object, "" when absent. */
const char *json_get_text(const struct json *object, const char *key);

/* ---- building ---- */

/* A new root; memory failure stops the program. Not json_object(), json_array(): jansson has
 * functions of these names and would call ours. Texts and keys must be UTF-8 (utf8_valid()). */
struct json *json_new_object(void);
struct json *json_new_array(void);
void json_set_text(struct json *object, const char *key, const char *text); /* NULL: not set */
void json_set_int(struct json *object, const char *key, int64_t value);
void json_set_bool(struct json *object, const char *key, bool value);
struct json *json_set_object(struct json *object, const char *key); /* new child, borrowed */
struct json *json_set_array(struct json *object, const char *key);
struct json *json_add_object(struct json *array);
void json_add_text(struct json *array, const char *text);

/* Compact, keys sorted, so that the same document is the same bytes. Errors: K_E_FULL. */
enum kcode json_write(const struct json *root, struct kbuf *buf, struct kerr *err) K_MUST_CHECK;

/* ---- writing member by member ---- */

/*
 * The same bytes as json_write() gives, without a tree: for a document of known shape that is
 * written while somebody waits. Keys come in the order of strcmp(); another order, or a key that
 * comes twice, is a bug and asserted. What does not fit is remembered until json_out_end().
 */
#define JSON_OUT_DEPTH 8

struct json_out {
    struct kbuf *buf; /* borrowed */
    size_t start;     /* what the buffer held before */
    bool is_full;
    int depth;
    struct {
        char close;
        bool has_member;
        const char *key; /* the last one, borrowed until the next */
    } level[JSON_OUT_DEPTH];
};

/* Begin the root object, behind what buf holds. Keys are literals without escapes. */
void json_out_begin(struct json_out *out, struct kbuf *buf);
/* A member; key NULL for an element of an array. Texts must be UTF-8 (utf8_valid()). */
void json_out_text(struct json_out *out, const char *key, const char *text); /* NULL: left out */
void json_out_int(struct json_out *out, const char *key, int64_t value);
void json_out_bool(struct json_out *out, const char *key, bool value);
/* Members go into the new object or array until json_out_close(). */
void json_out_object(struct json_out *out, const char *key);
void json_out_array(struct json_out *out, const char *key);
void json_out_close(struct json_out *out);
/* Close the root. Errors: K_E_FULL, the buffer holds what it held before. */
enum kcode json_out_end(struct json_out *out, struct kerr *err) K_MUST_CHECK;
