/* A visit whose wishes come true at once: the author is the customer and there is no world. */
#include "stage_internal.h"

#include "kassert.h"
#include "kstr.h"
#include "words.h"

#include <string.h>

#define WISHES_MAX 64 /* that follow from one touch */

/* ---- wishes ---- */

static bool answer_check(const struct stage *stage, const struct visit_effect *effect,
                         struct visit_event *ret_event)
{
    const struct flow_step *step = flow_step_now(&stage->visit.run);
    *ret_event = (struct visit_event){
        .kind = VISIT_ANSWER, .serial = effect->serial, .check = FLOW_CHECK_FAILED};
    if (step && step->kind == FLOW_CHECK && step->check.answer_count > 0) {
        ret_event->check = FLOW_CHECK_ANSWERED;
        (void)kstr_copy(ret_event->text, sizeof ret_event->text, step->check.answers[0]);
    }
    return true;
}

static bool answer_article(struct stage *stage, const struct visit_effect *effect,
                           struct visit_event *ret_event)
{
    struct kerr err = {0};
    enum kcode code =
        compile_article(stage->compile, effect->index, stage->visit.lang, &stage->article, &err);
    *ret_event = (struct visit_event){.kind = VISIT_ARTICLE,
                                      .article = code == K_OK ? &stage->article : NULL};
    return true;
}

static bool answer_accept(struct visit_event *ret_event)
{
    *ret_event = (struct visit_event){.kind = VISIT_ACCEPTED, .accepted = {.is_kept = true}};
    (void)kstr_copy(ret_event->accepted.id, sizeof ret_event->accepted.id,
                    "019aab00-0000-7000-8000-000000000001");
    return true;
}

/* False: nothing comes back. */
static bool answer(struct stage *stage, const struct visit_effect *effect,
                   struct visit_event *ret_event)
{
    static const struct found nothing = {.band = FOUND_NONE};
    switch (effect->kind) {
    case EFFECT_LOOK_UP:
        *ret_event = (struct visit_event){
            .kind = VISIT_CUSTOMER, .serial = effect->serial, .lookup = LOOKUP_UNKNOWN};
        return true;
    case EFFECT_CHECK:
        return answer_check(stage, effect, ret_event);
    case EFFECT_SEARCH:
        *ret_event = (struct visit_event){.kind = VISIT_FOUND, .found = &nothing};
        return true;
    case EFFECT_ARTICLE:
        return answer_article(stage, effect, ret_event);
    case EFFECT_ACCEPT:
        return answer_accept(ret_event);
    case EFFECT_REMEMBER:
    case EFFECT_COUNT_FLOW:
    case EFFECT_MISSED:
    case EFFECT_BEGIN:
    case EFFECT_WIPE:
    case EFFECT_KIND_COUNT:
        break;
    }
    return false;
}

/* ---- events ---- */

/* One event; its wishes are appended. */
static int take(struct stage *stage, struct visit_event *event, struct visit_effect *wishes,
                int count)
{
    struct visit_effects effects = {0};
    event->mono_ms = stage->mono_ms;
    event->wall_ms = stage->wall_ms;
    if (stage->watch) {
        stage->watch(stage->watch_user, &stage->visit, event);
    }
    visit_step(&stage->visit, event, &effects);
    for (int i = 0; i < effects.count && count < WISHES_MAX; i++) {
        wishes[count++] = effects.item[i];
    }
    return count;
}

void stage_event(struct stage *stage, struct visit_event *event)
{
    struct visit_effect wishes[WISHES_MAX];
    int count = take(stage, event, wishes, 0);
    for (int i = 0; i < count; i++) {
        struct visit_event answered;
        if (answer(stage, &wishes[i], &answered)) {
            count = take(stage, &answered, wishes, count);
        }
    }
}

void stage_begin(struct stage *stage, enum lang lang)
{
    static const struct visit_world world = {.hq_reachable = true, .printer = true};
    stage->site.lang = lang;
    stage->mono_ms = STAGE_MONO_MS;
    visit_init(&stage->visit, stage->content, &stage->site, &world);
}

void stage_touch(struct stage *stage, struct action action)
{
    stage->mono_ms += STAGE_ACT_MS;
    stage_event(stage, &(struct visit_event){.kind = VISIT_TOUCH, .action = action});
}

void stage_type(struct stage *stage, const char *text)
{
    struct visit_event event = {.kind = VISIT_FIELD};
    (void)kstr_copy(event.text, sizeof event.text, text);
    stage_event(stage, &event);
}

void stage_pass(struct stage *stage, int64_t ms)
{
    stage->mono_ms += ms;
    stage_event(stage, &(struct visit_event){.kind = VISIT_TICK});
}

/* A customer who stands further on in a flow has answers to look at. */
static void add_answers_way(const struct visit *visit, struct screen *screen)
{
    bool has = screen->kind == SCREEN_STEP || screen->kind == SCREEN_INPUT ||
               screen->kind == SCREEN_FLOW_END;
    if (has && visit->run.log_count == 0) {
        screen_button(screen, STYLE_QUIET, word_text(W_ANSWERS, visit->lang), ACT_ANSWERS, 0);
    }
}

/* A flow's step says only which picture it shows. */
static void name_picture(const struct stage *stage, struct screen_item *item, enum lang lang)
{
    size_t count = compile_picture_count(stage->compile);
    for (size_t i = 0; i < count; i++) {
        struct compile_picture picture = compile_picture(stage->compile, i);
        if (strcmp(picture.id, item->picture) == 0 && picture.alt.in[lang]) {
            (void)kstr_copy(item->text, sizeof item->text, picture.alt.in[lang]);
        }
    }
}

void stage_screen(struct stage *stage, struct screen *ret_screen)
{
    visit_screen(&stage->visit, ret_screen);
    if (stage->is_full) {
        add_answers_way(&stage->visit, ret_screen);
    }
    for (int i = 0; i < ret_screen->item_count; i++) {
        struct screen_item *item = &ret_screen->item[i];
        if (item->kind == ITEM_PICTURE && item->text[0] == '\0') {
            name_picture(stage, item, ret_screen->lang);
        }
    }
}

/* ---- the way to a person ---- */

/* A page on which a person is being arranged. */
static bool is_arranging(const struct screen *screen)
{
    switch ((int)screen->kind) {
    case SCREEN_CHANNEL:
    case SCREEN_CONTACT:
    case SCREEN_SLOT:
    case SCREEN_CONSENT:
    case SCREEN_NOT_SAVED: /* the number to call */
        return true;
    default:
        return false;
    }
}

/* Fewest touches that lead there from the page shown, after the touch of `action`. */
static int touches_after(struct stage *stage, struct action action, int most)
{
    struct screen *screen = &stage->screen;
    struct visit before = stage->visit;
    stage_touch(stage, action);
    visit_screen(&stage->visit, screen);
    int touches = is_arranging(screen) ? 1 : most + 1;
    for (int i = 0; most > 1 && touches > most && i < screen->item_count; i++) {
        if (screen->item[i].kind == ITEM_BUTTON) {
            int more = touches_after(stage, screen->item[i].action, 1);
            touches = more <= 1 ? 2 : touches;
            visit_screen(&stage->visit, screen);
        }
    }
    stage->visit = before;
    return touches;
}

int stage_touches_to_person(struct stage *stage, int most)
{
    visit_screen(&stage->visit, &stage->screen);
    return is_arranging(&stage->screen)
               ? 0
               : touches_after(stage, (struct action){.verb = ACT_PERSON}, most);
}
