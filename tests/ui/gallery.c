/* Draws every sample in both orientations and languages, sizes and contrasts, into a folder:
 * pictures to look at.
 *   annae-gallery FOLDER [SAMPLE|all [PANEL-LOOK]]   e.g. annae-gallery build/gallery ask
 * portrait-200 */
#include "samples.h"
#include "ui.h"

#include "kstr.h"
#include "ksys.h"

#include <stdio.h>
#include <string.h>

/* Stands in for every picture: a page of the gallery itself. */
static enum kcode picture(void *user, const char *id, struct kbuf *buf, struct kerr *err)
{
    (void)id;
    char path[512];
    (void)kstr_format(path, sizeof path, "%s/attract_en.png", (const char *)user);
    return ksys_read_file(path, buf, err);
}

/* The same page with the ring on its second target. */
static enum kcode draw_states(struct ui *ui, const char *folder, struct kerr *err)
{
    static struct screen screen;
    sample_make(&screen, SAMPLE_HOME, LANG_KO);
    screen.serial += 100;
    ui_show(ui, &screen, 0);
    ui_press(ui, "tab");
    ui_press(ui, "tab");
    char path[512];
    (void)kstr_format(path, sizeof path, "%s/focus.png", folder);
    return ui_save_png(ui, path, err);
}

static enum kcode draw(struct ui *ui, const char *folder, enum sample sample, enum lang lang,
                       struct kerr *err)
{
    static struct screen screen;
    sample_make(&screen, sample, lang);
    ui_show(ui, &screen, 0);
    char path[512];
    (void)kstr_format(path, sizeof path, "%s/%s_%s.png", folder, sample_name(sample),
                      lang_name(lang));
    char faults[4096];
    struct kbuf buf = KBUF(faults);
    if (ui_save_png(ui, path, err) != K_OK || ui_faults(ui, &buf, err) != K_OK) {
        return err->code;
    }
    if (buf.len > 0) {
        (void)printf("%s:\n%s", path, faults);
    }
    return K_OK;
}

static enum kcode draw_panel(const struct panel *panel, const struct ui_look *look,
                             const char *folder, const char *only, struct kerr *err)
{
    const struct ui_config config = {.panel = *panel,
                                     .look = *look,
                                     .headless = true,
                                     .still = true,
                                     .primary = 0x0b4fa8,
                                     .on_primary = 0xffffff,
                                     .accent = 0xf2a900,
                                     .picture = picture,
                                     .picture_user = (void *)folder};
    K_CLEANUP(ui_close) struct ui *ui = NULL;
    if (ui_open(&config, &ui, err) != K_OK) {
        return err->code;
    }
    for (int i = 0; i < SAMPLE_COUNT; i++) {
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            bool wanted = !only || strcmp(only, sample_name((enum sample)i)) == 0;
            if (wanted && draw(ui, folder, (enum sample)i, (enum lang)lang, err) != K_OK) {
                return err->code;
            }
        }
    }
    return draw_states(ui, folder, err);
}

static const struct {
    const char *name;
    struct panel panel;
} panels[] = {{"portrait", {1080, 1920, 0.248}},
              {"landscape", {1920, 1080, 0.248}},
              {"small", {800, 1280, 0.170}},
              {"laptop", {1366, 768, 0.253}}};

static const struct {
    const char *name;
    struct ui_look look;
} looks[] = {{"", {100, false}},
             {"-high", {100, true}},
             {"-150", {150, false}},
             {"-200", {200, false}},
             {"-200-high", {200, true}}};

enum { PANELS = sizeof panels / sizeof panels[0], LOOKS = sizeof looks / sizeof looks[0] };

int main(int argc, char **argv)
{
    for (int i = 0; argc > 1 && i < PANELS * LOOKS; i++) {
        char name[64];
        char folder[256];
        struct kerr err = {0};
        (void)kstr_format(name, sizeof name, "%s%s", panels[i / LOOKS].name, looks[i % LOOKS].name);
        (void)kstr_format(folder, sizeof folder, "%s/%s", argv[1], name);
        if (argc > 3 && strcmp(argv[3], name) != 0) {
            continue;
        }
        if (ksys_make_dir(argv[1], &err) != K_OK || ksys_make_dir(folder, &err) != K_OK ||
            draw_panel(&panels[i / LOOKS].panel, &looks[i % LOOKS].look, folder,
                       argc > 2 && strcmp(argv[2], "all") != 0 ? argv[2] : NULL, &err) != K_OK) {
            (void)fprintf(stderr, "annae-gallery: %s\n", err.text);
            return 1;
        }
    }
    return 0;
}
