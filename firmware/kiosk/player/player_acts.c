#include "player_internal.h"

#include "kstr.h"

#include <stdlib.h>
#include <string.h>

#define PAGES_MAX   20
#define FOCUS_MAX   80
#define LIVE_TRY_MS 200
#define LIVE_ACT_MS 15000 /* live: as long as a real process may take */
#define CRASH_S     8     /* a restart */
#define AWAY_MAX_S  86400

#define WORD(i) (words->word[i])

void player_canary(struct player *player, const char *text)
{
    if (strlen(text) >= 4 && player->canary_count < PLAYER_CANARIES) {
        (void)kstr_copy(player->canary[player->canary_count++], LIMIT_NAME_BYTES, text);
    }
}

enum kcode statement_wrong(struct kerr *err, const char *word, const char *wanted)
{
    return kerr_fail(err, K_E_FORMAT, "\"%s\": %s", word, wanted);
}

/* ---- the world ---- */

static enum kcode do_hq(struct player *player, const struct statement_words *words,
                        struct kerr *err)
{
    static const char *const names[] = {"up", "down", "slow"};
    for (int i = 0; i < 3; i++) {
        if (strcmp(WORD(1), names[i]) == 0) {
            player->courier.line = (enum fake_line)i;
            return K_OK;
        }
    }
    return statement_wrong(err, WORD(1), "not up, down or slow");
}

static enum kcode do_answer(struct player *player, const struct statement_words *words,
                            struct kerr *err)
{
    struct fake_courier *courier = &player->courier;
    if (courier->answer_count == FAKE_ANSWERS) {
        return kerr_fail(err, K_E_FULL, "more than %d answers", FAKE_ANSWERS);
    }
    (void)kstr_copy(courier->question[courier->answer_count], LIMIT_ID_BYTES, WORD(1));
    (void)kstr_copy(courier->answer[courier->answer_count++], LIMIT_ID_BYTES, WORD(2));
    return K_OK;
}

static enum kcode do_disk(struct player *player, const struct statement_words *words,
                          struct kerr *err)
{
    bool full = strcmp(WORD(1), "full") == 0;
    if (!full && strcmp(WORD(1), "free") != 0) {
        return statement_wrong(err, WORD(1), "not full or free");
    }
    player->is_disk_full = full;
    return K_OK;
}

/* Live: the real courier delivers; wait until nothing is left. */
static enum kcode deliver_live(struct player *player, struct kerr *err)
{
    struct outbox_status status = {.waiting = 1};
    for (int waited_ms = 0; waited_ms <= LIVE_ACT_MS; waited_ms += LIVE_TRY_MS) {
        if (!player->kiosk->store || outbox_status(player->kiosk->store, &status, err) != K_OK) {
            return err->code ? err->code : kerr_fail(err, K_E_IO, "the kiosk has no store");
        }
        if (status.waiting == 0) {
            return K_OK;
        }
        stage_pass(player, LIVE_TRY_MS);
    }
    return kerr_fail(err, K_E_NET, "%lld requests still wait after %d s", (long long)status.waiting,
                     LIVE_ACT_MS / 1000);
}

static enum kcode do_deliver(struct player *player, const struct statement_words *words,
                             struct kerr *err)
{
    (void)words;
    if (player->is_live) {
        return deliver_live(player, err);
    }
    return player->store ? kept_deliver(player, err)
                         : kerr_fail(err, K_E_IO, "the kiosk has no store");
}

static enum kcode do_state(struct player *player, const struct statement_words *words,
                           struct kerr *err)
{
    enum request_state state = request_state_find(WORD(1));
    if (state == REQUEST_STATE_COUNT) {
        return statement_wrong(err, WORD(1), "not a state of a request");
    }
    return kept_state(player, state, err);
}

/* The program is gone without a word and starts again beside the same files. */
static enum kcode do_crash(struct player *player, const struct statement_words *words,
                           struct kerr *err)
{
    const char *after = words_value(words, "after");
    int64_t away_s = CRASH_S;
    if (after && !words_number(after, AWAY_MAX_S, &away_s)) {
        return statement_wrong(err, after, "not a number of seconds");
    }
    kiosk_close(&player->kiosk);
    player->mono_ms += away_s * 1000;
    player->wall_ms += away_s * 1000;
    return stage_kiosk(player, err);
}

/* ---- the customer ---- */

static enum kcode do_swipe(struct player *player, const struct statement_words *words,
                           struct kerr *err)
{
    (void)err;
    kiosk_swipe(player->kiosk, WORD(1));
    return K_OK;
}

static enum kcode do_burst(struct player *player, const struct statement_words *words,
                           struct kerr *err)
{
    (void)err;
    char burst[LIMIT_FIELD_BYTES];
    (void)kstr_copy(burst, sizeof burst, WORD(1));
    kiosk_burst(player->kiosk, burst, sizeof burst);
    return K_OK;
}

/* A label that the screen has on one of its next pages is paged to, as a customer does. */
static enum kcode do_touch(struct player *player, const struct statement_words *words,
                           struct kerr *err)
{
    static const char *const pager[LANG_COUNT] = {"다음 쪽", "Next"};
    const struct screen *screen = &player->kiosk->screen;
    for (int page = 0; page < PAGES_MAX; page++) {
        int64_t now_mono_ms = player->kiosk_config.world.mono_ms(player->kiosk_config.world.user);
        if (ui_tap(player->kiosk->ui, WORD(1), now_mono_ms)) {
            return K_OK;
        }
        if (!screen_find(screen, WORD(1)) ||
            !ui_tap(player->kiosk->ui, pager[screen->lang], now_mono_ms)) {
            break;
        }
        stage_pass(player, stage_act_ms(player));
    }
    return kerr_fail(err, K_E_NOT_FOUND, "nothing to touch with the label \"%s\"", WORD(1));
}

static enum kcode do_type(struct player *player, const struct statement_words *words,
                          struct kerr *err)
{
    (void)err;
    player_canary(player, WORD(1));
    ui_type(player->kiosk->ui, WORD(1));
    return K_OK;
}

static enum kcode do_key(struct player *player, const struct statement_words *words,
                         struct kerr *err)
{
    (void)err;
    for (int i = 1; i < words->count; i++) {
        ui_press(player->kiosk->ui, WORD(i));
        stage_settle(player);
    }
    return K_OK;
}

/* As somebody without touch finds a button: forward from one to the next. */
static enum kcode do_reach(struct player *player, const struct statement_words *words,
                           struct kerr *err)
{
    for (int i = 0; i < FOCUS_MAX; i++) {
        ui_press(player->kiosk->ui, "down");
        stage_settle(player);
        if (strcmp(ui_focus(player->kiosk->ui), WORD(1)) == 0) {
            return K_OK;
        }
    }
    return kerr_fail(err, K_E_NOT_FOUND, "the focus never came to \"%s\"", WORD(1));
}

static enum kcode do_wait(struct player *player, const struct statement_words *words,
                          struct kerr *err)
{
    char *unit = NULL;
    double count = strtod(WORD(1), &unit);
    double ms = strcmp(unit, "s") == 0 ? 1000 : strcmp(unit, "m") == 0 ? 60000 : 1;
    bool fits = count > 0 && count * ms <= 3600000.0;
    if (!fits || (strcmp(unit, "s") != 0 && strcmp(unit, "m") != 0 && strcmp(unit, "ms") != 0)) {
        return statement_wrong(err, WORD(1), "not a time such as 5s, 150ms or 2m");
    }
    stage_pass(player, (int64_t)(count * ms));
    return K_OK;
}

static enum kcode do_picture(struct player *player, const struct statement_words *words,
                             struct kerr *err)
{
    return stage_picture(player, WORD(1), err);
}

const struct statement_kind statement_kinds[] = {
    {"panel", 2, WHEN_BEFORE, LIVE_AT_ONCE, set_panel},
    {"look", 2, WHEN_ANY, LIVE_AT_ONCE, set_look},
    {"lang", 2, WHEN_BEFORE, LIVE_AT_ONCE, set_lang},
    {"time", 2, WHEN_BEFORE, LIVE_AT_ONCE, set_time},
    {"customer", 4, WHEN_BEFORE, LIVE_NEVER, set_customer},
    {"without", 2, WHEN_BEFORE, LIVE_NEVER, set_without},
    {"store", 2, WHEN_BEFORE, LIVE_NEVER, set_store},
    {"hq", 2, WHEN_ANY, LIVE_NEVER, do_hq},
    {"answer", 3, WHEN_ANY, LIVE_NEVER, do_answer},
    {"disk", 2, WHEN_ANY, LIVE_NEVER, do_disk},
    {"deliver", 1, WHEN_OPEN, LIVE_AT_ONCE, do_deliver},
    {"state", 2, WHEN_OPEN, LIVE_NEVER, do_state},
    {"crash", 1, WHEN_OPEN, LIVE_NEVER, do_crash},
    {"swipe", 2, WHEN_OPEN, LIVE_AT_ONCE, do_swipe},
    {"burst", 2, WHEN_OPEN, LIVE_AT_ONCE, do_burst},
    {"touch", 2, WHEN_OPEN, LIVE_PATIENT, do_touch},
    {"type", 2, WHEN_OPEN, LIVE_AT_ONCE, do_type},
    {"key", 2, WHEN_OPEN, LIVE_AT_ONCE, do_key},
    {"reach", 2, WHEN_OPEN, LIVE_AT_ONCE, do_reach},
    {"wait", 2, WHEN_OPEN, LIVE_AT_ONCE, do_wait},
    {"picture", 2, WHEN_OPEN, LIVE_AT_ONCE, do_picture},
    {"expect", 2, WHEN_OPEN, LIVE_PATIENT, expect_run},
};
const size_t statement_kind_count = sizeof statement_kinds / sizeof statement_kinds[0];
