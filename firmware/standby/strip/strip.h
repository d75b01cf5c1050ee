#pragma once

#include <stdint.h>

/* The letters of the standby screen, drawn when it is built: one size, 16 shades. */

#define STRIP_EM 96 /* pixels */

struct strip_glyph {
    uint32_t code;         /* Unicode */
    int16_t advance;       /* all in pixels at STRIP_EM */
    int16_t left, top;     /* of the shades: from the pen, and down from the ascent */
    int16_t width, height; /* 0: nothing to draw */
    uint32_t at;           /* of its first byte in strip_shades; rows of (width + 1) / 2 */
};

extern const struct strip_glyph strip_glyphs[]; /* ascending by code */
extern const int strip_glyph_count;
extern const int strip_line; /* pixels from one line's top to the next */
extern const uint8_t strip_shades[];

/* NULL: there is none. */
const struct strip_glyph *strip_find(uint32_t code);

/* 0..15. */
int strip_shade(const struct strip_glyph *glyph, int x, int y);

/* The character text begins with, and behind it. *ret_code 0 at the end; what is no UTF-8 is one
 * byte of '?'. */
const char *strip_next(const char *text, uint32_t *ret_code);

/* Width of count bytes of text in pixels at STRIP_EM. */
int strip_width(const char *text, int count);
