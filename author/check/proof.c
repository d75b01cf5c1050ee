/*
 * What is to be proved: all flows, or with `--changed` the groups of flows that call each other in
 * which something changed since they were found sound. The others are one `end` step meanwhile.
 */
#include "proof.h"

#include "kassert.h"
#include "mark.h"

#include <stdlib.h>
#include <string.h>

static const struct flow_step end_step = {
    .id = "unchanged", .kind = FLOW_END, .var = FLOW_NO_VAR, .end = {.outcome = FLOW_INFORMED_END}};

static void mark_all(struct checking *checking, struct proof *proof)
{
    const struct flow_book *book = &checking->content->book;
    struct marker marker = marker_of(checking->compile, MARK_PROOF);
    mark_groups(book, proof->group);
    for (uint16_t i = 0; i < book->chart_count; i++) {
        proof->mark[i] = MARK_START;
    }
    for (uint16_t i = 0; i < book->chart_count; i++) {
        uint64_t mark = mark_flow(&marker, i);
        uint16_t group = proof->group[i];
        proof->mark[group] = mark_bytes(proof->mark[group], &mark, sizeof mark);
        proof->faulty[group] = proof->faulty[group] || !compile_flow_sound(checking->compile, i);
    }
}

void proof_init(struct proof *proof, struct checking *checking)
{
    const struct flow_book *book = &checking->content->book;
    *proof = (struct proof){.book = {.chart_count = book->chart_count}};
    proof->chart = calloc((size_t)book->chart_count + 1, sizeof *proof->chart);
    KASSERT(proof->chart != NULL);
    proof->book.chart = proof->chart;
    mark_all(checking, proof);
    for (uint16_t i = 0; i < book->chart_count; i++) {
        const struct flow_chart *chart = &book->chart[i];
        proof->skipped[i] = checking->options->changed && !proof->faulty[proof->group[i]] &&
                            seen_has(checking->seen, proof->mark[proof->group[i]]);
        proof->chart[i] = !proof->skipped[i] ? *chart
                                             : (struct flow_chart){.id = chart->id,
                                                                   .title = chart->title,
                                                                   .topic = UINT16_MAX,
                                                                   .step = &end_step,
                                                                   .step_count = 1};
    }
}

void proof_keep(const struct proof *proof, struct checking *checking)
{
    for (uint16_t i = 0; i < proof->book.chart_count; i++) {
        if (proof->group[i] == i && !proof->faulty[i]) {
            seen_put(checking->seen, proof->mark[i]);
        }
    }
}

void proof_done(struct proof *proof)
{
    free(proof->chart);
    *proof = (struct proof){.chart = NULL};
}
