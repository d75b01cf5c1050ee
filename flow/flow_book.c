/* Names and look-ups: the words that flow files, logs and tests use. */
#include "flow.h"

#include "kassert.h"
#include "kstr.h"

const char *lang_name(enum lang lang)
{
    static const char *const names[LANG_COUNT] = {[LANG_KO] = "ko", [LANG_EN] = "en"};
    KASSERT((unsigned)lang < LANG_COUNT);
    return names[lang];
}

const char *flow_kind_name(enum flow_kind kind)
{
    static const char *const names[FLOW_KIND_COUNT] = {
        [FLOW_TELL] = "tell",     [FLOW_ASK] = "ask",       [FLOW_INPUT] = "input",
        [FLOW_BRANCH] = "branch", [FLOW_CHECK] = "check",   [FLOW_CALL] = "call",
        [FLOW_AGAIN] = "again",   [FLOW_SOLVED] = "solved", [FLOW_HAND_OVER] = "hand_over",
        [FLOW_END] = "end",
    };
    KASSERT((unsigned)kind < FLOW_KIND_COUNT);
    return names[kind];
}

const char *flow_fact_name(enum flow_fact fact)
{
    static const char *const names[FLOW_FACT_COUNT] = {
        [FLOW_FACT_LEVEL] = "customer.level",         [FLOW_FACT_KNOWN] = "customer.known",
        [FLOW_FACT_RETURNING] = "customer.returning", [FLOW_FACT_HOUR] = "time.hour",
        [FLOW_FACT_WEEKDAY] = "time.weekday",         [FLOW_FACT_TODAY] = "time.today",
        [FLOW_FACT_OFFICE_OPEN] = "office.open",      [FLOW_FACT_HQ_REACHABLE] = "hq.reachable",
        [FLOW_FACT_PRINTER] = "device.printer",       [FLOW_FACT_LANG] = "visit.lang",
    };
    return (unsigned)fact < FLOW_FACT_COUNT ? names[fact] : NULL;
}

uint16_t flow_find(const struct flow_book *book, const char *id)
{
    for (uint16_t i = 0; i < book->chart_count; i++) {
        if (kstr_equal(book->chart[i].id, id)) {
            return i;
        }
    }
    return UINT16_MAX;
}

uint16_t flow_find_step(const struct flow_chart *chart, const char *id)
{
    for (uint16_t i = 0; i < chart->step_count; i++) {
        if (kstr_equal(chart->step[i].id, id)) {
            return i;
        }
    }
    return UINT16_MAX;
}
