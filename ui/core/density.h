#pragma once

#include "scale.h"

/*
 * How much room things take. A page that does not fit is laid out again, each time a little denser,
 * before anything of it goes to another page: a question and its answers belong together. What is
 * read stays as large as it must be. Pure.
 */

struct density {
    double picture_mm; /* tallest picture, 0 = none */
    double air;        /* share of the room between things */
    bool across;       /* landscape: a long list two abreast under its question */
    bool low;          /* cards and buttons as low as they may be */
    bool lead_small;   /* the question is not larger than the rest */
    bool few_details;  /* second lines: none on tiles, on a card where it is one line */
};

enum { DENSITY_STEPS = 11 };

/* From airy to dense. */
const struct density *density_at(int step);

/* For a screen that takes several pages however dense it is. */
const struct density *density_paged(void);

/* The scale with the air of a density. */
struct scale density_scale(const struct density *density, const struct scale *scale);
