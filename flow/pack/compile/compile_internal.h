#pragma once

#include "compile.h"
#include "pack_internal.h"

/* Shared by the files of this folder; nobody else includes it. */

#define SOURCE_BYTES_MAX ((size_t)4 * 1024 * 1024) /* one YAML, Markdown or SVG file */
#define SOURCE_FILES_MAX LIMIT_ARTICLES            /* in one folder */
#define SOURCE_PATH_SIZE 1024

/* Where something stands in the sources. */
struct place {
    const char *file; /* relative to the folder; lives in the arena */
    int line, column; /* from 1 */
};

/* ---- a YAML document (node.c) ---- */

enum node_kind { NODE_WORD, NODE_LIST, NODE_MAP };

struct node {
    enum node_kind kind;
    struct place at;     /* of the value's first character */
    const char *text;    /* NODE_WORD */
    bool quoted;         /* NODE_WORD: at is the quote */
    const char *key;     /* inside of a map */
    struct place key_at; /* of the key; of the value elsewhere */
    const struct node *child, *next;
    size_t count; /* children */
};

struct draft;

/* What is gathered while the sources are read; becomes rows in emit.c. */
struct draft_picture {
    struct picture head;
    const char *path; /* of the SVG file, relative to the folder */
};

struct draft_body {
    struct block *block[LANG_COUNT];
    uint16_t block_count[LANG_COUNT];
};

struct compiler {
    const char *dir;
    struct compile_problem problem[COMPILE_PROBLEMS_MAX];
    int problem_count; /* those that found no room too */
    struct arena arena;
    struct pack_data data;
    bool has_settings;               /* pack.yaml could be read at all */
    const struct node *checks;       /* pack.yaml: question -> list of answers */
    struct draft *flow;              /* parallel to data.content.book.chart */
    struct words *article_keywords;  /* parallel to data.content.article */
    struct draft_body *article_body; /* the same */
    struct draft_picture *picture;
    size_t picture_count;
};

/* ---- problems (problem.c) ---- */

/* Note a problem for the author; COMPILE_PROBLEMS_MAX are kept, all are counted. */
void problem_at(struct compiler *c, struct place at, const char *fmt, ...) K_PRINTF(3, 4);

/* Tell what was noted, by file, line and column. */
void problems_tell(struct compiler *c, compile_tell_fn tell, void *user);

/* "; did you mean 'x'?" with the nearest of names, or "". */
#define PROBLEM_HINT_SIZE 128
typedef const char *(*problem_name_fn)(const void *names, size_t index); /* NULL at the end */
void problem_hint(const char *wrong, problem_name_fn name, const void *names,
                  char ret_hint[PROBLEM_HINT_SIZE]);

/* ---- files (source.c) ---- */

/* Read dir/path into the arena, NUL-terminated; tells and returns NULL when it cannot. */
const char *source_read(struct compiler *c, const char *path, size_t *ret_count);

/* The same for text: UTF-8, lines end in \n, no tabs. */
const char *source_text(struct compiler *c, const char *path, size_t *ret_count);

/* Names in dir/folder that end in suffix, sorted, in the arena. A missing folder has none. */
const char *const *source_list(struct compiler *c, const char *folder, const char *suffix,
                               size_t *ret_count);

/* Name without its suffix, in the arena. */
const char *source_stem(struct compiler *c, const char *name, const char *suffix);

/* ---- nodes ---- */

/* Parse one document whose first line is first_line of the file; NULL after problems. */
const struct node *node_parse(struct compiler *c, const char *file, const char *bytes, size_t count,
                              int first_line);

/* Read and parse a file whose top is a `kind`; NULL after problems. */
const struct node *node_file(struct compiler *c, const char *path, enum node_kind kind);

/* The value of a map's key; NULL when there is none. */
const struct node *node_get(const struct node *map, const char *key);
const char *node_kind_name(enum node_kind kind);

/* Key or word number index (0..) of a map's or list's children, NULL past the end; map may be
 * NULL. For problem_hint(). */
const char *node_key_at(const void *map, size_t index);
const char *node_word_at(const void *list, size_t index);
bool node_holds(const struct node *list, const char *word);

/* ---- fields: a map into a struct by a table (field.c) ---- */

enum field_kind {
    FIELD_ID,    /* const char *: lower-case letters, digits, hyphens */
    FIELD_LINE,  /* const char *: any text of one language */
    FIELD_WORDS, /* struct words: {ko, en} */
    FIELD_INT,   /* integer member, min..max */
    FIELD_TRUTH, /* bool: true or false */
    FIELD_NAME,  /* enum member: index into names */
    FIELD_COLOR, /* uint32_t: "#RRGGBB" */
    FIELD_NODE,  /* const struct node *: somebody else reads it */
};

struct field {
    const char *key;
    enum field_kind kind;
    bool must;
    uint16_t offset, size;
    int64_t min, max;         /* FIELD_INT; texts: max = bytes with the NUL */
    const char *const *names; /* FIELD_NAME, ends with NULL */
};

/* FIELD(FIELD_ID, true, struct topic, id, .max = LIMIT_ID_BYTES): the key is the member's name.
 * Kinds without a range say `.max = 0`. */
#define FIELD(field_kind, needed, type, member, ...)                                               \
    FIELD_AS(#member, field_kind, needed, type, member, __VA_ARGS__)
#define FIELD_AS(name, field_kind, needed, type, member, ...)                                      \
    {                                                                                              \
        .key = (name), .kind = (field_kind), .must = (needed),                                     \
        .offset = (uint16_t)offsetof(type, member), .size = (uint16_t)sizeof(((type *)0)->member), \
        __VA_ARGS__                                                                                \
    }

struct fields {
    const struct field *field;
    size_t count;
};
#define FIELDS_OF(array)                                                                           \
    {                                                                                              \
        .field = (array), .count = sizeof(array) / sizeof *(array)                                 \
    }
#define FIELDS(array) ((struct fields)FIELDS_OF(array))

/* Read a map into a struct; tells unknown and missing keys and wrong types. Members without a key
 * in the map keep what they had. False when something was told. */
bool field_read(struct compiler *c, const struct node *map, struct fields fields, void *into);

/* Parts of it, for values that are no fields of a struct. */
bool field_is(struct compiler *c, const struct node *node, enum node_kind kind, const char *what);
bool field_id(struct compiler *c, const struct node *node, const char **ret_id);
bool field_words(struct compiler *c, const struct node *map, size_t max, struct words *ret_words);
bool field_number(const char *text, int64_t *ret_number);

/* keywords: {ko: [..], en: [..]} -> one text per language, joined by commas. */
struct words field_keywords(struct compiler *c, const struct node *map);

/* ---- the parts of a pack ---- */

void settings_read(struct compiler *c); /* pack.yaml */
void synonyms_read(struct compiler *c); /* synonyms.yaml */
void pictures_read(struct compiler *c); /* pictures.yaml and the SVG files beside it */
void flows_read(struct compiler *c);    /* flows/: heads of all, then their steps */
void articles_read(struct compiler *c); /* articles/ */
void docs_gather(struct compiler *c);   /* what search will find */

/* Indexes of what an author names; a name that is not there is told and gives UINT16_MAX. */
uint16_t topic_named(struct compiler *c, const struct node *name);
uint16_t flow_named(struct compiler *c, const struct node *name);
bool picture_named(struct compiler *c, const char *id, struct place at);

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
    uint8_t depth; /* flows below this one, itself included; 0 = steps not read yet */
};

/* Read all steps and outputs of one flow; the flows it calls are done. */
void steps_read(struct compiler *c, struct draft *draft);

/* A new variable; false after telling. */
bool var_add(struct compiler *c, struct draft *draft, struct place at, struct flow_var var);

/* Index of a step by name, or FLOW_NO_STEP after telling. */
uint16_t step_named(struct compiler *c, const struct draft *draft, const struct node *name);

/* Compile a condition or value; an empty expr after telling. want FLOW_UNKNOWN: any type. */
struct flow_expr expr_read(struct compiler *c, const struct draft *draft, const struct node *node,
                           enum flow_type want, enum flow_type *ret_type);

/* Tell placeholders that no value exists for; at = the step. */
void template_check(struct compiler *c, const struct draft *draft, const struct node *map,
                    const struct words *words);

/* The declared values of an input (a list), or NULL. */
const struct node *input_values(const struct draft *draft, uint16_t var);

/* ---- Markdown and pictures ---- */

/* Blocks of one language of an article; text starts at line first_line of file. */
uint16_t markdown_read(struct compiler *c, struct place at, const char *text, size_t count,
                       struct block block[LIMIT_BLOCKS]);

/* SVG text -> PNG bytes, PICTURE_WIDTH_PX wide. Errors: K_E_FORMAT, K_E_FULL */
#define PICTURE_WIDTH_PX 960
enum kcode picture_png(const char *svg, size_t count, struct kbuf *buf,
                       struct kerr *err) K_MUST_CHECK;

/* ---- rows (emit.c, index.c) ---- */

/* Write everything into a new file. */
enum kcode emit_pack(struct compiler *c, const char *path, struct kerr *err) K_MUST_CHECK;

/* Write the search index of one language; buf is scratch memory. */
enum kcode index_write(const struct compiler *c, struct store *store, enum lang lang,
                       struct kbuf *buf, struct kerr *err) K_MUST_CHECK;
