#pragma once

#include "fake_courier.h"
#include "player.h"

#include "trust.h"

#include <stdio.h>

/* Shared by the player's own files. */

#define PLAYER_WORDS      20   /* words of one statement */
#define PLAYER_LINE_BYTES 1024 /* one statement */
#define PLAYER_TEXT_BYTES (64 * 1024)
#define PLAYER_CANARIES   12
#define PLAYER_KEPT       32 /* requests of one script */

/* One statement, cut into words; a word may be quoted: name="홍 길동". */
struct statement_words {
    int count;
    char *word[PLAYER_WORDS];
    char memory[PLAYER_LINE_BYTES];
};

/* Errors: K_E_FORMAT (quote not closed, too many words). Comments and blank lines: count 0. */
enum kcode words_cut(const char *line, struct statement_words *ret_words,
                     struct kerr *err) K_MUST_CHECK;
/* The value of "key=value" among the words, NULL when it is not there. */
const char *words_value(const struct statement_words *words, const char *key);
/* A whole number, 0..most; false when text is none. */
bool words_number(const char *text, int64_t most, int64_t *ret_number);

/* One request as headquarters reads it. */
struct kept_request {
    char id[KUUID_TEXT_SIZE];
    char text[LIMIT_REQUEST_BYTES]; /* the document, unsealed: kiosk.request/1 */
};

struct player {
    struct kiosk_config kiosk_config;
    const struct player_config *config;
    bool is_live, is_disk_full;
    struct kiosk *kiosk;
    int64_t mono_ms, wall_ms; /* the fake clock; live: wall_ms is how far ours is off */
    char dir[64];             /* of a scripted visit: state, socket; removed afterwards */
    char socket_path[128];
    struct trust_pair hq; /* opens what the kiosk sealed */
    struct fake_courier courier;
    struct device_store *store; /* the courier's own handle */
    int canary_count;
    char canary[PLAYER_CANARIES][LIMIT_NAME_BYTES];
    int kept_count;
    struct kept_request kept[PLAYER_KEPT]; /* delivered: headquarters' memory */
    int line;
    FILE *transcript;
    int picture_count;
    uint32_t serial;       /* of the page pictured last */
    enum screen_kind kind; /* and its kind */
    char text[PLAYER_TEXT_BYTES];
};

/* player_stage.c: what the play needs around it. */
enum kcode stage_open(struct player *player, struct kerr *err) K_MUST_CHECK;
void stage_close(struct player *player);
/* Open the kiosk when the first statement needs it. */
enum kcode stage_kiosk(struct player *player, struct kerr *err) K_MUST_CHECK;
/* Between two acts of a customer. The glass takes a faster same touch for a trembling hand. */
int64_t stage_act_ms(const struct player *player);
/* Let time pass and everything that follows from it happen. */
void stage_pass(struct player *player, int64_t ms);
/* Let happen what happens by itself, without time passing. */
void stage_settle(struct player *player);
/* A note in the transcript; and the screen, when it has changed. */
void stage_note(struct player *player, const char *line);
enum kcode stage_picture(struct player *player, const char *name, struct kerr *err) K_MUST_CHECK;

/* player_acts.c, player_settings.c, player_expect.c: one statement each; word[0] is its name. */
typedef enum kcode (*statement_fn)(struct player *player, const struct statement_words *words,
                                   struct kerr *err);
enum statement_when {
    WHEN_BEFORE, /* the kiosk is opened: a setting of the script */
    WHEN_ANY,    /* about the world around the kiosk */
    WHEN_OPEN,   /* opens the kiosk when it is not yet */
};
enum statement_live {
    LIVE_NEVER, /* about a made-up world */
    LIVE_AT_ONCE,
    LIVE_PATIENT, /* tried again for as long as real processes may take */
};
struct statement_kind {
    const char *name;
    int words_min;
    enum statement_when when;
    enum statement_live live;
    statement_fn run;
};
extern const struct statement_kind statement_kinds[];
extern const size_t statement_kind_count;
enum kcode set_panel(struct player *player, const struct statement_words *words, struct kerr *err);
enum kcode set_look(struct player *player, const struct statement_words *words, struct kerr *err);
enum kcode set_lang(struct player *player, const struct statement_words *words, struct kerr *err);
enum kcode set_time(struct player *player, const struct statement_words *words, struct kerr *err);
enum kcode set_customer(struct player *player, const struct statement_words *words,
                        struct kerr *err);
enum kcode set_without(struct player *player, const struct statement_words *words,
                       struct kerr *err);
enum kcode set_store(struct player *player, const struct statement_words *words, struct kerr *err);
/* K_E_FORMAT: the word is not what was wanted. */
enum kcode statement_wrong(struct kerr *err, const char *word, const char *wanted);
/* A text that must be gone after the visit. */
void player_canary(struct player *player, const char *text);
enum kcode expect_run(struct player *player, const struct statement_words *words, struct kerr *err);
/* What is shown is neither clipped, nor overlapping, nor too small to touch. */
enum kcode expect_fit(struct player *player, struct kerr *err);

/* player_outbox.c: what headquarters has got, and then what waits, as far as it is due. */
typedef enum kcode (*kept_fn)(void *user, const struct kept_request *kept, struct kerr *err);
enum kcode kept_each(struct player *player, kept_fn fn, void *user, struct kerr *err) K_MUST_CHECK;
/* Everything that waits is delivered. */
enum kcode kept_deliver(struct player *player, struct kerr *err) K_MUST_CHECK;
enum kcode kept_state(struct player *player, enum request_state state,
                      struct kerr *err) K_MUST_CHECK;
