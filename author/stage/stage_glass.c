/* The real glass on a stage. */
#include "stage_internal.h"

static enum kcode picture(void *user, const char *id, struct kbuf *buf, struct kerr *err)
{
    return compile_draw(((struct stage *)user)->compile, id, buf, err);
}

enum kcode stage_glass(struct stage *stage, const struct stage_glass *glass, struct ui **ret_ui,
                       struct kerr *err)
{
    const struct ui_config config = {.panel = glass->panel,
                                     .look = glass->look,
                                     .headless = !glass->window,
                                     .still = !glass->window,
                                     .primary = stage->content->primary,
                                     .on_primary = stage->content->on_primary,
                                     .accent = stage->content->accent,
                                     .picture = picture,
                                     .picture_user = stage};
    return ui_open(&config, ret_ui, err);
}

enum kcode stage_png(struct stage *stage, struct ui *ui, const char *path, struct kerr *err)
{
    stage_screen(stage, &stage->screen);
    ui_show(ui, &stage->screen, stage->mono_ms);
    return ui_save_png(ui, path, err);
}
