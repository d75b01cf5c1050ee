/*
 * The main screens as pictures, in both orientations and languages: a real visit on a small pack of
 * its own (tests/golden/pack), at a fixed time. After a change that is meant to be seen:
 *
 *   build/dev/tests/golden/test_golden --update      and look at what git shows before committing
 */
#include "check.h"

#include "compare.h"
#include "pack.h"
#include "patron.h"
#include "ui_internal.h"

#include "kstr.h"

#include <stdlib.h>
#include <string.h>

static struct patron p;
static struct pack *pack;
static struct ui *ui;
static struct found found;
static struct article article;
static bool update;
static int wrong;

static struct look {
    const char *name;
    struct panel panel;
    enum lang lang;
} looks[] = {
    {"portrait-ko", {1080, 1920, 0.248}, LANG_KO},
    {"portrait-en", {1080, 1920, 0.248}, LANG_EN},
    {"landscape-ko", {1920, 1080, 0.248}, LANG_KO},
    {"landscape-en", {1920, 1080, 0.248}, LANG_EN},
};
static const struct look *look;

static enum kcode picture(void *user, const char *id, struct kbuf *buf, struct kerr *err)
{
    char alt[LIMIT_TEXT_BYTES];
    return pack_picture(user, id, look->lang, buf, alt, err);
}

/* Hold what is on the glass against the kept picture. */
static void hold(const char *name, const char *look_name)
{
    struct kerr err = {0};
    struct picture third = {0};
    char full[64];
    struct picture frame = {ui->surface->pixels, ui->surface->w, ui->surface->h};
    (void)kstr_format(full, sizeof full, "%s-%s", name, look_name);
    assert_ok(golden_third(&frame, ui->surface->pitch, &third, &err), &err);
    if (golden_hold(full, &third, update, &err) != K_OK) {
        print_error("%s\n", err.text);
        wrong++;
    }
    free(third.data);
}

/* Draw what the visit shows. */
static void shot(const char *name)
{
    struct ui_event event;
    ui_show(ui, &p.screen, p.mono_ms);
    (void)ui_wait(ui, 0, &event, 1);
    hold(name, look->name);
}

/* An empty kiosk, Monday 10:00, in the language of the look. */
static void begin(void)
{
    patron_open(&p);
    p.content = *pack_content(pack);
    struct visit_world world = {.hq_reachable = true, .printer = true};
    visit_init(&p.visit, &p.content, &p.site, &world);
    p.visit.lang = look->lang;
    patron_wait(&p, 0);
}

/* A visit begins in the site's language: choose again. */
static void speak(void)
{
    p.visit.lang = look->lang;
    p.visit.lang_chosen = true;
    patron_wait(&p, 0);
}

static void search(const char *query)
{
    struct kerr err = {0};
    struct visit_event event = {.kind = VISIT_FOUND, .found = &found};
    patron_touch(&p, ACT_SEARCH, 0);
    patron_type(&p, query);
    assert_ok(pack_search(pack, query, look->lang, &found, &err), &err);
    patron_step(&p, &event);
}

static void read_article(void)
{
    struct kerr err = {0};
    struct visit_event event = {.kind = VISIT_ARTICLE, .article = &article};
    patron_touch(&p, ACT_ARTICLE, 0);
    assert_ok(pack_article(pack, 0, look->lang, &article, &err), &err);
    patron_step(&p, &event);
}

static void walk_at_the_door(void)
{
    begin();
    shot("attract");
    patron_touch(&p, ACT_START, 0);
    speak();
    shot("identify");
    patron_touch(&p, ACT_PHONE, 0);
    patron_type(&p, "0101234567");
    shot("phone");
    patron_touch(&p, ACT_GUEST, 0);
    shot("home-guest");
}

static void walk_the_guides(void)
{
    patron_touch(&p, ACT_TOPIC, 0);
    shot("topic");
    patron_touch(&p, ACT_FLOW, 0);
    shot("ask");
    patron_touch(&p, ACT_CHOOSE, 1);
    shot("tell");
    patron_touch(&p, ACT_HOME, 0);
    patron_touch(&p, ACT_TOPIC, 0);
    read_article();
    shot("article");
    patron_touch(&p, ACT_HOME, 0);
    search(look->lang == LANG_KO ? "인터넷" : "internet");
    shot("search");
    patron_touch(&p, ACT_HOME, 0);
}

static void walk_to_a_person(void)
{
    patron_touch(&p, ACT_PERSON, 0);
    shot("channel");
    patron_touch(&p, ACT_CHANNEL, CHANNEL_CALL);
    patron_type(&p, "01012345678");
    shot("contact");
    patron_touch(&p, ACT_OK, 0);
    shot("slot");
    patron_touch(&p, ACT_DAY, 0);
    shot("slot-hour");
    patron_touch(&p, ACT_SLOT, 0);
    shot("consent");
    patron_touch(&p, ACT_YES, 0);
    patron_answer_accept(&p, true, false, request_a);
    shot("receipt");
    patron_touch(&p, ACT_HOME, 0);
    patron_touch(&p, ACT_REQUESTS, 0);
    shot("requests");
    patron_touch(&p, ACT_HOME, 0);
    patron_touch(&p, ACT_FINISH, 0);
    shot("feedback");
}

static void walk_as_a_member(void)
{
    struct profile profile;
    small_profile(&profile);
    profile.lang = look->lang;
    begin();
    patron_token(&p, "HK1.member");
    patron_answer_look(&p, LOOKUP_KNOWN, &profile);
    speak();
    shot("home-known");
    patron_wait(&p, 61000);
    shot("idle");
}

static void every_main_screen_looks_as_it_was_kept(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++) {
        look = &looks[i];
        struct kerr err = {0};
        const struct content *content = pack_content(pack);
        const struct ui_config config = {.panel = look->panel,
                                         .headless = true,
                                         .still = true,
                                         .primary = content->primary,
                                         .on_primary = content->on_primary,
                                         .accent = content->accent,
                                         .picture = picture,
                                         .picture_user = pack};
        assert_ok(ui_open(&config, &ui, &err), &err);
        walk_at_the_door();
        walk_the_guides();
        walk_to_a_person();
        walk_as_a_member();
        ui_close(&ui);
    }
    assert_int_equal(wrong, 0);
}

static void the_screen_without_a_font_looks_as_it_was_kept(void **state)
{
    (void)state;
    static const struct {
        const char *name, *hotline;
        struct panel panel;
    } plains[] = {
        {"portrait", "1588-0246", {1080, 1920, 0.248}},
        {"landscape", "1588-0246", {1920, 1080, 0.248}},
        {"no-number", "", {1080, 1920, 0.248}},
        {"digits", "+82 2-345-6789", {1024, 600, 0.15}},
    };
    for (size_t i = 0; i < sizeof plains / sizeof plains[0]; i++) {
        struct kerr err = {0};
        struct ui_event event;
        const struct content *content = pack_content(pack);
        const struct ui_config config = {.panel = plains[i].panel,
                                         .headless = true,
                                         .primary = content->primary,
                                         .on_primary = content->on_primary,
                                         .accent = content->accent};
        assert_ok(ui_open_plain(&config, plains[i].hotline, &ui, &err), &err);
        (void)ui_wait(ui, 0, &event, 1);
        hold("plain", plains[i].name);
        ui_close(&ui);
    }
    assert_int_equal(wrong, 0);
}

static int open_pack(void **state)
{
    (void)state;
    struct kerr err = {0};
    assert_ok(pack_open(GOLDEN_PACK, &pack, &err), &err);
    return 0;
}

static int close_pack(void **state)
{
    (void)state;
    ui_close(&ui);
    pack_close(&pack);
    return 0;
}

int main(int argc, char **argv)
{
    update = argc > 1 && strcmp(argv[1], "--update") == 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_main_screen_looks_as_it_was_kept),
        cmocka_unit_test(the_screen_without_a_font_looks_as_it_was_kept),
    };
    return cmocka_run_group_tests(tests, open_pack, close_pack);
}
