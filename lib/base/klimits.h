#pragma once

#include <assert.h>

/* Every ceiling of the appliance, with its reason. Reaching one is K_E_FULL or a refusal by the
 * author's tool, never an overrun. docs/limits.md has the longer story, and names the ceilings that
 * no test reaches. */

/* Text */
#define LIMIT_LABEL_BYTES 128  /* one button: 2 lines of 20 Hangul, 3 bytes each */
#define LIMIT_TEXT_BYTES  1024 /* one paragraph on a screen */
#define LIMIT_FIELD_BYTES 256  /* what a customer may type into one field */
#define LIMIT_BURST_BYTES 512  /* what a reader types at once: three tracks are 226 characters */
#define LIMIT_ID_BYTES    64   /* ids of flows, steps, choices, articles, pictures; NUL included */
#define LIMIT_NAME_BYTES  128  /* a customer's name */
#define LIMIT_PHONE_BYTES 24   /* a phone number as shown; NUL included */

/* Flows */
#define LIMIT_FLOWS        512 /* in one pack */
#define LIMIT_FLOW_STEPS   128 /* in one flow */
#define LIMIT_FLOW_EXITS   8   /* choices of one question (6 by touch target size), branch cases */
#define LIMIT_FLOW_CHOICES 6   /* buttons that fit on one screen, finger-sized */
#define LIMIT_FLOW_NESTING 4   /* flows calling flows */
#define LIMIT_FLOW_VARS    48  /* variables of one flow: one per answering step plus inputs */
#define LIMIT_FLOW_LOG     96  /* answers in one run, loops included */
#define LIMIT_FLOW_MOVES   512 /* steps the engine takes between two answers: a guard, never met */
#define LIMIT_EXPR_CODE    96  /* instructions of one condition */
#define LIMIT_EXPR_STACK   16
#define LIMIT_EXPR_WORDS   1024 /* bytes of the quoted words of one condition */
#define LIMIT_FLOW_OUTPUTS 8    /* inputs or outputs of one subflow */

/* Content */
#define LIMIT_TOPICS        24
#define LIMIT_TOPIC_ITEMS   64
#define LIMIT_ARTICLES      20000
#define LIMIT_BLOCKS        64 /* paragraphs, bullets, pictures of one article */
#define LIMIT_HOLIDAYS      64
#define LIMIT_SYNONYMS      2048 /* words of synonyms.yaml, all compared with every query */
#define LIMIT_READINGS      512  /* words of pack.yaml whose reading is given */
#define LIMIT_FOUND         20   /* search results shown, paged */
#define LIMIT_PICTURE_BYTES (2 * 1024 * 1024)
#define LIMIT_PACK_BYTES    (512 * 1024 * 1024)

/* A screen */
#define LIMIT_SCREEN_ITEMS 72 /* LIMIT_BLOCKS of an article and its buttons */

/* A visit */
#define LIMIT_VISIT_EFFECTS  8  /* wishes of one step */
#define LIMIT_VISIT_REQUESTS 8  /* earlier requests shown to a customer */
#define LIMIT_VISIT_SLOTS    32 /* call-back slots offered: five days of six, asked day by day */
#define LIMIT_VISIT_TRAIL    96 /* what was tried, for the agent */

/* Delivery */
#define LIMIT_REQUEST_BYTES (64 * 1024) /* one request document, sealed and encoded */
#define LIMIT_OUTBOX_ROWS   20000
#define LIMIT_JOURNAL_ROWS  4000        /* events of the one open visit */
#define LIMIT_ANSWER_BYTES  (64 * 1024) /* one HTTP answer or socket message */

/* The database */
#define LIMIT_STORE_HEAP_BYTES (64 * 1024 * 1024) /* all of SQLite in one process */
#define LIMIT_WAL_PAGES        1000               /* 4 MiB of log, then it is written back */
#define LIMIT_WAL_BYTES        (8 * 1024 * 1024)  /* a longer log file is cut afterwards */

static_assert(LIMIT_WAL_PAGES * 4096 <= LIMIT_WAL_BYTES,
              "the log is written back before it is cut");
/* The device store */
#define LIMIT_OUTBOX_FEEDBACK  18000               /* rows: the rest is kept free for requests */
#define LIMIT_OUTBOX_BYTES     (512 * 1024 * 1024) /* sealed bodies: a share of a small disk */
#define LIMIT_DISK_SPARE_BYTES (32 * 1024 * 1024)  /* free disk below which nothing is promised */
#define LIMIT_ACCEPT_LOG_DEAD                                                                      \
    (1024 * 1024)                /* of accept.log: delivered ones, before it is rewritten */
#define LIMIT_CHECK_MS     1000  /* looking at the database at the start, customers wait */
#define LIMIT_REQUEST_ROWS 40000 /* requests remembered, delivered ones included */
#define LIMIT_CACHE_ROWS   1000  /* customers greeted while headquarters is away */
#define LIMIT_MEMORY_ROWS  5000  /* customers whose last matter is remembered */
#define LIMIT_MISSED_ROWS  2000  /* searches that helped nobody */
#define LIMIT_ASK_BYTES    4096  /* one question to the courier */
#define LIMIT_ASK_CLIENTS  4     /* kiosk, and room for its restart and a technician */

static_assert(LIMIT_FLOW_CHOICES <= LIMIT_FLOW_EXITS, "every choice is an exit");
static_assert(LIMIT_OUTBOX_FEEDBACK < LIMIT_OUTBOX_ROWS, "feedback never fills the outbox");
static_assert(LIMIT_OUTBOX_ROWS < LIMIT_REQUEST_ROWS, "an undelivered request is remembered");
static_assert(LIMIT_BLOCKS + 8 <= LIMIT_SCREEN_ITEMS, "an article and its buttons fit a screen");
