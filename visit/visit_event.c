#include "visit_internal.h"

#include "kassert.h"
#include "kstr.h"
#include "text.h"

#include <inttypes.h>
#include <string.h>

/*
 * Events as lines of the journal: "KIND MONO_MS WALL_MS REST".
 *
 *   touch M W VERB ARG          field M W TEXT            alive M W         gap M W
 *   token M W                   token-bad M W KIND        customer M W LOOKUP [REF]
 *   answer M W EXIT WORD        found M W BAND [f|a]INDEX ...
 *   accepted M W KEPT JOINED MISSING [ID]                 request M W STATE ID
 *   world M W MISSING HQ PRINTER                          resume M W
 *
 * TEXT and WORD run to the end of the line; backslash and newline in them are escaped. Never here:
 * tokens, names, numbers, addresses, private inputs, and what was searched for: of that only that
 * something was, because the results stand in their own line.
 */

const char *const visit_event_names[VISIT_EVENT_COUNT] = {
    [VISIT_TOUCH] = "touch",       [VISIT_FIELD] = "field",         [VISIT_ALIVE] = "alive",
    [VISIT_TOKEN] = "token",       [VISIT_TOKEN_BAD] = "token-bad", [VISIT_CUSTOMER] = "customer",
    [VISIT_ANSWER] = "answer",     [VISIT_FOUND] = "found",         [VISIT_ARTICLE] = "article",
    [VISIT_ACCEPTED] = "accepted", [VISIT_REQUEST] = "request",     [VISIT_WORLD] = "world",
    [VISIT_TICK] = "tick",         [VISIT_RESUME] = "resume",       [VISIT_GAP] = "gap",
};
const char *const visit_lookup_names[VISIT_LOOKUPS] = {
    [LOOKUP_KNOWN] = "known", [LOOKUP_UNKNOWN] = "unknown", [LOOKUP_OFFLINE] = "offline"};
const char *const visit_token_names[VISIT_TOKEN_BADS] = {
    [TOKEN_UNREADABLE] = "unreadable", [TOKEN_PAYMENT] = "payment", [TOKEN_FOREIGN] = "foreign"};
const char *const visit_band_names[VISIT_BANDS] = {
    [FOUND_GOOD] = "good", [FOUND_MAYBE] = "maybe", [FOUND_NONE] = "none"};

/* The input step whose field is shown; NULL when the field is no step's. */
static const struct flow_step *input_shown(const struct visit *before)
{
    if (visit_kind(before) == SCREEN_INPUT) {
        return flow_step_now(&before->run);
    }
    const struct flow_step *step = visit_changing(before);
    return step != NULL && step->kind == FLOW_INPUT ? step : NULL;
}

static bool field_is_private(const struct visit *before)
{
    const struct flow_step *step = input_shown(before);
    if (step != NULL) {
        return flow_is_private(step);
    }
    return visit_kind(before) != SCREEN_SEARCH;
}

/* Would the engine take this private input? Tried on a copy. */
static bool input_fits(const struct visit *before)
{
    struct flow_run run = before->run;
    struct flow_facts facts;
    visit_flow_facts(before, run.root, &facts);
    bool fits = visit_changing(before) != NULL
                    ? flow_change(&run, (uint16_t)visit_arg(before), 0, before->field, 0) >= 0
                    : flow_type(&run, before->field, &facts, 0) == FLOW_TAKEN;
    flow_wipe(&run);
    return fits;
}

/* Does this touch take something private that the replay will not have? What is wrong is not taken,
 * and the replay's empty field is as wrong. */
static bool takes_private(const struct visit *before, struct action action)
{
    if (action.verb != ACT_OK || before->field[0] == '\0' || before->warned) {
        return false;
    }
    const struct flow_step *step = input_shown(before);
    if (step != NULL) {
        return flow_is_private(step) && input_fits(before);
    }
    if (visit_kind(before) == SCREEN_PHONE) {
        return phone_parse(before->field).kind != PHONE_NOT;
    }
    return visit_kind(before) == SCREEN_CONTACT && visit_contact_fits(before);
}

/* What the journal calls the event; VISIT_EVENT_COUNT = it is not saved. */
static enum visit_event_kind saved_as(const struct visit *before, const struct visit_event *event)
{
    bool starts =
        event->kind == VISIT_TOUCH || event->kind == VISIT_TOKEN || event->kind == VISIT_TOKEN_BAD;
    if ((!before->running && !starts) || event->kind == VISIT_TICK ||
        event->kind == VISIT_ARTICLE) {
        return VISIT_EVENT_COUNT;
    }
    bool is_answer = event->kind == VISIT_CUSTOMER || event->kind == VISIT_ANSWER;
    if (is_answer && !visit_is_answer(before, event)) {
        return VISIT_EVENT_COUNT;
    }
    if (event->kind == VISIT_FIELD && field_is_private(before)) {
        return VISIT_ALIVE;
    }
    if (event->kind == VISIT_TOKEN && visit_is_same_token(before, event->text)) {
        return VISIT_ALIVE;
    }
    if (event->kind == VISIT_TOUCH && takes_private(before, event->action)) {
        return VISIT_GAP;
    }
    return event->kind;
}

static enum kcode put_text(const char *text, struct kbuf *buf, struct kerr *err)
{
    enum kcode code = kbuf_text(buf, " ", err);
    for (; code == K_OK && *text != '\0'; text++) {
        if (*text == '\\' || *text == '\n') {
            code = kbuf_text(buf, *text == '\n' ? "\\n" : "\\\\", err);
        } else {
            code = kbuf_add(buf, text, 1, err);
        }
    }
    return code;
}

/* People search for names as well. */
static enum kcode put_field(const struct visit *before, const char *text, struct kbuf *buf,
                            struct kerr *err)
{
    bool is_left_out = visit_kind(before) == SCREEN_SEARCH && text[0] != '\0';
    return put_text(is_left_out ? VISIT_SEARCH_LEFT_OUT : text, buf, err);
}

static enum kcode put_found(const struct found *found, struct kbuf *buf, struct kerr *err)
{
    enum kcode code = kbuf_format(buf, err, " %s", visit_band_names[found->band]);
    for (int i = 0; code == K_OK && i < found->count; i++) {
        char kind = found->item[i].kind == FOUND_FLOW ? 'f' : 'a';
        code = kbuf_format(buf, err, " %c%u", kind, (unsigned)found->item[i].index);
    }
    return code;
}

/* Who typed a phone number is not told even here: to the visit every answer means the same, and a
 * number is not in the cache that a replay asks for the rest. */
static enum kcode put_customer(const struct visit *before, const struct visit_event *event,
                               struct kbuf *buf, struct kerr *err)
{
    enum lookup lookup = before->look.by_phone ? LOOKUP_OFFLINE : event->lookup;
    enum kcode code = kbuf_format(buf, err, " %s", visit_lookup_names[lookup]);
    bool is_known = lookup == LOOKUP_KNOWN && event->profile != NULL;
    return code == K_OK && is_known ? put_text(event->profile->ref, buf, err) : code;
}

static enum kcode put_rest(enum visit_event_kind kind, const struct visit *before,
                           const struct visit_event *event, struct kbuf *buf, struct kerr *err)
{
    const struct visit_accepted *accepted = &event->accepted;
    switch (kind) {
    case VISIT_TOUCH:
        return kbuf_format(buf, err, " %s %d", action_name(event->action.verb), event->action.arg);
    case VISIT_FIELD:
        return put_field(before, event->text, buf, err);
    case VISIT_TOKEN_BAD:
        return kbuf_format(buf, err, " %s", visit_token_names[event->token_bad]);
    case VISIT_CUSTOMER:
        return put_customer(before, event, buf, err);
    case VISIT_ANSWER:
        if (kbuf_format(buf, err, " %u", (unsigned)event->check) != K_OK) {
            return err->code;
        }
        return put_text(event->text, buf, err);
    case VISIT_FOUND:
        return event->found == NULL ? K_OK : put_found(event->found, buf, err);
    case VISIT_ACCEPTED:
        return kbuf_format(buf, err, " %d %d %s %s", accepted->is_kept, accepted->joined,
                           fallback_mode(accepted->missing)->name,
                           accepted->is_kept ? accepted->id : "-");
    case VISIT_REQUEST:
        return kbuf_format(buf, err, " %s %s", request_state_name(event->request_state),
                           event->request_id);
    case VISIT_WORLD:
        return kbuf_format(buf, err, " %s %d %d", fallback_mode(event->world.missing)->name,
                           event->world.hq_reachable, event->world.printer);
    case VISIT_ALIVE:
    case VISIT_TOKEN:
    case VISIT_ARTICLE:
    case VISIT_TICK:
    case VISIT_RESUME:
    case VISIT_GAP:
    case VISIT_EVENT_COUNT:
        break;
    }
    return K_OK;
}

enum kcode visit_event_encode(const struct visit *before, const struct visit_event *event,
                              struct kbuf *buf, struct kerr *err)
{
    KASSERT(event->kind < VISIT_EVENT_COUNT);
    enum visit_event_kind kind = saved_as(before, event);
    if (kind >= VISIT_EVENT_COUNT) {
        return kerr_fail(err, K_E_NOT_FOUND, "event %s: is not saved",
                         visit_event_names[event->kind]);
    }
    enum kcode code = kbuf_format(buf, err, "%s %" PRId64 " %" PRId64, visit_event_names[kind],
                                  event->mono_ms, event->wall_ms);
    return code == K_OK ? put_rest(kind, before, event, buf, err) : code;
}
