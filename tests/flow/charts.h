#pragma once

#include "flow.h"

#include "check.h"

#include <string.h>

/*
 * Small charts by hand. A test writes its steps in an array:
 *
 *     static const struct flow_step steps[] = {
 *         ASK("lights", 0, CHOICE("green", 1), CHOICE("red", 2)),
 *         TELL("restart", 2),
 *         END("done", FLOW_SOLVED_END),
 *     };
 *     static const struct flow_var vars[] = {{"lights", FLOW_WORD, 0}};
 *     static const struct flow_chart charts[] = {CHART("internet", steps, vars)};
 *     static const struct flow_book book = BOOK(charts);
 */

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define BOTH(text)                                                                                 \
    {                                                                                              \
        .in = { text, text }                                                                       \
    } /* the same in both languages */
#define CODE(array)                                                                                \
    {                                                                                              \
        .code = (array), .code_count = COUNT(array)                                                \
    }
#define CHOICE(id_, go)                                                                            \
    {                                                                                              \
        .id = (id_), .label = BOTH("<" id_ ">"), .to = (go)                                        \
    }
#define GO(step)                                                                                   \
    {                                                                                              \
        .to = (step)                                                                               \
    }
#define WHEN(code, go)                                                                             \
    {                                                                                              \
        .when = CODE(code), .to = (go)                                                             \
    }

#define EXITS(...)       .exit_count = COUNT(((struct flow_exit[]){__VA_ARGS__})), .exit = {__VA_ARGS__}
#define STEP(id_, kind_) .id = (id_), .kind = (kind_), .text = BOTH(id_ "?")

#define TELL(id_, go)                                                                              \
    {                                                                                              \
        STEP(id_, FLOW_TELL), .var = FLOW_NO_VAR, EXITS(GO(go))                                    \
    }
#define FIX(id_, go)                                                                               \
    {                                                                                              \
        STEP(id_, FLOW_TELL), .var = FLOW_NO_VAR, .fix = true, EXITS(GO(go))                       \
    }
#define ASK(id_, var_, ...)                                                                        \
    {                                                                                              \
        STEP(id_, FLOW_ASK), .var = (var_), EXITS(__VA_ARGS__)                                     \
    }
#define INPUT(id_, var_, type_, min_, max_, go, otherwise)                                         \
    {                                                                                              \
        STEP(id_, FLOW_INPUT), .var = (var_), EXITS(GO(go), GO(otherwise)), .input = {             \
            .type = (type_),                                                                       \
            .min = (min_),                                                                         \
            .max = (max_),                                                                         \
            .tries = 2                                                                             \
        }                                                                                          \
    }
#define BRANCH(id_, ...)                                                                           \
    {                                                                                              \
        .id = (id_), .kind = FLOW_BRANCH, .var = FLOW_NO_VAR, EXITS(__VA_ARGS__)                   \
    }
#define CHECK(id_, var_, words, go, offline, failed)                                               \
    {                                                                                              \
        STEP(id_, FLOW_CHECK), .var = (var_), EXITS(GO(go), GO(offline), GO(failed)), .check = {   \
            .question = "line-status",                                                             \
            .answers = (words),                                                                    \
            .answer_count = COUNT(words),                                                          \
            .wait_s = 5                                                                            \
        }                                                                                          \
    }
#define AGAIN(id_, back, times_, go)                                                               \
    {                                                                                              \
        .id = (id_), .kind = FLOW_AGAIN, .var = FLOW_NO_VAR, EXITS(GO(back), GO(go)), .again = {   \
            .times = (times_)                                                                      \
        }                                                                                          \
    }
#define SOLVED(id_, var_, yes, no)                                                                 \
    {                                                                                              \
        STEP(id_, FLOW_SOLVED), .var = (var_), EXITS(GO(yes), GO(no))                              \
    }
#define HAND_OVER(id_)                                                                             \
    {                                                                                              \
        STEP(id_, FLOW_HAND_OVER), .var = FLOW_NO_VAR, .hand_over = {.reason = "help" }            \
    }
#define END(id_, outcome_)                                                                         \
    {                                                                                              \
        STEP(id_, FLOW_END), .var = FLOW_NO_VAR, .end = {.outcome = (outcome_) }                   \
    }

#define CHART(id_, steps_, vars_)                                                                  \
    {                                                                                              \
        .id = (id_), .title = BOTH(id_), .topic = UINT16_MAX, .step = (steps_),                    \
        .step_count = COUNT(steps_), .var = (vars_), .var_count = COUNT(vars_)                     \
    }
#define BOOK(charts_)                                                                              \
    {                                                                                              \
        .chart = (charts_), .chart_count = COUNT(charts_)                                          \
    }

static const struct flow_facts no_facts = {.value = {0}};

/* The id of the step stood on, or of the ending one; "" at a solved step's yes. */
static inline const char *here(const struct flow_run *run)
{
    const struct flow_step *step = flow_step_now(run);
    return step ? step->id : "";
}

/* The book is one that the pack reader would accept. */
static inline void assert_sound(const struct flow_book *book)
{
    struct kerr err = {0};
    assert_ok(flow_check(book, &err), &err);
}

/* A variable of the current flow; FLOW_UNKNOWN when it is not set, or there is none. */
static inline const struct flow_value *value_of(const struct flow_run *run, const char *name)
{
    static const struct flow_value unknown = {.type = FLOW_UNKNOWN};
    const struct flow_frame *frame = &run->frame[run->depth - 1];
    const struct flow_chart *chart = &run->book->chart[frame->flow];
    for (uint16_t i = 0; i < chart->var_count; i++) {
        if (strcmp(chart->var[i].name, name) == 0) {
            return &frame->var[i];
        }
    }
    return &unknown;
}
