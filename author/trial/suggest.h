#pragma once

#include "trial_internal.h"

/* The search behind trial_suggest(): what may be done at a step. Shared by suggest*.c only. */

enum { SUGGEST_MOVES = 48 }; /* at one step */

enum suggest_kind {
    SUGGEST_EXIT,  /* exit: a choice, yes or no, done */
    SUGGEST_HQ,    /* word */
    SUGGEST_TYPE,  /* word */
    SUGGEST_WRONG, /* word, as often as the step lets one try */
    SUGGEST_CARD,  /* level */
};

struct suggest_move {
    enum suggest_kind kind;
    uint8_t exit;
    enum level level;
    const char *word; /* borrowed from the book or the arena */
};

/* A customer on the way. */
struct suggest_walk {
    struct flow_run run;
    struct flow_facts facts;
};

/* Everything worth doing at the step stood on; returns the number of moves. */
int suggest_moves(const struct suggest_walk *walk, struct karena *arena,
                  struct suggest_move ret_moves[SUGGEST_MOVES]);

/* Do it; false when the step did not take it. */
bool suggest_do(struct suggest_walk *walk, const struct suggest_move *move);

/* The step stood on needs a level that the facts do not have. */
bool suggest_locked(const struct suggest_walk *walk);
