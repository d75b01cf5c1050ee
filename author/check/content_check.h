#pragma once

#include "compile.h"

#include <stdio.h>

/*
 * Every rule that content must keep before it ships. The rules tell what is wrong to the source of
 * what was compiled: one list for all, told in order.
 */

struct check_options {
    enum lang lang; /* of the ways to a step that are told as examples */
    /* The kiosk's fonts can draw this character; NULL: not asked. */
    bool (*has_glyph)(void *user, uint32_t character);
    void *has_glyph_user;
    bool changed;      /* look only at what is not known to be sound from an earlier run */
    const char *cache; /* folder in which is kept what was found sound; NULL = nothing is kept */
    bool no_fit;       /* lay no page out */
    void (*progress)(void *user, int done, int total); /* of laying out; NULL = nobody looks */
};

/* What was looked at. */
struct check_counts {
    uint16_t flows, proved; /* proved: those explored in this run */
    uint64_t states, scenarios;
    uint64_t pages; /* laid out */
    uint64_t errors, warnings, notes;
};

/**
 * Apply every rule to what was read.
 *
 * Errors: K_E_FULL, K_E_IO of the machine, not of the content
 */
enum kcode check_run(struct compile *compile, const struct check_options *options,
                     struct check_counts *ret_counts, struct kerr *err) K_MUST_CHECK;

/* ---- reports (report.c) ---- */

struct check_report {
    const struct compile *compile;
    const struct source *source; /* sorted */
    const char *dir;
    enum lang lang;
    bool warnings_as_errors;
    struct check_counts counts;
};

/* A line per diagnostic, "DIR/FILE:LINE:COLUMN: error A012: What. Cure.", and one of counts. */
void check_print_text(const struct check_report *report, FILE *out);

/* One JSON object: docs/annae-pack.md. Errors: K_E_FULL, K_E_IO. */
enum kcode check_print_json(const struct check_report *report, FILE *out,
                            struct kerr *err) K_MUST_CHECK;

/* JUnit XML: a test case per flow and per file that something is wrong with. */
void check_print_junit(const struct check_report *report, FILE *out);

/* Something here stops content from shipping. */
bool check_failed(const struct check_report *report);

/* ---- explain.c ---- */

/* Print the longer text of a code, in one language, with its example; false when it has none. */
bool check_explain(enum diag_code code, enum lang lang, FILE *out);
