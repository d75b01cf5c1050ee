#include "scale.h"

#include "kassert.h"

/* Glyph heights relative to the body's. */
static const double level_ratio[TYPE_COUNT] = {
    [TYPE_BODY] = 1.0, [TYPE_LEAD] = 1.35, [TYPE_HERO] = 1.9, [TYPE_NUMBER] = 2.4};

#define LINE_EM   1.36 /* line height; a little air above and below 0.90 em of Hangul */
/* A Hangul glyph reaches from 0.12 em below the baseline to 0.88 em above: its middle is there. */
#define MIDDLE_EM 0.37

/* Below this room a 16 mm question would push its answers to another page. */
#define COMPACT_HEIGHT_MM 210.0

static int round_up(double value)
{
    int whole = (int)value;
    return value - whole > 1e-6 ? whole + 1 : whole;
}

int scale_px(const struct scale *scale, double mm)
{
    return round_up(mm / scale->mm_per_px);
}

int scale_soft_px(const struct scale *scale, double mm)
{
    return scale_px(scale, scale->small ? mm * SCALE_TEXT_SMALL_MM / SCALE_TEXT_MM : mm);
}

int scale_tenths(const struct scale *scale, int px)
{
    double tenths = px * scale->mm_per_px * 10;
    return (int)(tenths < 0 ? tenths - 0.5 : tenths + 0.5);
}

struct scale scale_make(int width, int height, double mm_per_px)
{
    KASSERT(width > 0 && height > 0);
    KASSERT(mm_per_px > 0);
    struct scale s = {.width = width, .height = height, .mm_per_px = mm_per_px};
    double w = width * mm_per_px;
    double h = height * mm_per_px;
    s.landscape = width > height;
    s.small = w * w + h * h <= SCALE_SMALL_DIAGONAL_MM * SCALE_SMALL_DIAGONAL_MM;
    s.compact = !s.small && h < COMPACT_HEIGHT_MM;
    double glyph = s.small ? SCALE_TEXT_SMALL_MM : SCALE_TEXT_MM;
    for (int i = 0; i < TYPE_COUNT; i++) {
        double ratio = s.compact && i == TYPE_LEAD ? 1.0 : level_ratio[i];
        s.em[i] = round_up(glyph * ratio / SCALE_GLYPH_EM / mm_per_px);
        s.line[i] = round_up(s.em[i] * LINE_EM);
        s.baseline[i] = round_up(s.line[i] / 2.0 + s.em[i] * MIDDLE_EM);
    }
    s.gap = scale_px(&s, s.small || s.compact ? 2.6 : 4.0);
    s.pad = scale_soft_px(&s, s.compact ? 3.5 : 5.0);
    s.space = scale_soft_px(&s, s.compact ? 4.0 : 8.0);
    s.margin = scale_soft_px(&s, s.compact ? 7.0 : 11.0);
    s.radius = scale_soft_px(&s, 4.0);
    s.hair = round_up(0.35 / mm_per_px);
    s.ring = scale_px(&s, 1.3);
    return s;
}
