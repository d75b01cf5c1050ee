#pragma once

#include "preview.h"
#include "trial.h"

/* Shared by the files of this folder; nobody else includes it. */

enum { PREVIEW_NOTE_BYTES = 512 };

struct preview {
    struct preview_config config;
    struct compile *compile; /* what is shown */
    struct stage *stage;
    struct ui *ui;
    uint64_t seen;        /* mark of the files that were read last */
    int64_t look_mono_ms; /* when they are looked at again */
    struct preview_counts counts;
    char note[PREVIEW_NOTE_BYTES];
    struct screen screen;
    struct trial_recorder *recorder; /* NULL = nothing is recorded */
};

/* Names, sizes and times of all files of the folder, as one number. */
uint64_t watch_mark(const char *dir);

/* What is played from now on is recorded, if it was wished for. */
void preview_record_begin(struct preview *preview);

/* Another panel: another window. */
enum kcode preview_reopen(struct preview *preview, struct kerr *err) K_MUST_CHECK;
