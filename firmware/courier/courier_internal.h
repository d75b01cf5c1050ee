#pragma once

#include "courier.h"
#include "net.h"
#include "offline.h"

/* Shared by the .c files of the courier; not for others. */

#define NO_SLOT (-1)

#define HELLO_TIMEOUT_MS    2000
#define DELIVERY_TIMEOUT_MS 10000
#define STATES_TIMEOUT_MS   5000
#define LOOKUP_TIMEOUT_MS   700 /* the kiosk waits 800 ms in all */
#define CHECK_TIMEOUT_MS    20000
#define STATES_EVERY_MS     3000
#define STORE_LOOK_MS       250  /* the kiosk may have accepted something */
#define INTAKE_EVERY_MS     1000 /* standby may have kept something */
#define STORE_RETRY_MS      1000 /* the disk said no */
#define TIDY_EVERY_MS       60000
#define WATCH_EVERY_MS      5000
#define WATCH_STEP          16    /* waiting items: fewer are no news */
#define HEARTBEAT_FIRST_MS  60000 /* after a start */
#define HEARTBEAT_EVERY_MS  300000

/*
 * A circuit breaker for each headquarters: while it is open nothing is sent there but one probe at
 * a time, a hello.
 *
 *   DOWN ──hello is answered in headquarters' words──► UP
 *     ▲                                                │
 *     └──an exchange brings no answer, or another's────┘
 */
struct link {
    char url[LIMIT_FIELD_BYTES];
    bool up;
    bool probed;       /* the first probe has ended */
    int slot;          /* of the hello under way */
    uint32_t failures; /* in a row */
    int64_t probe_mono_ms;
    int64_t hold_mono_ms; /* headquarters asked for a pause until then */
    int64_t since;        /* its revision up to which this kiosk knows everything */
};

/*
 *   IDLE ──item──► ASKING (it may be there already) ──not there──► POSTING ──► REPORTING ──► IDLE
 *     └───────────first try──────────────────────────────────────────▲
 */
enum delivery_at { DELIVERY_IDLE, DELIVERY_ASKING, DELIVERY_POSTING, DELIVERY_REPORTING };

struct delivery {
    enum delivery_at at;
    int slot;
    int64_t look_mono_ms; /* when to look into the store again */
    bool nothing_due;     /* said the store at the last look */
    struct outbox_item item;
    int target;           /* the endpoint it is for */
    int via;              /* the one the exchange under way is with */
    unsigned pending;     /* endpoints still to be asked whether they have it */
    enum verdict verdict; /* DELIVERY_REPORTING */
    unsigned unknown_at;  /* after it: for VERDICT_LATER */
    int64_t due_mono_ms;
    char reason[48];
};

struct states {
    int slot;
    int via;
    int64_t due_mono_ms;
};

struct watch {
    int slot; /* of the heartbeat under way */
    int64_t look_mono_ms, heartbeat_mono_ms;
    bool has_last, is_late;
    struct outbox_status last; /* as it was logged */
};

/* A question passed on to headquarters. */
struct errand {
    int slot; /* NO_SLOT: free */
    int via;
    int client;
    int64_t number;
    bool is_check;
};
#define ERRAND_MAX 4

struct desk {
    int listen_fd;
    int client_fd[LIMIT_ASK_CLIENTS]; /* -1 = free */
    int64_t hello[LIMIT_ASK_CLIENTS]; /* its number, while nobody knows yet; 0 = none */
    struct errand errand[ERRAND_MAX];
};

/* states and heartbeat take turns */
static_assert(ERRAND_MAX + 2 + ENDPOINT_MAX <= NET_MAX,
              "questions never take the place of a delivery");

struct courier {
    struct device_identity identity;
    int lock_fd;
    struct device_store *store;
    struct net *net;
    struct link link[ENDPOINT_MAX]; /* the first, and the one for when it is away */
    int link_count;
    struct delivery delivery;
    struct states states;
    struct watch watch;
    struct desk desk;
    int64_t intake_mono_ms;           /* standby's journal is looked at again */
    int64_t tidy_mono_ms;             /* when accept.log is looked at again */
    struct net_answer answer;         /* the one being read */
    char message[LIMIT_ANSWER_BYTES]; /* to the kiosk */
};

/* ---- link.c ---- */

/* Add one. Errors: K_E_NET, its address is too long. */
enum kcode link_add(struct courier *courier, const char *url, struct kerr *err) K_MUST_CHECK;
/* Begin the first probe of each. Errors: K_E_NET, not an address that is ours to call. */
enum kcode link_probe_all(struct courier *courier, struct kerr *err) K_MUST_CHECK;
void link_step(struct courier *courier, int64_t now_mono_ms);
/* The first that is there; -1 = none. */
int link_used(const struct courier *courier);
bool link_is_known(const struct courier *courier);   /* one is there, or none after a look */
bool link_is_settled(const struct courier *courier); /* each was looked at, and no probe runs */
bool link_is_up(const struct courier *courier);      /* one of them */
void link_lost(struct courier *courier, int via, int64_t now_mono_ms, const char *why);
/* courier->answer asks everybody to come back later. */
void link_heed(struct courier *courier, int via, int64_t now_mono_ms);
uint32_t random_bits(void);

/* Parse courier->answer; NULL unless it is JSON that says it is headquarters'. Free with
 * json_free(). */
struct json;
struct json *answer_of_hq(const struct net_answer *answer);

/* ---- delivery.c, states.c, desk.c ---- */

void delivery_step(struct courier *courier, int64_t now_mono_ms);
void states_step(struct courier *courier, int64_t now_mono_ms);

/* watch.c */
void watch_init(struct watch *watch, int64_t now_mono_ms);
void watch_step(struct courier *courier, int64_t now_mono_ms);

enum kcode desk_open(struct desk *desk, const char *socket_path, struct kerr *err) K_MUST_CHECK;
void desk_close(struct desk *desk);
void desk_step(struct courier *courier, int64_t now_mono_ms);
/* File descriptors to wait for; returns how many. */
int desk_fds(const struct desk *desk, int ret_fds[LIMIT_ASK_CLIENTS + 1]);
