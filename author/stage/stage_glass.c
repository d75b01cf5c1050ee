/* The real glass on a stage. */
#include "stage_internal.h"

#include <string.h>

enum kcode stage_picture(void *user, const char *id, struct kbuf *buf, struct kerr *err)
{
    return compile_draw(((struct stage *)user)->compile, id, buf, err);
}

/* Every picture is looked at once. */
bool stage_picture_size(void *user, const char *id, int *ret_w, int *ret_h)
{
    struct stage *stage = user;
    size_t count = compile_picture_count(stage->compile);
    size_t at = 0;
    while (at < count && strcmp(compile_picture(stage->compile, at).id, id) != 0) {
        at++;
    }
    if (at == count) {
        return false;
    }
    struct stage_size *size = &stage->size[at];
    if (!size->known) {
        size->known = true;
        size->is_drawn = compile_picture_size(stage->compile, at, &size->w, &size->h);
    }
    *ret_w = size->w;
    *ret_h = size->h;
    return size->is_drawn;
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
                                     .picture = stage_picture,
                                     .picture_size = stage_picture_size,
                                     .picture_user = stage};
    return ui_open(&config, ret_ui, err);
}

enum kcode stage_png(struct stage *stage, struct ui *ui, const char *path, struct kerr *err)
{
    stage_screen(stage, &stage->screen);
    ui_show(ui, &stage->screen, stage->mono_ms);
    return ui_save_png(ui, path, err);
}
