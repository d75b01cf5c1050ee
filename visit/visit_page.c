#include "visit_internal.h"

#include "kassert.h"

#include <string.h>

/* The stack of pages. page[0] is the door (attract, identify), home or thanks. */

/* A flow is one page; what it shows depends on where its run stands. */
static enum screen_kind flow_kind(const struct visit *visit)
{
    if (visit->run.at == FLOW_AT_END) {
        return SCREEN_FLOW_END;
    }
    enum flow_kind kind = flow_step_now(&visit->run)->kind;
    if (visit_flow_locked(visit)) {
        return SCREEN_STEP;
    }
    if (kind == FLOW_CHECK) {
        return SCREEN_CHECK;
    }
    return kind == FLOW_INPUT ? SCREEN_INPUT : SCREEN_STEP;
}

enum screen_kind visit_kind(const struct visit *visit)
{
    KASSERT(visit->page_count > 0);
    enum screen_kind kind = visit->page[visit->page_count - 1].kind;
    return kind == SCREEN_STEP ? flow_kind(visit) : kind;
}

int16_t visit_arg(const struct visit *visit)
{
    KASSERT(visit->page_count > 0);
    return visit->page[visit->page_count - 1].arg;
}

static int page_of(const struct visit *visit, enum screen_kind kind)
{
    int at = visit->page_count - 1;
    while (at >= 0 && visit->page[at].kind != kind) {
        at--;
    }
    return at;
}

bool visit_has_page(const struct visit *visit, enum screen_kind kind)
{
    return page_of(visit, kind) >= 0;
}

int16_t visit_page_arg(const struct visit *visit, enum screen_kind kind)
{
    int at = page_of(visit, kind);
    KASSERT(at >= 0);
    return visit->page[at].arg;
}

/* These lie over a page for a moment: what was typed there stays. */
static bool is_overlay(enum screen_kind kind)
{
    return kind == SCREEN_WAIT || kind == SCREEN_NOTICE || kind == SCREEN_RESUME;
}

void visit_turn(struct visit *visit)
{
    visit->serial++;
    visit->field_serial++;
    visit->field_wrong = false;
    visit->field_flipped = false;
    memset(visit->field, 0, sizeof(visit->field));
}

static void turn_for(struct visit *visit, enum screen_kind kind)
{
    if (is_overlay(kind)) {
        visit->serial++;
    } else {
        visit_turn(visit);
    }
}

static void take_off(struct visit *visit, int at, struct visit_effects *effects)
{
    enum screen_kind kind = visit->page[at].kind;
    const struct visit_ops *ops = visit_ops_of(kind);
    if (ops->leave != NULL) {
        ops->leave(visit, effects);
    }
    visit->page_count--;
    for (int i = at; i < visit->page_count; i++) {
        visit->page[i] = visit->page[i + 1];
    }
    turn_for(visit, kind);
}

void visit_drop(struct visit *visit, enum screen_kind kind, struct visit_effects *effects)
{
    int at = page_of(visit, kind);
    if (at >= 0) {
        take_off(visit, at, effects);
    }
}

void visit_push(struct visit *visit, enum screen_kind kind, int arg, struct visit_effects *effects)
{
    visit_drop(visit, kind, effects);
    KASSERT(visit->page_count < VISIT_PAGES);
    visit->page[visit->page_count++] = (struct visit_page){.kind = kind, .arg = (int16_t)arg};
    turn_for(visit, kind);
}

void visit_pop(struct visit *visit, struct visit_effects *effects)
{
    KASSERT(visit->page_count > 1);
    take_off(visit, visit->page_count - 1, effects);
}

void visit_go_to(struct visit *visit, enum screen_kind root, struct visit_effects *effects)
{
    while (visit->page_count > 0) {
        take_off(visit, visit->page_count - 1, effects);
    }
    visit_push(visit, root, PAGE_NO_ARG, effects);
}
