/* What was met: kept once, with the shortest way to it. */
#include "prove_internal.h"

#include "kassert.h"

#include <string.h>

const char *prove_kind_name(enum prove_kind kind)
{
    static const char *const names[PROVE_KIND_COUNT] = {
        [PROVE_UNREACHED] = "unreached",
        [PROVE_FLOW_UNUSED] = "flow-unused",
        [PROVE_CASE_NEVER] = "case-never",
        [PROVE_CASE_ALWAYS] = "case-always",
        [PROVE_CASE_OVERLAP] = "case-overlap",
        [PROVE_UNSET_CASE] = "unset-case",
        [PROVE_UNSET_GIVEN] = "unset-given",
        [PROVE_UNSET_OUTPUT] = "unset-output",
        [PROVE_HOLE] = "hole",
        [PROVE_NAMELESS] = "nameless",
        [PROVE_LOCKED] = "locked",
        [PROVE_STUCK] = "stuck",
        [PROVE_VAR_UNUSED] = "var-unused",
        [PROVE_LONG_LOG] = "long-log",
        [PROVE_LONG_UNASKED] = "long-unasked",
        [PROVE_SLOW_LONGEST] = "slow-longest",
        [PROVE_SLOW_TYPICAL] = "slow-typical",
        [PROVE_TOO_RICH] = "too-rich",
        [PROVE_TOO_LARGE] = "too-large",
    };
    KASSERT((unsigned)kind < PROVE_KIND_COUNT);
    return names[kind];
}

struct prove_finding finding_of(const struct prove *p, enum prove_kind kind, uint16_t flow,
                                uint16_t step)
{
    return (struct prove_finding){
        .kind = kind,
        .root = p->root,
        .flow = flow,
        .step = step,
        .exit = PROVE_NONE,
        .other = PROVE_NONE,
        .var = FLOW_NO_VAR,
    };
}

/* Negative, zero or positive, in the order of a report. */
static int compare(const struct prove_finding *a, const struct prove_finding *b)
{
    const int difference[] = {
        a->flow - b->flow, a->step - b->step,   (int)a->kind - (int)b->kind,
        a->exit - b->exit, a->other - b->other, a->var - b->var,
    };
    int i = 0;
    while (i < 5 && difference[i] == 0) {
        i++;
    }
    return difference[i];
}

/* The same thing, if it was met before. */
static struct met *find(struct prove *p, const struct prove_finding *finding)
{
    for (uint16_t i = 0; i < p->met_count; i++) {
        if (compare(&p->met[i].finding, finding) == 0) {
            return &p->met[i];
        }
    }
    return NULL;
}

static struct met *add(struct prove *p, const struct prove_finding *finding)
{
    if (p->met_count == PROVE_FINDINGS_MAX) {
        p->met_lost = (uint16_t)(p->met_lost + (p->met_lost < UINT16_MAX));
        return NULL;
    }
    KASSERT(p->met != NULL);
    struct met *met = &p->met[p->met_count++];
    *met = (struct met){.finding = *finding, .from = NO_STATE};
    return met;
}

void finding_meet(struct prove *p, const struct prove_finding *finding, const struct place *place)
{
    struct met *met = find(p, finding) ? NULL : add(p, finding);
    if (met) {
        met->open = true;
        met->from = p->from;
        met->exit = p->reply_exit;
        met->word = p->reply_word;
        met->moment = place_moment(place);
    }
}

void finding_meet_at(struct prove *p, const struct prove_finding *finding, uint32_t state)
{
    struct met *met = find(p, finding) ? NULL : add(p, finding);
    if (met) {
        met->open = true;
        met->stands = true;
        met->from = state;
    }
}

void finding_meet_along(struct prove *p, const struct prove_finding *finding, uint32_t state,
                        enum along along)
{
    finding_meet_at(p, finding, state);
    struct met *met = find(p, finding);
    if (met && met->open) {
        met->along = along;
    }
}

void finding_conclude(struct prove *p, const struct prove_finding *finding)
{
    if (!find(p, finding)) {
        (void)add(p, finding);
    }
}

/* Insertion: there are few, and mostly in order. */
void finding_sort(struct prove *p)
{
    for (uint16_t i = 1; i < p->met_count; i++) {
        struct met met = p->met[i];
        uint16_t at = i;
        while (at > 0 && compare(&p->met[at - 1].finding, &met.finding) > 0) {
            p->met[at] = p->met[at - 1];
            at--;
        }
        p->met[at] = met;
    }
}
