/* annae-pack: the author's tool. Each command is a file of this folder. */
#include "command.h"

#include <stdio.h>
#include <string.h>

static const struct command *const commands[] = {
    /* One line each, so that two branches may add one. */
    /* clang-format off */
    &command_build,
    &command_check,
    &command_draw,
    &command_explain,
    &command_export_texts,
    &command_import,
    &command_import_texts,
    &command_list,
    &command_new,
    &command_play,
    &command_preview,
    &command_record,
    &command_search,
    &command_shot,
    &command_test,
    &command_texts_confirm,
    /* clang-format on */
};

enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

int command_failed(const struct kerr *err)
{
    (void)fprintf(stderr, "annae-pack: %s\n", err->text);
    return EXIT_FAILED;
}

int command_not_understood(const char *what)
{
    (void)fprintf(stderr, "annae-pack: %s; see annae-pack --help\n", what);
    return EXIT_USAGE;
}

static int help(void)
{
    (void)puts("annae-pack: content of a help kiosk, from sources to one file\n");
    for (int i = 0; i < COMMAND_COUNT; i++) {
        (void)fputs(commands[i]->usage, stdout);
    }
    (void)puts("  annae-pack --help\n"
               "\n"
               "Mistakes in the sources are told as FILE:LINE:COLUMN: error A012: ...\n"
               "Exit code: 0 done, 1 something is wrong, 2 not understood.");
    return EXIT_OK;
}

static int run_command(const struct command *command, int count, char **args)
{
    if (count == 1 && strcmp(args[0], "--help") == 0) {
        (void)fputs(command->usage, stdout);
        return EXIT_OK;
    }
    return command->run(count, args);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        return command_not_understood("what shall I do?");
    }
    if (strcmp(argv[1], "--help") == 0) {
        return help();
    }
    for (int i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(argv[1], commands[i]->name) == 0) {
            return run_command(commands[i], argc - 2, argv + 2);
        }
    }
    return command_not_understood("no such command");
}
