#include "visit_internal.h"

#include "kassert.h"
#include "kstr.h"

/* An article: its blocks, "did this help?", and the flow that leads through it. */

void visit_article_open(struct visit *visit, uint16_t index, struct visit_effects *effects)
{
    visit_push(visit, SCREEN_ARTICLE, index, effects);
    visit->reading.state = ARTICLE_WANTED;
    visit->reading.noted = false;
    visit->reading.since_mono_ms = visit->now_mono_ms;
    visit_deal_with(visit, (struct matter){MATTER_ARTICLE, index});
}

static uint16_t shown_article(const struct visit *visit)
{
    uint16_t index = (uint16_t)visit_page_arg(visit, SCREEN_ARTICLE);
    KASSERT(index < visit->content->article_count);
    return index;
}

static void show_block(const struct block *block, struct screen *screen)
{
    static const enum item_kind kind[BLOCK_KIND_COUNT] = {
        [BLOCK_HEADING] = ITEM_HEADING, [BLOCK_PARAGRAPH] = ITEM_TEXT,
        [BLOCK_BULLET] = ITEM_BULLET,   [BLOCK_NUMBERED] = ITEM_NUMBERED,
        [BLOCK_PICTURE] = ITEM_PICTURE,
    };
    struct screen_item *item = screen_add(screen, kind[block->kind], block->text);
    item->number = block->number;
    (void)kstr_copy(item->picture, sizeof(item->picture), block->picture);
}

static void show_ways_on(const struct visit *visit, const struct article_head *head,
                         struct screen *screen)
{
    if (head->flow != UINT16_MAX) {
        screen_button(screen, STYLE_MAIN, visit_say(visit, W_ARTICLE_FLOW), ACT_FLOW, head->flow);
    }
    screen_add(screen, ITEM_HEADING, visit_say(visit, W_ARTICLE_HELPED));
    screen_button(screen, STYLE_CARD, visit_say(visit, W_ARTICLE_YES), ACT_YES, 0);
    screen_button(screen, STYLE_CARD, visit_say(visit, W_ARTICLE_NO), ACT_NO, 0);
}

static void article_show(const struct visit *visit, struct screen *screen)
{
    const struct article_head *head = &visit->content->article[shown_article(visit)];
    screen_add(screen, ITEM_LEAD, visit_words(visit, &head->title));
    if (visit->reading.state == ARTICLE_MISSING) {
        screen_add(screen, ITEM_NOTE, visit_say(visit, W_ARTICLE_MISSING))->tone = TONE_CAREFUL;
        screen_button(screen, STYLE_MAIN, visit_say(visit, W_ASK_PERSON), ACT_PERSON, 0);
        return;
    }
    /* The ways on stand there from the start: a replay has no bodies, yet takes the same touches.
     */
    bool is_here = visit->reading.state == ARTICLE_READY && visit->reading.lang == visit->lang;
    if (!is_here) {
        screen_add(screen, ITEM_TEXT, visit_say(visit, W_ARTICLE_WAIT));
    }
    for (int i = 0; is_here && i < visit->reading.article.block_count && i < LIMIT_BLOCKS; i++) {
        show_block(&visit->reading.article.block[i], screen);
    }
    show_ways_on(visit, head, screen);
}

static void article_touch(struct visit *visit, struct action action, struct visit_effects *effects)
{
    if (action.verb == ACT_FLOW) {
        visit_flow_start(visit, (uint16_t)action.arg, effects);
    } else if (action.verb == ACT_YES) {
        visit->solved = 1;
        visit_finish(visit, effects);
    } else if (action.verb == ACT_NO) {
        visit->solved = 0;
        visit_push(visit, SCREEN_OFFER, OFFER_ARTICLE, effects);
    }
}

static void article_need(struct visit *visit, struct visit_effects *effects)
{
    bool is_here = visit->reading.state != ARTICLE_WANTED && visit->reading.lang == visit->lang;
    if (is_here) {
        return;
    }
    visit->reading.state = ARTICLE_ASKED;
    visit->reading.lang = visit->lang;
    visit_wish(effects, EFFECT_ARTICLE)->index = shown_article(visit);
}

void visit_article_note(struct visit *visit)
{
    if (!visit_has_page(visit, SCREEN_ARTICLE) || visit->reading.noted) {
        return;
    }
    visit->reading.noted = true;
    const struct article_head *head = &visit->content->article[shown_article(visit)];
    struct trail trail = {
        .kind = TRAIL_ARTICLE,
        .seconds = visit_seconds(visit->reading.since_mono_ms, visit->now_mono_ms),
        .at_wall_ms = visit->now_wall_ms,
    };
    (void)kstr_copy(trail.id, sizeof(trail.id), head->id);
    (void)kstr_copy(trail.prompt, sizeof(trail.prompt), visit_words(visit, &head->title));
    visit_trail_add(visit_trail(visit), &trail);
}

static void article_leave(struct visit *visit, struct visit_effects *effects)
{
    (void)effects;
    visit_article_note(visit);
}

void visit_article_came(struct visit *visit, const struct article *article)
{
    if (!visit_has_page(visit, SCREEN_ARTICLE) || visit->reading.state != ARTICLE_ASKED) {
        return;
    }
    if (article == NULL) {
        visit->reading.state = ARTICLE_MISSING;
    } else if (article->index == shown_article(visit)) {
        visit->reading.article = *article;
        visit->reading.state = ARTICLE_READY;
    }
}

const struct visit_ops visit_article_ops = {
    .bar = BAR_IN_VISIT,
    .show = article_show,
    .touch = article_touch,
    .need = article_need,
    .leave = article_leave,
};
