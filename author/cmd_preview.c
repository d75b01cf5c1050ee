/* annae-pack preview: the kiosk's window on the sources. */
#include "command.h"
#include "options.h"
#include "preview.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TURN_MS 200

static const char *read_options(int count, char **args, struct preview_config *config)
{
    const char *lang = NULL;
    const char *size = "100";
    const char *words[2];
    bool lying = false;
    bool headless = false;
    const struct option known[] = {
        {"--lang", &lang, NULL},         {"--size", &size, NULL},
        {"--landscape", NULL, &lying},   {"--high", NULL, &config->glass.look.high_contrast},
        {"--headless", NULL, &headless}, {"--record", &config->record, NULL},
    };
    const char *wrong = options_read(count, args, OPTIONS(known), words, 2);
    if (wrong || !words[0]) {
        return wrong ? wrong : "DIR is missing";
    }
    config->dir = words[0];
    config->at = words[1];
    config->lang = lang && strcmp(lang, "en") == 0 ? LANG_EN : LANG_KO;
    config->glass.window = !headless;
    config->glass.look.size = (int)strtol(size, NULL, 10);
    config->glass.panel =
        lying ? (struct panel){1280, 720, 0.372} : (struct panel){540, 960, 0.496};
    bool is_size = strcmp(size, "100") == 0 || strcmp(size, "150") == 0 || strcmp(size, "200") == 0;
    return is_size ? NULL : "--size is 100, 150 or 200";
}

/* A line for every time the sources were read. */
static void tell(const struct preview *preview, struct preview_counts *told)
{
    struct preview_counts now = preview_counts(preview);
    if (now.good == told->good && now.broken == told->broken) {
        return;
    }
    const char *note = preview_note(preview);
    (void)printf("%s%s%s\n", now.broken > told->broken ? "kept" : "shown", note[0] ? ": " : "",
                 note);
    (void)fflush(stdout);
    *told = now;
}

static int run_preview(int count, char **args)
{
    struct preview_config config = {0};
    struct preview_counts told = {0};
    struct kerr err = {0};
    K_CLEANUP(preview_close) struct preview *preview = NULL;
    const char *wrong = read_options(count, args, &config);
    if (wrong) {
        return command_not_understood(wrong);
    }
    if (preview_open(&config, &preview, &err) != K_OK) {
        return command_failed(&err);
    }
    (void)puts("F1 language  F2 size  F3 contrast  F4 panel  F5 F6 step  F7 F8 flow  Ctrl-Q end");
    do {
        tell(preview, &told);
    } while (preview_turn(preview, TURN_MS));
    return preview_record_save(preview, &err) == K_OK ? EXIT_OK : command_failed(&err);
}

const struct command command_preview = {
    .name = "preview",
    .usage = "  annae-pack preview DIR [FLOW/STEP|ARTICLE] [--lang en] [--size 150|200] [--high]\n"
             "      [--landscape] [--headless] [--record FILE]\n"
             "                                         the kiosk's window on the sources: what is\n"
             "                                         saved is on it within a second; --record\n"
             "                                         writes what was played as a test file\n",
    .run = run_preview,
};
