#pragma once

#include "compile_internal.h"

/* Steps on their way from YAML to struct flow_step: step.c, step_build.c and step_call.c only. */

/* What a step's keys say, before names become indexes. */
struct step_keys {
    struct flow_step step;
    const struct node *map;
    const struct node *kind, *go, *choices, *branch, *answers, *give, *take, *otherwise, *offline,
        *failed, *yes, *no;
};

/* What a build function works on. */
struct building {
    struct compile *c;
    struct draft *draft;
    uint16_t at; /* of the step */
    struct step_keys *keys;
};

/* One per kind: ways out, conditions and what only this kind has. */
void build_go(const struct building *b, struct flow_step *step);
void build_ask(const struct building *b, struct flow_step *step);
void build_input(const struct building *b, struct flow_step *step);
void build_branch(const struct building *b, struct flow_step *step);
void build_check(const struct building *b, struct flow_step *step);
void build_call(const struct building *b, struct flow_step *step);
void build_again(const struct building *b, struct flow_step *step);
void build_solved(const struct building *b, struct flow_step *step);
void build_nothing(const struct building *b, struct flow_step *step);

/* Before the steps are read: the variables that a call's `take` sets. */
void call_takes(struct compile *c, struct draft *draft, const struct node *map,
                struct flow_step *step);
