#include "player.h"

#include "check.h"
#include "kstr.h"

#include <string.h>

const char request_a[] = "0197a1b2-c3d4-7e5f-8a6b-0c1d2e3f4a5b";
const char request_b[] = "0197a1b2-c3d4-7e5f-9a6b-0c1d2e3f4a5c";

static void look(struct player *player)
{
    struct kerr err = {0};
    visit_screen(&player->visit, &player->screen);
    struct kbuf buf = KBUF(player->text);
    assert_ok(screen_text(&player->screen, &buf, &err), &err);
}

void player_open(struct player *player)
{
    memset(player, 0, sizeof(*player));
    player->content = small_content;
    player->mono_ms = 1000;
    player->wall_ms = SMALL_MONDAY_MS;
    struct visit_world world = {.hq_reachable = true, .printer = true};
    visit_init(&player->visit, &player->content, &player->site, &world);
    look(player);
}

static void write_journal(struct player *player, const struct visit_event *event)
{
    struct kerr err = {0};
    if (player->line_count == PLAYER_LINES) {
        return;
    }
    char *line = player->line[player->line_count];
    struct kbuf buf = {.data = line, .size = PLAYER_LINE_BYTES};
    enum kcode code = visit_event_encode(&player->visit, event, &buf, &err);
    if (code == K_OK) {
        player->line_count++;
    } else {
        assert_int_equal(K_E_NOT_FOUND, code);
    }
}

void player_step(struct player *player, struct visit_event *event)
{
    event->mono_ms = player->mono_ms;
    event->wall_ms = player->wall_ms;
    write_journal(player, event);
    visit_step(&player->visit, event, &player->effects);
    if (player_wish(player, EFFECT_WIPE) != NULL) {
        player->line_count = 0;
    }
    look(player);
}

void player_touch(struct player *player, enum action_verb verb, int arg)
{
    struct visit_event event = {.kind = VISIT_TOUCH, .action = {.verb = verb, .arg = (int16_t)arg}};
    player_step(player, &event);
}

void player_tap(struct player *player, const char *label)
{
    const struct screen_item *item = screen_find(&player->screen, label);
    if (item == NULL) {
        print_error("no button \"%s\" on:\n%s", label, player->text);
        fail();
        return;
    }
    player_touch(player, item->action.verb, item->action.arg);
}

void player_type(struct player *player, const char *text)
{
    struct visit_event event = {.kind = VISIT_FIELD};
    (void)kstr_copy(event.text, sizeof(event.text), text);
    player_step(player, &event);
}

void player_wait(struct player *player, int64_t ms)
{
    struct visit_event event = {.kind = VISIT_TICK};
    player->mono_ms += ms;
    player->wall_ms += ms;
    player_step(player, &event);
}

void player_world(struct player *player, enum missing missing, bool hq_reachable)
{
    struct visit_event event = {
        .kind = VISIT_WORLD,
        .world = {.missing = missing, .hq_reachable = hq_reachable, .printer = true}};
    player_step(player, &event);
}

void player_token(struct player *player, const char *token)
{
    struct visit_event event = {.kind = VISIT_TOKEN};
    (void)kstr_copy(event.text, sizeof(event.text), token);
    player_step(player, &event);
}

void player_answer_look(struct player *player, enum lookup lookup, const struct profile *profile)
{
    struct visit_event event = {.kind = VISIT_CUSTOMER,
                                .serial = player->visit.look.serial,
                                .lookup = lookup,
                                .profile = profile};
    player_step(player, &event);
}

void player_answer_check(struct player *player, enum flow_check_exit exit, const char *answer)
{
    struct visit_event event = {
        .kind = VISIT_ANSWER, .serial = player->visit.check_serial, .check = exit};
    (void)kstr_copy(event.text, sizeof(event.text), answer);
    player_step(player, &event);
}

void player_answer_search(struct player *player, enum found_band band, enum found_kind kind,
                          int index)
{
    struct found found = {.band = band, .count = band == FOUND_NONE ? 0 : 1};
    found.item[0] = (struct found_item){.kind = kind, .index = (uint16_t)index};
    struct visit_event event = {.kind = VISIT_FOUND, .found = &found};
    player_step(player, &event);
}

void player_answer_article(struct player *player, uint16_t index)
{
    struct article article;
    small_article(index, player->visit.lang, &article);
    struct visit_event event = {.kind = VISIT_ARTICLE, .article = &article};
    player_step(player, &event);
}

void player_answer_accept(struct player *player, bool is_kept, bool joined, const char *id)
{
    struct visit_event event = {.kind = VISIT_ACCEPTED,
                                .accepted = {.is_kept = is_kept,
                                             .joined = joined,
                                             .missing = is_kept ? MISSING_NOTHING : MISSING_STORE}};
    (void)kstr_copy(event.accepted.id, sizeof(event.accepted.id), id);
    player_step(player, &event);
}

void player_answer_request(struct player *player, const char *id, enum request_state state)
{
    struct visit_event event = {.kind = VISIT_REQUEST, .request_state = state};
    (void)kstr_copy(event.request_id, sizeof(event.request_id), id);
    player_step(player, &event);
}

void player_as_guest(struct player *player)
{
    player_touch(player, ACT_START, 0);
    player_touch(player, ACT_GUEST, 0);
    assert_shows(player, SCREEN_HOME);
}

void player_as_member(struct player *player)
{
    struct profile profile;
    small_profile(&profile);
    player_token(player, "HK1.member");
    player_answer_look(player, LOOKUP_KNOWN, &profile);
    assert_shows(player, SCREEN_HOME);
}

void player_into_flow(struct player *player, enum small_flow flow)
{
    player_touch(player, ACT_TOPIC, small_content.book.chart[flow].topic);
    player_touch(player, ACT_FLOW, flow);
}

const struct visit_effect *player_wish(const struct player *player, enum visit_effect_kind kind)
{
    for (int i = 0; i < player->effects.count; i++) {
        if (player->effects.item[i].kind == kind) {
            return &player->effects.item[i];
        }
    }
    return NULL;
}

bool player_reads(const struct player *player, const char *text)
{
    return strstr(player->text, text) != NULL;
}

void assert_reads(const struct player *player, const char *text)
{
    if (!player_reads(player, text)) {
        print_error("not there: \"%s\"\n%s", text, player->text);
        fail();
    }
}

void assert_silent(const struct player *player, const char *text)
{
    if (player_reads(player, text)) {
        print_error("should not be there: \"%s\"\n%s", text, player->text);
        fail();
    }
}

void assert_shows(const struct player *player, enum screen_kind kind)
{
    if (player->screen.kind != kind) {
        print_error("want %s, shown is %s:\n%s", screen_kind_name(kind),
                    screen_kind_name(player->screen.kind), player->text);
        fail();
    }
}

bool player_holds(const struct player *player, const char *text)
{
    const char *bytes = (const char *)&player->visit;
    size_t len = strlen(text);
    for (size_t i = 0; i + len <= sizeof(player->visit); i++) {
        if (memcmp(bytes + i, text, len) == 0) {
            return true;
        }
    }
    return false;
}
