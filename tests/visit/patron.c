#include "patron.h"

#include "check.h"
#include "kstr.h"

#include <string.h>

const char request_a[] = "0197a1b2-c3d4-7e5f-8a6b-0c1d2e3f4a5b";
const char request_b[] = "0197a1b2-c3d4-7e5f-9a6b-0c1d2e3f4a5c";

static void look(struct patron *patron)
{
    struct kerr err = {0};
    visit_screen(&patron->visit, &patron->screen);
    struct kbuf buf = KBUF(patron->text);
    assert_ok(screen_text(&patron->screen, &buf, &err), &err);
}

void patron_open(struct patron *patron)
{
    memset(patron, 0, sizeof(*patron));
    patron->content = small_content;
    patron->mono_ms = 1000;
    patron->wall_ms = SMALL_MONDAY_MS;
    struct visit_world world = {.hq_reachable = true, .printer = true};
    visit_init(&patron->visit, &patron->content, &patron->site, &world);
    look(patron);
}

static void write_journal(struct patron *patron, const struct visit_event *event)
{
    struct kerr err = {0};
    if (patron->line_count == PATRON_LINES) {
        return;
    }
    char *line = patron->line[patron->line_count];
    struct kbuf buf = {.data = line, .size = PATRON_LINE_BYTES};
    enum kcode code = visit_event_encode(&patron->visit, event, &buf, &err);
    if (code == K_OK) {
        patron->line_count++;
    } else {
        assert_int_equal(K_E_NOT_FOUND, code);
    }
}

void patron_step(struct patron *patron, struct visit_event *event)
{
    event->mono_ms = patron->mono_ms;
    event->wall_ms = patron->wall_ms;
    write_journal(patron, event);
    visit_step(&patron->visit, event, &patron->effects);
    if (patron_wish(patron, EFFECT_WIPE) != NULL) {
        patron->line_count = 0;
    }
    look(patron);
}

void patron_touch(struct patron *patron, enum action_verb verb, int arg)
{
    struct visit_event event = {.kind = VISIT_TOUCH, .action = {.verb = verb, .arg = (int16_t)arg}};
    patron_step(patron, &event);
}

void patron_tap(struct patron *patron, const char *label)
{
    const struct screen_item *item = screen_find(&patron->screen, label);
    if (item == NULL) {
        print_error("no button \"%s\" on:\n%s", label, patron->text);
        fail();
        return;
    }
    patron_touch(patron, item->action.verb, item->action.arg);
}

void patron_type(struct patron *patron, const char *text)
{
    struct visit_event event = {.kind = VISIT_FIELD};
    (void)kstr_copy(event.text, sizeof(event.text), text);
    patron_step(patron, &event);
}

void patron_wait(struct patron *patron, int64_t ms)
{
    struct visit_event event = {.kind = VISIT_TICK};
    patron->mono_ms += ms;
    patron->wall_ms += ms;
    patron_step(patron, &event);
}

void patron_world(struct patron *patron, enum missing missing, bool hq_reachable)
{
    struct visit_event event = {
        .kind = VISIT_WORLD,
        .world = {.missing = missing, .hq_reachable = hq_reachable, .printer = true}};
    patron_step(patron, &event);
}

void patron_token(struct patron *patron, const char *token)
{
    struct visit_event event = {.kind = VISIT_TOKEN};
    (void)kstr_copy(event.text, sizeof(event.text), token);
    patron_step(patron, &event);
}

void patron_answer_look(struct patron *patron, enum lookup lookup, const struct profile *profile)
{
    struct visit_event event = {.kind = VISIT_CUSTOMER,
                                .serial = patron->visit.look.serial,
                                .lookup = lookup,
                                .profile = profile};
    patron_step(patron, &event);
}

void patron_answer_check(struct patron *patron, enum flow_check_exit exit, const char *answer)
{
    struct visit_event event = {
        .kind = VISIT_ANSWER, .serial = patron->visit.check_serial, .check = exit};
    (void)kstr_copy(event.text, sizeof(event.text), answer);
    patron_step(patron, &event);
}

void patron_answer_search(struct patron *patron, enum found_band band, enum found_kind kind,
                          int index)
{
    struct found found = {.band = band, .count = band == FOUND_NONE ? 0 : 1};
    found.item[0] = (struct found_item){.kind = kind, .index = (uint16_t)index};
    struct visit_event event = {.kind = VISIT_FOUND, .found = &found};
    patron_step(patron, &event);
}

void patron_answer_article(struct patron *patron, uint16_t index)
{
    struct article article;
    small_article(index, patron->visit.lang, &article);
    struct visit_event event = {.kind = VISIT_ARTICLE, .article = &article};
    patron_step(patron, &event);
}

void patron_answer_accept(struct patron *patron, bool is_kept, bool joined, const char *id)
{
    struct visit_event event = {.kind = VISIT_ACCEPTED,
                                .accepted = {.is_kept = is_kept,
                                             .joined = joined,
                                             .missing = is_kept ? MISSING_NOTHING : MISSING_STORE}};
    (void)kstr_copy(event.accepted.id, sizeof(event.accepted.id), id);
    patron_step(patron, &event);
}

void patron_answer_request(struct patron *patron, const char *id, enum request_state state)
{
    struct visit_event event = {.kind = VISIT_REQUEST, .request_state = state};
    (void)kstr_copy(event.request_id, sizeof(event.request_id), id);
    patron_step(patron, &event);
}

void patron_as_guest(struct patron *patron)
{
    patron_touch(patron, ACT_START, 0);
    patron_touch(patron, ACT_GUEST, 0);
    assert_shows(patron, SCREEN_HOME);
}

void patron_as_member(struct patron *patron)
{
    struct profile profile;
    small_profile(&profile);
    patron_token(patron, "HK1.member");
    patron_answer_look(patron, LOOKUP_KNOWN, &profile);
    assert_shows(patron, SCREEN_HOME);
}

void patron_into_flow(struct patron *patron, enum small_flow flow)
{
    patron_touch(patron, ACT_TOPIC, small_content.book.chart[flow].topic);
    patron_touch(patron, ACT_FLOW, (int)flow);
}

const struct visit_effect *patron_wish(const struct patron *patron, enum visit_effect_kind kind)
{
    for (int i = 0; i < patron->effects.count; i++) {
        if (patron->effects.item[i].kind == kind) {
            return &patron->effects.item[i];
        }
    }
    return NULL;
}

bool patron_reads(const struct patron *patron, const char *text)
{
    return strstr(patron->text, text) != NULL;
}

void assert_reads(const struct patron *patron, const char *text)
{
    if (!patron_reads(patron, text)) {
        print_error("not there: \"%s\"\n%s", text, patron->text);
        fail();
    }
}

void assert_silent(const struct patron *patron, const char *text)
{
    if (patron_reads(patron, text)) {
        print_error("should not be there: \"%s\"\n%s", text, patron->text);
        fail();
    }
}

void assert_shows(const struct patron *patron, enum screen_kind kind)
{
    if (patron->screen.kind != kind) {
        print_error("want %s, shown is %s:\n%s", screen_kind_name(kind),
                    screen_kind_name(patron->screen.kind), patron->text);
        fail();
    }
}

bool patron_holds(const struct patron *patron, const char *text)
{
    const char *bytes = (const char *)&patron->visit;
    size_t len = strlen(text);
    for (size_t i = 0; i + len <= sizeof(patron->visit); i++) {
        if (memcmp(bytes + i, text, len) == 0) {
            return true;
        }
    }
    return false;
}
