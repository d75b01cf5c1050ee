#pragma once

#include "booth.h"

/* Shared by the files of this folder; nobody else includes it. */

#define TRIAL_NAME_BYTES (2 * LIMIT_ID_BYTES)

/* "lights", or "restart-device/plug-out" when the step is of another flow than root. */
void trial_step_name(const struct flow_book *book, uint16_t root, struct trial_step at,
                     char ret_name[TRIAL_NAME_BYTES]);

/* Do both name the same step? */
bool trial_same_step(struct trial_step a, struct trial_step b);

/* Where the customer stands, or the flow ended; step FLOW_NO_STEP: nowhere, or at a solved step's
 * yes. */
struct trial_step trial_at(const struct visit *visit);

/* The step stood on asks for more than is known of the customer. */
bool trial_locked(const struct visit *visit);

/* One case being played. */
struct playing {
    struct booth *booth;
    const struct trial_case *item;
    struct trial_coverage *coverage; /* NULL = none wanted */
    const struct trial_line *line;   /* being played */
    enum lang lang;                  /* of what is told */
    struct kbuf fault;               /* what was expected and what was there */
};

/* Why a line is not met: one sentence each in both languages (trial_fault.c). */
enum fault_kind {
    FAULT_COMES_TO,   /* {1} step */
    FAULT_OFFERED,    /* no argument */
    FAULT_ENDS,       /* {1} outcome: it goes on */
    FAULT_ENDS_AS,    /* {1} outcome: it ended as another */
    FAULT_ENDS_AT,    /* {1} step */
    FAULT_UNLOCKED,   /* no argument */
    FAULT_LOCKED,     /* no argument */
    FAULT_SHOWS,      /* {1} text */
    FAULT_HIDES,      /* {1} text */
    FAULT_NO_BUTTON,  /* {1} what it means */
    FAULT_UNANSWERED, /* {1} step that is to be changed */
    FAULT_NO_START,   /* {1} flow */
    FAULT_NO_PERSON,  /* no argument */
    FAULT_FORM,       /* no argument */
    FAULT_SAYS,       /* {1} key, {2} wanted, {3} got */
    FAULT_TRIED,      /* {1} the attempts it tells */
    FAULT_NO_ANSWER,  /* {1} step */
    FAULT_ANSWER,     /* {1} wanted, {2} step, {3} got */
    FAULT_WITHOUT,    /* {1} text */
    FAULT_COUNT,
};

#define FAULT_ARGS_MAX  3
#define FAULT_ARGS(...) ((const char *const[FAULT_ARGS_MAX]){__VA_ARGS__})

/* Say what is wrong, where the customer is and what is on the screen; returns false. args may be
 * NULL. */
bool trial_fail(struct playing *playing, enum fault_kind kind,
                const char *const args[FAULT_ARGS_MAX]);

/* The same for what no screen shows. */
bool trial_fail_plain(struct playing *playing, enum fault_kind kind,
                      const char *const args[FAULT_ARGS_MAX]);

/* Ask for a person, fill in the form, compare what the agent gets. (trial_request.c) */
bool trial_request_run(struct playing *playing);
