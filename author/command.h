#pragma once

#include "kerr.h"

/*
 * The commands of annae-pack. One command = one file cmd_NAME.c with one const entry, and one line
 * of the table in main.c.
 */

enum { EXIT_OK = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

struct command {
    const char *name;
    const char *usage; /* its lines of annae-pack --help, each ended with \n */

    /* count arguments after the command's name. Returns the program's exit code. */
    int (*run)(int count, char **args);
};

extern const struct command command_build;
extern const struct command command_check;
extern const struct command command_draw;
extern const struct command command_explain;
extern const struct command command_export_texts;
extern const struct command command_import;
extern const struct command command_import_texts;
extern const struct command command_texts_confirm;
extern const struct command command_list;
extern const struct command command_new;
extern const struct command command_play;
extern const struct command command_preview;
extern const struct command command_record;
extern const struct command command_search;
extern const struct command command_shot;
extern const struct command command_test;

/* Tell err on stderr; returns EXIT_FAILED. */
int command_failed(const struct kerr *err);

/* Tell what the command wanted instead; returns EXIT_USAGE. */
int command_not_understood(const char *what);
