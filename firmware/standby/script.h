#pragma once

#include "standby.h"

/*
 * Standby played line by line, without a window, from a file or a FIFO; each line is answered on
 * standard output with "ok" or "failed".
 *
 *   key NAME          "0".."9", "up", "down", "left", "right", "tab", "enter", "backspace"
 *   touch LABEL       a finger on the button that says so, through SDL
 *   see TEXT          some line on the screen has it
 *   see not TEXT
 *   picture FILE      the screen as BMP
 *   end               as if somebody had asked the program to end
 */
struct script {
    int fd;
    bool is_fifo; /* never ends */
    bool has_ended, has_failed;
    size_t len;
    char text[2048];
};

/* Errors: K_E_NOT_FOUND, K_E_IO */
enum kcode script_open(const char *path, struct script *script, struct kerr *err) K_MUST_CHECK;
void script_close(struct script *script);

/* Carry out the lines that have come. */
void script_play(struct script *script, struct standby *standby);
