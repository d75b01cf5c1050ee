#include "ui_internal.h"

#include "kstr.h"

#include <string.h>

static void emit(struct ui *ui, enum ui_event_kind kind, struct action action, const char *text)
{
    if (ui->queued == UI_QUEUE) {
        return; /* nobody takes events; input beyond this is not remembered */
    }
    struct ui_event *event = &ui->queue[ui->queued++];
    *event = (struct ui_event){.kind = kind, .action = action};
    (void)kstr_copy(event->text, sizeof event->text, text);
}

static const struct action no_action = {ACT_NONE, 0};

static void relayout(struct ui *ui)
{
    ui_layout(ui);
    ui->stale = true;
}

/* ---- typing ---- */

static void field_changed(struct ui *ui, bool changed)
{
    if (changed) {
        emit(ui, UI_FIELD, no_action, ui->typing.text);
    }
    relayout(ui);
}

void ui_typed(struct ui *ui, const char *text)
{
    bool changed = false;
    while (*text) {
        char character[5] = {0};
        size_t len = 1;
        while (len < 4 && ((unsigned char)text[len] & 0xc0U) == 0x80U) {
            len++;
        }
        memcpy(character, text, len);
        text += len;
        changed = typing_character(&ui->typing, character) || changed;
    }
    field_changed(ui, changed);
}

static void press_key(struct ui *ui, const struct key *key)
{
    char character[2] = {key->code, '\0'};
    switch (key->kind) {
    case KEY_TYPE:
        ui_typed(ui, character);
        return;
    case KEY_SPACE:
        ui_typed(ui, " ");
        return;
    case KEY_ERASE:
        field_changed(ui, typing_erase(&ui->typing));
        return;
    case KEY_DONE:
        emit(ui, UI_TOUCH, view_done_action(&ui->screen), "");
        return;
    case KEY_SHIFT:
        ui->typing.shift = !ui->typing.shift;
        break;
    case KEY_MODE:
        typing_mode(&ui->typing);
        break;
    }
    emit(ui, UI_ALIVE, no_action, "");
    relayout(ui);
}

/* ---- pressing ---- */

static void activate(struct ui *ui, const struct widget *w)
{
    if (w->role == ROLE_KEY) {
        press_key(ui, &ui->view.key[w->key]);
    } else if (w->role == ROLE_PAGER) {
        ui->page += w->key;
        ui->state.has_focus = false;
        emit(ui, UI_ALIVE, no_action, "");
        relayout(ui);
    } else {
        emit(ui, UI_TOUCH, view_action(&ui->view, w), "");
    }
}

/* The same press again, too soon to be meant. */
static bool repeated(struct ui *ui, const struct widget *w, int64_t now_mono_ms)
{
    char label[LIMIT_LABEL_BYTES];
    (void)kstr_format(label, sizeof label, "%.*s", w->text_len, w->text);
    int64_t passed = now_mono_ms - ui->last_ms;
    int64_t guard = w->role == ROLE_KEY || w->role == ROLE_PAGER ? UI_REPEAT_KEY_MS : UI_REPEAT_MS;
    bool same = widget_is(w, ui->last_on) && kstr_equal(label, ui->last_label);
    if (same && passed >= 0 && passed < guard) {
        return true;
    }
    ui->last_on = widget_id(w);
    ui->last_ms = now_mono_ms;
    (void)kstr_copy(ui->last_label, sizeof ui->last_label, label);
    return false;
}

static struct ui_touch *touch_of(struct ui *ui, int64_t finger)
{
    for (int i = 0; i < UI_TOUCHES; i++) {
        if (ui->touch[i].down && ui->touch[i].finger == finger) {
            return &ui->touch[i];
        }
    }
    return NULL;
}

static void touch_down(struct ui *ui, int64_t finger, const struct widget *w)
{
    struct ui_touch *touch = touch_of(ui, finger);
    for (int i = 0; i < UI_TOUCHES && !touch; i++) {
        touch = ui->touch[i].down ? NULL : &ui->touch[i];
    }
    if (!touch) {
        return;
    }
    *touch = (struct ui_touch){.finger = finger, .down = true};
    ui->state.has_focus = false; /* who touches does not use the ring */
    if (w) {
        touch->on = widget_id(w);
        ui->state.pressed = touch->on;
        ui->state.has_pressed = true;
    }
    ui->stale = true;
}

void ui_pointer(struct ui *ui, uint32_t type, int64_t finger, int x, int y, int64_t now_mono_ms)
{
    if (!ui->has_screen) {
        return;
    }
    const struct widget *w = view_hit(&ui->view, x, y);
    if (type == SDL_FINGERDOWN) {
        touch_down(ui, finger, w);
        return;
    }
    struct ui_touch *touch = touch_of(ui, finger);
    if (!touch) {
        return;
    }
    bool inside = w && touch->on.role != ROLE_NONE && widget_is(w, touch->on);
    if (type == SDL_FINGERMOTION) {
        bool pressed = inside;
        ui->stale = ui->stale || pressed != ui->state.has_pressed;
        ui->state.has_pressed = pressed;
        return;
    }
    touch->down = false;
    ui->state.has_pressed = false;
    ui->stale = true;
    if (inside && !repeated(ui, w, now_mono_ms)) {
        activate(ui, w);
    }
}

/* ---- keys ---- */

static const struct widget *focused(const struct ui *ui)
{
    for (int i = 0; ui->state.has_focus && i < ui->view.count; i++) {
        if (widget_is(&ui->view.widget[i], ui->state.focus)) {
            return &ui->view.widget[i];
        }
    }
    return NULL;
}

static void move_focus(struct ui *ui, enum focus_move move)
{
    const struct widget *to = view_focus(&ui->view, focused(ui), move);
    if (to) {
        ui->state.focus = widget_id(to);
        ui->state.has_focus = true;
    }
    ui->stale = true;
    emit(ui, UI_ALIVE, no_action, "");
}

/* Enter: what is focused; in a field without focus, what takes its value. */
static void press_enter(struct ui *ui, int64_t now_mono_ms)
{
    const struct widget *w = focused(ui);
    if (w && !repeated(ui, w, now_mono_ms)) {
        activate(ui, w);
    } else if (!w && ui->screen.field.keyboard != KEYBOARD_NONE) {
        emit(ui, UI_TOUCH, view_done_action(&ui->screen), "");
    }
}

static void press_escape(struct ui *ui)
{
    const struct screen_item *back = &ui->screen.bar[BAR_BACK];
    if (back->action.verb != ACT_NONE) {
        emit(ui, UI_TOUCH, back->action, "");
    }
}

/* What the burst detector let go. */
static void take_burst(struct ui *ui, enum burst_end end, const char *text)
{
    if (end == BURST_READ) {
        emit(ui, UI_BURST, no_action, text);
    } else if (end == BURST_TYPED && ui->has_screen) {
        ui_typed(ui, text);
    }
}

void ui_rest(struct ui *ui, int64_t ms)
{
    char text[LIMIT_FIELD_BYTES] = "";
    take_burst(ui, burst_rest(&ui->burst, ms, text), text);
    kstr_wipe(text, sizeof text);
}

static bool close_burst(struct ui *ui, bool enter, int64_t ms)
{
    char text[LIMIT_FIELD_BYTES] = "";
    enum burst_end end = burst_close(&ui->burst, enter, ms, text);
    take_burst(ui, end, text);
    kstr_wipe(text, sizeof text);
    return end == BURST_READ;
}

static const struct {
    const char *name;
    enum focus_move move;
} moves[] = {{"up", FOCUS_UP},      {"down", FOCUS_DOWN}, {"left", FOCUS_PREVIOUS},
             {"right", FOCUS_NEXT}, {"tab", FOCUS_NEXT},  {"backtab", FOCUS_PREVIOUS}};

static bool function_key(struct ui *ui, const char *name)
{
    bool is = name[0] == 'F' && name[1] >= '1' && name[1] <= '9';
    if (is) {
        emit(ui, UI_KEY, no_action, name);
    }
    return is;
}

bool ui_named_key(struct ui *ui, const char *name, int64_t now_mono_ms)
{
    if (function_key(ui, name)) {
        return true;
    }
    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
        if (strcmp(moves[i].name, name) == 0) {
            move_focus(ui, moves[i].move);
            return true;
        }
    }
    if (strcmp(name, "enter") == 0) {
        press_enter(ui, now_mono_ms);
    } else if (strcmp(name, "escape") == 0) {
        press_escape(ui);
    } else if (strcmp(name, "backspace") == 0) {
        field_changed(ui, typing_erase(&ui->typing));
    } else {
        return false;
    }
    return true;
}

static const struct {
    SDL_Keycode code;
    const char *name;
} names[] = {{SDLK_UP, "up"},          {SDLK_DOWN, "down"},     {SDLK_LEFT, "left"},
             {SDLK_RIGHT, "right"},    {SDLK_TAB, "tab"},       {SDLK_RETURN, "enter"},
             {SDLK_KP_ENTER, "enter"}, {SDLK_ESCAPE, "escape"}, {SDLK_BACKSPACE, "backspace"},
             {SDLK_F1, "F1"},          {SDLK_F2, "F2"},         {SDLK_F3, "F3"},
             {SDLK_F4, "F4"},          {SDLK_F5, "F5"},         {SDLK_F6, "F6"},
             {SDLK_F7, "F7"},          {SDLK_F8, "F8"},         {SDLK_F9, "F9"},
             {SDLK_F10, "F10"},        {SDLK_F11, "F11"},       {SDLK_F12, "F12"}};

static void key_down(struct ui *ui, const SDL_KeyboardEvent *key, int64_t now_mono_ms)
{
    if (key->keysym.sym == SDLK_q && (key->keysym.mod & KMOD_CTRL)) {
        emit(ui, UI_QUIT, no_action, "");
        return;
    }
    const char *name = NULL;
    for (size_t i = 0; i < sizeof names / sizeof names[0] && !name; i++) {
        name = names[i].code == key->keysym.sym ? names[i].name : NULL;
    }
    if (!name || key->repeat || !ui->has_screen) {
        return;
    }
    bool enter = strcmp(name, "enter") == 0;
    if (close_burst(ui, enter, key->timestamp)) {
        return;
    }
    bool back = strcmp(name, "tab") == 0 && (key->keysym.mod & KMOD_SHIFT);
    (void)ui_named_key(ui, back ? "backtab" : name, now_mono_ms);
}

static int to_px(float part, int size)
{
    int px = (int)(part * (float)size);
    return px < 0 ? 0 : px >= size ? size - 1 : px;
}

/* A frame buffer that cannot be had now is asked for again at the next change. */
static void window_changed(struct ui *ui, const SDL_WindowEvent *window)
{
    struct kerr ignored = {0};
    bool changed =
        window->event == SDL_WINDOWEVENT_SIZE_CHANGED || window->event == SDL_WINDOWEVENT_EXPOSED;
    if (changed && ui_take_surface(ui, &ignored) == K_OK && ui->has_screen) {
        relayout(ui);
    }
}

void ui_input(struct ui *ui, const SDL_Event *e, int64_t now_mono_ms)
{
    switch (e->type) {
    case SDL_QUIT:
        emit(ui, UI_QUIT, no_action, "");
        break;
    case SDL_WINDOWEVENT:
        window_changed(ui, &e->window);
        break;
    case SDL_FINGERDOWN:
    case SDL_FINGERMOTION:
    case SDL_FINGERUP:
        ui_pointer(ui, e->type, e->tfinger.fingerId, to_px(e->tfinger.x, ui->scale.width),
                   to_px(e->tfinger.y, ui->scale.height), now_mono_ms);
        break;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        if (e->button.button == SDL_BUTTON_LEFT) {
            ui_pointer(ui, e->type == SDL_MOUSEBUTTONDOWN ? SDL_FINGERDOWN : SDL_FINGERUP, -1,
                       e->button.x, e->button.y, now_mono_ms);
        }
        break;
    case SDL_MOUSEMOTION:
        ui_pointer(ui, SDL_FINGERMOTION, -1, e->motion.x, e->motion.y, now_mono_ms);
        break;
    case SDL_TEXTINPUT:
        ui_rest(ui, e->text.timestamp);
        burst_add(&ui->burst, e->text.text, e->text.timestamp);
        break;
    case SDL_KEYDOWN:
        key_down(ui, &e->key, now_mono_ms);
        break;
    default:
        break;
    }
}
