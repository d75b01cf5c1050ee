#include "storyboard.h"

#include "kstr.h"
#include "ksys.h"

enum kcode storyboard_open(struct storyboard *board, const char *dir, const char *out,
                           enum lang lang, struct ui_look look, struct kerr *err)
{
    const struct stage_glass glass = {.panel = {1080, 1920, 0.248}, .look = look};
    char folder[SOURCE_PATH_SIZE];
    *board = (struct storyboard){.out = out, .lang = lang};
    if (!kstr_format(folder, sizeof folder, "%s/screens", out)) {
        return kerr_fail(err, K_E_FULL, "%s: the name is too long", out);
    }
    if (ksys_make_dir(folder, err) != K_OK || compile_open(dir, &board->compile, err) != K_OK) {
        return err->code;
    }
    if (!compile_settings_sound(board->compile)) {
        return kerr_fail(err, K_E_FORMAT, "%s/pack.yaml has errors; run annae-pack check", dir);
    }
    return stage_open(board->compile, &board->stage, err) == K_OK
               ? stage_glass(board->stage, &glass, &board->ui, err)
               : err->code;
}

void storyboard_close(struct storyboard *board)
{
    ui_close(&board->ui);
    stage_close(&board->stage);
    compile_close(&board->compile);
}

bool storyboard_make(void *user, const struct draw_flow *flow, const struct draw_step *step,
                     char ret_path[DRAW_PICTURE_BYTES], struct kerr *err)
{
    struct storyboard *board = user;
    const struct flow_book *book = &compile_content(board->compile)->book;
    struct stage_spot spot = {.index = flow_find(book, flow->id)};
    char path[SOURCE_PATH_SIZE + DRAW_PICTURE_BYTES];
    if (spot.index == UINT16_MAX || !compile_flow_sound(board->compile, spot.index)) {
        return false;
    }
    const struct flow_chart *chart = &book->chart[spot.index];
    spot.step = flow_find_step(chart, step->id);
    if (spot.step == FLOW_NO_STEP || !stage_shows(&chart->step[spot.step])) {
        return false;
    }
    (void)kstr_format(ret_path, DRAW_PICTURE_BYTES, "screens/%s-%s.png", flow->id, step->id);
    if (!kstr_format(path, sizeof path, "%s/%s", board->out, ret_path)) {
        (void)kerr_fail(err, K_E_FULL, "%s: the name is too long", board->out);
        return false;
    }
    stage_put(board->stage, &spot, board->lang, STAGE_PLAIN);
    return stage_png(board->stage, board->ui, path, err) == K_OK;
}
