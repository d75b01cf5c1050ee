#pragma once

#include "diag.h"
#include "karena.h"

/*
 * A folder of sources being read: its files, and the list of everything that is wrong with them.
 * What was read lives in the arena until source_done().
 */

#define SOURCE_BYTES_MAX ((size_t)4 * 1024 * 1024) /* one YAML, Markdown or SVG file */
#define SOURCE_FILES_MAX LIMIT_ARTICLES            /* in one folder */
#define SOURCE_PATH_SIZE 1024
#define SOURCE_DIAGS_MAX 10000 /* more are counted, not kept */

/* A text for customers, as it stands in the sources. */
struct source_text {
    const char *id;     /* its way in the file: "flows/slow/steps/cable/choices/red/label" */
    struct words words; /* NULL: that language is missing */
    struct place at[LANG_COUNT]; /* of the missing one: the text as a whole */
    size_t max_bytes;            /* with the NUL; 0: no limit */
};

struct source {
    const char *dir; /* borrowed */
    struct karena arena;
    struct diag *diag;                 /* see source_sort() */
    size_t diag_count, diag_size;      /* kept; room */
    size_t count[DIAG_SEVERITY_COUNT]; /* told, those that found no room too */
    struct source_text *text;          /* in the order they were read */
    size_t text_count, text_size;
};

/* Begin with a folder; nothing is read. */
void source_init(struct source *source, const char *dir);

/* Free what was read. */
void source_done(struct source *source);

/* ---- what is wrong, and what there is (source.c) ---- */

/* Note that something is wrong at a place; the arguments are copied. args may be NULL. */
void source_tell(struct source *source, struct place at, enum diag_code code,
                 const char *const args[DIAG_ARGS_MAX]);

/* The same, when something that exists is called nearly like it; near may be NULL. */
void source_tell_near(struct source *source, struct place at, enum diag_code code,
                      const char *const args[DIAG_ARGS_MAX], const char *near);

/* Order diag[] by file, line, column and code; what was told twice is kept once. */
void source_sort(struct source *source);

/* Errors told in this file so far. */
size_t source_errors_in(const struct source *source, const char *file);

/* Note a text for customers; its id is copied. */
void source_note(struct source *source, struct source_text text);

/* Where a text that is borrowed from these sources stands; false when it was not noted. */
bool source_find(const struct source *source, const char *text, struct place *ret_at);

/* The nearest of names to what was written; NULL when none is near. (near.c) */
typedef const char *(*source_name_fn)(const void *names, size_t index); /* NULL at the end */
const char *source_near(const char *wrong, source_name_fn name, const void *names);

/* ---- files (source_file.c) ---- */

/* The start of a file of the folder. */
struct place source_top(struct source *source, const char *path);

/* Read dir/path into the arena, NUL-terminated; tells and returns NULL when it cannot. */
const char *source_read(struct source *source, const char *path, size_t *ret_count);

/* The same for text: UTF-8, lines end in \n, no tabs. */
const char *source_text(struct source *source, const char *path, size_t *ret_count);

/* Names in dir/folder that end in suffix, sorted, in the arena. A missing folder has none. */
const char *const *source_list(struct source *source, const char *folder, const char *suffix,
                               size_t *ret_count);

/* A name that editors, systems and version control leave behind: "a.yaml~", "Thumbs.db". */
bool source_left_over(const char *name);

/* Tell the other files there, but one called `also`: flow.yml, or a copy an editor left behind. */
void source_others(struct source *source, const char *folder, const char *suffix, const char *also);

/* Name without its suffix, in the arena. */
const char *source_stem(struct source *source, const char *name, const char *suffix);
