#pragma once

#include "screen.h"

/* Hand-made screens, as a visit would compose them: for pictures to look at and rules to hold. */
enum sample {
    SAMPLE_ATTRACT,
    SAMPLE_IDENTIFY,
    SAMPLE_PHONE,
    SAMPLE_HOME,
    SAMPLE_TOPIC,
    SAMPLE_ASK,
    SAMPLE_TELL,
    SAMPLE_PICTURE,
    SAMPLE_SEARCH,
    SAMPLE_ARTICLE,
    SAMPLE_ANSWERS,
    SAMPLE_CONSENT,
    SAMPLE_SLOT,
    SAMPLE_RECEIPT,
    SAMPLE_FEEDBACK,
    SAMPLE_IDLE,
    SAMPLE_NOTICE,
    SAMPLE_WAIT,
    SAMPLE_COUNT,
};

const char *sample_name(enum sample sample);
void sample_make(struct screen *screen, enum sample sample, enum lang lang);
