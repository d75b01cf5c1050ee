#pragma once

#include "compile.h"
#include "field.h"
#include "pack_internal.h"

/* Shared by the files of this folder; nobody else includes it. */

struct draft;

/* What is gathered while the sources are read; becomes rows in emit.c. */
struct draft_picture {
    struct picture head;
    const char *path; /* of the SVG file, relative to the folder */
    struct place at;  /* its words in pictures.yaml, or the file */
};

struct draft_body {
    struct block *block[LANG_COUNT];
    struct place *block_at[LANG_COUNT];
    uint16_t block_count[LANG_COUNT];
};

struct compile {
    struct source source_memory;
    struct source *source; /* its arena holds everything below */
    struct pack_data data;
    struct flow_chart *chart; /* data.content.book.chart, still writable */
    struct compile_limits limits;
    const struct node *settings;      /* pack.yaml; NULL: it could not be read */
    const struct node *checks;        /* pack.yaml: question -> list of answers */
    const char *const *flow_name;     /* files of flows/ */
    const char *const *article_name;  /* files of articles/ */
    struct draft *flow;               /* parallel to data.content.book.chart */
    const struct node **article_head; /* parallel to data.content.article */
    struct words *article_keywords;   /* the same */
    struct draft_body *article_body;  /* the same */
    struct draft_picture *picture;
    size_t picture_count;
};

/* ---- the parts of a pack ---- */

void settings_read(struct compile *c);                         /* pack.yaml */
void synonyms_read(struct compile *c);                         /* synonyms.yaml */
void readings_read(struct compile *c, const struct node *map); /* of pack.yaml; NULL: none */
void pictures_read(struct compile *c); /* pictures.yaml and the SVG files beside it */
void flows_read(struct compile *c);    /* flows/: heads of all, then their steps */
void articles_read(struct compile *c); /* articles/ */
void docs_gather(struct compile *c);   /* what search will find */

/* Indexes of what an author names; a name that is not there is told and gives UINT16_MAX. */
uint16_t topic_named(struct compile *c, const struct node *name);
uint16_t flow_named(struct compile *c, const struct node *name);
bool picture_named(struct compile *c, const char *id, struct place at);

/* An id that another entry of the list had first. */
void tell_twice(struct compile *c, const struct node *list, const struct node *id);

/* ---- one flow (chart.c, step.c, name.c) ---- */

/* A chart while it is built: what flow_chart borrows, still writable. */
struct draft {
    struct flow_chart *chart; /* NULL: the file could not be read */
    const struct node *steps, *inputs, *outputs;
    struct flow_step *step;
    struct flow_var *var;
    struct flow_output *output;
    struct words keywords;
    enum flow_type output_type[LIMIT_FLOW_OUTPUTS];
    uint8_t depth;          /* flows below this one, itself included; 0 = steps not read yet */
    bool is_broken;         /* it has errors, or calls one that has */
    const struct node *map; /* the file */
};

/* Read all steps and outputs of one flow; the flows it calls are done. */
void steps_read(struct compile *c, struct draft *draft);

/* A new variable; false after telling. */
bool var_add(struct compile *c, struct draft *draft, struct place at, struct flow_var var);

/* Index of a step by name, or FLOW_NO_STEP after telling. */
uint16_t step_named(struct compile *c, const struct draft *draft, const struct node *name);

/* Compile a condition or value; an empty expr after telling. want FLOW_UNKNOWN: any type. */
struct flow_expr expr_read(struct compile *c, const struct draft *draft, const struct node *node,
                           enum flow_type want, enum flow_type *ret_type);

/* Tell placeholders that no value exists for; at = the step. */
void template_check(struct compile *c, const struct draft *draft, const struct node *map,
                    const struct words *words);

/* The declared values of an input (a list), or NULL. */
const struct node *input_values(const struct draft *draft, uint16_t var);

/* ---- Markdown and pictures ---- */

/* Blocks of one language of an article; text starts at line first_line of file. */
uint16_t markdown_read(struct compile *c, struct place at, const char *text, size_t count,
                       struct block block[LIMIT_BLOCKS], struct place block_at[LIMIT_BLOCKS]);

/* SVG text -> PNG bytes, PICTURE_WIDTH_PX wide. Errors: K_E_FORMAT, K_E_FULL */
#define PICTURE_WIDTH_PX 960
enum kcode picture_png(const char *svg, size_t count, struct kbuf *buf,
                       struct kerr *err) K_MUST_CHECK;

/* ---- flows that are not sound (sound.c) ---- */

/* Mark flows with errors and their callers, ask flow_check() about the rest, and put one `end` step
 * in the place of what is broken. */
void sound_check(struct compile *c);

/* ---- rows (emit.c, index.c) ---- */

/* Write everything into a new file. */
enum kcode emit_pack(struct compile *c, const char *path, struct kerr *err) K_MUST_CHECK;

/* Write the search index of one language; buf is scratch memory. */
enum kcode index_write(const struct compile *c, struct store *store, enum lang lang,
                       struct kbuf *buf, struct kerr *err) K_MUST_CHECK;
