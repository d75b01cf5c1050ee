#include "trial.h"

#include "kassert.h"
#include "kstr.h"

#include <stdlib.h>
#include <string.h>

/* An exported journal: a visit that happened in a shop, played again without its customer. */

enum { JOURNAL_LINE = 1024 };
#define JOURNAL_HEAD "annae-journal 1"

struct replaying {
    const struct content *content;
    struct trial_recorder *recorder;
    struct visit visit;
    struct site site;
    struct profile profile, known;
    struct found found;
    struct visit_effects effects;
    int line; /* from 1 */
};

static enum kcode bad_line(const struct replaying *replaying, const char *what, struct kerr *err)
{
    return kerr_fail(err, K_E_FORMAT, "line %d of the journal: %s", replaying->line, what);
}

/* "profile own internet-down": what the export says of the customer, who has no name. */
static enum kcode read_profile(struct replaying *replaying, const char *line, struct kerr *err)
{
    static const char *const levels[LEVEL_COUNT] = {"guest", "greeted", "own", "change"};
    const char *word = line + strlen("profile ");
    size_t len = strcspn(word, " ");
    int level = 0;
    while (level < LEVEL_COUNT &&
           (strlen(levels[level]) != len || strncmp(levels[level], word, len) != 0)) {
        level++;
    }
    if (level == LEVEL_COUNT || word[len] != ' ') {
        return bad_line(replaying, "not a profile", err);
    }
    const char *last = word + len + 1;
    struct profile *known = &replaying->known;
    *known = (struct profile){.ref = "C", .level = (enum level)level};
    (void)kstr_copy(known->name, sizeof known->name, "홍길동");
    (void)kstr_copy(known->contact_masked, sizeof known->contact_masked, "010-****-5678");
    if (strcmp(last, "-") != 0) {
        known->last_kind = MATTER_FLOW;
        (void)kstr_copy(known->last_matter, sizeof known->last_matter, last);
    }
    return K_OK;
}

static enum kcode read_event(struct replaying *replaying, const char *line, struct kerr *err)
{
    struct visit_event event;
    struct kerr why = {0};
    if (visit_event_decode(line, &event, &replaying->profile, &replaying->found, &why) != K_OK) {
        return bad_line(replaying, why.text, err);
    }
    if (event.kind == VISIT_CUSTOMER && event.lookup == LOOKUP_KNOWN) {
        replaying->known.lang = replaying->visit.lang;
        event.profile = &replaying->known;
    }
    trial_recorder_event(replaying->recorder, &replaying->visit, &event);
    visit_step(&replaying->visit, &event, &replaying->effects);
    return K_OK;
}

static enum kcode read_line(struct replaying *replaying, const char *line, struct kerr *err)
{
    if (replaying->line == 1) {
        return strcmp(line, JOURNAL_HEAD) == 0
                   ? K_OK
                   : bad_line(replaying, "not an exported journal", err);
    }
    if (kstr_starts(line, "pack ")) {
        const char *version = line + strlen("pack ");
        return strcmp(version, replaying->content->version) == 0
                   ? K_OK
                   : kerr_fail(err, K_E_ROLLBACK,
                               "the journal is of version %.60s of the content, the sources are "
                               "%.60s: record with the sources of that version",
                               version, replaying->content->version);
    }
    if (kstr_starts(line, "profile ")) {
        return read_profile(replaying, line, err);
    }
    return line[0] == '\0' ? K_OK : read_event(replaying, line, err);
}

enum kcode trial_journal_read(const struct content *content, const char *text,
                              struct trial_recorder *recorder, struct kerr *err)
{
    struct replaying *replaying = calloc(1, sizeof *replaying);
    KASSERT(replaying);
    static const struct visit_world world = {.hq_reachable = true};
    enum kcode code = K_OK;
    replaying->content = content;
    replaying->recorder = recorder;
    visit_init(&replaying->visit, content, &replaying->site, &world);
    while (code == K_OK && *text != '\0') {
        char line[JOURNAL_LINE];
        size_t len = strcspn(text, "\n");
        replaying->line++;
        code = kstr_format(line, sizeof line, "%.*s",
                           (int)(len < JOURNAL_LINE ? len : JOURNAL_LINE), text)
                   ? read_line(replaying, line, err)
                   : bad_line(replaying, "too long", err);
        text += len + (text[len] == '\n');
    }
    if (code == K_OK) {
        trial_recorder_end(recorder, &replaying->visit);
    }
    free(replaying);
    return code;
}
