#pragma once

#include "kbuf.h"
#include "kerr.h"

#include <stdint.h>

/* Pixels, premultiplied ARGB, rows without gaps; data is the owner's to free(). */
struct picture {
    uint32_t *data;
    int w, h;
};

/* Width and height of a PNG. Errors: K_E_FORMAT */
enum kcode pngfile_size(const struct kbuf *png, int *ret_w, int *ret_h,
                        struct kerr *err) K_MUST_CHECK;

/* Decode a PNG. Errors: K_E_FORMAT, K_E_IO (no memory) */
enum kcode pngfile_decode(const struct kbuf *png, struct picture *ret_picture,
                          struct kerr *err) K_MUST_CHECK;

/* Write XRGB pixels, pitch bytes a row. Errors: K_E_IO */
enum kcode pngfile_write(const char *path, const struct picture *picture, int pitch,
                         struct kerr *err) K_MUST_CHECK;
