#pragma once

#include "flow.h"

/* Books nobody would write but the checker accepts: a few flows with random steps, conditions,
 * loops and calls. The same seed gives the same book. */

enum { RANDOM_FLOWS = 4, RANDOM_STEPS = 24 };

struct random_book {
    struct flow_book book;
    struct flow_chart chart[RANDOM_FLOWS];
    struct flow_step step[RANDOM_FLOWS][RANDOM_STEPS];
    struct flow_var var[RANDOM_FLOWS][LIMIT_FLOW_VARS];
    struct flow_output output[RANDOM_FLOWS];
    uint32_t seed;
};

/* The next number of a small generator (xorshift): 0..below-1. */
uint32_t random_below(uint32_t *seed, uint32_t below);

/* Fill book; flow 0 is the one to start. Pointers lead into book: do not move it. */
void random_book_make(struct random_book *book, uint32_t seed);

/* Give the step stood on a random answer; now and then a wrong one. */
enum flow_reply random_answer(struct flow_run *run, uint32_t *seed, int64_t now_mono_ms);
