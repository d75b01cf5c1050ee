#include "visit_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

/* The request is handed to the shell, and is kept or not. */

/* ---- saving ---- */

void visit_save(struct visit *visit, struct visit_effects *effects)
{
    if (!visit_can_keep(visit)) {
        visit_not_saved(visit, visit->world.missing, effects);
        return;
    }
    if (!visit_slot_holds(visit)) {
        visit_slot_again(visit, effects);
        return;
    }
    visit->saving = true;
    (void)visit_wish(effects, EFFECT_ACCEPT);
    visit_push(visit, SCREEN_SAVING, PAGE_NO_ARG, effects);
}

static void saving_show(const struct visit *visit, struct screen *screen)
{
    screen_add(screen, ITEM_LEAD, visit_say(visit, W_LEAD_SAVING));
    visit_show_hotline(visit, screen);
}

const struct visit_ops visit_saving_ops = {
    .bar = BAR(BAR_HOME) | BAR(BAR_LANG),
    .show = saving_show,
};

/* ---- not saved ---- */

void visit_not_saved(struct visit *visit, enum missing missing, struct visit_effects *effects)
{
    visit->receipt.missing = missing == MISSING_NOTHING ? MISSING_STORE : missing;
    visit_drop(visit, SCREEN_SAVING, effects);
    visit_push(visit, SCREEN_NOT_SAVED, PAGE_NO_ARG, effects);
}

static bool is_filled(const struct visit *visit)
{
    return visit->request.consent_wall_ms != 0;
}

static void not_saved_show(const struct visit *visit, struct screen *screen)
{
    const struct fallback_mode *mode = fallback_mode(visit->receipt.missing);
    screen_add(screen, ITEM_LEAD,
               visit_say(visit, is_filled(visit) ? W_LEAD_NOT_SAVED : W_LEAD_CANNOT_SAVE));
    screen_add(screen, ITEM_NOTE, visit_words(visit, &mode->sentence))->tone = TONE_CAREFUL;
    visit_show_hotline(visit, screen);
    screen_add(screen, ITEM_TEXT, visit_say(visit, W_NOT_SAVED_STAFF));
    if (is_filled(visit)) {
        screen_button(screen, STYLE_MAIN, visit_say(visit, W_NOT_SAVED_AGAIN), ACT_OK, 0);
    }
    screen_button(screen, STYLE_QUIET, visit_say(visit, W_HOME_MORE), ACT_HOME, 0);
}

static void not_saved_touch(struct visit *visit, struct action action,
                            struct visit_effects *effects)
{
    KASSERT(action.verb == ACT_OK);
    visit_save(visit, effects);
}

const struct visit_ops visit_not_saved_ops = {
    .bar = BAR_IN_FORM,
    .show = not_saved_show,
    .touch = not_saved_touch,
};

/* ---- kept ---- */

/* A new request becomes the first of the customer's requests. */
static void remember_request(struct visit *visit)
{
    const struct request *request = &visit->request;
    struct open_request open = {
        .state = visit->receipt_state,
        .created_wall_ms = visit->now_wall_ms,
        .from_wall_ms = request->from_wall_ms,
        .until_wall_ms = request->until_wall_ms,
        .soon = request->soon,
    };
    (void)kstr_copy(open.id, sizeof(open.id), visit->receipt.id);
    (void)kstr_copy(open.matter, sizeof(open.matter), request->matter);
    (void)kstr_copy(open.subject, sizeof(open.subject), request->subject);
    kuuid_number(open.id, open.number);
    visit_request_insert(&visit->profile, &open);
    if (visit->made_count < LIMIT_VISIT_REQUESTS) {
        visit->made_count++;
    }
}

void visit_accepted(struct visit *visit, const struct visit_accepted *accepted,
                    struct visit_effects *effects)
{
    if (!visit->saving) {
        return; /* feedback: nobody waits for its receipt */
    }
    visit->saving = false;
    if (!accepted->is_kept || !kuuid_valid(accepted->id)) {
        visit_not_saved(visit, accepted->missing, effects);
        return;
    }
    visit->receipt = *accepted;
    visit->receipt_state = REQUEST_SAVED;
    if (visit->request.kind == REQUEST_ADDITION) {
        visit->receipt.joined = true;
        (void)kstr_copy(visit->receipt.id, sizeof(visit->receipt.id), visit->request.joins);
    }
    if (visit_request_find(visit, visit->receipt.id) == NULL) {
        remember_request(visit);
    }
    if (visit->solved < 0) {
        visit->solved = 0;
    }
    visit_form_close(visit, effects);
    visit_push(visit, SCREEN_RECEIPT, PAGE_NO_ARG, effects);
}
