/* make_strip SAYINGS OUT: draws every character of a text file, and ASCII, once, in a Korean font
 * of the machine that builds, and writes them as C. Runs at build time only. */
#include "strip.h"

#include <pango/pangocairo.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FONT    "Noto Sans CJK KR Medium"
#define CANVAS  (STRIP_EM * 2)
#define ORIGIN  (STRIP_EM / 2)
#define COLUMNS 24

struct maker {
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoLayout *layout;
    FILE *shades;
    uint32_t at;
    GString *table;
    int count;
};

static bool open_maker(struct maker *maker)
{
    maker->surface = cairo_image_surface_create(CAIRO_FORMAT_A8, CANVAS, CANVAS);
    maker->cairo = cairo_create(maker->surface);
    maker->layout = pango_cairo_create_layout(maker->cairo);
    maker->table = g_string_new("");
    PangoFontDescription *font = pango_font_description_from_string(FONT);
    pango_font_description_set_absolute_size(font, STRIP_EM * PANGO_SCALE);
    pango_layout_set_font_description(maker->layout, font);
    PangoFont *found = pango_font_map_load_font(pango_cairo_font_map_get_default(),
                                                pango_layout_get_context(maker->layout), font);
    PangoFontDescription *is = found ? pango_font_describe(found) : NULL;
    const char *family = is ? pango_font_description_get_family(is) : NULL;
    bool good = family && strstr(family, "CJK KR");
    if (!good) {
        (void)fprintf(stderr, "make_strip: no \"%s\": install fonts-noto-cjk\n", FONT);
    }
    pango_font_description_free(font);
    return good;
}

static uint8_t alpha(const struct maker *maker, int x, int y)
{
    const uint8_t *data = cairo_image_surface_get_data(maker->surface);
    return data[y * cairo_image_surface_get_stride(maker->surface) + x];
}

/* The box that has ink; empty when there is none. */
static struct strip_glyph find_box(const struct maker *maker)
{
    int left = CANVAS;
    int top = CANVAS;
    int right = 0;
    int bottom = 0;
    for (int i = 0; i < CANVAS * CANVAS; i++) {
        if (alpha(maker, i % CANVAS, i / CANVAS) >= 8) {
            left = MIN(left, i % CANVAS);
            right = MAX(right, i % CANVAS + 1);
            top = MIN(top, i / CANVAS);
            bottom = MAX(bottom, i / CANVAS + 1);
        }
    }
    if (right == 0) {
        return (struct strip_glyph){0};
    }
    return (struct strip_glyph){.left = (int16_t)(left - ORIGIN),
                                .top = (int16_t)top,
                                .width = (int16_t)(right - left),
                                .height = (int16_t)(bottom - top)};
}

static unsigned shade(const struct maker *maker, int x, int y)
{
    return (unsigned)(alpha(maker, x, y) * 15 + 127) / 255;
}

static void put_shades(struct maker *maker, const struct strip_glyph *g)
{
    for (int y = g->top; y < g->top + g->height; y++) {
        for (int x = 0; x < g->width; x += 2) {
            unsigned second = x + 1 < g->width ? shade(maker, ORIGIN + g->left + x + 1, y) : 0;
            (void)fprintf(maker->shades, "%u,%s",
                          shade(maker, ORIGIN + g->left + x, y) << 4 | second,
                          ++maker->at % COLUMNS == 0 ? "\n" : "");
        }
    }
}

static void add(struct maker *maker, gunichar code)
{
    char text[8] = "";
    PangoRectangle logical;
    text[g_unichar_to_utf8(code, text)] = '\0';
    pango_layout_set_text(maker->layout, text, -1);
    pango_layout_get_extents(maker->layout, NULL, &logical);
    cairo_set_operator(maker->cairo, CAIRO_OPERATOR_CLEAR);
    cairo_paint(maker->cairo);
    cairo_set_operator(maker->cairo, CAIRO_OPERATOR_OVER);
    cairo_move_to(maker->cairo, ORIGIN, 0);
    pango_cairo_show_layout(maker->cairo, maker->layout);
    cairo_surface_flush(maker->surface);
    struct strip_glyph g = find_box(maker);
    g_string_append_printf(maker->table, "{%u,%d,%d,%d,%d,%d,%u},\n", code,
                           PANGO_PIXELS(logical.width), g.left, g.top, g.width, g.height,
                           maker->at);
    put_shades(maker, &g);
    maker->count++;
}

static int by_code(gconstpointer a, gconstpointer b)
{
    gunichar one = *(const gunichar *)a;
    gunichar other = *(const gunichar *)b;
    return one < other ? -1 : one > other;
}

static GArray *characters_of(const char *text)
{
    GArray *codes = g_array_new(FALSE, FALSE, sizeof(gunichar));
    for (gunichar code = ' '; code <= '~'; code++) {
        g_array_append_val(codes, code);
    }
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar code = g_utf8_get_char(at);
        if (code > '~') {
            g_array_append_val(codes, code);
        }
    }
    gunichar more[] = {0xB7, 0x2013}; /* of the opening hours */
    g_array_append_vals(codes, more, 2);
    g_array_sort(codes, by_code);
    return codes;
}

int main(int argc, char **argv)
{
    struct maker maker = {0};
    char *text = NULL;
    if (argc != 3 || !g_file_get_contents(argv[1], &text, NULL, NULL) ||
        !g_utf8_validate(text, -1, NULL) || !open_maker(&maker)) {
        (void)fputs("usage: make_strip SAYINGS OUT\n", stderr);
        return 1;
    }
    maker.shades = fopen(argv[2], "w");
    if (!maker.shades) {
        return 1;
    }
    (void)fputs("#include \"strip.h\"\n\nconst uint8_t strip_shades[] = {\n", maker.shades);
    GArray *codes = characters_of(text);
    for (guint i = 0; i < codes->len; i++) {
        gunichar code = g_array_index(codes, gunichar, i);
        if (i == 0 || code != g_array_index(codes, gunichar, i - 1)) {
            add(&maker, code);
        }
    }
    PangoRectangle line;
    pango_layout_get_extents(maker.layout, NULL, &line);
    (void)fprintf(maker.shades, "0};\n\nconst struct strip_glyph strip_glyphs[] = {\n%s};\n\n",
                  maker.table->str);
    (void)fprintf(maker.shades, "const int strip_glyph_count = %d;\nconst int strip_line = %d;\n",
                  maker.count, PANGO_PIXELS(line.height));
    return fclose(maker.shades) == 0 ? 0 : 1;
}
