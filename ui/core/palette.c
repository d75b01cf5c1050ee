#include "palette.h"

#define TEXT_CONTRAST 4.5
#define HIGH_CONTRAST 7.0
#define SIGN_CONTRAST 3.0 /* focus ring, borders that mean something */
#define MIX_STEPS     64

const struct palette_pair palette_pairs[] = {
    {TINT_TEXT, TINT_PAGE, TEXT_CONTRAST},
    {TINT_TEXT, TINT_SURFACE, TEXT_CONTRAST},
    {TINT_TEXT, TINT_SOFT, TEXT_CONTRAST},
    {TINT_TEXT, TINT_SOFT_DOWN, TEXT_CONTRAST},
    {TINT_TEXT, TINT_PRIMARY_WASH, TEXT_CONTRAST},
    {TINT_TEXT, TINT_GOOD_WASH, TEXT_CONTRAST},
    {TINT_TEXT, TINT_CAREFUL_WASH, TEXT_CONTRAST},
    {TINT_QUIET, TINT_PAGE, TEXT_CONTRAST},
    {TINT_QUIET, TINT_SURFACE, TEXT_CONTRAST},
    {TINT_QUIET, TINT_PRIMARY_WASH, TEXT_CONTRAST},
    {TINT_ON_PRIMARY, TINT_PRIMARY, TEXT_CONTRAST},
    {TINT_ON_PRIMARY, TINT_PRIMARY_DOWN, TEXT_CONTRAST},
    {TINT_PRIMARY_INK, TINT_PAGE, TEXT_CONTRAST},
    {TINT_PRIMARY_INK, TINT_SURFACE, TEXT_CONTRAST},
    {TINT_PRIMARY_INK, TINT_SOFT, TEXT_CONTRAST},
    {TINT_PRIMARY_INK, TINT_PRIMARY_WASH, TEXT_CONTRAST},
    {TINT_ON_ACCENT, TINT_ACCENT, TEXT_CONTRAST},
    {TINT_ON_ACCENT, TINT_ACCENT_DOWN, TEXT_CONTRAST},
    {TINT_GOOD, TINT_GOOD_WASH, TEXT_CONTRAST},
    {TINT_CAREFUL, TINT_CAREFUL_WASH, TEXT_CONTRAST},
    {TINT_CAREFUL, TINT_PAGE, TEXT_CONTRAST},
    {TINT_CAREFUL, TINT_SURFACE, TEXT_CONTRAST},
    {TINT_FOCUS, TINT_PAGE, SIGN_CONTRAST},
    {TINT_FOCUS, TINT_SURFACE, SIGN_CONTRAST},
    {TINT_BLACK, TINT_WHITE, 21},
};
const int palette_pair_count = sizeof palette_pairs / sizeof palette_pairs[0];

double palette_least(const struct palette_pair *pair, bool high)
{
    bool text = pair->least >= TEXT_CONTRAST && pair->least < HIGH_CONTRAST;
    return high && text ? HIGH_CONTRAST : pair->least;
}

static int channel(uint32_t rgb, int shift)
{
    return (int)(rgb >> shift & 255U);
}

/* Fifth root by Newton; 0 < x <= 1. The C library's pow() is not for pure layers. */
static double fifth_root(double x)
{
    double r = 1;
    for (int i = 0; i < 40; i++) {
        r -= (r - x / (r * r * r * r)) / 5;
    }
    return r;
}

static double linear(int value)
{
    double c = value / 255.0;
    if (c <= 0.04045) {
        return c / 12.92;
    }
    double x = (c + 0.055) / 1.055;
    return x * x * fifth_root(x * x); /* x to the power of 2.4 */
}

static double luminance(uint32_t rgb)
{
    return 0.2126 * linear(channel(rgb, 16)) + 0.7152 * linear(channel(rgb, 8)) +
           0.0722 * linear(channel(rgb, 0));
}

double palette_contrast(uint32_t a, uint32_t b)
{
    double la = luminance(a);
    double lb = luminance(b);
    return la > lb ? (la + 0.05) / (lb + 0.05) : (lb + 0.05) / (la + 0.05);
}

/* part/MIX_STEPS of b in a. */
static uint32_t mix(uint32_t a, uint32_t b, int part)
{
    uint32_t rgb = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
        int value = (channel(a, shift) * (MIX_STEPS - part) + channel(b, shift) * part) / MIX_STEPS;
        rgb |= (uint32_t)value << shift;
    }
    return rgb;
}

/* ink moved towards `end` until it can be read on ground. */
static uint32_t readable(uint32_t ink, uint32_t end, uint32_t ground)
{
    for (int part = 0; part < MIX_STEPS; part++) {
        uint32_t rgb = mix(ink, end, part);
        if (palette_contrast(rgb, ground) >= TEXT_CONTRAST) {
            return rgb;
        }
    }
    return end;
}

/* Black or white, whichever reads better on ground: one of them always has 4.5. */
static uint32_t best_ink(uint32_t ground)
{
    return palette_contrast(0xffffff, ground) >= palette_contrast(0, ground) ? 0xffffff : 0;
}

/* A filled button: its ground stays the brand's; the ink gives way; pressed moves away from it. */
static void fill(struct palette *p, enum tint ground, uint32_t rgb, uint32_t ink)
{
    if (palette_contrast(rgb, ink) < TEXT_CONTRAST) {
        ink = best_ink(rgb);
    }
    uint32_t away = palette_contrast(ink, 0) > palette_contrast(ink, 0xffffff) ? 0 : 0xffffff;
    p->rgb[ground] = rgb;
    p->rgb[ground + 1] = ink;
    p->rgb[ground + 2] = mix(rgb, away, MIX_STEPS / 4);
}

struct palette palette_make(uint32_t primary, uint32_t on_primary, uint32_t accent)
{
    struct palette p = {.rgb = {[TINT_PAGE] = 0xf6f7f9,
                                [TINT_SURFACE] = 0xffffff,
                                [TINT_LINE] = 0xd9dee6,
                                [TINT_SOFT] = 0xe9ecf1,
                                [TINT_SOFT_DOWN] = 0xd9dee6,
                                [TINT_TEXT] = 0x171c26,
                                [TINT_QUIET] = 0x525b6b,
                                [TINT_GOOD] = 0x0b6b3a,
                                [TINT_GOOD_WASH] = 0xe3f4ea,
                                [TINT_CAREFUL] = 0xa33a0a,
                                [TINT_CAREFUL_WASH] = 0xfdf0e3,
                                [TINT_FOCUS] = 0x171c26,
                                [TINT_BLACK] = 0x000000,
                                [TINT_WHITE] = 0xffffff}};
    fill(&p, TINT_PRIMARY, primary, on_primary);
    fill(&p, TINT_ACCENT, accent, best_ink(accent));
    p.rgb[TINT_PRIMARY_WASH] = mix(0xffffff, primary, MIX_STEPS / 9);
    uint32_t darkest = p.rgb[TINT_PRIMARY_WASH];
    if (palette_contrast(darkest, 0) > palette_contrast(p.rgb[TINT_SOFT], 0)) {
        darkest = p.rgb[TINT_SOFT];
    }
    p.rgb[TINT_PRIMARY_INK] = readable(primary, 0, darkest);
    return p;
}

#define HIGH_INK   0xffffff
#define HIGH_SIGN  0xffff00
#define HIGH_PAGE  0x000000
#define HIGH_TOUCH 0x333333 /* under a finger: white has 12.6 on it, yellow 11.7 */

struct palette palette_high(void)
{
    struct palette p = {.rgb = {[TINT_PAGE] = HIGH_PAGE,         [TINT_SURFACE] = HIGH_PAGE,
                                [TINT_LINE] = HIGH_INK,          [TINT_SOFT] = HIGH_PAGE,
                                [TINT_SOFT_DOWN] = HIGH_TOUCH,   [TINT_TEXT] = HIGH_INK,
                                [TINT_QUIET] = HIGH_INK,         [TINT_PRIMARY] = HIGH_SIGN,
                                [TINT_ON_PRIMARY] = HIGH_PAGE,   [TINT_PRIMARY_DOWN] = HIGH_INK,
                                [TINT_PRIMARY_INK] = HIGH_SIGN,  [TINT_PRIMARY_WASH] = HIGH_TOUCH,
                                [TINT_ACCENT] = HIGH_INK,        [TINT_ON_ACCENT] = HIGH_PAGE,
                                [TINT_ACCENT_DOWN] = HIGH_SIGN,  [TINT_GOOD] = HIGH_INK,
                                [TINT_GOOD_WASH] = HIGH_PAGE,    [TINT_CAREFUL] = HIGH_SIGN,
                                [TINT_CAREFUL_WASH] = HIGH_PAGE, [TINT_FOCUS] = HIGH_INK,
                                [TINT_BLACK] = 0x000000,         [TINT_WHITE] = 0xffffff}};
    return p;
}
