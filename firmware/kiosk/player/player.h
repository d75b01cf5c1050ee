#pragma once

#include "kiosk.h"

#include <stdbool.h>

/*
 * Plays a scripted visit: real glass (without a window), real visit, real store, real pack. The
 * player owns time, and only the courier is a fake behind its real socket. docs/visit-scripts.md.
 *
 * Live ("-"): statements come line by line from standard input and each is answered with one line,
 * "ok" or "failed", on standard output; store, courier and clock are the real ones.
 */

struct player_config {
    const char *script_path; /* "-" = live */
    const char *out_dir;     /* pictures and transcript; NULL = none */
};

/* Returns the program's exit code: 0 all expectations met, 1 one was not or something failed. */
int player_run(const struct kiosk_config *kiosk, const struct player_config *config);

/* One of "size=150", "contrast=high", ...: changes that part of look; false when it is none. */
bool look_read(const char *text, struct ui_look *look);

/* "1080x1920@0.248", the part after @ may be missing; false when it is no panel. */
bool panel_read(const char *text, struct panel *ret_panel);
