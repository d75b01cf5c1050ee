#pragma once

#include "small_content.h"

/*
 * A customer for tests: touches labels, types, shows cards; plays the shell's part where told to.
 * Every step is also encoded, so that a test can replay the visit from its journal.
 */

enum { PATRON_LINES = 400, PATRON_LINE_BYTES = 400 };

struct patron {
    struct content content;
    struct site site;
    struct visit visit;
    int64_t mono_ms, wall_ms;
    struct visit_effects effects; /* of the last step */
    struct screen screen;         /* after the last step */
    char text[32768];             /* the same, as text */
    int line_count;
    char line[PATRON_LINES][PATRON_LINE_BYTES]; /* the journal since the visit began */
};

/* A kiosk at Monday 10:00 with nothing missing. */
void patron_open(struct patron *patron);

/* One event as it is; time stands still. */
void patron_step(struct patron *patron, struct visit_event *event);

void patron_touch(struct patron *patron, enum action_verb verb, int arg);
/* Touch the button with this label; the test fails when there is none. */
void patron_tap(struct patron *patron, const char *label);
void patron_type(struct patron *patron, const char *text);
void patron_wait(struct patron *patron, int64_t ms);
void patron_world(struct patron *patron, enum missing missing, bool hq_reachable);

void patron_token(struct patron *patron, const char *token);
void patron_answer_look(struct patron *patron, enum lookup lookup, const struct profile *profile);
void patron_answer_check(struct patron *patron, enum flow_check_exit exit, const char *answer);
void patron_answer_search(struct patron *patron, enum found_band band, enum found_kind kind,
                          int index);
void patron_answer_article(struct patron *patron, uint16_t index);
void patron_answer_accept(struct patron *patron, bool is_kept, bool joined, const char *id);
void patron_answer_request(struct patron *patron, const char *id, enum request_state state);

/* From attract to home. */
void patron_as_guest(struct patron *patron);
void patron_as_member(struct patron *patron);
/* From home into a flow. */
void patron_into_flow(struct patron *patron, enum small_flow flow);

/* The wish of this kind of the last step; NULL when there is none. */
const struct visit_effect *patron_wish(const struct patron *patron, enum visit_effect_kind kind);

/* The shown screen says this; has this button. */
bool patron_reads(const struct patron *patron, const char *text);
void assert_reads(const struct patron *patron, const char *text);
void assert_silent(const struct patron *patron, const char *text);
void assert_shows(const struct patron *patron, enum screen_kind kind);

/* Any byte of the visit holds this text. */
bool patron_holds(const struct patron *patron, const char *text);

/* Three ids of requests. */
extern const char request_a[], request_b[];
