#define _XOPEN_SOURCE 700 /* mkdtemp, nftw */
/* The kiosk among damaged files: one line in the log says which and why, the screen stays calm and
 * shows the way to a person. */
#include "check.h"
#include "kiosk.h"
#include "kstr.h"
#include "ksys.h"
#include "player.h"
#include "store.h"
#include "trust.h"

#include <ftw.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TELECOM    BINARY_DIR "/telecom.pack"
#define PACK_BYTES (16 * 1024 * 1024)

static char dir[64];
static char pack_path[128];
static char log_path[128];
static char log_text[16 * 1024];
static char bytes[PACK_BYTES];
static size_t byte_count;
static struct kiosk_config config;
static struct kiosk *kiosk;

/* ---- a kiosk in a directory of its own ---- */

static void write_file(const char *name, const void *content, size_t count)
{
    char path[128];
    struct kerr err = {0};
    (void)kstr_format(path, sizeof path, "%s/%s", dir, name);
    assert_ok(ksys_write_file(path, content, count, 0600, &err), &err);
}

static int setup(void **state)
{
    (void)state;
    static const char conf[] = "id = K-0001\nsite = SEOUL-01\n";
    struct kbuf pack = KBUF(bytes);
    struct trust_pair pair;
    char text[64];
    struct kbuf key = KBUF(text);
    struct kerr err = {0};
    (void)kstr_copy(dir, sizeof dir, "/tmp/annae-bad-XXXXXX");
    assert_non_null(mkdtemp(dir));
    (void)kstr_format(pack_path, sizeof pack_path, "%s/x.pack", dir);
    (void)kstr_format(log_path, sizeof log_path, "%s/log", dir);
    assert_ok(ksys_read_file(TELECOM, &pack, &err), &err);
    byte_count = pack.len;
    assert_ok(trust_make_pair(&pair, &err), &err);
    assert_ok(trust_base64(pair.open, sizeof pair.open, &key, &err), &err);
    write_file("kiosk.conf", conf, sizeof conf - 1);
    write_file("hq.pub", text, key.len);
    write_file("x.pack", bytes, byte_count);
    config = (struct kiosk_config){
        .pack_path = pack_path,
        .state_dir = dir,
        .headless = true,
        .still = true,
        .lang = LANG_EN,
        .panel = {.width_px = 540, .height_px = 960, .mm_per_px = 0.496},
        .world = kiosk_real_world,
    };
    return 0;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *at)
{
    (void)about;
    (void)kind;
    (void)at;
    return remove(path);
}

static int teardown(void **state)
{
    (void)state;
    kiosk_close(&kiosk);
    return nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* Do it with standard error going into log_text. */
static void logged(void (*act)(void))
{
    struct kbuf buf = KBUF(log_text);
    struct kerr err = {0};
    int before = dup(STDERR_FILENO);
    assert_true(before >= 0);
    assert_non_null(freopen(log_path, "w", stderr));
    act();
    (void)fflush(stderr);
    assert_int_equal(STDERR_FILENO, dup2(before, STDERR_FILENO));
    (void)close(before);
    assert_ok(ksys_read_file(log_path, &buf, &err), &err);
}

static void start(void)
{
    struct kerr err = {0};
    enum kcode code = kiosk_open(&config, &kiosk, &err);
    if (code == K_OK) {
        kiosk_turn(kiosk, 0);
    }
}

static void expect_log(const char *event, const char *says)
{
    const char *line = strstr(log_text, event);
    const char *end = line ? strchr(line, '\n') : NULL;
    const char *at = line ? strstr(line, says) : NULL;
    if (!at || !end || at > end) {
        print_error("want %s ... %s\ngot %s\n", event, says, log_text);
        fail();
    }
}

static void expect_screen(enum screen_kind kind, const char *says)
{
    static char text[32 * 1024];
    struct kbuf buf = KBUF(text);
    struct kerr err = {0};
    assert_non_null(kiosk);
    assert_ok(screen_text(&kiosk->screen, &buf, &err), &err);
    if (kiosk->screen.kind != kind || !strstr(text, says)) {
        print_error("want %s\ngot %s: %s\n", says, screen_kind_name(kiosk->screen.kind), text);
        fail();
    }
}

static void run_sql(const char *name, const char *sql)
{
    char path[128];
    char *message = NULL;
    sqlite3 *db = NULL;
    (void)kstr_format(path, sizeof path, "%s/%s", dir, name);
    assert_int_equal(SQLITE_OK, sqlite3_open(path, &db));
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
        print_error("%s: %s\n", sql, message);
        fail();
    }
    assert_int_equal(SQLITE_OK, sqlite3_close(db));
}

static void touch(const char *label)
{
    static int64_t mono_ms = 1000;
    mono_ms += 1000; /* not one trembling touch */
    if (!ui_tap(kiosk->ui, label, mono_ms)) {
        print_error("nothing to touch with the label %s\n", label);
        fail();
    }
    kiosk_turn(kiosk, 0);
}

/* ---- the pack ---- */

static void no_pack(void)
{
    assert_int_equal(0, unlink(pack_path));
}

static void a_directory(void)
{
    no_pack();
    assert_int_equal(0, mkdir(pack_path, 0700));
}

static void an_empty_file(void)
{
    write_file("x.pack", "", 0);
}

static void random_bytes(void)
{
    static char noise[100000];
    for (size_t i = 0; i < sizeof noise; i++) {
        noise[i] = (char)(i * i * 31 + i / 7);
    }
    write_file("x.pack", noise, sizeof noise);
}

static void half_a_pack(void)
{
    write_file("x.pack", bytes, byte_count / 2);
}

static void another_applications(void)
{
    no_pack();
    run_sql("x.pack", "CREATE TABLE picture(id, png); PRAGMA application_id = 77");
}

static void a_newer_format(void)
{
    run_sql("x.pack", "PRAGMA user_version = 99");
}

static void a_damaged_row(void)
{
    run_sql("x.pack", "UPDATE step SET kind = 99 WHERE flow = 3 AND n = 1");
}

static void an_unreadable_pack_is_named_and_the_kiosk_shows_the_way_to_a_person(void **state)
{
    (void)state;
    static const struct {
        void (*damage)(void);
        const char *says;
    } table[] = {
        {no_pack, "x.pack: no such file"},
        {a_directory, "x.pack: not a file"},
        {an_empty_file, "x.pack: not a whole database"},
        {random_bytes, "x.pack"},
        {half_a_pack, "x.pack"},
        {another_applications, "application id 77"},
        {a_newer_format, "version 99, this program knows 2"},
        {a_damaged_row, "step: kind: 99"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        (void)rmdir(pack_path);
        write_file("x.pack", bytes, byte_count);
        table[i].damage();
        logged(start);
        expect_log("pack.missing", table[i].says);
        assert_int_equal(MISSING_PACK, kiosk->visit.world.missing);
        expect_screen(SCREEN_ATTRACT, "Guides not available");
        kiosk_close(&kiosk);
    }
}

static int play(const char *script)
{
    struct kiosk_config scripted = {
        .pack_path = pack_path, .headless = true, .panel = config.panel};
    char path[128];
    struct player_config player = {.script_path = path};
    write_file("x.visit", script, strlen(script));
    (void)kstr_format(path, sizeof path, "%s/x.visit", dir);
    return player_run(&scripted, &player);
}

static int played;

static void read_an_article(void)
{
    played = play("lang en\ntouch \"Start\"\ntouch \"Go on without a card\"\ntouch \"Wi-Fi\"\n"
                  "touch \"Find the Wi-Fi password\"\nexpect screen article\n"
                  "touch \"Talk to a person\"\nexpect text \"By e-mail\"\n");
}

static void see_pictures(void)
{
    played = play("lang en\ntouch \"Start\"\ntouch \"Go on without a card\"\ntouch \"Internet\"\n"
                  "touch \"The internet is down\"\ntouch \"Everywhere\"\nexpect screen step\n");
}

static void expect_played(void)
{
    if (played != 0) {
        print_error("%s\n", log_text);
        fail();
    }
}

static void what_is_damaged_inside_a_pack_costs_only_itself(void **state)
{
    (void)state;
    run_sql("x.pack", "UPDATE block SET kind = 99; UPDATE picture SET png = x'89504e470d0a00'");
    logged(read_an_article);
    expect_played();
    expect_log("article.unreadable", "block: kind: 99");
    logged(see_pictures);
    expect_played();
    run_sql("x.pack", "DELETE FROM picture");
    logged(see_pictures);
    expect_played();
}

/* ---- the device store ---- */

static void a_newer_store_is_left_alone_and_the_kiosk_says_it_keeps_nothing(void **state)
{
    (void)state;
    logged(start);
    assert_non_null(kiosk->store);
    kiosk_close(&kiosk);
    run_sql("store.db", "PRAGMA user_version = 99");
    logged(start);
    expect_log("store.missing", "version 99, this program knows 7");
    assert_int_equal(MISSING_STORE, kiosk->visit.world.missing);
    expect_screen(SCREEN_ATTRACT, "");
    kiosk_close(&kiosk);
    run_sql("store.db", "PRAGMA user_version = 7");
    logged(start); /* the right program finds everything as it was */
    assert_non_null(kiosk->store);
}

static void who_this_kiosk_is_is_wrong_and_the_log_says_where(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *says;
    } table[] = {
        {"kiosk.conf", "id = K-0001\ncolour = red\n", "kiosk.conf:2: unknown key colour"},
        {"hq.pub", "AAAA\n", "hq.pub: not one key"},
        {"device.key", "short", "device.key: not a key"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        (void)teardown(NULL);
        (void)setup(NULL);
        write_file(table[i].name, table[i].text, strlen(table[i].text));
        logged(start);
        expect_log("store.missing", table[i].says);
        assert_int_equal(MISSING_STORE, kiosk->visit.world.missing);
        expect_screen(SCREEN_ATTRACT, "");
    }
}

static void turn_later(void)
{
    kiosk->reopened_mono_ms = ksys_mono_ms() - 60000; /* as if a minute had passed */
    kiosk_turn(kiosk, 0);
    kiosk_turn(kiosk, 0); /* what was found is on the screen */
}

static void a_reader_that_is_not_there_is_named_once_and_the_kiosk_goes_on(void **state)
{
    (void)state;
    static const char conf[] = "id = K-0001\nsite = SEOUL-01\nreader = /dev/no-such-reader\n";
    write_file("kiosk.conf", conf, sizeof conf - 1);
    logged(start);
    expect_log("reader.missing", "/dev/no-such-reader: No such file");
    expect_screen(SCREEN_ATTRACT, "");
}

static void a_store_that_comes_late_is_found_between_two_visits(void **state)
{
    (void)state;
    static const char conf[] = "id = K-0001\nsite = SEOUL-01\n";
    write_file("kiosk.conf", "id = \n", 6);
    logged(start);
    assert_null(kiosk->store);
    touch("Start");
    write_file("kiosk.conf", conf, sizeof conf - 1);
    logged(turn_later);
    assert_null(kiosk->store); /* somebody is there */
    kiosk_end_visit(kiosk);
    logged(turn_later);
    expect_log("store.opened", "late");
    assert_non_null(kiosk->store);
    assert_int_not_equal(MISSING_STORE, kiosk->visit.world.missing);
    touch("Start");
    expect_screen(SCREEN_IDENTIFY, "");
}

static void a_journal_of_nonsense_is_closed_and_the_next_customer_sees_nothing_of_it(void **state)
{
    (void)state;
    struct kerr err = {0};
    struct journal journal;
    logged(start);
    char version[LIMIT_ID_BYTES];
    (void)kstr_copy(version, sizeof version, kiosk->content->version);
    assert_ok(journal_begin(kiosk->store, version, ksys_wall_ms(), 1, &err), &err);
    assert_ok(journal_add(kiosk->store, "touch me if you can", ksys_mono_ms(), &err), &err);
    kiosk_close(&kiosk);
    logged(start);
    expect_log("resume.failed", "code=format");
    expect_screen(SCREEN_ATTRACT, "");
    assert_false(kiosk->visit.running);
    assert_int_equal(K_E_NOT_FOUND, journal_read(kiosk->store, &journal, NULL, NULL, &err));
}

/* ---- another pack ---- */

static void begin_a_flow(void)
{
    start();
    touch("Start");
    touch("Go on without a card");
    touch("Internet");
    touch("The internet is down");
    expect_screen(SCREEN_STEP, "Where does the internet not work?");
}

static void a_visit_is_resumed_with_its_own_pack_only(void **state)
{
    (void)state;
    struct kerr err = {0};
    struct journal journal;
    logged(begin_a_flow);
    kiosk_close(&kiosk);
    logged(start);
    expect_log("visit.resumed", "events=");
    expect_screen(SCREEN_RESUME, "Do you want to go on where you were?");
    kiosk_close(&kiosk);
    run_sql("store.db", "UPDATE journal_head SET pack_version = '2020.1.1'");
    logged(start);
    expect_log("resume.refused", "pack=2020.1.1");
    expect_log("visit.end", "how=power");
    expect_screen(SCREEN_ATTRACT, "");
    assert_false(kiosk->visit.running);
    assert_int_equal(K_E_NOT_FOUND, journal_read(kiosk->store, &journal, NULL, NULL, &err));
}

/* A kiosk without a battery for its clock may start with yesterday evening's time. */
static void after_a_power_cut_nobody_is_asked_to_go_on(void **state)
{
    (void)state;
    struct kerr err = {0};
    struct journal journal;
    logged(begin_a_flow);
    kiosk_close(&kiosk);
    run_sql("store.db", "UPDATE journal_head SET boot = '00000000-0000-0000-0000-000000000000'");
    logged(start);
    expect_log("resume.refused", "boot=another");
    expect_screen(SCREEN_ATTRACT, "");
    assert_false(kiosk->visit.running);
    assert_int_equal(K_E_NOT_FOUND, journal_read(kiosk->store, &journal, NULL, NULL, &err));
}

static void fill_the_disk_and_leave(void)
{
    run_sql("store.db", "CREATE TRIGGER full BEFORE DELETE ON journal_head"
                        " BEGIN SELECT RAISE(ABORT, 'full'); END");
    kiosk_end_visit(kiosk);
}

static void a_visit_that_could_not_be_erased_is_not_the_next_customers(void **state)
{
    (void)state;
    logged(begin_a_flow);
    logged(fill_the_disk_and_leave);
    expect_log("journal.not-erased", "full");
    touch("Start");
    run_sql("store.db", "DROP TRIGGER full");
    touch("Go on without a card");
    kiosk->refreshed_mono_ms = 0; /* as if two seconds had passed */
    kiosk_turn(kiosk, 0);
    assert_false(kiosk->is_journal_stale);
    kiosk_close(&kiosk);
    logged(start);
    expect_screen(SCREEN_ATTRACT, "");
    assert_false(kiosk->visit.running);
}

static void a_running_visit_keeps_its_pack_whatever_comes_to_its_place(void **state)
{
    (void)state;
    logged(begin_a_flow);
    char fresh_path[128];
    (void)kstr_format(fresh_path, sizeof fresh_path, "%s/fresh", dir);
    write_file("fresh", "no pack", 7);
    assert_int_equal(0, rename(fresh_path, pack_path));
    touch("On one device");
    expect_screen(SCREEN_STEP, "Switch Wi-Fi off and on again");
    touch("Home");
    touch("Internet");
    touch("What the modem lights mean"); /* is read from the pack only now */
    expect_screen(SCREEN_ARTICLE, "");
}

int main(void)
{
#define IN_A_DIRECTORY(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        IN_A_DIRECTORY(an_unreadable_pack_is_named_and_the_kiosk_shows_the_way_to_a_person),
        IN_A_DIRECTORY(what_is_damaged_inside_a_pack_costs_only_itself),
        IN_A_DIRECTORY(a_newer_store_is_left_alone_and_the_kiosk_says_it_keeps_nothing),
        IN_A_DIRECTORY(who_this_kiosk_is_is_wrong_and_the_log_says_where),
        IN_A_DIRECTORY(a_reader_that_is_not_there_is_named_once_and_the_kiosk_goes_on),
        IN_A_DIRECTORY(a_store_that_comes_late_is_found_between_two_visits),
        IN_A_DIRECTORY(a_journal_of_nonsense_is_closed_and_the_next_customer_sees_nothing_of_it),
        IN_A_DIRECTORY(a_visit_is_resumed_with_its_own_pack_only),
        IN_A_DIRECTORY(after_a_power_cut_nobody_is_asked_to_go_on),
        IN_A_DIRECTORY(a_visit_that_could_not_be_erased_is_not_the_next_customers),
        IN_A_DIRECTORY(a_running_visit_keeps_its_pack_whatever_comes_to_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
