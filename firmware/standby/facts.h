#pragma once

#include "kerr.h"
#include "klimits.h"

#include <stdint.h>

/*
 * What the standby screen knows of this kiosk: kiosk.conf (a technician's) says who it is,
 * standby.conf (annae-kiosk writes it when it opens a good pack) when and where a person is to be
 * had. Both may be missing, half or nonsense: what cannot be read is not said.
 *
 *   hotline = 1588-0000
 *   hours.1 = 09:00-18:00        1 Monday .. 7 Sunday; a closed day has no line
 *   primary = 0B4FA8
 *   on_primary = FFFFFF
 */

struct facts_hours {
    int open_min, close_min; /* both 0 = closed */
};

struct facts {
    char kiosk[LIMIT_ID_BYTES], site[LIMIT_ID_BYTES]; /* "" = not known */
    char hotline[LIMIT_PHONE_BYTES];
    struct facts_hours hours[8];
    uint32_t primary, on_primary;
    uint8_t hq_key[32];
    int has_hq_key;
};

/* One "key = value" line; unknown keys are left alone. */
void facts_line(struct facts *facts, char *line);

/* All lines of a text, which is cut up. */
void facts_text(struct facts *facts, char *text);
