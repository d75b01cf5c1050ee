/*
 * A page as if a customer stood there: the run is made by hand, every placeholder filled with the
 * longest that it can hold. Nothing is gone on from here, so no way has to lead here.
 */
#include "stage_internal.h"

#include "kassert.h"
#include "kcivil.h"
#include "kstr.h"
#include "text.h"
#include "words.h"

#include <inttypes.h>
#include <string.h>

/* The longest that a customer is called, and what somebody types when there is room for it. */
static const char *const longest_name[LANG_COUNT] = {
    [LANG_KO] = "박하늘별님구름햇님보다사", [LANG_EN] = "Bartholomew Kim-Fitzgerald"};
static const char *const long_text[LANG_COUNT] = {
    [LANG_KO] = "현관 옆 신발장 위의 공유기에서 가끔 소리가 납니다",
    [LANG_EN] = "The router on the shelf by the door makes a noise"};

enum { TEXT_CHARS_MAX = 60, WORD_CHARS = 12 };

bool stage_shows(const struct flow_step *step)
{
    return step->kind != FLOW_BRANCH && step->kind != FLOW_CALL && step->kind != FLOW_AGAIN;
}

/* ---- the longest values ---- */

static struct flow_value word_value(const char *word)
{
    struct flow_value value = {.type = FLOW_WORD};
    (void)kstr_copy(value.word, sizeof value.word, word);
    return value;
}

/* The first `chars` characters of a long text. */
static struct flow_value text_value(enum lang lang, int64_t chars)
{
    struct flow_value value = {.type = FLOW_WORD};
    const char *from = long_text[lang];
    size_t bytes = 0;
    for (int64_t i = 0; i < chars && from[bytes] != '\0'; i++) {
        bytes++;
        while (((unsigned char)from[bytes] & 0xc0U) == 0x80U) {
            bytes++;
        }
    }
    (void)kstr_format(value.word, sizeof value.word, "%.*s", (int)bytes, from);
    return value;
}

static struct flow_value longest_choice(const struct flow_step *step, enum lang lang)
{
    uint8_t best = 0;
    size_t most = 0;
    for (uint8_t i = 0; i < step->exit_count; i++) {
        const char *label = step->exit[i].label.in[lang];
        size_t chars = label ? utf8_count(label) : 0;
        best = chars > most ? i : best;
        most = chars > most ? chars : most;
    }
    return word_value(step->exit[best].id ? step->exit[best].id : "");
}

static struct flow_value longest_answer(const struct flow_step *step)
{
    const char *best = "";
    for (uint8_t i = 0; i < step->check.answer_count; i++) {
        best = strlen(step->check.answers[i]) > strlen(best) ? step->check.answers[i] : best;
    }
    return word_value(best);
}

/* As many digits as a code has. */
static struct flow_value code_value(int64_t digits)
{
    struct flow_value value = {.type = FLOW_WORD};
    for (int64_t i = 0; i < digits && i < TEXT_CHARS_MAX; i++) {
        value.word[i] = '8';
    }
    return value;
}

static struct flow_value longest_input(const struct flow_step *step, enum lang lang, int64_t today)
{
    bool low = step->input.min < 0 && -step->input.min * 10 > step->input.max;
    int64_t number = low ? step->input.min : step->input.max;
    switch (step->input.type) {
    case FLOW_INPUT_NUMBER:
        return (struct flow_value){.type = FLOW_NUMBER, .number = number};
    case FLOW_INPUT_DATE:
        return (struct flow_value){.type = FLOW_NUMBER, .number = today + number};
    case FLOW_INPUT_TEXT:
        return text_value(lang, step->input.max > 0 ? step->input.max : TEXT_CHARS_MAX);
    case FLOW_INPUT_PHONE:
        return word_value("+821012345678");
    case FLOW_INPUT_CODE:
        return code_value(step->input.max);
    case FLOW_INPUT_COUNT:
        break;
    }
    return word_value("");
}

static struct flow_value longest_of(const struct flow_chart *chart, const struct flow_var *var,
                                    enum lang lang, int64_t today)
{
    const struct flow_step *step = var->step == FLOW_NO_STEP ? NULL : &chart->step[var->step];
    if (step && step->kind == FLOW_ASK) {
        return longest_choice(step, lang);
    }
    if (step && step->kind == FLOW_INPUT) {
        return longest_input(step, lang, today);
    }
    if (step && step->kind == FLOW_CHECK) {
        return longest_answer(step);
    }
    switch (var->type) { /* out of another flow */
    case FLOW_NUMBER:
        return (struct flow_value){.type = FLOW_NUMBER, .number = 999999};
    case FLOW_TRUTH:
        return (struct flow_value){.type = FLOW_TRUTH, .number = 1};
    case FLOW_WORD:
    case FLOW_UNKNOWN:
    case FLOW_TYPE_COUNT:
        break;
    }
    return text_value(lang, WORD_CHARS);
}

/* ---- who stands there ---- */

static void dress(struct stage *stage, enum lang lang)
{
    struct visit *visit = &stage->visit;
    struct profile *profile = &visit->profile;
    (void)kstr_copy(profile->ref, sizeof profile->ref, "C-1");
    (void)kstr_copy(profile->name, sizeof profile->name, longest_name[lang]);
    profile->lang = lang;
    profile->level = LEVEL_CHANGE;
    visit->known = KNOWN_TOKEN;
}

void stage_home(struct stage *stage, enum lang lang, enum stage_dress how)
{
    stage_begin(stage, lang);
    stage_touch(stage, (struct action){.verb = ACT_START});
    stage_touch(stage, (struct action){.verb = ACT_GUEST});
    if (how != STAGE_PLAIN) {
        dress(stage, lang);
    }
    stage->visit.lang = lang;
    stage->is_full = false;
}

/* ---- a step ---- */

static void put_run(struct stage *stage, const struct stage_spot *spot, enum stage_dress how)
{
    struct visit *visit = &stage->visit;
    struct flow_run *run = &visit->run;
    const struct flow_chart *chart = &stage->content->book.chart[spot->index];
    const struct flow_step *step = &chart->step[spot->step];
    struct kcivil at = kcivil_from_ms(stage->wall_ms, stage->content->utc_offset_min);
    int64_t today = kcivil_days(at.year, at.month, at.day);
    memset(run, 0, sizeof *run);
    run->book = &stage->content->book;
    run->root = spot->index;
    run->depth = 1;
    run->shown_mono_ms = stage->mono_ms;
    run->frame[0].flow = spot->index;
    run->frame[0].step = spot->step;
    run->start.value[FLOW_FACT_TODAY] = today;
    for (uint16_t i = 0; how != STAGE_PLAIN && i < chart->var_count; i++) {
        run->frame[0].var[i] = longest_of(chart, &chart->var[i], visit->lang, today);
    }
    if (step->kind == FLOW_INPUT) {
        run->tries_left = step->input.tries;
    }
    if (step->kind == FLOW_END || step->kind == FLOW_HAND_OVER) {
        run->at = FLOW_AT_END;
        run->outcome = step->kind == FLOW_END ? step->end.outcome : FLOW_HANDED_OVER;
        run->end_flow = spot->index;
        run->end_step = spot->step;
    }
    visit->run_open = true;
    visit->check_asked = true; /* and waits */
    visit->check_until_mono_ms = INT64_MAX;
}

void stage_page(struct stage *stage, enum screen_kind kind, uint16_t index)
{
    struct visit *visit = &stage->visit;
    KASSERT(visit->page_count < VISIT_PAGES);
    visit->page[visit->page_count++] = (struct visit_page){.kind = kind, .arg = (int16_t)index};
    visit->serial++;
    visit->field_serial++;
    visit->matter = kind == SCREEN_ARTICLE ? MATTER_ARTICLE : MATTER_FLOW;
    visit->matter_index = index;
}

/* The longest that may be typed here, and wrong. */
static void put_wrong(struct stage *stage, const struct stage_spot *spot)
{
    struct visit *visit = &stage->visit;
    const struct flow_step *step = &stage->content->book.chart[spot->index].step[spot->step];
    struct flow_value value = longest_input(step, visit->lang, 0);
    if (value.type == FLOW_NUMBER) {
        (void)kstr_format(visit->field, sizeof visit->field, "%" PRId64,
                          step->input.type == FLOW_INPUT_DATE ? 20261123 : value.number);
    } else {
        (void)kstr_copy(visit->field, sizeof visit->field, value.word);
    }
    visit->field_wrong = true;
    visit->run.tries_left = step->input.tries > 1 ? (uint8_t)(step->input.tries - 1) : 1;
}

/* ---- an article ---- */

void stage_put_article(struct stage *stage, uint16_t article)
{
    struct visit *visit = &stage->visit;
    struct kerr err = {0};
    stage_page(stage, SCREEN_ARTICLE, article);
    visit->reading.since_mono_ms = stage->mono_ms;
    visit->reading.lang = visit->lang;
    visit->reading.state = ARTICLE_MISSING;
    if (compile_article(stage->compile, article, visit->lang, &visit->reading.article, &err) ==
        K_OK) {
        visit->reading.state = ARTICLE_READY;
    }
}

void stage_put(struct stage *stage, const struct stage_spot *spot, enum lang lang,
               enum stage_dress how)
{
    stage_home(stage, lang, how);
    if (how != STAGE_PLAIN) {
        stage->is_full = true;
        stage->visit.world.hq_reachable = false;
        stage->visit.world.missing = MISSING_HEADQUARTERS;
    }
    if (spot->is_article) {
        KASSERT(spot->index < stage->content->article_count);
        stage_put_article(stage, spot->index);
        return;
    }
    KASSERT(spot->index < stage->content->book.chart_count);
    KASSERT(spot->step < stage->content->book.chart[spot->index].step_count);
    put_run(stage, spot, how);
    stage_page(stage, SCREEN_STEP, spot->index);
    if (how == STAGE_WRONG) {
        put_wrong(stage, spot);
    }
}

bool stage_spot_now(const struct stage *stage, struct stage_spot *ret_spot)
{
    const struct visit *visit = &stage->visit;
    if (!visit->running || visit->page_count == 0) {
        return false;
    }
    const struct visit_page *page = &visit->page[visit->page_count - 1];
    if (page->kind == SCREEN_ARTICLE) {
        *ret_spot = (struct stage_spot){.is_article = true, .index = (uint16_t)page->arg};
        return true;
    }
    if (page->kind != SCREEN_STEP || !visit->run_open) {
        return false;
    }
    const struct flow_run *run = &visit->run;
    const struct flow_frame *frame = &run->frame[run->depth - 1];
    bool ended = run->at == FLOW_AT_END;
    *ret_spot = (struct stage_spot){.index = ended ? run->end_flow : frame->flow,
                                    .step = ended ? run->end_step : frame->step};
    return ret_spot->step != FLOW_NO_STEP;
}
