#pragma once

#include "prove.h"
#include "zone.h"

/* Shared by the files of this folder; nobody else includes it. */

#define NO_STATE UINT32_MAX

/* What is read behind a step: a bit per variable of its flow, and two for the world. */
#define LIVE_WHO   (UINT64_C(1) << 62)
#define LIVE_TODAY (UINT64_C(1) << 63)
static_assert(LIMIT_FLOW_VARS <= 62, "a bit for every variable");

#define WHO_ALL ((1U << PROVE_WHO_COUNT) - 1)

/* What is known of one step. */
struct note {
    bool reached;
    uint8_t held, failed;      /* branch: a bit per case that did so when it was asked */
    uint64_t overlap;          /* branch: bit 8 * i + j, both held */
    uint64_t shown;            /* variables in its texts */
    bool shows_customer;       /* a text names the customer */
    uint16_t word, word_count; /* input: what may be typed, in lexicon.typed */
    uint64_t known, value;     /* what is read from here on: whether it is known; what it is */
    uint64_t again[2];         /* bit per `again` step that lies ahead */
};

enum {
    LEXICON_WORDS = 32767,
    LEXICON_SLOTS = 65536,
    LEXICON_PAIRS = 32768,
    LEXICON_TYPED = 32768,
    LEXICON_OTHERS = 8, /* words that nobody compares with, at most, for one set of variables */
    LEXICON_BYTES = 65536,
};

/* A word that a set of variables is compared with, or may hold. */
struct lexicon_pair {
    uint16_t node, word;
    bool compared;
};

/* Every word of the flows that are explored together. Word 0 stands for one that no one reads. */
struct lexicon {
    const char *word[LEXICON_WORDS];
    uint16_t count;
    uint16_t slot[LEXICON_SLOTS]; /* hash -> word; 0 = free */
    struct lexicon_pair pair[LEXICON_PAIRS];
    uint16_t pair_count;
    uint16_t typed[LEXICON_TYPED];
    uint16_t typed_count;
    char bytes[LEXICON_BYTES]; /* words made up here */
    uint32_t bytes_len;
    uint16_t parent[LIMIT_FLOWS * LIMIT_FLOW_VARS]; /* variables that may hold the same word */
    bool meets[LIMIT_FLOWS * LIMIT_FLOW_VARS];      /* its set is compared with a variable */
    bool full;
};

/* One flow on the stack of calls. */
struct seat {
    uint16_t flow, step;
    uint8_t again[LIMIT_FLOW_STEPS];
    uint16_t var[LIMIT_FLOW_VARS]; /* 0 unknown; truth: 1 no, 2 yes, 3 no one reads which;
                                      word: 1 + index into the lexicon; number: 1 */
    uint8_t dim[LIMIT_FLOW_VARS];  /* number: which of the zone; 0 = no one reads it */
};

/* Where customers stand, or are on their way: many at once, as far as nothing tells them apart. */
struct place {
    uint8_t depth;
    uint8_t who;                   /* bit per enum prove_who */
    uint8_t today;                 /* number of the zone; 0 = not read yet */
    bool midnight;                 /* has passed */
    bool today_read, who_read;     /* at this moment */
    uint8_t fact[FLOW_FACT_COUNT]; /* of this moment: 0, 1, PROVE_NONE = not read yet */
    uint8_t hour, weekday;         /* of this moment: numbers of the zone; 0 = not read yet */
    uint8_t at;                    /* how far in the step stood on: case, gift, output */
    uint8_t probe; /* branch: only find out whether case `at` holds beside this one */
    bool seeding;  /* inputs of a flow nobody calls are still to be chosen; `at` is the next */
    bool ended;
    enum flow_outcome outcome;
    uint16_t end_flow, end_step;
    struct seat seat[LIMIT_FLOW_NESTING]; /* copied up to depth, and the one being called */
    struct zone zone;                     /* copied up to its count */
};

/* ---- conditions over a place (judge.c) ---- */

enum tri { TRI_NO, TRI_YES, TRI_HANGS /* on something unknown */, TRI_SPLIT };

/* What must be told apart before a value is known. */
enum want_kind {
    WANT_NOTHING,
    WANT_WHO,
    WANT_FACT, /* fact: no or yes */
    WANT_HOUR, /* hour and weekday */
    WANT_TODAY,
    WANT_AT_MOST, /* x[i] - x[j] <= number, or not */
    WANT_EQUAL,   /* ... less, equal, greater */
    WANT_FIX,     /* every value of x[i] by itself */
    WANT_RICH,    /* cannot be proved */
};

struct want {
    enum want_kind kind;
    enum flow_fact fact;
    uint8_t i, j;
    int64_t number;
};

struct term {
    enum flow_type type; /* FLOW_UNKNOWN: never set */
    enum tri engine;     /* truth, as the engine sees it */
    enum tri kleene;     /* truth, where nothing may hang on what is unknown */
    uint16_t hung;       /* the variable it hangs on; FLOW_NO_VAR */
    bool vague;          /* known, but no one was to read what it is */
    const char *word;
    uint8_t pos, neg; /* number: x[pos] - x[neg] + add */
    int64_t add;
    struct want want; /* TRI_SPLIT */
};

/* ---- what has been found (finding.c) ---- */

/* A way through all states that is the longest in some sense. */
enum along { ALONG_NONE, ALONG_ANSWERS, ALONG_UNASKED, ALONG_SECONDS, ALONG_COUNT };

struct met {
    struct prove_finding finding;
    uint32_t from; /* the state that was answered; NO_STATE: at the start */
    bool open;     /* its way is still to be written down */
    bool has_way;
    bool stands;   /* met standing at `from`, without another answer */
    uint16_t word; /* the answer it was met after */
    uint8_t exit;
    struct prove_moment moment;
    enum along along; /* where the way goes on behind `from` */
};

/* ---- states (explore.c) ---- */

struct record {
    uint64_t blob;
    uint32_t parent;
    uint32_t edge;
    uint16_t edge_count;
    uint16_t len;
    uint8_t who;
    uint8_t exit; /* the answer that led here, with word and moment; NO_STATE parent: the start */
    uint16_t word;
    struct prove_moment moment;
};

struct edge {
    uint32_t to;
    uint16_t word; /* the answer: typed or answered word, and exit */
    uint8_t exit;
};

/* An outcome of one answer, not yet a state. */
struct outcome {
    uint64_t hash;
    uint32_t at;
    uint16_t len;
    uint8_t who;
    struct prove_moment moment;
};

enum {
    STACK_PLACES = 2048,
    OUTCOMES_MAX = 16384,
    SCRATCH_BYTES = 4 << 20,
    WAY_BYTES = 4 << 20,
    BLOB_BYTES = 8192,
    SLOTS_FIRST = 4096,
};

struct space {
    struct record *record;
    uint32_t count, max;
    uint32_t *slot;                /* hash -> record; NO_STATE = free */
    uint32_t slot_count, slot_max; /* in use now: many flows are small */
    char *base;                    /* blobs from here up */
    uint64_t used;                 /* bytes of blobs */
    uint64_t size;                 /* of blobs, edges and measures */
    uint32_t edge_count;           /* edges lie from the end down */
    struct outcome *outcome;
    uint32_t outcome_count;
    char *scratch;
    uint32_t scratch_used;
};

struct prove {
    const struct flow_book *book;
    struct prove_world world;
    struct note *note;                 /* of every step of the book */
    uint32_t note_at[LIMIT_FLOWS + 1]; /* first note of a flow */
    uint64_t read[LIMIT_FLOWS];        /* variables that anything reads */
    bool entered[LIMIT_FLOWS];
    bool unproven[LIMIT_FLOWS];
    /* the exploration that runs */
    uint16_t root;
    bool free_inputs;
    bool inside[LIMIT_FLOWS]; /* may be called from root */
    bool inside_needs;        /* one of those asks for a level of its own */
    bool refused;             /* too rich or too large: stop */
    bool rich;                /* refused for that */
    struct lexicon *lexicon;
    struct place *stack; /* STACK_PLACES */
    uint32_t stack_count;
    struct space space;
    uint32_t from; /* the state that is answered; NO_STATE: the start */
    uint16_t reply_word;
    uint8_t reply_exit;
    uint8_t
        again_who; /* one answer is given once more, by these only; 0 = all for the first time */
    struct measured *measured; /* of every state, when the exploration is over */
    /* the report */
    struct met *met; /* PROVE_FINDINGS_MAX */
    uint16_t met_count, met_lost;
    struct prove_count *count;
    uint16_t count_count;
    char *way; /* WAY_BYTES */
    uint32_t way_used;
};

static inline const struct flow_chart *prove_chart(const struct prove *p, uint16_t flow)
{
    return &p->book->chart[flow];
}

static inline struct note *prove_note(const struct prove *p, uint16_t flow, uint16_t step)
{
    return &p->note[p->note_at[flow] + step];
}

static inline struct seat *place_top(struct place *place)
{
    return &place->seat[place->depth - 1];
}

/* live.c: what each step of the flows inside root reads, directly and later. */
void live_texts(struct prove *p); /* once per book */
void live_reads(struct prove *p); /* once per book: what anything reads at all */
void live_measure(struct prove *p);
/* What is read after the call at this step returns. */
void live_behind(const struct prove *p, uint16_t flow, uint16_t step, uint64_t *ret_known,
                 uint64_t *ret_value);
/* The variable is read, not only asked whether it is known, from this step on. */
bool live_value(const struct prove *p, uint16_t flow, uint16_t step, uint16_t var);

/* lexicon.c */
void lexicon_make(struct prove *p);
uint16_t lexicon_find(const struct lexicon *lexicon, const char *word);
/* The words an input of the root may be given; into typed. */
void lexicon_of_var(struct prove *p, uint16_t flow, uint16_t var, uint16_t *ret_word,
                    uint16_t *ret_count);

/* place.c */
/* The level that the step stood on asks for, as flow_needs() says it. */
enum level place_needs(const struct prove *p, const struct place *place);
void place_copy(struct place *to, const struct place *from);
void place_new_moment(struct place *place);
/* Make the variable what the term is; false when the zone has no room or the number is too big. */
bool place_assign(const struct prove *p, struct place *place, struct seat *seat, uint16_t var,
                  const struct term *term);
void place_unset(struct place *place, struct seat *seat, uint16_t var);
void place_leave(struct place *place); /* forget the top seat */
/* What is read of anything from here on: variables of any seat, and the world. */
uint64_t place_reads(const struct prove *p, const struct place *place);
uint16_t place_encode(const struct prove *p, const struct place *place, char *ret_blob);
void place_decode(const struct prove *p, const char *blob, uint8_t who, struct place *ret_place);
struct prove_moment place_moment(const struct place *place);

/* judge.c: the value of an expression, or what must be told apart first. */
struct want judge(const struct prove *p, const struct place *place, const struct seat *scope,
                  const struct flow_expr *expr, struct term *ret_term);

/* split.c: push the parts that the want tells apart. */
void split_place(struct prove *p, const struct place *place, const struct want *want);
/* Push a copy; NULL when the stack is full (refused is then set). */
struct place *split_push(struct prove *p, const struct place *place);

/* walk.c: walk every place of the stack to where it rests. */
void walk_all(struct prove *p);

/* explore.c */
enum level prove_level(enum prove_who who);
void explore(struct prove *p);
/* Give the answer of a hop once more, by these customers only; true when the state `to` is among
 * its outcomes, and then in which world. */
struct hop {
    uint32_t from; /* NO_STATE: the start */
    uint16_t word;
    uint8_t exit;
    struct prove_moment moment;
};
bool explore_again(struct prove *p, const struct hop *hop, uint32_t to, uint8_t who,
                   struct prove_moment *ret_moment);
/* A place that rests becomes an outcome of the answer. */
void explore_rest(struct prove *p, const struct place *place);
const char *explore_blob(const struct prove *p, uint32_t state);
const struct edge *explore_edge(const struct prove *p, uint32_t state, uint16_t at);
/* Memory behind the states that were explored; NULL when there is not enough. */
void *explore_rest_of_memory(const struct prove *p, uint64_t size);

/* measure.c: ways through the states of the root. False when the memory is too small for it. */
struct measured {
    uint64_t scenarios;
    double typical_s;
    uint32_t next[ALONG_COUNT]; /* edge that the longest way takes; NO_STATE = it ends */
    uint32_t order;             /* entry i: the i-th state, every way going to later ones */
    uint32_t before;            /* ways in that have not been ordered yet */
    uint32_t seconds;
    uint16_t answers, unasked;
};
bool measure(struct prove *p, struct prove_count *ret_count);

/* finding.c */
struct prove_finding finding_of(const struct prove *p, enum prove_kind kind, uint16_t flow,
                                uint16_t step);
/* Met on the way from the answer that is given; place says in which world (NULL: none). */
void finding_meet(struct prove *p, const struct prove_finding *finding, const struct place *place);
/* Met by standing at a state. */
void finding_meet_at(struct prove *p, const struct prove_finding *finding, uint32_t state);
/* The same, and the way goes on along a longest one. */
void finding_meet_along(struct prove *p, const struct prove_finding *finding, uint32_t state,
                        enum along along);
/* Follows from the whole: no way. */
void finding_conclude(struct prove *p, const struct prove_finding *finding);
void finding_sort(struct prove *p);

/* way.c: write down the ways of what was met in this root. */
void way_close_all(struct prove *p);

/* culprit.c: name in the finding what takes the most values. */
void large_culprit(struct prove *p, struct prove_finding *finding);
