#define _GNU_SOURCE /* flock */
#include "standby.h"

#include "keep.h"
#include "klog.h"
#include "kstr.h"
#include "ksys.h"
#include "kuuid.h"
#include "trust.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define CONF_BYTES    8192
#define TURN_MS       1000
#define READ_AGAIN_MS 30000 /* a technician may have put the key there */

/* ---- what is known ---- */

static void read_facts_file(const char *dir, const char *name, struct facts *facts)
{
    char path[PATH_MAX];
    char text[CONF_BYTES];
    struct kbuf buf = KBUF(text);
    struct kerr err = {0};
    if (ksys_path_in(dir, name, path, &err) != K_OK || ksys_read_file(path, &buf, &err) != K_OK) {
        klog_err("standby.goes_without", &err);
        return;
    }
    facts_text(facts, text);
}

static void read_key(const char *dir, struct facts *facts)
{
    char path[PATH_MAX];
    char text[128];
    char bytes[TRUST_KEY_SIZE + 1];
    struct kbuf buf = KBUF(text);
    struct kbuf key = KBUF(bytes);
    struct kerr err = {0};
    if (ksys_path_in(dir, "hq.pub", path, &err) != K_OK ||
        ksys_read_file(path, &buf, &err) != K_OK ||
        trust_unbase64(text, strcspn(text, "\n"), &key, &err) != K_OK) {
        klog_err("standby.cannot_keep", &err);
        return;
    }
    facts->has_hq_key = key.len == TRUST_KEY_SIZE;
    memcpy(facts->hq_key, bytes, TRUST_KEY_SIZE);
}

/* Only while nobody is typing. */
static void read_facts(struct standby *standby)
{
    const char *dir = standby->config->state_dir;
    struct facts facts = {.primary = 0x0B4FA8, .on_primary = 0xFFFFFF};
    read_facts_file(dir, "kiosk.conf", &facts);
    struct facts said = {.primary = facts.primary, .on_primary = facts.on_primary};
    read_facts_file(dir, "standby.conf", &said);
    (void)kstr_copy(said.kiosk, sizeof said.kiosk, facts.kiosk); /* the technician's word */
    (void)kstr_copy(said.site, sizeof said.site, facts.site);
    read_key(dir, &said);
    standby->form.can_keep = said.has_hq_key && said.kiosk[0] != '\0';
    standby->is_stale = standby->is_stale || memcmp(&said, &standby->facts, sizeof said) != 0;
    standby->facts = said;
    standby->read_mono_ms = ksys_mono_ms();
}

/* ---- the request ---- */

static void keep(struct standby *standby)
{
    struct kerr err = {0};
    int64_t wall_ms = ksys_wall_ms();
    if (standby->id[0] == '\0') {
        uint8_t random[KUUID_RANDOM_SIZE];
        ksys_random(random, sizeof random);
        kuuid_make(wall_ms > 0 ? wall_ms : 0, random, standby->id);
    }
    const struct keep_call call = {.form = &standby->form,
                                   .facts = &standby->facts,
                                   .id = standby->id,
                                   .wall_ms = wall_ms,
                                   .mono_ms = ksys_mono_ms()};
    bool is_kept = keep_request(standby->journal, &call, &err) == K_OK;
    char number[KUUID_NUMBER_SIZE];
    kuuid_number(standby->id, number);
    if (is_kept) {
        klog("standby.kept", "id=%s", standby->id);
        standby->id[0] = '\0';
    } else {
        klog_err("standby.not_kept", &err);
    }
    form_kept(&standby->form, is_kept ? number : NULL, ksys_mono_ms());
}

static void act(struct standby *standby, enum form_act what)
{
    bool is_other = what == FORM_ERASE || what == FORM_CLOSE || what >= FORM_DIGIT;
    if (is_other) { /* another number is another request */
        standby->id[0] = '\0';
    }
    enum form_at before = standby->form.at;
    if (form_act(&standby->form, what, ksys_mono_ms())) {
        keep(standby);
    }
    if (standby->form.at != before) {
        standby->focus = -1;
    }
    standby->is_stale = true;
}

/* ---- input ---- */

bool standby_press(struct standby *standby, enum form_act what)
{
    bool is_there = face_find(&standby->face, what) >= 0;
    if (is_there) {
        act(standby, what);
    }
    return is_there;
}

/* Enter without a focus shows where the way on is; the next one takes it: consent is no accident.
 */
static void press_enter(struct standby *standby)
{
    const struct face *face = &standby->face;
    if (standby->focus >= 0 && standby->focus < face->count) {
        act(standby, face->item[standby->focus].act);
        return;
    }
    int on = face_find(face, FORM_SEND);
    standby->focus = on >= 0 ? on : face_find(face, FORM_CLOSE);
    standby->is_stale = true;
}

static const struct {
    const char *name;
    SDL_Keycode code;
    enum face_move move;
} moves[] = {
    {"up", SDLK_UP, FACE_UP},       {"down", SDLK_DOWN, FACE_DOWN},
    {"left", SDLK_LEFT, FACE_LEFT}, {"right", SDLK_RIGHT, FACE_RIGHT},
    {"tab", SDLK_TAB, FACE_NEXT},
};

static void move_focus(struct standby *standby, enum face_move move)
{
    standby->focus = face_move(&standby->face, standby->focus, move);
    standby->form.touched_mono_ms = ksys_mono_ms();
    standby->is_stale = true;
}

bool standby_key(struct standby *standby, const char *name)
{
    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
        if (kstr_equal(moves[i].name, name)) {
            move_focus(standby, moves[i].move);
            return true;
        }
    }
    if (name[0] >= '0' && name[0] <= '9' && name[1] == '\0') {
        standby->focus = -1;
        act(standby, (enum form_act)(FORM_DIGIT + name[0] - '0'));
    } else if (kstr_equal(name, "backspace")) {
        act(standby, FORM_ERASE);
    } else if (kstr_equal(name, "enter")) {
        press_enter(standby);
    } else {
        return false;
    }
    return true;
}

static void key_down(struct standby *standby, const SDL_KeyboardEvent *key)
{
    SDL_Keycode code = key->keysym.sym;
    char digit[2] = "";
    if (key->repeat) {
        return;
    }
    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
        if (moves[i].code == code) {
            bool is_back = code == SDLK_TAB && (key->keysym.mod & KMOD_SHIFT);
            move_focus(standby, is_back ? FACE_PREVIOUS : moves[i].move);
            return;
        }
    }
    if (code >= SDLK_0 && code <= SDLK_9) {
        digit[0] = (char)('0' + (code - SDLK_0));
    } else if (code == SDLK_KP_0) {
        digit[0] = '0';
    } else if (code >= SDLK_KP_1 && code <= SDLK_KP_9) {
        digit[0] = (char)('1' + (code - SDLK_KP_1));
    }
    if (digit[0]) {
        (void)standby_key(standby, digit);
    } else if (code == SDLK_RETURN || code == SDLK_KP_ENTER) {
        (void)standby_key(standby, "enter");
    } else if (code == SDLK_BACKSPACE || code == SDLK_DELETE) {
        (void)standby_key(standby, "backspace");
    }
}

/* Pressed and released on the same button: that is a touch. */
static void pointer(struct standby *standby, bool is_down, int x, int y)
{
    int at = face_at(&standby->face, x, y);
    int pressed = standby->pressed;
    standby->pressed = is_down ? at : -1;
    standby->is_stale = true;
    if (!is_down && at >= 0 && at == pressed) {
        standby->focus = -1;
        act(standby, standby->face.item[at].act);
    }
}

static void take(struct standby *standby, const SDL_Event *e)
{
    switch (e->type) {
    case SDL_QUIT:
        standby->is_asked = true;
        break;
    case SDL_WINDOWEVENT:
        standby->is_stale = true;
        break;
    case SDL_FINGERDOWN:
    case SDL_FINGERUP:
        pointer(standby, e->type == SDL_FINGERDOWN,
                (int)(e->tfinger.x * (float)standby->face.width),
                (int)(e->tfinger.y * (float)standby->face.height));
        break;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        if (e->button.button == SDL_BUTTON_LEFT) {
            pointer(standby, e->type == SDL_MOUSEBUTTONDOWN, e->button.x, e->button.y);
        }
        break;
    case SDL_KEYDOWN:
        key_down(standby, &e->key);
        break;
    default:
        break;
    }
}

/* ---- the panel ---- */

/* The panel as it is: a full screen may be another than was told. */
static bool take_surface(struct standby *standby)
{
    standby->surface = SDL_GetWindowSurface(standby->window);
    if (!standby->surface) {
        return false;
    }
    if (!standby->canvas || standby->canvas->w != standby->surface->w ||
        standby->canvas->h != standby->surface->h) {
        SDL_FreeSurface(standby->canvas);
        standby->canvas = SDL_CreateRGBSurfaceWithFormat(
            0, standby->surface->w, standby->surface->h, 32, SDL_PIXELFORMAT_RGB888);
    }
    return standby->canvas != NULL;
}

void standby_draw(struct standby *standby)
{
    if (!standby->is_stale || !take_surface(standby)) {
        return; /* no memory, no panel: tried again at the next turn */
    }
    struct face_panel panel = standby->config->panel;
    panel.width_px = standby->canvas->w;
    panel.height_px = standby->canvas->h;
    face_make(&standby->face, &panel, &standby->form, &standby->facts);
    const struct paint paint = {.primary = standby->facts.primary,
                                .on_primary = standby->facts.on_primary,
                                .pressed = standby->pressed,
                                .focus = standby->focus};
    paint_face(standby->canvas, &standby->face, &paint);
    (void)SDL_BlitSurface(standby->canvas, NULL, standby->surface, NULL);
    standby->is_stale = SDL_UpdateWindowSurface(standby->window) != 0;
}

static enum kcode open_panel(struct standby *standby, struct kerr *err)
{
    const struct standby_config *config = standby->config;
    (void)SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    (void)SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    (void)SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    if (config->script) {
        (void)SDL_SetHint(SDL_HINT_VIDEODRIVER, "dummy");
    }
    SDL_SetMainReady();
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) {
        return kerr_fail(err, K_E_IO, "standby: no display: %s", SDL_GetError());
    }
    (void)SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    Uint32 flags = config->fullscreen ? SDL_WINDOW_FULLSCREEN_DESKTOP | SDL_WINDOW_BORDERLESS : 0;
    standby->window =
        SDL_CreateWindow("annae standby", SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED,
                         config->panel.width_px, config->panel.height_px, flags);
    if (!standby->window || !take_surface(standby)) {
        return kerr_fail(err, K_E_IO, "standby: no window: %s", SDL_GetError());
    }
    if (config->fullscreen) {
        (void)SDL_ShowCursor(SDL_DISABLE);
    }
    return K_OK;
}

/* ---- life ---- */

/* STATE/standby/up is locked while this program runs; the lock goes with the process. */
static enum kcode open_files(struct standby *standby, struct kerr *err)
{
    char path[PATH_MAX];
    struct kerr why = {0};
    const char *dir = standby->config->state_dir;
    if (keep_path(dir, standby->journal, sizeof standby->journal, err) != K_OK) {
        return err->code;
    }
    if (!kstr_format(path, sizeof path, "%s/standby", dir) || ksys_make_dir(path, &why) != K_OK ||
        !kstr_append(path, sizeof path, "/up")) {
        klog_err("standby.no_directory", &why); /* the screen stands all the same */
        return K_OK;
    }
    standby->up_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (standby->up_fd >= 0 && flock(standby->up_fd, LOCK_EX | LOCK_NB) != 0 &&
        errno == EWOULDBLOCK) {
        return kerr_fail(err, K_E_IO, "%s: another standby is up", path);
    }
    char folder[PATH_MAX];
    (void)kstr_format(folder, sizeof folder, "%s/standby", dir);
    if (ksys_sync_dir(folder, &why) != K_OK) { /* a record must not lose its folder */
        klog_err("standby.not_synced", &why);
    }
    return K_OK;
}

enum kcode standby_open(const struct standby_config *config, struct standby *standby,
                        struct kerr *err)
{
    *standby = (struct standby){.config = config, .up_fd = -1, .pressed = -1, .focus = -1};
    standby->is_stale = true;
    kbeat_open(&standby->beat);
    if (open_files(standby, err) != K_OK || open_panel(standby, err) != K_OK) {
        return err->code;
    }
    read_facts(standby);
    standby_draw(standby);
    return K_OK;
}

void standby_close(struct standby *standby)
{
    SDL_FreeSurface(standby->canvas);
    if (standby->window) {
        SDL_DestroyWindow(standby->window);
    }
    SDL_Quit();
    kbeat_close(&standby->beat);
    if (standby->up_fd >= 0) {
        (void)close(standby->up_fd);
    }
    kstr_wipe(standby, sizeof *standby);
    standby->up_fd = -1;
}

int standby_due_ms(const struct standby *standby)
{
    int64_t due_ms = form_due_ms(&standby->form, ksys_mono_ms());
    return due_ms >= 0 && due_ms < TURN_MS ? (int)due_ms : TURN_MS;
}

void standby_turn(struct standby *standby, int wait_ms)
{
    SDL_Event event;
    if (SDL_WaitEventTimeout(&event, wait_ms)) {
        do {
            take(standby, &event);
            standby_draw(standby); /* the next touch goes by what is seen */
        } while (SDL_PollEvent(&event));
        kstr_wipe(&event, sizeof event);
    }
    int64_t now_mono_ms = ksys_mono_ms();
    if (form_tick(&standby->form, now_mono_ms)) {
        standby->id[0] = '\0';
        standby->focus = -1;
        standby->is_stale = true;
    }
    if (!form_busy(&standby->form) && now_mono_ms - standby->read_mono_ms >= READ_AGAIN_MS) {
        read_facts(standby);
    }
    standby_draw(standby);
    kbeat(&standby->beat, now_mono_ms);
}
