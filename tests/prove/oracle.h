#pragma once

#include "prove.h"

/*
 * The naive explorer: plays the real engine with every value of every domain, forgets nothing but
 * states that are equal to the byte, and looks for the same faults in the plainest way. For books
 * with small domains.
 */

enum { ORACLE_FAULTS = 4096 };

struct oracle_fault {
    enum prove_kind kind;
    uint16_t flow, step;
    uint8_t exit, other;
    uint16_t var;
};

struct oracle_root {
    uint16_t flow, answers, unasked;
    uint32_t longest_s;
};

struct oracle {
    struct oracle_fault fault[ORACLE_FAULTS];
    int fault_count;
    struct oracle_root root[LIMIT_FLOWS];
    int root_count;
    long states, plays;
};

/* False when the book is too large for it: states_max situations, or too many plays. */
bool oracle_prove(const struct flow_book *book, const struct prove_world *world, long states_max,
                  struct oracle *ret_oracle);
