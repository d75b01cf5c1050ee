#include "player_internal.h"

#include "kstr.h"

#include <stdlib.h>
#include <string.h>

#define LIVE_TRY_MS 200
#define LIVE_TRIES  75 /* 15 s: as long as real processes may take to do what is expected */

static const struct statement_kind *find_kind(const char *name)
{
    for (size_t i = 0; i < statement_kind_count; i++) {
        if (strcmp(statement_kinds[i].name, name) == 0) {
            return &statement_kinds[i];
        }
    }
    return NULL;
}

/* Live, what is expected may need a moment. */
static enum kcode run_patiently(struct player *player, const struct statement_kind *kind,
                                const struct statement_words *words, struct kerr *err)
{
    enum kcode code = kind->run(player, words, err);
    bool is_patient = player->is_live && kind->live == LIVE_PATIENT;
    for (int i = 0; is_patient && code == K_E_NOT_FOUND && i < LIVE_TRIES; i++) {
        stage_pass(player, LIVE_TRY_MS);
        stage_note(player, NULL);
        *err = (struct kerr){0};
        code = kind->run(player, words, err);
    }
    return code;
}

static enum kcode check_statement(const struct player *player, const struct statement_kind *kind,
                                  const struct statement_words *words, struct kerr *err)
{
    const char *name = words->word[0];
    if (!kind) {
        return kerr_fail(err, K_E_FORMAT, "\"%s\" is no statement", name);
    }
    if (words->count < kind->words_min) {
        return kerr_fail(err, K_E_FORMAT, "\"%s\" needs more words", name);
    }
    if (kind->when == WHEN_BEFORE && player->kiosk) {
        return kerr_fail(err, K_E_FORMAT, "\"%s\" comes too late", name);
    }
    if (player->is_live && kind->live == LIVE_NEVER) {
        return kerr_fail(err, K_E_FORMAT, "\"%s\" is not for the real world", name);
    }
    return K_OK;
}

static enum kcode run_statement(struct player *player, const char *line, struct kerr *err)
{
    struct statement_words words = {0};
    if (words_cut(line, &words, err) != K_OK || words.count == 0) {
        return err->code;
    }
    const struct statement_kind *kind = find_kind(words.word[0]);
    if (check_statement(player, kind, &words, err) != K_OK ||
        (kind->when == WHEN_OPEN && stage_kiosk(player, err) != K_OK)) {
        return err->code;
    }
    stage_note(player, line);
    if (run_patiently(player, kind, &words, err) != K_OK) {
        return err->code;
    }
    if (player->kiosk && kind->run != expect_run) {
        stage_pass(player, stage_act_ms(player));
        stage_note(player, NULL);
        return expect_fit(player, err);
    }
    return K_OK;
}

static void report(const struct player *player, const struct kerr *err)
{
    if (player->is_live) { /* the driver knows the line */
        (void)fprintf(stderr, "%s\n", err->text);
    } else {
        (void)fprintf(stderr, "%s:%d: %s\n", player->config->script_path, player->line, err->text);
    }
    if (player->kiosk) {
        (void)fprintf(stderr, "the screen \"%s\" says:\n%s\n",
                      screen_kind_name(player->kiosk->screen.kind), player->text);
    }
}

/* Live: one line of answer for each statement, so that a driver can go on. */
static void acknowledge(const struct player *player, bool is_ok)
{
    if (player->is_live) {
        (void)fputs(is_ok ? "ok\n" : "failed\n", stdout);
        (void)fflush(stdout);
    }
}

static enum kcode play(struct player *player, FILE *script, struct kerr *err)
{
    char line[PLAYER_LINE_BYTES];
    while (fgets(line, sizeof line, script)) {
        player->line++;
        size_t len = strlen(line);
        if (len + 1 == sizeof line && line[len - 1] != '\n') {
            return kerr_fail(err, K_E_FORMAT, "the line is too long");
        }
        line[strcspn(line, "\r\n")] = '\0';
        if (run_statement(player, line, err) != K_OK) {
            acknowledge(player, false);
            return err->code;
        }
        acknowledge(player, true);
    }
    return player->kiosk ? K_OK : kerr_fail(err, K_E_FORMAT, "the script does nothing");
}

static enum kcode play_script(struct player *player, struct kerr *err)
{
    if (player->is_live) {
        return play(player, stdin, err);
    }
    FILE *script = fopen(player->config->script_path, "r");
    if (!script) {
        return kerr_fail(err, K_E_NOT_FOUND, "cannot be read");
    }
    enum kcode code = play(player, script, err);
    (void)fclose(script);
    return code;
}

int player_run(const struct kiosk_config *kiosk, const struct player_config *config)
{
    struct kerr err = {0};
    struct player *player = calloc(1, sizeof *player);
    if (!player) {
        (void)fputs("annae-kiosk: no memory\n", stderr);
        return 1;
    }
    player->kiosk_config = *kiosk;
    player->config = config;
    player->is_live = strcmp(config->script_path, "-") == 0;
    player->kind = SCREEN_KIND_COUNT;
    enum kcode code = stage_open(player, &err);
    if (code == K_OK) {
        code = play_script(player, &err);
    }
    if (code != K_OK) {
        report(player, &err);
    } else {
        (void)fprintf(stderr, "%s: %d lines, all as expected\n", config->script_path, player->line);
    }
    stage_close(player);
    kstr_wipe(player, sizeof *player);
    free(player);
    return code == K_OK ? 0 : 1;
}
