#pragma once

#include "check_internal.h"

/* What is to be proved, and which groups of flows turned out to be sound. */

struct proof {
    struct flow_book book; /* of chart */
    struct flow_chart *chart;
    uint16_t group[LIMIT_FLOWS]; /* of each flow: flows that call each other have the same */
    uint64_t mark[LIMIT_FLOWS];  /* of each group */
    bool faulty[LIMIT_FLOWS];    /* the same: something is wrong with it */
    bool skipped[LIMIT_FLOWS];   /* of each flow: unchanged since it was found sound */
};

/* Choose what is to be proved. */
void proof_init(struct proof *proof, struct checking *checking);

/* Remember the groups in which nothing is wrong. */
void proof_keep(const struct proof *proof, struct checking *checking);
void proof_done(struct proof *proof);
