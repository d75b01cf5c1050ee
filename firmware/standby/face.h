#pragma once

#include "facts.h"
#include "form.h"

#include <stdbool.h>

/*
 * The standby screen as a list of boxes, pure: what stands where, in pixels, laid out in
 * millimetres. Drawing and touching both go by it.
 */

#define FACE_ITEMS 64
#define FACE_TEXT  160

enum face_kind {
    FACE_TEXT_LINE,
    FACE_BAND,   /* coloured ground */
    FACE_FIELD,  /* the number */
    FACE_BUTTON, /* can be touched */
};

struct face_item {
    enum face_kind kind;
    int x, y, w, h; /* pixels */
    int size;       /* of its letters, pixels an em */
    char text[FACE_TEXT];
    enum form_act act; /* FACE_BUTTON */
    bool is_main;      /* the one way on */
    bool is_off;       /* not to be pressed now */
    bool is_centred, is_quiet;
};

struct face {
    int width, height;
    double mm; /* pixels of a millimetre, after fitting */
    int count;
    struct face_item item[FACE_ITEMS];
};

struct face_panel {
    int width_px, height_px;
    double mm_per_px;
};

void face_make(struct face *face, const struct face_panel *panel, const struct form *form,
               const struct facts *facts);

/* Index of the button at a place, -1 = none. */
int face_at(const struct face *face, int x, int y);

enum face_move { FACE_UP, FACE_DOWN, FACE_LEFT, FACE_RIGHT, FACE_NEXT, FACE_PREVIOUS };

/* The button that the focus goes to from item `from` (-1: none has it yet); -1 = there is none. */
int face_move(const struct face *face, int from, enum face_move move);

/* The button that does act, -1 = none. */
int face_find(const struct face *face, enum form_act act);
