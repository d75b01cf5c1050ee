#include "player_internal.h"

#include "kcivil.h"
#include "kstr.h"
#include "ksys.h"

#include <stdlib.h>
#include <string.h>

/* Statements that say what a script begins with. */

#define SEOUL_MINUTES 540

#define WORD(i) (words->word[i])

bool panel_read(const char *text, struct panel *ret_panel)
{
    struct panel panel = {.mm_per_px = 0.248};
    char *at = NULL;
    panel.width_px = (int)strtol(text, &at, 10);
    if (*at != 'x') {
        return false;
    }
    panel.height_px = (int)strtol(at + 1, &at, 10);
    if (*at == '@') {
        panel.mm_per_px = strtod(at + 1, &at);
    }
    bool fits = panel.width_px >= 480 && panel.width_px <= 4096 && panel.height_px >= 480 &&
                panel.height_px <= 4096 && panel.mm_per_px > 0.05 && panel.mm_per_px < 1.0;
    if (*at != '\0' || !fits) {
        return false;
    }
    *ret_panel = panel;
    return true;
}

bool look_read(const char *text, struct ui_look *look)
{
    static const struct {
        const char *text;
        int size, high; /* 0, -1 = as it is */
    } words[] = {{"size=100", 100, -1},
                 {"size=150", 150, -1},
                 {"size=200", 200, -1},
                 {"contrast=normal", 0, 0},
                 {"contrast=high", 0, 1}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(text, words[i].text) == 0) {
            look->size = words[i].size ? words[i].size : look->size;
            look->high_contrast = words[i].high < 0 ? look->high_contrast : words[i].high > 0;
            return true;
        }
    }
    return false;
}

enum kcode set_panel(struct player *player, const struct statement_words *words, struct kerr *err)
{
    return panel_read(WORD(1), &player->kiosk_config.panel)
               ? K_OK
               : statement_wrong(err, WORD(1), "not a panel such as 1080x1920@0.248");
}

/* look size=200 contrast=high: before the kiosk starts, of every visit; later, of this one. */
enum kcode set_look(struct player *player, const struct statement_words *words, struct kerr *err)
{
    struct ui_look look = {.size = 100};
    for (int i = 1; i < words->count; i++) {
        if (!look_read(WORD(i), &look)) {
            return statement_wrong(err, WORD(i), "not size=100|150|200 or contrast=normal|high");
        }
    }
    if (player->kiosk) {
        ui_set_look(player->kiosk->ui, &look);
        return K_OK;
    }
    player->kiosk_config.look = look;
    return K_OK;
}

enum kcode set_lang(struct player *player, const struct statement_words *words, struct kerr *err)
{
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        if (strcmp(WORD(1), lang_name((enum lang)lang)) == 0) {
            player->kiosk_config.lang = (enum lang)lang;
            return K_OK;
        }
    }
    return statement_wrong(err, WORD(1), "not a language");
}

/* "2026-11-23T10:00" as it is read in Seoul; -1 when it is no time. */
static int64_t read_time(const char *text)
{
    static const char form[] = "dddd-dd-ddTdd:dd";
    bool fits = strlen(text) == sizeof form - 1;
    for (size_t i = 0; fits && form[i] != '\0'; i++) {
        fits = form[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == form[i];
    }
    if (!fits) {
        return -1;
    }
    const struct kcivil at = {.year = (int16_t)strtol(text, NULL, 10),
                              .month = (uint8_t)strtol(text + 5, NULL, 10),
                              .day = (uint8_t)strtol(text + 8, NULL, 10),
                              .hour = (uint8_t)strtol(text + 11, NULL, 10),
                              .minute = (uint8_t)strtol(text + 14, NULL, 10)};
    bool is_time = kcivil_valid(at.year, at.month, at.day) && at.hour <= 23 && at.minute <= 59;
    return is_time ? kcivil_to_ms(at, SEOUL_MINUTES) : -1;
}

/* Live, the clock runs on from there: since this moment, or since the one that is given, so that a
 * second life of the kiosk has the clock of the first. */
enum kcode set_time(struct player *player, const struct statement_words *words, struct kerr *err)
{
    int64_t told_wall_ms = read_time(WORD(1));
    if (told_wall_ms < 0) {
        return statement_wrong(err, WORD(1), "not a time such as 2026-11-23T10:00");
    }
    const char *since = words_value(words, "since");
    int64_t since_s = 0;
    if (since && !words_number(since, INT32_MAX, &since_s)) {
        return statement_wrong(err, since, "not a second of the Unix clock");
    }
    int64_t since_wall_ms = since ? since_s * 1000 : ksys_wall_ms();
    player->wall_ms = told_wall_ms - (player->is_live ? since_wall_ms : 0);
    return K_OK;
}

static void copy_value(const struct statement_words *words, const char *key, char *field,
                       size_t size, const char *otherwise)
{
    const char *value = words_value(words, key);
    (void)kstr_copy(field, size, value ? value : otherwise);
}

/* customer TOKEN ref=C-1 name="..." dial=+82... phone=010-****-5678 level=own last=FLOW unsolved */
enum kcode set_customer(struct player *player, const struct statement_words *words,
                        struct kerr *err)
{
    if (player->courier.customer_count == FAKE_CUSTOMERS) {
        return kerr_fail(err, K_E_FULL, "more than %d customers", FAKE_CUSTOMERS);
    }
    if (!words_value(words, "ref") || !words_value(words, "name")) {
        return statement_wrong(err, "customer", "needs a token, ref= and name=");
    }
    struct fake_customer *who = &player->courier.customer[player->courier.customer_count++];
    (void)kstr_copy(who->token, sizeof who->token, WORD(1));
    copy_value(words, "ref", who->ref, sizeof who->ref, "");
    copy_value(words, "name", who->name, sizeof who->name, "");
    copy_value(words, "dial", who->e164, sizeof who->e164, "");
    copy_value(words, "phone", who->phone_masked, sizeof who->phone_masked, "");
    copy_value(words, "level", who->level, sizeof who->level, "own");
    copy_value(words, "lang", who->lang, sizeof who->lang, lang_name(player->kiosk_config.lang));
    copy_value(words, "last", who->last, sizeof who->last, "");
    copy_value(words, "kind", who->last_kind, sizeof who->last_kind, "flow");
    who->at_wall_ms = player->wall_ms - 3 * KCIVIL_DAY_MS;
    who->last_solved = strcmp(WORD(words->count - 1), "solved") == 0;
    player_canary(player, who->token);
    player_canary(player, who->name);
    player_canary(player, who->phone_masked);
    return K_OK;
}

/* without pack|store|courier: what the kiosk must do without. */
enum kcode set_without(struct player *player, const struct statement_words *words, struct kerr *err)
{
    char path[128];
    if (strcmp(WORD(1), "pack") == 0) {
        player->kiosk_config.pack_path = "/nowhere.pack";
    } else if (strcmp(WORD(1), "courier") == 0) {
        fake_courier_close(&player->courier);
        (void)remove(player->socket_path);
    } else if (strcmp(WORD(1), "store") == 0) {
        (void)kstr_format(path, sizeof path, "%s/hq.pub", player->dir);
        (void)remove(path);
    } else {
        return statement_wrong(err, WORD(1), "not pack, store or courier");
    }
    return K_OK;
}

/* store damaged: the file is there and is no database. */
enum kcode set_store(struct player *player, const struct statement_words *words, struct kerr *err)
{
    if (strcmp(WORD(1), "damaged") != 0) {
        return statement_wrong(err, WORD(1), "not damaged");
    }
    char path[128];
    (void)kstr_format(path, sizeof path, "%s/store.db", player->dir);
    FILE *file = fopen(path, "w");
    if (!file) {
        return kerr_fail(err, K_E_IO, "%s: cannot be written", path);
    }
    for (int i = 0; i < 512; i++) {
        (void)fputs("no database ", file);
    }
    (void)fclose(file);
    return K_OK;
}
