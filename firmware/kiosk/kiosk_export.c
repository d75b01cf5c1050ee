#include "kiosk.h"

#include "kcivil.h"
#include "kstr.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * The journal of the open visit as text, for the author's side: annae-pack record makes a test of
 * it. What the journal still holds of a person is taken out on the way:
 *
 *   customer   headquarters' reference becomes "C"; level and last matter go before it
 *   field      free text becomes letters of the same number; numbers stay up to four digits, and
 *              dates of this century; others (a postcode, an account) become ones
 *   accepted   the request's id becomes one that is always the same
 *   request    left out: it is about requests of the past
 */

#define EXPORT_ID     "0197a1b2-c3d4-7e5f-8a6b-0c1d2e3f4a5b"
#define EXPORT_DIGITS 4
#define EXPORT_PATH   1024

struct exporting {
    struct device_store *store;
    int64_t now_wall_ms;
    FILE *out;
};

/* The text behind `words` words and their blanks. */
static const char *behind(const char *line, int words)
{
    for (; words > 0; words--) {
        line += strcspn(line, " ");
        line += *line == ' ';
    }
    return line;
}

static void put_customer(struct exporting *exporting, const char *line)
{
    static const char *const levels[LEVEL_COUNT] = {"guest", "greeted", "own", "change"};
    const char *ref = behind(line, 4);
    struct profile profile = {.level = LEVEL_GUEST};
    struct kerr err = {0};
    if (*ref == '\0') {
        (void)fprintf(exporting->out, "%s\n", line);
        return;
    }
    bool is_found =
        cache_find(exporting->store, ref, exporting->now_wall_ms, &profile, &err) == K_OK &&
        memory_fill(exporting->store, &profile, &err) == K_OK;
    bool has_last = is_found && profile.last_kind == MATTER_FLOW;
    (void)fprintf(exporting->out, "profile %s %s\n",
                  levels[is_found ? profile.level : LEVEL_GREETED],
                  has_last ? profile.last_matter : "-");
    (void)fprintf(exporting->out, "%.*sC\n", (int)(ref - line), line);
    kstr_wipe(&profile, sizeof profile);
}

/* 20YYMMDD, a day that exists: what a flow asks for openly. */
static bool is_date(const char *text)
{
    if (strlen(text) != strlen("YYYYMMDD") || !kstr_starts(text, "20")) {
        return false;
    }
    long date = strtol(text, NULL, 10);
    return kcivil_valid((int)(date / 10000), (int)(date / 100 % 100), (int)(date % 100));
}

static void put_field(struct exporting *exporting, const char *line)
{
    const char *text = behind(line, 3);
    size_t len = strlen(text);
    bool is_number = strspn(text, "0123456789") == len;
    bool stays = is_number && (len <= EXPORT_DIGITS || is_date(text));
    (void)fprintf(exporting->out, "%.*s%s", (int)(text - line), line, stays ? text : "");
    for (size_t i = 0; i < len && !stays; i++) {
        bool begins = ((unsigned char)text[i] & 0xC0U) != 0x80U;
        (void)fputs(is_number ? "1" : begins ? "가" : "", exporting->out);
    }
    (void)fputs("\n", exporting->out);
}

static void put_accepted(struct exporting *exporting, const char *line)
{
    const char *id = behind(line, 6);
    (void)fprintf(exporting->out, "%.*s%s\n", (int)(id - line), line, *id == '-' ? "-" : EXPORT_ID);
}

static enum kcode put_line(void *user, const char *line, struct kerr *err)
{
    struct exporting *exporting = user;
    (void)err;
    if (kstr_starts(line, "customer ")) {
        put_customer(exporting, line);
    } else if (kstr_starts(line, "field ")) {
        put_field(exporting, line);
    } else if (kstr_starts(line, "accepted ")) {
        put_accepted(exporting, line);
    } else if (!kstr_starts(line, "request ")) {
        (void)fprintf(exporting->out, "%s\n", line);
    }
    return K_OK;
}

enum kcode kiosk_export_journal(const char *state_dir, int64_t now_wall_ms, FILE *out,
                                struct kerr *err)
{
    char path[EXPORT_PATH];
    struct device_identity identity;
    struct journal journal;
    if (!kstr_format(path, sizeof path, "%s/store.db", state_dir) || access(path, R_OK) != 0) {
        return kerr_fail(err, K_E_NOT_FOUND, "%s/store.db: cannot be read", state_dir);
    }
    K_CLEANUP(device_store_close) struct device_store *store = NULL;
    if (device_identity_load(state_dir, &identity, err) != K_OK ||
        device_store_open(path, &identity, &store, err) != K_OK ||
        journal_read(store, &journal, NULL, NULL, err) != K_OK) {
        return err->code;
    }
    struct exporting exporting = {.store = store, .now_wall_ms = now_wall_ms, .out = out};
    (void)fprintf(out, "annae-journal 1\npack %s\n", journal.pack_version);
    if (journal_read(store, &journal, put_line, &exporting, err) != K_OK) {
        return err->code;
    }
    return fflush(out) == 0 ? K_OK : kerr_fail(err, K_E_IO, "the export could not be written");
}
