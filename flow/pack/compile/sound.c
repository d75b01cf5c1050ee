/*
 * Flows that are not sound: those with errors of form, way or data, and all that call them. In the
 * content they are one `end` step, so that the others can be proved, shown and played meanwhile.
 */
#include "compile_internal.h"

#include "kstr.h"

#include <string.h>

/* Errors of the groups that the engine would stumble over; a missing picture is none of them. */
static bool has_errors(const struct compile *c, const char *file)
{
    for (size_t i = 0; i < c->source->diag_count; i++) {
        const struct diag *diag = &c->source->diag[i];
        const struct diag_rule *rule = diag_rule(diag->code);
        if (rule->severity == DIAG_ERROR && rule->code[1] < '3' &&
            strcmp(diag->at.file, file) == 0) {
            return true;
        }
    }
    return false;
}

static bool calls_broken(const struct compile *c, const struct draft *draft)
{
    for (uint16_t i = 0; i < draft->chart->step_count; i++) {
        const struct flow_step *step = &draft->step[i];
        if (step->kind == FLOW_CALL && c->flow[step->call.flow].is_broken) {
            return true;
        }
    }
    return false;
}

/* One `end` step in the place of a flow. */
static void replace(struct compile *c, uint16_t flow)
{
    static const struct flow_step end = {.id = "broken",
                                         .kind = FLOW_END,
                                         .var = FLOW_NO_VAR,
                                         .end = {.outcome = FLOW_INFORMED_END}};
    struct flow_chart *chart = &c->chart[flow];
    const struct flow_chart broken = *chart;
    char name[LIMIT_ID_BYTES];
    (void)kstr_format(name, sizeof name, "broken-%d", flow);
    bool has_id = field_is_id(broken.id);
    *chart = (struct flow_chart){.id = has_id ? broken.id : karena_text(&c->source->arena, name),
                                 .title = broken.title,
                                 .topic = broken.topic,
                                 .step = &end,
                                 .step_count = 1};
    if (c->flow[flow].chart == NULL) {
        chart->topic = UINT16_MAX;
    }
    if (chart->title.in[LANG_KO] == NULL) {
        chart->title = (struct words){{chart->id, chart->id}};
    }
}

/* Callers of what is broken; how many were found. */
static int mark_more(struct compile *c)
{
    int found = 0;
    for (uint16_t i = 0; i < c->data.content.book.chart_count; i++) {
        if (!c->flow[i].is_broken && calls_broken(c, &c->flow[i])) {
            c->flow[i].is_broken = true;
            replace(c, i);
            found++;
        }
    }
    return found;
}

static void mark_callers(struct compile *c)
{
    while (mark_more(c) > 0) {
    }
}

static void mark_broken(struct compile *c)
{
    for (uint16_t i = 0; i < c->data.content.book.chart_count; i++) {
        struct draft *draft = &c->flow[i];
        char file[SOURCE_PATH_SIZE];
        (void)kstr_format(file, sizeof file, "flows/%s.yaml", c->chart[i].id);
        bool was_read = draft->chart != NULL && draft->steps != NULL && draft->depth > 0;
        if (!was_read || has_errors(c, file)) {
            draft->is_broken = true;
            replace(c, i);
        }
    }
    mark_callers(c);
}

/* text begins with "name: ": then it goes behind that. */
static bool take_name(const char **text, const char *name)
{
    size_t len = strlen(name);
    bool found = strncmp(*text, name, len) == 0 && strncmp(*text + len, ": ", 2) == 0;
    *text += found ? len + 2 : 0;
    return found;
}

/* "flow: step: what" of flow_check() -> the flow and the step's place; *text goes behind them. */
static uint16_t place_in_book(const struct compile *c, const char **text, struct place *ret_at)
{
    const struct flow_book *book = &c->data.content.book;
    uint16_t flow = 0;
    while (flow < book->chart_count &&
           (c->flow[flow].is_broken || !take_name(text, book->chart[flow].id))) {
        flow++;
    }
    if (flow == book->chart_count) {
        return UINT16_MAX;
    }
    *ret_at = compile_place_step(c, flow, 0, NULL);
    for (uint16_t step = 0; step < book->chart[flow].step_count; step++) {
        if (take_name(text, book->chart[flow].step[step].id)) {
            *ret_at = compile_place_step(c, flow, step, NULL);
            break;
        }
    }
    return flow;
}

void sound_check(struct compile *c)
{
    mark_broken(c);
    bool is_told = compile_settings_sound(c); /* otherwise its errors may be the reason */
    struct kerr err = {0};
    while (flow_check(&c->data.content.book, &err) != K_OK) {
        const char *text = err.text;
        struct place at = {"flows", 1, 1};
        uint16_t flow = place_in_book(c, &text, &at);
        if (is_told || flow == UINT16_MAX) {
            source_tell(c->source, at, A114_ENGINE_REFUSES, DIAG_ARGS(text));
        }
        if (flow == UINT16_MAX) {
            c->data.content.book.chart_count = 0;
            return;
        }
        c->flow[flow].is_broken = true;
        replace(c, flow);
        mark_callers(c);
        err = (struct kerr){0};
    }
}
