#pragma once

#include "karena.h"
#include "kerr.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Mermaid flowcharts, as people draw them: text -> a graph of boxes and arrows. Written from
 * Mermaid's documentation of the syntax. Looks (direction, colours, classes) are left out; what
 * says something and cannot be kept becomes a note with its line.
 */

#define MERMAID_FILE_MAX   ((size_t)1024 * 1024)
#define MERMAID_NODES_MAX  512
#define MERMAID_EDGES_MAX  2048
#define MERMAID_GROUPS_MAX 128
#define MERMAID_NOTES_MAX  200
#define MERMAID_KEPT_MAX   8192
#define MERMAID_NONE       UINT16_MAX

enum mermaid_shape {
    MERMAID_BOX,        /* [x] */
    MERMAID_ROUND,      /* (x) */
    MERMAID_STADIUM,    /* ([x]) */
    MERMAID_SUBROUTINE, /* [[x]] */
    MERMAID_CYLINDER,   /* [(x)] */
    MERMAID_CIRCLE,     /* ((x)) and (((x))) */
    MERMAID_FLAG,       /* >x] */
    MERMAID_DIAMOND,    /* {x} */
    MERMAID_HEXAGON,    /* {{x}} */
    MERMAID_LEAN_RIGHT, /* [/x/] */
    MERMAID_LEAN_LEFT,  /* [\x\] */
    MERMAID_OTHER,      /* trapezoids and the rest of @{ shape } */
    MERMAID_SHAPE_COUNT,
};

/* Lines count from 1 in the file. Texts are plain: lines of a label are parted by \n. */
struct mermaid_node {
    const char *id, *text; /* text NULL: the box shows its id */
    enum mermaid_shape shape;
    int line;
    uint16_t group; /* the subgraph it was first named in, MERMAID_NONE */
};

struct mermaid_edge {
    uint16_t from, to; /* nodes */
    const char *label; /* NULL = none */
    int line;
};

struct mermaid_group {
    const char *id, *title;
    int line;
};

struct mermaid_note {
    int line;
    const char *text;
};

/* A comment "%% annae: PATH VALUE": what Mermaid cannot say (docs/annae-pack.md, draw). */
struct mermaid_kept {
    const char *path, *value;
    int line;
};

struct mermaid {
    struct karena arena;
    const char *title, *summary; /* NULL = none */
    int chart_count;             /* in the file */
    struct mermaid_node *node;
    struct mermaid_edge *edge;
    struct mermaid_group *group;
    struct mermaid_note *note;
    struct mermaid_kept *kept;
    uint16_t node_count, edge_count, group_count, kept_count;
    int note_count; /* those that found no room too */
};

/**
 * Read one flowchart.
 *
 * markdown  in   the charts are fenced blocks of a Markdown file; otherwise the text is one chart
 * chart     in   which one, from 1; 0 = the only one
 * ret       out  set on success only; mermaid_done() frees it
 * err       out  says the line
 * Errors: K_E_FORMAT     not UTF-8, not a flowchart, no box in it, several and none was chosen
 *         K_E_NOT_FOUND  no such chart
 *         K_E_FULL       more boxes, arrows or bytes than the limits above
 */
enum kcode mermaid_read(const char *text, size_t count, bool markdown, int chart,
                        struct mermaid *ret, struct kerr *err) K_MUST_CHECK;

/* Free all; zeroed and already freed are fine. */
void mermaid_done(struct mermaid *chart);

/* Note what is not kept as it was drawn; MERMAID_NOTES_MAX are kept, all are counted. */
void mermaid_note_at(struct mermaid *m, int line, const char *fmt, ...) K_PRINTF(3, 4);

/* The words that Mermaid does not take as the beginning of an id. */
bool mermaid_is_reserved(const char *id);
