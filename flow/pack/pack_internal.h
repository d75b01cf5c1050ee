#pragma once

#include "karena.h"
#include "pack.h"
#include "store.h"

/*
 * Inside of a pack, shared by the reader (this folder) and the compiler (compile/): which struct is
 * which table. One description drives CREATE TABLE, INSERT and SELECT, so that the three agree.
 */

#define PACK_APP_ID 0x414E4E50 /* "ANNP" */
#define PACK_FORMAT 2          /* 2: readings */

/* ---- what a pack holds beside struct content ---- */

/* One thing that search can find; keywords are separated by commas. */
struct doc {
    enum found_kind kind;
    uint16_t index;
    struct words title, keywords;
};

/* A word that customers use, and the one that the articles use. */
struct synonym {
    const char *word, *prefer;
};

struct pack_data {
    struct content content;
    uint16_t doc_count, synonym_count;
    const struct doc *doc;
    const struct synonym *synonym;
};

struct picture {
    const char *id;
    struct words alt;
};

/* ---- structs as rows ---- */

enum column_kind {
    COLUMN_TEXT,  /* const char *, NULL in the struct = NULL in the row */
    COLUMN_CHARS, /* char[size] */
    COLUMN_WORDS, /* struct words: two columns, NAME_ko and NAME_en */
    COLUMN_INT,   /* integer, enum or bool of `size` bytes */
    COLUMN_CODE,  /* struct flow_expr as a blob, see code.c */
};

struct column {
    const char *name;
    enum column_kind kind;
    uint16_t offset, size;
    int64_t min, max; /* COLUMN_INT: range; texts: max = bytes with the NUL */
    uint16_t only;    /* bit per kind of step that has this column; 0 = all */
    bool must;        /* texts: not NULL and not empty */
};

#define RECORD_KEYS_MAX 3

struct record {
    const char *table;
    const char *key[RECORD_KEYS_MAX]; /* the last one counts 0, 1, 2, ... within the others */
    uint8_t key_count, column_count;
    uint16_t struct_size;
    const struct column *column;
};

enum record_id {
    RECORD_PACK,
    RECORD_HOURS,
    RECORD_HOLIDAY,
    RECORD_TOPIC,
    RECORD_FLOW,
    RECORD_VAR,
    RECORD_OUTPUT,
    RECORD_STEP,
    RECORD_EXIT,
    RECORD_ANSWER,
    RECORD_GIFT,
    RECORD_TAKE,
    RECORD_ARTICLE,
    RECORD_BLOCK,
    RECORD_PICTURE,
    RECORD_DOC,
    RECORD_SYNONYM,
    RECORD_READING,
    RECORD_COUNT,
};

extern const struct record records[RECORD_COUNT];

/* The column belongs to this row (only struct flow_step has columns that may not). */
bool record_has(const struct column *column, const void *row);

struct pack {
    struct store *store;
    struct statement *select[RECORD_COUNT]; /* opened when first used */
    struct karena arena;
    struct pack_data data;
};

/* Where rows go, and how many fit. */
struct target {
    char *rows; /* at least max structs */
    size_t max, count;
};

/* Read the rows under `keys` (all keys but the last) in order. More than max, a gap or a bad
 * column is K_E_FORMAT. */
enum kcode record_read(struct pack *pack, enum record_id id, const int64_t keys[],
                       struct target *target, struct kerr *err) K_MUST_CHECK;

/* The same, and there must be exactly count. */
enum kcode record_read_all(struct pack *pack, enum record_id id, const int64_t keys[], void *rows,
                           size_t count, struct kerr *err) K_MUST_CHECK;

/* Everything but article bodies and pictures. */
enum kcode load_content(struct pack *pack, struct kerr *err) K_MUST_CHECK;

/* ---- conditions as bytes ---- */

#define CODE_BYTES_MAX (3 + LIMIT_EXPR_CODE * (10 + LIMIT_FIELD_BYTES))

/* A compiled condition as the bytes of a pack, appended to buf. Errors: K_E_FULL. */
enum kcode code_encode(const struct flow_expr *expr, struct kbuf *buf,
                       struct kerr *err) K_MUST_CHECK;
/* The other way; its words are the arena's. Errors: K_E_FORMAT whatever else the bytes are. */
enum kcode code_decode(const uint8_t *bytes, size_t count, struct karena *arena,
                       struct flow_expr *ret_expr, struct kerr *err) K_MUST_CHECK;

/* ---- search ---- */

/* Append the jamo 3-grams of text, each followed by a space; join = words run into each other,
 * as words with a hyphen always do. */
enum kcode gram_add(struct kbuf *buf, const char *text, bool join, struct kerr *err) K_MUST_CHECK;

/* A character that words are made of. */
bool gram_is_word(uint32_t c);

/* The contentless FTS5 table of a language: columns title, body, keywords. */
const char *gram_table(enum lang lang);
