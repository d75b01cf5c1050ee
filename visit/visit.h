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
    int64_t created_wall_ms;
    int64_t from_wall_ms, until_wall_ms; /* promised call-back time; 0 = soon */
    enum request_state state;
    char id[KUUID_TEXT_SIZE];
    char number[KUUID_NUMBER_SIZE];
    char matter[LIMIT_ID_BYTES];
    char subject[LIMIT_LABEL_BYTES];
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

/* What is known of this site: how often each flow was used lately makes the offer for guests. */
struct site {
    enum lang lang; /* a visit begins in this language */
    uint32_t flow_used[LIMIT_FLOWS];
};

/* ---- events ---- */

enum visit_event_kind {
    VISIT_TOUCH,     /* action: of the screen that is shown; any other is ignored */
    VISIT_FIELD,     /* text: the field's whole new value */
    VISIT_ALIVE,     /* a key or touch that means nothing but "I am here" */
    VISIT_TOKEN,     /* text: what a reader yields; starts a visit or names the guest */
    VISIT_TOKEN_BAD, /* token_bad: why; nothing of the card is kept */
    VISIT_CUSTOMER,  /* serial, lookup, profile: answer to EFFECT_LOOK_UP */
    VISIT_ANSWER,    /* serial, check, text: answer to EFFECT_CHECK */
    VISIT_FOUND,     /* found: answer to EFFECT_SEARCH */
    VISIT_ARTICLE,   /* article: answer to EFFECT_ARTICLE; NULL = cannot be read */
    VISIT_ACCEPTED,  /* accepted: answer to EFFECT_ACCEPT */
    VISIT_REQUEST,   /* request_id, request_state: a request's state has changed */
    VISIT_WORLD,     /* world: what is missing, whether headquarters answers */
    VISIT_TICK,      /* time passes; at most every second is enough */
    VISIT_RESUME,    /* the program restarted in mid-visit, soon enough for the same customer, and
                        the events were replayed */
    VISIT_GAP,       /* in a replay only: something private was left out here; what follows cannot
                        be replayed and is ignored until VISIT_RESUME */
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

/* The serial of an answer in a replay: the journal has only answers that fitted. */
#define VISIT_REPLAYED 0

struct visit_event {
    enum visit_event_kind kind;
    uint32_t serial; /* the effect's: an answer to any other question is ignored */
    int64_t mono_ms, wall_ms;
    struct action action;
    char text[LIMIT_FIELD_BYTES];
    enum token_bad token_bad;
    enum lookup lookup;
    const struct profile *profile; /* VISIT_CUSTOMER, LOOKUP_KNOWN; borrowed for the call */
    enum flow_check_exit check;
    const struct found *found;     /* borrowed for the call */
    const struct article *article; /* borrowed for the call */
    struct visit_accepted accepted;
    char request_id[KUUID_TEXT_SIZE];
    enum request_state request_state;
    struct visit_world world;
};

/* ---- effects ---- */

enum visit_effect_kind {
    EFFECT_LOOK_UP,    /* serial, text: token, is_phone; answer: VISIT_CUSTOMER within 800 ms */
    EFFECT_CHECK,      /* serial, text: question, wait_ms; answer: VISIT_ANSWER */
    EFFECT_SEARCH,     /* text: query; answer: VISIT_FOUND */
    EFFECT_ARTICLE,    /* index; answer: VISIT_ARTICLE */
    EFFECT_ACCEPT,     /* visit->request; answer: VISIT_ACCEPTED */
    EFFECT_REMEMBER,   /* memory: for the customer's next visit */
    EFFECT_COUNT_FLOW, /* index: one more use of a flow at this site */
    EFFECT_MISSED, /* text: a search that found nothing or led to no touch, digits and names out */
    EFFECT_BEGIN,  /* a visit begins: open the journal */
    EFFECT_WIPE,   /* the visit is over: forget everything, close the journal */
    EFFECT_KIND_COUNT,
};

enum visit_end { VISIT_END_FINISHED, VISIT_END_IDLE, VISIT_END_CARD, VISIT_END_POWER };

/* What the next visit shall know. In the effect, because the visit may be wiped in the same step.
 */
struct visit_memory {
    char ref[LIMIT_ID_BYTES];
    enum matter_kind last_kind;
    char last_matter[LIMIT_ID_BYTES];
    bool last_solved;
    int64_t last_wall_ms;
};

/* The caller wipes the effects when they are carried out: tokens and memories are the customer's.
 */
struct visit_effect {
    enum visit_effect_kind kind;
    uint32_t serial;
    char text[LIMIT_FIELD_BYTES];
    bool is_phone;
    int wait_ms;
    uint16_t index;
    enum visit_end end;         /* EFFECT_WIPE */
    struct visit_memory memory; /* EFFECT_REMEMBER */
};

struct visit_effects {
    uint8_t count;
    struct visit_effect item[LIMIT_VISIT_EFFECTS];
};

/* ---- the state ---- */

/* Screens are a stack of pages, so that back always goes where the customer came from. At most one
 * page of a kind: coming to one again takes the older one off, so the stack cannot overflow. */
#define VISIT_PAGES SCREEN_KIND_COUNT

struct visit_page {
    enum screen_kind kind;
    int16_t arg; /* topic, article, request, notice, answer being changed; else -1 */
};

/* Why SCREEN_NOTICE is shown: its page's arg. */
enum visit_notice {
    NOTICE_UNREADABLE,
    NOTICE_PAYMENT,
    NOTICE_FOREIGN,
    NOTICE_UNKNOWN,     /* headquarters does not know the card */
    NOTICE_OFFLINE,     /* nobody could be asked about the card */
    NOTICE_PHONE_TAKEN, /* the same for known and unknown numbers */
    NOTICE_PHONE_TRIES,
    NOTICE_REFUSED,   /* no consent, so no request: the other ways */
    NOTICE_SLOT_GONE, /* the time that was chosen can no longer be promised */
    NOTICE_NONE,
};

/* A look-up under way. */
struct visit_look {
    bool open;
    bool by_phone;
    uint32_t serial;
    int64_t until_mono_ms; /* own patience, longer than the shell's */
};

/* How the customer came to be known. A typed number is offered for the call-back and opens what any
 * customer may see; the profile stays empty, because anybody may type it. */
enum visit_known { KNOWN_NOT, KNOWN_TOKEN, KNOWN_PHONE };

/* The search page: what was typed and what came of it. */
struct visit_search {
    char query[LIMIT_FIELD_BYTES];
    struct found found;
    bool ready;   /* found answers a query of this page */
    bool touched; /* a result was opened */
    bool noted;   /* is in the trail */
};

enum article_state { ARTICLE_WANTED, ARTICLE_ASKED, ARTICLE_READY, ARTICLE_MISSING };

/* The article page. */
struct visit_reading {
    int64_t since_mono_ms;
    enum article_state state;
    enum lang lang; /* of what was asked for */
    struct article article;
    bool noted; /* is in the trail */
};

struct visit {
    const struct content *content; /* borrowed; the pack version this visit began with */
    const struct site *site;       /* borrowed */
    int64_t started_wall_ms;
    int64_t now_mono_ms, now_wall_ms; /* of the last event */
    int64_t active_mono_ms;           /* last sign of life */
    int64_t warned_mono_ms;           /* since when the countdown runs */
    struct visit_world world;
    enum lang lang;
    uint32_t serial;       /* of the page shown */
    uint32_t asked_serial; /* of the question asked last: look-up or check */
    struct visit_page page[VISIT_PAGES];
    uint8_t page_count;
    bool running;     /* between the first touch and the wipe */
    bool warned;      /* the countdown runs */
    bool gap;         /* a replay stands here until VISIT_RESUME */
    bool lang_chosen; /* by the customer: a profile does not change it again */
    bool remembered;  /* the next visit will know of this one */

    /* who */
    struct profile profile; /* requests made in this visit come first */
    struct visit_look look;
    enum visit_known known;
    enum visit_notice note; /* one calm sentence on the home page */
    char token[LIMIT_FIELD_BYTES];
    char phone[LIMIT_PHONE_BYTES]; /* e164, typed to identify: offered for the call-back */
    uint8_t phone_tries;
    uint8_t made_count; /* requests made in this visit */

    /* the field of the page */
    bool field_wrong;
    bool field_flipped; /* hidden where it is shown at first, or shown where it is hidden */
    char field[LIMIT_FIELD_BYTES];
    uint32_t field_serial;

    /* what the customer deals with */
    enum matter_kind matter;
    uint16_t matter_index;
    uint16_t trail_count;
    struct trail trail[LIMIT_VISIT_TRAIL];
    int8_t solved;     /* -1 not known */
    bool last_settled; /* the last visit's matter was said to be solved */

    /* the flow: of the one SCREEN_STEP page in the stack */
    bool run_open;
    bool check_asked;
    int8_t change_kept, change_dropped; /* later answers, by the change just made; 0, 0 = none */
    struct flow_run run;
    uint32_t check_serial;
    int64_t check_until_mono_ms;
    struct escalation escalation;
    int fixes_before; /* failed attempts of flows that were left */

    struct visit_search search;
    struct visit_reading reading;

    /* the way to a person */
    struct request request; /* being filled, then accepted; then the feedback */
    struct slot slot[LIMIT_VISIT_SLOTS];
    int64_t soon_until_wall_ms; /* -1 = cannot be promised */
    struct visit_accepted receipt;
    enum request_state receipt_state;
    uint8_t slot_count;
    bool saving; /* a call-back was handed to the shell and is not answered */
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
 * One event as one line of text for the journal, without personal data: tokens, names, numbers and
 * private inputs are left out. Taking a private input is saved as a gap: a replay stands before it.
 *
 * before  in  the visit as it was before the event was stepped
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
