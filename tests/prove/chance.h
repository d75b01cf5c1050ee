#pragma once

#include "flow.h"

/*
 * Small books by chance, for comparing the prover with the oracle: every kind of step, calls with
 * inputs and outputs, loops, numbers and their differences, dates, facts, levels, placeholders.
 * The domains are so small that the oracle can try every value. The same seed, the same book.
 */

enum { CHANCE_FLOWS = 3, CHANCE_STEPS = 10, CHANCE_VARS = 24, CHANCE_CODE = 4000 };

/* What the conditions of a book are about: faults that need several conditions to agree are rare
 * when they are about everything. */
enum chance_focus { CHANCE_ALL, CHANCE_NUMBERS, CHANCE_FACTS, CHANCE_WORDS, CHANCE_FOCI };

struct chance_book {
    struct flow_book book;
    struct flow_chart chart[CHANCE_FLOWS];
    struct flow_step step[CHANCE_FLOWS][CHANCE_STEPS];
    struct flow_var var[CHANCE_FLOWS][CHANCE_VARS];
    struct flow_output output[CHANCE_FLOWS][2];
    struct flow_instr code[CHANCE_CODE];
    int code_count;
    char text[CHANCE_FLOWS][CHANCE_STEPS][64];
    char name[CHANCE_FLOWS][CHANCE_VARS][16];
    enum chance_focus focus;
    uint32_t facts; /* bit per enum flow_fact that conditions may read */
    uint32_t seed;
};

/* Fill it. Pointers lead into it: do not move it. Not every one is sound (flow_check()). */
void chance_make(struct chance_book *made, uint32_t seed);

/* Print it, to be read. */
void chance_print(const struct chance_book *made);
