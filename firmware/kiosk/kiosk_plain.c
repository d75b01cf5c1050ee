#include "kiosk.h"

#include "klog.h"

/*
 * What can be shown without a font. It helps nobody, but it does not leave a blank panel, and it
 * says where help is. A technician reads the reason in the log; a restart finds the font.
 */

#define LOOK_EVERY_MS 1000 /* was it asked to stop? */
#define EVENTS        8

static void wait_for_end(struct ui *ui, bool (*stop)(void))
{
    struct ui_event event[EVENTS];
    bool quit = false;
    while (!quit && !stop()) {
        int count = ui_wait(ui, LOOK_EVERY_MS, event, EVENTS);
        for (int i = 0; i < count; i++) {
            quit = quit || event[i].kind == UI_QUIT;
        }
    }
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

enum kcode kiosk_plain_run(const struct kiosk_config *config, bool (*stop)(void), struct kerr *err)
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
    wait_for_end(ui, stop);
    return K_OK;
}
