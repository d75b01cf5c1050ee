/* What needs no proof: flows, outputs and topics that nothing leads to. */
#include "check_internal.h"

#include <string.h>

/* What the flows, and the articles that lead into one, make use of. */
struct uses {
    bool called[LIMIT_FLOWS];
    bool taken[LIMIT_FLOWS][LIMIT_FLOW_OUTPUTS];
    bool topic[LIMIT_TOPICS];
};

static void note_call(struct uses *uses, const struct flow_step *step)
{
    if (step->kind != FLOW_CALL) {
        return;
    }
    uses->called[step->call.flow] = true;
    for (uint8_t i = 0; i < step->call.take_count; i++) {
        uses->taken[step->call.flow][step->call.take[i].output] = true;
    }
}

static void note_topic(struct uses *uses, uint16_t topic)
{
    if (topic < LIMIT_TOPICS) {
        uses->topic[topic] = true;
    }
}

static void gather(const struct content *content, struct uses *uses)
{
    for (uint16_t i = 0; i < content->book.chart_count; i++) {
        const struct flow_chart *chart = &content->book.chart[i];
        note_topic(uses, chart->topic);
        for (uint16_t k = 0; k < chart->step_count; k++) {
            note_call(uses, &chart->step[k]);
        }
    }
    for (uint16_t i = 0; i < content->article_count; i++) {
        note_topic(uses, content->article[i].topic);
        if (content->article[i].flow != UINT16_MAX) {
            uses->called[content->article[i].flow] = true;
        }
    }
}

/* A broken flow is no caller, so what it calls may be in use after all: then nothing is said. */
static bool all_sound(const struct checking *checking)
{
    bool sound = compile_settings_sound(checking->compile);
    for (uint16_t i = 0; i < checking->content->book.chart_count; i++) {
        sound = sound && compile_flow_sound(checking->compile, i);
    }
    for (uint16_t i = 0; i < checking->content->article_count; i++) {
        sound = sound && compile_article_sound(checking->compile, i);
    }
    return sound;
}

static void tell_flow(struct checking *checking, const struct uses *uses, uint16_t flow)
{
    const struct flow_chart *chart = &checking->content->book.chart[flow];
    if (chart->topic == UINT16_MAX && !uses->called[flow]) {
        source_tell(checking->source, compile_place_flow(checking->compile, flow, NULL),
                    A120_FLOW_UNUSED, DIAG_ARGS(chart->id));
        return;
    }
    for (uint8_t i = 0; i < chart->output_count; i++) {
        if (!uses->taken[flow][i]) {
            source_tell(checking->source, compile_place_output(checking->compile, flow, i),
                        A115_OUTPUT_UNUSED, DIAG_ARGS(chart->output[i].name));
        }
    }
}

enum kcode rule_graph(struct checking *checking, struct kerr *err)
{
    struct uses uses;
    const struct content *content = checking->content;
    (void)err;
    if (!all_sound(checking)) {
        return K_OK;
    }
    memset(&uses, 0, sizeof uses);
    gather(content, &uses);
    for (uint16_t i = 0; i < content->book.chart_count; i++) {
        tell_flow(checking, &uses, i);
    }
    for (uint16_t i = 0; i < content->topic_count; i++) {
        if (!uses.topic[i]) {
            source_tell(checking->source, compile_place_topic(checking->compile, i),
                        A116_TOPIC_EMPTY, DIAG_ARGS(content->topic[i].id));
        }
    }
    return K_OK;
}
