#include "json.h"

#include "kassert.h"

#include <jansson.h>

/* A struct json is a json_t under another name: nobody else needs to know jansson. Its macros of
 * the same names as our functions go. */
#undef json_is_object
#undef json_is_array

static json_t *theirs(const struct json *value)
{
    return (json_t *)value;
}

static struct json *ours(json_t *value)
{
    KASSERT(value != NULL); /* no memory, or text that is not UTF-8 */
    return (struct json *)value;
}

enum kcode json_parse(const void *bytes, size_t count, struct json **ret_root, struct kerr *err)
{
    json_error_t error;
    json_t *root = json_loadb(bytes, count, JSON_REJECT_DUPLICATES, &error);
    if (!root) { /* error.text quotes the document: a customer's words, perhaps */
        return kerr_fail(err, K_E_FORMAT, "json: line %d, column %d: error %d", error.line,
                         error.column, (int)json_error_code(&error));
    }
    *ret_root = ours(root);
    return K_OK;
}

void json_free(struct json **root)
{
    json_decref(theirs(*root)); /* NULL is fine */
    *root = NULL;
}

const struct json *json_get(const struct json *value, const char *key)
{
    return (const struct json *)json_object_get(theirs(value), key);
}

size_t json_count(const struct json *value)
{
    return json_array_size(theirs(value));
}

const struct json *json_at(const struct json *value, size_t index)
{
    return (const struct json *)json_array_get(theirs(value), index);
}

const char *json_text(const struct json *value, const char *fallback)
{
    const char *text = json_string_value(theirs(value));
    return text ? text : fallback;
}

int64_t json_int(const struct json *value, int64_t fallback)
{
    return json_is_integer(theirs(value)) ? json_integer_value(theirs(value)) : fallback;
}

bool json_bool(const struct json *value, bool fallback)
{
    return json_is_boolean(theirs(value)) ? json_is_true(theirs(value)) : fallback;
}

bool json_is_object(const struct json *value)
{
    return value && json_typeof(theirs(value)) == JSON_OBJECT;
}

bool json_is_array(const struct json *value)
{
    return value && json_typeof(theirs(value)) == JSON_ARRAY;
}

const char *json_get_text(const struct json *object, const char *key)
{
    return json_text(json_get(object, key), "");
}

/* ---- building ---- */

struct json *json_new_object(void)
{
    return ours(json_object());
}

struct json *json_new_array(void)
{
    return ours(json_array());
}

/* The child belongs to the parent afterwards. */
static void set(struct json *object, const char *key, struct json *child)
{
    KASSERT(json_is_object(object));
    int rc = json_object_set_new(theirs(object), key, theirs(child));
    KASSERT(rc == 0);
}

static void add(struct json *array, struct json *child)
{
    KASSERT(json_is_array(array));
    int rc = json_array_append_new(theirs(array), theirs(child));
    KASSERT(rc == 0);
}

void json_set_text(struct json *object, const char *key, const char *text)
{
    if (text) {
        set(object, key, ours(json_string(text)));
    }
}

void json_set_int(struct json *object, const char *key, int64_t value)
{
    set(object, key, ours(json_integer(value)));
}

void json_set_bool(struct json *object, const char *key, bool value)
{
    set(object, key, ours(json_boolean(value)));
}

struct json *json_set_object(struct json *object, const char *key)
{
    struct json *child = json_new_object();
    set(object, key, child);
    return child;
}

struct json *json_set_array(struct json *object, const char *key)
{
    struct json *child = json_new_array();
    set(object, key, child);
    return child;
}

struct json *json_add_object(struct json *array)
{
    struct json *child = json_new_object();
    add(array, child);
    return child;
}

void json_add_text(struct json *array, const char *text)
{
    add(array, ours(json_string(text)));
}

struct sink {
    struct kbuf *buf;
    struct kerr *err;
};

static int on_bytes(const char *bytes, size_t count, void *user)
{
    struct sink *sink = user;
    if (sink->err->code != K_OK) {
        return -1; /* jansson goes on after a key that did not fit */
    }
    return kbuf_add(sink->buf, bytes, count, sink->err) == K_OK ? 0 : -1;
}

enum kcode json_write(const struct json *root, struct kbuf *buf, struct kerr *err)
{
    struct sink sink = {buf, err};
    size_t len = buf->len;
    int rc = json_dump_callback(theirs(root), on_bytes, &sink, JSON_COMPACT | JSON_SORT_KEYS);
    if (rc == 0) {
        return K_OK;
    }
    KASSERT(err->code == K_E_FULL); /* otherwise no memory to sort the keys in */
    buf->len = len;
    buf->data[len] = '\0';
    return kerr_at(err, "json");
}
