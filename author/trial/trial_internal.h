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
    struct kbuf fault;               /* what was expected and what was there */
};

/* Say what is wrong with the line and what is on the screen; returns false. (trial_fault.c) */
bool trial_fail(struct playing *playing, const char *fmt, ...) K_PRINTF(2, 3);

/* Is the text of the fault complete without the screen? Returns false. */
bool trial_fail_plain(struct playing *playing, const char *fmt, ...) K_PRINTF(2, 3);

/* Ask for a person, fill in the form, compare what the agent gets. (trial_request.c) */
bool trial_request_run(struct playing *playing);
