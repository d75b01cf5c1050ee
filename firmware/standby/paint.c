#include "paint.h"

#include "strip.h"

#include <math.h>

/* Boxes with round corners and letters made smaller from the strip, straight into the surface. */

#define GROUND    0xF6F8FBU
#define INK       0x101828U
#define QUIET_INK 0x475467U
#define WHITE     0xFFFFFFU
#define EDGE      0x98A2B3U
#define OFF       0xE4E7ECU
#define OFF_INK   0x667085U

struct area {
    int x, y, w, h;
};

static uint32_t *pixel(SDL_Surface *surface, int x, int y)
{
    return (uint32_t *)(void *)((uint8_t *)surface->pixels + (size_t)y * (size_t)surface->pitch) +
           x;
}

/* colour over what is there; part 0..255. The surface is X8R8G8B8: standby.c asks for no other. */
static void blend(uint32_t *at, uint32_t colour, uint32_t part)
{
    uint32_t red_blue = (*at & 0xFF00FFU) * (255 - part) + (colour & 0xFF00FFU) * part;
    uint32_t green = (*at & 0x00FF00U) * (255 - part) + (colour & 0x00FF00U) * part;
    red_blue = (red_blue + 0x800080U) >> 8;
    green = (green + 0x008000U) >> 8;
    *at = part == 255 ? colour : (red_blue & 0xFF00FFU) | (green & 0x00FF00U);
}

/* How much of the pixel at (x, y) a box with round corners covers, 0..255. */
static uint32_t cover(const struct area *area, int radius, int x, int y)
{
    double left = area->x + radius;
    double right = area->x + area->w - radius;
    double top = area->y + radius;
    double bottom = area->y + area->h - radius;
    double cx = x + 0.5;
    double cy = y + 0.5;
    double dx = cx < left ? left - cx : cx > right ? cx - right : 0;
    double dy = cy < top ? top - cy : cy > bottom ? cy - bottom : 0;
    if (dx <= 0 || dy <= 0) {
        return 255;
    }
    double over = sqrt(dx * dx + dy * dy) - radius + 0.5;
    return over <= 0 ? 255 : over >= 1 ? 0 : (uint32_t)(255 * (1 - over));
}

static void fill_row(SDL_Surface *surface, const struct area *area, int radius, int y,
                     uint32_t colour)
{
    int right = area->x + area->w < surface->w ? area->x + area->w : surface->w;
    bool is_corner = y < area->y + radius || y >= area->y + area->h - radius;
    for (int x = area->x < 0 ? 0 : area->x; x < right; x++) {
        blend(pixel(surface, x, y), colour, is_corner ? cover(area, radius, x, y) : 255);
    }
}

static void fill_box(SDL_Surface *surface, struct area area, int radius, uint32_t colour)
{
    int bottom = area.y + area.h < surface->h ? area.y + area.h : surface->h;
    for (int y = area.y < 0 ? 0 : area.y; y < bottom; y++) {
        fill_row(surface, &area, radius, y, colour);
    }
}

/* Mean shade, 0..255, of the part of a glyph that lies under one pixel. */
static uint32_t shade_under(const struct strip_glyph *glyph, double x, double y, double step)
{
    int x0 = (int)floor(x);
    int y0 = (int)floor(y);
    int x1 = (int)ceil(x + step);
    int y1 = (int)ceil(y + step);
    double sum = 0;
    for (int j = y0 < 0 ? 0 : y0; j < y1 && j < glyph->height; j++) {
        double in_y = fmin(j + 1, y + step) - fmax(j, y);
        for (int i = x0 < 0 ? 0 : x0; i < x1 && i < glyph->width; i++) {
            double in_x = fmin(i + 1, x + step) - fmax(i, x);
            sum += strip_shade(glyph, i, j) * in_x * in_y;
        }
    }
    return (uint32_t)(sum / (step * step) * 17 + 0.5);
}

/* Where a glyph comes to lie, and how many pixels of the strip are one of the screen. */
struct spot {
    double left, top, step;
};

static void draw_shade(SDL_Surface *surface, const struct strip_glyph *glyph,
                       const struct spot *spot, int at, uint32_t colour)
{
    int wide = (int)ceil(glyph->width / spot->step) + 1;
    int x = (int)floor(spot->left) + at % wide;
    int y = (int)floor(spot->top) + at / wide;
    if (x < 0 || y < 0 || x >= surface->w || y >= surface->h) {
        return;
    }
    uint32_t shade =
        shade_under(glyph, (x - spot->left) * spot->step, (y - spot->top) * spot->step, spot->step);
    if (shade > 0) {
        blend(pixel(surface, x, y), colour, shade > 255 ? 255 : shade);
    }
}

static void draw_glyph(SDL_Surface *surface, const struct strip_glyph *glyph, double pen_x,
                       int pen_y, double step, uint32_t colour)
{
    const struct spot spot = {pen_x + glyph->left / step, pen_y + glyph->top / step, step};
    int wide = (int)ceil(glyph->width / step) + 1;
    int high = (int)ceil(glyph->height / step) + 1;
    for (int i = 0; i < wide * high; i++) {
        draw_shade(surface, glyph, &spot, i, colour);
    }
}

static void draw_text(SDL_Surface *surface, const struct face_item *item, uint32_t colour)
{
    double step = (double)STRIP_EM / item->size;
    int wide = (int)(strip_width(item->text, (int)strlen(item->text)) / step);
    double x = item->is_centred ? item->x + (item->w - wide) / 2.0 : item->x;
    int y = item->y + (item->h - (int)(strip_line / step)) / 2;
    uint32_t code = 0;
    for (const char *at = strip_next(item->text, &code); code != 0; at = strip_next(at, &code)) {
        const struct strip_glyph *glyph = strip_find(code);
        if (glyph) {
            draw_glyph(surface, glyph, x, y, step, colour);
            x += glyph->advance / step;
        }
    }
}

static struct area inset(const struct face_item *item, int by)
{
    return (struct area){item->x + by, item->y + by, item->w - 2 * by, item->h - 2 * by};
}

/* Letters on a colour of the pack's: the darker or the lighter, whichever can be read. */
static void draw_button(SDL_Surface *surface, const struct face_item *item, double mm,
                        const struct paint *paint, bool is_pressed)
{
    int radius = (int)(2.5 * mm);
    int edge = (int)(0.4 * mm) > 0 ? (int)(0.4 * mm) : 1;
    uint32_t ground = item->is_off ? OFF : item->is_main ? paint->primary : WHITE;
    uint32_t ink = item->is_off ? OFF_INK : item->is_main ? paint->on_primary : INK;
    if (is_pressed) {
        ground = item->is_main ? INK : paint->primary;
        ink = item->is_main ? WHITE : paint->on_primary;
    }
    uint32_t line = item->is_main || item->is_off ? ground : EDGE;
    fill_box(surface, inset(item, 0), radius, line);
    fill_box(surface, inset(item, edge), radius - edge, ground);
    draw_text(surface, item, ink);
}

static void draw_field(SDL_Surface *surface, const struct face_item *item, double mm,
                       const struct paint *paint)
{
    int radius = (int)(2.5 * mm);
    int edge = (int)(0.8 * mm) > 0 ? (int)(0.8 * mm) : 1;
    fill_box(surface, inset(item, 0), radius, paint->primary);
    fill_box(surface, inset(item, edge), radius - edge, WHITE);
    draw_text(surface, item, item->is_quiet ? QUIET_INK : INK);
}

static void draw_focus(SDL_Surface *surface, const struct face_item *item, double mm)
{
    int out = (int)(1.3 * mm) + 1;
    fill_box(surface, inset(item, -out), (int)(3.6 * mm), INK);
    fill_box(surface, inset(item, -out / 3), (int)(2.8 * mm), WHITE);
}

static void draw_item(SDL_Surface *surface, const struct face *face, int i,
                      const struct paint *paint)
{
    const struct face_item *item = &face->item[i];
    switch (item->kind) {
    case FACE_BAND:
        fill_box(surface, inset(item, 0), 0, paint->primary);
        break;
    case FACE_TEXT_LINE:
        draw_text(surface, item, item->is_quiet ? QUIET_INK : INK);
        break;
    case FACE_FIELD:
        draw_field(surface, item, face->mm, paint);
        break;
    case FACE_BUTTON:
        if (i == paint->focus) {
            draw_focus(surface, item, face->mm);
        }
        draw_button(surface, item, face->mm, paint, i == paint->pressed);
        break;
    }
}

void paint_face(SDL_Surface *surface, const struct face *face, const struct paint *paint)
{
    fill_box(surface, (struct area){0, 0, surface->w, surface->h}, 0, GROUND);
    for (int i = 0; i < face->count; i++) {
        draw_item(surface, face, i, paint);
    }
}
