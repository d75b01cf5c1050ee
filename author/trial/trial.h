#pragma once

#include "compile.h"
#include "visit.h"

/*
 * Tests of flows, beside the flows: tests/NAME.yaml (docs/authoring-tests.md). A case is a
 * customer, a time, what headquarters answers, and then line by line what the customer does and
 * must see. It is played by the visit that stands in the shop, so that the request an agent gets is
 * tested, too.
 *
 *   trial_read() -> struct trial_suite -> trial_run() of each case -> coverage, faults
 *   the other way: trial_recorder_*() writes the case of a visit that was played
 */

enum {
    TRIAL_TEXTS = 8,    /* texts that one line expects */
    TRIAL_WORDS = 8,    /* answers of headquarters that a case gives */
    TRIAL_TRIED = 24,   /* attempts that a request is expected to tell */
    TRIAL_ANSWERS = 24, /* answers of a request that are expected */
    TRIAL_LINES = 256,  /* lines of one case */
    TRIAL_CASES = 512,  /* cases of one file */
};

/* ---- a case ---- */

/* What is so before the customer comes. Texts are borrowed. */
struct trial_given {
    const char *name; /* of the customer; NULL = a guest */
    bool by_number;   /* a guest who typed a phone number: greeted, and not known */
    enum level level;
    bool returning;    /* came for the same matter last time */
    const char *phone; /* the number on file, masked; NULL = none */
    int64_t wall_ms;   /* when the flow begins */
    enum lang lang;
    bool is_offline; /* headquarters cannot be reached */
    uint8_t word_count;
    struct {
        const char *question, *answer; /* answer: also "offline", "failed" */
    } word[TRIAL_WORDS];
};

/* A step of the book; step FLOW_NO_STEP: none. */
struct trial_step {
    uint16_t flow, step;
};

/* What the agent must get. NULL and 0: not compared. */
struct trial_request {
    const char *reason, *matter, *customer;
    const char *says; /* a piece of what the flow says of the hand-over */
    bool tells_tried; /* tried must be exactly these, in this order */
    uint8_t tried_count, answer_count, without_count;
    struct trial_step tried[TRIAL_TRIED];
    struct {
        struct trial_step step;
        const char *text; /* as the agent reads it */
    } answer[TRIAL_ANSWERS];
    const char *without[TRIAL_TEXTS]; /* must not be in it */
    uint8_t wrong_count;
    struct {
        struct trial_step step;
        uint8_t times; /* something wrong was typed */
    } wrong[TRIAL_ANSWERS];
};

enum trial_act {
    TRIAL_NOTHING, /* a tell goes on by itself when the next line wants another step */
    TRIAL_ANSWER,  /* exit */
    TRIAL_TYPE,    /* word */
    TRIAL_HQ,      /* word: headquarters answers the check */
    TRIAL_PRESS,   /* press */
    TRIAL_CHANGE,  /* changed; exit or word */
    TRIAL_CARD,    /* level: a card is shown now */
    TRIAL_ACT_COUNT,
};

enum trial_press { TRIAL_NEXT, TRIAL_BACK, TRIAL_LANGUAGE, TRIAL_PRESS_COUNT };

/* One line of a case: where the customer must be, what must be seen, what is done then. */
struct trial_line {
    struct place place;
    struct trial_step at;
    uint8_t show_count, hide_count;
    const char *show[TRIAL_TEXTS], *hide[TRIAL_TEXTS];
    bool is_locked;  /* the step asks who the customer is */
    bool is_offered; /* a person is offered, unasked */
    bool is_end;
    enum flow_outcome outcome;
    const struct trial_request *request; /* the customer asks for a person and fills in the form */
    enum trial_act act;
    uint8_t exit;
    const char *word;
    enum trial_press press;
    enum level level;
    struct trial_step changed;
};

struct trial_case {
    const char *name;
    struct place place;
    uint16_t flow;
    struct trial_given given;
    const struct trial_line *line;
    uint16_t line_count;
};

/* One test file. */
struct trial_suite {
    const char *file; /* "tests/internet-down.yaml" */
    const struct trial_case *item;
    uint16_t count;
};

/* "next", "back", ...; "solved", "handed-over", ...: as test files say it; both end with NULL. */
extern const char *const trial_press_names[TRIAL_PRESS_COUNT + 1];
extern const char *const trial_outcome_names[FLOW_OUTCOME_COUNT + 1];

/* What is so when a case says nothing: a guest, the first Monday at 10:30 of which the pack's hours
 * are typical, headquarters reachable and mute, Korean. */
struct trial_given trial_given_default(const struct content *content);

/* "2026-11-23 10:30" in the pack's own time; false when it is no time. (read_given.c) */
bool trial_time(const struct content *content, const char *text, int64_t *ret_wall_ms);

/* ---- reading (trial_read.c, trial_read_line.c) ---- */

/**
 * Read a test file of the source's folder.
 *
 * path       in   relative to the folder
 * ret_suite  out  borrows from the source; empty when something is wrong
 *
 * Everything that is wrong is told to the source (A7xx); false then.
 */
bool trial_read(struct source *source, const struct content *content, const char *path,
                struct trial_suite *ret_suite);

/* The same of a text that was read already. */
bool trial_parse(struct source *source, const struct content *content, const char *path,
                 const char *text, struct trial_suite *ret_suite);

/* ---- coverage (trial_coverage.c) ---- */

struct trial_mark {
    uint32_t cases; /* in which it happened */
    uint32_t last;  /* number of the last one */
};

struct trial_tally {
    struct trial_mark step[LIMIT_FLOW_STEPS];
    struct trial_mark exit[LIMIT_FLOW_STEPS][LIMIT_FLOW_EXITS];
};

struct trial_coverage {
    const struct flow_book *book; /* borrowed */
    struct trial_tally *flow;     /* one per chart */
    uint32_t case_number;
};

struct trial_sum {
    int steps, steps_reached, exits, exits_taken;
};

void trial_coverage_init(struct trial_coverage *coverage, const struct flow_book *book);
void trial_coverage_done(struct trial_coverage *coverage);

/* Another case begins; a move of it (flow_move_fn; user is the coverage). */
void trial_coverage_next(struct trial_coverage *coverage);
void trial_coverage_move(void *user, const struct flow_move *move);

/* Is this exit one that a customer can take? An input without `otherwise` has one only; a call of a
 * flow without an `end` never comes back. */
bool trial_exit_is(const struct flow_book *book, const struct flow_step *step, uint8_t exit);

struct trial_sum trial_coverage_sum(const struct trial_coverage *coverage, uint16_t flow);

/* Whole per cent, rounded down: 100 means all. The lower one of steps and exits. */
int trial_percent(struct trial_sum sum);

/* ---- running (trial_run.c) ---- */

#define TRIAL_FAULT_BYTES 8192

struct trial_fault {
    enum lang lang; /* in: to tell it in */
    struct place at;
    char text[TRIAL_FAULT_BYTES]; /* what was expected and what was on the screen; lines */
};

struct booth;

/* Play one case in the booth; false when an expectation was not met. coverage may be NULL. */
bool trial_run(struct booth *booth, const struct trial_case *item, struct trial_coverage *coverage,
               struct trial_fault *ret_fault);

/* ---- writing (trial_write.c) ---- */

/* A test file's head, and one case behind it. Errors: K_E_FULL. */
enum kcode trial_write_head(const struct content *content, uint16_t flow, struct kbuf *buf,
                            struct kerr *err) K_MUST_CHECK;
enum kcode trial_write_case(const struct content *content, const struct trial_case *item,
                            struct kbuf *buf, struct kerr *err) K_MUST_CHECK;

/* ---- recording (trial_record.c) ---- */

/*
 * Watches a visit and writes down what could be a test of it: one case per flow that was begun.
 * Names, numbers and references of a customer are never taken. What the customer typed is, but for
 * private answers that the journal left out: there a case ends.
 */
struct trial_recorder;

struct trial_recorder *trial_recorder_open(const struct content *content);
void trial_recorder_close(struct trial_recorder **recorder);

/* An event, before the visit sees it (booth_event_fn; user is the recorder). */
void trial_recorder_event(void *user, const struct visit *before, const struct visit_event *event);

/* The visit as it stands after the last event: the case being written ends here. */
void trial_recorder_end(struct trial_recorder *recorder, const struct visit *visit);

/* What it was opened with. */
const struct content *trial_recorder_content(const struct trial_recorder *recorder);

/* Cases written down so far; the first flow that one of them is about, UINT16_MAX = none. */
int trial_recorder_count(const struct trial_recorder *recorder);
uint16_t trial_recorder_flow(const struct trial_recorder *recorder);

/* The test file of one flow. Errors: K_E_FULL, K_E_NOT_FOUND (nothing of this flow was played). */
enum kcode trial_recorder_write(const struct trial_recorder *recorder, uint16_t flow,
                                struct kbuf *buf, struct kerr *err) K_MUST_CHECK;

/**
 * Write the test file of one flow, read it back and play it.
 *
 * path  in  must not exist yet
 *
 * Errors: K_E_NOT_FOUND (nothing of this flow was played), K_E_IO, K_E_FULL
 *         K_E_FORMAT    what was written does not pass: the visit met something that a test cannot
 *                       say, as an office that closed on the way; the file is there
 */
enum kcode trial_recorder_save(const struct trial_recorder *recorder, uint16_t flow,
                               const char *path, struct kerr *err) K_MUST_CHECK;

/**
 * Play an exported journal (annae-kiosk --export-journal) and record it.
 *
 * text  in  the whole file
 *
 * Errors: K_E_FORMAT    not an export (says the line)
 *         K_E_ROLLBACK  of another version of the content: its steps may be others
 */
enum kcode trial_journal_read(const struct content *content, const char *text,
                              struct trial_recorder *recorder, struct kerr *err) K_MUST_CHECK;

/* ---- a folder of tests (trial_folder.c) ---- */

struct trial_result {
    const struct trial_case *item;
    const char *file;
    bool passed;
    struct place at;    /* the line that was not met */
    const char *text;   /* why, one sentence without its stop; NULL when passed */
    const char *screen; /* what was shown instead, lines behind a bar; may be "" */
};

struct trial_report {
    struct trial_result *result; /* lives in the source */
    size_t count, failed;
    int files;
    bool is_readable; /* no test file had a mistake */
    struct trial_coverage coverage;
};

/* Read and play every test of the folder; mistakes of test files are told to the source, failures
 * in lang. */
void trial_folder_run(struct source *source, const struct content *content, enum lang lang,
                      struct trial_report *ret_report);
void trial_report_done(struct trial_report *report);

/* Tell every step and every way that no test takes (A720, A721), as notes at their lines. compile
 * is what the coverage's book was read from. */
void trial_tell_untested(struct compile *compile, const struct trial_coverage *coverage);

/**
 * Write cases of a flow for what no case takes, as an author would begin: names are TODO, and only
 * the way is expected.
 *
 * coverage   in/out  of the tests that there are; what the new cases take is added
 * ret_cases  out     how many were written
 *
 * What it cannot find is left: a way behind a number that no condition names, or more than 64.
 * Errors: K_E_FULL
 */
enum kcode trial_suggest(const struct content *content, uint16_t flow,
                         struct trial_coverage *coverage, struct kbuf *buf, int *ret_cases,
                         struct kerr *err) K_MUST_CHECK;

/* ---- for other programs (trial_report.c) ---- */

/* JUnit XML of the report; and {"flows": {ID: {"steps": {STEP: CASES}, "exits": {STEP: [CASES]}}}},
 * -1 for a way that nobody can take. Errors: K_E_FULL. */
enum kcode trial_junit(const struct trial_report *report, struct kbuf *buf,
                       struct kerr *err) K_MUST_CHECK;
enum kcode trial_coverage_json(const struct trial_coverage *coverage, struct kbuf *buf,
                               struct kerr *err) K_MUST_CHECK;
