#include "check.h"
#include "patron.h"

#include "kstr.h"
#include "text.h"

#include <string.h>

/* A customer who does anything at any time: 20,000 random events, and after each of them what must
 * never happen has not happened. */

enum { EVENTS = 20000 };

static struct patron p;
static uint32_t seed;

static uint32_t below(uint32_t limit)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    return seed % limit;
}

/* ---- what must hold ---- */

static bool is_person_way(enum screen_kind kind)
{
    return kind == SCREEN_CHANNEL || kind == SCREEN_CONTACT || kind == SCREEN_SLOT ||
           kind == SCREEN_CONSENT || kind == SCREEN_SAVING || kind == SCREEN_NOT_SAVED;
}

static int ways_on(const struct screen *screen)
{
    int ways = 0;
    for (int i = 0; i < screen->item_count; i++) {
        ways += screen->item[i].kind == ITEM_BUTTON;
    }
    for (int i = 0; i < BAR_COUNT; i++) {
        ways += i != BAR_LANG && screen->bar[i].action.verb != ACT_NONE;
    }
    return ways;
}

static void check_texts(const struct screen *screen)
{
    int leads = 0;
    for (int i = 0; i < screen->item_count; i++) {
        const struct screen_item *item = &screen->item[i];
        bool may_be_empty = item->kind == ITEM_FIELD || item->kind == ITEM_PICTURE;
        assert_true(may_be_empty || item->text[0] != '\0');
        assert_true(utf8_valid(item->text));
        assert_true(utf8_valid(item->detail));
        leads += item->kind == ITEM_LEAD;
    }
    assert_int_equal(1, leads);
}

static void check_screen(void)
{
    static struct screen other;
    assert_true(p.screen.bar[BAR_PERSON].action.verb == ACT_PERSON || is_person_way(p.screen.kind));
    assert_true(ways_on(&p.screen) > 0);
    assert_true(p.screen.bar[BAR_LANG].action.verb == ACT_LANG);
    check_texts(&p.screen);
    p.visit.lang = p.visit.lang == LANG_KO ? LANG_EN : LANG_KO;
    visit_screen(&p.visit, &other);
    p.visit.lang = p.visit.lang == LANG_KO ? LANG_EN : LANG_KO;
    check_texts(&other);
    assert_int_equal(p.screen.kind, other.kind);
}

static void check_state(void)
{
    const struct visit *v = &p.visit;
    assert_in_range(v->page_count, 1, VISIT_PAGES);
    assert_in_range(p.effects.count, 0, LIMIT_VISIT_EFFECTS);
    assert_true(v->trail_count <= LIMIT_VISIT_TRAIL);
    assert_true(v->running == (v->page[0].kind != SCREEN_ATTRACT));
    bool has_run = false;
    for (int i = 0; i < v->page_count; i++) {
        has_run = has_run || v->page[i].kind == SCREEN_STEP;
        for (int j = 0; j < i; j++) {
            assert_true(v->page[i].kind != v->page[j].kind);
        }
    }
    assert_int_equal(v->run_open, has_run);
    if (v->running) {
        assert_true(visit_next_tick(v) > 0);
    } else {
        assert_int_equal(-1, visit_next_tick(v));
    }
}

/* Customers are called by letters; when A's visit is over no byte may say A. */
static char customer;

static void check_wiped(void)
{
    if (patron_wish(&p, EFFECT_WIPE) == NULL) {
        return;
    }
    char canary[] = "canary-?";
    for (char c = 'a'; c <= 'c'; c++) {
        canary[7] = c;
        assert_true(c == customer || !patron_holds(&p, canary));
    }
    if (!p.visit.running) {
        assert_false(patron_holds(&p, "canary-"));
    }
    customer = p.visit.running ? customer : 0;
}

/* ---- what may come ---- */

static void touch_anything(void)
{
    int count = p.screen.item_count + BAR_COUNT;
    for (int i = 0; i < 8; i++) {
        int at = (int)below((uint32_t)count);
        const struct screen_item *item =
            at < p.screen.item_count ? &p.screen.item[at] : &p.screen.bar[at - p.screen.item_count];
        bool ends = item->action.verb == ACT_FINISH || item->action.verb == ACT_HOME;
        if (item->kind == ITEM_BUTTON && (!ends || below(4) == 0)) {
            patron_touch(&p, item->action.verb, item->action.arg);
            return;
        }
    }
}

static void touch_what_is_not_there(void)
{
    patron_touch(&p, (enum action_verb)below(ACT_VERB_COUNT), (int)below(80) - 2);
}

static void type_something(void)
{
    static const char *const text[] = {"01012345678", "canary-a", "3", "20261201", "77213388",
                                       "a@b.kr",      "인터넷",   "",  "홍길동님", "와이파이 비번"};
    patron_type(&p, text[below(10)]);
}

static void show_a_card(void)
{
    static const char *const token[] = {"HK1.a", "HK1.b", "HK1.c", "HK1.d"};
    patron_token(&p, token[below(4)]);
}

static void answer_the_look_up(void)
{
    struct profile profile;
    small_profile(&profile);
    char name = (char)('a' + below(3));
    bool is_known = below(3) != 0;
    (void)kstr_format(profile.ref, sizeof(profile.ref), "canary-%c", name);
    (void)kstr_format(profile.name, sizeof(profile.name), "canary-%c", name);
    profile.level = (enum level)below(LEVEL_COUNT);
    profile.lang = (enum lang)below(LANG_COUNT);
    profile.last_solved = below(2) == 0;
    profile.request_count = (uint8_t)below(3);
    for (int i = 0; i < profile.request_count; i++) {
        struct open_request *request = &profile.request[i];
        (void)kstr_copy(request->id, sizeof(request->id), i == 0 ? request_a : request_b);
        kuuid_number(request->id, request->number);
        (void)kstr_format(request->subject, sizeof(request->subject), "canary-%c", name);
        (void)kstr_copy(request->matter, sizeof(request->matter), "slow");
        request->state = (enum request_state)below(REQUEST_STATE_COUNT);
    }
    enum lookup lookup = is_known ? LOOKUP_KNOWN : (enum lookup)(1 + below(2));
    bool looking = p.visit.look.open;
    patron_answer_look(&p, lookup, is_known ? &profile : NULL);
    if (looking && is_known) {
        customer = name;
    }
}

static void answer_as_the_shell(void)
{
    switch (below(6)) {
    case 0:
        patron_answer_check(&p, (uint8_t)below(3), below(2) == 0 ? "fault" : "nonsense");
        break;
    case 1:
        patron_answer_search(&p, (enum found_band)below(3), (enum found_kind)below(2),
                             (int)below(8));
        break;
    case 2:
        patron_answer_article(&p, (uint16_t)below(2));
        break;
    case 3:
        patron_answer_accept(&p, below(4) != 0, below(4) == 0,
                             below(2) == 0 ? request_a : request_b);
        break;
    case 4:
        patron_answer_request(&p, request_a, (enum request_state)below(REQUEST_STATE_COUNT));
        break;
    default:
        answer_the_look_up();
        break;
    }
}

static void rarely_happens(void)
{
    struct visit_event event = {.kind = VISIT_ALIVE};
    switch (below(8)) {
    case 0:
        event.kind = VISIT_RESUME;
        p.wall_ms += below(900000);
        break;
    case 1:
        event.kind = VISIT_TOKEN_BAD;
        event.token_bad = (enum token_bad)below(3);
        break;
    case 2:
        event.kind = VISIT_WORLD;
        event.world.missing = (enum missing)below(MISSING_COUNT);
        event.world.hq_reachable = below(2) == 0;
        break;
    case 3:
        event.kind = VISIT_ARTICLE;
        break;
    case 4:
        patron_wait(&p, below(100000));
        return;
    case 5:
        event.kind = VISIT_GAP;
        patron_step(&p, &event);
        event.kind = VISIT_RESUME;
        break;
    default:
        break;
    }
    patron_step(&p, &event);
}

/* Random touches seldom get that far. */
static void go_to_the_check(void)
{
    patron_into_flow(&p, SMALL_INTERNET);
    patron_touch(&p, ACT_CHOOSE, 0);
    patron_touch(&p, ACT_OK, 0);
    patron_touch(&p, ACT_CHOOSE, 1);
    patron_type(&p, "3");
    patron_touch(&p, ACT_OK, 0);
}

static void something_happens(void)
{
    if (p.screen.kind == SCREEN_HOME && below(20) == 0) {
        go_to_the_check();
        return;
    }
    if (p.screen.kind == SCREEN_HOME && below(20) == 0) {
        patron_touch(&p, ACT_REQUESTS, 0);
        return;
    }
    uint32_t what = below(100);
    p.mono_ms += below(3000);
    p.wall_ms += below(3000);
    if (what < 55) {
        touch_anything();
    } else if (what < 60) {
        touch_what_is_not_there();
    } else if (what < 75) {
        type_something();
    } else if (what < 78) {
        show_a_card();
    } else if (what < 94) {
        answer_as_the_shell();
    } else if (what < 97) {
        patron_wait(&p, below(4000));
    } else {
        rarely_happens();
    }
}

static void run(uint32_t start, int events, bool seen[SCREEN_KIND_COUNT])
{
    seed = start;
    customer = 0;
    patron_open(&p);
    for (int i = 0; i < events; i++) {
        p.line_count = 0;
        something_happens();
        seen[p.screen.kind] = true;
        check_state();
        check_screen();
        check_wiped();
    }
}

static void twenty_thousand_random_events_break_nothing_and_see_every_screen(void **state)
{
    (void)state;
    bool seen[SCREEN_KIND_COUNT] = {false};
    for (uint32_t round = 1; round <= 4; round++) {
        run(round * 7919U, EVENTS / 4, seen);
    }
    for (unsigned i = 0; i < SCREEN_KIND_COUNT; i++) {
        if (!seen[i]) {
            print_error("never seen: %s\n", screen_kind_name((enum screen_kind)i));
            fail();
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twenty_thousand_random_events_break_nothing_and_see_every_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
