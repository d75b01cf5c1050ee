#include "brush.h"

#include "kassert.h"

#include <string.h>

static struct box meet(struct box a, struct box b)
{
    int x0 = a.x > b.x ? a.x : b.x;
    int y0 = a.y > b.y ? a.y : b.y;
    int x1 = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w;
    int y1 = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;
    return (struct box){x0, y0, x1 > x0 ? x1 - x0 : 0, y1 > y0 ? y1 - y0 : 0};
}

static uint32_t *row_of(const struct brush *brush, int x, int y)
{
    KASSERT(x >= 0 && y >= 0);
    return (uint32_t *)(void *)(brush->pixels + (size_t)y * (size_t)brush->pitch) + x;
}

/* value / 255, exact for 0..65025. */
static uint32_t div255(uint32_t value)
{
    return (value + 128 + ((value + 128) >> 8)) >> 8;
}

/* new over old, part 0..255. */
static uint32_t blend(uint32_t old, uint32_t new, uint32_t part)
{
    uint32_t rest = 255 - part;
    uint32_t r = div255((old >> 16 & 255) * rest + (new >> 16 & 255) * part);
    uint32_t g = div255((old >> 8 & 255) * rest + (new >> 8 & 255) * part);
    uint32_t b = div255((old & 255) * rest + (new & 255) * part);
    return r << 16 | g << 8 | b;
}

/* Most of a page is such boxes: the first row pixel by pixel, the others as copies of it. */
static void fill(const struct brush *brush, struct box part, uint32_t rgb)
{
    uint32_t *first = row_of(brush, part.x, part.y);
    for (int x = 0; x < part.w; x++) {
        first[x] = rgb;
    }
    for (int y = part.y + 1; y < part.y + part.h; y++) {
        memcpy(row_of(brush, part.x, y), first, (size_t)part.w * sizeof *first);
    }
}

void brush_box(const struct brush *brush, struct box box, uint32_t rgb, uint8_t alpha)
{
    struct box part = meet(box, brush->clip);
    if (part.w > 0 && part.h > 0 && alpha == 255) {
        fill(brush, part, rgb);
        return;
    }
    for (int y = part.y; part.w > 0 && y < part.y + part.h; y++) {
        uint32_t *row = row_of(brush, part.x, y);
        for (int x = 0; x < part.w; x++) {
            row[x] = blend(row[x], rgb, alpha);
        }
    }
}

static void mask_row(uint32_t *row, const uint8_t *cover, int count, uint32_t rgb, uint8_t alpha)
{
    for (int x = 0; x < count; x++) {
        uint32_t part = alpha == 255 ? cover[x] : div255((uint32_t)cover[x] * alpha);
        if (part == 255) {
            row[x] = rgb;
        } else if (part > 0) {
            row[x] = blend(row[x], rgb, part);
        }
    }
}

void brush_mask(const struct brush *brush, struct box box, const uint8_t *data, int stride,
                uint32_t rgb, uint8_t alpha)
{
    struct box part = meet(box, brush->clip);
    for (int y = part.y; part.w > 0 && y < part.y + part.h; y++) {
        const uint8_t *cover = data + (size_t)(y - box.y) * (size_t)stride + (part.x - box.x);
        mask_row(row_of(brush, part.x, y), cover, part.w, rgb, alpha);
    }
}

/* One channel of a premultiplied pixel over an opaque one. */
static uint32_t over(uint32_t old, uint32_t new, uint32_t rest, uint32_t alpha, int shift)
{
    uint32_t value = div255((new >> shift & 255) * alpha) + div255((old >> shift & 255) * rest);
    return (value > 255 ? 255 : value) << shift;
}

static void image_row(uint32_t *row, const uint32_t *from, int count, uint8_t alpha)
{
    for (int x = 0; x < count; x++) {
        if (alpha == 255 && from[x] >> 24 == 255) {
            row[x] = from[x] & 0xffffffU;
        } else if (from[x] != 0) { /* around a drawing there is nothing */
            uint32_t rest = 255 - div255((from[x] >> 24) * alpha);
            row[x] = over(row[x], from[x], rest, alpha, 16) |
                     over(row[x], from[x], rest, alpha, 8) | over(row[x], from[x], rest, alpha, 0);
        }
    }
}

void brush_image(const struct brush *brush, struct box box, const uint32_t *data, uint8_t alpha)
{
    struct box part = meet(box, brush->clip);
    for (int y = part.y; part.w > 0 && y < part.y + part.h; y++) {
        const uint32_t *from = data + (size_t)(y - box.y) * (size_t)box.w + (part.x - box.x);
        image_row(row_of(brush, part.x, y), from, part.w, alpha);
    }
}
