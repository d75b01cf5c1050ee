#pragma once

#include <pango/pangocairo.h>
#include <stdint.h>

/*
 * Rasters of single glyphs, drawn by FreeType and kept in one block of memory: cairo and pixman
 * would each keep their own for good. The block is emptied when it is full. A raster says nothing
 * of the text that it came from, but that its letter was in one.
 */

struct letters;

/* Where ink goes: one byte a pixel, the most of what was there and what comes stays. */
struct sheet {
    uint8_t *data;
    int stride, w, h;
};

struct letters *letters_open(void); /* NULL: no memory */
void letters_close(struct letters **letters);

/* Forget every raster. */
void letters_wipe(struct letters *letters);

/* Draw a glyph of font, its origin at whole pixels. */
void letters_draw(struct letters *letters, PangoFont *font, PangoGlyph glyph, int x, int y,
                  const struct sheet *sheet);
