#pragma once

#include "ask.h"
#include "offline.h"
#include "pack.h"
#include "ui.h"
#include "visit.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/*
 * The appliance at the counter: one struct, one loop, one thread.
 *
 *   world (glass, readers, courier, clock) -> visit events -> visit_step -> effects -> world,
 *   then the screen is drawn from the state.
 *
 * Handlers only put events into the inbox; kiosk_turn() alone acts on them. Parts never reach
 * sideways: what one needs of another passes through here.
 */

/* Time and room as arguments, so that a scripted visit can own them. */
struct kiosk_world {
    int64_t (*mono_ms)(void *user);
    int64_t (*wall_ms)(void *user);
    bool (*has_room)(void *user, struct device_store *store);
    void *user;
};

/* The clocks of this machine and the room on its disk. */
extern const struct kiosk_world kiosk_real_world;

#define KIOSK_TRAY 3 /* demo member cards under F1 to F3 */

/* Borrowed by the kiosk until it is closed, with everything it points to. */
struct kiosk_config {
    const char *pack_path;   /* NULL or unreadable: the kiosk still shows how to reach a person */
    const char *state_dir;   /* store.db and who this kiosk is: device_identity_load() */
    const char *socket_path; /* the courier's; may not be there */
    struct panel panel;
    struct ui_look look;
    bool headless, fullscreen, still;
    enum lang lang; /* of the first screen */
    bool has_tray;
    const char *tray[KIOSK_TRAY]; /* tokens; NULL = none */
    struct kiosk_world world;
};

#define KIOSK_INBOX 64 /* more than one pass can make: 16 of the glass, 8 requests, 8 answers */

/* Everything about the customer that is not in the visit: one kstr_wipe() forgets it. */
struct kiosk_person {
    struct profile profile;
    struct found found;
    struct article article;
    char query[LIMIT_FIELD_BYTES]; /* typed, not yet searched */
    int64_t query_due_mono_ms;     /* 0 = nothing to search */
    uint8_t inbox_head, inbox_count;
    struct visit_event inbox[KIOSK_INBOX];
};

/* What a picture of the pack shows, in words. */
struct picture_words {
    char id[LIMIT_ID_BYTES];
    enum lang lang;
    char alt[LIMIT_TEXT_BYTES];
};

struct kiosk {
    const struct kiosk_config *config;
    int lock_fd;                   /* of the state directory; -1 = none */
    struct pack *pack;             /* NULL: none could be opened */
    const struct content *content; /* the pack's, or kiosk_bare_content */
    struct device_store *store;    /* NULL: requests cannot be kept */
    struct ask *ask;
    struct ui *ui;
    struct reader *reader;               /* NULL: none of its own, readers type into the glass */
    char reader_path[LIMIT_FIELD_BYTES]; /* of kiosk.conf */
    bool is_reader_watched;              /* the glass wakes us when it types */
    bool has_room;
    bool is_journal_stale;     /* could not be erased: tried again */
    int64_t refreshed_mono_ms; /* room on the disk was last looked at */
    int64_t reopened_mono_ms;  /* a missing store was last tried */
    int64_t hello_due_mono_ms; /* headquarters is asked for again */
    int64_t watched_mono_ms;   /* states of requests were last looked at */
    int64_t revision;          /* of request states seen */
    struct site site;
    struct visit visit;
    struct kiosk_person person;
    struct picture_words picture; /* asked for last: a step shows one again and again */
    struct screen screen;         /* as shown */
    bool stop;                    /* the window was closed */
};

/**
 * Open every part. What can be done without (pack, store, courier) is logged and left out.
 *
 * Errors: K_E_NOT_FOUND  no font: kiosk_plain_run() needs none
 *         K_E_IO         no glass, no memory, another kiosk in the same state directory
 */
enum kcode kiosk_open(const struct kiosk_config *config, struct kiosk **ret_kiosk,
                      struct kerr *err) K_MUST_CHECK;

/* Close in reverse order. The open visit stays in the journal, as after a crash. */
void kiosk_close(struct kiosk **kiosk);

/* End the open visit: as if its customer had left. */
void kiosk_end_visit(struct kiosk *kiosk);

/**
 * Write the journal of the open visit of a state directory as text, without anything that could be
 * somebody's: for annae-pack record. Another program may be using the directory.
 *
 * Errors: K_E_NOT_FOUND (no store, no open visit), K_E_FORMAT, K_E_IO
 */
enum kcode kiosk_export_journal(const char *state_dir, int64_t now_wall_ms, FILE *out,
                                struct kerr *err) K_MUST_CHECK;

/* One pass of the loop; waits for input at most wait_ms, -1 = as long as nothing is due. */
void kiosk_turn(struct kiosk *kiosk, int wait_ms);

/* Something is on its way by itself: an event, a search, an answer of the courier. */
bool kiosk_busy(const struct kiosk *kiosk);

/* What a reader typed; the burst is overwritten. */
void kiosk_burst(struct kiosk *kiosk, char *burst, size_t burst_size);

/* As if a card with this token was drawn through the reader. */
void kiosk_swipe(struct kiosk *kiosk, const char *token);

/**
 * The kiosk without a font: a fixed sentence and the pack's hotline, until the window is closed,
 * stop says so, or a font has come (*ret_font). kiosk_plain.c. Logs "kiosk.plain" when it is to be
 * seen.
 *
 * Errors: K_E_IO  no display
 */
enum kcode kiosk_plain_run(const struct kiosk_config *config, bool (*stop)(void), bool *ret_font,
                           struct kerr *err) K_MUST_CHECK;

/* What a kiosk without a pack knows: how to reach a person. kiosk_bare.c. */
extern const struct content kiosk_bare_content;
