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

enum {
    MOMENTS_MAX = 4096,
    WORDS_MAX = 64,
    KEY_BYTES = 8192,
    SLOTS = 1 << 14,
    EDGES_MAX = 1 << 18,
    PLAYS_PER_STATE = 8
};

/* Everything of one root. */
struct exploration {
    struct looking l;
    char **key; /* of every state, its bytes */
    int *key_len;
    int *from, *to; /* edges */
    int edge_count;
    int *slot; /* hash -> state + 1 */
    long state_count, states_max, plays;
    struct flow_facts *moment; /* every world a moment may have; level and day apart */
    int moment_count;
    bool who_matters, today_matters;
    const char *word[WORDS_MAX];
    int word_count;
    struct flow_run run;
    bool full;
};

/* Note a fault once. */
void oracle_note(struct looking *looking, struct oracle_fault fault);

/* walk.c of the oracle: the moves after an answer, step by step, with an eye on every fault. The
 * spot stands at the step the answer leads to, and afterwards where it rests. */
void oracle_walk(struct looking *looking, struct spot *spot, const struct flow_facts *facts);

/* The level that the step stood on asks for, its flow's and its callers' included. */
int oracle_needs(const struct flow_book *book, const struct spot *spot);
/* The step shows this variable; the step names the customer. */
bool oracle_shows(const struct flow_step *step, const char *name);

/* oracle_world.c: every world a moment may have, every word that may be typed; what of it the book
 * mentions. */
void oracle_make_world(struct exploration *x);
void oracle_set_who(int64_t *value, int who);
bool oracle_chart_mentions(const struct flow_chart *chart, enum flow_op op, int64_t number);

/* oracle_state.c: situations as bytes, each kept once; -1 when there are too many. */
int oracle_state(struct exploration *x, const struct spot *spot);
void oracle_spot(const struct exploration *x, int state, struct spot *ret_spot);

/* oracle_play.c: all starts; every answer to a state. */
void oracle_start(struct exploration *x);
void oracle_answer(struct exploration *x, int state);
