#pragma once

#include "sources.h"
#include "trial.h"

/* The small pack of tests/pack, read into memory, with one test file that a test writes. */

struct ground {
    struct sources sources;
    struct compile *compile;
    const struct content *content;
    struct trial_report report;
    char told[DIAG_LINE_BYTES]; /* the first thing told; "" = nothing */
};

/* A folder of its own; edit its sources before ground_open(). */
void ground_make(struct ground *ground);
void ground_open(struct ground *ground);
void ground_done(struct ground *ground);

/* Write tests/t.yaml and play it. */
void ground_play(struct ground *ground, const char *yaml);
