/* Letters are drawn by FreeType itself; they look as cairo draws them, pixel by pixel. */
#include "check.h"

#include "glyphs.h"
#include "letters.h"

#include <cairo.h>
#include <stdlib.h>
#include <string.h>

static const char *const texts[] = {"안녕하십니까, 홍길동님", "Wi-Fi 010-1234-5678 (24h)",
                                    "뷁쀍쮏 gjpqy ÀÉ ★ ₩12,300"};
#define TEXT_COUNT (sizeof texts / sizeof texts[0])

static PangoLayout *layout_of(PangoFontMap *map, const char *text, int em, bool bold)
{
    PangoContext *context = pango_font_map_create_context(map);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_resolution(context, 72);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    PangoLayout *layout = pango_layout_new(context);
    PangoFontDescription *font = pango_font_description_from_string("Noto Sans CJK KR");
    pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font, em * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_text(layout, text, -1);
    pango_font_description_free(font);
    g_object_unref(context);
    return layout;
}

static void draw_with_cairo(PangoLayoutLine *line, const struct sheet *sheet, int x, int y)
{
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        sheet->data, CAIRO_FORMAT_A8, sheet->w, sheet->h, sheet->stride);
    cairo_t *cairo = cairo_create(surface);
    cairo_move_to(cairo, x, y);
    pango_cairo_show_layout_line(cairo, line);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
}

static void draw_with_letters(struct letters *letters, PangoLayoutLine *line,
                              const struct sheet *sheet, int x, int y)
{
    int at = x * PANGO_SCALE;
    for (GSList *l = line->runs; l; l = l->next) {
        const PangoLayoutRun *run = l->data;
        for (int i = 0; i < run->glyphs->num_glyphs; i++) {
            const PangoGlyphInfo *info = &run->glyphs->glyphs[i];
            letters_draw(letters, run->item->analysis.font, info->glyph,
                         PANGO_PIXELS(at + info->geometry.x_offset), y, sheet);
            at += info->geometry.width;
        }
    }
}

static struct sheet sheet_of(int w, int h)
{
    struct sheet sheet = {calloc((size_t)w, (size_t)h), w, w, h};
    assert_non_null(sheet.data);
    return sheet;
}

static void compare(struct letters *letters, PangoFontMap *map, const char *text, int em)
{
    PangoLayout *layout = layout_of(map, text, em, em % 2 == 0);
    struct sheet by_cairo = sheet_of(2400, em * 2);
    struct sheet by_letters = sheet_of(2400, em * 2);
    PangoLayoutLine *line = pango_layout_get_line_readonly(layout, 0);
    draw_with_cairo(line, &by_cairo, 7, em);
    draw_with_letters(letters, line, &by_letters, 7, em);
    for (int i = 0; i < 2400 * em * 2; i++) {
        assert_in_range(by_letters.data[i], by_cairo.data[i] > 1 ? by_cairo.data[i] - 1 : 0,
                        by_cairo.data[i] + 1);
    }
    free(by_cairo.data);
    free(by_letters.data);
    g_object_unref(layout);
}

static void letters_look_as_cairo_draws_them(void **state)
{
    (void)state;
    PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    struct letters *letters = letters_open();
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        for (int em = 33; em < 80; em += 7) {
            compare(letters, map, texts[i], em);
        }
    }
    letters_close(&letters);
    g_object_unref(map);
}

/* More letters than the block holds: it is emptied, and what is drawn is right all the same. */
static void many_letters_are_drawn_right_in_bounded_memory(void **state)
{
    (void)state;
    PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    struct letters *letters = letters_open();
    for (int syllable = 0xac00; syllable < 0xac00 + 3000; syllable += 6) {
        char text[32] = "";
        for (int i = 0; i < 6; i++) {
            (void)g_unichar_to_utf8((gunichar)(syllable + i), text + strlen(text));
        }
        compare(letters, map, text, 54);
    }
    letters_close(&letters);
    g_object_unref(map);
}

/* Ink beyond the sheet is cut off: under a sanitizer a byte too far would be seen. */
static void ink_beyond_the_sheet_is_cut_off(void **state)
{
    (void)state;
    PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    struct letters *letters = letters_open();
    PangoLayout *layout = layout_of(map, "홍", 54, false);
    PangoLayoutLine *line = pango_layout_get_line_readonly(layout, 0);
    struct sheet sheet = sheet_of(20, 20);
    for (int at = -80; at < 80; at += 5) {
        draw_with_letters(letters, line, &sheet, at, at / 2);
        draw_with_letters(letters, line, &sheet, at / 2, at);
    }
    free(sheet.data);
    g_object_unref(layout);
    letters_close(&letters);
    g_object_unref(map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_look_as_cairo_draws_them),
        cmocka_unit_test(many_letters_are_drawn_right_in_bounded_memory),
        cmocka_unit_test(ink_beyond_the_sheet_is_cut_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
