#pragma once

#include "flow.h"

/* Shared by the files of this folder; nobody else includes it. */

/* ---- conditions (flow_eval.c) ---- */

/* Type of a fact as conditions see it. */
enum flow_type flow_fact_type(enum flow_fact fact);

/* How many values an operation takes from the stack: 0, 1 or 2. It pushes exactly one. */
int flow_op_takes(enum flow_op op);

/* Type of the result; FLOW_UNKNOWN when the operands do not fit. Unary operations look at right
 * only; operations that take nothing are the caller's to type. */
enum flow_type flow_op_type(enum flow_op op, enum flow_type left, enum flow_type right);

/* Refuse code that would leave the stack, names what is not there or mixes types. */
enum kcode flow_code_check(const struct flow_expr *expr, const struct flow_chart *chart,
                           enum flow_type *ret_type, struct kerr *err) K_MUST_CHECK;

/* The condition holds: a truth, and true. */
bool flow_holds(const struct flow_expr *expr, const struct flow_frame *frame, uint16_t var_count,
                const struct flow_facts *facts);

/* ---- the checker (flow_check_moves.c) ---- */

/* What needs the whole book: nesting of calls, and moves between two answers. Every other check
 * of flow_check() was passed. */
enum kcode flow_check_moves(const struct flow_book *book, struct kerr *err) K_MUST_CHECK;

/* ---- values ---- */

/* A word as a value; word fits LIMIT_FIELD_BYTES or is cut between characters. */
struct flow_value flow_word(const char *word);

/* Read what was typed at an input step (flow_input.c); false when it is not one of its answers. */
bool flow_read(const struct flow_step *step, const char *typed, int64_t today,
               struct flow_value *ret_value);

/* The value of a step's variable for people (flow_answer.c); step NULL: an input of the flow. */
void flow_value_text(const struct flow_step *step, const struct flow_value *value, enum lang lang,
                     char *ret_text, size_t text_size);

/* ---- a run (flow_run.c) ---- */

/* Type of the variable a step of this kind sets; FLOW_UNKNOWN: it sets none. */
enum flow_type flow_answer_type(const struct flow_step *step);

/* The kind waits for an answer; the others are passed without a screen. */
bool flow_waits(enum flow_kind kind);

/* Who is told of every move while a run is played; NULL = nobody. */
struct flow_watch {
    flow_move_fn tell;
    void *user;
};

/* Go to the start, as flow_start() did, but keep the log. */
void flow_rewind(struct flow_run *run, const struct flow_watch *watch);

/* Move on by one answer to the step stood on; the log is the caller's. */
void flow_apply(struct flow_run *run, const struct flow_answer *answer,
                const struct flow_watch *watch);

/* The answer may be given to the step stood on. */
bool flow_fits(const struct flow_run *run, const struct flow_answer *answer);
