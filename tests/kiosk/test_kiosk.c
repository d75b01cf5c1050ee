#define _XOPEN_SOURCE 700 /* mkdtemp */
#include "check.h"
#include "device.h"
#include "kiosk_internal.h"
#include "kstr.h"
#include "ksys.h"
#include "player_internal.h"
#include "typist.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct kiosk_config config = {
    .pack_path = BINARY_DIR "/telecom.pack",
    .state_dir = BINARY_DIR "/no-such-kiosk", /* without an identity: guides, keeps nothing */
    .headless = true,
    .still = true,
    .panel = {.width_px = 540, .height_px = 960, .mm_per_px = 0.496},
    .world = {0},
};

static struct kiosk *open_kiosk(struct kiosk_config *ret_config)
{
    *ret_config = config;
    ret_config->world = kiosk_real_world;
    struct kiosk *kiosk = NULL;
    struct kerr err = {0};
    assert_ok(kiosk_open(ret_config, &kiosk, &err), &err);
    return kiosk;
}

static void an_idle_kiosk_turns_its_loop_at_most_twice_a_second(void **state)
{
    (void)state;
    struct kiosk_config mine;
    struct kiosk *kiosk = open_kiosk(&mine);
    kiosk_turn(kiosk, 0); /* what the start has left to do */
    kiosk_turn(kiosk, 0);
    int64_t begun_mono_ms = ksys_mono_ms();
    int turns = 0;
    while (ksys_mono_ms() - begun_mono_ms < 2000) {
        kiosk_turn(kiosk, -1);
        turns++;
    }
    assert_true(turns <= 5); /* two a second, and one that had just begun */
    kiosk_close(&kiosk);
}

/* The worst there is: somebody holds the socket and never answers. */
static void a_courier_that_never_answers_does_not_keep_an_idle_kiosk_awake(void **state)
{
    (void)state;
    char dir[] = "/tmp/annae-kiosk-XXXXXX";
    char path[64];
    struct kerr err = {0};
    struct fake_courier courier = {0};
    assert_non_null(mkdtemp(dir));
    (void)kstr_format(path, sizeof path, "%s/courier.sock", dir);
    assert_ok(fake_courier_open(&courier, path, &err), &err);
    struct kiosk_config mine = config;
    mine.world = kiosk_real_world;
    mine.socket_path = path;
    struct kiosk *kiosk = NULL;
    assert_ok(kiosk_open(&mine, &kiosk, &err), &err);
    int64_t begun_mono_ms = ksys_mono_ms();
    int turns = 0;
    while (ksys_mono_ms() - begun_mono_ms < 2000) {
        kiosk_turn(kiosk, -1);
        turns++;
    }
    assert_true(turns <= 5); /* two a second, and one that had just begun */
    assert_false(ask_hq_reachable(kiosk->ask));
    kiosk_close(&kiosk);
    fake_courier_close(&courier);
    assert_int_equal(0, unlink(path));
    assert_int_equal(0, rmdir(dir));
}

/* A kiosk of scripted visits: its store, its courier, its clock. */
static struct player *open_player(const struct player_config *player_config)
{
    struct kerr err = {0};
    struct player *player = calloc(1, sizeof *player);
    assert_non_null(player);
    player->config = player_config;
    player->kiosk_config = config;
    assert_ok(stage_open(player, &err), &err);
    player->courier.customer_count = 2;
    player->courier.customer[0] =
        (struct fake_customer){.token = "9410123456789012", .ref = "C-1", .name = "홍길동"};
    player->courier.customer[1] =
        (struct fake_customer){.token = "9420987654321098", .ref = "C-2", .name = "Ann Park"};
    assert_ok(stage_kiosk(player, &err), &err);
    return player;
}

static void close_player(struct player *player)
{
    stage_close(player);
    free(player);
}

static const struct player_config staged = {.script_path = "of this test"};

static void a_card_drawn_twice_is_asked_about_once(void **state)
{
    (void)state;
    struct player *player = open_player(&staged);
    kiosk_swipe(player->kiosk, "9410123456789012");
    kiosk_swipe(player->kiosk, "9410123456789012");
    stage_settle(player);
    assert_int_equal(SCREEN_HOME, player->kiosk->screen.kind);
    assert_string_equal("C-1", player->kiosk->visit.profile.ref);
    assert_false(kiosk_busy(player->kiosk));
    close_player(player);
}

static void the_answer_about_one_card_is_never_kept_for_another(void **state)
{
    (void)state;
    struct player *player = open_player(&staged);
    kiosk_swipe(player->kiosk, "9410123456789012");
    kiosk_swipe(player->kiosk, "9420987654321098");
    stage_settle(player);
    assert_string_equal("C-2", player->kiosk->visit.profile.ref);
    kiosk_end_visit(player->kiosk);
    player->courier.line = FAKE_DOWN; /* so that the kiosk's own memory must answer */
    kiosk_swipe(player->kiosk, "9420987654321098");
    stage_settle(player);
    assert_string_equal("C-2", player->kiosk->visit.profile.ref);
    kiosk_end_visit(player->kiosk);
    kiosk_swipe(player->kiosk, "9410123456789012"); /* its answer was nobody's */
    stage_settle(player);
    assert_string_equal("", player->kiosk->visit.profile.ref);
    close_player(player);
}

/* One pass of the loop finds the next card and the answer about the one before. */
static void an_answer_that_comes_together_with_the_next_card_greets_nobody(void **state)
{
    (void)state;
    struct player *player = open_player(&staged);
    kiosk_swipe(player->kiosk, "9410123456789012");
    kiosk_turn(player->kiosk, 0);
    fake_courier_turn(&player->courier);
    kiosk_swipe(player->kiosk, "9420987654321098");
    kiosk_turn(player->kiosk, 0);
    assert_int_equal(SCREEN_WAIT, player->kiosk->screen.kind);
    assert_string_equal("", player->kiosk->visit.profile.ref);
    stage_settle(player);
    assert_string_equal("C-2", player->kiosk->visit.profile.ref);
    close_player(player);
}

static void an_answer_for_somebody_who_has_gone_is_nobodys(void **state)
{
    (void)state;
    struct player *player = open_player(&staged);
    kiosk_swipe(player->kiosk, "9410123456789012");
    kiosk_turn(player->kiosk, 0); /* asked, not answered */
    assert_int_equal(SCREEN_WAIT, player->kiosk->screen.kind);
    kiosk_end_visit(player->kiosk);
    stage_settle(player);
    assert_int_equal(SCREEN_ATTRACT, player->kiosk->screen.kind);
    assert_string_equal("", player->kiosk->person.profile.ref);
    close_player(player);
}

static void a_kiosk_without_identity_guides_and_says_that_it_keeps_nothing(void **state)
{
    (void)state;
    struct kiosk_config mine;
    struct kiosk *kiosk = open_kiosk(&mine);
    assert_null(kiosk->store);
    assert_int_equal(MISSING_STORE, kiosk->visit.world.missing);
    assert_int_equal(SCREEN_ATTRACT, kiosk->screen.kind);
    kiosk_close(&kiosk);
    assert_null(kiosk);
    kiosk_close(&kiosk);
}

static void a_second_kiosk_in_the_same_state_directory_is_refused(void **state)
{
    (void)state;
    struct player *player = open_player(&staged);
    struct kiosk *second = NULL;
    struct kerr err = {0};
    assert_int_equal(K_E_IO, kiosk_open(&player->kiosk_config, &second, &err));
    assert_non_null(strstr(err.text, "another kiosk uses it"));
    assert_null(second);
    kiosk_swipe(player->kiosk, "9410123456789012"); /* the first one goes on */
    stage_settle(player);
    assert_string_equal("C-1", player->kiosk->visit.profile.ref);
    kiosk_close(&player->kiosk);
    err = (struct kerr){0};
    assert_ok(kiosk_open(&player->kiosk_config, &player->kiosk, &err), &err);
    close_player(player);
}

static void a_payment_card_leaves_nothing_behind(void **state)
{
    (void)state;
    struct kiosk_config mine;
    struct kiosk *kiosk = open_kiosk(&mine);
    char burst[LIMIT_FIELD_BYTES] = "%B4111111111111111^HONG/GILDONG^2812101000000000?";
    kiosk_burst(kiosk, burst, sizeof burst);
    kiosk_turn(kiosk, 0);
    assert_int_equal(SCREEN_NOTICE, kiosk->screen.kind);
    const char *memory = (const char *)kiosk;
    for (size_t i = 0; i + 12 < sizeof *kiosk; i++) {
        assert_false(memory[i] == '4' && memcmp(memory + i, "411111111111", 12) == 0);
    }
    kiosk_end_visit(kiosk);
    assert_int_equal(SCREEN_ATTRACT, kiosk->screen.kind);
    kiosk_close(&kiosk);
}

/* A FIFO may stand for an input device: the grab is granted. */
int __wrap_ioctl(int fd, unsigned long request, ...);
int __wrap_ioctl(int fd, unsigned long request, ...)
{
    (void)request;
    return fd >= 0 ? 0 : -1;
}

/* Let the kiosk wait by itself until the screen is there. */
static void expect_soon(struct kiosk *kiosk, enum screen_kind kind)
{
    int64_t begun_mono_ms = ksys_mono_ms();
    while (kiosk->screen.kind != kind && ksys_mono_ms() - begun_mono_ms < 10000) {
        kiosk_turn(kiosk, -1);
    }
    assert_int_equal(kind, kiosk->screen.kind);
}

static void send(int device, const char *text)
{
    static struct typist typist;
    typist.count = 0;
    typist_text(&typist, text);
    assert_int_equal(typist_bytes(&typist), write(device, typist.event, typist_bytes(&typist)));
}

/* Its own reader: a payment card is refused, a member's read, pulled out and the kiosk goes on. */
static void what_its_own_reader_types_reaches_the_visit(void **state)
{
    (void)state;
    char dir[] = "/tmp/annae-kiosk-XXXXXX";
    struct kiosk_config mine;
    struct kiosk *kiosk = open_kiosk(&mine);
    assert_non_null(mkdtemp(dir));
    (void)kstr_format(kiosk->reader_path, sizeof kiosk->reader_path, "%s/event-kbd", dir);
    kiosk_reader_open(kiosk);
    assert_non_null(kiosk->reader);
    kiosk_turn(kiosk, 0); /* not plugged in yet */
    assert_int_equal(0, mkfifo(kiosk->reader_path, 0600));
    int device = open(kiosk->reader_path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    send(device, "%B4111111111111111^HONG/GILDONG^2812101000000000?\n");
    expect_soon(kiosk, SCREEN_NOTICE);
    kiosk_end_visit(kiosk);
    assert_int_equal(SCREEN_ATTRACT, kiosk->screen.kind);
    send(device, "BK-7F3Q2M\n");
    for (int i = 0; i < 100 && !kiosk->visit.running; i++) {
        kiosk_turn(kiosk, -1);
    }
    assert_true(kiosk->visit.running);
    kiosk_end_visit(kiosk);
    send(device, "BK-7F3Q2M\n");
    int64_t from_ms = ksys_mono_ms();
    kiosk_turn(kiosk, 60000); /* the reader itself ends the wait */
    assert_true(ksys_mono_ms() - from_ms < 30000);
    assert_true(kiosk->visit.running);
    assert_int_equal(0, unlink(kiosk->reader_path));
    (void)close(device);
    kiosk_turn(kiosk, 0);
    assert_true(kiosk->visit.running);
    kiosk_close(&kiosk);
    assert_int_equal(0, rmdir(dir));
}

static void press(struct kiosk *kiosk, const char *key)
{
    ui_press(kiosk->ui, key);
    kiosk_turn(kiosk, 0);
}

static void the_demo_tray_is_under_the_function_keys(void **state)
{
    (void)state;
    struct kiosk_config mine = config;
    mine.world = kiosk_real_world;
    mine.has_tray = true;
    mine.tray[0] = "9410123456789012";
    struct kiosk *kiosk = NULL;
    struct kerr err = {0};
    assert_ok(kiosk_open(&mine, &kiosk, &err), &err);
    press(kiosk, "F2"); /* an empty place in the tray */
    assert_int_equal(SCREEN_ATTRACT, kiosk->screen.kind);
    press(kiosk, "F5");
    assert_int_equal(SCREEN_NOTICE, kiosk->screen.kind);
    assert_int_equal(NOTICE_PAYMENT, kiosk->visit.page[kiosk->visit.page_count - 1].arg);
    kiosk_end_visit(kiosk);
    press(kiosk, "F6");
    assert_int_equal(SCREEN_HOME, kiosk->screen.kind);
    kiosk_end_visit(kiosk);
    press(kiosk, "F1"); /* nobody can be asked, so nobody is greeted, but everything works */
    kiosk_turn(kiosk, 0);
    assert_int_equal(SCREEN_HOME, kiosk->screen.kind);
    kiosk_end_visit(kiosk);
    kiosk_close(&kiosk);
}

static void without_a_tray_function_keys_mean_nothing(void **state)
{
    (void)state;
    struct kiosk_config mine;
    struct kiosk *kiosk = open_kiosk(&mine);
    press(kiosk, "F5");
    press(kiosk, "F6");
    assert_int_equal(SCREEN_ATTRACT, kiosk->screen.kind);
    kiosk_close(&kiosk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_idle_kiosk_turns_its_loop_at_most_twice_a_second),
        cmocka_unit_test(a_courier_that_never_answers_does_not_keep_an_idle_kiosk_awake),
        cmocka_unit_test(a_card_drawn_twice_is_asked_about_once),
        cmocka_unit_test(the_answer_about_one_card_is_never_kept_for_another),
        cmocka_unit_test(an_answer_that_comes_together_with_the_next_card_greets_nobody),
        cmocka_unit_test(an_answer_for_somebody_who_has_gone_is_nobodys),
        cmocka_unit_test(a_kiosk_without_identity_guides_and_says_that_it_keeps_nothing),
        cmocka_unit_test(a_second_kiosk_in_the_same_state_directory_is_refused),
        cmocka_unit_test(a_payment_card_leaves_nothing_behind),
        cmocka_unit_test(what_its_own_reader_types_reaches_the_visit),
        cmocka_unit_test(the_demo_tray_is_under_the_function_keys),
        cmocka_unit_test(without_a_tray_function_keys_mean_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
