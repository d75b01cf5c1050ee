#define _XOPEN_SOURCE 700 /* nftw, mkdtemp */
#include "player_internal.h"

#include "kassert.h"
#include "klog.h"
#include "kstr.h"
#include "ksys.h"

#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SETTLE_TURNS 12  /* question, answer and what follows need three */
#define STEP_MS      250 /* how finely the fake clock runs while a script waits */
#define DIR_PATTERN  "annae-visit-XXXXXX"

static int64_t fake_mono_ms(void *user)
{
    return ((struct player *)user)->mono_ms;
}

static int64_t fake_wall_ms(void *user)
{
    return ((struct player *)user)->wall_ms;
}

static bool fake_has_room(void *user, struct device_store *store)
{
    return !((struct player *)user)->is_disk_full && device_store_has_room(store);
}

static int64_t live_mono_ms(void *user)
{
    (void)user;
    return ksys_mono_ms();
}

static int64_t live_wall_ms(void *user)
{
    return ksys_wall_ms() + ((struct player *)user)->wall_ms;
}

static bool live_has_room(void *user, struct device_store *store)
{
    (void)user;
    return device_store_has_room(store);
}

/* ---- the state directory of a scripted visit ---- */

static enum kcode write_identity(struct player *player, struct kerr *err)
{
    static const char conf[] = "id = K-0001\nsite = SEOUL-01\n";
    char path[128];
    char text[64];
    struct kbuf key = KBUF(text);
    if (trust_make_pair(&player->hq, err) != K_OK ||
        trust_base64(player->hq.open, sizeof player->hq.open, &key, err) != K_OK) {
        return err->code;
    }
    (void)kstr_format(path, sizeof path, "%s/kiosk.conf", player->dir);
    if (ksys_write_file(path, conf, sizeof conf - 1, 0600, err) != K_OK) {
        return err->code;
    }
    (void)kstr_format(path, sizeof path, "%s/hq.pub", player->dir);
    return ksys_write_file(path, key.data, key.len, 0600, err);
}

static enum kcode make_stage(struct player *player, struct kerr *err)
{
    const char *root = getenv("TMPDIR");
    if (!root || !kstr_format(player->dir, sizeof player->dir, "%s/%s", root, DIR_PATTERN)) {
        (void)kstr_copy(player->dir, sizeof player->dir, "/tmp/" DIR_PATTERN);
    }
    if (!mkdtemp(player->dir)) {
        return kerr_fail(err, K_E_IO, "%s: cannot make a directory", player->dir);
    }
    (void)kstr_format(player->socket_path, sizeof player->socket_path, "%s/courier.sock",
                      player->dir);
    player->kiosk_config.state_dir = player->dir;
    player->kiosk_config.socket_path = player->socket_path;
    player->kiosk_config.world =
        (struct kiosk_world){fake_mono_ms, fake_wall_ms, fake_has_room, player};
    player->mono_ms = 1000000;
    player->wall_ms = INT64_C(1795395600000); /* Monday 2026-11-23 10:00 in Seoul */
    if (write_identity(player, err) != K_OK) {
        return err->code;
    }
    return fake_courier_open(&player->courier, player->socket_path, err);
}

enum kcode stage_open(struct player *player, struct kerr *err)
{
    player->kiosk_config.still = !player->is_live;
    player->courier.listen_fd = -1;
    player->courier.client_fd = -1;
    const char *out = player->config->out_dir;
    if (out) {
        char path[4096];
        if (!kstr_format(path, sizeof path, "%s/transcript.txt", out)) {
            return kerr_fail(err, K_E_IO, "%s: path too long", out);
        }
        if (ksys_make_dir(out, err) != K_OK) {
            return err->code;
        }
        player->transcript = fopen(path, "w");
        if (!player->transcript) {
            return kerr_fail(err, K_E_IO, "%s: cannot be written", path);
        }
    }
    if (player->is_live) {
        player->kiosk_config.world =
            (struct kiosk_world){live_mono_ms, live_wall_ms, live_has_room, player};
        return K_OK;
    }
    return make_stage(player, err);
}

int64_t stage_act_ms(const struct player *player)
{
    if (!player->is_live) {
        return 600;
    }
    return player->kiosk_config.headless ? 150 : 1500; /* a window is there to be watched */
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *at)
{
    (void)about;
    (void)kind;
    (void)at;
    return remove(path);
}

/* A visit that is open at the end of the script is left as a journal, for annae-pack record. */
static void keep_journal(const struct player *player)
{
    char path[4096];
    struct kerr err = {0};
    const char *out = player->config->out_dir;
    if (!out || player->is_live || !kstr_format(path, sizeof path, "%s/journal.txt", out)) {
        return;
    }
    FILE *file = fopen(path, "w");
    if (!file) {
        klog("player.journal-not-written", "dir=%s", out);
        return;
    }
    bool is_open = kiosk_export_journal(player->dir, player->wall_ms, file, &err) == K_OK;
    (void)fclose(file);
    if (!is_open) {
        (void)unlink(path);
    }
}

void stage_close(struct player *player)
{
    if (player->kiosk) {
        keep_journal(player);
        kiosk_end_visit(player->kiosk);
    }
    device_store_close(&player->store);
    kiosk_close(&player->kiosk);
    fake_courier_close(&player->courier);
    if (player->transcript) {
        (void)fclose(player->transcript);
        player->transcript = NULL;
    }
    if (player->dir[0] != '\0') {
        (void)nftw(player->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    }
    kstr_wipe(&player->hq, sizeof player->hq);
}

/* ---- the kiosk ---- */

/* The player is also the courier: it opens the store as the courier does. */
static enum kcode open_courier_store(struct player *player, struct kerr *err)
{
    struct device_identity identity = {0};
    char path[128];
    (void)kstr_format(path, sizeof path, "%s/store.db", player->dir);
    if (device_identity_load(player->dir, &identity, err) != K_OK) {
        return err->code;
    }
    return device_store_open(path, &identity, &player->store, err);
}

enum kcode stage_kiosk(struct player *player, struct kerr *err)
{
    if (player->kiosk) {
        return K_OK;
    }
    if (kiosk_open(&player->kiosk_config, &player->kiosk, err) != K_OK) {
        return err->code;
    }
    KASSERT(player->kiosk);
    if (!player->is_live && player->kiosk->store && !player->store &&
        open_courier_store(player, err) != K_OK) {
        return err->code;
    }
    stage_settle(player);
    stage_note(player, NULL);
    return K_OK;
}

/* ---- time ---- */

void stage_settle(struct player *player)
{
    for (int i = 0; i < SETTLE_TURNS; i++) {
        fake_courier_turn(&player->courier);
        kiosk_turn(player->kiosk, 0);
        if (i > 0 && !kiosk_busy(player->kiosk)) {
            return;
        }
    }
}

/* Live: real time passes in the kiosk's own loop. */
static void pass_live(struct player *player, int64_t ms)
{
    int64_t until_mono_ms = ksys_mono_ms() + ms;
    do {
        kiosk_turn(player->kiosk, 20);
    } while (ksys_mono_ms() < until_mono_ms);
}

void stage_pass(struct player *player, int64_t ms)
{
    if (player->is_live) {
        pass_live(player, ms);
        return;
    }
    while (ms > 0) {
        int64_t step_ms = ms < STEP_MS ? ms : STEP_MS;
        player->mono_ms += step_ms;
        player->wall_ms += step_ms;
        ms -= step_ms;
        stage_settle(player);
    }
}

/* ---- what was seen ---- */

enum kcode stage_picture(struct player *player, const char *name, struct kerr *err)
{
    char path[4096];
    if (!player->config->out_dir) {
        return K_OK;
    }
    player->picture_count++;
    if (!kstr_format(path, sizeof path, "%s/%02d-%s.png", player->config->out_dir,
                     player->picture_count, name)) {
        return kerr_fail(err, K_E_IO, "%s: path too long", player->config->out_dir);
    }
    return ui_save_png(player->kiosk->ui, path, err);
}

static void note_screen(struct player *player)
{
    static char text[PLAYER_TEXT_BYTES];
    struct kbuf buf = KBUF(text);
    struct kerr err = {0};
    const struct screen *screen = &player->kiosk->screen;
    if (screen_text(screen, &buf, &err) != K_OK || strcmp(text, player->text) == 0) {
        return;
    }
    (void)kstr_copy(player->text, sizeof player->text, text);
    if (player->transcript) {
        (void)fprintf(player->transcript, "---- %s ----\n%s\n", screen_kind_name(screen->kind),
                      text);
    }
    bool is_new = screen->kind != player->kind || screen->serial != player->serial;
    player->kind = screen->kind;
    player->serial = screen->serial;
    if (is_new && stage_picture(player, screen_kind_name(screen->kind), &err) != K_OK) {
        klog_err("player.no-picture", &err);
    }
}

void stage_note(struct player *player, const char *line)
{
    if (line && player->transcript) {
        (void)fprintf(player->transcript, "> %s\n", line);
    }
    if (player->kiosk) {
        note_screen(player);
    }
}
