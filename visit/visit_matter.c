#include "visit_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

/* What the customer deals with (a flow or an article), and what was tried. */

struct matter visit_find_matter(const struct visit *visit, enum matter_kind kind, const char *id)
{
    const struct content *content = visit->content;
    struct matter none = {MATTER_NONE, 0};
    if (kind == MATTER_FLOW) {
        uint16_t flow = flow_find(&content->book, id);
        return flow == UINT16_MAX ? none : (struct matter){MATTER_FLOW, flow};
    }
    for (int i = 0; kind == MATTER_ARTICLE && i < content->article_count; i++) {
        if (strcmp(content->article[i].id, id) == 0) {
            return (struct matter){MATTER_ARTICLE, (uint16_t)i};
        }
    }
    return none;
}

const char *visit_matter_id(const struct visit *visit, struct matter matter)
{
    KASSERT(matter.kind != MATTER_NONE);
    return matter.kind == MATTER_FLOW ? visit->content->book.chart[matter.index].id
                                      : visit->content->article[matter.index].id;
}

const char *visit_matter_title(const struct visit *visit, struct matter matter)
{
    KASSERT(matter.kind != MATTER_NONE);
    return visit_words(visit, matter.kind == MATTER_FLOW
                                  ? &visit->content->book.chart[matter.index].title
                                  : &visit->content->article[matter.index].title);
}

static const char *matter_icon(const struct visit *visit, struct matter matter)
{
    if (matter.kind == MATTER_ARTICLE) {
        return "book"; /* all alike, so that reading and doing are told apart before a word is read
                        */
    }
    const char *icon = visit->content->book.chart[matter.index].icon;
    return icon == NULL || icon[0] == '\0' ? "settings" : icon;
}

/* "모뎀과 선을 차례로 살펴봅니다. 약 6분" */
static void matter_detail(const struct visit *visit, struct matter matter, char *ret_text,
                          size_t size)
{
    if (matter.kind == MATTER_ARTICLE) {
        (void)kstr_copy(ret_text, size,
                        visit_words(visit, &visit->content->article[matter.index].summary));
        return;
    }
    const struct flow_chart *chart = &visit->content->book.chart[matter.index];
    (void)kstr_copy(ret_text, size, visit_words(visit, &chart->summary));
    if (chart->minutes > 0) {
        char number[8];
        char minutes[LIMIT_LABEL_BYTES];
        (void)kstr_format(number, sizeof(number), "%u", (unsigned)chart->minutes);
        struct word_value value = {"minutes", number};
        visit_fill(visit, W_MINUTES, &value, 1, minutes, sizeof(minutes));
        (void)kstr_append(ret_text, size, ret_text[0] == '\0' ? "" : " ");
        (void)kstr_append(ret_text, size, minutes);
    }
}

struct screen_item *visit_show_matter(const struct visit *visit, struct screen *screen,
                                      struct matter matter)
{
    struct screen_item *item =
        screen_button(screen, STYLE_CARD, visit_matter_title(visit, matter),
                      matter.kind == MATTER_FLOW ? ACT_FLOW : ACT_ARTICLE, matter.index);
    matter_detail(visit, matter, item->detail, sizeof(item->detail));
    (void)kstr_copy(item->icon, sizeof(item->icon), matter_icon(visit, matter));
    return item;
}

void visit_open_matter(struct visit *visit, struct matter matter, struct visit_effects *effects)
{
    KASSERT(matter.kind != MATTER_NONE);
    if (matter.kind == MATTER_FLOW) {
        visit_flow_start(visit, matter.index, effects);
    } else {
        visit_article_open(visit, matter.index, effects);
    }
}

void visit_open_touched(struct visit *visit, struct action action, struct visit_effects *effects)
{
    KASSERT(action.verb == ACT_FLOW || action.verb == ACT_ARTICLE);
    enum matter_kind kind = action.verb == ACT_FLOW ? MATTER_FLOW : MATTER_ARTICLE;
    visit_open_matter(visit, (struct matter){kind, (uint16_t)action.arg}, effects);
}

struct matter visit_matter(const struct visit *visit)
{
    return (struct matter){visit->matter, visit->matter_index};
}

void visit_deal_with(struct visit *visit, struct matter matter)
{
    visit->matter = matter.kind;
    visit->matter_index = matter.index;
    visit->solved = -1;
}

/* ---- the trail ---- */

uint16_t visit_seconds(int64_t from_mono_ms, int64_t until_mono_ms)
{
    int64_t seconds = (until_mono_ms - from_mono_ms) / 1000;
    if (seconds < 0) {
        return 0; /* the kiosk was restarted in between */
    }
    return seconds > UINT16_MAX ? UINT16_MAX : (uint16_t)seconds;
}

void visit_trail_add(struct trail_list list, const struct trail *trail)
{
    if (*list.count == LIMIT_VISIT_TRAIL) {
        memmove(&list.item[0], &list.item[1], (LIMIT_VISIT_TRAIL - 1) * sizeof(list.item[0]));
        (*list.count)--;
    }
    list.item[(*list.count)++] = *trail;
}

struct trail_list visit_trail(struct visit *visit)
{
    return (struct trail_list){visit->trail, &visit->trail_count};
}

/* The agent reads the number in the sealed document: it was given to be rung. What is private stays
 * unsaid there, too. */
static void answer_for_agent(const struct visit *visit, const struct flow_step *step,
                             const struct flow_answer *answer, struct trail *trail)
{
    trail->phone = answer->exit == 0 && flow_is_private(step) && !step->input.is_private;
    if (trail->phone) {
        (void)kstr_copy(trail->answer, sizeof(trail->answer), answer->value.word);
    } else {
        flow_answer_text(visit->run.book, answer, visit->lang, trail->answer,
                         sizeof(trail->answer));
    }
}

static void trail_answer(const struct visit *visit, const struct flow_answer *answer,
                         struct trail_list list)
{
    const struct flow_chart *chart = &visit->run.book->chart[answer->flow];
    const struct flow_step *step = &chart->step[answer->step];
    struct trail trail = {
        .kind = TRAIL_STEP,
        .fix = step->fix,
        .wrong = answer->wrong,
        .seconds = visit_seconds(answer->shown_mono_ms, answer->answered_mono_ms),
        .at_wall_ms = visit->now_wall_ms - (visit->now_mono_ms - answer->answered_mono_ms),
    };
    (void)kstr_format(trail.id, sizeof(trail.id), "%s/%s", chart->id, step->id);
    visit_render(visit, &step->text, trail.prompt, sizeof(trail.prompt));
    answer_for_agent(visit, step, answer, &trail);
    visit_trail_add(list, &trail);
}

/* The input stood on, when what was typed was wrong and nothing right came after it. */
static void tried_in_vain(const struct visit *visit, struct trail_list list)
{
    const struct flow_run *run = &visit->run;
    if (flow_wrong_tries(run) == 0) {
        return;
    }
    const struct flow_frame *frame = &run->frame[run->depth - 1];
    const struct flow_answer none = {.flow = frame->flow,
                                     .step = frame->step,
                                     .exit = 1, /* given up */
                                     .shown_mono_ms = run->shown_mono_ms,
                                     .answered_mono_ms = visit->now_mono_ms,
                                     .wrong = flow_wrong_tries(run)};
    trail_answer(visit, &none, list);
}

void visit_trail_run(const struct visit *visit, struct trail_list list)
{
    for (int i = 0; i < visit->run.log_count; i++) {
        trail_answer(visit, &visit->run.log[i], list);
    }
    tried_in_vain(visit, list);
}
