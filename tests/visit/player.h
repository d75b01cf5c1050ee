#pragma once

#include "small_content.h"

/*
 * A customer for tests: touches labels, types, shows cards; plays the shell's part where told to.
 * Every step is also encoded, so that a test can replay the visit from its journal.
 */

enum { PLAYER_LINES = 400, PLAYER_LINE_BYTES = 400 };

struct player {
    struct content content;
    struct site site;
    struct visit visit;
    int64_t mono_ms, wall_ms;
    struct visit_effects effects; /* of the last step */
    struct screen screen;         /* after the last step */
    char text[32768];             /* the same, as text */
    int line_count;
    char line[PLAYER_LINES][PLAYER_LINE_BYTES]; /* the journal since the visit began */
};

/* A kiosk at Monday 10:00 with nothing missing. */
void player_open(struct player *player);

/* One event as it is; time stands still. */
void player_step(struct player *player, struct visit_event *event);

void player_touch(struct player *player, enum action_verb verb, int arg);
/* Touch the button with this label; the test fails when there is none. */
void player_tap(struct player *player, const char *label);
void player_type(struct player *player, const char *text);
void player_wait(struct player *player, int64_t ms);
void player_world(struct player *player, enum missing missing, bool hq_reachable);

void player_token(struct player *player, const char *token);
void player_answer_look(struct player *player, enum lookup lookup, const struct profile *profile);
void player_answer_check(struct player *player, enum flow_check_exit exit, const char *answer);
void player_answer_search(struct player *player, enum found_band band, enum found_kind kind,
                          int index);
void player_answer_article(struct player *player, uint16_t index);
void player_answer_accept(struct player *player, bool is_kept, bool joined, const char *id);
void player_answer_request(struct player *player, const char *id, enum request_state state);

/* From attract to home. */
void player_as_guest(struct player *player);
void player_as_member(struct player *player);
/* From home into a flow. */
void player_into_flow(struct player *player, enum small_flow flow);

/* The wish of this kind of the last step; NULL when there is none. */
const struct visit_effect *player_wish(const struct player *player, enum visit_effect_kind kind);

/* The shown screen says this; has this button. */
bool player_reads(const struct player *player, const char *text);
void assert_reads(const struct player *player, const char *text);
void assert_silent(const struct player *player, const char *text);
void assert_shows(const struct player *player, enum screen_kind kind);

/* Any byte of the visit holds this text. */
bool player_holds(const struct player *player, const char *text);

/* Three ids of requests. */
extern const char request_a[], request_b[];
