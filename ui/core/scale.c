#include "scale.h"

#include "kassert.h"

/* Glyph heights relative to the body's. */
static const double level_ratio[TYPE_COUNT] = {
    [TYPE_BODY] = 1.0,  [TYPE_LEAD] = 1.35, [TYPE_HERO] = 1.9, [TYPE_NUMBER] = 2.4,
    [TYPE_FRAME] = 1.0, [TYPE_KEY] = 1.0,   [TYPE_NOTE] = 0.4};

#define LINE_EM   1.36 /* line height; a little air above and below 0.90 em of Hangul */
/* A Hangul glyph reaches from 0.12 em below the baseline to 0.88 em above: its middle is there. */
#define MIDDLE_EM 0.37

#define FRAME_ZOOM 1.5
#define KEY_ZOOM   1.35

/* A narrower or lower panel cannot hold a keyboard, what is typed and the question in large type.
 */
#define LARGE_SIDE_MM 260.0

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

bool scale_large(const struct scale *scale)
{
    return scale->zoom > 100;
}

/* Glyph height of a level relative to the body's at 100 %: body and signs by the whole zoom, what
 * is larger than them by less. */
static double level_zoomed(const struct scale *s, enum type_level level)
{
    double zoom = s->zoom / 100.0;
    if (level == TYPE_NOTE) {
        return level_ratio[level];
    }
    double most = level == TYPE_FRAME ? FRAME_ZOOM : level == TYPE_KEY ? KEY_ZOOM : zoom;
    if (zoom > most) {
        return most;
    }
    bool plain = level == TYPE_LEAD || (level == TYPE_HERO && scale_large(s));
    if (s->compact && plain) {
        return zoom;
    }
    return zoom + (level_ratio[level] - 1.0) / zoom;
}

struct scale scale_make(int width, int height, double mm_per_px)
{
    return scale_zoomed(width, height, mm_per_px, 100);
}

struct scale scale_zoomed(int width, int height, double mm_per_px, int zoom)
{
    KASSERT(width > 0 && height > 0);
    KASSERT(mm_per_px > 0);
    KASSERT(zoom >= 100 && zoom <= SCALE_ZOOM_MAX);
    struct scale s = {.width = width, .height = height, .mm_per_px = mm_per_px};
    double w = width * mm_per_px;
    double h = height * mm_per_px;
    s.landscape = width > height;
    s.small = w * w + h * h <= SCALE_SMALL_DIAGONAL_MM * SCALE_SMALL_DIAGONAL_MM;
    double glyph = s.small ? SCALE_TEXT_SMALL_MM : SCALE_TEXT_MM;
    s.zoom = (w < h ? w : h) < LARGE_SIDE_MM ? 100 : zoom;
    s.compact = !s.small && h * 100 / s.zoom < COMPACT_HEIGHT_MM;
    for (int i = 0; i < TYPE_COUNT; i++) {
        double ratio = level_zoomed(&s, (enum type_level)i);
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
