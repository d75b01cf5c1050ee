/* Who this kiosk is: three small files that people write. Wrong ones are refused where they are. */
#include "check.h"
#include "fixture.h"
#include "kstr.h"
#include "ksys.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define KIOSK "id = K-0001\nsite = SEOUL-01\n"

static struct fixture fx;
static struct device_identity identity;
static char key[64];

static void write_bytes(const char *name, const char *bytes, size_t count)
{
    char path[256];
    struct kerr err = {0};
    (void)kstr_format(path, sizeof path, "%s/%s", fx.dir, name);
    assert_ok(ksys_write_file(path, bytes, count, 0600, &err), &err);
}

static void write_text(const char *name, const char *text)
{
    write_bytes(name, text, strlen(text));
}

static int setup(void **state)
{
    (void)state;
    struct kerr err = {0};
    struct kbuf buf = KBUF(key);
    fixture_open(&fx);
    assert_ok(trust_base64(fx.pair.open, TRUST_KEY_SIZE, &buf, &err), &err);
    write_text("hq.pub", key);
    write_text("kiosk.conf", KIOSK);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    fixture_close(&fx);
    return 0;
}

static void expect_refused(const char *says)
{
    struct kerr err = {0};
    memset(&identity, 0, sizeof identity);
    enum kcode code = device_identity_load(fx.dir, &identity, &err);
    if (code != K_E_FORMAT || !strstr(err.text, says)) {
        print_error("want \"%s\", got %s: %s\n", says, kcode_name(code), err.text);
        fail();
    }
    assert_string_equal("", identity.kiosk_id);
}

static void who_this_kiosk_is_is_read(void **state)
{
    (void)state;
    static const char *const confs[] = {KIOSK, "# demo\n\n  id=K-0001  \r\n\tsite\t=SEOUL-01",
                                        "site = SEOUL-01\nid = K-0001\n"};
    struct kerr err = {0};
    for (size_t i = 0; i < sizeof confs / sizeof confs[0]; i++) {
        write_text("kiosk.conf", confs[i]);
        assert_ok(device_identity_load(fx.dir, &identity, &err), &err);
        assert_string_equal("K-0001", identity.kiosk_id);
        assert_string_equal("SEOUL-01", identity.site);
        assert_memory_equal(fx.pair.open, identity.hq_key, TRUST_KEY_SIZE);
    }
}

static void the_reader_is_named_by_its_path(void **state)
{
    (void)state;
    static const char reader[] = "/dev/input/by-id/usb-ACME_Card-Reader_08:FF-event-kbd";
    struct kerr err = {0};
    assert_ok(device_identity_load(fx.dir, &identity, &err), &err);
    assert_string_equal("", identity.reader);
    char conf[256];
    (void)kstr_format(conf, sizeof conf, KIOSK "reader = %s\n", reader);
    write_text("kiosk.conf", conf);
    assert_ok(device_identity_load(fx.dir, &identity, &err), &err);
    assert_string_equal(reader, identity.reader);
}

static void a_wrong_kiosk_conf_is_refused_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *conf, *says;
    } table[] = {
        {"", "kiosk.conf: id and site"},
        {"id = K-0001\n", "kiosk.conf: id and site"},
        {"id = K 1\nsite = S\n", "kiosk.conf:1: id:"},
        {"id = \nsite = S\n", "kiosk.conf:1: id:"},
        {"id = K-1\nid = K-2\nsite = S\n", "kiosk.conf:2: id is there twice"},
        {"id = K-1\nsite = S\n# x\ncolour = red\n", "kiosk.conf:4: unknown key colour"},
        {"id = K-1\nsite\n", "kiosk.conf:2: not \"key = value\""},
        {"id = K-1\nsite = \xff\xfe\n", "kiosk.conf:2: site:"},
        {"id = K-1\nsite = S\n\x1b[31m = x\n", "kiosk.conf:3: unknown key that is no text"},
        {KIOSK "reader = event0\n", "kiosk.conf:3: reader: a path from /"},
        {KIOSK "reader = /dev/a b\n", "kiosk.conf:3: reader: a path from /"},
        {KIOSK "reader = \n", "kiosk.conf:3: reader: a path from /"},
        {"\xef\xbb\xbf" KIOSK, "kiosk.conf:1: unknown key"},
        {"id = K-01234567890123456789012345678901234567890123456789012345678901234\nsite = S\n",
         "kiosk.conf:1: id:"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        write_text("kiosk.conf", table[i].conf);
        expect_refused(table[i].says);
    }
    static const char hidden[] = KIOSK "\0site = BUSAN\n";
    write_bytes("kiosk.conf", hidden, sizeof hidden - 1);
    expect_refused("kiosk.conf:3: a NUL byte");
}

static void a_kiosk_conf_that_is_no_file_or_too_long_is_an_error(void **state)
{
    (void)state;
    static char longer[8192];
    char path[256];
    struct kerr err = {0};
    memset(longer, '#', sizeof longer - 1);
    write_text("kiosk.conf", longer);
    assert_int_equal(K_E_FULL, device_identity_load(fx.dir, &identity, &err));
    assert_non_null(strstr(err.text, "kiosk.conf"));
    (void)kstr_format(path, sizeof path, "%s/kiosk.conf", fx.dir);
    assert_int_equal(0, remove(path));
    err = (struct kerr){0};
    assert_int_equal(K_E_NOT_FOUND, device_identity_load(fx.dir, &identity, &err));
    assert_int_equal(0, mkdir(path, 0700));
    err = (struct kerr){0};
    assert_int_equal(K_E_IO, device_identity_load(fx.dir, &identity, &err));
    assert_non_null(strstr(err.text, "kiosk.conf"));
}

static void a_wrong_key_is_refused_by_its_name(void **state)
{
    (void)state;
    static const char *const keys[] = {"", "not base64!", "AAAA\n",
                                       "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nmore\n",
                                       "\xff\xfe"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        write_text("hq.pub", keys[i]);
        expect_refused("hq.pub: ");
    }
    write_text("hq.pub", key);
    write_text("device.key", "too short");
    expect_refused("device.key: ");
    write_text("device.key", "this is longer than the thirty-two bytes of a key");
    expect_refused("device.key: ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_this_kiosk_is_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(the_reader_is_named_by_its_path, setup, teardown),
        cmocka_unit_test_setup_teardown(a_wrong_kiosk_conf_is_refused_with_its_line, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_kiosk_conf_that_is_no_file_or_too_long_is_an_error, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_wrong_key_is_refused_by_its_name, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
