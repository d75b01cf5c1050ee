#pragma once

#include "import.h"
#include "klimits.h"

/* Shared by the files that turn a chart into a flow; nobody else includes it. */

/* The boxes in an order in which arrows point forward, but for those that lead back. */
struct plan {
    struct mermaid *m;
    const char *flow_id;
    const char *lang; /* of the chart's texts: "ko" or "en" */
    uint16_t *order;  /* nodes */
    uint16_t count;
    bool *back;     /* per arrow: it closes a loop */
    bool *left_out; /* per node: a bare mark of the start */
    uint16_t *root; /* nodes that nothing leads to */
    uint16_t root_count;
    const char **id; /* per node: the step's */
    int todos;
};

/* What a human must decide; written behind the line as "# TODO: ...", in the chart's language. */
enum todo {
    TODO_ADD_EN,
    TODO_ADD_KO,
    TODO_TEXT,
    TODO_TIMES,
    TODO_AFTER,
    TODO_SPLIT,
    TODO_LABEL,
    TODO_MORE_CHOICES,
    TODO_OUTCOME,
    TODO_MAYBE_REASON,
    TODO_REASON,
    TODO_START,
    TODO_HEAD,
    TODO_CHOICE,
    TODO_CONDITION,
    TODO_COUNT,
};

/* The mark's text; counts it. (import.c) */
const char *todo(struct plan *plan, enum todo what);

/* ---- import_plan.c ---- */

/* Roots, loops and order. */
void plan_make(struct plan *plan);

/* Arrows out of a node. */
int exits_of(const struct plan *plan, uint16_t node, const struct mermaid_edge **ret_edge,
             int most);

/* A text of several lines: all on one; its first sentence, and what follows (NULL = nothing). */
const char *one_line(struct mermaid *m, const char *text);
const char *first_line(struct mermaid *m, const char *text);
const char *other_lines(struct mermaid *m, const char *text);

/* ---- import_id.c ---- */

/* Ids of all steps: from the boxes' ids or texts, else numbered. is_kept: the boxes' own. */
void ids_make(struct plan *plan, bool is_kept);

/* "Check Modem", "checkModem", "check_modem" -> check-modem, of that many bytes and words at most;
 * NULL when nothing is left. */
const char *id_from(struct mermaid *m, const char *text, size_t most, int most_words);

/* An id for a choice, not among the ones in `list` yet. */
const char *choice_id(struct plan *plan, const struct tree *list, const char *label);

/* ---- import_kept.c ---- */

/* The chart has the comments of `draw --mermaid`. */
bool import_is_kept(const struct mermaid *m);
struct tree *import_kept(struct plan *plan);
