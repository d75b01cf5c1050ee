#include "zone.h"

#include "kassert.h"

#include <string.h>

void zone_init(struct zone *zone)
{
    zone->count = 1;
    zone->bound[0][0] = 0;
}

uint8_t zone_add(struct zone *zone, int64_t min, int64_t max)
{
    KASSERT(min <= max);
    if (zone->count == ZONE_DIMS) {
        return 0;
    }
    uint8_t at = zone->count++;
    for (uint8_t i = 0; i < at; i++) {
        zone->bound[at][i] = max + zone->bound[0][i];
        zone->bound[i][at] = zone->bound[i][0] - min;
    }
    zone->bound[at][at] = 0;
    return at;
}

uint8_t zone_copy(struct zone *zone, uint8_t of, int64_t add)
{
    KASSERT(of < zone->count);
    if (zone->count == ZONE_DIMS) {
        return 0;
    }
    uint8_t at = zone->count++;
    for (uint8_t i = 0; i < at; i++) {
        zone->bound[at][i] = zone->bound[of][i] + add;
        zone->bound[i][at] = zone->bound[i][of] - add;
    }
    zone->bound[at][at] = 0;
    return at;
}

void zone_shift(struct zone *zone, uint8_t at, int64_t add)
{
    KASSERT(at > 0 && at < zone->count);
    for (uint8_t i = 0; i < zone->count; i++) {
        if (i != at) {
            zone->bound[at][i] += add;
            zone->bound[i][at] -= add;
        }
    }
}

/* x[a] - x[j] <= most, and so of every number's difference to x[a]. */
static void tighten(struct zone *zone, uint8_t a, int64_t most, uint8_t j)
{
    for (uint8_t b = 0; b < zone->count; b++) {
        int64_t through = most + zone->bound[j][b];
        zone->bound[a][b] = through < zone->bound[a][b] ? through : zone->bound[a][b];
    }
}

bool zone_narrow(struct zone *zone, uint8_t i, uint8_t j, int64_t most)
{
    KASSERT(i < zone->count && j < zone->count);
    if (most >= zone->bound[i][j]) {
        return true;
    }
    if (most < -zone->bound[j][i]) {
        return false;
    }
    for (uint8_t a = 0; a < zone->count; a++) {
        tighten(zone, a, zone->bound[a][i] + most, j);
    }
    return true;
}

void zone_drop(struct zone *zone, uint8_t at)
{
    KASSERT(at > 0 && at < zone->count);
    uint8_t last = --zone->count;
    if (at == last) {
        return;
    }
    for (uint8_t i = 0; i < last; i++) {
        if (i != at) {
            zone->bound[at][i] = zone->bound[last][i];
            zone->bound[i][at] = zone->bound[i][last];
        }
    }
}

int64_t zone_least(const struct zone *zone, uint8_t i, uint8_t j)
{
    return -zone->bound[j][i];
}

int64_t zone_most(const struct zone *zone, uint8_t i, uint8_t j)
{
    return zone->bound[i][j];
}
