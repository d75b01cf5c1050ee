#pragma once

#include "charts.h"
#include "prove.h"

#include <stdlib.h>
#include <string.h>

/* One book after the other is proved in the same memory. */

static void *memory;
static struct prove_report report;

static inline int open_memory(void **state)
{
    (void)state;
    memory = malloc(PROVE_MEMORY_MIN * 2);
    return memory ? 0 : -1;
}

static inline int close_memory(void **state)
{
    (void)state;
    free(memory);
    return 0;
}

static inline void prove_in(const struct flow_book *book, const struct prove_world *world)
{
    struct kerr err = {.code = K_OK};
    assert_sound(book);
    assert_ok(prove_book(book, world, memory, PROVE_MEMORY_MIN * 2, &report, &err), &err);
}

static inline void prove(const struct flow_book *book)
{
    struct prove_world world = prove_world_default();
    prove_in(book, &world);
}

static inline const struct prove_finding *found(enum prove_kind kind, uint16_t step)
{
    for (uint16_t i = 0; i < report.finding_count; i++) {
        if (report.finding[i].kind == kind && report.finding[i].step == step) {
            return &report.finding[i];
        }
    }
    return NULL;
}

#define TOPIC(id_, steps_, vars_)                                                                  \
    {                                                                                              \
        .id = (id_), .title = BOTH(id_), .topic = 0, .step = (steps_),                             \
        .step_count = COUNT(steps_), .var = (vars_), .var_count = COUNT(vars_)                     \
    }

#define NAME(instrs_) static const struct flow_instr instrs_[]
