#pragma once

#include "flow.h"

/*
 * Proves a book: explores everything that can happen to a customer in every flow, and says what is
 * wrong where, and how a customer gets there. Nothing is sampled. Pure: the memory is the caller's.
 *
 * The world it assumes (docs/decisions/0008-prove.md says why; the oracle in tests/prove plays the
 * engine in the same world):
 *   - Facts hold still between two answers. At every answer time.hour, time.weekday, hq.reachable,
 *     device.printer and visit.lang may be anything; office.open may be false always, and true in
 *     the hours that struct prove_world allows.
 *   - time.today starts at any day of prove_world.today_min..today_max; midnight passes once at
 *     most, at any answer.
 *   - The customer is a guest, a guest who gave a phone number (level greeted, not known), or known
 *     at level greeted, own or change, returning or not. A guest may become any of these at any
 *     answer; the others stay what they are. A step is answered only at a level that it and the
 *     flow that was started need.
 *   - A check answers any declared word, is offline, or fails. An input takes everything it reads,
 *     or is given up (where `otherwise` leads on).
 *   - Back and change lead nowhere else: every log is played forward.
 */

enum prove_kind {
    PROVE_UNREACHED,    /* step: no customer ever comes here (ends and hand-overs too) */
    PROVE_FLOW_UNUSED,  /* flow: has no topic and is never called; proved with any inputs */
    PROVE_CASE_NEVER,   /* branch, exit: asked, but never holds */
    PROVE_CASE_ALWAYS,  /* branch, exit: holds whenever it is asked: the cases below are dead */
    PROVE_CASE_OVERLAP, /* branch, exit, other: both hold at once and lead to different steps */
    PROVE_UNSET_CASE,   /* branch, exit, var: hangs on an answer that was never given */
    PROVE_UNSET_GIVEN,  /* call, exit = gift, var: gives a value that was never set */
    PROVE_UNSET_OUTPUT, /* end of a called flow, exit = output, var: the same for an output */
    PROVE_HOLE,         /* shown step, var: a text shows an answer that was never given */
    PROVE_NAMELESS,     /* shown step: a text shows the customer, who need not be known here */
    PROVE_LOCKED,       /* shown step: a customer stands here who can never have its level */
    PROVE_STUCK,        /* input: nothing that can be typed is taken, and there is no otherwise */
    PROVE_VAR_UNUSED,   /* step (FLOW_NO_STEP: an input of the flow), var: nobody reads it */
    PROVE_LONG_LOG,     /* flow, number = answers: longer than LIMIT_FLOW_LOG */
    PROVE_LONG_UNASKED, /* flow, number = shown steps in a row without asking whether it is solved
                         */
    PROVE_SLOW_LONGEST, /* flow, number = seconds of the longest way */
    PROVE_SLOW_TYPICAL, /* flow, number = seconds of the typical way */
    PROVE_TOO_RICH,     /* step, exit: adds up more unknown numbers than can be proved */
    PROVE_TOO_LARGE,    /* step, var (or an `again` step): what multiplies the states most */
    PROVE_KIND_COUNT,
};

/* "unreached", "case-never", ... */
const char *prove_kind_name(enum prove_kind kind);

#define PROVE_NONE UINT8_MAX /* no such exit; a fact that does not matter */

/* What the world was at an answer, as far as it matters for the way. */
struct prove_moment {
    uint8_t hq, printer, open, lang; /* 0, 1 or PROVE_NONE */
    uint8_t who;                     /* enum prove_who, or PROVE_NONE */
    uint8_t hour, weekday;           /* one that fits, or PROVE_NONE */
};

enum prove_who {
    PROVE_GUEST,
    PROVE_PHONE, /* gave a number: level greeted, not known */
    PROVE_GREETED,
    PROVE_OWN,
    PROVE_CHANGE,
    PROVE_GREETED_RETURNING,
    PROVE_OWN_RETURNING,
    PROVE_CHANGE_RETURNING,
    PROVE_WHO_COUNT,
};

/* One answer of a way; moment is the world in which it was given. */
struct prove_answer {
    uint16_t flow, step; /* step FLOW_NO_STEP: the start of the flow */
    uint8_t exit;        /* as in struct flow_answer */
    const char *word;    /* typed or answered word; NULL = none, or any number */
    struct prove_moment moment;
};

/* Something a customer can meet. Fields that a kind does not name are FLOW_NO_STEP, PROVE_NONE,
 * FLOW_NO_VAR, 0. */
struct prove_finding {
    enum prove_kind kind;
    uint16_t root; /* the flow that was explored when it was met */
    uint16_t flow, step;
    uint8_t exit, other;
    uint16_t var; /* of flow */
    int64_t number;
    const struct prove_answer *way; /* a shortest one from the start of root; the step is met after
                                       the last answer. NULL: nothing leads there */
    uint16_t way_count;
};

/* What was explored from one flow that a customer can start. */
struct prove_count {
    uint16_t flow;
    bool whole;         /* false: too rich or too large; nothing below is known */
    uint32_t states;    /* distinct situations a customer can stand in */
    uint64_t scenarios; /* ways from the start to an end; saturates */
    uint16_t answers;   /* of the longest way */
    uint16_t unasked;   /* shown steps in a row without a `solved`, at most */
    uint32_t longest_s; /* seconds of the slowest way */
    uint32_t typical_s; /* expected, each choice equally likely; checks answer, inputs are read */
};

struct prove_world {
    int64_t today_min, today_max; /* days since 1970-01-01 */
    const uint32_t *open_hours;   /* [8]: bit h of [weekday]: the office can be open then;
                                     borrowed; NULL = at any time */
    uint16_t only;                /* prove what can reach this flow only; UINT16_MAX = all */
    uint32_t states_max;          /* per flow; 0 = PROVE_STATES_MAX */
    uint16_t unasked_max;         /* shown steps without a `solved`; 0 = no limit */
    uint32_t longest_max_s, typical_max_s; /* 0 = no limit */
};

/* 2026-01-01 .. 2075-12-31, any office hour, no limits but ours. */
struct prove_world prove_world_default(void);

#define PROVE_STATES_MAX   2000000        /* per flow: some seconds, 200 MiB */
#define PROVE_MEMORY_BYTES (512ULL << 20) /* enough for PROVE_STATES_MAX; touched as needed */
#define PROVE_MEMORY_MIN   (32ULL << 20)  /* less is refused */
#define PROVE_FINDINGS_MAX 2048           /* more are counted, not kept */

/* Both arrays lie in the caller's memory. */
struct prove_report {
    const struct prove_finding *finding; /* by flow, step, kind */
    uint16_t finding_count;
    uint16_t finding_lost; /* beyond PROVE_FINDINGS_MAX */
    const struct prove_count *count;
    uint16_t count_count;
};

/**
 * Prove a book that passed flow_check().
 *
 * world        in   what may happen beside the answers, and limits
 * memory       in   for states and the report; the caller's, aligned for anything
 * memory_size  in   bytes, PROVE_MEMORY_MIN or more
 * ret_report   out  borrowed from memory
 *
 * A flow whose space is too large or too rich is a finding, not an error: what would need it whole
 * (never, always, unreached) is then not said of it and of the flows it calls.
 * Errors: K_E_FULL  memory_size is too small to begin
 */
enum kcode prove_book(const struct flow_book *book, const struct prove_world *world, void *memory,
                      size_t memory_size, struct prove_report *ret_report,
                      struct kerr *err) K_MUST_CHECK;

/* The way of a finding for people, one line per answer: "lights: A red light". "" without one. */
void prove_way_text(const struct flow_book *book, const struct prove_finding *finding,
                    enum lang lang, char *ret_text, size_t text_size);
