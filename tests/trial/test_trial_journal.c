/* A visit in a shop: kept in the device store, exported without its customer, recorded as a test.
 */
#include "booth.h"
#include "check.h"
#include "ground.h"
#include "kiosk.h"
#include "kstr.h"
#include "ksys.h"
#include "offline.h"
#include "trust.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { JOURNAL_BYTES = 32768 };

struct shop {
    struct ground ground;
    char dir[64]; /* state directory */
    struct device_store *store;
    struct booth *booth;
    char raw[JOURNAL_BYTES], exported[JOURNAL_BYTES];
};

/* ---- a kiosk's state directory ---- */

static void put_file(const struct shop *shop, const char *name, const char *text)
{
    char path[128];
    struct kerr err = {0};
    (void)kstr_format(path, sizeof path, "%s/%s", shop->dir, name);
    assert_ok(ksys_write_file(path, text, strlen(text), 0600, &err), &err);
}

static void open_store(struct shop *shop)
{
    struct kerr err = {0};
    struct trust_pair pair;
    struct device_identity identity;
    char path[128];
    char key[64];
    struct kbuf text = KBUF(key);
    (void)kstr_copy(shop->dir, sizeof shop->dir, "/tmp/annae-shop-XXXXXX");
    assert_non_null(mkdtemp(shop->dir));
    assert_ok(trust_make_pair(&pair, &err), &err);
    assert_ok(trust_base64(pair.open, sizeof pair.open, &text, &err), &err);
    put_file(shop, "kiosk.conf", "id = K-0001\nsite = SEOUL-01\n");
    put_file(shop, "hq.pub", key);
    assert_ok(device_identity_load(shop->dir, &identity, &err), &err);
    (void)kstr_format(path, sizeof path, "%s/store.db", shop->dir);
    assert_ok(device_store_open(path, &identity, &shop->store, &err), &err);
    assert_ok(journal_begin(shop->store, "1.0.0", ksys_wall_ms(), 0, &err), &err);
}

/* As the kiosk does: every event goes into the journal before the visit sees it. */
static void keep(void *user, const struct visit *before, const struct visit_event *event)
{
    struct shop *shop = user;
    char line[1024];
    struct kbuf buf = KBUF(line);
    struct kerr err = {0};
    if (event->kind == VISIT_CUSTOMER) {
        assert_ok(cache_put(shop->store, "M-TEST-1", event->profile, ksys_wall_ms(), &err), &err);
    }
    enum kcode code = visit_event_encode(before, event, &buf, &err);
    if (code == K_E_NOT_FOUND) {
        return;
    }
    assert_ok(code, &err);
    assert_ok(journal_add(shop->store, line, event->mono_ms, &err), &err);
    (void)kstr_append(shop->raw, sizeof shop->raw, line);
    (void)kstr_append(shop->raw, sizeof shop->raw, "\n");
}

/* ---- the customer ---- */

static void type(struct shop *shop, const char *text)
{
    booth_type(shop->booth, text);
    booth_touch(shop->booth, ACT_OK, 0);
}

static void visit_the_shop(struct shop *shop)
{
    struct trial_given given = trial_given_default(shop->ground.content);
    given.name = "김카나리아";
    given.level = LEVEL_OWN;
    given.phone = "010-****-9876";
    shop->booth = booth_open(shop->ground.content);
    booth_reset(shop->booth, &given);
    shop->booth->on_event = keep;
    shop->booth->on_event_user = shop;
    uint16_t fix = flow_find(&shop->ground.content->book, "fix");
    assert_true(booth_start(shop->booth, fix));
    booth_touch(shop->booth, ACT_CHOOSE, 2);
    type(shop, "3");
    type(shop, "저는 카나리아 01098765432");
    type(shop, "06236");
    type(shop, "20261125");
    booth_touch(shop->booth, ACT_OK, 0);
    booth_touch(shop->booth, ACT_PERSON, 0);
    booth_touch(shop->booth, ACT_CHANNEL, CHANNEL_CALL);
    booth_touch(shop->booth, ACT_YES, 0);
    booth_touch(shop->booth, ACT_SLOT, -1);
    booth_touch(shop->booth, ACT_YES, 0);
    assert_true(shop->booth->has_request);
    /* again, up to the private number */
    booth_touch(shop->booth, ACT_HOME, 0);
    booth_touch(shop->booth, ACT_TOPIC, 0);
    booth_touch(shop->booth, ACT_FLOW, fix);
    booth_touch(shop->booth, ACT_CHOOSE, 1);
    booth_touch(shop->booth, ACT_OK, 0);
    booth_touch(shop->booth, ACT_CHOOSE, 1);
    type(shop, "3");
    type(shop, "네");
    type(shop, "06236");
    type(shop, "20261125");
    booth_touch(shop->booth, ACT_OK, 0);
    type(shop, "4821");
    assert_int_equal(SCREEN_STEP, shop->booth->screen.kind);
}

static void export_it(struct shop *shop)
{
    struct kerr err = {0};
    FILE *out = tmpfile();
    assert_non_null(out);
    assert_ok(kiosk_export_journal(shop->dir, ksys_wall_ms(), out, &err), &err);
    rewind(out);
    size_t count = fread(shop->exported, 1, sizeof shop->exported - 1, out);
    shop->exported[count] = '\0';
    assert_int_equal(0, fclose(out));
}

static int make(void **state)
{
    static struct shop shop;
    const struct sources *sources = &shop.ground.sources;
    ground_make(&shop.ground);
    sources_edit(sources, "flows/fix.yaml", "  - id: old\n",
                 "  - id: note\n    input: {ko: 적어 주십시오, en: Write}\n    type: text\n"
                 "    min: 1\n    max: 60\n  - id: zip\n    input: {ko: 우편번호, en: Postcode}\n"
                 "    type: code\n    min: 5\n    max: 5\n  - id: day\n"
                 "    input: {ko: 날짜, en: Day}\n    type: date\n    min: -9\n    max: 9\n"
                 "  - id: old\n");
    sources_edit(sources, "flows/fix.yaml", "  - id: test\n",
                 "  - id: pin\n    input: {ko: 비밀번호, en: Pin}\n    type: code\n    min: 4\n"
                 "    max: 4\n    private: true\n  - id: test\n");
    ground_open(&shop.ground);
    open_store(&shop);
    visit_the_shop(&shop);
    device_store_close(&shop.store);
    export_it(&shop);
    *state = &shop;
    return 0;
}

static int unmake(void **state)
{
    struct shop *shop = *state;
    char command[128];
    booth_close(&shop->booth);
    ground_done(&shop->ground);
    (void)kstr_format(command, sizeof command, "rm -r '%s'", shop->dir);
    assert_int_equal(0, system(command)); // NOLINT(cert-env33-c): a path of mkdtemp
    return 0;
}

static void nothing_of_the_customer_leaves_the_kiosk(void **state)
{
    const struct shop *shop = *state;
    static const char *const canaries[] = {
        "카나리아",    "C-TEST", "M-TEST-1",   "4821",
        "01098765432", "98765",  "010-****-9", "0197a1b2-c3d4-7e5f-8a6b-000000000000"};
    for (size_t i = 0; i < sizeof canaries / sizeof *canaries; i++) {
        if (strstr(shop->exported, canaries[i])) {
            print_error("'%s' is in:\n%s", canaries[i], shop->exported);
            fail();
        }
    }
    /* the journal itself still had the reference and what was typed openly: they were taken out */
    assert_non_null(strstr(shop->raw, "C-TEST"));
    assert_non_null(strstr(shop->raw, "카나리아 01098765432"));
    assert_null(strstr(shop->raw, "4821"));
    assert_non_null(strstr(shop->exported, "profile own -"));
    assert_non_null(strstr(shop->exported, "known C\n"));
}

static void the_export_becomes_tests_that_pass(void **state)
{
    struct shop *shop = *state;
    struct kerr err = {0};
    char text[16384];
    struct kbuf buf = KBUF(text);
    struct trial_recorder *recorder = trial_recorder_open(shop->ground.content);
    assert_ok(trial_journal_read(shop->ground.content, shop->exported, recorder, &err), &err);
    assert_int_equal(2, trial_recorder_count(recorder));
    assert_ok(trial_recorder_write(recorder, trial_recorder_flow(recorder), &buf, &err), &err);
    trial_recorder_close(&recorder);
    booth_close(&shop->booth);
    ground_play(&shop->ground, text);
    assert_string_equal("", shop->ground.told);
    assert_int_equal(2, shop->ground.report.count);
    assert_int_equal(0, shop->ground.report.failed);
    assert_non_null(strstr(text,
                           "      - {at: note, type: \"가가가가가가가가가가가가가가가가가가가\"}\n"
                           "      - {at: zip, type: \"11111\"}\n"
                           "      - {at: day, type: \"20261125\"}\n"
                           "      - {at: old, answer: done}\n"
                           "      - {request: {reason: asked, tried: [old]}}\n"));
    assert_non_null(strstr(text, "      - {at: old, answer: done}\n      - {at: pin}\n"));
}

static void without_an_open_visit_there_is_nothing_to_export(void **state)
{
    (void)state;
    struct kerr err = {0};
    assert_int_equal(K_E_NOT_FOUND, kiosk_export_journal("/nowhere", ksys_wall_ms(), stdout, &err));
    assert_string_equal("/nowhere/store.db: cannot be read", err.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_of_the_customer_leaves_the_kiosk),
        cmocka_unit_test(the_export_becomes_tests_that_pass),
        cmocka_unit_test(without_an_open_visit_there_is_nothing_to_export),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
