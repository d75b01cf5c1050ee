#include "strip.h"

#include <stddef.h>

const struct strip_glyph *strip_find(uint32_t code)
{
    int low = 0;
    int high = strip_glyph_count;
    while (low < high) {
        int middle = (low + high) / 2;
        if (strip_glyphs[middle].code < code) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < strip_glyph_count && strip_glyphs[low].code == code ? &strip_glyphs[low] : NULL;
}

int strip_shade(const struct strip_glyph *glyph, int x, int y)
{
    uint32_t row_bytes = (uint32_t)(glyph->width + 1) / 2;
    uint8_t pair = strip_shades[glyph->at + (uint32_t)y * row_bytes + (uint32_t)x / 2];
    return x % 2 == 0 ? pair >> 4 : pair & 15;
}

const char *strip_next(const char *text, uint32_t *ret_code)
{
    const uint8_t *at = (const uint8_t *)text;
    int more = at[0] >= 0xF0 ? 3 : at[0] >= 0xE0 ? 2 : at[0] >= 0xC0 ? 1 : 0;
    uint32_t code = more == 0 ? at[0] : at[0] & (0x3FU >> more);
    if (code == 0 && more == 0) {
        *ret_code = 0;
        return text;
    }
    for (int i = 1; i <= more; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            *ret_code = '?';
            return text + 1;
        }
        code = code << 6 | (at[i] & 0x3FU);
    }
    *ret_code = code;
    return text + more + 1;
}

int strip_width(const char *text, int count)
{
    int width = 0;
    uint32_t code = 0;
    const char *end = text + count;
    for (const char *at = strip_next(text, &code); code != 0 && at <= end;
         at = strip_next(at, &code)) {
        const struct strip_glyph *glyph = strip_find(code);
        width += glyph ? glyph->advance : 0;
    }
    return width;
}
