#pragma once

#include <stdbool.h>
#include <stdint.h>

/*
 * Colours by meaning. Everything is derived from three brand colours, and moved towards black or
 * white until it can be read: a brand cannot break the contrast rule. Pure.
 */

enum tint {
    TINT_NONE,
    TINT_PAGE,       /* behind everything */
    TINT_SURFACE,    /* cards, header, bar */
    TINT_LINE,       /* their borders */
    TINT_SOFT,       /* quiet buttons, keys that are not letters */
    TINT_SOFT_DOWN,  /* ... pressed; what is left of a progress bar */
    TINT_TEXT,       /* what is read */
    TINT_QUIET,      /* second thoughts */
    TINT_PRIMARY,    /* the likeliest way on */
    TINT_ON_PRIMARY, /* text on it */
    TINT_PRIMARY_DOWN,
    TINT_PRIMARY_INK,  /* the brand as ink on surface, page and wash */
    TINT_PRIMARY_WASH, /* the brand as a breath: pressed cards, icon discs */
    TINT_ACCENT,       /* the way to a person */
    TINT_ON_ACCENT,
    TINT_ACCENT_DOWN,
    TINT_GOOD,
    TINT_GOOD_WASH,
    TINT_CAREFUL,
    TINT_CAREFUL_WASH,
    TINT_FOCUS, /* the focus ring */
    TINT_BLACK, /* codes */
    TINT_WHITE,
    TINT_COUNT,
};

struct palette {
    uint32_t rgb[TINT_COUNT]; /* 0xRRGGBB */
};

/* What lies on what: every pair the glass draws, with the least contrast it must have. */
struct palette_pair {
    enum tint ink, ground;
    double least;
};
extern const struct palette_pair palette_pairs[];
extern const int palette_pair_count;

/* The least contrast of a pair; in high contrast, text has 7. */
double palette_least(const struct palette_pair *pair, bool high);

/* Every tint, from a site's three colours (0xRRGGBB). Ink that cannot be read on its ground gives
 * way.
 */
struct palette palette_make(uint32_t primary, uint32_t on_primary, uint32_t accent);

/* High contrast: black, white and yellow, whatever the brand. */
struct palette palette_high(void);

/* 1..21. Source: WCAG 2.2, relative luminance and contrast ratio */
double palette_contrast(uint32_t a, uint32_t b);
