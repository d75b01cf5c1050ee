#include "shrink.h"

#include "kassert.h"

#include <stdlib.h>
#include <string.h>

/*
 * Rows first, then columns. A weight is the share of a new pixel's side that an old one covers, in
 * parts of WHOLE; those of one new pixel add up to WHOLE exactly. Sums of one side stay below 2^16.
 */

#define WHOLE    256
#define CHANNELS 4
#define BLOCK    16 /* bytes added in one go: a vector register */

/* Which old places a new one covers. */
struct cover {
    int first, count;
    const uint16_t *weight;
};

/* Share of new place `at` that old places before `end` cover, in parts of WHOLE. */
static int covered(int at, int end, int old, int new)
{
    int64_t begin = (int64_t)at * old;
    int64_t reach = (int64_t)end * new - begin;
    reach = reach < 0 ? 0 : reach > old ? old : reach;
    return (int)((reach * WHOLE + old / 2) / old);
}

/* Fill the weights of new place `at`; returns how many. */
static struct cover cover_of(int at, int old, int new, uint16_t *weights)
{
    int first = (int)((int64_t)at * old / new);
    struct cover cover = {.first = first, .weight = weights};
    for (int i = first; i < old && (int64_t)i * new < ((int64_t)at + 1) * old; i++) {
        weights[cover.count++] =
            (uint16_t)(covered(at, i + 1, old, new) - covered(at, i, old, new));
    }
    return cover;
}

static void add_row(uint16_t *restrict sum, const uint8_t *restrict row, size_t count,
                    uint16_t weight)
{
    size_t at = 0;
    for (; at + BLOCK <= count; at += BLOCK) {
        for (size_t i = 0; i < BLOCK; i++) {
            sum[at + i] = (uint16_t)(sum[at + i] + row[at + i] * weight);
        }
    }
    for (; at < count; at++) {
        sum[at] = (uint16_t)(sum[at] + row[at] * weight);
    }
}

/* Two channels at a time: each sum has 16 bits, a product with a weight 24. */
#define LANES UINT64_C(0x0000ffff0000ffff)
#define HALF  UINT64_C(0x0000800000008000)

static uint32_t pixel_of(const uint16_t *sum, const struct cover *cover)
{
    uint64_t even = HALF;
    uint64_t odd = HALF;
    for (int i = 0; i < cover->count; i++) {
        uint64_t four;
        memcpy(&four, sum + (size_t)(cover->first + i) * CHANNELS, sizeof four);
        even += (four & LANES) * cover->weight[i];
        odd += (four >> 16 & LANES) * cover->weight[i];
    }
    uint64_t blue_red = even >> 16 & LANES;
    uint64_t green_alpha = odd >> 16 & LANES;
    return (uint32_t)((blue_red | blue_red >> 16) & 0xff00ffU) |
           (uint32_t)((green_alpha | green_alpha >> 16) & 0xff00ffU) << 8;
}

/* What one call needs, in one block each. */
struct work {
    uint16_t *sum;           /* one row of the old width */
    uint16_t *row, *columns; /* weights */
    struct cover *cover;     /* of each new column */
};

static void shrink_rows(const struct picture *from, const struct picture *to,
                        const struct work *work)
{
    size_t row_bytes = (size_t)from->w * CHANNELS;
    for (int y = 0; y < to->h; y++) {
        struct cover rows = cover_of(y, from->h, to->h, work->row);
        memset(work->sum, 0, row_bytes * sizeof *work->sum);
        for (int i = 0; i < rows.count; i++) {
            const uint32_t *old = from->data + (size_t)(rows.first + i) * (size_t)from->w;
            add_row(work->sum, (const uint8_t *)old, row_bytes, rows.weight[i]);
        }
        for (int x = 0; x < to->w; x++) {
            to->data[(size_t)y * (size_t)to->w + (size_t)x] = pixel_of(work->sum, &work->cover[x]);
        }
    }
}

bool shrink(const struct picture *from, const struct picture *to)
{
    KASSERT(to->w > 0 && to->h > 0);
    KASSERT(to->w <= from->w && to->h <= from->h);
    size_t weights = (size_t)from->w + 2 * (size_t)to->w; /* neighbours share the one between */
    struct work work = {
        .sum = malloc((size_t)from->w * CHANNELS * sizeof *work.sum),
        .row = malloc((size_t)(from->h + 1) * sizeof *work.row),
        .columns = malloc(weights * sizeof *work.columns),
        .cover = malloc((size_t)to->w * sizeof *work.cover),
    };
    bool ready = work.sum && work.row && work.columns && work.cover;
    uint16_t *next = work.columns;
    for (int x = 0; ready && x < to->w; x++) {
        work.cover[x] = cover_of(x, from->w, to->w, next);
        next += work.cover[x].count;
    }
    if (ready) {
        shrink_rows(from, to, &work);
    }
    free(work.sum);
    free(work.row);
    free(work.columns);
    free(work.cover);
    return ready;
}
