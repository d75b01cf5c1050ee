#pragma once

#include "content.h"
#include "klimits.h"
#include "kuuid.h"

#include <stdbool.h>
#include <stdint.h>

/* What a customer asks of headquarters, before it is a document. Plain data, pure. */

enum request_kind {
    REQUEST_CALLBACK, /* a person calls or writes back */
    REQUEST_ADDITION, /* more facts for an open request (joins) */
    REQUEST_FEEDBACK, /* solved? how easy? */
    REQUEST_KIND_COUNT,
};
const char *request_kind_name(enum request_kind kind); /* "callback", "addition", "feedback" */

enum request_state {
    REQUEST_SAVED,   /* safe on this kiosk's disk, headquarters does not have it yet */
    REQUEST_SENT,    /* headquarters has it */
    REQUEST_HANDLED, /* a person works on it */
    REQUEST_CLOSED,
    REQUEST_SET_ASIDE, /* headquarters refused it; a technician must look */
    REQUEST_STATE_COUNT,
};
const char *request_state_name(enum request_state state); /* "saved", "sent", "handled", ... */
/* REQUEST_STATE_COUNT when there is none. */
enum request_state request_state_find(const char *name);

/* What headquarters' word for a state means here. REQUEST_SENT when it is none we know: it has the
 * request, and more must not be promised. */
enum request_state request_state_of_hq(const char *word);

/* One thing that was done: a flow step with its answer, an article read, a search. */
enum trail_kind { TRAIL_STEP, TRAIL_ARTICLE, TRAIL_SEARCH };
struct trail {
    enum trail_kind kind;
    bool fix;      /* TRAIL_STEP: an attempt to solve */
    bool found;    /* TRAIL_SEARCH: something was found */
    bool phone;    /* TRAIL_STEP: the answer is a phone number, for the agent only */
    uint8_t wrong; /* TRAIL_STEP: wrong tries at what was typed; what they were is not kept */
    uint16_t seconds;
    int64_t at_wall_ms;
    char id[LIMIT_ID_BYTES * 2]; /* "internet-down/lights", article id */
    char prompt[LIMIT_LABEL_BYTES * 2];
    char answer[LIMIT_LABEL_BYTES];
};

struct request {
    enum request_kind kind;
    enum lang lang;
    char joins[KUUID_TEXT_SIZE];       /* REQUEST_ADDITION: the open request */
    char customer_ref[LIMIT_ID_BYTES]; /* "" = guest, or a number that was typed */
    char name[LIMIT_NAME_BYTES];       /* as headquarters told us; "" = guest */
    enum level level;
    char matter[LIMIT_ID_BYTES];     /* flow or article id, "" = none: the same matter joins */
    char subject[LIMIT_LABEL_BYTES]; /* its title */
    char reason[LIMIT_ID_BYTES];     /* hand-over reason, "asked", "offered" */
    char reason_text[LIMIT_LABEL_BYTES * 2]; /* what the flow said of it, in Korean for the agent */
    enum channel channel;
    bool on_file;                   /* use the number headquarters has: we never saw it */
    char contact[LIMIT_NAME_BYTES]; /* e164 number or e-mail address when not on_file */
    bool soon;                      /* as soon as possible, useful until until_ms */
    int64_t from_wall_ms, until_wall_ms;
    char consent_version[LIMIT_ID_BYTES];
    int64_t consent_wall_ms;
    int8_t solved; /* feedback: 1 yes, 0 no, -1 not asked */
    uint8_t ease;  /* feedback: 1..5, 0 not given */
    int64_t visit_started_wall_ms;
    uint16_t trail_count;
    struct trail trail[LIMIT_VISIT_TRAIL];
};

/* Overwrite everything. */
void request_wipe(struct request *request);
