#include "ui_internal.h"

#include "kassert.h"
#include "kstr.h"
#include "ksys.h"

#include <stdlib.h>
#include <string.h>

/* ---- what the pure part asks ---- */

static struct text_size measure_text(void *user, const struct text_spec *spec, int max_h)
{
    return glyphs_measure(((struct ui *)user)->glyphs, spec, max_h);
}

static bool measure_picture(void *user, const char *id, int *ret_w, int *ret_h)
{
    struct ui *ui = user;
    const struct ui_config *config = &ui->config;
    return config->picture_size ? config->picture_size(config->picture_user, id, ret_w, ret_h)
                                : pictures_size(ui->pictures, id, ret_w, ret_h);
}

static int measure_code(void *user, const char *text)
{
    return stamps_code_modules(((struct ui *)user)->stamps, text);
}

/* ---- life ---- */

/* X11 tells on its connection. Nobody can touch a glass that is not there; the drivers for bare
 * screens read the devices themselves; in others, as Wayland's, SDL waits. */
static enum kcode open_wake(struct ui *ui, const char *driver, struct kerr *err)
{
    int display = display_fd(ui->window);
    bool blind = strcmp(driver, "dummy") == 0 || strcmp(driver, "offscreen") == 0;
    if (display < 0 && strcmp(driver, "wayland") == 0) {
        return K_OK;
    }
    ui->wake = wake_open(display >= 0 || blind ? NULL : "/dev/input");
    if (!ui->wake) {
        return kerr_fail(err, K_E_IO, "glass: no memory");
    }
    wake_watch(ui->wake, WAKE_DISPLAY, display);
    return K_OK;
}

bool ui_watch(struct ui *ui, int fd)
{
    if (ui->wake) {
        wake_watch(ui->wake, WAKE_CALLER, fd);
    }
    return ui->wake != NULL;
}

static enum kcode open_window(struct ui *ui, struct kerr *err)
{
    const struct ui_config *config = &ui->config;
    (void)SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    (void)SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    (void)SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    if (config->headless) {
        (void)SDL_SetHint(SDL_HINT_VIDEODRIVER, "dummy");
    }
    SDL_SetMainReady();
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) {
        return kerr_fail(err, K_E_IO, "glass: no display: %s", SDL_GetError());
    }
    const char *driver = SDL_GetCurrentVideoDriver();
    if (!config->headless && strcmp(driver, "offscreen") == 0 && !getenv("SDL_VIDEODRIVER")) {
        return kerr_fail(err, K_E_IO,
                         "glass: no display: neither an X server nor a screen is there");
    }
    bool x11 = strcmp(driver, "x11") == 0;
    if (x11 || config->headless) { /* else X11 presents through OpenGL: six times slower */
        (void)SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    }
    Uint32 flags = config->fullscreen ? SDL_WINDOW_FULLSCREEN_DESKTOP | SDL_WINDOW_BORDERLESS : 0;
    ui->window = SDL_CreateWindow("annae", SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED,
                                  config->panel.width_px, config->panel.height_px, flags);
    if (!ui->window) {
        return kerr_fail(err, K_E_IO, "glass: no window: %s", SDL_GetError());
    }
    if (config->fullscreen) {
        (void)SDL_ShowCursor(SDL_DISABLE);
    }
    SDL_StartTextInput();
    return open_wake(ui, driver, err) == K_OK ? ui_take_surface(ui, err) : err->code;
}

/* What pictures of other pages may take: a byte for every pixel of the panel. */
static size_t page_bytes(const struct ui_config *config)
{
    return (size_t)config->panel.width_px * (size_t)config->panel.height_px;
}

/* Everything but letters and window. NULL: no memory. */
static struct ui *ui_new(const struct ui_config *config)
{
    struct ui *ui = calloc(1, sizeof *ui);
    if (!ui) {
        return NULL;
    }
    ui->config = *config;
    ui->look = config->look;
    ui_rescale(ui, config->panel.width_px, config->panel.height_px);
    ui->measure = (struct measure){measure_text, measure_picture, measure_code, ui};
    ui->stamps = stamps_open();
    ui->pictures = pictures_open(config->picture, config->picture_user, page_bytes(config));
    if (!ui->stamps || !ui->pictures || !typing_open(&ui->typing)) {
        ui_close(&ui);
    }
    return ui;
}

enum kcode ui_open(const struct ui_config *config, struct ui **ret_ui, struct kerr *err)
{
    K_CLEANUP(ui_close) struct ui *ui = ui_new(config);
    if (!ui) {
        return kerr_fail(err, K_E_IO, "glass: no memory");
    }
    if (glyphs_open(&ui->scale, &ui->glyphs, err) != K_OK || open_window(ui, err) != K_OK) {
        return err->code;
    }
    *ret_ui = ui;
    ui = NULL;
    return K_OK;
}

enum kcode ui_open_plain(const struct ui_config *config, const char *hotline, struct ui **ret_ui,
                         struct kerr *err)
{
    K_CLEANUP(ui_close) struct ui *ui = ui_new(config);
    if (!ui) {
        return kerr_fail(err, K_E_IO, "glass: no memory");
    }
    ui->is_plain = true;
    (void)kstr_copy(ui->hotline, sizeof ui->hotline, hotline);
    if (open_window(ui, err) != K_OK) {
        return err->code;
    }
    ui_draw(ui, 0);
    *ret_ui = ui;
    ui = NULL;
    return K_OK;
}

void ui_close(struct ui **ui)
{
    if (!*ui) {
        return;
    }
    struct ui *u = *ui;
    if (u->window) {
        SDL_DestroyWindow(u->window);
    }
    if (SDL_WasInit(SDL_INIT_VIDEO)) {
        SDL_QuitSubSystem(SDL_INIT_VIDEO);
    }
    glyphs_close(&u->glyphs);
    stamps_close(&u->stamps);
    wake_close(&u->wake);
    pictures_close(&u->pictures);
    typing_close(&u->typing);
    kstr_wipe(u, sizeof *u);
    free(u);
    *ui = NULL;
}

/* ---- showing ---- */

void ui_show(struct ui *ui, const struct screen *screen, int64_t now_mono_ms)
{
    now_mono_ms =
        ksys_mono_ms(); /* motion keeps the machine's time even when a script has its own */
    bool first = !ui->has_screen;
    bool same = !first && screen_equal(&ui->screen, screen);
    bool turned = first || screen->serial != ui->screen.serial;
    if (!same) {
        memcpy(&ui->screen, screen, sizeof *screen);
        ui->has_screen = true;
    }
    if (turned) {
        ui->page = 0;
        ui->state = (struct view_state){0};
        memset(ui->touch, 0, sizeof ui->touch);
        ui->moving = !first && !ui->config.still;
        ui->motion_from_ms = now_mono_ms;
    }
    typing_sync(&ui->typing, &ui->screen);
    if (!same || ui->stale) {
        ui_layout(ui);
        ui_draw(ui, now_mono_ms);
    }
}

void ui_rescale(struct ui *ui, int width, int height)
{
    const struct ui_config *config = &ui->config;
    int zoom = ui->look.size > 100 ? ui->look.size : 100;
    ui->scale = scale_zoomed(width, height, config->panel.mm_per_px, zoom);
    ui->palette = ui->look.high_contrast
                      ? palette_high()
                      : palette_make(config->primary, config->on_primary, config->accent);
    if (ui->glyphs) {
        glyphs_rescale(ui->glyphs, &ui->scale);
    }
}

void ui_set_look(struct ui *ui, const struct ui_look *look)
{
    ui->look = *look;
    ui_rescale(ui, ui->scale.width, ui->scale.height);
    cells_reset(&ui->cells, ui->scale.width, ui->scale.height);
    ui->page = 0;
    ui->state = (struct view_state){0};
    memset(ui->touch, 0, sizeof ui->touch);
    ui->stale = true;
    if (ui->has_screen) {
        ui_layout(ui);
    }
}

void ui_note(struct ui *ui, const char *text)
{
    if (!kstr_equal(ui->note, text)) {
        (void)kstr_copy(ui->note, sizeof ui->note, text);
        ui->stale = true;
    }
}

void ui_forget_pictures(struct ui *ui)
{
    const struct ui_config *config = &ui->config;
    pictures_close(&ui->pictures);
    ui->pictures = pictures_open(config->picture, config->picture_user, page_bytes(config));
    KASSERT(ui->pictures);
    cells_reset(&ui->cells, ui->scale.width, ui->scale.height);
    ui->stale = true;
}

/* ---- waiting ---- */

/* False: a signal came, or what the caller watches. */
static bool sleep_for(struct ui *ui, int64_t ms)
{
    if (ui->wake) {
        return wake_wait(ui->wake, ms, ksys_mono_ms());
    }
    (void)SDL_WaitEventTimeout(NULL, (int)ms);
    return true;
}

/* ms until something of ours is due, at most left_ms. */
static int64_t next_due(const struct ui *ui, int64_t left_ms)
{
    int64_t due = left_ms;
    int held = burst_wait_ms(&ui->burst, SDL_GetTicks());
    if (held >= 0 && held < due) {
        due = held;
    }
    return ui->moving && due > UI_MOTION_FRAME_MS ? UI_MOTION_FRAME_MS : due;
}

/* There is nothing to press without letters. */
static bool concerns_plain(const SDL_Event *event)
{
    return event->type == SDL_QUIT || event->type == SDL_WINDOWEVENT ||
           (event->type == SDL_KEYDOWN && event->key.keysym.sym == SDLK_q &&
            (event->key.keysym.mod & KMOD_CTRL));
}

static void take_input(struct ui *ui)
{
    SDL_Event event;
    while (ui->queued < UI_QUEUE && SDL_PollEvent(&event)) {
        if (!ui->is_plain || concerns_plain(&event)) {
            ui_input(ui, &event, ksys_mono_ms());
        }
        kstr_wipe(&event, sizeof event);
    }
    ui_rest(ui, SDL_GetTicks());
}

static int take_queue(struct ui *ui, struct ui_event *ret_events, int max)
{
    int count = ui->queued < max ? ui->queued : max;
    memcpy(ret_events, ui->queue, sizeof *ret_events * (size_t)count);
    memmove(ui->queue, ui->queue + count, sizeof *ret_events * (size_t)(ui->queued - count));
    ui->queued -= count;
    kstr_wipe(ui->queue + ui->queued, sizeof *ret_events * (size_t)count);
    return count;
}

int ui_wait(struct ui *ui, int wait_ms, struct ui_event *ret_events, int max)
{
    int64_t until = ksys_mono_ms() + wait_ms;
    for (;;) {
        take_input(ui);
        if (ui->queued > 0) { /* the answer to it is drawn by ui_show() */
            return take_queue(ui, ret_events, max);
        }
        int64_t now = ksys_mono_ms();
        if (ui->stale || ui->moving) {
            ui_draw(ui, now);
        }
        int64_t left = until - now;
        if (left <= 0) {
            return 0;
        }
        if (!sleep_for(ui, next_due(ui, left))) {
            return 0;
        }
    }
}

void ui_wipe(struct ui *ui)
{
    bool own = ui->look.size != ui->config.look.size ||
               ui->look.high_contrast != ui->config.look.high_contrast;
    typing_wipe(&ui->typing);
    burst_wipe(&ui->burst);
    glyphs_wipe(ui->glyphs);
    stamps_wipe(ui->stamps);
    kstr_wipe(&ui->screen, sizeof ui->screen);
    kstr_wipe(&ui->view, sizeof ui->view);
    kstr_wipe(ui->mark, sizeof ui->mark);
    kstr_wipe(ui->queue, sizeof ui->queue);
    kstr_wipe(ui->last_label, sizeof ui->last_label);
    ui->mark_count = 0;
    ui->queued = 0;
    ui->moving = false;
    ui->has_screen = false;
    ui->state = (struct view_state){0};
    if (own) {
        ui_set_look(ui, &ui->config.look);
    }
}
