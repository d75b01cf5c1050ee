#pragma once

#include "kerr.h"

#include <stddef.h>

/*
 * Bytes that grow up to a ceiling the caller chose; the memory is the caller's. Foreign bytes and
 * everything we compose land in one of these, so that no length is computed twice.
 */
struct kbuf {
    char *data;  /* always NUL-terminated after a kbuf_ call when size > 0 */
    size_t len;  /* bytes used, without the NUL */
    size_t size; /* capacity with the NUL */
};

/* An empty buffer over an array: struct kbuf b = KBUF(text); */
#define KBUF(array) ((struct kbuf){.data = (array), .len = 0, .size = sizeof(array)})

/* Append count bytes. Errors: K_E_FULL, nothing was added. */
enum kcode kbuf_add(struct kbuf *buf, const void *bytes, size_t count,
                    struct kerr *err) K_MUST_CHECK;

/* Append text up to its NUL. Errors: K_E_FULL, nothing was added. */
enum kcode kbuf_text(struct kbuf *buf, const char *text, struct kerr *err) K_MUST_CHECK;

/* Append formatted text. Errors: K_E_FULL, nothing was added. */
enum kcode kbuf_format(struct kbuf *buf, struct kerr *err, const char *fmt, ...)
    K_PRINTF(3, 4) K_MUST_CHECK;

/* Forget the content; the memory keeps its bytes (kstr_wipe() for secrets). */
void kbuf_clear(struct kbuf *buf);
