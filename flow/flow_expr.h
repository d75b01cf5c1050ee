#pragma once

#include "flow.h"

/* Conditions as text -> postfix code. The author's side only; the kiosk never compiles. Pure. */

struct flow_expr_names {
    /* Index and type of a variable; UINT16_MAX when there is none. */
    uint16_t (*find)(void *user, const char *name, enum flow_type *ret_type);
    void *user;
};

/* One compiled condition. Its code points into its words: copy it out, do not move it. */
struct flow_compiled {
    struct flow_instr code[LIMIT_EXPR_CODE];
    uint16_t code_count;
    enum flow_type type; /* FLOW_TRUTH for a condition, other types for values given to subflows */
    char words[LIMIT_EXPR_WORDS];
};

/**
 * Compile one condition.
 *
 * A name means a variable first, then a fact, then a constant (guest, own ...).
 * Errors: K_E_FORMAT (text says the column in bytes and what was expected), K_E_FULL (too long)
 */
enum kcode flow_expr_compile(const char *text, const struct flow_expr_names *names,
                             struct flow_compiled *ret_compiled, struct kerr *err) K_MUST_CHECK;
