#pragma once

#include "widget.h"

/*
 * Which parts of the frame changed: every mark leaves its hash in each 96 px cell it touches; cells
 * whose sum differs from the last frame's are painted again. Nobody has to say what changed. Pure.
 */

enum {
    CELL_PX = 96,
    CELLS_MAX = 43 * 43, /* a panel of 4096 x 4096 */
    CELLS_RECTS = 512,
};

struct cells {
    int across, down, width, height;
    uint64_t sum[CELLS_MAX];
};

/* A frame of nothing: everything differs from it. */
void cells_reset(struct cells *cells, int width, int height);

/**
 * Take the marks of a new frame.
 *
 * ret_rects  out  boxes that changed since the last call, disjoint, inside the panel
 * returns how many; every pixel that differs lies in one of them
 */
int cells_diff(struct cells *cells, const struct mark *marks, int count,
               struct box ret_rects[CELLS_RECTS]);
