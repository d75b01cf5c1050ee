#pragma once

#include "kerr.h"
#include "widget.h"

#include <stdint.h>

/*
 * Text: laid out by Pango, kept as coverage masks. Words are broken between eojeol only, and inside
 * one only when it does not fit a line alone. A bounded cache remembers sizes and masks.
 */

struct glyphs;

/* Coverage, one byte a pixel; borrowed, good until the next call. */
struct coverage {
    const uint8_t *data;
    int stride, w, h;
    int x, y; /* of its corner, relative to the mark's box */
};

/* Errors: K_E_NOT_FOUND (no font), K_E_IO */
enum kcode glyphs_open(const struct scale *scale, struct glyphs **ret_glyphs,
                       struct kerr *err) K_MUST_CHECK;
void glyphs_close(struct glyphs **glyphs);

/* Another panel size: sizes and masks are forgotten. */
void glyphs_rescale(struct glyphs *glyphs, const struct scale *scale);

/* As struct measure wants it. */
struct text_size glyphs_measure(struct glyphs *glyphs, const struct text_spec *spec, int max_h);

/* The mask of a text mark. */
struct coverage glyphs_mask(struct glyphs *glyphs, const struct mark *mark, enum lang lang);

/* Overwrite and forget every text. */
void glyphs_wipe(struct glyphs *glyphs);
