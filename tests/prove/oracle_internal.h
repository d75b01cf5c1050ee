#pragma once

#include "oracle.h"

/* One situation a customer can stand in, as it is. */
struct spot {
    enum flow_at at;
    enum flow_outcome outcome;
    uint16_t end_flow, end_step;
    uint8_t depth;
    struct flow_frame frame[LIMIT_FLOW_NESTING];
    int who; /* enum prove_who */
    int64_t today;
    bool midnight;
};

/* What was seen in a book, over all roots. */
struct seen {
    bool reached[LIMIT_FLOWS][LIMIT_FLOW_STEPS];
    bool held[LIMIT_FLOWS][LIMIT_FLOW_STEPS][LIMIT_FLOW_EXITS];
    bool failed[LIMIT_FLOWS][LIMIT_FLOW_STEPS][LIMIT_FLOW_EXITS];
    bool entered[LIMIT_FLOWS];
};

struct looking {
    const struct flow_book *book;
    const struct prove_world *world;
    struct oracle *oracle;
    struct seen *seen;
    uint16_t root;
};

/* Note a fault once. */
void oracle_note(struct looking *looking, struct oracle_fault fault);

/* walk.c of the oracle: the moves after an answer, step by step, with an eye on every fault. The
 * spot stands at the step the answer leads to, and afterwards where it rests. */
void oracle_walk(struct looking *looking, struct spot *spot, const struct flow_facts *facts);
/* The step shows this variable; the step names the customer. */
bool oracle_shows(const struct flow_step *step, const char *name);
