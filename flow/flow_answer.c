/* Answers as people read them: on the screen to change one, on a receipt, in the agent's ticket. */
#include "flow_internal.h"
#include "flow_text.h"

#include "kassert.h"
#include "kcivil.h"
#include "kstr.h"
#include "text.h"

#include <inttypes.h>

/* Our own words, where the chart has none. */
static const struct words word_next = {.in = {[LANG_KO] = "다음", [LANG_EN] = "Next"}};
static const struct words word_yes = {.in = {[LANG_KO] = "예", [LANG_EN] = "Yes"}};
static const struct words word_no = {.in = {[LANG_KO] = "아니요", [LANG_EN] = "No"}};
static const struct words word_given_up = {
    .in = {[LANG_KO] = "답하지 못함", [LANG_EN] = "not answered"}};

static void show(const struct words *words, enum lang lang, char *ret_text, size_t text_size)
{
    flow_render(words->in[lang], lang, NULL, NULL, ret_text, text_size);
}

static void show_date(int64_t days, char *ret_text, size_t text_size)
{
    struct kcivil date = kcivil_from_ms(days * KCIVIL_DAY_MS, 0);
    (void)kstr_format(ret_text, text_size, "%04d-%02d-%02d", date.year, date.month, date.day);
}

/* "3개" as Korean writes it, "3 pieces" as English does. */
static void show_number(const struct flow_step *step, int64_t number, enum lang lang,
                        char *ret_text, size_t text_size)
{
    const char *unit = step->input.unit.in[lang];
    const char *space = unit && lang == LANG_EN ? " " : "";
    (void)kstr_format(ret_text, text_size, "%" PRId64 "%s%s", number, space, unit ? unit : "");
}

bool flow_is_private(const struct flow_step *step)
{
    return step->kind == FLOW_INPUT &&
           (step->input.is_private || step->input.type == FLOW_INPUT_PHONE);
}

static void show_masked(const struct flow_step *step, const struct flow_value *value,
                        char *ret_text, size_t text_size)
{
    struct phone phone = {.masked = "***"};
    if (!step->input.is_private) {
        phone = phone_parse(value->word);
    }
    (void)kstr_copy(ret_text, text_size, phone.masked);
    kstr_wipe(&phone, sizeof phone);
}

static void show_input(const struct flow_step *step, const struct flow_value *value, enum lang lang,
                       char *ret_text, size_t text_size)
{
    if (flow_is_private(step)) {
        show_masked(step, value, ret_text, text_size);
    } else if (step->input.type == FLOW_INPUT_DATE) {
        show_date(value->number, ret_text, text_size);
    } else if (step->input.type == FLOW_INPUT_NUMBER) {
        show_number(step, value->number, lang, ret_text, text_size);
    } else {
        (void)kstr_copy(ret_text, text_size, value->word);
    }
}

/* Label of the choice whose id the value is. */
static const struct words *label_of(const struct flow_step *ask, const struct flow_value *value)
{
    uint8_t i = 0;
    while (!kstr_equal(ask->exit[i].id, value->word)) {
        i++;
        KASSERT(i < ask->exit_count);
    }
    return &ask->exit[i].label;
}

/* A value that no step of this flow asked for: given by the caller, or taken from a called flow. */
static void show_plain(const struct flow_value *value, enum lang lang, char *ret_text,
                       size_t text_size)
{
    if (value->type == FLOW_NUMBER) {
        (void)kstr_format(ret_text, text_size, "%" PRId64, value->number);
    } else if (value->type == FLOW_TRUTH) {
        show(value->number ? &word_yes : &word_no, lang, ret_text, text_size);
    } else {
        (void)kstr_copy(ret_text, text_size, value->word);
    }
}

void flow_value_text(const struct flow_step *step, const struct flow_value *value, enum lang lang,
                     char *ret_text, size_t text_size)
{
    KASSERT(value->type != FLOW_UNKNOWN);
    if (step && step->kind == FLOW_ASK) {
        show(label_of(step, value), lang, ret_text, text_size);
    } else if (step && step->kind == FLOW_INPUT) {
        show_input(step, value, lang, ret_text, text_size);
    } else if (step && step->kind == FLOW_SOLVED) {
        bool yes = kstr_equal(value->word, "yes");
        show(yes ? &word_yes : &word_no, lang, ret_text, text_size);
    } else {
        show_plain(value, lang, ret_text, text_size);
    }
}

void flow_answer_text(const struct flow_book *book, const struct flow_answer *answer,
                      enum lang lang, char *ret_text, size_t text_size)
{
    const struct flow_step *step = &book->chart[answer->flow].step[answer->step];
    if (step->kind == FLOW_TELL) {
        show(step->done.in[lang] ? &step->done : &word_next, lang, ret_text, text_size);
    } else if (step->kind == FLOW_ASK) {
        show(&step->exit[answer->exit].label, lang, ret_text, text_size);
    } else if (step->kind == FLOW_SOLVED) {
        show(answer->exit == 0 ? &word_yes : &word_no, lang, ret_text, text_size);
    } else if (step->kind == FLOW_INPUT && answer->exit == 1) {
        show(&word_given_up, lang, ret_text, text_size);
    } else {
        flow_value_text(step, &answer->value, lang, ret_text, text_size);
    }
}
