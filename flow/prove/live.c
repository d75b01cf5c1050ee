/* What is read from each step on: a place forgets the rest, and so places meet again. */
#include "prove_internal.h"

#include "flow_text.h"

#include <string.h>

/* ---- texts ---- */

struct naming {
    const struct flow_chart *chart;
    struct note *note;
};

static bool note_name(void *user, const char *name)
{
    struct naming *naming = user;
    for (uint16_t v = 0; v < naming->chart->var_count; v++) {
        if (strcmp(naming->chart->var[v].name, name) == 0) {
            naming->note->shown |= UINT64_C(1) << v;
            return true;
        }
    }
    naming->note->shows_customer =
        naming->note->shows_customer || strncmp(name, "customer.", strlen("customer.")) == 0;
    return true;
}

static void note_words(struct naming *naming, const struct words *words)
{
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        struct kerr err = {.code = K_OK};
        if (words->in[lang] &&
            flow_template_check(words->in[lang], note_name, naming, &err) != K_OK) {
            continue; /* its form is somebody else's to refuse; what was read so far counts */
        }
    }
}

static void note_step(struct prove *p, uint16_t flow, uint16_t at)
{
    const struct flow_chart *chart = prove_chart(p, flow);
    const struct flow_step *step = &chart->step[at];
    struct naming naming = {.chart = chart, .note = prove_note(p, flow, at)};
    note_words(&naming, &step->text);
    note_words(&naming, &step->more);
    note_words(&naming, &step->done);
    for (uint8_t e = 0; step->kind == FLOW_ASK && e < step->exit_count; e++) {
        note_words(&naming, &step->exit[e].label);
        note_words(&naming, &step->exit[e].more);
    }
}

void live_texts(struct prove *p)
{
    for (uint16_t f = 0; f < p->book->chart_count; f++) {
        for (uint16_t s = 0; s < prove_chart(p, f)->step_count; s++) {
            note_step(p, f, s);
        }
    }
}

/* ---- expressions ---- */

struct reads {
    uint64_t known, value;
};

static void read_expr(const struct flow_expr *expr, struct reads *reads)
{
    for (uint16_t i = 0; i < expr->code_count; i++) {
        const struct flow_instr *instr = &expr->code[i];
        bool only_known = i + 1 < expr->code_count && expr->code[i + 1].op == FLOW_OP_KNOWN;
        if (instr->op == FLOW_OP_VAR) {
            uint64_t bit = UINT64_C(1) << instr->number;
            reads->known |= bit;
            reads->value |= only_known ? 0 : bit;
        } else if (instr->op == FLOW_OP_FACT && instr->number <= FLOW_FACT_RETURNING) {
            reads->value |= LIVE_WHO;
        } else if (instr->op == FLOW_OP_FACT && instr->number == FLOW_FACT_TODAY) {
            reads->value |= LIVE_TODAY;
        }
    }
}

/* A variable handed on as it is needs to be more than known only where its value is read. */
static void read_handed(const struct flow_expr *expr, bool is_read, struct reads *reads)
{
    struct reads its = {0, 0};
    read_expr(expr, &its);
    if (!is_read && expr->code_count == 1) {
        its.value = 0;
    }
    reads->known |= its.known;
    reads->value |= its.value;
}

/* ---- steps ---- */

static uint64_t world_bits(uint64_t value)
{
    return value & (LIVE_WHO | LIVE_TODAY);
}

bool live_value(const struct prove *p, uint16_t flow, uint16_t step, uint16_t var)
{
    return (prove_note(p, flow, step)->value >> var & 1) != 0;
}

void live_behind(const struct prove *p, uint16_t flow, uint16_t step, uint64_t *ret_known,
                 uint64_t *ret_value)
{
    const struct flow_step *call = &prove_chart(p, flow)->step[step];
    const struct note *next = prove_note(p, flow, call->exit[0].to);
    uint64_t set = 0;
    for (uint8_t i = 0; i < call->call.take_count; i++) {
        set |= UINT64_C(1) << call->call.take[i].var;
    }
    *ret_known = next->known & ~set;
    *ret_value = next->value & ~set;
}

static void read_call(const struct prove *p, const struct flow_step *step, struct reads *reads)
{
    const struct note *first = prove_note(p, step->call.flow, 0);
    for (uint8_t i = 0; i < step->call.gift_count; i++) {
        const struct flow_gift *gift = &step->call.gift[i];
        read_handed(&gift->value, (first->value >> gift->var & 1) != 0, reads);
    }
    reads->value |= world_bits(first->value);
}

/* What step `at` takes of the called flow, if it calls it. */
static void read_taken(const struct prove *p, uint16_t caller, uint16_t at, uint16_t called,
                       struct reads *reads)
{
    const struct flow_step *call = &prove_chart(p, caller)->step[at];
    if (call->kind != FLOW_CALL || call->call.flow != called) {
        return;
    }
    const struct note *next = prove_note(p, caller, call->exit[0].to);
    for (uint8_t i = 0; i < call->call.take_count; i++) {
        const struct flow_take *take = &call->call.take[i];
        read_handed(&prove_chart(p, called)->output[take->output].value,
                    (next->value >> take->var & 1) != 0, reads);
    }
}

/* An end hands its outputs to every caller that takes them. */
static void read_outputs(const struct prove *p, uint16_t flow, struct reads *reads)
{
    for (uint16_t f = 0; f < p->book->chart_count; f++) {
        for (uint16_t s = 0; p->inside[f] && s < prove_chart(p, f)->step_count; s++) {
            read_taken(p, f, s, flow, reads);
        }
    }
}

/* A day that is typed is measured from today, where that can make a difference. */
static bool date_reads_today(const struct prove *p, const struct flow_step *step, bool is_read)
{
    int64_t last = INT64_C(2932896); /* 9999-12-31 */
    return is_read || p->world.today_min + step->input.max < 0 ||
           p->world.today_min + step->input.min < 0 ||
           p->world.today_max + 1 + step->input.max > last;
}

static struct reads reads_of(const struct prove *p, uint16_t flow, uint16_t at)
{
    const struct flow_step *step = &prove_chart(p, flow)->step[at];
    const struct note *note = prove_note(p, flow, at);
    struct reads reads = {.known = note->shown, .value = note->shows_customer ? LIVE_WHO : 0};
    bool waits = step->kind <= FLOW_INPUT || step->kind == FLOW_CHECK || step->kind == FLOW_SOLVED;
    if (waits && (step->needs > LEVEL_GUEST || p->inside_needs)) {
        reads.value |= LIVE_WHO;
    }
    for (uint8_t e = 0; step->kind == FLOW_BRANCH && e < step->exit_count; e++) {
        read_expr(&step->exit[e].when, &reads);
    }
    if (step->kind == FLOW_CALL) {
        read_call(p, step, &reads);
    }
    if (step->kind == FLOW_END) {
        read_outputs(p, flow, &reads);
    }
    if (step->kind == FLOW_INPUT && step->input.type == FLOW_INPUT_DATE) {
        bool is_read = step->var != FLOW_NO_VAR && live_value(p, flow, step->exit[0].to, step->var);
        reads.value |= date_reads_today(p, step, is_read) ? LIVE_TODAY : 0;
    }
    return reads;
}

static uint64_t sets_of(const struct flow_step *step)
{
    uint64_t set = step->var != FLOW_NO_VAR ? UINT64_C(1) << step->var : 0;
    for (uint8_t i = 0; step->kind == FLOW_CALL && i < step->call.take_count; i++) {
        set |= UINT64_C(1) << step->call.take[i].var;
    }
    return set;
}

/* Once more over one step; true when it learned something. */
static bool learn(struct prove *p, uint16_t flow, uint16_t at)
{
    const struct flow_step *step = &prove_chart(p, flow)->step[at];
    struct note *note = prove_note(p, flow, at);
    struct note before = *note;
    struct reads behind = {0, 0};
    for (uint8_t e = 0; e < step->exit_count; e++) {
        if (step->exit[e].to == FLOW_NO_STEP) {
            continue;
        }
        const struct note *next = prove_note(p, flow, step->exit[e].to);
        behind.known |= next->known;
        behind.value |= next->value;
        note->again[0] |= next->again[0];
        note->again[1] |= next->again[1];
    }
    if (step->kind == FLOW_AGAIN) {
        note->again[at / 64] |= UINT64_C(1) << (at % 64);
    }
    struct reads own = reads_of(p, flow, at);
    uint64_t set = sets_of(step);
    note->known |= own.known | own.value | (behind.known & ~set);
    note->value |= own.value | (behind.value & ~set);
    return note->known != before.known || note->value != before.value ||
           note->again[0] != before.again[0] || note->again[1] != before.again[1];
}

static bool learn_flow(struct prove *p, uint16_t flow)
{
    bool learned = false;
    for (uint16_t s = prove_chart(p, flow)->step_count; s > 0; s--) {
        learned = learn(p, flow, (uint16_t)(s - 1)) || learned;
    }
    return learned;
}

void live_measure(struct prove *p)
{
    p->inside_needs = false;
    for (uint16_t f = 0; f < p->book->chart_count; f++) {
        p->inside_needs |= p->inside[f] && prove_chart(p, f)->needs > LEVEL_GUEST;
        for (uint16_t s = 0; p->inside[f] && s < prove_chart(p, f)->step_count; s++) {
            struct note *note = prove_note(p, f, s);
            note->known = 0;
            note->value = 0;
            memset(note->again, 0, sizeof note->again);
        }
    }
    bool learned = true;
    while (learned) {
        learned = false;
        for (uint16_t f = 0; f < p->book->chart_count; f++) {
            learned = (p->inside[f] && learn_flow(p, f)) || learned;
        }
    }
}

/* ---- reads by anybody ---- */

static void read_step(const struct flow_step *step, struct reads *reads)
{
    for (uint8_t e = 0; step->kind == FLOW_BRANCH && e < step->exit_count; e++) {
        read_expr(&step->exit[e].when, reads);
    }
    for (uint8_t i = 0; step->kind == FLOW_CALL && i < step->call.gift_count; i++) {
        read_expr(&step->call.gift[i].value, reads);
    }
}

void live_reads(struct prove *p)
{
    for (uint16_t f = 0; f < p->book->chart_count; f++) {
        const struct flow_chart *chart = prove_chart(p, f);
        struct reads reads = {0, 0};
        for (uint8_t i = 0; i < chart->output_count; i++) {
            read_expr(&chart->output[i].value, &reads);
        }
        for (uint16_t s = 0; s < chart->step_count; s++) {
            reads.known |= prove_note(p, f, s)->shown;
            read_step(&chart->step[s], &reads);
        }
        p->read[f] = reads.known;
    }
}
