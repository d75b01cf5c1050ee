/* The loop: input to the visit, saved files to another stage, the screen to the glass. */
#include "preview_internal.h"

#include "content_check.h"

#include "kassert.h"
#include "kstr.h"
#include "ksys.h"

#include <stdlib.h>
#include <string.h>

#define LOOK_MS  200 /* between two looks at the files */
#define EVENTS   16
#define PATIENCE 1000 /* ms; a page that waits for headquarters is seen that long */

/* ---- the glass ---- */

static enum kcode fetch(void *user, const char *id, struct kbuf *buf, struct kerr *err)
{
    return stage_picture(((struct preview *)user)->stage, id, buf, err);
}

static bool fetch_size(void *user, const char *id, int *ret_w, int *ret_h)
{
    return stage_picture_size(((struct preview *)user)->stage, id, ret_w, ret_h);
}

enum kcode preview_reopen(struct preview *p, struct kerr *err)
{
    const struct content *content = stage_content(p->stage);
    const struct ui_config config = {.panel = p->config.glass.panel,
                                     .look = p->config.glass.look,
                                     .headless = !p->config.glass.window,
                                     .still = true,
                                     .primary = content->primary,
                                     .on_primary = content->on_primary,
                                     .accent = content->accent,
                                     .picture = fetch,
                                     .picture_size = fetch_size,
                                     .picture_user = p};
    ui_close(&p->ui);
    return ui_open(&config, &p->ui, err);
}

static void show(struct preview *p)
{
    stage_screen(p->stage, &p->screen);
    ui_note(p->ui, p->note);
    ui_show(p->ui, &p->screen, ksys_mono_ms());
}

/* ---- the sources ---- */

static const struct diag *first_of(const struct source *source, enum diag_severity severity)
{
    for (size_t i = 0; i < source->diag_count; i++) {
        if (diag_rule(source->diag[i].code)->severity == severity) {
            return &source->diag[i];
        }
    }
    return NULL;
}

/* The strip: how much is wrong, and the first of the worst. */
static void make_note(struct preview *p, struct compile *compile, bool is_shown)
{
    static const char *const kept[LANG_COUNT] = {
        [LANG_KO] = "반영하지 않음: ", [LANG_EN] = "not shown: "};
    static const char *const words[LANG_COUNT][2] = {
        [LANG_KO] = {"오류", "경고"}, [LANG_EN] = {"errors", "warnings"}};
    struct source *source = compile_source(compile);
    enum lang lang = p->config.lang;
    char line[DIAG_LINE_BYTES];
    source_sort(source);
    const struct diag *worst = first_of(source, DIAG_ERROR);
    worst = worst ? worst : first_of(source, DIAG_WARNING);
    p->note[0] = '\0';
    if (worst) {
        diag_line(worst, lang, line);
        (void)kstr_format(p->note, sizeof p->note, "%s%s %zu, %s %zu\n%s",
                          is_shown ? "" : kept[lang], words[lang][0], source->count[DIAG_ERROR],
                          words[lang][1], source->count[DIAG_WARNING], line);
    }
}

/* Every rule but the fit, which takes too long to wait for. */
static void check(struct preview *p, struct compile *compile)
{
    const struct check_options options = {.lang = p->config.lang, .no_fit = true};
    struct check_counts counts;
    struct kerr err = {0};
    if (check_run(compile, &options, &counts, &err) != K_OK) {
        (void)kstr_copy(p->note, sizeof p->note, err.text);
        return;
    }
    make_note(p, compile, true);
}

static bool other_brand(const struct content *a, const struct content *b)
{
    return a->primary != b->primary || a->on_primary != b->on_primary || a->accent != b->accent;
}

/* These sources are good: the visit goes on with them. */
static enum kcode take_over(struct preview *p, struct compile **compile, struct kerr *err)
{
    struct stage *stage = NULL;
    if (stage_open(*compile, &stage, err) != K_OK) {
        return err->code;
    }
    check(p, *compile);
    bool repaint = !p->ui || other_brand(stage_content(stage), stage_content(p->stage));
    if (p->stage) {
        (void)stage_follow(stage, p->stage);
    }
    trial_recorder_close(&p->recorder); /* it reads the content that goes */
    stage_close(&p->stage);
    compile_close(&p->compile);
    p->stage = stage;
    p->compile = *compile;
    *compile = NULL;
    preview_record_begin(p);
    p->counts.good++;
    if (repaint) {
        return preview_reopen(p, err);
    }
    ui_forget_pictures(p->ui);
    return K_OK;
}

/* Read the folder. What cannot be shown is told in the strip, and what was there stays. */
static enum kcode reload(struct preview *p, struct kerr *err)
{
    K_CLEANUP(compile_close) struct compile *compile = NULL;
    p->seen = watch_mark(p->config.dir);
    if (compile_open(p->config.dir, &compile, err) != K_OK) {
        return err->code;
    }
    if (compile_errors(compile, err) != K_OK) {
        p->counts.broken++;
        make_note(p, compile, false);
        return err->code;
    }
    return take_over(p, &compile, err);
}

static void look(struct preview *p)
{
    int64_t now_mono_ms = ksys_mono_ms();
    struct kerr err = {0};
    if (now_mono_ms < p->look_mono_ms) {
        return;
    }
    p->look_mono_ms = now_mono_ms + LOOK_MS;
    if (watch_mark(p->config.dir) != p->seen && reload(p, &err) != K_OK && p->note[0] == '\0') {
        (void)kstr_copy(p->note, sizeof p->note, err.text);
    }
}

/* ---- life ---- */

static enum kcode begin(struct preview *p, struct kerr *err)
{
    struct stage_spot spot;
    stage_begin(p->stage, p->config.lang);
    if (p->config.at && !stage_find(p->compile, p->config.at, &spot)) {
        return kerr_fail(err, K_E_NOT_FOUND, "%s: no such page; write FLOW/STEP or ARTICLE",
                         p->config.at);
    }
    if (p->config.at) {
        (void)stage_walk(p->stage, &spot, p->config.lang);
    }
    show(p);
    return K_OK;
}

/* Read the sources for the first time. */
static enum kcode first_load(struct preview *p, struct kerr *err)
{
    struct kerr why = {0};
    if (reload(p, &why) == K_OK) {
        return begin(p, err);
    }
    if (p->note[0] != '\0') { /* the first mistake says more than their number */
        return kerr_fail(err, K_E_FORMAT, "%s", p->note);
    }
    *err = why;
    return err->code;
}

enum kcode preview_open(const struct preview_config *config, struct preview **ret_preview,
                        struct kerr *err)
{
    struct preview *p = calloc(1, sizeof *p);
    if (!p) {
        return kerr_fail(err, K_E_FULL, "no memory");
    }
    p->config = *config;
    enum kcode code = first_load(p, err);
    if (code != K_OK) {
        preview_close(&p);
        return code;
    }
    *ret_preview = p;
    return K_OK;
}

void preview_close(struct preview **preview)
{
    if (!*preview) {
        return;
    }
    ui_close(&(*preview)->ui);
    trial_recorder_close(&(*preview)->recorder);
    stage_close(&(*preview)->stage);
    compile_close(&(*preview)->compile);
    free(*preview);
    *preview = NULL;
}

/* ---- the loop ---- */

static void take(struct preview *p, const struct ui_event *event)
{
    switch (event->kind) {
    case UI_TOUCH:
        stage_touch(p->stage, event->action);
        break;
    case UI_FIELD:
        stage_type(p->stage, event->text);
        break;
    case UI_KEY:
        preview_key(p, event->text);
        break;
    case UI_ALIVE:
    case UI_BURST:
    case UI_QUIT:
        break;
    }
}

/* Time passes only where a page waits for it: an author looks as long as they like. */
static void pass(struct preview *p, int64_t ms)
{
    enum screen_kind kind = p->screen.kind;
    if (kind == SCREEN_CHECK || kind == SCREEN_WAIT || kind == SCREEN_SAVING ||
        kind == SCREEN_THANKS) {
        stage_pass(p->stage, ms);
    }
}

bool preview_turn(struct preview *p, int wait_ms)
{
    struct ui_event events[EVENTS];
    int64_t from = ksys_mono_ms();
    int wait = wait_ms < LOOK_MS ? wait_ms : LOOK_MS;
    int count = ui_wait(p->ui, wait, events, EVENTS);
    for (int i = 0; i < count; i++) {
        if (events[i].kind == UI_QUIT) {
            return false;
        }
        take(p, &events[i]);
    }
    int64_t passed = ksys_mono_ms() - from;
    pass(p, passed < PATIENCE ? passed : PATIENCE);
    look(p);
    show(p);
    return true;
}

struct preview_counts preview_counts(const struct preview *preview)
{
    return preview->counts;
}

const char *preview_note(const struct preview *preview)
{
    return preview->note;
}

struct stage *preview_stage(struct preview *preview)
{
    return preview->stage;
}

struct ui *preview_glass(struct preview *preview)
{
    return preview->ui;
}
