#include "visit_internal.h"

#include "kassert.h"
#include "kstr.h"
#include "text.h"

#include <string.h>

/* Who the customer is: tokens, look-ups, names. */

/* The shell answers within 800 ms; when it does not, the visit goes on by itself. */
#define LOOK_PATIENCE_MS INT64_C(3000)

enum level visit_level(const struct visit *visit)
{
    static const enum level least[] = {
        [KNOWN_NOT] = LEVEL_GUEST,
        [KNOWN_TOKEN] = LEVEL_GREETED,
        [KNOWN_PHONE] = LEVEL_GREETED,
    };
    enum level level = visit->known == KNOWN_TOKEN ? visit->profile.level : LEVEL_GUEST;
    return level > least[visit->known] ? level : least[visit->known];
}

void visit_look_up(struct visit *visit, const char *text, bool by_phone,
                   struct visit_effects *effects)
{
    visit->look = (struct visit_look){
        .open = true,
        .by_phone = by_phone,
        .serial = ++visit->asked_serial,
        .until_mono_ms = visit->now_mono_ms + LOOK_PATIENCE_MS,
    };
    struct visit_effect *effect = visit_wish(effects, EFFECT_LOOK_UP);
    (void)kstr_copy(effect->text, sizeof(effect->text), text);
    effect->serial = visit->look.serial;
    effect->is_phone = by_phone;
    visit_push(visit, SCREEN_WAIT, PAGE_NO_ARG, effects);
}

bool visit_is_same_token(const struct visit *visit, const char *token)
{
    return visit->known == KNOWN_TOKEN && visit->token[0] != '\0' &&
           strcmp(visit->token, token) == 0;
}

void visit_token(struct visit *visit, const char *token, struct visit_effects *effects)
{
    if (visit_is_same_token(visit, token)) {
        return;
    }
    if (visit_kind(visit) == SCREEN_THANKS) {
        visit_end(visit, VISIT_END_FINISHED, effects);
    }
    if (!visit->running) {
        visit_begin(visit, effects);
    }
    (void)kstr_copy(visit->token, sizeof(visit->token), token);
    visit_look_up(visit, token, false, effects);
}

/* Nothing in the visit is anybody's yet, so it belongs to whoever shows a card: nobody is named,
 * nobody typed a number or made a request, and no visit waits to be resumed. */
static bool is_open_to_all(const struct visit *visit)
{
    return visit->known == KNOWN_NOT && visit->made_count == 0 &&
           !visit_has_page(visit, SCREEN_RESUME);
}

static void end_for_card(struct visit *visit, struct visit_effects *effects)
{
    char token[LIMIT_FIELD_BYTES];
    memcpy(token, visit->token, sizeof(token));
    visit_end(visit, VISIT_END_CARD, effects);
    visit_begin(visit, effects);
    memcpy(visit->token, token, sizeof(token));
    kstr_wipe(token, sizeof(token));
}

static bool is_at_door(const struct visit *visit)
{
    return visit->page[0].kind == SCREEN_IDENTIFY;
}

/* Say it where it is not in the way: on the home page, else on a page of its own. */
static void tell(struct visit *visit, enum visit_notice notice, struct visit_effects *effects)
{
    if (is_at_door(visit)) {
        visit_go_to(visit, SCREEN_HOME, effects);
    }
    if (visit_kind(visit) == SCREEN_HOME) {
        visit->note = notice;
    } else {
        visit_push(visit, SCREEN_NOTICE, (int)notice, effects);
    }
}

/* Anybody can type anybody's number, so it names nobody: whatever headquarters answers, nothing of
 * the number's owner comes into the visit. Headquarters sees the number in the request. */
static void phone_answered(struct visit *visit, struct visit_effects *effects)
{
    visit->known = KNOWN_PHONE;
    tell(visit, NOTICE_PHONE_TAKEN, effects);
}

static void take_profile(struct visit *visit, const struct profile *profile)
{
    KASSERT(visit->made_count == 0);
    visit->profile = *profile;
    visit->known = KNOWN_TOKEN;
    if (!visit->lang_chosen) {
        visit->lang = profile->lang;
    }
}

void visit_customer(struct visit *visit, enum lookup lookup, const struct profile *profile,
                    struct visit_effects *effects)
{
    if (!visit->look.open) {
        return;
    }
    bool is_known = lookup == LOOKUP_KNOWN && profile != NULL && profile->ref[0] != '\0';
    visit->look.open = false;
    visit->active_mono_ms = visit->now_mono_ms;
    visit_drop(visit, SCREEN_WAIT, effects);
    if (visit->look.by_phone) {
        phone_answered(visit, effects);
        return;
    }
    if (!is_open_to_all(visit)) {
        if (is_known && visit->known == KNOWN_TOKEN &&
            strcmp(profile->ref, visit->profile.ref) == 0) {
            visit_drop(visit, SCREEN_RESUME, effects);
            return;
        }
        end_for_card(visit, effects);
    }
    if (!is_known) {
        memset(visit->token, 0, sizeof(visit->token));
        tell(visit, lookup == LOOKUP_UNKNOWN ? NOTICE_UNKNOWN : NOTICE_OFFLINE, effects);
        return;
    }
    take_profile(visit, profile);
    if (is_at_door(visit)) {
        visit_go_to(visit, SCREEN_HOME, effects);
    }
}

void visit_as_guest(struct visit *visit, struct visit_effects *effects)
{
    bool waited = visit->look.open && !visit->look.by_phone;
    visit->look.open = false;
    visit_drop(visit, SCREEN_WAIT, effects);
    if (waited && !is_open_to_all(visit)) {
        end_for_card(visit, effects); /* whoever showed the other card must not see this visit */
    }
    if (visit->known != KNOWN_TOKEN) {
        memset(visit->token, 0, sizeof(visit->token));
    }
    if (is_at_door(visit)) {
        visit_go_to(visit, SCREEN_HOME, effects);
    }
}

/* ---- names ---- */

bool visit_has_name(const struct visit *visit)
{
    return visit->known == KNOWN_TOKEN && visit->profile.name[0] != '\0';
}

void visit_name(const struct visit *visit, enum name_policy policy, char *ret_text, size_t size)
{
    const struct profile *profile = &visit->profile;
    if (!visit_has_name(visit) || policy == NAME_NONE) {
        (void)kstr_copy(ret_text, size, visit_say(visit, W_CUSTOMER));
    } else if (policy == NAME_SURNAME) {
        char surname[LIMIT_NAME_BYTES];
        mask_surname(profile->name, surname, sizeof(surname));
        struct word_value value = {"name", surname};
        visit_fill(visit, W_SURNAME, &value, 1, ret_text, size);
    } else if (policy == NAME_FULL || profile->is_masked) {
        (void)kstr_copy(ret_text, size, profile->name);
    } else {
        mask_name(profile->name, ret_text, size);
    }
}
