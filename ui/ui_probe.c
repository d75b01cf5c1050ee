/* The port for tests and the visit player: press, type, look. */
#include "ui_internal.h"

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
