#pragma once

#include "content.h"
#include "fallback.h"
#include "flow.h"
#include "request.h"
#include "screen.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * One customer's time at the kiosk, first touch to wipe. Pure: time, chance and the world come in
 * as events; wishes go out as effects; what is shown is computed from the state. Any visit can be
 * replayed from its events.
 *
 *   struct visit v; visit_init(&v, content, &site, ...);
 *   for each event: visit_step(&v, &event, &effects); carry them out; visit_screen(&v, &screen);
 */

/* ---- the customer ---- */

enum matter_kind { MATTER_NONE, MATTER_FLOW, MATTER_ARTICLE };

struct open_request {
    char id[KUUID_TEXT_SIZE];
    char number[KUUID_NUMBER_SIZE];
    enum request_state state;
    char matter[LIMIT_ID_BYTES];
    char subject[LIMIT_LABEL_BYTES];
    int64_t created_wall_ms;
    int64_t from_wall_ms, until_wall_ms; /* promised call-back time; 0 = soon */
    bool soon;
};

/* What we remember of a customer. */
struct profile {
    char ref[LIMIT_ID_BYTES];    /* headquarters' name for the customer; "" = guest */
    char name[LIMIT_NAME_BYTES]; /* whole or, when is_masked, masked already */
    bool is_masked;              /* from the kiosk's own cache */
    enum lang lang;
    enum level level;
    char contact_masked[LIMIT_PHONE_BYTES]; /* number on file, masked; "" = none */
    enum matter_kind last_kind;             /* matter of the last visit */
    char last_matter[LIMIT_ID_BYTES];
    bool last_solved;
    int64_t last_wall_ms;
    uint8_t request_count;
    struct open_request request[LIMIT_VISIT_REQUESTS]; /* newest first */
};

/* What happens at this site: how often each flow was used lately; makes the offer for guests. */
struct site {
    uint32_t flow_used[LIMIT_FLOWS];
};

/* ---- events ---- */

enum visit_event_kind {
    VISIT_TOUCH,     /* action: of the screen that is shown; any other is ignored */
    VISIT_FIELD,     /* text: the field's whole new value */
    VISIT_ALIVE,     /* a key or touch that means nothing but "I am here" */
    VISIT_TOKEN,     /* text: what a reader yields; starts a visit or names the guest */
    VISIT_TOKEN_BAD, /* token_bad: why; nothing of the card is kept */
    VISIT_CUSTOMER,  /* lookup, profile: answer to EFFECT_LOOK_UP */
    VISIT_ANSWER,    /* check, text: answer to EFFECT_CHECK */
    VISIT_FOUND,     /* found: answer to EFFECT_SEARCH */
    VISIT_ARTICLE,   /* article: answer to EFFECT_ARTICLE; NULL = cannot be read */
    VISIT_ACCEPTED,  /* accepted: answer to EFFECT_ACCEPT */
    VISIT_REQUEST,   /* request_id, request_state: a request's state has changed */
    VISIT_WORLD,     /* world: what is missing, whether headquarters answers */
    VISIT_TICK,      /* time passes; at most every second is enough */
    VISIT_RESUME,    /* the program restarted in mid-visit and the events were replayed */
    VISIT_EVENT_COUNT,
};

enum token_bad { TOKEN_UNREADABLE, TOKEN_PAYMENT, TOKEN_FOREIGN };

enum lookup {
    LOOKUP_KNOWN,
    LOOKUP_UNKNOWN, /* headquarters answered: nobody has this token */
    LOOKUP_OFFLINE, /* no answer in time and nothing remembered */
};

struct visit_world {
    enum missing missing;
    bool hq_reachable;
    bool printer;
};

struct visit_accepted {
    bool is_kept; /* false: nothing was kept; why in missing */
    bool joined;  /* an open request for the same matter took it in */
    enum missing missing;
    char id[KUUID_TEXT_SIZE];
};

struct visit_event {
    enum visit_event_kind kind;
    int64_t mono_ms, wall_ms;
    struct action action;
    char text[LIMIT_FIELD_BYTES];
    enum token_bad token_bad;
    enum lookup lookup;
    const struct profile *profile; /* VISIT_CUSTOMER, LOOKUP_KNOWN; borrowed for the call */
    uint8_t check;                 /* exit: 0 answered, 1 offline, 2 failed */
    const struct found *found;     /* borrowed for the call */
    const struct article *article; /* borrowed for the call */
    struct visit_accepted accepted;
    char request_id[KUUID_TEXT_SIZE];
    enum request_state request_state;
    struct visit_world world;
};

/* ---- effects ---- */

enum visit_effect_kind {
    EFFECT_LOOK_UP,    /* text: token, is_phone; answer: VISIT_CUSTOMER within 800 ms */
    EFFECT_CHECK,      /* text: question, wait_ms; answer: VISIT_ANSWER */
    EFFECT_SEARCH,     /* text: query; answer: VISIT_FOUND */
    EFFECT_ARTICLE,    /* index; answer: VISIT_ARTICLE */
    EFFECT_ACCEPT,     /* visit->request; answer: VISIT_ACCEPTED */
    EFFECT_REMEMBER,   /* visit->profile.ref, last_*: for the next visit */
    EFFECT_COUNT_FLOW, /* index: one more use of a flow at this site */
    EFFECT_MISSED, /* text: a search that found nothing or led to no touch, digits and names out */
    EFFECT_BEGIN,  /* a visit begins: open the journal */
    EFFECT_WIPE,   /* the visit is over: forget everything, close the journal */
    EFFECT_KIND_COUNT,
};

enum visit_end { VISIT_END_FINISHED, VISIT_END_IDLE, VISIT_END_CARD, VISIT_END_POWER };

struct visit_effect {
    enum visit_effect_kind kind;
    char text[LIMIT_FIELD_BYTES];
    bool is_phone;
    int wait_ms;
    uint16_t index;
    enum visit_end end; /* EFFECT_WIPE */
};

struct visit_effects {
    uint8_t count;
    struct visit_effect item[LIMIT_VISIT_EFFECTS];
};

/* ---- the state ---- */

/* Screens are a stack of pages, so that back always goes where the customer came from. */
#define VISIT_PAGES 12

struct visit_page {
    enum screen_kind kind;
    int16_t arg; /* topic, article, request, answer being changed */
};

struct visit {
    const struct content *content; /* borrowed; the pack version this visit began with */
    const struct site *site;       /* borrowed */
    enum lang lang;
    struct visit_world world;
    bool running; /* between the first touch and the wipe */
    int64_t started_wall_ms;
    int64_t now_mono_ms, now_wall_ms; /* of the last event */
    int64_t active_mono_ms;           /* last sign of life */
    bool warned;                      /* the countdown runs */
    uint32_t serial;                  /* of the page shown */
    uint32_t field_serial;
    uint8_t page_count;
    struct visit_page page[VISIT_PAGES];
    struct profile profile;
    char field[LIMIT_FIELD_BYTES];
    char field_error[LIMIT_LABEL_BYTES * 2];
    enum token_bad notice;
    enum screen_kind notice_for;
    struct flow_run run;
    bool run_open;
    struct escalation escalation;
    struct found found;
    char query[LIMIT_FIELD_BYTES];
    bool found_touched;
    struct article article;
    struct request request; /* being filled, then accepted */
    bool request_open;
    struct visit_accepted receipt;
    enum request_state receipt_state;
    struct slot slot[LIMIT_VISIT_SLOTS];
    uint8_t slot_count;
    uint16_t trail_count;
    struct trail trail[LIMIT_VISIT_TRAIL];
    bool offered;  /* the person offer page was shown for this failure */
    int8_t solved; /* -1 not known */
    uint8_t ease;
};

/* A kiosk waiting for its next customer. content and site are borrowed. */
void visit_init(struct visit *visit, const struct content *content, const struct site *site,
                const struct visit_world *world);

/* One step: event in, state and effects out. Events that do not fit are ignored. */
void visit_step(struct visit *visit, const struct visit_event *event,
                struct visit_effects *ret_effects);

/* What is shown now. */
void visit_screen(const struct visit *visit, struct screen *ret_screen);

/* When time alone will change something: mono ms of the next needed VISIT_TICK, -1 = never. */
int64_t visit_next_tick(const struct visit *visit);

/* Overwrite all personal data; the state is that of visit_init() afterwards. */
void visit_wipe(struct visit *visit);

/* ---- saved events: a crash resumes from the last one ---- */

/**
 * One event as one line of text for the journal, without personal data: names, tokens, phone
 * numbers and private inputs are left out (a replay then stops before them or asks again).
 *
 * returns  K_OK and a line; K_E_NOT_FOUND for events that need not be saved (ticks, looks)
 */
enum kcode visit_event_encode(const struct visit *before, const struct visit_event *event,
                              struct kbuf *buf, struct kerr *err) K_MUST_CHECK;

/* The inverse. profile and found are filled into the given memory and borrowed by the event.
 * Errors: K_E_FORMAT. */
enum kcode visit_event_decode(const char *line, struct visit_event *ret_event,
                              struct profile *profile, struct found *found,
                              struct kerr *err) K_MUST_CHECK;
