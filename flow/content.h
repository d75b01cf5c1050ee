#pragma once

#include "flow.h"

/*
 * What a pack says, as plain data in memory: read once when the pack is opened, then borrowed by
 * everybody until it is closed. Article bodies and pictures stay in the pack and are fetched.
 */

enum name_policy { NAME_FULL, NAME_MASKED, NAME_SURNAME, NAME_NONE, NAME_POLICY_COUNT };

struct topic {
    const char *id;
    struct words title, detail;
    const char *icon;
};

struct article_head {
    const char *id;
    struct words title, summary;
    const char *icon;
    uint16_t topic;
    uint16_t flow; /* "lead me through it"; UINT16_MAX = none */
};

enum block_kind {
    BLOCK_HEADING,
    BLOCK_PARAGRAPH,
    BLOCK_BULLET,
    BLOCK_NUMBERED, /* number = position in its list */
    BLOCK_PICTURE,  /* picture id in picture, its alt text in text */
    BLOCK_KIND_COUNT,
};

struct block {
    enum block_kind kind;
    uint16_t number;
    char picture[LIMIT_ID_BYTES];
    char text[LIMIT_TEXT_BYTES]; /* plain text: bold marks are dropped */
};

struct article {
    uint16_t index; /* into content.article */
    uint16_t block_count;
    struct block block[LIMIT_BLOCKS];
};

struct day_hours {
    int16_t open_min, close_min; /* minutes since midnight; both 0 = closed */
};

struct holiday {
    int32_t day; /* days since 1970-01-01 */
    struct words name;
};

enum channel { CHANNEL_CALL, CHANNEL_TEXT, CHANNEL_EMAIL, CHANNEL_COUNT };

/* How a word is said aloud: "Wi-Fi" is 와이파이. */
struct spoken {
    const char *word;
    struct words said; /* Korean always; English NULL: as it is written */
};

struct content {
    const char *id, *version;
    struct words name;                    /* of the help desk, shown in the header */
    uint32_t primary, on_primary, accent; /* 0xRRGGBB */
    int16_t utc_offset_min;
    const char *hotline;
    struct words hotline_note;
    struct day_hours hours[8];     /* [1] Monday .. [7] Sunday; [0] unused */
    const struct holiday *holiday; /* ascending */
    uint16_t holiday_count;
    uint16_t slot_min, lead_min; /* call-back slots: length, earliest start from now */
    uint8_t days_ahead;
    bool channel[CHANNEL_COUNT]; /* offered */
    const char *consent_version;
    struct words consent;
    enum name_policy greet_name, header_name;
    uint16_t idle_warn_s;      /* quiet time before the countdown */
    uint16_t idle_countdown_s; /* >= 20 (accessibility) */
    const struct topic *topic;
    uint16_t topic_count;
    const struct article_head *article;
    uint16_t article_count;
    const struct spoken *reading;
    uint16_t reading_count;
    struct flow_book book;
};

/* ---- search, answered by the pack ---- */

enum found_kind { FOUND_FLOW, FOUND_ARTICLE };
enum found_band {
    FOUND_GOOD,  /* show as results */
    FOUND_MAYBE, /* "did you mean" */
    FOUND_NONE,  /* honest "nothing found", a person is offered */
};

struct found_item {
    enum found_kind kind;
    uint16_t index; /* into content.book.chart or content.article */
    float score;    /* 0..1, what ordered them; docs/decisions/0006-search.md */
};

struct found {
    enum found_band band;
    uint16_t count; /* 0..LIMIT_FOUND, best first; every item is of the band */
    struct found_item item[LIMIT_FOUND];
};
