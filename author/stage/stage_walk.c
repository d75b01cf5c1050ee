/*
 * A way to a step, found by playing the engine: breadth first, one node per situation, and few per
 * step as long as that is enough. An input is tried with its ends and the numbers that the
 * conditions compare with. For looking at a step, not for proving anything: flow/prove does that.
 */
#include "stage_internal.h"

#include "kassert.h"
#include "kcivil.h"
#include "kstr.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define CHECK_SEEN_MS 3000

enum { NODES_MAX = 6000, TRIES_MAX = 24, TYPED_BYTES = 64 };

/* One answer behind another one. */
struct node {
    int parent; /* -1 = the start */
    uint8_t exit;
    bool checked;
    char typed[TYPED_BYTES]; /* input, check */
};

struct walk {
    const struct stage *stage;
    const struct stage_spot *spot;
    struct flow_facts facts;
    struct flow_run run; /* of the node looked at */
    struct flow_run next;
    int count;
    struct node node[NODES_MAX];
    uint64_t place[NODES_MAX], seen[NODES_MAX];
    int others_most; /* runs that stand at one place */
};

/* ---- the world ---- */

enum { WORLDS = 4, PASSES = 3 };
static const int others_most[PASSES] = {2, 24, NODES_MAX};

/* 0: an open office and a line; 1: closed; 2: no line; 3: a customer who comes back for it. */
static struct flow_facts facts_of(const struct stage *stage, enum lang lang, int kind)
{
    struct flow_facts facts = {0};
    struct kcivil at = kcivil_from_ms(stage->wall_ms, stage->content->utc_offset_min);
    facts.value[FLOW_FACT_LEVEL] = LEVEL_CHANGE;
    facts.value[FLOW_FACT_KNOWN] = 1;
    facts.value[FLOW_FACT_RETURNING] = kind == 3;
    facts.value[FLOW_FACT_HOUR] = kind == 1 ? 22 : at.hour;
    facts.value[FLOW_FACT_WEEKDAY] = at.weekday;
    facts.value[FLOW_FACT_TODAY] = kcivil_days(at.year, at.month, at.day);
    facts.value[FLOW_FACT_OFFICE_OPEN] = kind != 1;
    facts.value[FLOW_FACT_HQ_REACHABLE] = kind != 2;
    facts.value[FLOW_FACT_PRINTER] = 1;
    facts.value[FLOW_FACT_LANG] = lang;
    return facts;
}

/* ---- one answer ---- */

/* Type nonsense until there are no tries left; false when that leads nowhere. */
static bool give_up(struct flow_run *run, const struct flow_facts *facts)
{
    uint16_t answers = run->log_count;
    enum flow_reply reply = FLOW_WRONG;
    while (reply == FLOW_WRONG) {
        reply = flow_type(run, "-", facts, 0);
    }
    return run->log_count > answers;
}

static bool give(struct flow_run *run, const struct node *node, const struct flow_facts *facts)
{
    enum flow_kind kind = flow_step_now(run)->kind;
    enum flow_reply reply = FLOW_REFUSED;
    if (kind == FLOW_CHECK) {
        reply = flow_checked(run, (enum flow_check_exit)node->exit, node->typed, facts, 0);
    } else if (kind == FLOW_INPUT && node->exit == 1) {
        return give_up(run, facts);
    } else if (kind == FLOW_INPUT) {
        reply = flow_type(run, node->typed, facts, 0);
    } else {
        reply = flow_choose(run, node->exit, facts, 0);
    }
    return reply == FLOW_TAKEN;
}

static void replay(struct walk *walk, int at)
{
    int way[LIMIT_FLOW_LOG];
    int count = 0;
    for (; at >= 0 && count < LIMIT_FLOW_LOG; at = walk->node[at].parent) {
        way[count++] = at;
    }
    const struct flow_book *book = &walk->stage->content->book;
    flow_start(&walk->run, book, walk->spot->index, &walk->facts, 0);
    while (count > 0) {
        (void)give(&walk->run, &walk->node[way[--count]], &walk->facts);
    }
}

static bool is_there(const struct flow_run *run, const struct stage_spot *spot)
{
    if (run->at == FLOW_AT_END) {
        return run->end_flow == spot->index && run->end_step == spot->step;
    }
    const struct flow_frame *frame = &run->frame[run->depth - 1];
    return run->depth == 1 && frame->flow == spot->index && frame->step == spot->step;
}

/* ---- situations ---- */

static uint64_t mix(uint64_t hash, const void *bytes, size_t count)
{
    const uint8_t *byte = bytes;
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ byte[i]) * UINT64_C(1099511628211);
    }
    return hash;
}

/* Where a run stands, and with what. */
static void situation(const struct flow_run *run, uint64_t *ret_place, uint64_t *ret_whole)
{
    uint64_t place = UINT64_C(14695981039346656037);
    uint64_t whole = place;
    for (int i = 0; i < run->depth; i++) {
        const struct flow_frame *frame = &run->frame[i];
        const struct flow_chart *chart = &run->book->chart[frame->flow];
        place = mix(place, &frame->flow, sizeof frame->flow);
        place = mix(place, &frame->step, sizeof frame->step);
        whole = mix(whole, frame->again_taken, chart->step_count);
        for (uint16_t v = 0; v < chart->var_count; v++) {
            const struct flow_value *value = &frame->var[v];
            whole = mix(whole, &value->type, sizeof value->type);
            whole = mix(whole, &value->number, sizeof value->number);
            whole = mix(whole, value->word, strlen(value->word) + 1);
        }
    }
    *ret_place = place;
    *ret_whole = mix(whole, &place, sizeof place);
}

/* False: it was known already, or enough others stand there. */
static bool note(struct walk *walk, const struct flow_run *run)
{
    uint64_t place = 0;
    uint64_t whole = 0;
    int others = 0;
    situation(run, &place, &whole);
    for (int i = 0; i < walk->count; i++) {
        others += walk->place[i] == place;
        if (walk->seen[i] == whole || others >= walk->others_most) {
            return false;
        }
    }
    walk->place[walk->count] = place;
    walk->seen[walk->count] = whole;
    return true;
}

/* ---- what may be answered ---- */

struct tries {
    int count;
    struct node node[TRIES_MAX];
};

static void try_exit(struct tries *tries, uint8_t exit, const char *typed)
{
    if (tries->count < TRIES_MAX) {
        struct node *node = &tries->node[tries->count++];
        *node = (struct node){.exit = exit};
        (void)kstr_copy(node->typed, sizeof node->typed, typed);
    }
}

static void try_number(struct tries *tries, int64_t number)
{
    char text[TYPED_BYTES];
    (void)kstr_format(text, sizeof text, "%" PRId64, number);
    try_exit(tries, 0, text);
}

static void try_date(struct tries *tries, int64_t days)
{
    char text[TYPED_BYTES];
    struct kcivil at = kcivil_from_ms(days * KCIVIL_DAY_MS, 0);
    (void)kstr_format(text, sizeof text, "%04d%02d%02d", at.year, at.month, at.day);
    try_exit(tries, 0, text);
}

/* Numbers that a condition compares with, and their neighbours. */
static void try_condition(struct tries *tries, const struct flow_expr *when)
{
    for (uint16_t c = 0; c < when->code_count; c++) {
        if (when->code[c].op == FLOW_OP_NUMBER) {
            try_number(tries, when->code[c].number - 1);
            try_number(tries, when->code[c].number);
            try_number(tries, when->code[c].number + 1);
        }
    }
}

static void try_compared(struct tries *tries, const struct flow_chart *chart)
{
    for (uint16_t s = 0; s < chart->step_count; s++) {
        for (uint8_t e = 0; e < chart->step[s].exit_count; e++) {
            try_condition(tries, &chart->step[s].exit[e].when);
        }
    }
}

static void try_input(struct tries *tries, const struct flow_chart *chart,
                      const struct flow_step *step, int64_t today)
{
    char text[TYPED_BYTES] = "";
    try_exit(tries, 1, "");
    switch (step->input.type) {
    case FLOW_INPUT_NUMBER:
        try_number(tries, step->input.min);
        try_number(tries, step->input.max);
        try_compared(tries, chart);
        return;
    case FLOW_INPUT_DATE:
        try_date(tries, today + step->input.min);
        try_date(tries, today + step->input.max);
        return;
    case FLOW_INPUT_PHONE:
        try_exit(tries, 0, "01012345678");
        return;
    case FLOW_INPUT_TEXT:
    case FLOW_INPUT_CODE:
    case FLOW_INPUT_COUNT:
        break;
    }
    int64_t chars = step->input.min > 0 ? step->input.min : 1;
    for (int64_t i = 0; i < chars && i + 1 < TYPED_BYTES; i++) {
        text[i] = '8';
    }
    try_exit(tries, 0, text);
}

static void try_all(struct tries *tries, const struct flow_run *run, int64_t today)
{
    KASSERT(run->book);
    const struct flow_step *step = flow_step_now(run);
    const struct flow_chart *chart = &run->book->chart[run->frame[run->depth - 1].flow];
    tries->count = 0;
    if (step->kind == FLOW_INPUT) {
        try_input(tries, chart, step, today);
        return;
    }
    if (step->kind == FLOW_CHECK) {
        for (uint8_t i = 0; i < step->check.answer_count; i++) {
            try_exit(tries, FLOW_CHECK_ANSWERED, step->check.answers[i]);
        }
        try_exit(tries, FLOW_CHECK_OFFLINE, "");
        try_exit(tries, FLOW_CHECK_FAILED, "");
        return;
    }
    uint8_t exits = step->kind == FLOW_TELL ? 1 : step->kind == FLOW_SOLVED ? 2 : step->exit_count;
    for (uint8_t i = 0; i < exits; i++) {
        try_exit(tries, i, "");
    }
}

/* ---- the search ---- */

/* Every answer to node `at`; true when one leads there: walk->next stands there. */
static bool widen(struct walk *walk, int at)
{
    replay(walk, at);
    if (walk->run.at == FLOW_AT_END) {
        return false;
    }
    struct tries tries;
    try_all(&tries, &walk->run, walk->facts.value[FLOW_FACT_TODAY]);
    for (int i = 0; i < tries.count && walk->count < NODES_MAX; i++) {
        walk->next = walk->run;
        if (!give(&walk->next, &tries.node[i], &walk->facts) || !note(walk, &walk->next)) {
            continue;
        }
        walk->node[walk->count] = tries.node[i];
        walk->node[walk->count++].parent = at;
        if (is_there(&walk->next, walk->spot)) {
            return true;
        }
    }
    return false;
}

/* A run that stands there, in walk->next. */
static bool find(struct walk *walk)
{
    walk->count = 0;
    flow_start(&walk->next, &walk->stage->content->book, walk->spot->index, &walk->facts, 0);
    if (is_there(&walk->next, walk->spot)) {
        return true;
    }
    bool found = widen(walk, -1);
    for (int at = 0; !found && at < walk->count; at++) {
        found = widen(walk, at);
    }
    return found;
}

/* The visit takes the run over. */
static void stand(struct stage *stage, const struct flow_run *run, enum lang lang)
{
    stage_home(stage, lang, STAGE_LONGEST);
    stage->visit.run = *run;
    stage->visit.run_open = true;
    stage_page(stage, SCREEN_STEP, run->root);
    /* A check is waited for, so that it can be looked at; then headquarters is out of reach. */
    stage->visit.check_asked = true;
    stage->visit.check_until_mono_ms = stage->mono_ms + CHECK_SEEN_MS;
}

bool stage_walk(struct stage *stage, const struct stage_spot *spot, enum lang lang)
{
    if (spot->is_article) {
        stage_home(stage, lang, STAGE_LONGEST);
        stage_put_article(stage, spot->index);
        return true;
    }
    struct walk *walk = calloc(1, sizeof *walk);
    KASSERT(walk);
    walk->stage = stage;
    walk->spot = spot;
    bool found = false;
    for (int i = 0; !found && i < WORLDS * PASSES; i++) { /* few runs first, in every world */
        walk->others_most = others_most[i / WORLDS];
        walk->facts = facts_of(stage, lang, i % WORLDS);
        found = find(walk);
    }
    if (!found) {
        walk->facts = facts_of(stage, lang, 0);
        flow_start(&walk->next, &stage->content->book, spot->index, &walk->facts, 0);
    }
    stand(stage, &walk->next, lang);
    free(walk);
    return found;
}

/* ---- another version of the content ---- */

static const struct flow_step *answered(const struct flow_run *run,
                                        const struct flow_answer *answer)
{
    return &run->book->chart[answer->flow].step[answer->step];
}

/* The exit of this step that is called as the old one was; the same number where none has a name.
 */
static uint8_t exit_like(const struct flow_step *step, const struct flow_step *old, uint8_t exit)
{
    const char *id = old->kind == FLOW_ASK && exit < old->exit_count ? old->exit[exit].id : NULL;
    for (uint8_t i = 0; id && i < step->exit_count; i++) {
        if (step->exit[i].id && strcmp(step->exit[i].id, id) == 0) {
            return i;
        }
    }
    return exit;
}

/* Give the old run's answers again, as long as the steps are called the same. */
static void answer_again(struct flow_run *run, const struct flow_run *old,
                         const struct flow_facts *facts)
{
    for (uint16_t i = 0; i < old->log_count && run->at == FLOW_AT_STEP; i++) {
        const struct flow_answer *answer = &old->log[i];
        const struct flow_step *was = answered(old, answer);
        const struct flow_step *step = flow_step_now(run);
        if (strcmp(step->id, was->id) != 0 || step->kind != was->kind) {
            return;
        }
        struct node node = {.exit = exit_like(step, was, answer->exit)};
        bool number = answer->value.type == FLOW_NUMBER;
        (void)kstr_copy(node.typed, sizeof node.typed, answer->value.word);
        if (number) {
            (void)kstr_format(node.typed, sizeof node.typed, "%" PRId64, answer->value.number);
        }
        if (!give(run, &node, facts)) {
            return;
        }
    }
}

static uint16_t find_article(const struct content *content, const char *id)
{
    uint16_t index = 0;
    while (index < content->article_count && strcmp(content->article[index].id, id) != 0) {
        index++;
    }
    return index < content->article_count ? index : UINT16_MAX;
}

/* The same place in this content; false when it is not there any more. */
static bool same_spot(const struct stage *stage, const struct stage *before,
                      const struct stage_spot *old, struct stage_spot *ret_spot)
{
    const struct content *content = stage->content;
    *ret_spot = *old;
    if (old->is_article) {
        ret_spot->index = find_article(content, before->content->article[old->index].id);
        return ret_spot->index != UINT16_MAX;
    }
    const struct flow_chart *chart = &before->content->book.chart[old->index];
    ret_spot->index = flow_find(&content->book, chart->id);
    if (ret_spot->index == UINT16_MAX) {
        return false;
    }
    const struct flow_chart *now = &content->book.chart[ret_spot->index];
    ret_spot->step = flow_find_step(now, chart->step[old->step].id);
    return ret_spot->step != UINT16_MAX && stage_shows(&now->step[ret_spot->step]);
}

bool stage_follow(struct stage *stage, const struct stage *before)
{
    enum lang lang = before->visit.lang;
    struct stage_spot old;
    struct stage_spot spot;
    if (!stage_spot_now(before, &old)) {
        stage_home(stage, lang, before->visit.running ? STAGE_LONGEST : STAGE_PLAIN);
        return true;
    }
    bool same = same_spot(stage, before, &old, &spot);
    if (old.is_article) {
        stage_home(stage, lang, STAGE_LONGEST);
        if (same) {
            stage_put_article(stage, spot.index);
        }
        return same;
    }
    const struct flow_run *run = &before->visit.run;
    uint16_t root = flow_find(&stage->content->book, run->book->chart[run->root].id);
    if (root == UINT16_MAX) {
        stage_home(stage, lang, STAGE_LONGEST);
        return false;
    }
    struct flow_facts facts = facts_of(stage, lang, 0);
    struct flow_run again;
    flow_start(&again, &stage->content->book, root, &facts, stage->mono_ms);
    answer_again(&again, run, &facts);
    stand(stage, &again, lang);
    struct stage_spot now;
    bool there =
        same && stage_spot_now(stage, &now) && now.index == spot.index && now.step == spot.step;
    return there || (same && stage_walk(stage, &spot, lang));
}
