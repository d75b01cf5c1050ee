#include "json.h"

#include "kassert.h"

#include <stdio.h>
#include <string.h>

static void add(struct json_out *out, const char *bytes, size_t count)
{
    struct kerr err = {0};
    out->is_full = out->is_full || kbuf_add(out->buf, bytes, count, &err) != K_OK;
}

/* Comma and key in front of a value. */
static void begin_value(struct json_out *out, const char *key)
{
    KASSERT(out->depth > 0);
    bool is_member = out->level[out->depth - 1].close == '}';
    const char *before = out->level[out->depth - 1].key;
    KASSERT(is_member == (key != NULL));
    KASSERT(!before || (key && strcmp(before, key) < 0));
    if (out->level[out->depth - 1].has_member) {
        add(out, ",", 1);
    }
    if (key) {
        add(out, "\"", 1);
        add(out, key, strlen(key));
        add(out, "\":", 2);
    }
    out->level[out->depth - 1].has_member = true;
    out->level[out->depth - 1].key = key;
}

static void push(struct json_out *out, const char *open, char close)
{
    KASSERT(out->depth < JSON_OUT_DEPTH);
    add(out, open, 1);
    out->level[out->depth].close = close;
    out->level[out->depth].has_member = false;
    out->level[out->depth].key = NULL;
    out->depth++;
}

void json_out_begin(struct json_out *out, struct kbuf *buf)
{
    *out = (struct json_out){.buf = buf, .start = buf->len};
    push(out, "{", '}');
}

void json_out_object(struct json_out *out, const char *key)
{
    begin_value(out, key);
    push(out, "{", '}');
}

void json_out_array(struct json_out *out, const char *key)
{
    begin_value(out, key);
    push(out, "[", ']');
}

void json_out_close(struct json_out *out)
{
    KASSERT(out->depth > 0);
    out->depth--;
    add(out, &out->level[out->depth].close, 1);
}

/* ---- values ---- */

static bool is_plain(char c)
{
    return (unsigned char)c >= 0x20 && c != '"' && c != '\\';
}

static void add_escaped(struct json_out *out, char c)
{
    static const char named[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    const char *at = strchr(named, c);
    char text[8];
    int len = at ? snprintf(text, sizeof text, "\\%c", letters[at - named])
                 : snprintf(text, sizeof text, "\\u%04X", (unsigned char)c);
    add(out, text, (size_t)len);
}

void json_out_text(struct json_out *out, const char *key, const char *text)
{
    if (!text) {
        return;
    }
    begin_value(out, key);
    add(out, "\"", 1);
    while (*text != '\0') {
        const char *from = text;
        while (is_plain(*text)) {
            text++;
        }
        add(out, from, (size_t)(text - from));
        if (*text != '\0') {
            add_escaped(out, *text++);
        }
    }
    add(out, "\"", 1);
}

void json_out_int(struct json_out *out, const char *key, int64_t value)
{
    char text[24];
    int len = snprintf(text, sizeof text, "%lld", (long long)value);
    begin_value(out, key);
    add(out, text, (size_t)len);
}

void json_out_bool(struct json_out *out, const char *key, bool value)
{
    begin_value(out, key);
    add(out, value ? "true" : "false", value ? 4 : 5);
}

enum kcode json_out_end(struct json_out *out, struct kerr *err)
{
    json_out_close(out);
    KASSERT(out->depth == 0);
    if (!out->is_full) {
        return K_OK;
    }
    out->buf->len = out->start;
    out->buf->data[out->start] = '\0';
    return kerr_fail(err, K_E_FULL, "json: more than %zu bytes", out->buf->size - out->start - 1);
}
