#pragma once

#include "flow.h"

/* Conditions as text -> postfix code. The author's side only; the kiosk never compiles. Pure. */

struct flow_expr_names {
    /* Index and type of a variable; UINT16_MAX when there is none. */
    uint16_t (*find)(void *user, const char *name, enum flow_type *ret_type);
    void *user;
};

/**
 * Compile one condition.
 *
 * code      out  LIMIT_EXPR_CODE instructions, the caller's
 * words     out  memory for the words the code points to
 * ret_type  out  FLOW_TRUTH for a condition, other types for values given to subflows
 *
 * Errors: K_E_FORMAT (text says the column and what was expected), K_E_FULL (too long)
 */
enum kcode flow_expr_compile(const char *text, const struct flow_expr_names *names,
                             struct flow_instr code[LIMIT_EXPR_CODE], uint16_t *ret_count,
                             char *words, size_t words_size, enum flow_type *ret_type,
                             struct kerr *err) K_MUST_CHECK;
