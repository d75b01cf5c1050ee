#pragma once

#include <stdbool.h>
#include <stdint.h>

/*
 * Whole numbers known by their differences: every bound says x[i] - x[j] <= bound[i][j], where x[0]
 * is 0. The bounds are always the tightest there are, so that equal sets have equal bounds, a
 * number is forgotten by dropping its row and column, and every value between two bounds is taken
 * by some solution. Source: difference bound matrices, Dill 1989; exact for integers.
 */

enum { ZONE_DIMS = 24 };            /* numbers alive at once, x[0] included */
#define ZONE_FAR (INT64_C(1) << 58) /* sums of four stay inside 64 bits */

struct zone {
    uint8_t count; /* 1.. */
    int64_t bound[ZONE_DIMS][ZONE_DIMS];
};

/* Nothing but x[0]. */
void zone_init(struct zone *zone);
/* One more number in min..max; 0 = no room. */
uint8_t zone_add(struct zone *zone, int64_t min, int64_t max);
/* One more number that is x[of] + add; 0 = no room. */
uint8_t zone_copy(struct zone *zone, uint8_t of, int64_t add);
/* x[at] += add. */
void zone_shift(struct zone *zone, uint8_t at, int64_t add);
/* Only where x[i] - x[j] <= most; false when nothing is left (zone is then of no use). */
bool zone_narrow(struct zone *zone, uint8_t i, uint8_t j, int64_t most);
/* Forget x[at]; the last number moves to its place. */
void zone_drop(struct zone *zone, uint8_t at);
/* Least and greatest x[i] - x[j]. */
int64_t zone_least(const struct zone *zone, uint8_t i, uint8_t j);
int64_t zone_most(const struct zone *zone, uint8_t i, uint8_t j);
