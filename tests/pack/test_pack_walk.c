/*
 * Every flow of the pack we ship, walked along every branch: depth first over all answers, for
 * many states of the world. A state that was seen before (same place, same loops taken, same
 * answers where a condition reads them) leads where it led before, so it is not walked twice.
 */
#include "check.h"
#include "flow_text.h"
#include "kcivil.h"
#include "kstr.h"
#include "pack.h"
#include "sources.h"

#include <stdlib.h>
#include <string.h>

#define TODAY     20778 /* 2026-11-21 */
#define SEEN_SIZE ((size_t)1 << 20)
#define WORLDS    64
#define TYPED_MAX 64

struct walk {
    const struct flow_book *book;
    struct flow_facts facts;
    uint64_t *seen; /* hash table of states, 0 = free */
    size_t seen_count;
    bool reached[LIMIT_FLOWS][LIMIT_FLOW_STEPS];
    bool read[LIMIT_FLOWS][LIMIT_FLOW_VARS]; /* some condition reads the variable */
    bool asked[FLOW_FACT_COUNT];             /* some condition reads the fact */
    struct flow_run *stack;                  /* one run per answer; LIMIT_FLOW_LOG + 1 */
    long ends, stands;
};

/* ---- states ---- */

static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t count)
{
    const unsigned char *byte = bytes;
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ byte[i]) * UINT64_C(1099511628211);
    }
    return hash;
}

/* FNV-1a over what decides the future: places, loops and answers that a condition reads. */
static uint64_t state_of(const struct walk *walk, const struct flow_run *run)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (uint8_t i = 0; i < run->depth; i++) {
        const struct flow_frame *frame = &run->frame[i];
        const struct flow_chart *chart = &run->book->chart[frame->flow];
        hash = hash_bytes(hash, &frame->flow, sizeof frame->flow);
        hash = hash_bytes(hash, &frame->step, sizeof frame->step);
        hash = hash_bytes(hash, frame->again_taken, chart->step_count);
        for (uint16_t var = 0; var < chart->var_count; var++) {
            const struct flow_value *value = &frame->var[var];
            if (!walk->read[frame->flow][var]) {
                continue;
            }
            hash = hash_bytes(hash, &value->type, sizeof value->type);
            hash = hash_bytes(hash, &value->number, sizeof value->number);
            hash = hash_bytes(hash, value->word, strlen(value->word) + 1);
        }
    }
    return hash_bytes(hash, &run->tries_left, sizeof run->tries_left) | 1;
}

static void note_reads(struct walk *walk, uint16_t flow, const struct flow_expr *expr)
{
    for (uint16_t i = 0; i < expr->code_count; i++) {
        if (expr->code[i].op == FLOW_OP_VAR) {
            walk->read[flow][expr->code[i].number] = true;
        } else if (expr->code[i].op == FLOW_OP_FACT) {
            walk->asked[expr->code[i].number] = true;
        }
    }
}

static void find_reads(struct walk *walk, uint16_t flow)
{
    const struct flow_chart *chart = &walk->book->chart[flow];
    for (uint8_t i = 0; i < chart->output_count; i++) {
        note_reads(walk, flow, &chart->output[i].value);
    }
    for (uint16_t i = 0; i < chart->step_count; i++) {
        const struct flow_step *step = &chart->step[i];
        for (uint8_t k = 0; k < step->exit_count; k++) {
            note_reads(walk, flow, &step->exit[k].when);
        }
        for (uint8_t k = 0; step->kind == FLOW_CALL && k < step->call.gift_count; k++) {
            note_reads(walk, flow, &step->call.gift[k].value);
        }
    }
}

/* True the first time. */
static bool is_new(struct walk *walk, uint64_t state)
{
    size_t at = state % SEEN_SIZE;
    while (walk->seen[at] != 0 && walk->seen[at] != state) {
        at = (at + 1) % SEEN_SIZE;
    }
    bool fresh = walk->seen[at] == 0;
    walk->seen[at] = state;
    walk->seen_count += fresh;
    assert_true(walk->seen_count < SEEN_SIZE / 2);
    return fresh;
}

/* ---- what a customer sees ---- */

static bool customer_name(void *user, const char *name, enum lang lang, char *ret_text, size_t size)
{
    (void)user;
    (void)lang;
    (void)kstr_copy(ret_text, size, "홍길동");
    return strcmp(name, "customer.name") == 0;
}

static void expect_text(const struct flow_run *run, const struct words *words)
{
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        char text[LIMIT_TEXT_BYTES] = "";
        struct flow_scope scope = {.run = run, .next = customer_name};
        assert_non_null(words->in[lang]);
        flow_render(words->in[lang], lang, flow_lookup, &scope, text, sizeof text);
        assert_string_not_equal("", text);
        assert_null(strchr(text, '{'));
    }
}

static void expect_screen(const struct flow_run *run, const struct flow_step *step)
{
    expect_text(run, &step->text);
    if (step->more.in[LANG_KO] != NULL) {
        expect_text(run, &step->more);
    }
    for (uint8_t i = 0; step->kind == FLOW_ASK && i < step->exit_count; i++) {
        expect_text(run, &step->exit[i].label);
    }
}

/* ---- what a customer may type ---- */

struct typed {
    char text[TYPED_MAX][LIMIT_FIELD_BYTES];
    int count;
};

static void add_number(struct typed *typed, const struct flow_step *step, int64_t number)
{
    if (number < step->input.min || number > step->input.max) {
        return;
    }
    assert_true(typed->count < TYPED_MAX);
    char *text = typed->text[typed->count++];
    if (step->input.type == FLOW_INPUT_NUMBER) {
        (void)kstr_format(text, LIMIT_FIELD_BYTES, "%lld", (long long)number);
        return;
    }
    struct kcivil day = kcivil_from_ms((TODAY + number) * KCIVIL_DAY_MS, 0);
    (void)kstr_format(text, LIMIT_FIELD_BYTES, "%04d%02d%02d", day.year, day.month, day.day);
}

/* Around every number of a condition that reads the variable, on either side of zero: dates are
 * compared as `time.today - bought > 14` or the other way round. */
static void add_near(struct typed *typed, const struct flow_step *step,
                     const struct flow_expr *when)
{
    bool reads = false;
    for (uint16_t i = 0; i < when->code_count; i++) {
        const struct flow_instr *code = &when->code[i];
        reads = reads || (code->op == FLOW_OP_VAR && code->number == step->var);
    }
    for (uint16_t i = 0; reads && i < when->code_count; i++) {
        const struct flow_instr *code = &when->code[i];
        for (int64_t near = -1; code->op == FLOW_OP_NUMBER && near <= 1; near++) {
            add_number(typed, step, code->number + near);
            add_number(typed, step, -code->number + near);
        }
    }
}

static void add_numbers(struct typed *typed, const struct flow_chart *chart,
                        const struct flow_step *step)
{
    add_number(typed, step, step->input.min);
    add_number(typed, step, step->input.max);
    for (uint16_t i = 0; i < chart->step_count; i++) {
        for (uint8_t k = 0; k < chart->step[i].exit_count; k++) {
            add_near(typed, step, &chart->step[i].exit[k].when);
        }
    }
}

static void typed_for(const struct flow_chart *chart, const struct flow_step *step,
                      struct typed *ret_typed)
{
    ret_typed->count = 0;
    if (step->input.type == FLOW_INPUT_NUMBER || step->input.type == FLOW_INPUT_DATE) {
        add_numbers(ret_typed, chart, step);
    } else if (step->input.type == FLOW_INPUT_PHONE) {
        (void)kstr_copy(ret_typed->text[ret_typed->count++], LIMIT_FIELD_BYTES, "010-1234-5678");
    } else {
        char *text = ret_typed->text[ret_typed->count++];
        text[0] = '\0';
        for (int64_t i = 0; i < step->input.min || i < 1; i++) {
            (void)kstr_append(text, LIMIT_FIELD_BYTES, "7");
        }
    }
}

/* ---- walking ---- */

static void walk_from(struct walk *walk, int depth);

/* Answer a copy of the run and walk on from there. */
static struct flow_run *copy(struct walk *walk, int depth)
{
    walk->stack[depth + 1] = walk->stack[depth];
    return &walk->stack[depth + 1];
}

static void expect_taken(enum flow_reply reply)
{
    assert_true(reply == FLOW_TAKEN);
}

static void walk_input(struct walk *walk, int depth, const struct flow_step *step)
{
    const struct flow_run *run = &walk->stack[depth];
    struct typed typed;
    typed_for(&walk->book->chart[run->frame[run->depth - 1].flow], step, &typed);
    assert_true(typed.count > 0);
    for (int i = 0; i < typed.count; i++) {
        expect_taken(flow_type(copy(walk, depth), typed.text[i], &walk->facts, 0));
        walk_from(walk, depth + 1);
    }
    struct flow_run *wrong = copy(walk, depth);
    enum flow_reply reply = FLOW_WRONG;
    for (int tries = 0; tries < 9 && reply == FLOW_WRONG; tries++) {
        reply = flow_type(wrong, "\n", &walk->facts, 0);
    }
    assert_int_equal(FLOW_TRIES_UP, reply);
    if (step->exit[1].to != FLOW_NO_STEP) { /* otherwise a person is offered: an end of its own */
        walk_from(walk, depth + 1);
    }
}

static void walk_check(struct walk *walk, int depth, const struct flow_step *step)
{
    for (uint8_t i = 0; i < step->check.answer_count; i++) {
        struct flow_run *run = copy(walk, depth);
        expect_taken(
            flow_checked(run, FLOW_CHECK_ANSWERED, step->check.answers[i], &walk->facts, 0));
        walk_from(walk, depth + 1);
    }
    for (int exit = FLOW_CHECK_OFFLINE; exit <= FLOW_CHECK_FAILED; exit++) {
        expect_taken(
            flow_checked(copy(walk, depth), (enum flow_check_exit)exit, "", &walk->facts, 0));
        walk_from(walk, depth + 1);
    }
}

/* Where the run stands, the calls it stands in, and the loops it went through. */
static void note_places(struct walk *walk, const struct flow_run *run)
{
    for (uint8_t i = 0; i < run->depth && run->at == FLOW_AT_STEP; i++) {
        const struct flow_frame *frame = &run->frame[i];
        walk->reached[frame->flow][frame->step] = true;
        for (uint16_t k = 0; k < run->book->chart[frame->flow].step_count; k++) {
            walk->reached[frame->flow][k] |= frame->again_taken[k] > 0;
        }
    }
}

static void walk_from(struct walk *walk, int depth)
{
    const struct flow_run *run = &walk->stack[depth];
    const struct flow_step *step = flow_step_now(run);
    assert_true(depth < LIMIT_FLOW_LOG); /* every walk ends, and well before the log is full */
    note_places(walk, run);
    if (run->at == FLOW_AT_END) {
        if (run->end_step != FLOW_NO_STEP) {
            walk->reached[run->end_flow][run->end_step] = true;
        }
        walk->ends++;
        return;
    }
    if (!is_new(walk, state_of(walk, run))) {
        return;
    }
    walk->stands++;
    expect_screen(run, step);
    if (step->kind == FLOW_INPUT) {
        walk_input(walk, depth, step);
    } else if (step->kind == FLOW_CHECK) {
        walk_check(walk, depth, step);
    } else {
        for (uint8_t exit = 0; exit < step->exit_count; exit++) {
            expect_taken(flow_choose(copy(walk, depth), exit, &walk->facts, 0));
            walk_from(walk, depth + 1);
        }
    }
}

/* World number `world`: every bit another group of facts. */
static const struct {
    int64_t off, on;
    enum flow_fact fact;
    int bit;
} world_facts[] = {
    {0, 1, FLOW_FACT_KNOWN, 1},
    {LEVEL_GUEST, LEVEL_OWN, FLOW_FACT_LEVEL, 1},
    {LANG_KO, LANG_EN, FLOW_FACT_LANG, 1},
    {0, 1, FLOW_FACT_RETURNING, 2},
    {0, 1, FLOW_FACT_OFFICE_OPEN, 4},
    {22, 11, FLOW_FACT_HOUR, 4},
    {7, 2, FLOW_FACT_WEEKDAY, 4},
    {0, 1, FLOW_FACT_HQ_REACHABLE, 8},
    {0, 1, FLOW_FACT_PRINTER, 16},
    {TODAY, TODAY, FLOW_FACT_TODAY, 0},
};

/* A known customer (bit 1) whose card tells the name only. */
#define WORLD_GREETED 32

/* False when the world differs from another one only in what nobody asks. */
static bool facts_of(const struct walk *walk, int world, struct flow_facts *ret_facts)
{
    int asked = 0;
    for (size_t i = 0; i < sizeof world_facts / sizeof *world_facts; i++) {
        bool on = (world & world_facts[i].bit) != 0;
        ret_facts->value[world_facts[i].fact] = on ? world_facts[i].on : world_facts[i].off;
        asked |= walk->asked[world_facts[i].fact] ? world_facts[i].bit : 0;
    }
    if ((world & WORLD_GREETED) != 0) {
        ret_facts->value[FLOW_FACT_LEVEL] = LEVEL_GREETED;
        asked |= (world & 1) != 0 && walk->asked[FLOW_FACT_LEVEL] ? WORLD_GREETED : 0;
    }
    return (world & ~asked) == 0;
}

static bool is_silent(enum flow_kind kind)
{
    return kind == FLOW_BRANCH || kind == FLOW_CALL || kind == FLOW_AGAIN || kind == FLOW_END;
}

/* Steps that show nothing are passed unseen: they are reached when a step that was reached leads to
 * them (all its ways were walked), or when they led to a place where a run stood. A branch alone
 * proves nothing about its cases. */
static void pass_silent(struct walk *walk, uint16_t flow)
{
    const struct flow_chart *chart = &walk->book->chart[flow];
    bool grew = true;
    while (grew) {
        grew = false;
        for (uint16_t i = 0; i < chart->step_count; i++) {
            const struct flow_step *step = &chart->step[i];
            bool proves = walk->reached[flow][i] && step->kind != FLOW_BRANCH;
            for (uint8_t k = 0; proves && k < step->exit_count; k++) {
                uint16_t to = step->exit[k].to;
                if (to != FLOW_NO_STEP && is_silent(chart->step[to].kind) &&
                    !walk->reached[flow][to]) {
                    walk->reached[flow][to] = true;
                    grew = true;
                }
            }
        }
    }
}

static void walk_book(struct walk *walk, const struct flow_book *book)
{
    *walk = (struct walk){.book = book};
    walk->seen = calloc(SEEN_SIZE, sizeof *walk->seen);
    walk->stack = calloc(LIMIT_FLOW_LOG + 2, sizeof *walk->stack);
    assert_non_null(walk->seen);
    assert_non_null(walk->stack);
    for (uint16_t flow = 0; flow < book->chart_count; flow++) {
        find_reads(walk, flow);
        walk->reached[flow][0] = true; /* flow_start() comes here, whatever it is */
    }
    for (int world = 0; world < WORLDS; world++) {
        if (!facts_of(walk, world, &walk->facts)) {
            continue;
        }
        memset(walk->seen, 0, SEEN_SIZE * sizeof *walk->seen);
        walk->seen_count = 0;
        for (uint16_t flow = 0; flow < book->chart_count; flow++) {
            flow_start(&walk->stack[0], book, flow, &walk->facts, 0);
            walk_from(walk, 0);
        }
    }
    free(walk->stack);
    free(walk->seen);
}

static void expect_every_step_reached(const struct pack *pack)
{
    static struct walk walk;
    const struct flow_book *book = &pack_content(pack)->book;
    int missed = 0;
    walk_book(&walk, book);
    for (uint16_t flow = 0; flow < book->chart_count; flow++) {
        pass_silent(&walk, flow);
        for (uint16_t i = 0; i < book->chart[flow].step_count; i++) {
            if (!walk.reached[flow][i]) {
                print_error("no walk comes to %s: %s\n", book->chart[flow].id,
                            book->chart[flow].step[i].id);
                missed++;
            }
        }
    }
    print_message("%d flows: stood at %ld states, ended %ld times\n", book->chart_count,
                  walk.stands, walk.ends);
    assert_int_equal(0, missed);
}

/* What a customer can choose; a flow that is only called may be shorter. Branches and ends count.
 */
static void expect_flows_of_8_to_20_steps(const struct pack *pack)
{
    const struct flow_book *book = &pack_content(pack)->book;
    int chosen = 0;
    for (uint16_t flow = 0; flow < book->chart_count; flow++) {
        const struct flow_chart *chart = &book->chart[flow];
        chosen += chart->topic != UINT16_MAX;
        if (chart->step_count > 20 || (chart->topic != UINT16_MAX && chart->step_count < 8)) {
            fail_msg("%s has %u steps", chart->id, (unsigned)chart->step_count);
        }
    }
    assert_true(chosen >= 8);
}

static void every_step_of_the_telecom_pack_is_reached_and_every_walk_ends(void **state)
{
    struct sources sources;
    struct sources telecom = {.told_count = 0};
    struct pack *pack = NULL;
    struct kerr err;
    (void)state;
    sources_make(&sources);
    (void)kstr_copy(telecom.pack, sizeof telecom.pack, sources.pack);
    (void)kstr_format(telecom.dir, sizeof telecom.dir, "%s/content/telecom", SOURCE_DIR);
    enum kcode code = sources_build(&telecom, &err);
    assert_string_equal("", telecom.told[0]);
    assert_ok(code, &err);
    assert_ok(pack_open(sources.pack, &pack, &err), &err);
    expect_every_step_reached(pack);
    expect_flows_of_8_to_20_steps(pack);
    pack_close(&pack);
    sources_done(&sources);
}

static void every_step_of_the_small_pack_is_reached_and_every_walk_ends(void **state)
{
    struct sources sources;
    struct pack *pack = NULL;
    struct kerr err;
    (void)state;
    sources_make(&sources);
    enum kcode code = sources_build(&sources, &err);
    assert_ok(code, &err);
    assert_ok(pack_open(sources.pack, &pack, &err), &err);
    expect_every_step_reached(pack);
    pack_close(&pack);
    sources_done(&sources);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_of_the_small_pack_is_reached_and_every_walk_ends),
        cmocka_unit_test(every_step_of_the_telecom_pack_is_reached_and_every_walk_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
