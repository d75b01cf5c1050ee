#include "player_internal.h"

#include "json.h"
#include "kstr.h"

#include <stdlib.h>
#include <string.h>

#define WORD(i) (words->word[i])

static enum kcode unmet(struct kerr *err, const char *what, const char *wanted)
{
    return kerr_fail(err, K_E_NOT_FOUND, "%s \"%s\" was expected", what, wanted);
}

/* ---- what is shown ---- */

static enum kcode expect_text(struct player *player, const struct statement_words *words,
                              struct kerr *err)
{
    return strstr(player->text, WORD(2)) ? K_OK : unmet(err, "the text", WORD(2));
}

static enum kcode expect_no(struct player *player, const struct statement_words *words,
                            struct kerr *err)
{
    if (words->count != 4 || strcmp(WORD(2), "text") != 0) {
        return kerr_fail(err, K_E_FORMAT, "expect no text \"...\" is meant");
    }
    return strstr(player->text, WORD(3)) ? unmet(err, "no text", WORD(3)) : K_OK;
}

static enum kcode expect_screen(struct player *player, const struct statement_words *words,
                                struct kerr *err)
{
    return strcmp(screen_kind_name(player->kiosk->screen.kind), WORD(2)) == 0
               ? K_OK
               : unmet(err, "the screen", WORD(2));
}

static enum kcode expect_focus(struct player *player, const struct statement_words *words,
                               struct kerr *err)
{
    const char *focus = ui_focus(player->kiosk->ui);
    return strcmp(focus, WORD(2)) == 0
               ? K_OK
               : kerr_fail(err, K_E_NOT_FOUND, "the focus on \"%s\" was expected, it is on \"%s\"",
                           WORD(2), focus);
}

enum kcode expect_fit(struct player *player, struct kerr *err)
{
    char text[4096];
    struct kbuf buf = KBUF(text);
    if (ui_faults(player->kiosk->ui, &buf, err) != K_OK) {
        return err->code;
    }
    return buf.len == 0 ? K_OK : kerr_fail(err, K_E_FORMAT, "the layout is at fault: %s", text);
}

/* Where the widget with a label begins and ends across the glass; false when it is not there. A
 * line of the dump is "role x y w h label\n". */
static bool find_sides(const char *dump, const char *label, int64_t *ret_left, int64_t *ret_right)
{
    size_t label_len = strlen(label);
    size_t line_len = 0;
    for (const char *line = dump; *line != '\0'; line += line_len) {
        line_len = strcspn(line, "\n") + 1;
        char *at = NULL;
        int64_t box[4] = {0};
        const char *number = line + strcspn(line, " \n");
        for (int i = 0; i < 4; i++, number = at) {
            box[i] = strtol(number, &at, 10);
        }
        if (*at == ' ' && strncmp(at + 1, label, label_len) == 0 && at[1 + label_len] == '\n') {
            *ret_left = box[0];
            *ret_right = box[0] + box[2];
            return true;
        }
    }
    return false;
}

/* expect beside "left" "right": two columns, as on a landscape panel. */
static enum kcode expect_beside(struct player *player, const struct statement_words *words,
                                struct kerr *err)
{
    char shown[16 * 1024];
    struct kbuf buf = KBUF(shown);
    int64_t left[2] = {0};
    int64_t right[2] = {0};
    if (ui_dump(player->kiosk->ui, &buf, err) != K_OK) {
        return err->code;
    }
    for (int i = 0; i < 2; i++) {
        if (!find_sides(shown, WORD(2 + i), &left[i], &right[i])) {
            return unmet(err, "on the glass", WORD(2 + i));
        }
    }
    return right[0] <= left[1] ? K_OK : unmet(err, "beside the other", WORD(3));
}

/* ---- what was kept ---- */

/* Where a key of "expect request" stands in the document. */
static const struct {
    const char *key, *object, *member;
} request_fields[] = {
    {"customer", "customer", "ref"}, {"auth", "customer", "auth"},
    {"matter", "flow", "id"},        {"reason", NULL, "reason"},
    {"subject", NULL, "subject"},    {"channel", "callback", "channel"},
    {"phone", "callback", "phone"},  {"email", "callback", "email"},
    {"lang", "callback", "lang"},    {"end", "flow", "end"},
};
#define FIELD_COUNT (sizeof request_fields / sizeof request_fields[0])

static const char *field_text(const struct json *document, size_t field)
{
    const struct json *object =
        request_fields[field].object ? json_get(document, request_fields[field].object) : document;
    return json_get_text(object, request_fields[field].member);
}

static bool slot_fits(const struct json *document, const char *wanted)
{
    const struct json *callback = json_get(document, "callback");
    if (strcmp(wanted, "soon") == 0) {
        return json_bool(json_get(callback, "soon"), false);
    }
    const struct json *window = json_get(callback, "window");
    return kstr_starts(json_get_text(window, "from"), wanted);
}

/* A step "id=answer" or just a piece of its prompt or answer. */
static bool trail_has(const struct json *document, const char *wanted)
{
    const struct json *steps = json_get(json_get(document, "flow"), "steps");
    for (size_t i = 0; i < json_count(steps); i++) {
        const struct json *step = json_at(steps, i);
        if (strstr(json_get_text(step, "id"), wanted) ||
            strstr(json_get_text(step, "prompt"), wanted) ||
            strstr(json_get_text(step, "answer"), wanted)) {
            return true;
        }
    }
    return false;
}

/* A step was answered after so many wrong tries. */
static bool tries_fit(const struct json *document, const char *wanted)
{
    const struct json *steps = json_get(json_get(document, "flow"), "steps");
    int64_t tries = 0;
    bool found = false;
    for (size_t i = 0; words_number(wanted, 9, &tries) && i < json_count(steps); i++) {
        found = found || json_int(json_get(json_at(steps, i), "wrong_tries"), 0) == tries;
    }
    return found;
}

/* One "key=value" of the statement against the document. */
static bool value_fits(const struct json *document, const char *word)
{
    const char *equals = strchr(word, '=');
    size_t len = equals ? (size_t)(equals - word) : 0;
    for (size_t i = 0; equals && i < FIELD_COUNT; i++) {
        if (strlen(request_fields[i].key) == len && memcmp(request_fields[i].key, word, len) == 0) {
            return strcmp(field_text(document, i), equals + 1) == 0;
        }
    }
    if (equals && kstr_starts(word, "slot=")) {
        return slot_fits(document, equals + 1);
    }
    if (equals && kstr_starts(word, "why=")) {
        return strstr(json_get_text(document, "reason_text"), equals + 1) != NULL;
    }
    if (equals && kstr_starts(word, "trail=")) {
        return trail_has(document, equals + 1);
    }
    if (equals && kstr_starts(word, "tries=")) {
        return tries_fit(document, equals + 1);
    }
    if (equals && kstr_starts(word, "ease=")) {
        int64_t ease = 0;
        return words_number(equals + 1, 5, &ease) &&
               json_int(json_get(document, "ease"), 0) == ease;
    }
    if (strcmp(word, "on-file") == 0) {
        return json_bool(json_get(json_get(document, "callback"), "on_file"), false);
    }
    return false; /* a key that does not exist is never met */
}

struct wanted {
    const struct statement_words *words;
    int count;        /* documents looked at */
    int met;          /* words met by the best document of that kind */
    const char *miss; /* the first word it did not meet */
    char document[2048];
};

static enum kcode compare(void *user, const struct kept_request *kept, struct kerr *err)
{
    struct wanted *wanted = user;
    const struct statement_words *words = wanted->words;
    K_CLEANUP(json_free) struct json *document = NULL;
    if (json_parse(kept->text, strlen(kept->text), &document, err) != K_OK) {
        return kerr_at(err, "document");
    }
    wanted->count++;
    if (strcmp(json_get_text(document, "kind"), WORD(2)) != 0) {
        return K_OK;
    }
    int i = 3;
    while (i < words->count && value_fits(document, WORD(i))) {
        i++;
    }
    if (i > wanted->met) {
        wanted->met = i;
        wanted->miss = i < words->count ? WORD(i) : NULL;
        (void)kstr_copy(wanted->document, sizeof wanted->document, kept->text);
    }
    return K_OK;
}

static enum kcode expect_request(struct player *player, const struct statement_words *words,
                                 struct kerr *err)
{
    struct wanted wanted = {.words = words};
    if (!player->store) {
        return kerr_fail(err, K_E_IO, "the kiosk has no store");
    }
    if (kept_each(player, compare, &wanted, err) != K_OK) {
        return err->code;
    }
    if (wanted.met == 0) {
        return kerr_fail(err, K_E_NOT_FOUND,
                         "a request of the kind \"%s\" was expected, there are %d", WORD(2),
                         wanted.count);
    }
    if (wanted.miss) {
        (void)fprintf(stderr, "nearest document: %s\n", wanted.document);
        return kerr_fail(err, K_E_NOT_FOUND, "a request with \"%s\" was expected", wanted.miss);
    }
    return K_OK;
}

static enum kcode expect_requests(struct player *player, const struct statement_words *words,
                                  struct kerr *err)
{
    struct outbox_status status = {0};
    int64_t wanted = 0;
    if (!words_number(WORD(2), LIMIT_OUTBOX_ROWS, &wanted)) {
        return statement_wrong(err, WORD(2), "not a number of requests");
    }
    if (player->kiosk->store && outbox_status(player->kiosk->store, &status, err) != K_OK) {
        return err->code;
    }
    return status.waiting == wanted
               ? K_OK
               : kerr_fail(err, K_E_NOT_FOUND, "%s requests were expected to wait, %lld do",
                           WORD(2), (long long)status.waiting);
}

static enum kcode expect_missed(struct player *player, const struct statement_words *words,
                                struct kerr *err)
{
    int64_t count = 0;
    if (!player->store) {
        return kerr_fail(err, K_E_IO, "the kiosk has no store");
    }
    if (missed_count(player->store, WORD(2), &count, err) != K_OK) {
        return err->code;
    }
    return count > 0 ? K_OK : unmet(err, "a search that led nowhere,", WORD(2));
}

/* ---- what was forgotten ---- */

static bool holds(const void *memory, size_t size, const char *text)
{
    size_t len = strlen(text);
    const char *at = memory;
    for (size_t i = 0; i + len <= size; i++) {
        if (at[i] == text[0] && memcmp(at + i, text, len) == 0) {
            return true;
        }
    }
    return false;
}

/* Nothing of any customer of the script, nothing that was typed, is left in the kiosk's memory or
 * on the glass, and the journal is gone. */
static enum kcode expect_wiped(struct player *player, const struct statement_words *words,
                               struct kerr *err)
{
    (void)words;
    char shown[16 * 1024];
    struct kbuf buf = KBUF(shown);
    if (ui_dump(player->kiosk->ui, &buf, err) != K_OK) {
        return err->code;
    }
    for (int i = 0; i < player->canary_count; i++) {
        const char *canary = player->canary[i];
        if (holds(player->kiosk, sizeof *player->kiosk, canary)) {
            return kerr_fail(err, K_E_FORMAT, "the kiosk still holds \"%s\"", canary);
        }
        if (strstr(shown, canary) || strstr(player->text, canary)) {
            return kerr_fail(err, K_E_FORMAT, "the glass still shows \"%s\"", canary);
        }
    }
    struct journal journal;
    struct kerr none = {0};
    if (player->store &&
        journal_read(player->store, &journal, NULL, NULL, &none) != K_E_NOT_FOUND) {
        return kerr_fail(err, K_E_FORMAT, "the journal of the visit is still there");
    }
    return K_OK;
}

static const struct {
    const char *name;
    int words;
    statement_fn run;
} expectations[] = {
    {"text", 3, expect_text},   {"no", 4, expect_no},           {"screen", 3, expect_screen},
    {"focus", 3, expect_focus}, {"request", 3, expect_request}, {"requests", 3, expect_requests},
    {"wiped", 2, expect_wiped}, {"beside", 4, expect_beside},   {"missed", 3, expect_missed},
};

enum kcode expect_run(struct player *player, const struct statement_words *words, struct kerr *err)
{
    for (size_t i = 0; i < sizeof expectations / sizeof expectations[0]; i++) {
        if (strcmp(expectations[i].name, WORD(1)) == 0 && words->count >= expectations[i].words) {
            return expectations[i].run(player, words, err);
        }
    }
    return kerr_fail(err, K_E_FORMAT, "\"expect %s\": not a whole expectation", WORD(1));
}
