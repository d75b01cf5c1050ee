/* One process's share: each of its pages, look by look. */
#include "fit_internal.h"

#include "kstr.h"

#include <string.h>
#include <unistd.h>

#define TOUCHES_MOST 2

const struct panel fit_panels[FIT_PANELS] = {{1080, 1920, 0.248}, {1920, 1080, 0.248}};
const int fit_sizes[FIT_SIZES] = {100, 150, 200};

int fit_item_count(const struct content *content)
{
    return content->book.chart_count + content->article_count;
}

struct stage_spot fit_item(const struct content *content, int item)
{
    bool is_article = item >= content->book.chart_count;
    int index = is_article ? item - content->book.chart_count : item;
    return (struct stage_spot){.is_article = is_article, .index = (uint16_t)index};
}

/* What is being laid out. */
struct bench {
    const struct fit_worker *worker;
    struct ui *ui;
    int look;
    int item;
    struct stage_spot spot;
    enum lang lang;
    enum stage_dress dress;
    bool of_all; /* what is found is the same in every look */
    int screens, pages;
    struct screen screen;
};

static bool tell(const struct fit_worker *worker, const struct fit_news *news)
{
    const char *at = (const char *)news;
    size_t left = sizeof *news;
    while (left > 0) {
        ssize_t wrote = write(worker->pipe, at, left);
        if (wrote <= 0) {
            return false; /* nobody listens any more */
        }
        at += wrote;
        left -= (size_t)wrote;
    }
    return true;
}

static struct fit_news news_of(const struct bench *bench, enum fit_news_kind kind)
{
    struct fit_news news;
    memset(&news, 0, sizeof news);
    news.kind = kind;
    news.item = bench->item;
    news.look = bench->look;
    return news;
}

static int touches_most(const struct fit_work *work)
{
    return work->touches_most > 0 ? work->touches_most : TOUCHES_MOST;
}

static void tell_finding(const struct bench *bench, enum fit_problem problem, const char *label,
                         int label_len)
{
    struct fit_news news = news_of(bench, NEWS_FINDING);
    news.finding.problem = problem;
    news.finding.spot = bench->spot;
    news.finding.lang = bench->lang;
    news.finding.looks = bench->of_all ? 0 : 1U << bench->look;
    news.finding.number = touches_most(bench->worker->work);
    (void)kstr_format(news.finding.label, sizeof news.finding.label, "%.*s", label_len, label);
    (void)tell(bench->worker, &news);
}

/* ---- layout ---- */

static void take_fault(void *user, const struct ui_fault *fault)
{
    static const enum fit_problem problem[VIEW_FAULT_COUNT] = {
        [FAULT_CLIPPED] = FIT_CLIPPED, [FAULT_BEYOND] = FIT_NO_ROOM, [FAULT_SMALL] = FIT_SMALL,
        [FAULT_OVERLAP] = FIT_NO_ROOM, [FAULT_NEAR] = FIT_NO_ROOM,   [FAULT_LOST] = FIT_LOST,
        [FAULT_PICTURE] = FIT_PICTURE};
    static const char *const ours[] = {"key", "pager", "place", "bar", "person", "header"};
    const struct bench *bench = user;
    if (fault->fault == FAULT_PICTURE && bench->dress == STAGE_WRONG) {
        return; /* it was there before something wrong was typed */
    }
    bool is_ours = fault->label_len == 0;
    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++) {
        is_ours = is_ours || strcmp(fault->role, ours[i]) == 0;
    }
    const char *label =
        is_ours ? bench->screen.item[0].text : fault->label; /* the author's words */
    int len = is_ours ? (int)strlen(label) : fault->label_len;
    tell_finding(bench, problem[fault->fault], label, len);
}

static void try_page(struct bench *bench, enum stage_dress dress)
{
    struct stage *stage = bench->worker->stage;
    bench->dress = dress;
    stage_put(stage, &bench->spot, bench->lang, dress);
    stage_screen(stage, &bench->screen);
    bench->pages += ui_try(bench->ui, &bench->screen, take_fault, bench);
    bench->screens++;
}

/* ---- people ---- */

/* The same in every look: asked in the first one. */
static void try_person(struct bench *bench)
{
    int most = touches_most(bench->worker->work);
    if (bench->look != 0 || bench->lang != LANG_KO) {
        return;
    }
    bench->of_all = true;
    if (bench->screen.bar[BAR_PERSON].action.verb != ACT_PERSON) {
        tell_finding(bench, FIT_NO_PERSON, "", 0);
    } else if (stage_touches_to_person(bench->worker->stage, most) > most) {
        tell_finding(bench, FIT_PERSON_FAR, "", 0);
    }
    bench->of_all = false;
}

/* ---- a flow, an article ---- */

static void try_spot(struct bench *bench, bool is_input)
{
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        bench->lang = (enum lang)lang;
        try_page(bench, STAGE_LONGEST);
        try_person(bench);
        if (is_input) {
            try_page(bench, STAGE_WRONG);
        }
    }
}

static void try_flow(struct bench *bench)
{
    const struct content *content = stage_content(bench->worker->stage);
    const struct flow_chart *chart = &content->book.chart[bench->spot.index];
    for (uint16_t step = 0; step < chart->step_count; step++) {
        bench->spot.step = step;
        if (stage_shows(&chart->step[step])) {
            try_spot(bench, chart->step[step].kind == FLOW_INPUT);
        }
    }
}

/* What has errors is not laid out: they come first. */
static bool is_sound(const struct bench *bench)
{
    const struct compile *compile = stage_compile(bench->worker->stage);
    return bench->spot.is_article ? compile_article_sound(compile, bench->spot.index)
                                  : compile_flow_sound(compile, bench->spot.index);
}

static bool try_item(struct bench *bench)
{
    struct fit_news news = news_of(bench, NEWS_BEGIN);
    if (!tell(bench->worker, &news)) {
        return false;
    }
    bench->spot = fit_item(stage_content(bench->worker->stage), bench->item);
    bench->screens = 0;
    bench->pages = 0;
    if (is_sound(bench) && bench->spot.is_article) {
        try_spot(bench, false);
    } else if (is_sound(bench)) {
        try_flow(bench);
    }
    news = news_of(bench, NEWS_DONE);
    news.screens = bench->screens;
    news.pages = bench->pages;
    return tell(bench->worker, &news);
}

/* Every item of this worker in one look. */
static bool try_look(struct bench *bench)
{
    const struct fit_worker *worker = bench->worker;
    int count = fit_item_count(stage_content(worker->stage));
    int mine = 0;
    for (bench->item = 0; bench->item < count; bench->item++) {
        if (worker->work->skip && worker->work->skip[bench->item]) {
            continue;
        }
        bool done = bench->look == worker->look && bench->item < worker->item;
        if (mine++ % worker->count == worker->number && !done && !try_item(bench)) {
            return false;
        }
    }
    return true;
}

static enum kcode try_panel(struct bench *bench, int panel, struct kerr *err)
{
    const struct stage_glass glass = {.panel = fit_panels[panel]};
    K_CLEANUP(ui_close) struct ui *ui = NULL;
    if (stage_glass(bench->worker->stage, &glass, &ui, err) != K_OK) {
        return err->code;
    }
    bench->ui = ui;
    for (int size = 0; size < FIT_SIZES; size++) {
        bench->look = panel * FIT_SIZES + size;
        if (bench->look < bench->worker->look) {
            continue;
        }
        ui_set_look(ui, &(struct ui_look){.size = fit_sizes[size]});
        if (!try_look(bench)) {
            return kerr_fail(err, K_E_IO, "the work was broken off");
        }
    }
    return K_OK;
}

int fit_work_run(const struct fit_worker *worker)
{
    static struct bench bench;
    bench.worker = worker;
    struct kerr err = {0};
    enum kcode code = K_OK;
    for (int panel = 0; code == K_OK && panel < FIT_PANELS; panel++) {
        code = try_panel(&bench, panel, &err);
    }
    if (code != K_OK) {
        struct fit_news news = news_of(&bench, NEWS_FAILED);
        (void)kstr_copy(news.error, sizeof news.error, err.text);
        (void)tell(worker, &news);
        return 1;
    }
    return 0;
}
