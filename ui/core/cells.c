#include "cells.h"

#include "kassert.h"

#include <string.h>

#define FNV_START 1469598103934665603ULL
#define FNV_PRIME 1099511628211ULL

static uint64_t hash_bytes(uint64_t hash, const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ (unsigned char)bytes[i]) * FNV_PRIME;
    }
    return hash;
}

static uint64_t hash_number(uint64_t hash, uint64_t number)
{
    hash = (hash ^ number) * FNV_PRIME;
    return hash ^ hash >> 32; /* FNV is made for bytes: bring the high half down */
}

static uint64_t hash_mark(const struct mark *m)
{
    const int facts[] = {(int)m->kind, m->box.x, m->box.y, m->box.w, m->box.h, (int)m->tint,
                         m->radius,    m->level, m->bold,  m->align, m->alpha};
    uint64_t hash = FNV_START;
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        hash = hash_number(hash, (uint64_t)(unsigned)facts[i]);
    }
    return hash_bytes(hash, m->text, m->text_len);
}

void cells_reset(struct cells *cells, int width, int height)
{
    cells->across = (width + CELL_PX - 1) / CELL_PX;
    cells->down = (height + CELL_PX - 1) / CELL_PX;
    KASSERT(cells->across * cells->down <= CELLS_MAX);
    cells->width = width;
    cells->height = height;
    memset(cells->sum, 0, sizeof cells->sum);
}

static int clamp(int value, int most)
{
    return value < 0 ? 0 : value > most ? most : value;
}

static void add_mark(const struct cells *cells, const struct mark *mark, uint64_t *sum)
{
    uint64_t hash = hash_mark(mark);
    struct box b = box_grown(mark->box, mark->kind == MARK_TEXT ? MARK_OVERHANG_PX : 0);
    int x1 = clamp((b.x + b.w - 1) / CELL_PX, cells->across - 1);
    int y1 = clamp((b.y + b.h - 1) / CELL_PX, cells->down - 1);
    for (int y = clamp(b.y / CELL_PX, cells->down - 1); y <= y1; y++) {
        for (int x = clamp(b.x / CELL_PX, cells->across - 1); x <= x1; x++) {
            uint64_t *cell = &sum[y * cells->across + x];
            *cell = hash_number(*cell, hash);
        }
    }
}

/* Make the box of a changed cell part of a box before it when both form a rectangle. */
static int join(struct box *rects, int count)
{
    struct box *last = &rects[count - 1];
    for (int i = count - 2; i >= 0; i--) {
        struct box *r = &rects[i];
        bool beside = r->y == last->y && r->h == last->h && r->x + r->w == last->x;
        bool below = r->x == last->x && r->w == last->w && r->y + r->h == last->y;
        if (beside) {
            r->w += last->w;
            return count - 1;
        }
        if (below) {
            r->h += last->h;
            return count - 1;
        }
    }
    return count;
}

/* The changed span of one row of cells from x on; its end in *x. */
static bool next_span(const struct cells *cells, const uint64_t *sum, int y, int *x,
                      struct box *ret_box)
{
    const uint64_t *old = &cells->sum[y * cells->across];
    const uint64_t *new = &sum[y * cells->across];
    int from = *x;
    while (from < cells->across && old[from] == new[from]) {
        from++;
    }
    int to = from;
    while (to < cells->across && old[to] != new[to]) {
        to++;
    }
    *x = to;
    *ret_box = (struct box){from * CELL_PX, y * CELL_PX, (to - from) * CELL_PX, CELL_PX};
    return to > from;
}

/* Boxes of the cells of row y that differ, after the count there are; -1: too many. */
static int row_boxes(const struct cells *cells, const uint64_t *sum, int y, struct box *rects,
                     int count)
{
    struct box span;
    for (int x = 0; next_span(cells, sum, y, &x, &span);) {
        if (count == CELLS_RECTS) {
            return -1;
        }
        rects[count++] = span;
        count = join(rects, count);
    }
    return count;
}

int cells_diff(struct cells *cells, const struct mark *marks, int count,
               struct box ret_rects[CELLS_RECTS])
{
    uint64_t sum[CELLS_MAX] = {0};
    for (int i = 0; i < cells->across * cells->down; i++) {
        sum[i] = FNV_START;
    }
    for (int i = 0; i < count; i++) {
        add_mark(cells, &marks[i], sum);
    }
    int rects = 0;
    for (int y = 0; y < cells->down && rects >= 0; y++) {
        rects = row_boxes(cells, sum, y, ret_rects, rects);
    }
    if (rects < 0) { /* never on a real screen; then everything is painted */
        ret_rects[0] = (struct box){0, 0, cells->width, cells->height};
        rects = 1;
    }
    for (int i = 0; i < rects; i++) {
        struct box *r = &ret_rects[i];
        r->w = r->x + r->w > cells->width ? cells->width - r->x : r->w;
        r->h = r->y + r->h > cells->height ? cells->height - r->y : r->h;
    }
    memcpy(cells->sum, sum, sizeof sum);
    return rects;
}
