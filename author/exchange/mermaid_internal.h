#pragma once

#include "mermaid.h"

/* Shared by the files that read Mermaid; nobody else includes it. */

/* Where the reader stands in one chart. */
struct scan {
    struct mermaid *m;
    const char *at; /* NUL-terminated */
    int line;
    int depth; /* of subgraphs */
    uint16_t open[16];
    int looks, looks_line; /* style, classDef and the like, and where the first was */
    int plain_line;        /* first line without an arrow head, 0 = none */
    enum kcode full;       /* K_E_FULL once a limit was met */
};

/* One arrow as it is written. */
struct link {
    const char *label;
    bool both, invisible, plain;
};

/* ---- mermaid_model.c ---- */

uint16_t node_named(struct scan *s, const char *id, size_t len);
void edge_add(struct scan *s, uint16_t from, uint16_t to, const struct link *link);
void group_open(struct scan *s, const char *id, const char *title);

/* Arrows from and to a subgraph become arrows from and to its boxes. */
void groups_resolve(struct mermaid *m);

/* ---- mermaid_label.c ---- */

/* A label as it is written -> plain text in the arena; NULL when nothing is left. */
const char *label_plain(struct mermaid *m, int line, const char *raw, size_t len);

/* ---- mermaid_scan.c ---- */

void skip_blanks(struct scan *s); /* on this line */
void skip_line(struct scan *s);   /* to its \n */
bool at_end_of_statement(const struct scan *s);
bool take_word(struct scan *s, const char *word); /* a whole word, and the blanks behind it */
size_t id_length(const char *text);

/* "A[text]:::class" or "A@{ ... }"; MERMAID_NONE when there is no box here. */
uint16_t read_node(struct scan *s);

/* An arrow with its label; false, and nothing read, when there is none. */
bool read_link(struct scan *s, struct link *ret_link);

/* The title of a subgraph: quoted, in brackets or bare. */
void read_group(struct scan *s);

/* ---- mermaid_shape.c ---- */

/* The shape and text behind a box's id, if there is one. */
void read_shape(struct scan *s, uint16_t node);
void read_attributes(struct scan *s, uint16_t node); /* behind "@{" */

/* From *at up to a closer; sets *ret_text, *ret_len (without quotes) and moves behind the closer.
 * False when it is not closed. */
bool read_until(struct scan *s, const char *const closers[], const char **ret_text,
                size_t *ret_len);
