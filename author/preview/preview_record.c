/* A visit played in the window becomes a test. */
#include "preview_internal.h"

#include <stdlib.h>

void preview_record_begin(struct preview *p)
{
    trial_recorder_close(&p->recorder);
    if (p->config.record) {
        p->recorder = trial_recorder_open(stage_content(p->stage));
        stage_watch(p->stage, trial_recorder_event, p->recorder);
    }
}

enum kcode preview_record_save(struct preview *p, struct kerr *err)
{
    if (!p->recorder) {
        return K_OK;
    }
    trial_recorder_end(p->recorder, stage_visit(p->stage));
    if (trial_recorder_count(p->recorder) == 0) {
        return kerr_fail(err, K_E_NOT_FOUND,
                         "%s: not written; no flow was played since the sources were read",
                         p->config.record);
    }
    return trial_recorder_save(p->recorder, trial_recorder_flow(p->recorder), p->config.record,
                               err);
}
