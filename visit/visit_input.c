#include "visit_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <inttypes.h>
#include <string.h>

/* The steps of a flow that wait for something: a typed answer, headquarters' answer. */

/* ---- typed ---- */

static enum keyboard keyboard_of(const struct flow_step *step)
{
    static const enum keyboard keyboard[FLOW_INPUT_COUNT] = {
        [FLOW_INPUT_NUMBER] = KEYBOARD_DIGITS, [FLOW_INPUT_TEXT] = KEYBOARD_TEXT,
        [FLOW_INPUT_DATE] = KEYBOARD_DIGITS,   [FLOW_INPUT_PHONE] = KEYBOARD_DIGITS,
        [FLOW_INPUT_CODE] = KEYBOARD_DIGITS,
    };
    return keyboard[step->input.type];
}

/* What is wrong and how to mend it. */
static void wrong_words(const struct visit *visit, const struct flow_step *step, char *ret_text,
                        size_t size)
{
    static const enum word word[FLOW_INPUT_COUNT] = {
        [FLOW_INPUT_NUMBER] = W_INPUT_NUMBER, [FLOW_INPUT_TEXT] = W_INPUT_LENGTH,
        [FLOW_INPUT_DATE] = W_INPUT_DATE,     [FLOW_INPUT_PHONE] = W_INPUT_PHONE,
        [FLOW_INPUT_CODE] = W_INPUT_CODE,
    };
    char min[24];
    char max[24];
    (void)kstr_format(min, sizeof(min), "%" PRId64, step->input.min);
    (void)kstr_format(max, sizeof(max), "%" PRId64, step->input.max);
    const struct word_value value[] = {{"min", min}, {"max", max}};
    bool one_length = step->input.type == FLOW_INPUT_CODE && step->input.min == step->input.max;
    visit_fill(visit, one_length ? W_INPUT_CODE_ONE : word[step->input.type], value, 2, ret_text,
               size);
}

static void show_tries(const struct visit *visit, int tries_left, struct screen_field *field)
{
    if (tries_left <= 0) {
        return;
    }
    char tries[8];
    char text[LIMIT_LABEL_BYTES];
    (void)kstr_format(tries, sizeof(tries), "%d", tries_left);
    struct word_value value = {"tries", tries};
    visit_fill(visit, W_TRIES_LEFT, &value, 1, text, sizeof(text));
    (void)kstr_append(field->error, sizeof(field->error), " ");
    (void)kstr_append(field->error, sizeof(field->error), text);
}

void visit_show_input(const struct visit *visit, const struct flow_step *step, int tries_left,
                      struct screen *screen)
{
    enum { FIELD_MAX_CHARS = 60 };
    struct screen_field *field = &screen->field;
    bool has_length = step->input.type == FLOW_INPUT_TEXT || step->input.type == FLOW_INPUT_CODE;
    field->keyboard = keyboard_of(step);
    field->serial = visit->field_serial;
    field->max_chars = FIELD_MAX_CHARS;
    if (has_length && step->input.max > 0 && step->input.max < FIELD_MAX_CHARS) {
        field->max_chars = (uint16_t)step->input.max;
    }
    (void)kstr_copy(field->label, sizeof(field->label), visit_say(visit, W_INPUT_LABEL));
    (void)kstr_copy(field->value, sizeof(field->value), visit->field);
    (void)kstr_copy(field->unit, sizeof(field->unit), visit_words(visit, &step->input.unit));
    if (visit->field_wrong) {
        wrong_words(visit, step, field->error, sizeof(field->error));
        show_tries(visit, tries_left, field);
    }
    if (step->input.type == FLOW_INPUT_DATE) {
        screen_add(screen, ITEM_SMALL, visit_say(visit, W_INPUT_DATE_HINT));
    }
    screen_add(screen, ITEM_FIELD, NULL);
    screen_button(screen, STYLE_MAIN, visit_say(visit, W_OK), ACT_OK, 0);
    if (flow_is_private(step)) {
        visit_show_personal(visit, step->input.is_private, screen);
    }
}

static void input_show(const struct visit *visit, struct screen *screen)
{
    visit_show_run(visit, screen);
    visit_show_input(visit, flow_step_now(&visit->run), visit->run.tries_left, screen);
    visit_show_answers_way(visit, screen);
}

static void input_touch(struct visit *visit, struct action action, struct visit_effects *effects)
{
    if (action.verb == ACT_ANSWERS) {
        visit_push(visit, SCREEN_ANSWERS, PAGE_NO_ARG, effects);
        return;
    }
    struct flow_facts facts;
    visit_flow_facts(visit, visit->run.root, &facts);
    uint16_t answers = visit->run.log_count;
    enum flow_reply reply = flow_type(&visit->run, visit->field, &facts, visit->now_mono_ms);
    if (reply == FLOW_TRIES_UP && visit->run.log_count > answers) {
        reply = FLOW_TAKEN; /* went to `otherwise` */
    }
    visit_flow_took(visit, reply, effects);
}

const struct visit_ops visit_input_ops = {
    .bar = BAR_IN_VISIT,
    .show = input_show,
    .touch = input_touch,
    .typed = visit_take_field,
    .back = visit_flow_back,
};

/* ---- asked of headquarters ---- */

/* The shell keeps the time of the step; when it does not, we do. */
#define CHECK_PATIENCE_MS INT64_C(2000)

static void check_show(const struct visit *visit, struct screen *screen)
{
    visit_show_run(visit, screen);
    screen_add(screen, ITEM_SMALL, visit_say(visit, W_CHECKING));
}

static void check_need(struct visit *visit, struct visit_effects *effects)
{
    if (visit->check_asked) {
        return;
    }
    const struct flow_step *step = flow_step_now(&visit->run);
    KASSERT(step->kind == FLOW_CHECK);
    struct visit_effect *effect = visit_wish(effects, EFFECT_CHECK);
    (void)kstr_copy(effect->text, sizeof(effect->text), step->check.question);
    effect->wait_ms = step->check.wait_s * 1000;
    effect->serial = ++visit->asked_serial;
    visit->check_serial = effect->serial;
    visit->check_asked = true;
    visit->check_until_mono_ms = visit->now_mono_ms + effect->wait_ms + CHECK_PATIENCE_MS;
}

void visit_checked(struct visit *visit, enum flow_check_exit exit, const char *answer,
                   struct visit_effects *effects)
{
    if (!visit->run_open || !visit->check_asked) {
        return;
    }
    visit->check_asked = false;
    if (visit_kind(visit) != SCREEN_CHECK) {
        return; /* the customer is elsewhere; on coming back it is asked again */
    }
    struct flow_facts facts;
    visit_flow_facts(visit, visit->run.root, &facts);
    visit->active_mono_ms = visit->now_mono_ms;
    visit_flow_took(visit, flow_checked(&visit->run, exit, answer, &facts, visit->now_mono_ms),
                    effects);
}

void visit_check_due(struct visit *visit, struct visit_effects *effects)
{
    if (visit->check_asked && visit->now_mono_ms >= visit->check_until_mono_ms) {
        visit_checked(visit, FLOW_CHECK_OFFLINE, "", effects);
    }
}

const struct visit_ops visit_check_ops = {
    .bar = BAR_IN_VISIT,
    .show = check_show,
    .back = visit_flow_back,
    .need = check_need,
};
