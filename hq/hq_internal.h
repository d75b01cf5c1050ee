#pragma once

#include "hq.h"
#include "json.h"
#include "kbuf.h"
#include "klimits.h"
#include "kuuid.h"
#include "store.h"
#include "text.h"
#include "trust.h"

#include <limits.h>

/* Shared by the .c files of hq/; not for others. */

#define HQ_APP_ID          0x416e4851 /* "AnHQ" */
#define HQ_CUSTOMER_MAX    10000
#define HQ_CHECK_MAX       1000
#define HQ_CSV_BYTES       (4 * 1024 * 1024)
#define HQ_PAGE_BYTES      (4 * 1024 * 1024) /* one answer: the agents' page is the longest */
#define HQ_PAGE_REQUESTS   200
#define HQ_STATES_PER_CALL 200 /* an answer a kiosk can hold: LIMIT_ANSWER_BYTES */

static_assert(HQ_STATES_PER_CALL * 100 < LIMIT_ANSWER_BYTES, "a kiosk reads the whole list");

/* ---- people.c: customers and checks ---- */

struct customer {
    char token[LIMIT_ID_BYTES];
    char ref[LIMIT_ID_BYTES];
    char name[LIMIT_NAME_BYTES];
    char lang[4];
    char level[12];
    struct phone phone;
};

struct check {
    char question[LIMIT_ID_BYTES];
    char ref[LIMIT_ID_BYTES];
    char answer[LIMIT_ID_BYTES];
};

struct people {
    int customer_count;
    struct customer customer[HQ_CUSTOMER_MAX];
    int check_count;
    struct check check[HQ_CHECK_MAX];
};

/* people is empty (zeroed) before, and of no use when this fails. */
enum kcode people_load(const char *dir, struct people *people, struct kerr *err) K_MUST_CHECK;
const struct customer *people_by_token(const struct people *people, const char *token);
const struct customer *people_by_phone(const struct people *people, const char *phone);
const struct customer *people_by_ref(const struct people *people, const char *ref);
/* The answer of a check; NULL when no row has one: what we do not know we do not say. */
const char *people_check(const struct people *people, const char *question, const char *ref);

/* ---- csv.c ---- */

#define CSV_FIELD_MAX 8
typedef enum kcode (*csv_row_fn)(void *user, char **field, struct kerr *err);
/* Strict: the header as given, the same number of fields in each row, UTF-8, no quotes. Errors
 * carry file:line. K_E_NOT_FOUND, K_E_FORMAT, K_E_FULL, K_E_IO. */
enum kcode csv_read(const char *path, const char *header, csv_row_fn row, void *user,
                    struct kerr *err) K_MUST_CHECK;

/* ---- ledger.c: the requests ---- */

struct entry {
    char id[KUUID_TEXT_SIZE];
    char kind[16]; /* callback, addition, feedback */
    char kiosk[LIMIT_ID_BYTES];
    char hash[TRUST_HASH_TEXT];
    char state[16]; /* received, handled, closed */
    char joins[KUUID_TEXT_SIZE];
    char customer[LIMIT_ID_BYTES];
    char matter[LIMIT_ID_BYTES];
    char matter_kind[12]; /* flow, article */
    char subject[LIMIT_LABEL_BYTES];
    int solved; /* 1, 0, -1 not known */
    int64_t created_ms, received_ms;
};

/* Open or create; closed with store_close(). Errors: K_E_FORMAT not a ledger, K_E_ROLLBACK of a
 * newer program, K_E_IO. */
enum kcode ledger_open(const char *path, struct store **ret_db, struct kerr *err) K_MUST_CHECK;
/* Commit one request with its opened document; an addition opens the one it joins again. */
enum kcode ledger_put(struct store *db, const struct entry *entry, const char *document,
                      struct kerr *err) K_MUST_CHECK;
/* K_E_NOT_FOUND, K_E_IO. */
enum kcode ledger_get(struct store *db, const char *id, struct entry *ret_entry,
                      struct kerr *err) K_MUST_CHECK;
enum kcode ledger_set_state(struct store *db, const char *id, const char *state,
                            struct kerr *err) K_MUST_CHECK;
/* Up to HQ_STATES_PER_CALL {id, state} of a kiosk after a revision; *ret_revision: of the last. */
enum kcode ledger_changes(struct store *db, const char *kiosk, int64_t since, struct json *list,
                          int64_t *ret_revision, struct kerr *err) K_MUST_CHECK;

enum ledger_order {
    LEDGER_ALL,       /* oldest first */
    LEDGER_NEWEST,    /* newest first; every kind; HQ_PAGE_REQUESTS */
    LEDGER_PAGE,      /* call-backs, and additions to none that is here: open ones first, the oldest
                         of them first, then closed ones, newest first; HQ_PAGE_REQUESTS */
    LEDGER_FEEDBACK,  /* newest first; HQ_PAGE_REQUESTS */
    LEDGER_CUSTOMER,  /* key: ref; newest first; every kind */
    LEDGER_ADDITIONS, /* key: id of the request they join; oldest first */
    LEDGER_ORDER_COUNT,
};
typedef enum kcode (*ledger_fn)(void *user, const struct entry *entry, const char *document,
                                struct kerr *err);
/* Calls fn for each; one that returns K_E_FULL ends the list and is no failure. */
enum kcode ledger_each(struct store *db, enum ledger_order order, const char *key, ledger_fn fn,
                       void *user, struct kerr *err) K_MUST_CHECK;

/* ---- the process ---- */

struct MHD_Daemon;

struct hq {
    struct store *db;
    struct trust_pair pair;
    struct people people;
    struct MHD_Daemon *daemon;
    uint16_t port;
    char page[HQ_PAGE_BYTES]; /* the answer being composed */
};

/* One call, read whole, and its answer. */
struct call {
    const char *method, *path;
    const char *key;                             /* Idempotency-Key, or NULL */
    const char *kiosk, *since, *customer, *lang; /* arguments, or NULL */
    const char *body;
    size_t body_len;
    bool is_json;        /* Content-Type */
    bool is_local;       /* Host is this server's own address: no page of another site asks */
    bool is_same_origin; /* Origin is that address: one of our own pages asks */
    bool too_long;       /* longer than LIMIT_REQUEST_BYTES: body is empty */

    int status; /* the answer; starts as 500 */
    const char *type;
    char location[LIMIT_ID_BYTES]; /* "" = none */
    int retry_after_s;             /* 0 = none */
    struct kbuf answer;
};

/* html.c: composing a page; what does not fit sets full and is left out. */
struct html {
    struct kbuf *buf;
    bool full;
};
void html_raw(struct html *html, const char *markup); /* ours, not anybody's text */
void html_text(struct html *html, const char *text);  /* escaped: for content and quoted values */
void html_element(struct html *html, const char *name, const char *text);

/* ticket.c: one request with its additions, for agents. K_E_FULL: no room left. */
struct page {
    struct hq *hq;
    struct html html;
    bool english;
};
enum kcode ticket_write(void *user, const struct entry *entry, const char *document,
                        struct kerr *err) K_MUST_CHECK;
const char *page_word(const struct page *page, const char *korean, const char *english);

/* api.c: /v1/..., page.c: / and its buttons. False when the path is none of theirs. */
bool api_answer(struct hq *hq, struct call *call);
bool page_answer(struct hq *hq, struct call *call);

/* reception.c: POST /v1/requests. */
void reception_take(struct hq *hq, struct call *call);
/* The answer about one request: {"annae","id","state","number","hash"}; hash: of what is kept under
 * this id, so that a kiosk knows it for its own; NULL = nothing is. */
void answer_request(struct call *call, int status, const char *id, const char *state,
                    const char *hash);
/* Write root, which says that it is headquarters', as the answer. */
void answer_json(struct call *call, int status, struct json *root);

/* iso.c: "2026-11-21T14:05:09Z" as ms; -1 when it is none. */
int64_t iso_ms(const char *text);
