#pragma once

#include "draw.h"
#include "stage.h"

/* The screens of a folder's steps as PNG files, for `draw --storyboard`. */
struct storyboard {
    struct compile *compile;
    struct stage *stage;
    struct ui *ui;
    const char *out; /* folder of the pages; screens/ in it */
    enum lang lang;
};

/**
 * Read the folder and put it on a stage with this look.
 *
 * Errors: K_E_FORMAT  its settings have errors
 *         K_E_NOT_FOUND, K_E_FULL, K_E_IO
 */
enum kcode storyboard_open(struct storyboard *board, const char *dir, const char *out,
                           enum lang lang, struct ui_look look, struct kerr *err) K_MUST_CHECK;
void storyboard_close(struct storyboard *board);

/* For struct draw_pictures: user is the storyboard. A flow with errors has no screens. */
bool storyboard_make(void *board, const struct draw_flow *flow, const struct draw_step *step,
                     char ret_path[DRAW_PICTURE_BYTES], struct kerr *err);
