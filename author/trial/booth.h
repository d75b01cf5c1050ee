#pragma once

#include "trial.h"

/*
 * A kiosk without glass and without a shop: the real visit over the sources' content, with a world
 * that does what a test says. Time goes on by a few seconds with everything that is done.
 */

#define BOOTH_TEXT_BYTES ((size_t)64 * 1024) /* everything one screen says */

/* Is told of every event before the visit sees it. */
typedef void (*booth_event_fn)(void *user, const struct visit *before,
                               const struct visit_event *event);

struct booth {
    const struct content *content; /* borrowed */
    struct trial_given given;
    struct visit visit;
    struct visit_effects effects;
    struct screen screen;
    struct site site;
    struct profile profile;
    int64_t mono_ms, wall_ms;
    bool has_question; /* a check waits for headquarters */
    uint32_t look_serial, check_serial;
    char question[LIMIT_FIELD_BYTES];
    bool has_look;
    bool has_request; /* a request was handed over to be kept */
    struct request request;
    booth_event_fn on_event; /* NULL = nobody */
    void *on_event_user;
    struct flow_run traced;
    char text[BOOTH_TEXT_BYTES];
};

/* A booth of this content; booth_close() frees it. */
struct booth *booth_open(const struct content *content);
void booth_close(struct booth **booth);

/* The next customer: nobody has touched anything yet. given is copied, its texts stay borrowed. */
void booth_reset(struct booth *booth, const struct trial_given *given);

/* From the door to the first step of a flow, by card or as a guest, through its topic. False when
 * the flow is in no topic or the topic shows no button for it: nobody can start it. */
bool booth_start(struct booth *booth, uint16_t flow);

/* What a customer and headquarters do. A touch that the screen does not offer does nothing. */
void booth_touch(struct booth *booth, enum action_verb verb, int arg);
void booth_type(struct booth *booth, const char *text);
void booth_card(struct booth *booth, enum level level);
void booth_answer(struct booth *booth, const char *word); /* "offline" and "failed" as well */

/* What headquarters answers to the question that is open, by the case's `given`; NULL = not said.
 */
const char *booth_known_answer(const struct booth *booth);

/* Is there a button that does this? */
bool booth_offers(const struct booth *booth, enum action_verb verb, int arg);

/* Everything that is on the screen. */
const char *booth_text(struct booth *booth);

/* Every move of the flow so far. */
void booth_trace(struct booth *booth, flow_move_fn tell, void *user);
