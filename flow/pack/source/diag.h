#pragma once

#include "flow.h"

/*
 * What can be wrong with content: one code each, with its texts in both languages. The table is
 * data, in diag_GROUP.def:
 *
 *     DIAG(012, UNKNOWN_KEY, ERROR, what and cure in English, what and cure in Korean)
 *
 * is the code A012, in C A012_UNKNOWN_KEY. "{1}" in a text is its first argument, "{1:을/를}" the
 * same with the particle that fits, "{1|을/를}" the particle alone (behind a quote). A number that
 * was published keeps its meaning; gaps are fine.
 */

#define DIAG_ARGS_MAX   4
#define DIAG_TEXT_BYTES 1024 /* one sentence */

/* clang-format off */
enum diag_code {
#define DIAG(number, name, severity, what_en, cure_en, what_ko, cure_ko) A##number##_##name,
#include "diag_all.def"
#undef DIAG
    DIAG_CODE_COUNT
};
/* clang-format on */

enum diag_severity { DIAG_ERROR, DIAG_WARNING, DIAG_NOTE, DIAG_SEVERITY_COUNT };

struct diag_rule {
    const char *code; /* "A012" */
    enum diag_severity severity;
    struct words what, cure; /* a sentence each */
};

/* Where something stands in the sources. */
struct place {
    const char *file; /* relative to the folder; borrowed from the source */
    int line, column; /* from 1; the column counts characters */
};

/* One thing that is wrong. Texts are borrowed from the source that holds it. */
struct diag {
    enum diag_code code;
    struct place at;
    const char *arg[DIAG_ARGS_MAX]; /* NULL: not given */
    const char *near;               /* "did you mean ..."; NULL: the rule's own cure */
};

const struct diag_rule *diag_rule(enum diag_code code);

/* "A012" or "a012" -> its code; DIAG_CODE_COUNT when there is none. */
enum diag_code diag_find(const char *text);

/* "error", "warning", "note"; in Korean "오류", "경고", "참고". */
const char *diag_severity_name(enum diag_severity severity, enum lang lang);

/* The sentences of one diagnostic with its arguments filled in, cut at text_size. */
void diag_what(const struct diag *diag, enum lang lang, char *ret_text, size_t text_size);
void diag_cure(const struct diag *diag, enum lang lang, char *ret_text, size_t text_size);

/* "FILE:LINE:COLUMN: error A012: What. Cure." without the folder. */
#define DIAG_LINE_BYTES (3 * DIAG_TEXT_BYTES)
void diag_line(const struct diag *diag, enum lang lang, char ret_text[DIAG_LINE_BYTES]);

/* ---- arguments ---- */

/* source_tell(source, at, A012_UNKNOWN_KEY, DIAG_ARGS(key)); NULL when there are none. */
#define DIAG_ARGS(...) ((const char *const[DIAG_ARGS_MAX]){__VA_ARGS__})

/* A number as an argument: DIAG_ARGS(diag_number(count).text). */
struct diag_number {
    char text[24];
};
struct diag_number diag_number(long long number);

/* Words of ours as arguments, in the reader's language: DIAG_ARGS(DIAG_FILE). No source holds \001.
 */
#define DIAG_FILE      "\001file"
#define DIAG_ENTRY     "\001entry"
#define DIAG_STEP      "\001step"
#define DIAG_HEAD      "\001head"
#define DIAG_GROUP     "\001group"
#define DIAG_CONDITION "\001condition"
#define DIAG_VALUE     "\001value"
#define DIAG_TRUTH     "\001truth"
#define DIAG_NUMBER    "\001number"
#define DIAG_WORD      "\001word"
#define DIAG_NULL      "\001null"
#define DIAG_DATE      "\001date"
#define DIAG_FORMAL    "\001formal"
#define DIAG_POLITE    "\001polite"
#define DIAG_PLAIN     "\001plain"
