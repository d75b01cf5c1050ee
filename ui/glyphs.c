#include "glyphs.h"

#include "fonts.h"
#include "letters.h"

#include "kassert.h"
#include "kstr.h"

#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <stdlib.h>
#include <string.h>

enum { ENTRIES = 1024, NEAR = 2048 };

/* One text at one size, width and alignment. */
struct entry {
    uint64_t used; /* tick of the last use; 0 = free */
    struct text_size size;
    struct sheet mask; /* data NULL until it is drawn */
    int x, y;          /* of its corner in the box of the text */
};

struct glyphs {
    struct scale scale;
    FcConfig *fonts;
    PangoFontMap *map;
    PangoContext *context[LANG_COUNT];
    PangoLayout *layout[LANG_COUNT];
    PangoFontDescription *font[TYPE_COUNT][2];
    struct letters *letters;
    uint64_t tick;
    size_t mask_bytes;
    uint64_t key[ENTRIES];
    uint16_t near[NEAR]; /* where a key was seen last, by its lowest bits: a guess */
    struct entry entry[ENTRIES];
};

/* ---- laying out ---- */

static void set_fonts(struct glyphs *g)
{
    for (int level = 0; level < TYPE_COUNT; level++) {
        for (int bold = 0; bold < 2; bold++) {
            PangoFontDescription *font = g->font[level][bold];
            pango_font_description_set_family_static(font, FONTS_FAMILY);
            pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
            pango_font_description_set_absolute_size(font, g->scale.em[level] * PANGO_SCALE);
        }
    }
}

/* Forbid breaks inside every eojeol that fits a line; the others may break anywhere, or a web
 * address would run out of its box. */
static void keep_words(const struct glyphs *g, PangoLayout *layout, const struct text_spec *spec)
{
    PangoAttrList *attrs = pango_attr_list_new();
    int em = g->scale.em[spec->level];
    const char *end = spec->text + spec->len;
    for (const char *c = spec->text; c < end;) {
        const char *from = c;
        int chars = 0;
        while (c < end && *c != ' ' && *c != '\n') {
            chars += ((unsigned char)*c & 0xc0U) != 0x80U;
            c++;
        }
        if (chars > 1 && chars * em * 95 / 100 <= spec->width) {
            PangoAttribute *keep = pango_attr_allow_breaks_new(FALSE);
            keep->start_index = (guint)(from - spec->text);
            keep->end_index = (guint)(c - spec->text);
            pango_attr_list_insert(attrs, keep);
        }
        c += c < end;
    }
    pango_layout_set_attributes(layout, attrs);
    pango_attr_list_unref(attrs);
}

/* The shared layout, filled. */
static PangoLayout *lay_out(const struct glyphs *g, const struct text_spec *spec)
{
    PangoLayout *layout = g->layout[spec->lang];
    pango_layout_set_attributes(layout, NULL);
    pango_layout_set_text(layout, spec->text, spec->len);
    pango_layout_set_font_description(layout, g->font[spec->level][spec->bold]);
    pango_layout_set_width(layout, spec->width > 0 ? spec->width * PANGO_SCALE : -1);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    if (spec->width > 0) {
        keep_words(g, layout, spec);
    }
    return layout;
}

static int line_width(PangoLayoutLine *line)
{
    PangoRectangle logical;
    pango_layout_line_get_extents(line, NULL, &logical);
    return (logical.width + PANGO_SCALE - 1) / PANGO_SCALE;
}

/* The shared layout must not keep a customer's words. */
static void clear_layout(PangoLayout *layout)
{
    pango_layout_set_attributes(layout, NULL);
    pango_layout_set_text(layout, "", 0);
}

static struct text_size measure(const struct glyphs *g, const struct text_spec *spec, int max_h)
{
    PangoLayout *layout = lay_out(g, spec);
    int lines = pango_layout_get_line_count(layout);
    int line_h = g->scale.line[spec->level];
    int fits = max_h / line_h;
    struct text_size size = {.h = lines * line_h, .fit = spec->len};
    for (int i = 0; i < lines; i++) {
        PangoLayoutLine *line = pango_layout_get_line_readonly(layout, i);
        size.last_w = line_width(line);
        size.w = size.last_w > size.w ? size.last_w : size.w;
        if (i == fits) {
            size.fit = line->start_index;
        }
    }
    clear_layout(layout);
    return size;
}

/* ---- the cache ---- */

#define FNV_PRIME 1099511628211ULL

static uint64_t key_of(const struct text_spec *spec, int align)
{
    uint64_t hash = 1469598103934665603ULL;
    const int facts[] = {(int)spec->level, spec->bold, spec->width, (int)spec->lang, align};
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        hash = (hash ^ (uint64_t)(unsigned)facts[i]) * FNV_PRIME;
    }
    for (int i = 0; i < spec->len; i++) {
        hash = (hash ^ (unsigned char)spec->text[i]) * FNV_PRIME;
    }
    return hash;
}

static size_t mask_bytes(const struct entry *e)
{
    return (size_t)e->mask.stride * (size_t)e->mask.h;
}

static void free_entry(struct glyphs *g, int at)
{
    struct entry *e = &g->entry[at];
    if (e->mask.data) {
        kstr_wipe(e->mask.data, mask_bytes(e));
        free(e->mask.data);
        g->mask_bytes -= mask_bytes(e);
    }
    *e = (struct entry){0};
    g->key[at] = 0;
}

/* The entry used longest ago; with masks_only the one among those that hold a mask. */
static int oldest(const struct glyphs *g, bool masks_only)
{
    int at = -1;
    for (int i = 0; i < ENTRIES; i++) {
        bool fits = !masks_only || g->entry[i].mask.data;
        if (fits && (at < 0 || g->entry[i].used < g->entry[at].used)) {
            at = i;
        }
    }
    return at;
}

static struct entry *entry_of(struct glyphs *g, const struct text_spec *spec, int align)
{
    uint64_t key = key_of(spec, align);
    uint16_t *near = &g->near[key % NEAR];
    int at = g->key[*near] == key ? *near : 0;
    while (at < ENTRIES && g->key[at] != key) {
        at++;
    }
    if (at == ENTRIES) {
        at = oldest(g, false);
        free_entry(g, at);
        g->key[at] = key;
        g->entry[at].size = measure(g, spec, 0);
        g->entry[at].size.fit = spec->len;
    }
    *near = (uint16_t)at;
    g->entry[at].used = ++g->tick;
    return &g->entry[at];
}

struct text_size glyphs_measure(struct glyphs *g, const struct text_spec *spec, int max_h)
{
    return max_h > 0 ? measure(g, spec, max_h) : entry_of(g, spec, ALIGN_START)->size;
}

/* ---- masks ---- */

static int line_x(PangoLayoutLine *line, int width, int align)
{
    int spare = width - line_width(line);
    return align == ALIGN_CENTRE ? spare / 2 : align == ALIGN_END ? spare : 0;
}

/* The ink of all lines, in the box of the text. */
static struct box ink_box(const struct glyphs *g, PangoLayout *layout, const struct mark *mark)
{
    int left = mark->box.w;
    int top = mark->box.h;
    int right = 0;
    int bottom = 0;
    for (int i = 0; i < pango_layout_get_line_count(layout); i++) {
        PangoLayoutLine *line = pango_layout_get_line_readonly(layout, i);
        PangoRectangle ink;
        pango_layout_line_get_pixel_extents(line, &ink, NULL);
        int x = line_x(line, mark->box.w, mark->align) + ink.x;
        int y = i * g->scale.line[mark->level] + g->scale.baseline[mark->level] + ink.y;
        left = x < left ? x : left;
        top = y < top ? y : top;
        right = x + ink.width > right ? x + ink.width : right;
        bottom = y + ink.height > bottom ? y + ink.height : bottom;
    }
    return (struct box){left - 1, top - 1, right - left + 2, bottom - top + 2};
}

static bool has_unknown(const PangoLayoutRun *run)
{
    const PangoGlyphString *glyphs = run->glyphs;
    int i = 0;
    while (i < glyphs->num_glyphs && (glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG) == 0) {
        i++;
    }
    return i < glyphs->num_glyphs;
}

/* What no font has: Pango draws boxes with numbers. */
static void draw_unknown(const struct entry *e, const PangoLayoutRun *run, int at, int y)
{
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        e->mask.data, CAIRO_FORMAT_A8, e->mask.w, e->mask.h, e->mask.stride);
    cairo_t *cairo = cairo_create(surface);
    cairo_move_to(cairo, pango_units_to_double(at), y);
    pango_cairo_show_glyph_string(cairo, run->item->analysis.font, run->glyphs);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    cairo_surface_destroy(surface);
}

/* at is the run's begin in Pango's units; returns its end. */
static int draw_run(struct glyphs *g, const struct entry *e, const PangoLayoutRun *run, int at,
                    int y)
{
    bool unknown = has_unknown(run);
    if (unknown) {
        draw_unknown(e, run, at, y);
    }
    for (int i = 0; i < run->glyphs->num_glyphs; i++) {
        const PangoGlyphInfo *info = &run->glyphs->glyphs[i];
        if (!unknown && info->glyph != PANGO_GLYPH_EMPTY) {
            letters_draw(g->letters, run->item->analysis.font, info->glyph,
                         PANGO_PIXELS(at + info->geometry.x_offset),
                         y + PANGO_PIXELS(info->geometry.y_offset), &e->mask);
        }
        at += info->geometry.width;
    }
    return at;
}

static void draw_mask(struct glyphs *g, struct entry *e, const struct text_spec *spec,
                      const struct mark *mark)
{
    PangoLayout *layout = lay_out(g, spec);
    struct box ink = ink_box(g, layout, mark);
    e->x = ink.x;
    e->y = ink.y;
    e->mask.w = ink.w < 1 ? 1 : ink.w;
    e->mask.h = ink.h < 1 ? 1 : ink.h;
    e->mask.stride = cairo_format_stride_for_width(CAIRO_FORMAT_A8, e->mask.w);
    e->mask.data = calloc((size_t)e->mask.stride, (size_t)e->mask.h);
    KASSERT(e->mask.data);
    for (int i = 0; i < pango_layout_get_line_count(layout); i++) {
        PangoLayoutLine *line = pango_layout_get_line_readonly(layout, i);
        int y = i * g->scale.line[mark->level] + g->scale.baseline[mark->level] - ink.y;
        int at = (line_x(line, mark->box.w, mark->align) - ink.x) * PANGO_SCALE;
        for (GSList *run = line->runs; run; run = run->next) {
            at = draw_run(g, e, run->data, at, y);
        }
    }
    clear_layout(layout);
    g->mask_bytes += mask_bytes(e);
}

/* A byte for every pixel of the panel: a page never has more text than that. */
static size_t mask_bytes_max(const struct glyphs *g)
{
    return (size_t)g->scale.width * (size_t)g->scale.height;
}

struct coverage glyphs_mask(struct glyphs *g, const struct mark *mark, enum lang lang)
{
    struct text_spec spec = {.text = mark->text,
                             .len = mark->text_len,
                             .level = mark->level,
                             .bold = mark->bold,
                             .width = mark->box.w,
                             .lang = lang};
    struct entry *e = entry_of(g, &spec, mark->align);
    if (!e->mask.data) {
        draw_mask(g, e, &spec, mark);
        while (g->mask_bytes > mask_bytes_max(g) && oldest(g, true) != e - g->entry) {
            free_entry(g, oldest(g, true));
        }
    }
    return (struct coverage){.data = e->mask.data,
                             .stride = e->mask.stride,
                             .w = e->mask.w,
                             .h = e->mask.h,
                             .x = e->x,
                             .y = e->y};
}

void glyphs_wipe(struct glyphs *g)
{
    for (int i = 0; i < ENTRIES; i++) {
        free_entry(g, i);
    }
}

/* ---- life ---- */

static void open_contexts(struct glyphs *g)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    for (int i = 0; i < LANG_COUNT; i++) {
        g->context[i] = pango_font_map_create_context(g->map);
        pango_context_set_language(g->context[i],
                                   pango_language_from_string(lang_name((enum lang)i)));
        pango_cairo_context_set_resolution(g->context[i], 72);
        pango_cairo_context_set_font_options(g->context[i], options);
        g->layout[i] = pango_layout_new(g->context[i]);
    }
    cairo_font_options_destroy(options);
}

enum kcode glyphs_open(const struct scale *scale, struct glyphs **ret_glyphs, struct kerr *err)
{
    K_CLEANUP(glyphs_close) struct glyphs *g = calloc(1, sizeof *g);
    if (!g) {
        return kerr_fail(err, K_E_IO, "glass: no memory for text");
    }
    g->scale = *scale;
    if (fonts_open(&g->fonts, err) != K_OK) {
        return err->code;
    }
    g->letters = letters_open();
    if (!g->letters) {
        return kerr_fail(err, K_E_IO, "glass: no memory for letters");
    }
    (void)FcConfigSetCurrent(g->fonts); /* or a thread of Pango's reads the system's fonts */
    g->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    if (!g->map) {
        return kerr_fail(err, K_E_IO, "glass: this cairo cannot draw FreeType fonts");
    }
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(g->map), g->fonts);
    open_contexts(g);
    for (int level = 0; level < TYPE_COUNT; level++) {
        g->font[level][0] = pango_font_description_new();
        g->font[level][1] = pango_font_description_new();
    }
    set_fonts(g);
    *ret_glyphs = g;
    g = NULL;
    return K_OK;
}

void glyphs_rescale(struct glyphs *g, const struct scale *scale)
{
    glyphs_wipe(g);
    letters_wipe(g->letters);
    g->scale = *scale;
    set_fonts(g);
}

void glyphs_close(struct glyphs **glyphs)
{
    struct glyphs *g = *glyphs;
    if (!g) {
        return;
    }
    glyphs_wipe(g);
    letters_close(&g->letters);
    for (int level = 0; level < TYPE_COUNT; level++) {
        pango_font_description_free(g->font[level][0]);
        pango_font_description_free(g->font[level][1]);
    }
    for (int i = 0; i < LANG_COUNT; i++) {
        g_clear_object(&g->layout[i]);
        g_clear_object(&g->context[i]);
    }
    if (g->map) {
        pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(g->map), NULL);
        pango_fc_font_map_shutdown(PANGO_FC_FONT_MAP(g->map));
    }
    g_clear_object(&g->map);
    if (g->fonts) {
        FcConfigDestroy(g->fonts);
    }
    free(g);
    *glyphs = NULL;
}
