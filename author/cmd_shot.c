/* annae-pack shot: one page as a picture, as `check` lays it out. */
#include "command.h"
#include "options.h"
#include "stage.h"

#include "kstr.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct options {
    const char *words[2]; /* DIR, FLOW/STEP */
    const char *out;
    enum lang lang;
    enum stage_dress dress;
    struct stage_glass glass;
};

static const char *read_options(int count, char **args, struct options *options)
{
    const char *lang = NULL;
    const char *size = "100";
    bool high = false;
    bool lying = false;
    bool wrong_input = false;
    const struct option known[] = {{"-o", &options->out, NULL},     {"--lang", &lang, NULL},
                                   {"--size", &size, NULL},         {"--high", NULL, &high},
                                   {"--wrong", NULL, &wrong_input}, {"--landscape", NULL, &lying}};
    const char *wrong = options_read(count, args, OPTIONS(known), options->words, 2);
    if (wrong || !options->words[1] || !options->out) {
        return wrong ? wrong : "shot wants DIR FLOW/STEP -o FILE.png";
    }
    int percent = (int)strtol(size, NULL, 10);
    options->lang = lang && strcmp(lang, "en") == 0 ? LANG_EN : LANG_KO;
    options->dress = wrong_input ? STAGE_WRONG : STAGE_LONGEST;
    options->glass.look = (struct ui_look){.size = percent, .high_contrast = high};
    options->glass.panel =
        lying ? (struct panel){1920, 1080, 0.248} : (struct panel){1080, 1920, 0.248};
    return percent == 100 || percent == 150 || percent == 200 ? NULL : "--size is 100, 150 or 200";
}

static enum kcode shoot(struct compile *compile, const struct options *options, struct kerr *err)
{
    struct stage_spot spot;
    K_CLEANUP(stage_close) struct stage *stage = NULL;
    K_CLEANUP(ui_close) struct ui *ui = NULL;
    if (!compile_settings_sound(compile)) {
        return compile_errors(compile, err);
    }
    if (!stage_find(compile, options->words[1], &spot)) {
        return kerr_fail(err, K_E_NOT_FOUND, "%s: no such page; write FLOW/STEP or ARTICLE",
                         options->words[1]);
    }
    if (stage_open(compile, &stage, err) != K_OK ||
        stage_glass(stage, &options->glass, &ui, err) != K_OK) {
        return err->code;
    }
    stage_put(stage, &spot, options->lang, options->dress);
    return stage_png(stage, ui, options->out, err);
}

static int run_shot(int count, char **args)
{
    struct options options = {0};
    const char *wrong = read_options(count, args, &options);
    if (wrong) {
        return command_not_understood(wrong);
    }
    struct kerr err = {0};
    K_CLEANUP(compile_close) struct compile *compile = NULL;
    if (compile_open(options.words[0], &compile, &err) != K_OK ||
        shoot(compile, &options, &err) != K_OK) {
        return command_failed(&err);
    }
    return EXIT_OK;
}

const struct command command_shot = {
    .name = "shot",
    .usage =
        "  annae-pack shot DIR FLOW/STEP|ARTICLE -o FILE.png [--lang en] [--size 150|200]\n"
        "      [--high] [--landscape] [--wrong]   one page as `check` lays it out: the longest of\n"
        "                                         everything; --wrong: what was typed is wrong\n",
    .run = run_shot,
};
