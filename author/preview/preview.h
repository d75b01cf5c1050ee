#pragma once

#include "stage.h"

/*
 * The kiosk's window on a folder of sources. What is saved is on the glass within a second, at the
 * same step where that is still there; what is wrong stands in a small strip over the corner.
 * Sources that cannot be shown leave the last good ones on the glass.
 *
 *   F1 language  F2 size  F3 contrast  F4 panel   F5 F6 next, previous step   F7 F8 next, previous
 * flow
 */

struct preview;

struct preview_config {
    const char *dir;
    const char *at; /* "FLOW/STEP", "FLOW" or "ARTICLE" to begin at; NULL = the first screen */
    enum lang lang;
    struct stage_glass glass;
    const char *record; /* the test file to write, not there yet; NULL = none */
};

/* How often the sources were read since. */
struct preview_counts {
    int good, broken; /* shown; not fit to be shown */
};

/* Errors: K_E_NOT_FOUND (no such folder), K_E_FORMAT (the sources cannot be shown at all), K_E_IO.
 */
enum kcode preview_open(const struct preview_config *config, struct preview **ret_preview,
                        struct kerr *err) K_MUST_CHECK;
void preview_close(struct preview **preview);

/* One turn of the loop, at most wait_ms long: fingers, keys, saved files. False: the window was
 * closed. */
bool preview_turn(struct preview *preview, int wait_ms);

/* As the key "F1".."F8". */
void preview_key(struct preview *preview, const char *key);

/* Write down what was played by touch since the sources were read last, as a test that passes: the
 * first flow of it. Nothing to do unless config.record says where.
 * Errors: K_E_NOT_FOUND (no flow was played), K_E_FORMAT (a jump by F5..F8 lies in it), K_E_IO */
enum kcode preview_record_save(struct preview *preview, struct kerr *err) K_MUST_CHECK;

/* ---- for tests and the command ---- */

struct preview_counts preview_counts(const struct preview *preview);
/* The strip's text. */
const char *preview_note(const struct preview *preview);
struct stage *preview_stage(struct preview *preview);
struct ui *preview_glass(struct preview *preview);
