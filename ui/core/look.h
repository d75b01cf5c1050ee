#pragma once

#include "widget.h"

/* How each role looks: one table, read by the inside of widgets and by the drawing. Pure. */

enum shape {
    SHAPE_PARAGRAPH, /* text, with a marker or a sign before it */
    SHAPE_ROW,       /* sign in a disc, text and detail beside it */
    SHAPE_STACK,     /* sign above text and detail */
    SHAPE_SEARCH,    /* a button that looks like a field */
    SHAPE_LINE,      /* sign and text, together in the middle */
    SHAPE_FIELD,
    SHAPE_PICTURE,
    SHAPE_CODE,
    SHAPE_BAR, /* progress */
};

struct look {
    enum shape shape;
    enum type_level level;
    bool bold;
    enum mark_align align;
    enum tint fill, line, ink, down; /* down: fill while pressed */
    double pad_x_mm, pad_y_mm, min_h_mm;
};

/* The row of a role; every role has one. */
const struct look *look_of(enum role role);

/* The sign of a bar button that names none; "" otherwise. */
const char *look_bar_icon(int bar);

/* Screens that say one thing: centred, under a large sign. "" = not such a screen. */
const char *look_hero(enum screen_kind kind);
