#include "check.h"

#include "kstr.h"
#include "ruler.h"
#include "samples.h"
#include "view.h"

#include <stdio.h>
#include <string.h>

static const struct {
    int w, h;
    double mm;
    int zoom;
} panels[] = {{1080, 1920, 0.248, 100}, {1920, 1080, 0.248, 100}, {1080, 1920, 0.311, 100},
              {1080, 1920, 0.369, 100}, {1366, 768, 0.253, 100},  {800, 1280, 0.170, 100},
              {1080, 1920, 0.248, 150}, {1920, 1080, 0.248, 150}, {1080, 1920, 0.248, 200},
              {1920, 1080, 0.248, 200}, {1080, 1920, 0.369, 200}, {1366, 768, 0.253, 200}};
/* The first PANELS are as they were designed; the others are for who wants everything larger. */
enum { PANELS = 6, PANELS_ALL = sizeof panels / sizeof panels[0] };

static struct screen screen;
static struct scale scale;
static struct measure rule;
static struct view view;

static void use_panel(int i)
{
    scale = scale_zoomed(panels[i].w, panels[i].h, panels[i].mm, panels[i].zoom);
    rule = ruler(&scale);
}

static void build(int page)
{
    struct view_input in = {.screen = &screen,
                            .scale = &scale,
                            .measure = &rule,
                            .mode = {.keyboard = screen.field.keyboard,
                                     .hangul = screen.lang == LANG_KO,
                                     .done = !view_has_done(&screen),
                                     .lang = screen.lang},
                            .page = page};
    view_build(&view, &in);
}

static void assert_no_faults(const char *what)
{
    char text[8192];
    struct kbuf buf = KBUF(text);
    struct kerr err = {0};
    assert_ok(view_faults(&view, &buf, &err), &err);
    if (buf.len > 0) {
        print_error("%s, %dx%d, page %d/%d:\n%s", what, scale.width, scale.height, view.page + 1,
                    view.page_count, text);
        fail();
    }
}

/* ---- made-up screens ---- */

static uint32_t chance;

static int pick(int count)
{
    chance = chance * 1664525U + 1013904223U;
    return (int)(chance >> 10) % count;
}

static void words(char *text, size_t size, int most)
{
    static const char *const ko[] = {"인터넷이",   "공유기의",    "전원을", "껐다",
                                     "다시",       "켜십시오.",   "불빛",   "와이파이",
                                     "비밀번호를", "확인해",      "TV",     "요금",
                                     "기사님이",   "방문합니다.", "3분",    "프린터·복사기"};
    static const char *const en[] = {"the",    "router", "light",   "is",         "blinking",
                                     "please", "check",  "your",    "connection", "password",
                                     "now",    "Wi-Fi",  "engineer"};
    text[0] = '\0';
    int count = 1 + pick(most);
    for (int i = 0; i < count; i++) {
        (void)kstr_append(text, size, i > 0 ? " " : "");
        (void)kstr_append(text, size, screen.lang == LANG_KO ? ko[pick(16)] : en[pick(13)]);
    }
}

static void add_random(enum item_kind kind, enum item_style style, int most)
{
    struct screen_item *item = screen_add(&screen, kind, "");
    item->style = style;
    item->number = (uint16_t)(1 + pick(9));
    item->tone = (enum tone)pick(3);
    words(item->text, kind == ITEM_BUTTON ? LIMIT_LABEL_BYTES / 2 : sizeof item->text, most);
    if (kind == ITEM_BUTTON) {
        item->action = (struct action){ACT_CHOOSE, (int16_t)(screen.item_count)};
        (void)kstr_copy(item->icon, sizeof item->icon, pick(2) ? "wifi" : "");
        if (style == STYLE_CARD || style == STYLE_TILE) {
            words(item->detail, 64, 3);
        }
    }
}

static void make_random(uint32_t seed)
{
    static const enum item_kind reads[] = {ITEM_TEXT, ITEM_SMALL,    ITEM_HEADING, ITEM_BULLET,
                                           ITEM_NOTE, ITEM_NUMBERED, ITEM_TEXT};
    chance = seed * 2654435761U + 1;
    screen_start(&screen, SCREEN_ARTICLE, seed + 1, seed % 2 ? LANG_KO : LANG_EN);
    (void)kstr_copy(screen.header, sizeof screen.header, "한빛통신 도움 창구");
    (void)kstr_copy(screen.who, sizeof screen.who, pick(2) ? "홍*동님" : "");
    (void)kstr_copy(screen.state, sizeof screen.state, pick(3) ? "" : "연결 끊김");
    screen.progress_total = (uint16_t)(pick(2) * 7);
    screen.progress_done = 3;
    add_random(ITEM_LEAD, STYLE_PLAIN, 5);
    for (int i = pick(12); i > 0; i--) {
        add_random(reads[pick(7)], STYLE_PLAIN, 40);
    }
    enum item_style style = pick(2) ? STYLE_CARD : STYLE_TILE;
    for (int i = pick(9); i > 0; i--) {
        add_random(ITEM_BUTTON, style, 3);
    }
    for (int i = pick(4); i > 0; i--) {
        add_random(ITEM_BUTTON, i == 3 ? STYLE_MAIN : STYLE_PLAIN, 2);
    }
    for (int i = 0; i < BAR_COUNT; i++) {
        screen.bar[i].kind = ITEM_BUTTON;
        screen.bar[i].action.verb = (enum action_verb)(ACT_BACK + i);
        const char *const ko[] = {"이전", "처음으로", "English", "상담원 연결"};
        (void)kstr_copy(screen.bar[i].text, sizeof screen.bar[i].text, ko[i]);
    }
}

/* ---- promises ---- */

static void samples_keep_the_rules_on_every_panel(void **state)
{
    (void)state;
    for (int p = 0; p < PANELS_ALL; p++) {
        use_panel(p);
        for (int i = 0; i < SAMPLE_COUNT * LANG_COUNT; i++) {
            sample_make(&screen, (enum sample)(i / LANG_COUNT), (enum lang)(i % LANG_COUNT));
            build(0);
            for (int page = 0; page < view.page_count; page++) {
                build(page);
                assert_no_faults(sample_name((enum sample)(i / LANG_COUNT)));
            }
        }
    }
}

static void made_up_screens_keep_the_rules_on_every_page(void **state)
{
    (void)state;
    for (uint32_t seed = 0; seed < 240; seed++) {
        use_panel((int)(seed % PANELS_ALL));
        make_random(seed);
        build(0);
        for (int page = 0; page < view.page_count; page++) {
            char name[32];
            (void)kstr_format(name, sizeof name, "seed %u", seed);
            build(page);
            assert_int_equal(view.page, page);
            assert_no_faults(name);
        }
    }
}

/* Bytes of an item's text seen on a page; pinned ones are seen on each. */
static void mark_seen(size_t seen[LIMIT_SCREEN_ITEMS])
{
    for (int i = 0; i < view.count; i++) {
        const struct widget *w = &view.widget[i];
        bool bar = w->role == ROLE_BAR || w->role == ROLE_PERSON;
        if (!bar && w->item >= 0) {
            const char *text = screen.item[w->item].text;
            size_t end = (size_t)(w->text - text) + w->text_len;
            seen[w->item] = end > seen[w->item] ? end : seen[w->item];
        }
    }
}

static void every_word_can_be_reached_by_paging(void **state)
{
    (void)state;
    for (uint32_t seed = 0; seed < 240; seed++) {
        use_panel((int)(seed % PANELS_ALL));
        make_random(seed);
        size_t seen[LIMIT_SCREEN_ITEMS] = {0};
        build(0);
        for (int page = 0; page < view.page_count; page++) {
            build(page);
            mark_seen(seen);
            bool on = view_find(&view, seed % 2 ? "다음 쪽" : "Next") != NULL;
            assert_int_equal(on, page + 1 < view.page_count);
        }
        for (int i = 0; i < screen.item_count; i++) {
            assert_int_equal(seen[i], strlen(screen.item[i].text));
        }
    }
}

static void make_picture_question(enum lang lang)
{
    bool ko = lang == LANG_KO;
    sample_make(&screen, SAMPLE_ASK, lang); /* for header, progress and bar */
    screen.item_count = 0;
    screen_add(&screen, ITEM_LEAD,
               ko ? "모뎀의 불빛이 어떻습니까?" : "What do the lights look like?");
    (void)kstr_copy(screen_add(&screen, ITEM_PICTURE, "")->picture, LIMIT_ID_BYTES, "modem-lights");
    screen_add(&screen, ITEM_TEXT,
               ko ? "모뎀은 벽의 선이 꽂힌 작은 상자입니다. 신발장 옆 단자함에 있기도 합니다."
                  : "The modem is the small box the wall cable goes into. It may sit in the wiring "
                    "cabinet by the entrance.");
    for (int i = 0; i < 4; i++) {
        screen_button(&screen, STYLE_CARD, ko ? "빨간 불빛" : "A red light", ACT_CHOOSE, i);
    }
    screen_button(&screen, STYLE_QUIET, ko ? "지금까지의 답 보기" : "My answers so far",
                  ACT_ANSWERS, 0);
}

static const struct widget *find_role(enum role role)
{
    for (int i = 0; i < view.count; i++) {
        if (view.widget[i].role == role) {
            return &view.widget[i];
        }
    }
    return NULL;
}

static void a_question_its_picture_and_all_its_answers_stand_on_one_page(void **state)
{
    (void)state;
    for (int i = 0; i < 2 * LANG_COUNT; i++) {
        use_panel(i % 2);
        make_picture_question((enum lang)(i / 2));
        build(0);
        assert_int_equal(view.page_count, 1);
        assert_non_null(find_role(ROLE_PICTURE));
        assert_true(find_role(ROLE_PICTURE)->box.h * scale.mm_per_px >= 34.9);
        assert_no_faults("picture question");
    }
}

static void a_picture_without_answers_stands_beside_what_is_read(void **state)
{
    (void)state;
    use_panel(1);
    make_picture_question(LANG_KO);
    screen.item_count = 3;
    screen_button(&screen, STYLE_MAIN, "확인했습니다", ACT_OK, 0);
    build(0);
    assert_int_equal(view.page_count, 1);
    const struct box *picture = &find_role(ROLE_PICTURE)->box;
    assert_true(find_role(ROLE_TEXT)->box.x + find_role(ROLE_TEXT)->box.w <= picture->x);
    assert_true(picture->h * scale.mm_per_px >= 70);
}

static void home_shows_need_search_and_every_topic_on_one_page(void **state)
{
    (void)state;
    for (int i = 0; i < 2 * LANG_COUNT; i++) {
        use_panel(i % 2);
        sample_make(&screen, SAMPLE_HOME, (enum lang)(i / 2));
        build(0);
        assert_int_equal(view.page_count, 1);
        int tiles = 0;
        for (int w = 0; w < view.count; w++) {
            tiles += view.widget[w].role == ROLE_TILE;
        }
        assert_int_equal(tiles, 8);
        assert_non_null(find_role(ROLE_SEARCH));
        assert_non_null(find_role(ROLE_MAIN));
        assert_no_faults("home");
    }
}

/* Nobody agrees to what stands on a page they have not seen. */
static void consent_slots_and_receipt_stand_on_one_page(void **state)
{
    static const enum sample samples[] = {SAMPLE_CONSENT, SAMPLE_SLOT, SAMPLE_RECEIPT};
    (void)state;
    for (int i = 0; i < 3 * 2 * LANG_COUNT; i++) {
        use_panel(i % 2);
        sample_make(&screen, samples[i / 4], (enum lang)(i / 2 % LANG_COUNT));
        build(0);
        if (view.page_count != 1) {
            print_error("%s\n", sample_name(samples[i / 4]));
        }
        assert_int_equal(view.page_count, 1);
        assert_no_faults(sample_name(samples[i / 4]));
    }
}

static void a_long_list_in_landscape_stands_two_abreast(void **state)
{
    (void)state;
    use_panel(1);
    sample_make(&screen, SAMPLE_SLOT, LANG_KO);
    build(0);
    const struct widget *first = find_role(ROLE_CARD);
    assert_int_equal(first[0].box.y, first[1].box.y);
    assert_true(first[0].box.y > find_role(ROLE_LEAD)->box.y);
    assert_int_equal(first[2].box.x, first[0].box.x);
}

/* A page that fits is not made dense; one that cannot fit keeps its pictures. */
static void only_as_dense_as_it_must_be(void **state)
{
    (void)state;
    use_panel(0);
    sample_make(&screen, SAMPLE_TELL, LANG_KO);
    build(0);
    assert_ptr_equal(view.density, density_at(0));
    make_picture_question(LANG_KO);
    for (int i = 0; i < 20; i++) {
        screen_button(&screen, STYLE_CARD, "다른 불빛", ACT_CHOOSE, i);
    }
    build(0);
    assert_true(view.page_count > 1);
    assert_non_null(find_role(ROLE_PICTURE));
}

/* Each part of a long text begins where the last one ended. */
static void a_long_text_goes_on_where_the_page_before_ended(void **state)
{
    (void)state;
    use_panel(1);
    screen_start(&screen, SCREEN_ARTICLE, 1, LANG_KO);
    for (int i = 0; i < 4; i++) {
        struct screen_item *item = screen_add(&screen, ITEM_TEXT, "가");
        while (kstr_append(item->text, sizeof item->text, pick(2) ? " 공유기를 다시" : " 불빛")) {
        }
    }
    size_t done[4] = {0};
    build(0);
    assert_true(view.page_count > 1);
    for (int page = 0; page < view.page_count; page++) {
        build(page);
        for (int i = 0; i < view.count; i++) {
            const struct widget *w = &view.widget[i];
            if (w->role != ROLE_TEXT) {
                continue;
            }
            size_t from = (size_t)(w->text - screen.item[w->item].text);
            assert_true(from == done[w->item] || from == done[w->item] + 1);
            done[w->item] = from + w->text_len;
        }
    }
}

static void keys_reach_every_target_in_reading_order(void **state)
{
    (void)state;
    for (uint32_t seed = 0; seed < 120; seed++) {
        use_panel((int)(seed % PANELS_ALL));
        if (seed % 3 == 0) {
            sample_make(&screen, (enum sample)(seed / 3 % SAMPLE_COUNT), LANG_KO);
        } else {
            make_random(seed);
        }
        build(0);
        int targets = 0;
        for (int i = 0; i < view.count; i++) {
            targets += role_target(view.widget[i].role);
        }
        const struct widget *at = NULL;
        for (int i = 0; i < targets; i++) {
            const struct widget *next = view_focus(&view, at, FOCUS_NEXT);
            assert_true(!at || next > at);
            assert_true(role_target(next->role));
            at = next;
        }
        assert_ptr_equal(view_focus(&view, at, FOCUS_NEXT), view_focus(&view, NULL, FOCUS_NEXT));
    }
}

static void up_and_down_never_trap_the_focus(void **state)
{
    (void)state;
    use_panel(0);
    sample_make(&screen, SAMPLE_SEARCH, LANG_KO);
    build(0);
    const struct widget *at = view_focus(&view, NULL, FOCUS_NEXT);
    bool person = false;
    for (int i = 0; i < 40; i++) {
        at = view_focus(&view, at, FOCUS_DOWN);
        person = person || at->role == ROLE_BAR || at->role == ROLE_PERSON;
    }
    assert_true(person);
}

static void type_targets_and_gaps_are_large_enough(void **state)
{
    (void)state;
    for (int i = 0; i < PANELS_ALL; i++) {
        use_panel(i);
        double least = scale.small ? 7.25 : 12.0;
        for (int level = 0; level < TYPE_NOTE; level++) {
            assert_true(scale.em[level] * SCALE_GLYPH_EM * scale.mm_per_px >= least - 0.001);
        }
        assert_true(scale.gap * scale.mm_per_px >= 2.5);
    }
}

static void everything_that_is_read_or_pressed_zooms(void **state)
{
    (void)state;
    use_panel(0);
    struct scale plain = scale;
    for (int zoom = 150; zoom <= 200; zoom += 50) {
        struct scale large = scale_zoomed(1080, 1920, 0.248, zoom);
        assert_true(large.em[TYPE_BODY] >= plain.em[TYPE_BODY] * zoom / 100);
        assert_true(large.em[TYPE_LEAD] >= large.em[TYPE_BODY]);
        assert_true(large.em[TYPE_FRAME] * 2 >= plain.em[TYPE_FRAME] * 3 - 2);
        assert_true(large.em[TYPE_KEY] > plain.em[TYPE_KEY]);
        sample_make(&screen, SAMPLE_ASK, LANG_KO);
        scale = plain;
        build(0);
        int before = view_find(&view, "초록색")->box.h;
        scale = large;
        build(0);
        assert_true(view_find(&view, "초록색")->box.h > before);
    }
    assert_int_equal(scale_zoomed(1366, 768, 0.253, 200).zoom, 100); /* too small a panel */
}

static void large_type_has_one_column(void **state)
{
    (void)state;
    for (int i = PANELS; i < PANELS_ALL; i++) {
        use_panel(i);
        for (int sample = 0; scale_large(&scale) && sample < SAMPLE_COUNT; sample++) {
            sample_make(&screen, (enum sample)sample, LANG_KO);
            build(0);
            for (int a = 0; screen.field.keyboard == KEYBOARD_NONE && a < view.count; a++) {
                const struct widget *w = &view.widget[a];
                bool card = w->role == ROLE_CARD || w->role == ROLE_TEXT || w->role == ROLE_LEAD;
                assert_true(!card || w->box.w > scale.width / 2);
            }
        }
    }
}

/* Pressed or not, what is filled has an edge: black on black would not show it. */
static void in_high_contrast_every_target_has_an_edge(void **state)
{
    (void)state;
    use_panel(0);
    sample_make(&screen, SAMPLE_HOME, LANG_KO);
    build(0);
    view.in.high = true;
    static struct mark marks[VIEW_MARKS];
    struct view_state none = {0};
    int count = view_draw(&view, &none, marks);
    for (int i = 0; i < view.count; i++) {
        const struct widget *w = &view.widget[i];
        bool edge = !role_target(w->role);
        for (int m = 0; m < count && !edge; m++) {
            bool same = marks[m].box.x == w->box.x && marks[m].box.y == w->box.y &&
                        marks[m].box.w == w->box.w && marks[m].box.h == w->box.h;
            edge = same && marks[m].kind == MARK_RECT && marks[m].tint != TINT_SOFT &&
                   marks[m].tint != TINT_SURFACE;
        }
        assert_true(edge);
    }
}

static void the_person_is_on_every_page(void **state)
{
    (void)state;
    for (uint32_t seed = 0; seed < 60; seed++) {
        use_panel((int)(seed % PANELS_ALL));
        make_random(seed);
        build(0);
        for (int page = 0; page < view.page_count; page++) {
            build(page);
            assert_non_null(view_find(&view, "상담원 연결"));
        }
    }
}

/* The widget tree of the phone page has dots for the number. */
static void expect_dots_in_the_tree(void)
{
    char text[8192];
    struct kbuf buf = KBUF(text);
    struct kerr err = {0};
    build(0);
    assert_ok(view_dump(&view, &buf, &err), &err);
    assert_null(strstr(text, "010123"));
    assert_non_null(strstr(text, "●7"));
}

static void a_masked_value_is_never_in_the_view(void **state)
{
    (void)state;
    for (int p = 0; p < PANELS_ALL; p++) {
        use_panel(p);
        sample_make(&screen, SAMPLE_PHONE, LANG_KO);
        expect_dots_in_the_tree();
        static struct mark marks[VIEW_MARKS];
        struct view_state none = {0};
        int count = view_draw(&view, &none, marks);
        for (int i = 0; i < count; i++) {
            bool text_mark = marks[i].kind == MARK_TEXT;
            assert_true(!text_mark || !strstr(marks[i].text, "0101234567"));
        }
    }
}

static void a_personal_value_is_drawn_in_clear_and_written_down_as_dots(void **state)
{
    (void)state;
    use_panel(0);
    sample_make(&screen, SAMPLE_PHONE, LANG_KO);
    screen.field.masked = false;
    screen.field.personal = true;
    expect_dots_in_the_tree();
    assert_string_equal(screen.field.value, view.field_text);
}

static void a_code_has_its_quiet_zone_and_is_large_enough(void **state)
{
    (void)state;
    for (int p = 0; p < PANELS_ALL; p++) {
        use_panel(p);
        sample_make(&screen, SAMPLE_RECEIPT, LANG_KO);
        build(0);
        bool found = false;
        for (int page = 0; page < view.page_count; page++) {
            build(page);
            static struct mark marks[VIEW_MARKS];
            struct view_state none = {0};
            int count = view_draw(&view, &none, marks);
            for (int i = 1; i < count; i++) {
                if (marks[i].kind != MARK_QR) {
                    continue;
                }
                found = true;
                int px = marks[i].box.w / 33;
                assert_true(px >= 6);
                assert_true(marks[i].box.w * scale.mm_per_px >= 30);
                assert_int_equal(marks[i - 1].tint, TINT_WHITE);
                assert_true(marks[i].box.x - marks[i - 1].box.x >= 4 * px);
                assert_true(marks[i].box.y - marks[i - 1].box.y >= 4 * px);
            }
        }
        assert_true(found);
    }
}

/* A flow's question with everything that may stand on it. */
static void make_full_question(enum keyboard keyboard, enum lang lang)
{
    screen_start(&screen, SCREEN_INPUT, 7, lang);
    (void)kstr_copy(screen.header, sizeof screen.header, "한빛텔레콤 고객센터");
    (void)kstr_copy(screen.who, sizeof screen.who, "박**********사님");
    (void)kstr_copy(screen.state, sizeof screen.state, "본사 연결 대기 중");
    screen_add(&screen, ITEM_LEAD, "다시 재어 보십시오. 몇 Mbps입니까?");
    struct screen_item *picture = screen_add(&screen, ITEM_PICTURE, "");
    (void)kstr_copy(picture->picture, sizeof picture->picture, "speed");
    screen_add(&screen, ITEM_TEXT, "소수점 아래는 버리고 숫자만 누르십시오.");
    screen_add(&screen, ITEM_FIELD, NULL);
    screen_button(&screen, STYLE_MAIN, "확인", ACT_OK, 0);
    screen_button(&screen, STYLE_QUIET, "지금까지의 답 보기", ACT_ANSWERS, 0);
    screen.field.keyboard = keyboard;
    (void)kstr_copy(screen.field.label, sizeof screen.field.label, "답");
    (void)kstr_copy(screen.field.value, sizeof screen.field.value, "10000");
    (void)kstr_copy(screen.field.unit, sizeof screen.field.unit, "Mbps");
    (void)kstr_copy(screen.field.error, sizeof screen.field.error,
                    "다시 확인해 주십시오. 0에서 10000 사이의 숫자입니다. (1번 더 입력하실 수 "
                    "있습니다.)");
    for (int i = 0; i < BAR_COUNT; i++) {
        static const char *const words[] = {"뒤로", "처음으로", "English", "상담원 연결"};
        static const enum action_verb verbs[] = {ACT_BACK, ACT_HOME, ACT_LANG, ACT_PERSON};
        screen.bar[i].kind = ITEM_BUTTON;
        screen.bar[i].action.verb = verbs[i];
        (void)kstr_copy(screen.bar[i].text, sizeof screen.bar[i].text, words[i]);
    }
}

static void picture_field_error_and_keys_never_lie_on_each_other(void **state)
{
    (void)state;
    for (int p = 0; p < PANELS_ALL; p++) {
        use_panel(p);
        if (scale.small || (scale.compact && !scale_large(&scale))) {
            continue; /* a laptop and a ten-inch panel have no room for all of it at once */
        }
        make_full_question(KEYBOARD_DIGITS, LANG_KO);
        build(0);
        bool error = false;
        for (int page = 0; page < view.page_count; page++) {
            build(page);
            assert_no_faults("full question");
            assert_non_null(view_find(&view, "확인"));
            assert_non_null(view_find(&view, "7"));
            error = error || find_role(ROLE_ERROR) || !view.apart;
        }
        assert_true(error);
    }
}

/* What a reviewer reads instead of a picture. */
static void the_question_screen_is_this_tree(void **state)
{
    (void)state;
    use_panel(0);
    sample_make(&screen, SAMPLE_ASK, LANG_KO);
    build(0);
    char text[8192];
    struct kbuf buf = KBUF(text);
    struct kerr err = {0};
    assert_ok(view_dump(&view, &buf, &err), &err);
    char path[512];
    char want[8192];
    struct kbuf file = KBUF(want);
    (void)kstr_format(path, sizeof path, "%s/ask.tree", TEST_DIR);
    FILE *in = fopen(path, "r");
    assert_non_null(in);
    file.len = fread(want, 1, sizeof want - 1, in);
    want[file.len] = '\0';
    (void)fclose(in);
    if (strcmp(text, want) != 0) {
        print_error("%s", text);
    }
    assert_string_equal(text, want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples_keep_the_rules_on_every_panel),
        cmocka_unit_test(made_up_screens_keep_the_rules_on_every_page),
        cmocka_unit_test(every_word_can_be_reached_by_paging),
        cmocka_unit_test(a_question_its_picture_and_all_its_answers_stand_on_one_page),
        cmocka_unit_test(a_picture_without_answers_stands_beside_what_is_read),
        cmocka_unit_test(home_shows_need_search_and_every_topic_on_one_page),
        cmocka_unit_test(consent_slots_and_receipt_stand_on_one_page),
        cmocka_unit_test(a_long_list_in_landscape_stands_two_abreast),
        cmocka_unit_test(only_as_dense_as_it_must_be),
        cmocka_unit_test(a_long_text_goes_on_where_the_page_before_ended),
        cmocka_unit_test(keys_reach_every_target_in_reading_order),
        cmocka_unit_test(up_and_down_never_trap_the_focus),
        cmocka_unit_test(type_targets_and_gaps_are_large_enough),
        cmocka_unit_test(everything_that_is_read_or_pressed_zooms),
        cmocka_unit_test(large_type_has_one_column),
        cmocka_unit_test(in_high_contrast_every_target_has_an_edge),
        cmocka_unit_test(the_person_is_on_every_page),
        cmocka_unit_test(a_masked_value_is_never_in_the_view),
        cmocka_unit_test(a_personal_value_is_drawn_in_clear_and_written_down_as_dots),
        cmocka_unit_test(a_code_has_its_quiet_zone_and_is_large_enough),
        cmocka_unit_test(picture_field_error_and_keys_never_lie_on_each_other),
        cmocka_unit_test(the_question_screen_is_this_tree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
