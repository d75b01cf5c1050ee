#pragma once

#include "widget.h"

#include <stdint.h>

/*
 * The painter's three primitives: solid box, coverage mask, image. Whole pixels only, so that a
 * part painted again equals the whole painted once.
 */

struct brush {
    uint8_t *pixels; /* XRGB, 4 bytes a pixel */
    int pitch;       /* bytes from row to row */
    struct box clip; /* inside the pixels */
};

void brush_box(const struct brush *brush, struct box box, uint32_t rgb, uint8_t alpha);

/* data: box.w x box.h coverage bytes, stride apart. */
void brush_mask(const struct brush *brush, struct box box, const uint8_t *data, int stride,
                uint32_t rgb, uint8_t alpha);

/* data: box.w x box.h premultiplied ARGB. */
void brush_image(const struct brush *brush, struct box box, const uint32_t *data, uint8_t alpha);
