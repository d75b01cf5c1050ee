#include "letters.h"

#include "kassert.h"
#include "kstr.h"

#include <cairo-ft.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    SLOTS = 2048, /* a power of two; half of them stay free */
    INK_BYTES = 1536 * 1024,
};

struct letter {
    const PangoFont *font; /* NULL = free; not used but as a name */
    PangoGlyph glyph;
    int16_t left, top; /* of the ink, from the origin; top upwards */
    uint16_t w, h;
    uint32_t at; /* in ink */
};

struct letters {
    struct letter slot[SLOTS];
    int count;
    uint32_t used; /* bytes of ink */
    uint8_t ink[INK_BYTES];
};

/* ---- drawing one ---- */

/* The face at the font's size; unlock it with cairo_ft_scaled_font_unlock_face(). NULL: none. */
static FT_Face lock_face(PangoFont *font, cairo_scaled_font_t **ret_scaled)
{
    *ret_scaled = pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font));
    return *ret_scaled ? cairo_ft_scaled_font_lock_face(*ret_scaled) : NULL;
}

/* Copy the raster behind what is in ink; false when it does not fit. */
static bool keep(struct letters *letters, const FT_GlyphSlot from, struct letter *letter)
{
    const FT_Bitmap *bitmap = &from->bitmap;
    bool grey = bitmap->pixel_mode == FT_PIXEL_MODE_GRAY && bitmap->pitch >= 0;
    letter->w = grey ? (uint16_t)bitmap->width : 0;
    letter->h = grey ? (uint16_t)bitmap->rows : 0;
    letter->left = (int16_t)from->bitmap_left;
    letter->top = (int16_t)from->bitmap_top;
    letter->at = letters->used;
    uint32_t bytes = (uint32_t)letter->w * letter->h;
    if (bytes > INK_BYTES - letters->used) {
        return false;
    }
    for (uint32_t y = 0; y < letter->h; y++) {
        memcpy(letters->ink + letters->used + y * letter->w,
               bitmap->buffer + y * (uint32_t)bitmap->pitch, letter->w);
    }
    letters->used += bytes;
    return true;
}

/* As cairo does it with slight hinting: same pixels. */
static bool raster(struct letters *letters, PangoFont *font, struct letter *letter)
{
    cairo_scaled_font_t *scaled = NULL;
    FT_Face face = lock_face(font, &scaled);
    if (!face) {
        return true; /* nothing to draw with: an empty letter */
    }
    bool fits = true;
    if (FT_Load_Glyph(face, letter->glyph, FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP) == 0 &&
        FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL) == 0) {
        fits = keep(letters, face->glyph, letter);
    }
    cairo_ft_scaled_font_unlock_face(scaled);
    return fits;
}

/* ---- the cache ---- */

static struct letter *slot_of(struct letters *letters, const PangoFont *font, PangoGlyph glyph)
{
    uint64_t hash = ((uint64_t)(uintptr_t)font / 16 ^ glyph) * UINT64_C(0x9e3779b97f4a7c15);
    size_t at = (size_t)(hash >> 32) % SLOTS;
    while (letters->slot[at].font &&
           (letters->slot[at].font != font || letters->slot[at].glyph != glyph)) {
        at = (at + 1) % SLOTS;
    }
    return &letters->slot[at];
}

static const struct letter *letter_of(struct letters *letters, PangoFont *font, PangoGlyph glyph)
{
    struct letter *letter = slot_of(letters, font, glyph);
    if (letter->font) {
        return letter;
    }
    struct letter made = {.font = font, .glyph = glyph};
    bool fits = letters->count < SLOTS / 2 && raster(letters, font, &made);
    if (!fits) {
        letters_wipe(letters);
        made = (struct letter){.font = font, .glyph = glyph};
        (void)raster(letters, font, &made);
        letter = slot_of(letters, font, glyph);
    }
    *letter = made;
    letters->count++;
    return letter;
}

void letters_draw(struct letters *letters, PangoFont *font, PangoGlyph glyph, int x, int y,
                  const struct sheet *sheet)
{
    const struct letter *l = letter_of(letters, font, glyph);
    int left = x + l->left;
    int top = y - l->top;
    int from_x = left < 0 ? -left : 0;
    int from_y = top < 0 ? -top : 0;
    int to_x = left + l->w > sheet->w ? sheet->w - left : l->w;
    int to_y = top + l->h > sheet->h ? sheet->h - top : l->h;
    for (int row = from_y; row < to_y; row++) {
        const uint8_t *ink = letters->ink + l->at + (size_t)row * l->w;
        uint8_t *out = sheet->data + (ptrdiff_t)(top + row) * sheet->stride + left;
        for (int col = from_x; col < to_x; col++) {
            out[col] = ink[col] > out[col] ? ink[col] : out[col];
        }
    }
}

/* ---- life ---- */

struct letters *letters_open(void)
{
    return calloc(1, sizeof(struct letters));
}

void letters_wipe(struct letters *letters)
{
    kstr_wipe(letters->slot, sizeof letters->slot);
    kstr_wipe(letters->ink, letters->used);
    letters->count = 0;
    letters->used = 0;
}

void letters_close(struct letters **letters)
{
    if (*letters) {
        letters_wipe(*letters);
        free(*letters);
        *letters = NULL;
    }
}
