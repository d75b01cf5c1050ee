#include "kbuf.h"

#include "kassert.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static size_t room(const struct kbuf *buf)
{
    KASSERT(buf->size > 0);
    KASSERT(buf->len < buf->size);
    return buf->size - buf->len - 1;
}

enum kcode kbuf_add(struct kbuf *buf, const void *bytes, size_t count, struct kerr *err)
{
    if (count > room(buf)) {
        return kerr_fail(err, K_E_FULL, "%zu bytes do not fit in %zu", count, room(buf));
    }
    if (count > 0) {
        memcpy(buf->data + buf->len, bytes, count);
    }
    buf->len += count;
    buf->data[buf->len] = '\0';
    return K_OK;
}

enum kcode kbuf_text(struct kbuf *buf, const char *text, struct kerr *err)
{
    return kbuf_add(buf, text, strlen(text), err);
}

enum kcode kbuf_format(struct kbuf *buf, struct kerr *err, const char *fmt, ...)
{
    size_t free_bytes = room(buf);
    va_list args;
    va_start(args, fmt);
    int wanted = vsnprintf(buf->data + buf->len, free_bytes + 1, fmt, args);
    va_end(args);
    KASSERT(wanted >= 0);
    if ((size_t)wanted > free_bytes) {
        buf->data[buf->len] = '\0';
        return kerr_fail(err, K_E_FULL, "%d bytes do not fit in %zu", wanted, free_bytes);
    }
    buf->len += (size_t)wanted;
    return K_OK;
}

void kbuf_clear(struct kbuf *buf)
{
    buf->len = 0;
    if (buf->size > 0) {
        buf->data[0] = '\0';
    }
}
