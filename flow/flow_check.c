/*
 * The door: a book that passes here is trusted by the engine ever after. One function per thing
 * that is checked; the sentence says what is wrong, the callers put step and flow before it.
 */
#include "flow_internal.h"

#include "kassert.h"
#include "kstr.h"
#include "text.h"

#include <string.h>

#define DAYS_MAX   36525                         /* a hundred years either way */
#define LENGTH_MAX ((LIMIT_FIELD_BYTES - 1) / 3) /* Hangul: 3 bytes a character */

/* What a kind must look like. */
struct kind_rule {
    uint8_t exit_min, exit_max;
    bool speaks;  /* has a text */
    bool may_fix; /* may be marked as an attempt to solve */
};

static const struct kind_rule rules[FLOW_KIND_COUNT] = {
    [FLOW_TELL] = {.exit_min = 1, .exit_max = 1, .speaks = true, .may_fix = true},
    [FLOW_ASK] = {.exit_min = 2, .exit_max = LIMIT_FLOW_CHOICES, .speaks = true, .may_fix = true},
    [FLOW_INPUT] = {.exit_min = 2, .exit_max = 2, .speaks = true},
    [FLOW_BRANCH] = {.exit_min = 1, .exit_max = LIMIT_FLOW_EXITS},
    [FLOW_CHECK] = {.exit_min = 3, .exit_max = 3, .speaks = true},
    [FLOW_CALL] = {.exit_min = 1, .exit_max = 1},
    [FLOW_AGAIN] = {.exit_min = 2, .exit_max = 2},
    [FLOW_SOLVED] = {.exit_min = 2, .exit_max = 2, .speaks = true},
    [FLOW_HAND_OVER] = {.exit_max = 0},
    [FLOW_END] = {.exit_max = 0},
};

/* ---- ids and texts ---- */

static bool id_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

static bool id_valid(const char *id)
{
    size_t len = 0;
    while (id && id_char(id[len])) {
        len++;
    }
    return len > 0 && len < LIMIT_ID_BYTES && id[len] == '\0';
}

/* A text of at most size bytes in every language, or (when it may be missing) in none. */
static enum kcode check_words(const struct words *words, bool needed, size_t size, struct kerr *err)
{
    int given = 0;
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        const char *text = words->in[lang];
        if (!text) {
            continue;
        }
        given++;
        if (text[0] == '\0' || strnlen(text, size) >= size || !utf8_valid(text)) {
            return kerr_fail(err, K_E_FORMAT, "text (%s): empty, not UTF-8 or over %zu bytes",
                             lang_name((enum lang)lang), size - 1);
        }
    }
    if (given != LANG_COUNT && (needed || given > 0)) {
        return kerr_fail(err, K_E_FORMAT, "text: in %d of %d languages", given, LANG_COUNT);
    }
    return K_OK;
}

/* ---- one step ---- */

/* Exit i of a step may lead to `to`. */
static bool target_fits(const struct flow_chart *chart, uint16_t at, uint8_t i, uint16_t to)
{
    enum flow_kind kind = chart->step[at].kind;
    if (to == FLOW_NO_STEP) {
        return (kind == FLOW_SOLVED && i == 0) || (kind == FLOW_INPUT && i == 1);
    }
    if (kind == FLOW_AGAIN && i == 0) {
        return to < at;
    }
    return to > at && to < chart->step_count;
}

static enum kcode check_exits(const struct flow_chart *chart, uint16_t at, struct kerr *err)
{
    const struct flow_step *step = &chart->step[at];
    const struct kind_rule *rule = &rules[step->kind];
    if (step->exit_count < rule->exit_min || step->exit_count > rule->exit_max) {
        return kerr_fail(err, K_E_FORMAT, "%d ways out, %d to %d are allowed", step->exit_count,
                         rule->exit_min, rule->exit_max);
    }
    for (uint8_t i = 0; i < step->exit_count; i++) {
        if (!target_fits(chart, at, i, step->exit[i].to)) {
            return kerr_fail(err, K_E_FORMAT,
                             "way %d leads to step %d: only `again` goes back, and every way must "
                             "lead somewhere",
                             i + 1, step->exit[i].to);
        }
    }
    return K_OK;
}

static enum kcode check_choice(const struct flow_step *ask, uint8_t at, struct kerr *err)
{
    const struct flow_exit *choice = &ask->exit[at];
    if (!id_valid(choice->id)) {
        return kerr_fail(err, K_E_FORMAT, "choice %d: not an id", at + 1);
    }
    for (uint8_t i = 0; i < at; i++) {
        if (kstr_equal(ask->exit[i].id, choice->id)) {
            return kerr_fail(err, K_E_FORMAT, "two choices are called '%s'", choice->id);
        }
    }
    if (check_words(&choice->label, true, LIMIT_LABEL_BYTES, err) != K_OK ||
        check_words(&choice->more, false, LIMIT_LABEL_BYTES, err) != K_OK) {
        return kerr_at(err, choice->id);
    }
    return K_OK;
}

static enum kcode check_ask(const struct flow_step *step, struct kerr *err)
{
    for (uint8_t i = 0; i < step->exit_count; i++) {
        if (check_choice(step, i, err) != K_OK) {
            return err->code;
        }
    }
    return K_OK;
}

static enum kcode check_input(const struct flow_step *step, struct kerr *err)
{
    if ((unsigned)step->input.type >= FLOW_INPUT_COUNT) {
        return kerr_fail(err, K_E_FORMAT, "input of an unknown type");
    }
    if (step->input.tries < 1 || step->input.tries > 9) {
        return kerr_fail(err, K_E_FORMAT, "%d tries, 1 to 9 are allowed", step->input.tries);
    }
    static const struct {
        int64_t min, max;
    } ranges[FLOW_INPUT_COUNT] = {
        [FLOW_INPUT_NUMBER] = {INT64_MIN, INT64_MAX}, [FLOW_INPUT_TEXT] = {0, LENGTH_MAX},
        [FLOW_INPUT_DATE] = {-DAYS_MAX, DAYS_MAX},    [FLOW_INPUT_PHONE] = {INT64_MIN, INT64_MAX},
        [FLOW_INPUT_CODE] = {0, LENGTH_MAX},
    };
    int64_t least = ranges[step->input.type].min;
    int64_t most = ranges[step->input.type].max;
    if (step->input.min > step->input.max || step->input.min < least || step->input.max > most) {
        return kerr_fail(err, K_E_FORMAT, "min and max: in order, from %lld to %lld",
                         (long long)least, (long long)most);
    }
    return check_words(&step->input.unit, false, LIMIT_LABEL_BYTES, err);
}

static enum kcode check_branch(const struct flow_chart *chart, const struct flow_step *step,
                               struct kerr *err)
{
    uint8_t last = (uint8_t)(step->exit_count - 1);
    if (step->exit[last].when.code_count != 0) {
        return kerr_fail(err, K_E_FORMAT, "branch: the last case must be else");
    }
    for (uint8_t i = 0; i < last; i++) {
        enum flow_type type = FLOW_UNKNOWN;
        if (flow_code_check(&step->exit[i].when, chart, &type, err) != K_OK) {
            return err->code;
        }
        if (type != FLOW_TRUTH) {
            return kerr_fail(err, K_E_FORMAT, "branch: case %d is no condition", i + 1);
        }
    }
    return K_OK;
}

static enum kcode check_check(const struct flow_step *step, struct kerr *err)
{
    if (!id_valid(step->check.question)) {
        return kerr_fail(err, K_E_FORMAT, "check: no question");
    }
    if (step->check.wait_s < 1 || step->check.wait_s > 20) {
        return kerr_fail(err, K_E_FORMAT, "check: wait 1 to 20 seconds, not %d",
                         step->check.wait_s);
    }
    if (step->check.answer_count == 0 || !step->check.answers) {
        return kerr_fail(err, K_E_FORMAT, "check: no answers");
    }
    for (uint8_t i = 0; i < step->check.answer_count; i++) {
        const char *word = step->check.answers[i];
        if (!id_valid(word) || kstr_equal(word, "offline") || kstr_equal(word, "failed")) {
            return kerr_fail(err, K_E_FORMAT, "check: answer %d is not an id, or is our own word",
                             i + 1);
        }
    }
    return K_OK;
}

static enum kcode check_gift(const struct flow_chart *chart, const struct flow_chart *called,
                             const struct flow_step *step, uint8_t at, struct kerr *err)
{
    const struct flow_gift *gift = &step->call.gift[at];
    enum flow_type type = FLOW_UNKNOWN;
    if (flow_code_check(&gift->value, chart, &type, err) != K_OK) {
        return err->code;
    }
    if (gift->var >= called->input_count || type != called->var[gift->var].type) {
        return kerr_fail(err, K_E_FORMAT, "give: value %d is not what '%s' takes", at + 1,
                         called->id);
    }
    for (uint8_t i = 0; i < at; i++) {
        if (step->call.gift[i].var == gift->var) {
            return kerr_fail(err, K_E_FORMAT, "give: '%s' twice", called->var[gift->var].name);
        }
    }
    return K_OK;
}

static enum kcode check_take(const struct flow_chart *chart, const struct flow_chart *called,
                             const struct flow_step *step, const struct flow_take *take,
                             struct kerr *err)
{
    if (take->output >= called->output_count || take->var >= chart->var_count) {
        return kerr_fail(err, K_E_FORMAT, "take: '%s' does not give this", called->id);
    }
    enum flow_type type = FLOW_UNKNOWN;
    if (flow_code_check(&called->output[take->output].value, called, &type, err) != K_OK) {
        return err->code;
    }
    const struct flow_var *var = &chart->var[take->var];
    if (var->type != type || var->step != step - chart->step) {
        return kerr_fail(err, K_E_FORMAT, "take: '%s' of '%s' is of another type or step",
                         called->output[take->output].name, called->id);
    }
    return K_OK;
}

static enum kcode check_call(const struct flow_book *book, const struct flow_chart *chart,
                             const struct flow_step *step, struct kerr *err)
{
    if (step->call.flow >= book->chart_count) {
        return kerr_fail(err, K_E_FORMAT, "call: no such flow");
    }
    const struct flow_chart *called = &book->chart[step->call.flow];
    if (step->call.gift_count != called->input_count ||
        step->call.take_count > LIMIT_FLOW_OUTPUTS) {
        return kerr_fail(err, K_E_FORMAT, "give: '%s' takes %d values, not %d", called->id,
                         called->input_count, step->call.gift_count);
    }
    for (uint8_t i = 0; i < step->call.gift_count; i++) {
        if (check_gift(chart, called, step, i, err) != K_OK) {
            return err->code;
        }
    }
    for (uint8_t i = 0; i < step->call.take_count; i++) {
        if (check_take(chart, called, step, &step->call.take[i], err) != K_OK) {
            return err->code;
        }
    }
    return K_OK;
}

/* What only steps of this kind have. */
static enum kcode check_kind(const struct flow_book *book, const struct flow_chart *chart,
                             const struct flow_step *step, struct kerr *err)
{
    switch (step->kind) {
    case FLOW_ASK:
        return check_ask(step, err);
    case FLOW_INPUT:
        return check_input(step, err);
    case FLOW_BRANCH:
        return check_branch(chart, step, err);
    case FLOW_CHECK:
        return check_check(step, err);
    case FLOW_CALL:
        return check_call(book, chart, step, err);
    case FLOW_AGAIN:
        return step->again.times >= 1 && step->again.times <= 9
                   ? K_OK
                   : kerr_fail(err, K_E_FORMAT, "again: 1 to 9 times, not %d", step->again.times);
    case FLOW_HAND_OVER:
        return id_valid(step->hand_over.reason)
                   ? K_OK
                   : kerr_fail(err, K_E_FORMAT, "hand_over: no reason");
    case FLOW_END:
        return (unsigned)step->end.outcome < FLOW_HANDED_OVER
                   ? K_OK
                   : kerr_fail(err, K_E_FORMAT, "end: unknown outcome");
    case FLOW_TELL:
    case FLOW_SOLVED:
    case FLOW_KIND_COUNT:
        break;
    }
    return K_OK;
}

static enum kcode check_step(const struct flow_book *book, const struct flow_chart *chart,
                             uint16_t at, struct kerr *err)
{
    const struct flow_step *step = &chart->step[at];
    if ((unsigned)step->kind >= FLOW_KIND_COUNT || (unsigned)step->needs >= LEVEL_COUNT) {
        return kerr_fail(err, K_E_FORMAT, "kind or level is unknown");
    }
    if (flow_find_step(chart, step->id) != at) {
        return kerr_fail(err, K_E_FORMAT, "another step has this id");
    }
    if (step->fix && !rules[step->kind].may_fix) {
        return kerr_fail(err, K_E_FORMAT, "fix: only a tell or an ask may be one");
    }
    bool sets = step->var != FLOW_NO_VAR;
    if (sets && (step->var >= chart->var_count || chart->var[step->var].step != at ||
                 chart->var[step->var].type != flow_answer_type(step))) {
        return kerr_fail(err, K_E_FORMAT, "its answer goes to a variable that is not its own");
    }
    if (check_exits(chart, at, err) != K_OK ||
        check_words(&step->text, rules[step->kind].speaks, LIMIT_TEXT_BYTES, err) != K_OK ||
        check_words(&step->more, false, LIMIT_TEXT_BYTES, err) != K_OK ||
        check_words(&step->done, false, LIMIT_LABEL_BYTES, err) != K_OK) {
        return err->code;
    }
    return check_kind(book, chart, step, err);
}

/* ---- one flow ---- */

static bool name_taken(const struct flow_chart *chart, uint16_t at)
{
    uint16_t other = 0;
    while (other < at && !kstr_equal(chart->var[other].name, chart->var[at].name)) {
        other++;
    }
    return other < at;
}

static enum kcode check_vars(const struct flow_chart *chart, struct kerr *err)
{
    for (uint16_t i = 0; i < chart->var_count; i++) {
        const struct flow_var *var = &chart->var[i];
        if (!var->name || var->type <= FLOW_UNKNOWN || (unsigned)var->type >= FLOW_TYPE_COUNT) {
            return kerr_fail(err, K_E_FORMAT, "variable %d has no name or no type", i);
        }
        bool is_input = i < chart->input_count;
        if (is_input ? var->step != FLOW_NO_STEP : var->step >= chart->step_count) {
            return kerr_fail(err, K_E_FORMAT, "variable '%s' belongs to no step", var->name);
        }
        if (name_taken(chart, i)) {
            return kerr_fail(err, K_E_FORMAT, "two variables are called '%s'", var->name);
        }
    }
    return K_OK;
}

static enum kcode check_outputs(const struct flow_chart *chart, struct kerr *err)
{
    for (uint8_t i = 0; i < chart->output_count; i++) {
        enum flow_type type = FLOW_UNKNOWN;
        if (!chart->output[i].name) {
            return kerr_fail(err, K_E_FORMAT, "output %d has no name", i + 1);
        }
        if (flow_code_check(&chart->output[i].value, chart, &type, err) != K_OK) {
            return kerr_at(err, chart->output[i].name);
        }
    }
    return K_OK;
}

/* The arrays are there and of allowed lengths: from here on they may be walked. */
static enum kcode check_sizes(const struct flow_chart *chart, struct kerr *err)
{
    bool steps = chart->step && chart->step_count >= 1 && chart->step_count <= LIMIT_FLOW_STEPS;
    bool vars = chart->var_count <= LIMIT_FLOW_VARS && (chart->var || chart->var_count == 0) &&
                chart->input_count <= LIMIT_FLOW_OUTPUTS && chart->input_count <= chart->var_count;
    bool outputs =
        chart->output_count <= LIMIT_FLOW_OUTPUTS && (chart->output || chart->output_count == 0);
    if (!steps || !vars || !outputs) {
        return kerr_fail(
            err, K_E_FORMAT,
            "%d steps, %d variables, %d inputs, %d outputs; allowed are %d, %d, %d, %d",
            chart->step_count, chart->var_count, chart->input_count, chart->output_count,
            LIMIT_FLOW_STEPS, LIMIT_FLOW_VARS, LIMIT_FLOW_OUTPUTS, LIMIT_FLOW_OUTPUTS);
    }
    for (uint16_t i = 0; i < chart->step_count; i++) {
        if (!id_valid(chart->step[i].id)) {
            return kerr_fail(err, K_E_FORMAT, "step %d: not an id", i + 1);
        }
    }
    return K_OK;
}

static enum kcode check_head(const struct flow_book *book, uint16_t at, struct kerr *err)
{
    const struct flow_chart *chart = &book->chart[at];
    if (flow_find(book, chart->id) != at) {
        return kerr_fail(err, K_E_FORMAT, "another flow has this id");
    }
    if ((unsigned)chart->needs >= LEVEL_COUNT) {
        return kerr_fail(err, K_E_FORMAT, "level is unknown");
    }
    if (check_words(&chart->title, true, LIMIT_LABEL_BYTES, err) != K_OK ||
        check_words(&chart->summary, false, LIMIT_TEXT_BYTES, err) != K_OK) {
        return err->code;
    }
    return check_sizes(chart, err);
}

static enum kcode check_chart(const struct flow_book *book, const struct flow_chart *chart,
                              struct kerr *err)
{
    for (uint16_t i = 0; i < chart->step_count; i++) {
        if (check_step(book, chart, i, err) != K_OK) {
            return kerr_at(err, chart->step[i].id);
        }
    }
    return check_outputs(chart, err);
}

/* ---- the book ---- */

/* All heads and variables before any step: a call looks into another flow. */
static enum kcode check_heads(const struct flow_book *book, struct kerr *err)
{
    if (book->chart_count > LIMIT_FLOWS || (!book->chart && book->chart_count > 0)) {
        return kerr_fail(err, K_E_FORMAT, "%d flows, %d are allowed", book->chart_count,
                         LIMIT_FLOWS);
    }
    for (uint16_t i = 0; i < book->chart_count; i++) {
        if (!id_valid(book->chart[i].id)) {
            return kerr_fail(err, K_E_FORMAT, "flow %d: not an id", i + 1);
        }
        if (check_head(book, i, err) != K_OK || check_vars(&book->chart[i], err) != K_OK) {
            return kerr_at(err, book->chart[i].id);
        }
    }
    return K_OK;
}

enum kcode flow_check(const struct flow_book *book, struct kerr *err)
{
    if (check_heads(book, err) != K_OK) {
        return err->code;
    }
    for (uint16_t i = 0; i < book->chart_count; i++) {
        if (check_chart(book, &book->chart[i], err) != K_OK) {
            return kerr_at(err, book->chart[i].id);
        }
    }
    return flow_check_moves(book, err);
}
