#include "kiosk.h"

#include "klog.h"
#include "ksys.h"

/*
 * What can be shown without a font. It helps nobody, but it does not leave a blank panel, and it
 * says where help is. A technician reads the reason in the log; once the font is there, nobody
 * needs to restart anything.
 */

#define LOOK_EVERY_MS INT64_C(1000) /* was it asked to stop? */
#define FONT_EVERY_MS INT64_C(5000) /* is there a font now? */
#define EVENTS        8

/* True: a font has come. False: the end. */
static bool wait_for_font(struct ui *ui, bool (*stop)(void))
{
    struct ui_event event[EVENTS];
    int64_t looked_mono_ms = ksys_mono_ms();
    bool has_font = false;
    bool quit = false;
    while (!has_font && !quit && !stop()) {
        int count = ui_wait(ui, (int)LOOK_EVERY_MS, event, EVENTS);
        bool is_due = ksys_mono_ms() - looked_mono_ms >= FONT_EVERY_MS;
        for (int i = 0; i < count; i++) {
            quit = quit || event[i].kind == UI_QUIT;
        }
        looked_mono_ms = is_due ? ksys_mono_ms() : looked_mono_ms;
        has_font = is_due && ui_has_font();
    }
    return has_font;
}

/* Brand and hotline of the pack, when it can be read. */
static const struct content *open_content(const char *path, struct pack **ret_pack)
{
    struct kerr err = {0};
    if (!path || pack_open(path, ret_pack, &err) != K_OK) {
        return &kiosk_bare_content;
    }
    return pack_content(*ret_pack);
}

enum kcode kiosk_plain_run(const struct kiosk_config *config, bool (*stop)(void), bool *ret_font,
                           struct kerr *err)
{
    K_CLEANUP(pack_close) struct pack *pack = NULL;
    K_CLEANUP(ui_close) struct ui *ui = NULL;
    const struct content *content = open_content(config->pack_path, &pack);
    const struct ui_config ui_config = {
        .panel = config->panel,
        .headless = config->headless,
        .fullscreen = config->fullscreen,
        .primary = content->primary,
        .on_primary = content->on_primary,
        .accent = content->accent,
    };
    if (ui_open_plain(&ui_config, content->hotline, &ui, err) != K_OK) {
        return err->code;
    }
    klog("kiosk.plain", "reason=font frames=%lld", (long long)ui_stats(ui).frames);
    *ret_font = wait_for_font(ui, stop);
    return K_OK;
}
