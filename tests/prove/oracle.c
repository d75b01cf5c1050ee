#include "oracle_internal.h"

#include "check.h"
#include "kcivil.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOMENTS_MAX = 4096,
    WORDS_MAX = 64,
    KEY_BYTES = 8192,
    SLOTS = 1 << 14,
    EDGES_MAX = 1 << 18,
    PLAYS_PER_STATE = 20
};

/* Everything of one root. */
struct exploration {
    struct looking l;
    char **key; /* of every state, its bytes */
    int *key_len;
    int *from, *to; /* edges */
    int edge_count;
    int *slot; /* hash -> state + 1 */
    long state_count, states_max, plays;
    struct flow_facts *moment; /* every world a moment may have; level and day apart */
    int moment_count;
    bool who_matters, today_matters;
    const char *word[WORDS_MAX];
    int word_count;
    struct flow_run run;
    bool full;
};

/* ---- states as bytes ---- */

static void put(char *key, int *len, const void *bytes, size_t size)
{
    assert_true((size_t)*len + size <= KEY_BYTES);
    memcpy(key + *len, bytes, size);
    *len += (int)size;
}

static void put_frame(const struct exploration *x, const struct flow_frame *frame, char *key,
                      int *len)
{
    const struct flow_chart *chart = &x->l.book->chart[frame->flow];
    put(key, len, &frame->flow, sizeof frame->flow);
    put(key, len, &frame->step, sizeof frame->step);
    put(key, len, frame->again_taken, chart->step_count);
    for (uint16_t v = 0; v < chart->var_count; v++) {
        const struct flow_value *value = &frame->var[v];
        put(key, len, &value->type, sizeof value->type);
        put(key, len, &value->number, sizeof value->number);
        put(key, len, value->word, strlen(value->word) + 1);
    }
}

static int to_key(const struct exploration *x, const struct spot *spot, char *key)
{
    int len = 0;
    int head[] = {(int)spot->at, (int)spot->outcome, spot->end_flow, spot->end_step,
                  spot->depth,   spot->who,          spot->midnight};
    put(key, &len, head, sizeof head);
    put(key, &len, &spot->today, sizeof spot->today);
    for (uint8_t i = 0; i < spot->depth; i++) {
        put_frame(x, &spot->frame[i], key, &len);
    }
    return len;
}

static void get(const char **at, void *bytes, size_t size)
{
    memcpy(bytes, *at, size);
    *at += size;
}

static void from_key(const struct exploration *x, const char *key, struct spot *ret_spot)
{
    int head[7];
    const char *at = key;
    memset(ret_spot, 0, sizeof *ret_spot);
    get(&at, head, sizeof head);
    ret_spot->at = (enum flow_at)head[0];
    ret_spot->outcome = (enum flow_outcome)head[1];
    ret_spot->end_flow = (uint16_t)head[2];
    ret_spot->end_step = (uint16_t)head[3];
    ret_spot->depth = (uint8_t)head[4];
    ret_spot->who = head[5];
    ret_spot->midnight = head[6];
    get(&at, &ret_spot->today, sizeof ret_spot->today);
    for (uint8_t i = 0; i < ret_spot->depth; i++) {
        struct flow_frame *frame = &ret_spot->frame[i];
        get(&at, &frame->flow, sizeof frame->flow);
        get(&at, &frame->step, sizeof frame->step);
        const struct flow_chart *chart = &x->l.book->chart[frame->flow];
        get(&at, frame->again_taken, chart->step_count);
        for (uint16_t v = 0; v < chart->var_count; v++) {
            struct flow_value *value = &frame->var[v];
            get(&at, &value->type, sizeof value->type);
            get(&at, &value->number, sizeof value->number);
            get(&at, value->word, strlen(at) + 1);
        }
    }
}

/* The state of a spot; -1 when there are too many. */
static int state_of(struct exploration *x, const struct spot *spot)
{
    char key[KEY_BYTES];
    int len = to_key(x, spot, key);
    uint32_t hash = 2166136261U;
    for (int i = 0; i < len; i++) {
        hash = (hash ^ (uint8_t)key[i]) * 16777619U;
    }
    uint32_t at = hash % SLOTS;
    while (x->slot[at] != 0) {
        int state = x->slot[at] - 1;
        if (x->key_len[state] == len && memcmp(x->key[state], key, (size_t)len) == 0) {
            return state;
        }
        at = (at + 1) % SLOTS;
    }
    if (x->state_count == x->states_max) {
        x->full = true;
        return -1;
    }
    char *kept = malloc((size_t)len);
    assert_non_null(kept);
    memcpy(kept, key, (size_t)len);
    x->key[x->state_count] = kept;
    x->key_len[x->state_count] = len;
    x->slot[at] = (int)++x->state_count;
    return (int)x->state_count - 1;
}

/* ---- the world ---- */

static bool expr_mentions(const struct flow_expr *expr, enum flow_op op, int64_t number)
{
    for (uint16_t i = 0; i < expr->code_count; i++) {
        if (expr->code[i].op == op && expr->code[i].number == number) {
            return true;
        }
    }
    return false;
}

static bool chart_mentions(const struct flow_chart *chart, enum flow_op op, int64_t number)
{
    bool any = false;
    for (uint8_t i = 0; i < chart->output_count; i++) {
        any = any || expr_mentions(&chart->output[i].value, op, number);
    }
    for (uint16_t s = 0; s < chart->step_count; s++) {
        const struct flow_step *step = &chart->step[s];
        for (uint8_t e = 0; step->kind == FLOW_BRANCH && e < step->exit_count; e++) {
            any = any || expr_mentions(&step->exit[e].when, op, number);
        }
        for (uint8_t i = 0; step->kind == FLOW_CALL && i < step->call.gift_count; i++) {
            any = any || expr_mentions(&step->call.gift[i].value, op, number);
        }
    }
    return any;
}

static bool mentions(const struct exploration *x, enum flow_fact fact)
{
    bool any = false;
    for (uint16_t f = 0; f < x->l.book->chart_count; f++) {
        any = any || chart_mentions(&x->l.book->chart[f], FLOW_OP_FACT, fact);
    }
    return any;
}

static bool steps_want_who(const struct flow_book *book)
{
    bool any = false;
    for (uint16_t f = 0; f < book->chart_count; f++) {
        any = any || book->chart[f].needs != LEVEL_GUEST;
        for (uint16_t s = 0; s < book->chart[f].step_count; s++) {
            const struct flow_step *step = &book->chart[f].step[s];
            any = any || step->needs != LEVEL_GUEST || oracle_shows(step, "customer.name");
        }
    }
    return any;
}

static bool has_dates(const struct flow_book *book)
{
    bool any = false;
    for (uint16_t f = 0; f < book->chart_count; f++) {
        for (uint16_t s = 0; s < book->chart[f].step_count; s++) {
            const struct flow_step *step = &book->chart[f].step[s];
            any = any || (step->kind == FLOW_INPUT && step->input.type == FLOW_INPUT_DATE);
        }
    }
    return any;
}

static bool may_be_open(const struct exploration *x, const int64_t *value)
{
    const uint32_t *hours = x->l.world->open_hours;
    return !value[FLOW_FACT_OFFICE_OPEN] || !hours ||
           (hours[value[FLOW_FACT_WEEKDAY]] >> value[FLOW_FACT_HOUR] & 1);
}

/* Every combination of what the book mentions; the hours and the office belong together. */
static void make_moments(struct exploration *x)
{
    bool open = mentions(x, FLOW_FACT_OFFICE_OPEN);
    bool clock = open && x->l.world->open_hours;
    const struct {
        enum flow_fact fact;
        int min, max;
        bool counts;
    } range[] = {
        {FLOW_FACT_HOUR, 0, 23, clock || mentions(x, FLOW_FACT_HOUR)},
        {FLOW_FACT_WEEKDAY, 1, 7, clock || mentions(x, FLOW_FACT_WEEKDAY)},
        {FLOW_FACT_OFFICE_OPEN, 0, 1, open},
        {FLOW_FACT_HQ_REACHABLE, 0, 1, mentions(x, FLOW_FACT_HQ_REACHABLE)},
        {FLOW_FACT_PRINTER, 0, 1, mentions(x, FLOW_FACT_PRINTER)},
        {FLOW_FACT_LANG, 0, 1, mentions(x, FLOW_FACT_LANG)},
    };
    memset(x->moment, 0, sizeof x->moment[0]);
    x->moment_count = 1;
    for (int r = 0; r < 6; r++) {
        int before = x->moment_count;
        for (int i = 0; i < before; i++) {
            x->moment[i].value[range[r].fact] = range[r].min;
        }
        for (int v = range[r].min + 1; range[r].counts && v <= range[r].max; v++) {
            for (int i = 0; i < before; i++) {
                assert_true(x->moment_count < MOMENTS_MAX);
                x->moment[x->moment_count] = x->moment[i];
                x->moment[x->moment_count++].value[range[r].fact] = v;
            }
        }
    }
    int kept = 0;
    for (int i = 0; i < x->moment_count; i++) {
        if (may_be_open(x, x->moment[i].value)) {
            x->moment[kept++] = x->moment[i];
        }
    }
    x->moment_count = kept;
}

static void set_who(int64_t *value, int who)
{
    static const int levels[PROVE_WHO_COUNT] = {0, 1, 1, 2, 3, 1, 2, 3};
    value[FLOW_FACT_LEVEL] = levels[who];
    value[FLOW_FACT_KNOWN] = who >= PROVE_GREETED;
    value[FLOW_FACT_RETURNING] = who >= PROVE_GREETED_RETURNING;
}

/* Words that anything in the book mentions, and others. */
static void add_word(struct exploration *x, const char *word)
{
    for (int i = 0; i < x->word_count; i++) {
        if (strcmp(x->word[i], word) == 0) {
            return;
        }
    }
    assert_true(x->word_count < WORDS_MAX);
    x->word[x->word_count++] = word;
}

static void add_words_of(struct exploration *x, const struct flow_expr *expr)
{
    for (uint16_t i = 0; i < expr->code_count; i++) {
        if (expr->code[i].op == FLOW_OP_WORD) {
            add_word(x, expr->code[i].word);
        }
    }
}

static void make_words(struct exploration *x)
{
    static const char *const others[] = {"0",
                                         "1",
                                         "2",
                                         "3",
                                         "4",
                                         "5",
                                         "6",
                                         "7",
                                         "8",
                                         "9",
                                         "a",
                                         "b",
                                         "c",
                                         "yes",
                                         "no",
                                         "ko",
                                         "en",
                                         "offline",
                                         "failed",
                                         "u",
                                         "v",
                                         "w",
                                         "x",
                                         "010-1111-2222",
                                         "010-1111-3333",
                                         "010-1111-4444"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        add_word(x, others[i]);
    }
    for (uint16_t f = 0; f < x->l.book->chart_count; f++) {
        const struct flow_chart *chart = &x->l.book->chart[f];
        for (uint16_t s = 0; s < chart->step_count; s++) {
            const struct flow_step *step = &chart->step[s];
            for (uint8_t e = 0; step->kind == FLOW_BRANCH && e < step->exit_count; e++) {
                add_words_of(x, &step->exit[e].when);
            }
        }
    }
}

/* ---- playing ---- */

/* One answer as a customer gives it. */
struct reply {
    uint8_t exit;
    const char *typed; /* input: what is typed; check: what headquarters says */
};

static void set_run(struct exploration *x, const struct spot *spot)
{
    struct flow_run *run = &x->run;
    for (uint8_t i = spot->depth; i < run->depth; i++) {
        memset(&run->frame[i], 0, sizeof run->frame[i]); /* what the last play left */
    }
    run->book = x->l.book;
    run->root = x->l.root;
    run->at = FLOW_AT_STEP;
    run->depth = spot->depth;
    memcpy(run->frame, spot->frame, spot->depth * sizeof run->frame[0]);
    memset(&run->log[0], 0, sizeof run->log[0]);
    run->log_count = 0;
    run->outcome = FLOW_SOLVED_END;
    run->end_flow = run->end_step = 0;
    const struct flow_step *step = flow_step_now(run);
    run->tries_left = step->kind == FLOW_INPUT ? step->input.tries : 0;
}

/* True when the run went on. */
static bool play(struct exploration *x, const struct spot *spot, const struct reply *reply,
                 const struct flow_facts *facts)
{
    set_run(x, spot);
    struct flow_run *run = &x->run;
    const struct flow_step *step = flow_step_now(run);
    x->l.oracle->plays++;
    x->full = x->full || ++x->plays > x->states_max * PLAYS_PER_STATE;
    if (step->kind == FLOW_CHECK) {
        return flow_checked(run, (enum flow_check_exit)reply->exit, reply->typed, facts, 0) ==
               FLOW_TAKEN;
    }
    if (step->kind != FLOW_INPUT) {
        return flow_choose(run, reply->exit, facts, 0) == FLOW_TAKEN;
    }
    enum flow_reply said = flow_type(run, reply->typed, facts, 0);
    while (reply->exit == 1 && said == FLOW_WRONG) {
        said = flow_type(run, reply->typed, facts, 0);
    }
    return reply->exit == 1 ? run->log_count == 1 : said == FLOW_TAKEN;
}

static void copy_spot(struct spot *to, const struct spot *from)
{
    memcpy(to, from, offsetof(struct spot, frame) + from->depth * sizeof from->frame[0]);
    to->who = from->who;
    to->today = from->today;
    to->midnight = from->midnight;
}

/* Walk the same answer by hand and compare with where the engine is. */
static void follow(struct exploration *x, struct spot *spot, const struct flow_facts *facts)
{
    const struct flow_run *run = &x->run;
    const struct flow_answer *answer = &run->log[0];
    struct flow_frame *frame = &spot->frame[spot->depth - 1];
    const struct flow_step *step = &x->l.book->chart[frame->flow].step[frame->step];
    if (step->var != FLOW_NO_VAR) {
        struct flow_value value = answer->value;
        if (step->kind == FLOW_ASK || step->kind == FLOW_SOLVED) {
            static const char *const solved[] = {"yes", "no"};
            memset(&value, 0, sizeof value);
            value.type = FLOW_WORD;
            (void)snprintf(value.word, sizeof value.word, "%s",
                           step->kind == FLOW_ASK ? step->exit[answer->exit].id
                                                  : solved[answer->exit]);
        }
        frame->var[step->var] = value;
    }
    uint16_t to = step->exit[answer->exit].to;
    if (to == FLOW_NO_STEP) {
        spot->at = FLOW_AT_END;
        spot->outcome = FLOW_SOLVED_END;
        spot->end_flow = frame->flow;
        spot->end_step = FLOW_NO_STEP;
    } else {
        frame->step = to;
        oracle_walk(&x->l, spot, facts);
    }
    assert_int_equal(run->at, spot->at);
    assert_int_equal(run->depth, spot->depth);
    assert_int_equal(run->outcome, spot->outcome);
    for (uint8_t i = 0; i < run->depth; i++) {
        assert_int_equal(run->frame[i].flow, spot->frame[i].flow);
        assert_int_equal(run->frame[i].step, spot->frame[i].step);
        assert_memory_equal(run->frame[i].again_taken, spot->frame[i].again_taken,
                            sizeof run->frame[i].again_taken);
    }
}

static void add_edge(struct exploration *x, int from, int to)
{
    if (from < 0 || to < 0) {
        return;
    }
    if (x->edge_count == EDGES_MAX) {
        x->full = true;
        return;
    }
    for (int i = x->edge_count - 1; i >= 0 && x->from[i] == from; i--) {
        if (x->to[i] == to) {
            return;
        }
    }
    x->from[x->edge_count] = from;
    x->to[x->edge_count++] = to;
}

/* The answer in every world; true when it was taken in one of them. */
static bool try_reply(struct exploration *x, int state, const struct spot *spot,
                      const struct reply *reply)
{
    static struct spot next;
    bool taken = false;
    for (int m = 0; m < x->moment_count && !x->full; m++) {
        struct flow_facts facts = x->moment[m];
        set_who(facts.value, spot->who);
        facts.value[FLOW_FACT_TODAY] = spot->today;
        if (!play(x, spot, reply, &facts)) {
            return false; /* what can be typed does not depend on the moment, day apart */
        }
        taken = true;
        copy_spot(&next, spot);
        follow(x, &next, &facts);
        add_edge(x, state, state_of(x, &next));
    }
    return taken;
}

static bool try_input(struct exploration *x, int state, const struct spot *spot,
                      const struct flow_step *step)
{
    char typed[32];
    bool taken = false;
    if (step->input.type == FLOW_INPUT_NUMBER) {
        for (int64_t n = step->input.min; n <= step->input.max; n++) {
            (void)snprintf(typed, sizeof typed, "%" PRId64, n);
            taken = try_reply(x, state, spot, &(struct reply){0, typed}) || taken;
        }
    } else if (step->input.type == FLOW_INPUT_DATE) {
        for (int64_t n = step->input.min - 1; n <= step->input.max + 1; n++) {
            struct kcivil day = kcivil_from_ms((spot->today + n) * KCIVIL_DAY_MS, 0);
            (void)snprintf(typed, sizeof typed, "%04d%02d%02d", day.year, day.month, day.day);
            taken = try_reply(x, state, spot, &(struct reply){0, typed}) || taken;
        }
    } else {
        for (int i = 0; i < x->word_count; i++) {
            taken = try_reply(x, state, spot, &(struct reply){0, x->word[i]}) || taken;
        }
    }
    bool up = try_reply(x, state, spot, &(struct reply){1, "\n"});
    return taken || up;
}

static void try_all(struct exploration *x, int state, const struct spot *spot)
{
    const struct flow_frame *frame = &spot->frame[spot->depth - 1];
    const struct flow_step *step = &x->l.book->chart[frame->flow].step[frame->step];
    if (step->kind == FLOW_INPUT) {
        if (!try_input(x, state, spot, step)) {
            oracle_note(&x->l, (struct oracle_fault){PROVE_STUCK, frame->flow, frame->step,
                                                     PROVE_NONE, PROVE_NONE, FLOW_NO_VAR});
        }
        return;
    }
    for (uint8_t e = 0; e < step->exit_count; e++) {
        static const char *const words[] = {"", "offline", "failed"};
        uint8_t count = step->kind == FLOW_CHECK && e == 0 ? step->check.answer_count : 1;
        for (uint8_t i = 0; i < count; i++) {
            const char *word = step->kind != FLOW_CHECK ? NULL
                               : e == 0                 ? step->check.answers[i]
                                                        : words[e];
            (void)try_reply(x, state, spot, &(struct reply){e, word});
        }
    }
}

/* ---- who and when ---- */

static void answer_state(struct exploration *x, int state)
{
    static struct spot here;
    from_key(x, x->key[state], &here);
    if (here.at == FLOW_AT_END) {
        return;
    }
    const struct flow_frame *frame = &here.frame[here.depth - 1];
    enum level needs = x->l.book->chart[frame->flow].step[frame->step].needs;
    enum level root_needs = x->l.book->chart[x->l.root].needs;
    needs = needs > root_needs ? needs : root_needs;
    for (int who = 0; who < PROVE_WHO_COUNT; who++) {
        bool may_be = who == here.who || (here.who == PROVE_GUEST && x->who_matters);
        struct flow_facts facts;
        set_who(facts.value, who);
        if (!may_be || facts.value[FLOW_FACT_LEVEL] < (int64_t)needs) {
            continue;
        }
        for (int later = 0; later < (x->today_matters && !here.midnight ? 2 : 1); later++) {
            struct spot spot = here;
            spot.who = who;
            spot.today += later;
            spot.midnight = spot.midnight || later == 1;
            try_all(x, state, &spot);
        }
    }
}

static void start_with(struct exploration *x, const struct spot *spot)
{
    for (int m = 0; m < x->moment_count; m++) {
        struct flow_facts facts = x->moment[m];
        struct spot next = *spot;
        set_who(facts.value, spot->who);
        facts.value[FLOW_FACT_TODAY] = spot->today;
        oracle_walk(&x->l, &next, &facts);
        if (x->l.book->chart[x->l.root].input_count == 0) {
            flow_start(&x->run, x->l.book, x->l.root, &facts, 0);
            assert_int_equal(x->run.depth, next.depth);
            assert_int_equal(x->run.at, next.at);
            assert_int_equal(x->run.frame[next.depth - 1].step, next.frame[next.depth - 1].step);
        }
        (void)state_of(x, &next);
    }
}

/* Every value of every input, of a flow that nobody calls. */
static void seed_inputs(struct exploration *x, struct spot *spot, uint16_t var)
{
    const struct flow_chart *chart = &x->l.book->chart[x->l.root];
    if (var == chart->input_count || chart->topic != UINT16_MAX) {
        start_with(x, spot);
        return;
    }
    enum flow_type type = chart->var[var].type;
    int count = type == FLOW_WORD ? x->word_count : type == FLOW_TRUTH ? 2 : 152;
    for (int i = 0; i < count && !x->full; i++) {
        struct flow_value *value = &spot->frame[0].var[var];
        memset(value, 0, sizeof *value);
        value->type = type;
        if (type == FLOW_WORD) {
            (void)snprintf(value->word, sizeof value->word, "%s", x->word[i]);
        } else {
            int number = i <= 120 ? i - 60 : 19990 + i - 121; /* around all that is compared */
            value->number = type == FLOW_TRUTH ? i : number;
        }
        seed_inputs(x, spot, (uint16_t)(var + 1));
    }
}

static void start(struct exploration *x)
{
    for (int who = 0; who < (x->who_matters ? PROVE_WHO_COUNT : 1); who++) {
        const struct prove_world *world = x->l.world;
        int64_t last = x->today_matters ? world->today_max : world->today_min;
        for (int64_t day = world->today_min; day <= last; day++) {
            static struct spot spot;
            memset(&spot, 0, sizeof spot);
            spot.depth = 1;
            spot.frame[0].flow = x->l.root;
            spot.who = who;
            spot.today = day;
            seed_inputs(x, &spot, 0);
        }
    }
}

/* ---- longest ways: grow until nothing grows ---- */

static const struct flow_step *step_of(const struct exploration *x, int state)
{
    static struct spot spot;
    from_key(x, x->key[state], &spot);
    const struct flow_frame *frame = &spot.frame[spot.depth - 1];
    return spot.at == FLOW_AT_END ? NULL : &x->l.book->chart[frame->flow].step[frame->step];
}

static bool raise(int *value, int to)
{
    bool grows = to > *value;
    *value = grows ? to : *value;
    return grows;
}

static void measure(struct exploration *x, struct oracle_root *ret_root)
{
    size_t count = (size_t)x->state_count;
    int(*m)[3] = calloc(count, sizeof *m); /* answers, unasked, seconds */
    int(*own)[4] = calloc(count, sizeof *own);
    assert_non_null(m);
    assert_non_null(own);
    for (size_t s = 0; s < count; s++) {
        const struct flow_step *step = step_of(x, (int)s);
        own[s][0] = step != NULL;
        own[s][1] = step && (step->kind <= FLOW_INPUT);
        own[s][2] = step ? step->seconds : 0;
        own[s][3] = step && step->kind == FLOW_SOLVED;
        m[s][1] = own[s][1];
        m[s][2] = own[s][2];
    }
    bool grew = true;
    while (grew) {
        grew = false;
        for (int e = x->edge_count; e > 0; e--) {
            int a = x->from[e - 1];
            int b = x->to[e - 1];
            bool asks = own[a][3];
            grew = raise(&m[a][0], 1 + m[b][0]) || grew;
            grew = raise(&m[a][1], asks ? 0 : own[a][1] + m[b][1]) || grew;
            grew = raise(&m[a][2], own[a][2] + m[b][2]) || grew;
        }
    }
    for (size_t s = 0; s < count; s++) {
        ret_root->answers = (uint16_t)(m[s][0] > ret_root->answers ? m[s][0] : ret_root->answers);
        ret_root->unasked = (uint16_t)(m[s][1] > ret_root->unasked ? m[s][1] : ret_root->unasked);
        ret_root->longest_s =
            m[s][2] > (int)ret_root->longest_s ? (uint32_t)m[s][2] : ret_root->longest_s;
    }
    free(m);
    free(own);
}

/* ---- one root, one book ---- */

static bool explore(struct looking *l, uint16_t root, long states_max)
{
    struct exploration *x = calloc(1, sizeof *x);
    assert_non_null(x);
    x->l = *l;
    x->l.root = root;
    x->states_max = states_max;
    x->key = calloc((size_t)states_max, sizeof *x->key);
    x->key_len = calloc((size_t)states_max, sizeof *x->key_len);
    x->slot = calloc(SLOTS, sizeof *x->slot);
    x->from = calloc(EDGES_MAX, sizeof *x->from);
    x->to = calloc(EDGES_MAX, sizeof *x->to);
    x->moment = calloc(MOMENTS_MAX, sizeof *x->moment);
    assert_true(x->key && x->key_len && x->slot && x->from && x->to && x->moment);
    x->who_matters = mentions(x, FLOW_FACT_LEVEL) || mentions(x, FLOW_FACT_KNOWN) ||
                     mentions(x, FLOW_FACT_RETURNING) || steps_want_who(l->book);
    x->today_matters = mentions(x, FLOW_FACT_TODAY) || has_dates(l->book);
    make_moments(x);
    make_words(x);
    l->seen->entered[root] = true;
    start(x);
    for (int state = 0; state < x->state_count && !x->full; state++) {
        answer_state(x, state);
    }
    bool whole = !x->full;
    struct oracle_root *measured = &l->oracle->root[l->oracle->root_count++];
    *measured = (struct oracle_root){.flow = root};
    if (whole) {
        measure(x, measured);
    }
    l->oracle->states += x->state_count;
    for (long i = 0; i < x->state_count; i++) {
        free(x->key[i]);
    }
    free(x->key);
    free(x->key_len);
    free(x->slot);
    free(x->from);
    free(x->to);
    free(x->moment);
    free(x);
    return whole;
}

void oracle_note(struct looking *l, struct oracle_fault fault)
{
    struct oracle *o = l->oracle;
    for (int i = 0; i < o->fault_count; i++) {
        const struct oracle_fault *f = &o->fault[i];
        if (f->kind == fault.kind && f->flow == fault.flow && f->step == fault.step &&
            f->exit == fault.exit && f->other == fault.other && f->var == fault.var) {
            return;
        }
    }
    assert_true(o->fault_count < ORACLE_FAULTS);
    o->fault[o->fault_count++] = fault;
}

static void conclude_step(struct looking *l, uint16_t f, uint16_t s)
{
    const struct flow_step *step = &l->book->chart[f].step[s];
    struct oracle_fault fault = {PROVE_UNREACHED, f, s, PROVE_NONE, PROVE_NONE, FLOW_NO_VAR};
    if (!l->seen->reached[f][s]) {
        oracle_note(l, fault);
        return;
    }
    for (uint8_t e = 0; step->kind == FLOW_BRANCH && e + 1 < step->exit_count; e++) {
        bool held = l->seen->held[f][s][e];
        bool failed = l->seen->failed[f][s][e];
        fault.exit = e;
        fault.kind = held ? PROVE_CASE_ALWAYS : PROVE_CASE_NEVER;
        if (held != failed) {
            oracle_note(l, fault);
        }
    }
}

static void conclude_var(struct looking *l, uint16_t f, uint16_t v)
{
    const struct flow_chart *chart = &l->book->chart[f];
    uint16_t s = chart->var[v].step;
    bool used = chart_mentions(chart, FLOW_OP_VAR, v);
    for (uint16_t i = 0; i < chart->step_count; i++) {
        used = used || oracle_shows(&chart->step[i], chart->var[v].name);
    }
    if (s != FLOW_NO_STEP && chart->step[s].kind == FLOW_SOLVED) {
        used = true;
    }
    for (uint8_t e = 0;
         s != FLOW_NO_STEP && chart->step[s].kind == FLOW_ASK && e < chart->step[s].exit_count;
         e++) {
        used = used || chart->step[s].exit[e].to != chart->step[s].exit[0].to;
    }
    if (!used) {
        oracle_note(l, (struct oracle_fault){PROVE_VAR_UNUSED, f, s, PROVE_NONE, PROVE_NONE, v});
    }
}

/* The first flow that nothing came to, and that none of those flows calls. */
static int next_unused(const struct looking *l)
{
    for (uint16_t f = 0; f < l->book->chart_count; f++) {
        bool called = l->seen->entered[f];
        for (uint16_t g = 0; g < l->book->chart_count; g++) {
            for (uint16_t s = 0; !l->seen->entered[g] && s < l->book->chart[g].step_count; s++) {
                const struct flow_step *step = &l->book->chart[g].step[s];
                called = called || (step->kind == FLOW_CALL && step->call.flow == f);
            }
        }
        if (!called) {
            return f;
        }
    }
    return -1;
}

bool oracle_prove(const struct flow_book *book, const struct prove_world *world, long states_max,
                  struct oracle *ret_oracle)
{
    struct seen *seen = calloc(1, sizeof *seen);
    assert_non_null(seen);
    memset(ret_oracle, 0, sizeof *ret_oracle);
    struct looking l = {book, world, ret_oracle, seen, 0};
    bool whole = true;
    for (uint16_t f = 0; f < book->chart_count && whole; f++) {
        whole = book->chart[f].topic == UINT16_MAX || explore(&l, f, states_max);
    }
    for (int f = next_unused(&l); f >= 0 && whole; f = next_unused(&l)) {
        oracle_note(&l, (struct oracle_fault){PROVE_FLOW_UNUSED, (uint16_t)f, FLOW_NO_STEP,
                                              PROVE_NONE, PROVE_NONE, FLOW_NO_VAR});
        whole = explore(&l, (uint16_t)f, states_max);
    }
    for (uint16_t f = 0; f < book->chart_count && whole; f++) {
        for (uint16_t s = 0; s < book->chart[f].step_count; s++) {
            conclude_step(&l, f, s);
        }
        for (uint16_t v = 0; v < book->chart[f].var_count; v++) {
            conclude_var(&l, f, v);
        }
    }
    free(seen);
    return whole;
}
