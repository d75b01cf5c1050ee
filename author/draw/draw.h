#pragma once

#include "json.h"
#include "kbuf.h"
#include "node.h"

/*
 * A flow's source as a drawing. It is read from the YAML itself, not from a compiled pack: a flow
 * that is half written can be looked at, too.
 */

#define DRAW_EDGES_MAX LIMIT_FLOW_EXITS

struct draw_edge {
    const char *key; /* go, yes, no, again, otherwise, offline, failed; NULL: choice, case */
    const struct node *choice; /* of an ask */
    const char *when;          /* condition of a branch's case; NULL else */
    int to;                    /* step, -1 = none (not there, or everything ends) */
    uint8_t exit;              /* index as in struct flow_step */
};

struct draw_step {
    const char *id;
    enum flow_kind kind;
    const struct node *map;
    const struct node *text; /* {ko, en} that is shown; NULL = none */
    const char *word;        /* what a check, call, hand_over or end names */
    struct draw_edge edge[DRAW_EDGES_MAX];
    int edge_count;
};

struct draw_flow {
    const char *id;
    const struct node *map;
    struct draw_step *step;
    int step_count;
};

/* Read flows/ID.yaml; false when it cannot be drawn, and the source was told why. Steps without an
 * id or a kind are left out. */
bool draw_read(struct source *source, const char *id, struct draw_flow *ret_flow);

/* A {ko, en} in this language, else in the other; NULL when it has none. */
const char *draw_words(const struct node *words, enum lang lang);

/* ---- Mermaid (draw_mermaid.c) ---- */

/* The flow as a chart that `annae-pack import` turns into the same flow. Errors: K_E_FULL */
enum kcode draw_mermaid(struct karena *arena, const struct draw_flow *flow, enum lang lang,
                        struct kbuf *buf, struct kerr *err) K_MUST_CHECK;

/* ---- Graphviz (draw_dot.c) ---- */

struct draw_marks {
    const struct json *coverage; /* of annae-pack test --coverage; NULL = none */
    const struct json *counts;   /* of headquarters; NULL = none (docs/annae-pack.md) */
    bool has_storyboard;         /* steps link to ID.html#STEP */
    enum lang lang;
};

/* The flow in Graphviz's language. Errors: K_E_FULL */
enum kcode draw_dot(const struct draw_flow *flow, const struct draw_marks *marks, struct kbuf *buf,
                    struct kerr *err) K_MUST_CHECK;

/* What stands on an arrow; NULL: nothing. */
const char *draw_edge_label(const struct draw_step *step, const struct draw_edge *edge,
                            enum lang lang);

/* ---- storyboard (draw_board.c) ---- */

#define DRAW_PICTURE_BYTES 256

/* Makes the picture of a step and says where it lies beside the page; false when the step shows
 * nothing. A picture that cannot be made leaves err set, and the page is given up. */
struct draw_pictures {
    bool (*make)(void *user, const struct draw_flow *flow, const struct draw_step *step,
                 char ret_path[DRAW_PICTURE_BYTES], struct kerr *err);
    void *user;
};

/* One HTML page: every step with its picture, its other language and its ways. Errors: K_E_FULL,
 * those of make() */
enum kcode draw_board(const struct draw_flow *flow, enum lang lang,
                      const struct draw_pictures *pictures, struct kbuf *buf,
                      struct kerr *err) K_MUST_CHECK;

/* Run Graphviz: dot text -> the file `path`, all or nothing. Errors: K_E_NOT_FOUND (no Graphviz
 * here), K_E_FORMAT (it refused), K_E_IO */
enum kcode draw_svg(const char *dot, size_t count, const char *path, struct kerr *err) K_MUST_CHECK;
