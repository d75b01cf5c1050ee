#include "density.h"

#include "kassert.h"

static const struct density ladder[DENSITY_STEPS] = {
    {.picture_mm = 143, .air = 1.0},
    {.picture_mm = 100, .air = 1.0, .across = true},
    {.picture_mm = 70, .air = 0.8, .across = true},
    {.picture_mm = 50, .air = 0.8, .across = true},
    {.picture_mm = 35, .air = 0.65, .across = true},
    {.picture_mm = 50, .air = 0.65, .across = true, .low = true},
    {.picture_mm = 35, .air = 0.65, .across = true, .low = true},
    {.picture_mm = 35, .air = 0.5, .across = true, .low = true, .few_details = true},
    {.picture_mm = 35,
     .air = 0.5,
     .across = true,
     .low = true,
     .lead_small = true,
     .few_details = true},
    {.picture_mm = 0, .air = 0.5, .across = true, .low = true, .few_details = true},
    {.picture_mm = 0,
     .air = 0.5,
     .across = true,
     .low = true,
     .lead_small = true,
     .few_details = true},
};

static const struct density paged = {
    .picture_mm = 100, .air = 0.8, .across = true, .low = true, .few_details = true};

const struct density *density_at(int step)
{
    KASSERT(step >= 0 && step < DENSITY_STEPS);
    return &ladder[step];
}

const struct density *density_paged(void)
{
    return &paged;
}

struct scale density_scale(const struct density *density, const struct scale *scale)
{
    struct scale dense = *scale;
    int least = scale_px(scale, SCALE_GAP_MM + 0.1);
    int gap = (int)(scale->gap * density->air);
    dense.gap = gap < least ? least : gap;
    dense.space = (int)(scale->space * density->air);
    return dense;
}
