#pragma once

#include <stdbool.h>

/*
 * Millimetres to pixels, and the one type scale and one spacing scale of the glass. Pure.
 *
 * The floors come from the Korean accessibility criteria (docs/facts.md, glass); a panel of at most
 * 28 cm may use smaller type. A Hangul glyph is 0.90 em high.
 */

enum type_level {
    TYPE_BODY,   /* 12 mm: everything that is read */
    TYPE_LEAD,   /* the question, the greeting */
    TYPE_HERO,   /* the invitation of the first screen */
    TYPE_NUMBER, /* a number to remember */
    TYPE_FRAME,  /* header, bar, pager: on every page, so they grow less than what is read */
    TYPE_KEY,    /* letters of the keyboard: ten stand side by side */
    TYPE_NOTE,   /* ui_note(): never for a customer */
    TYPE_COUNT,
};

#define SCALE_TEXT_MM           12.0
#define SCALE_TEXT_SMALL_MM     7.25 /* panels up to SCALE_SMALL_DIAGONAL_MM */
#define SCALE_SMALL_DIAGONAL_MM 280.0
#define SCALE_GLYPH_EM          0.90
#define SCALE_TARGET_MM         13.0
#define SCALE_MAIN_MM           20.0
#define SCALE_GAP_MM            2.5
#define SCALE_ZOOM_MAX          200

struct scale {
    int width, height; /* px */
    double mm_per_px;
    int zoom; /* percent: 100, 150, 200; 100 where the panel is too small for more */
    bool landscape;
    bool small;   /* small type is allowed */
    bool compact; /* little height for 12 mm text: the question is not larger than the rest */
    int em[TYPE_COUNT];
    int line[TYPE_COUNT];     /* line height */
    int baseline[TYPE_COUNT]; /* from the top of a line; centres the Hangul glyph in it */
    int gap;                  /* between two targets */
    int pad;                  /* inside a box; between related things */
    int space;                /* between unrelated things */
    int margin;               /* at the panel's edge */
    int radius;
    int hair; /* a border */
    int ring; /* thickness of the focus ring */
};

/* width, height in px, mm_per_px > 0. */
struct scale scale_make(int width, int height, double mm_per_px);

/**
 * The same panel for somebody who wants everything larger: type, signs and what is pressed grow by
 * zoom percent; the air between them does not, it is the letters' room. What is larger than the
 * rest grows less, and is not larger where there is little height. A panel whose shorter side is
 * below 260 mm stays at 100 %: it could not hold a keyboard and the question above it.
 */
struct scale scale_zoomed(int width, int height, double mm_per_px, int zoom);

/* Everything is larger than it was designed: one column, what is not needed gives way. */
bool scale_large(const struct scale *scale);

/* Pixels that are at least mm. */
int scale_px(const struct scale *scale, double mm);

/* Pixels of mm that shrink with the type on a small panel: for whitespace and pictures. */
int scale_soft_px(const struct scale *scale, double mm);

/* Tenths of a millimetre, rounded. */
int scale_tenths(const struct scale *scale, int px);
