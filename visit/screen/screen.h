#pragma once

#include "flow.h" /* enum lang */
#include "kbuf.h"
#include "klimits.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * A screen is data: what the customer sees, in reading order, in one language. It is drawn by ui/,
 * spoken, read by tests and, later, continued on a phone. It knows no pixels. Pure.
 */

/* What a touch means. The visit alone gives it a meaning; everybody else hands it back. */
enum action_verb {
    ACT_NONE,
    ACT_START,   /* attract: somebody touched */
    ACT_GUEST,   /* go on without a card */
    ACT_PHONE,   /* identify by phone number */
    ACT_LIKELY,  /* go on with the last visit's matter */
    ACT_TOPIC,   /* arg: topic */
    ACT_FLOW,    /* arg: flow */
    ACT_ARTICLE, /* arg: article */
    ACT_SEARCH,
    ACT_REQUESTS, /* my requests */
    ACT_REQUEST,  /* arg: one of them */
    ACT_CHOOSE,   /* arg: exit of the flow step */
    ACT_OK,       /* tell: done; field: take the value */
    ACT_ANSWERS,  /* show my answers so far */
    ACT_CHANGE,   /* arg: answer to change */
    ACT_YES,
    ACT_NO,
    ACT_CHANNEL,      /* arg: enum channel */
    ACT_DAY,          /* arg: first slot of a day */
    ACT_SLOT,         /* arg: slot index, -1 = as soon as possible */
    ACT_OTHER_NUMBER, /* type another number */
    ACT_RATE,         /* arg: 1..5 */
    ACT_SKIP,
    ACT_FINISH, /* end the visit */
    ACT_STAY,   /* idle warning: I am still here */
    ACT_BACK,
    ACT_HOME,
    ACT_LANG,   /* the other language */
    ACT_PERSON, /* talk to a person */
    ACT_MASK,   /* hide what is typed, or show it again */
    ACT_MEND,   /* correct the number or address that was typed */
    ACT_VERB_COUNT,
};

struct action {
    enum action_verb verb;
    int16_t arg;
};

/* "choose", "back", ...: for saved events. */
const char *action_name(enum action_verb verb);
/* ACT_VERB_COUNT when there is none. */
enum action_verb action_find(const char *name);

enum screen_kind {
    SCREEN_ATTRACT,
    SCREEN_IDENTIFY,
    SCREEN_PHONE,
    SCREEN_WAIT, /* a look-up is on its way */
    SCREEN_HOME,
    SCREEN_TOPIC,
    SCREEN_SEARCH,
    SCREEN_ARTICLE,
    SCREEN_STEP,    /* tell, ask, solved of a flow */
    SCREEN_INPUT,   /* input of a flow */
    SCREEN_CHECK,   /* waiting for headquarters' answer in a flow */
    SCREEN_ANSWERS, /* my answers so far: touch one to change it */
    SCREEN_FLOW_END,
    SCREEN_OFFER,   /* a person is offered, unasked */
    SCREEN_CHANNEL, /* call-back form, one question a screen */
    SCREEN_CONTACT,
    SCREEN_SLOT,
    SCREEN_CONSENT,
    SCREEN_SAVING,
    SCREEN_RECEIPT,
    SCREEN_NOT_SAVED, /* could not be kept: says so and offers the other ways */
    SCREEN_REQUESTS,
    SCREEN_REQUEST,
    SCREEN_FEEDBACK,
    SCREEN_THANKS,
    SCREEN_IDLE,   /* are you still there */
    SCREEN_RESUME, /* after a crash: go on? */
    SCREEN_NOTICE, /* wrong card, payment card, ...: a calm sentence and a way on */
    SCREEN_KIND_COUNT,
};

/* "attract", "step", ...: file names of pictures, transcripts. */
const char *screen_kind_name(enum screen_kind kind);

enum item_kind {
    ITEM_LEAD,    /* the one thing of this screen: greeting, question; the largest type */
    ITEM_TEXT,    /* a paragraph */
    ITEM_SMALL,   /* quiet second thought: reason, hint */
    ITEM_HEADING, /* inside an article, above a group of buttons */
    ITEM_BULLET,
    ITEM_NUMBERED, /* number */
    ITEM_NOTE,     /* a box with tone and icon: state of a request, warning */
    ITEM_PICTURE,  /* picture = id, text = what it shows (spoken, not drawn) */
    ITEM_FIELD,    /* stands for screen.field */
    ITEM_QR,       /* text = content of the code, detail = what it is for */
    ITEM_BIG,      /* a number to remember or a countdown */
    ITEM_BUTTON,
    ITEM_KIND_COUNT,
};

enum item_style {
    STYLE_PLAIN,
    STYLE_MAIN,   /* the likeliest way on: filled, >= 20 mm */
    STYLE_CARD,   /* full-width choice: icon, text, detail */
    STYLE_TILE,   /* one of a grid: icon, text, detail */
    STYLE_QUIET,  /* a way on that is not pushed */
    STYLE_SCORE,  /* one of a row of five */
    STYLE_SEARCH, /* leads to a field and looks like one; detail = what may be typed */
};

enum tone { TONE_INFO, TONE_GOOD, TONE_CAREFUL };

struct screen_item {
    enum item_kind kind;
    enum item_style style;
    enum tone tone;
    bool selected;             /* the answer given before, when it is being changed */
    uint16_t number;           /* ITEM_NUMBERED */
    struct action action;      /* ITEM_BUTTON */
    char icon[LIMIT_ID_BYTES]; /* "" = none; names in docs/icons.md */
    char picture[LIMIT_ID_BYTES];
    char text[LIMIT_TEXT_BYTES];
    char detail[LIMIT_LABEL_BYTES * 2];
};

enum keyboard { KEYBOARD_NONE, KEYBOARD_DIGITS, KEYBOARD_TEXT };

struct screen_field {
    enum keyboard keyboard;
    uint32_t serial; /* another number = another field: forget composition */
    bool masked;     /* drawn as dots but the last character */
    bool personal;   /* somebody's: never spoken or written down, even while it is drawn in clear */
    bool latin;      /* holds letters and signs of an address: begins with the Latin keyboard */
    char label[LIMIT_LABEL_BYTES];
    char value[LIMIT_FIELD_BYTES];
    char shown[LIMIT_FIELD_BYTES]; /* how to show it when not masked: "010-1234-56"; "" = value */
    char unit[LIMIT_LABEL_BYTES];
    char error[LIMIT_LABEL_BYTES * 2]; /* what is wrong and how to mend it; "" = nothing */
    uint16_t max_chars;
};

enum { BAR_BACK, BAR_HOME, BAR_LANG, BAR_PERSON, BAR_COUNT };

struct screen {
    enum screen_kind kind;
    uint32_t serial; /* another number = another page: paging and focus restart */
    enum lang lang;
    char header[LIMIT_LABEL_BYTES];         /* name of the help desk */
    char who[LIMIT_LABEL_BYTES];            /* masked name, "" for a guest */
    char state[LIMIT_LABEL_BYTES];          /* "" or a short truth: offline */
    uint16_t progress_done, progress_total; /* total 0 = no bar */
    uint16_t item_count;
    struct screen_item item[LIMIT_SCREEN_ITEMS];
    struct screen_field field;
    struct screen_item bar[BAR_COUNT]; /* action.verb ACT_NONE = not here */
    uint16_t countdown_s;              /* SCREEN_IDLE */
};

/* ---- composing: used by visit/ only ---- */

/* Empty screen. */
void screen_start(struct screen *screen, enum screen_kind kind, uint32_t serial, enum lang lang);

/* Append an item with its text; asserts room. The item may then be refined. text NULL = "". */
struct screen_item *screen_add(struct screen *screen, enum item_kind kind, const char *text);
struct screen_item *screen_button(struct screen *screen, enum item_style style, const char *text,
                                  enum action_verb verb, int arg);

/* ---- reading ---- */

/* The button (bar included) whose label is text; NULL when there is none. Exact match first, then
 * a label that begins with it. */
const struct screen_item *screen_find(const struct screen *screen, const char *text);

/**
 * Everything a customer can read, in reading order, one item a line: what speech will say and tests
 * read. Buttons as "[text | detail]", the field as "<label: value>", masked or personal as dots, a
 * picture as "그림: what it shows".
 *
 * Errors: K_E_FULL
 */
enum kcode screen_text(const struct screen *screen, struct kbuf *buf,
                       struct kerr *err) K_MUST_CHECK;

/* Same content, field value and countdown included: nothing to redraw. */
bool screen_equal(const struct screen *a, const struct screen *b);
