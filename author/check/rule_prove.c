/*
 * What a proof finds (flow/prove), as diagnostics at the place in the sources. The prover names a
 * flow, a step, an exit and a variable; which of them a sentence shows is the table's.
 */
#include "proof.h"

#include "kassert.h"
#include "kstr.h"
#include "prove.h"

#include <stdlib.h>
#include <string.h>

#define WAY_BYTES 600 /* of an example: the start of a long way is enough */
#define CUT_BYTES 4   /* as many may be unused at the end of a way that was too long */

/* What of a finding an argument shows. */
enum shows {
    SHOW_NOTHING,
    SHOW_STEP,
    SHOW_FLOW,
    SHOW_VAR,
    SHOW_NUMBER,
    SHOW_MINUTES,
    SHOW_OTHER,
    SHOW_WAY
};

/* Where a finding stands. */
enum spot { SPOT_STEP, SPOT_EXIT, SPOT_FLOW, SPOT_VAR, SPOT_GIFT, SPOT_OUTPUT };

static const struct meaning {
    enum diag_code code; /* DIAG_CODE_COUNT: somebody else tells it */
    enum spot spot;
    enum shows arg[DIAG_ARGS_MAX];
} meanings[PROVE_KIND_COUNT] = {
    [PROVE_UNREACHED] = {A121_UNREACHED, SPOT_STEP, {SHOW_STEP}},
    [PROVE_FLOW_UNUSED] = {DIAG_CODE_COUNT, SPOT_FLOW, {SHOW_NOTHING}}, /* rule_graph.c */
    [PROVE_CASE_NEVER] = {A122_CASE_NEVER, SPOT_EXIT, {SHOW_NOTHING}},
    [PROVE_CASE_ALWAYS] = {A123_CASE_ALWAYS, SPOT_EXIT, {SHOW_NOTHING}},
    [PROVE_CASE_OVERLAP] = {A124_CASE_OVERLAP, SPOT_EXIT, {SHOW_OTHER, SHOW_WAY}},
    [PROVE_UNSET_CASE] = {A221_UNSET_CASE, SPOT_EXIT, {SHOW_VAR, SHOW_WAY}},
    [PROVE_UNSET_GIVEN] = {A222_UNSET_GIVEN, SPOT_GIFT, {SHOW_VAR, SHOW_WAY}},
    [PROVE_UNSET_OUTPUT] = {A223_UNSET_OUTPUT, SPOT_OUTPUT, {SHOW_VAR, SHOW_WAY}},
    [PROVE_HOLE] = {A224_HOLE, SPOT_STEP, {SHOW_VAR, SHOW_WAY}},
    [PROVE_NAMELESS] = {A225_NAMELESS, SPOT_STEP, {SHOW_NOTHING}},
    [PROVE_LOCKED] = {A125_LOCKED, SPOT_STEP, {SHOW_WAY}},
    [PROVE_STUCK] = {A126_STUCK, SPOT_STEP, {SHOW_NOTHING}},
    [PROVE_VAR_UNUSED] = {A226_VAR_UNUSED, SPOT_VAR, {SHOW_VAR}},
    [PROVE_LONG_LOG] = {A127_TOO_MANY_TURNS, SPOT_FLOW, {SHOW_FLOW, SHOW_NUMBER, SHOW_WAY}},
    [PROVE_LONG_UNASKED] = {A302_LONG_UNASKED, SPOT_FLOW, {SHOW_NUMBER, SHOW_WAY}},
    [PROVE_SLOW_LONGEST] = {A303_SLOW_LONGEST, SPOT_FLOW, {SHOW_MINUTES, SHOW_WAY}},
    [PROVE_SLOW_TYPICAL] = {A304_SLOW_TYPICAL, SPOT_FLOW, {SHOW_MINUTES}},
    [PROVE_TOO_RICH] = {A128_TOO_RICH, SPOT_EXIT, {SHOW_NOTHING}},
    [PROVE_TOO_LARGE] = {A129_TOO_LARGE, SPOT_STEP, {SHOW_STEP, SHOW_VAR}},
};

/* ---- where ---- */

static struct place place_of(const struct checking *checking, const struct prove_finding *found,
                             enum spot spot)
{
    const struct compile *c = checking->compile;
    switch (spot) {
    case SPOT_EXIT:
        return compile_place_exit(c, found->flow, found->step, found->exit);
    case SPOT_VAR:
        return compile_place_var(c, found->flow, found->var);
    case SPOT_GIFT:
        return compile_place_gift(c, found->flow, found->step, found->exit);
    case SPOT_OUTPUT:
        return compile_place_output(c, found->flow, found->exit);
    case SPOT_FLOW:
        return compile_place_flow(c, found->flow, NULL);
    case SPOT_STEP:
        break;
    }
    return compile_place_step(c, found->flow, found->step, NULL);
}

/* ---- what ---- */

/* The way to it on one line: "lights: A red light; restart: Yes". */
static void way_of(const struct checking *checking, const struct prove_finding *found,
                   char ret_text[DIAG_TEXT_BYTES])
{
    static const struct words at_once = {{"바로 시작할 때", "right at the start"}};
    char way[WAY_BYTES];
    enum lang lang = checking->options->lang;
    prove_way_text(&checking->content->book, found, lang, way, sizeof way);
    size_t len = strlen(way);
    bool is_cut = len + CUT_BYTES >= sizeof way;
    while (len > 0 && way[len - 1] == '\n') {
        way[--len] = '\0';
    }
    ret_text[0] = '\0';
    for (const char *line = way; *line != '\0';) {
        size_t count = strcspn(line, "\n");
        size_t used = strlen(ret_text);
        bool is_whole = !is_cut || line[count] != '\0';
        (void)kstr_format(ret_text + used, DIAG_TEXT_BYTES - used, "%s%.*s", used > 0 ? "; " : "",
                          is_whole ? (int)count : 3, is_whole ? line : "...");
        line += count + (line[count] == '\n');
    }
    if (ret_text[0] == '\0') {
        (void)kstr_copy(ret_text, DIAG_TEXT_BYTES, at_once.in[lang]);
    }
}

static void show(const struct checking *checking, const struct prove_finding *found,
                 enum shows what, char ret_text[DIAG_TEXT_BYTES])
{
    const struct flow_chart *chart = &checking->content->book.chart[found->flow];
    const char *text = "";
    ret_text[0] = '\0';
    switch (what) {
    case SHOW_STEP:
        text = found->step < chart->step_count ? chart->step[found->step].id : "";
        break;
    case SHOW_FLOW:
        text = chart->id;
        break;
    case SHOW_VAR:
        text = found->var < chart->var_count ? chart->var[found->var].name : "";
        break;
    case SHOW_NUMBER:
        (void)kstr_format(ret_text, DIAG_TEXT_BYTES, "%lld", (long long)found->number);
        return;
    case SHOW_MINUTES:
        (void)kstr_format(ret_text, DIAG_TEXT_BYTES, "%lld", (long long)(found->number + 59) / 60);
        return;
    case SHOW_OTHER:
        (void)kstr_format(ret_text, DIAG_TEXT_BYTES, "%d", found->other + 1);
        return;
    case SHOW_WAY:
        way_of(checking, found, ret_text);
        return;
    case SHOW_NOTHING:
        break;
    }
    (void)kstr_copy(ret_text, DIAG_TEXT_BYTES, text);
}

/* Mark where a step leads; how many of these are new. */
static int reach_more(const struct flow_step *step, bool reached[LIMIT_FLOW_STEPS])
{
    int found = 0;
    for (uint8_t i = 0; i < step->exit_count; i++) {
        uint16_t to = step->exit[i].to;
        if (to != FLOW_NO_STEP && !reached[to]) {
            reached[to] = true;
            found++;
        }
    }
    return found;
}

/* A person comes after this step on some way. */
static bool leads_to_person(const struct flow_chart *chart, uint16_t step)
{
    bool reached[LIMIT_FLOW_STEPS] = {false};
    bool is_person = false;
    int found = 1;
    reached[step] = true;
    while (found > 0) {
        found = 0;
        for (uint16_t i = 0; i < chart->step_count; i++) {
            found += reached[i] ? reach_more(&chart->step[i], reached) : 0;
            is_person = is_person || (reached[i] && chart->step[i].kind == FLOW_HAND_OVER);
        }
    }
    return is_person;
}

/* An agent reads every answer that a customer gave before a hand-over; a caller may end so. */
static bool agent_reads(const struct checking *checking, const struct prove_finding *found)
{
    const struct flow_chart *chart = &checking->content->book.chart[found->flow];
    bool is_answer = found->kind == PROVE_VAR_UNUSED && found->step != FLOW_NO_STEP &&
                     chart->step[found->step].kind != FLOW_CALL;
    return is_answer && (chart->topic == UINT16_MAX || leads_to_person(chart, found->step));
}

/* Said of all who come: nobody does so, or everybody. */
static bool is_of_all(enum prove_kind kind)
{
    return kind == PROVE_UNREACHED || kind == PROVE_CASE_NEVER || kind == PROVE_CASE_ALWAYS;
}

/* A flow with errors is no caller in the proof, yet it may bring customers that no other brings. */
static bool may_be_called_otherwise(const struct checking *checking, uint16_t flow)
{
    const struct flow_book *book = &checking->content->book;
    bool is_called = book->chart[flow].topic == UINT16_MAX || book->chart[flow].input_count > 0;
    bool sound = true;
    for (uint16_t i = 0; i < book->chart_count; i++) {
        sound = sound && compile_flow_sound(checking->compile, i);
    }
    return is_called && !sound;
}

/* False when it is not ours to tell. */
static bool tell(struct checking *checking, const struct prove_finding *found)
{
    const struct meaning *meaning = &meanings[found->kind];
    char text[DIAG_ARGS_MAX][DIAG_TEXT_BYTES];
    const char *args[DIAG_ARGS_MAX] = {NULL};
    bool is_ours = meaning->code != DIAG_CODE_COUNT && !agent_reads(checking, found);
    if (!is_ours || !compile_flow_sound(checking->compile, found->flow)) {
        return false;
    }
    for (int i = 0; i < DIAG_ARGS_MAX && meaning->arg[i] != SHOW_NOTHING; i++) {
        show(checking, found, meaning->arg[i], text[i]);
        args[i] = text[i];
    }
    source_tell(checking->source, place_of(checking, found, meaning->spot), meaning->code, args);
    return true;
}

/* ---- the world ---- */

/* Bit h of [weekday]: the office can be open at that hour. */
static void open_hours(const struct content *content, uint32_t ret_hours[8])
{
    for (int day = 0; day < 8; day++) {
        ret_hours[day] = 0;
        for (int hour = 0; hour < 24; hour++) {
            bool open = content->hours[day].open_min < (hour + 1) * 60 &&
                        content->hours[day].close_min > hour * 60;
            ret_hours[day] |= open ? 1U << hour : 0U;
        }
    }
}

static void count(struct checking *checking, const struct proof *proof,
                  const struct prove_report *report)
{
    struct check_counts *counts = checking->counts;
    bool refused[LIMIT_FLOWS] = {false}; /* too large or too rich */
    for (uint16_t i = 0; i < report->count_count; i++) {
        const struct prove_count *one = &report->count[i];
        refused[one->flow] = !one->whole;
        uint64_t room = UINT64_MAX - counts->scenarios;
        counts->states += one->states;
        counts->scenarios += one->scenarios < room ? one->scenarios : room;
    }
    for (uint16_t i = 0; i < proof->book.chart_count; i++) {
        bool is_proved =
            !proof->skipped[i] && !refused[i] && compile_flow_sound(checking->compile, i);
        counts->proved = (uint16_t)(counts->proved + (is_proved ? 1 : 0));
    }
}

/* Everything found, but in flows that are not looked at. */
static void tell_all(struct checking *checking, struct proof *proof,
                     const struct prove_report *report)
{
    for (uint16_t i = 0; i < report->finding_count; i++) {
        const struct prove_finding *found = &report->finding[i];
        bool is_known = !is_of_all(found->kind) || !may_be_called_otherwise(checking, found->flow);
        if (!proof->skipped[found->flow] && (!is_known || tell(checking, found))) {
            proof->faulty[proof->group[found->flow]] = true; /* not known: asked again */
        }
    }
}

static struct prove_world world_of(const struct checking *checking, uint32_t hours[8])
{
    struct prove_world world = prove_world_default();
    struct compile_limits limits = compile_limits(checking->compile);
    world.states_max = limits.states;
    world.unasked_max = limits.steps_without_solved;
    world.longest_max_s = 60U * limits.minutes_longest;
    world.typical_max_s = 60U * limits.minutes_typical;
    if (compile_settings_sound(checking->compile)) {
        open_hours(checking->content, hours);
        world.open_hours = hours;
    }
    return world;
}

enum kcode rule_prove(struct checking *checking, struct kerr *err)
{
    uint32_t hours[8];
    struct prove_report report;
    const struct prove_world world = world_of(checking, hours);
    void *memory = calloc(1, PROVE_MEMORY_BYTES);
    if (memory == NULL) {
        return kerr_fail(err, K_E_FULL, "no memory to prove the flows in");
    }
    struct proof proof;
    proof_init(&proof, checking);
    enum kcode code = prove_book(&proof.book, &world, memory, PROVE_MEMORY_BYTES, &report, err);
    if (code == K_OK) {
        tell_all(checking, &proof, &report);
        count(checking, &proof, &report);
        proof_keep(&proof, checking);
    }
    proof_done(&proof);
    free(memory);
    return code;
}
