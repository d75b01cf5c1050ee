#pragma once

#include "palette.h"
#include "scale.h"
#include "screen.h"

#include <stdbool.h>
#include <stdint.h>

/* The words of the glass: boxes, widgets and the marks they are drawn with. Pure. */

struct box {
    int x, y, w, h; /* px */
};

bool box_holds(struct box box, int x, int y);
/* Both have a pixel in common. */
bool box_meets(struct box a, struct box b);
/* Every side moved outwards by px. */
struct box box_grown(struct box box, int px);

enum role {
    ROLE_NONE,
    ROLE_HEADER,
    ROLE_WHO,
    ROLE_STATE,
    ROLE_PROGRESS,
    ROLE_LEAD,
    ROLE_TEXT,
    ROLE_SMALL,
    ROLE_HEADING,
    ROLE_BULLET,
    ROLE_NUMBERED,
    ROLE_NOTE,
    ROLE_PICTURE,
    ROLE_FIELD,
    ROLE_ERROR, /* what is wrong with the field, where that stands alone */
    ROLE_QR,
    ROLE_BIG,
    ROLE_HERO, /* the large sign of a short message */
    ROLE_MAIN,
    ROLE_PLAIN,
    ROLE_QUIET,
    ROLE_CARD,
    ROLE_TILE,
    ROLE_SEARCH,
    ROLE_SCORE,
    ROLE_KEY,
    ROLE_PAGER,
    ROLE_PLACE, /* "2/4" between the pager's buttons */
    ROLE_BAR,
    ROLE_PERSON,
    ROLE_COUNT,
};

/* "lead", "card", ...: in dumps. */
const char *role_name(enum role role);
/* It can be pressed. */
bool role_target(enum role role);

struct widget {
    enum role role;
    struct box box;
    const char *text; /* its label; borrowed from the screen, the view or a constant */
    uint16_t text_len;
    int16_t item; /* index in screen.item or screen.bar (ROLE_BAR, ROLE_PERSON); -1 */
    int16_t key;  /* ROLE_KEY: index in view.key; ROLE_PAGER: -1 back, +1 on */
    struct {
        bool more : 1;    /* the text began on an earlier page: no marker */
        bool row : 1;     /* ROLE_BAR: sign beside the word, not above it */
        bool wide : 1;    /* of a short message: centred */
        bool clipped : 1; /* its content needs more room than there is */
    };
};

/* What makes a widget the same one in the next view of the same page. */
struct widget_id {
    enum role role;
    int16_t item, key;
};
struct widget_id widget_id(const struct widget *widget);
bool widget_is(const struct widget *widget, struct widget_id id);

/* ---- drawing ---- */

enum mark_kind { MARK_RECT, MARK_TEXT, MARK_ICON, MARK_PICTURE, MARK_QR };
enum mark_align { ALIGN_START, ALIGN_CENTRE, ALIGN_END };

/* One thing to paint, at whole pixels. */
struct mark {
    enum mark_kind kind;
    struct box box;
    enum tint tint;
    int16_t radius; /* MARK_RECT */
    bool moves;     /* part of the page, not of its frame: slides in */
    /* MARK_TEXT: words; MARK_ICON: name; MARK_PICTURE: id; MARK_QR: content. Borrowed. */
    const char *text;
    uint16_t text_len;
    uint8_t level; /* enum type_level */
    bool bold;
    uint8_t align; /* enum mark_align */
    uint8_t alpha; /* 255 = opaque; less only in motion */
};

/* How far ink may reach beyond the box of a text. */
#define MARK_OVERHANG_PX 4

/* ---- what the pure part has to ask ---- */

struct text_spec {
    const char *text;
    int len;
    enum type_level level;
    bool bold;
    int width; /* wrap at; 0 = one line */
    enum lang lang;
};

struct text_size {
    int w, h;
    int last_w; /* of the last line: the caret stands there */
    int fit;    /* bytes whose lines fit in max_h; len when all do */
};

struct measure {
    /* max_h only matters for ret->fit. */
    struct text_size (*text)(void *user, const struct text_spec *spec, int max_h);
    /* Natural size of a picture; false when it cannot be shown. */
    bool (*picture)(void *user, const char *id, int *ret_w, int *ret_h);
    /* Modules along one side of the code, 0 when it cannot be made. */
    int (*code)(void *user, const char *text);
    void *user;
};
