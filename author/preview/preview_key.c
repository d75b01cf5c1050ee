/* The author's keys: one line of the table each. */
#include "preview_internal.h"

#include "kstr.h"

/* ---- how it looks ---- */

static void next_lang(struct preview *p)
{
    stage_touch(p->stage, (struct action){.verb = ACT_LANG});
}

static void next_size(struct preview *p)
{
    struct ui_look *look = &p->config.glass.look;
    look->size = look->size >= 200 ? 100 : look->size < 100 ? 150 : look->size + 50;
    ui_set_look(p->ui, look);
}

static void next_contrast(struct preview *p)
{
    struct ui_look *look = &p->config.glass.look;
    look->high_contrast = !look->high_contrast;
    ui_set_look(p->ui, look);
}

static void next_panel(struct preview *p)
{
    struct panel *panel = &p->config.glass.panel;
    struct kerr err = {0};
    int width = panel->width_px;
    panel->width_px = panel->height_px;
    panel->height_px = width;
    if (preview_reopen(p, &err) != K_OK) {
        (void)kstr_copy(p->note, sizeof p->note, err.text);
    }
}

/* ---- where it stands ---- */

static bool is_shown(const struct preview *p, const struct stage_spot *spot)
{
    return stage_shows(&stage_content(p->stage)->book.chart[spot->index].step[spot->step]);
}

/* The spot of the visit; the first flow when it is in none. */
static struct stage_spot spot_now(const struct preview *p)
{
    struct stage_spot spot = {0};
    return stage_spot_now(p->stage, &spot) && !spot.is_article ? spot : (struct stage_spot){0};
}

static void go(struct preview *p, const struct stage_spot *spot)
{
    (void)stage_walk(p->stage, spot, stage_visit(p->stage)->lang);
}

static void move_step(struct preview *p, int by)
{
    struct stage_spot spot = spot_now(p);
    int count = stage_content(p->stage)->book.chart[spot.index].step_count;
    for (int i = 0; i < count; i++) {
        spot.step = (uint16_t)((spot.step + count + by) % count);
        if (is_shown(p, &spot)) {
            go(p, &spot);
            return;
        }
    }
}

static void move_flow(struct preview *p, int by)
{
    int count = stage_content(p->stage)->book.chart_count;
    struct stage_spot spot = {.index = (uint16_t)((spot_now(p).index + count + by) % count)};
    while (!is_shown(p, &spot)) { /* every flow has an end at least */
        spot.step++;
    }
    go(p, &spot);
}

static void next_step(struct preview *p)
{
    move_step(p, 1);
}

static void previous_step(struct preview *p)
{
    move_step(p, -1);
}

static void next_flow(struct preview *p)
{
    move_flow(p, 1);
}

static void previous_flow(struct preview *p)
{
    move_flow(p, -1);
}

static const struct {
    const char *key;
    void (*run)(struct preview *preview);
} keys[] = {{"F1", next_lang}, {"F2", next_size},     {"F3", next_contrast}, {"F4", next_panel},
            {"F5", next_step}, {"F6", previous_step}, {"F7", next_flow},     {"F8", previous_flow}};

void preview_key(struct preview *preview, const char *key)
{
    bool empty = stage_content(preview->stage)->book.chart_count == 0;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        bool moves = i >= 4; /* to a flow, where there is one */
        if (kstr_equal(keys[i].key, key) && !(moves && empty)) {
            keys[i].run(preview);
        }
    }
}
