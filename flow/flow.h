#pragma once

#include "kerr.h"
#include "klimits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Guided flows: model and engine. Pure: no clock, file, socket, random or global.
 *
 * A chart is checked once, when the pack is built, and trusted afterwards. A run is a log of
 * answers; where the customer stands is computed by playing the log from the start. Back, changing
 * an earlier answer and resuming after a crash are therefore the same operation: play another log.
 * docs/flow-language.md is the author's side of this header.
 */

enum lang { LANG_KO, LANG_EN, LANG_COUNT };

/* "ko", "en". */
const char *lang_name(enum lang lang);

/* One text in every language; a template (flow_text.h). Borrowed from the pack; NULL = none. */
struct words {
    const char *in[LANG_COUNT];
};

/* How sure we are of the customer, weakest first; a step or screen declares what it needs. */
enum level { LEVEL_GUEST, LEVEL_GREETED, LEVEL_OWN, LEVEL_CHANGE, LEVEL_COUNT };

/* ---- values and conditions ---- */

enum flow_type { FLOW_UNKNOWN, FLOW_TRUTH, FLOW_NUMBER, FLOW_WORD, FLOW_TYPE_COUNT };

struct flow_value {
    enum flow_type type;
    int64_t number;               /* FLOW_NUMBER; FLOW_TRUTH: 0 or 1 */
    char word[LIMIT_FIELD_BYTES]; /* FLOW_WORD: choice id or typed text */
};

enum flow_op {
    FLOW_OP_NUMBER, /* push number */
    FLOW_OP_TRUTH,  /* push number as truth */
    FLOW_OP_WORD,   /* push word */
    FLOW_OP_VAR,    /* push variable index `number` of this flow */
    FLOW_OP_FACT,   /* push fact `number` (enum flow_fact) */
    FLOW_OP_KNOWN,  /* pop, push truth */
    FLOW_OP_NOT,
    FLOW_OP_AND,
    FLOW_OP_OR,
    FLOW_OP_EQ,
    FLOW_OP_NE,
    FLOW_OP_LT,
    FLOW_OP_LE,
    FLOW_OP_GT,
    FLOW_OP_GE,
    FLOW_OP_ADD,
    FLOW_OP_SUB,
    FLOW_OP_COUNT,
};

struct flow_instr {
    enum flow_op op;
    int64_t number;
    const char *word; /* borrowed from the pack */
};

/* A condition in postfix order; code_count 0 = none. */
struct flow_expr {
    const struct flow_instr *code;
    uint16_t code_count; /* 0..LIMIT_EXPR_CODE */
};

/* What a condition may know beside the answers; see the table in docs/flow-language.md. */
enum flow_fact {
    FLOW_FACT_LEVEL,
    FLOW_FACT_KNOWN,
    FLOW_FACT_RETURNING,
    FLOW_FACT_HOUR,
    FLOW_FACT_WEEKDAY,
    FLOW_FACT_TODAY,
    FLOW_FACT_OFFICE_OPEN,
    FLOW_FACT_HQ_REACHABLE,
    FLOW_FACT_PRINTER,
    FLOW_FACT_LANG, /* number = enum lang; compares as the word 'ko' or 'en' */
    FLOW_FACT_COUNT,
};

/* The world as one answer saw it; kept in the log so that a replay takes the same way. */
struct flow_facts {
    int64_t value[FLOW_FACT_COUNT];
};

/* "customer.level", ...; NULL past the end. */
const char *flow_fact_name(enum flow_fact fact);

/* ---- the chart ---- */

enum flow_kind {
    FLOW_TELL,
    FLOW_ASK,
    FLOW_INPUT,
    FLOW_BRANCH,
    FLOW_CHECK,
    FLOW_CALL,
    FLOW_AGAIN,
    FLOW_SOLVED,
    FLOW_HAND_OVER,
    FLOW_END,
    FLOW_KIND_COUNT,
};

/* "tell", "ask", ...: the key in the source. */
const char *flow_kind_name(enum flow_kind kind);

enum flow_input {
    FLOW_INPUT_NUMBER,
    FLOW_INPUT_TEXT,
    FLOW_INPUT_DATE,
    FLOW_INPUT_PHONE,
    FLOW_INPUT_CODE,
    FLOW_INPUT_COUNT
};

enum flow_outcome {
    FLOW_SOLVED_END,
    FLOW_UNSOLVED_END,
    FLOW_INFORMED_END,
    FLOW_HANDED_OVER,
    FLOW_OUTCOME_COUNT
};

/* FLOW_NO_STEP: an exit that ends the flow as solved (solved: yes), or that is absent. */
#define FLOW_NO_VAR  UINT16_MAX
#define FLOW_NO_STEP UINT16_MAX

/* How a check ended: the index of its exit. */
enum flow_check_exit { FLOW_CHECK_ANSWERED, FLOW_CHECK_OFFLINE, FLOW_CHECK_FAILED };

/* Meaning of exit[i] by kind:
 *   tell, call    [0] go
 *   ask           one per choice
 *   input         [0] go, [1] otherwise (to = FLOW_NO_STEP: offer a person)
 *   branch        one per case; the last has no condition (else)
 *   check         enum flow_check_exit: go, offline, failed
 *   again         [0] back to the earlier step, [1] go after the last time
 *   solved        [0] yes (FLOW_NO_STEP: end as solved), [1] no
 *   hand_over, end none */
struct flow_exit {
    const char *id;        /* choice id; NULL for others */
    struct words label;    /* choice */
    struct words more;     /* choice: a smaller second line */
    const char *icon;      /* NULL = none */
    struct flow_expr when; /* branch */
    uint16_t to;           /* step index */
};

struct flow_gift {
    uint16_t var;           /* input variable of the called flow */
    struct flow_expr value; /* over the caller's variables */
};

struct flow_take {
    uint16_t output; /* index into the called flow's outputs */
    uint16_t var;    /* variable of the caller that receives it */
};

struct flow_step {
    const char *id;
    struct words text; /* instruction, question, or what an end says; templates */
    struct words more;
    struct words done;   /* tell: label of its button; in[..] NULL = default */
    const char *picture; /* picture id or NULL */
    const char *icon;
    enum flow_kind kind;
    enum level needs;
    uint16_t seconds; /* typical; 0 = unknown */
    uint16_t var;     /* where the answer goes; FLOW_NO_VAR */
    bool fix;         /* an attempt to solve */
    uint8_t exit_count;
    struct flow_exit exit[LIMIT_FLOW_EXITS];
    union {
        struct {
            enum flow_input type;
            int64_t min, max; /* number: range; date: days from today; text, code: length */
            struct words unit;
            bool is_private;
            uint8_t tries; /* 1..9 */
        } input;
        struct {
            const char *question; /* "line-status" */
            const char *const *answers;
            uint8_t answer_count;
            uint8_t wait_s; /* 1..20 */
        } check;
        struct {
            uint16_t flow; /* index into the book */
            uint8_t gift_count, take_count;
            struct flow_gift gift[LIMIT_FLOW_OUTPUTS];
            struct flow_take take[LIMIT_FLOW_OUTPUTS];
        } call;
        struct {
            uint8_t times; /* 1..9 */
        } again;
        struct {
            enum flow_outcome outcome;
        } end;
        struct {
            const char *reason;
        } hand_over;
    };
};

struct flow_var {
    const char *name; /* "lights", "restart.worked", input name */
    enum flow_type type;
    uint16_t step; /* the step that sets it, FLOW_NO_STEP for an input */
};

struct flow_output {
    const char *name;
    struct flow_expr value;
};

struct flow_chart {
    const char *id;
    struct words title, summary;
    const char *icon;
    const struct flow_step *step; /* step[0] is the start */
    const struct flow_var *var;   /* inputs first */
    const struct flow_output *output;
    enum level needs;
    uint16_t topic;      /* index into the content's topics; UINT16_MAX = only called */
    uint16_t step_count; /* 1..LIMIT_FLOW_STEPS */
    uint16_t var_count;  /* 0..LIMIT_FLOW_VARS */
    uint8_t input_count;
    uint8_t output_count;
    uint8_t minutes; /* typical */
};

/* All flows of a pack; borrowed from it. */
struct flow_book {
    const struct flow_chart *chart;
    uint16_t chart_count;
};

/* Index of a chart or step by id; UINT16_MAX when there is none. */
uint16_t flow_find(const struct flow_book *book, const char *id);
uint16_t flow_find_step(const struct flow_chart *chart, const char *id);

/**
 * Refuse a book that could strand a customer or break the engine: every target exists and (but for
 * again) points forward, every limit holds, codes of conditions are well-formed and well-typed for
 * the engine, calls match inputs and outputs and do not recurse. The pack reader calls this once.
 *
 * err  out  names flow and step
 * Errors: K_E_FORMAT
 */
enum kcode flow_check(const struct flow_book *book, struct kerr *err) K_MUST_CHECK;

/* ---- a run ---- */

/* One answer of the log. */
struct flow_answer {
    uint16_t flow, step;     /* where it was given */
    uint8_t exit;            /* choice index; solved: 0 yes, 1 no; check: 0..2; tell: 0;
                                input: 0 typed, 1 given up (the run went to `otherwise`) */
    struct flow_value value; /* input: what was typed; check: the answer word */
    uint8_t wrong;           /* input: tries before it that were wrong */
    int64_t shown_mono_ms;   /* when the step appeared */
    int64_t answered_mono_ms;
    struct flow_facts facts;
};

enum flow_at { FLOW_AT_STEP, FLOW_AT_END };

struct flow_frame {
    uint16_t flow; /* index into the book */
    uint16_t step;
    struct flow_value var[LIMIT_FLOW_VARS];
    uint8_t again_taken[LIMIT_FLOW_STEPS]; /* per `again` step: times it went back */
};

/* Where a customer stands. Plain data, about 90 KiB: the caller's memory, wiped by flow_wipe().
 * What is not in use is zero. Everything but shown_mono_ms and tries_left follows from root, start
 * and the log; tries_left is full again after flow_back() and flow_change(). */
struct flow_run {
    const struct flow_book *book; /* borrowed; outlives the run */
    uint16_t root;                /* the flow that was started */
    enum flow_at at;
    enum flow_outcome outcome;   /* FLOW_AT_END */
    uint16_t end_flow, end_step; /* FLOW_AT_END: the step that ended it (its text is shown);
                                    end_step FLOW_NO_STEP: a solved step's yes */
    uint8_t depth;               /* frames in use, 1..LIMIT_FLOW_NESTING */
    struct flow_frame frame[LIMIT_FLOW_NESTING];
    uint16_t log_count;
    struct flow_answer log[LIMIT_FLOW_LOG];
    uint8_t tries_left;      /* of the input step stood on */
    int64_t shown_mono_ms;   /* since when the current step is shown */
    struct flow_facts start; /* facts at the start */
};

/* Begin flow `root` of the book. Leaves the run at a step that shows something, or at an end. */
void flow_start(struct flow_run *run, const struct flow_book *book, uint16_t root,
                const struct flow_facts *facts, int64_t now_mono_ms);

/* The step stood on (FLOW_AT_STEP: tell, ask, input, check, solved; FLOW_AT_END: the ending step
 * or NULL). */
const struct flow_step *flow_step_now(const struct flow_run *run);

/* What the step stood on asks for: its own level, its flow's, or that of a flow which called it,
 * the highest counts. FLOW_AT_END: LEVEL_GUEST. */
enum level flow_needs(const struct flow_run *run);

enum flow_reply {
    FLOW_TAKEN,    /* the run moved on */
    FLOW_WRONG,    /* input out of range or unreadable; tries_left was lowered, nothing moved */
    FLOW_TRIES_UP, /* the last try was wrong: the run went to `otherwise`, or, where there is none,
                      stays and a person is to be offered */
    FLOW_REFUSED,  /* not an answer to this step: nothing changed */
    FLOW_LOG_FULL, /* LIMIT_FLOW_LOG answers: hand over to a person */
};

/* Choose exit i of tell (0), ask, solved. */
enum flow_reply flow_choose(struct flow_run *run, uint8_t exit, const struct flow_facts *facts,
                            int64_t now_mono_ms);

/* Answer an input step with typed text (digits for number, YYYYMMDD for date). */
enum flow_reply flow_type(struct flow_run *run, const char *typed, const struct flow_facts *facts,
                          int64_t now_mono_ms);

/* Result of a check step; answer is the word when it was answered. One that the step does not
 * declare counts as failed. */
enum flow_reply flow_checked(struct flow_run *run, enum flow_check_exit exit, const char *answer,
                             const struct flow_facts *facts, int64_t now_mono_ms);

/* Take back the last answer that a customer gave, and the checks' answers after it; false when the
 * customer has not given one yet. */
bool flow_back(struct flow_run *run, int64_t now_mono_ms);

/**
 * Change answer `at` of the log. What followed is played again as long as each later answer fits
 * the step that now comes; the rest is dropped. Every answer keeps its times and facts. A check's
 * answer cannot be changed.
 *
 * reply   in   a choice of that step (exit) or typed text (typed, NULL for choices)
 * returns the number of later answers that were dropped, or -1 when the answer does not fit
 */
int flow_change(struct flow_run *run, uint16_t at, uint8_t exit, const char *typed,
                int64_t now_mono_ms);

/* One thing that happened in a run: it came to a step (exit FLOW_NO_EXIT), or left it by an exit.
 * A call is left when the called flow returns. */
#define FLOW_NO_EXIT UINT8_MAX
struct flow_move {
    uint16_t flow, step;
    uint8_t exit;
};
typedef void (*flow_move_fn)(void *user, const struct flow_move *move);

/* Play the log once more and tell every move in order, those through steps that show nothing
 * included; the run is as it was afterwards. For coverage and drawings. */
void flow_trace(struct flow_run *run, flow_move_fn tell, void *user);

/* How often the customer came to the step stood on, this time included: answers to it in the log,
 * and one. */
int flow_visits_here(const struct flow_run *run);

/* Wrong tries at the input step stood on; 0 at any other. */
uint8_t flow_wrong_tries(const struct flow_run *run);

/* Attempts that failed so far: answered fix steps that were followed by a solved step's "no" or by
 * another fix (reaching it is enough), with no solved step's answer in between. */
int flow_failed_fixes(const struct flow_run *run);

/* Progress for a bar: *ret_done answers given (checks' included), *ret_total those and the answers
 * of the longest way that is left: forward only, as if every `again` had used up its times, called
 * flows included. An answer never makes done / total smaller: when an `again` makes the way longer,
 * total grows less than the way. At an end both are equal. */
void flow_progress(const struct flow_run *run, int *ret_done, int *ret_total);

/* Evaluate a condition: unknown counts as false. For tests and the pack tool too. */
struct flow_value flow_eval(const struct flow_expr *expr, const struct flow_value *vars,
                            uint16_t var_count, const struct flow_facts *facts);

/* An input that no screen may show: private, or a phone number. */
bool flow_is_private(const struct flow_step *step);

/* The label of a logged answer for people: choice label, typed value with unit, check's word.
 * A private input gives "***", a phone number is masked: "010-****-5678". */
void flow_answer_text(const struct flow_book *book, const struct flow_answer *answer,
                      enum lang lang, char *ret_text, size_t text_size);

/* Overwrite everything. */
void flow_wipe(struct flow_run *run);
