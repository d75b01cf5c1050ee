/* The port for tests and the visit player: press, type, look. And what can be asked without a
 * glass.
 */
#include "ui_internal.h"

#include "fonts.h"
#include "pngfile.h"

#include "kstr.h"
#include "ksys.h"

#include <string.h>

bool ui_tap(struct ui *ui, const char *label, int64_t now_mono_ms)
{
    const struct widget *w = ui->has_screen ? view_find(&ui->view, label) : NULL;
    if (!w) {
        return false;
    }
    int x = w->box.x + w->box.w / 2;
    int y = w->box.y + w->box.h / 2;
    ui_pointer(ui, SDL_FINGERDOWN, 0, x, y, now_mono_ms);
    ui_draw(ui, ksys_mono_ms());
    ui_pointer(ui, SDL_FINGERUP, 0, x, y, now_mono_ms);
    return true;
}

void ui_press(struct ui *ui, const char *key)
{
    int64_t ms = SDL_GetTicks();
    bool enter = strcmp(key, "enter") == 0;
    char text[LIMIT_FIELD_BYTES] = "";
    enum burst_end end =
        enter && ui->burst.len > 0 ? burst_close(&ui->burst, true, ms, text) : BURST_NOTHING;
    if (end == BURST_READ && ui->queued < UI_QUEUE) {
        struct ui_event *event = &ui->queue[ui->queued++];
        *event = (struct ui_event){.kind = UI_BURST};
        (void)kstr_copy(event->text, sizeof event->text, text);
        return;
    }
    int64_t unhurried_ms = ui->last_ms + UI_REPEAT_MS; /* a script's keys do not tremble */
    if (ui->has_screen && !ui_named_key(ui, key, unhurried_ms)) {
        for (const char *c = key; *c; c++) {
            char character[2] = {*c, '\0'};
            burst_add(&ui->burst, character, ms);
        }
    }
}

void ui_type(struct ui *ui, const char *text)
{
    if (ui->has_screen) {
        ui_typed(ui, text);
    }
}

const char *ui_focus(const struct ui *ui)
{
    for (int i = 0; ui->has_screen && ui->state.has_focus && i < ui->view.count; i++) {
        if (widget_is(&ui->view.widget[i], ui->state.focus)) {
            return ui->view.widget[i].text;
        }
    }
    return "";
}

enum kcode ui_dump(struct ui *ui, struct kbuf *buf, struct kerr *err)
{
    return ui->has_screen ? view_dump(&ui->view, buf, err) : K_OK;
}

enum kcode ui_faults(struct ui *ui, struct kbuf *buf, struct kerr *err)
{
    return ui->has_screen ? view_faults(&ui->view, buf, err) : K_OK;
}

/* ---- trying a screen ---- */

struct trial {
    struct view view;
    const struct screen *screen;
    ui_fault_fn tell;
    void *user;
    bool item[LIMIT_SCREEN_ITEMS], bar[BAR_COUNT]; /* seen on a page */
};

static void tell_fault(struct trial *trial, const struct widget *w, enum view_fault fault)
{
    const struct ui_fault told = {.fault = fault,
                                  .page = trial->view.page,
                                  .page_count = trial->view.page_count,
                                  .role = role_name(w->role),
                                  .label = w->text,
                                  .label_len = w->text_len};
    trial->tell(trial->user, &told);
}

static void take_fault(void *user, const struct widget *w, enum view_fault fault)
{
    tell_fault(user, w, fault);
}

static bool is_drawn(struct trial *trial, const struct widget *w)
{
    struct parts parts;
    if (w->role != ROLE_PICTURE) {
        return true;
    }
    parts_make(&trial->view, w, w->box.w, &parts);
    return parts.count > 0;
}

static void note_seen(struct trial *trial)
{
    for (int i = 0; i < trial->view.count; i++) {
        const struct widget *w = &trial->view.widget[i];
        bool bar = w->role == ROLE_BAR || w->role == ROLE_PERSON;
        if (w->item >= 0 && bar) {
            trial->bar[w->item] = true;
        } else if (w->item >= 0 && is_drawn(trial, w)) {
            trial->item[w->item] = true;
        }
    }
}

static void tell_lost(struct trial *trial)
{
    for (int i = 0; i < trial->screen->item_count + BAR_COUNT; i++) {
        int bar = i - trial->screen->item_count;
        const struct screen_item *item =
            bar < 0 ? &trial->screen->item[i] : &trial->screen->bar[bar];
        bool picture = bar < 0 && item->kind == ITEM_PICTURE;
        bool wanted = picture || (item->kind == ITEM_BUTTON && item->action.verb != ACT_NONE);
        if (wanted && !(bar < 0 ? trial->item[i] : trial->bar[bar])) {
            const struct widget lost = {.role = picture ? ROLE_PICTURE : ROLE_PLAIN,
                                        .text = picture ? item->picture : item->text,
                                        .text_len =
                                            (uint16_t)strlen(picture ? item->picture : item->text)};
            tell_fault(trial, &lost, picture ? FAULT_PICTURE : FAULT_LOST);
        }
    }
}

int ui_try(struct ui *ui, const struct screen *screen, ui_fault_fn tell, void *user)
{
    struct trial trial = {.screen = screen, .tell = tell, .user = user};
    struct view_input in = {.screen = screen,
                            .scale = &ui->scale,
                            .measure = &ui->measure,
                            .mode = {.keyboard = screen->field.keyboard,
                                     .hangul = screen->lang == LANG_KO && !screen->field.latin,
                                     .done = !view_has_done(screen),
                                     .lang = screen->lang},
                            .high = ui->look.high_contrast};
    do {
        view_build(&trial.view, &in);
        view_each_fault(&trial.view, take_fault, &trial);
        note_seen(&trial);
        in.page++;
    } while (in.page < trial.view.page_count);
    tell_lost(&trial);
    return trial.view.page_count;
}

enum kcode ui_save_png(struct ui *ui, const char *path, struct kerr *err)
{
    if (ui->stale || ui->moving) {
        ui->moving = false;
        ui_draw(ui, ksys_mono_ms());
    }
    struct picture frame = {ui->surface->pixels, ui->surface->w, ui->surface->h};
    return pngfile_write(path, &frame, ui->surface->pitch, err);
}

struct ui_stats ui_stats(const struct ui *ui)
{
    return ui->stats;
}

bool ui_has_font(void)
{
    FcConfig *fonts = NULL;
    struct kerr err = {0};
    bool has = fonts_open(&fonts, &err) == K_OK;
    if (has) {
        FcConfigDestroy(fonts);
    }
    return has;
}
