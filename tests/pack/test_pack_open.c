/* A pack is foreign bytes until it is open: damaged ones are refused or read, never a crash. */
#include "check.h"
#include "kbuf.h"
#include "kstr.h"
#include "pack.h"
#include "sources.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FLIPS       600
#define PNG_BYTES   ((size_t)256 * 1024)
#define AT_FORMAT   60 /* user_version in SQLite's header, big-endian */
#define AT_IDENTITY 68 /* application_id */

struct fixture {
    struct sources sources;
    char damaged[SOURCES_PATH];
    char *bytes;
    size_t count;
};

static int make(void **state)
{
    static struct fixture fixture;
    struct kerr err;
    sources_make(&fixture.sources);
    enum kcode code = sources_build(&fixture.sources, &err);
    assert_ok(code, &err);
    fixture.bytes = sources_bytes(fixture.sources.pack, &fixture.count);
    (void)kstr_format(fixture.damaged, SOURCES_PATH, "%s/damaged", fixture.sources.dir);
    *state = &fixture;
    return 0;
}

static int unmake(void **state)
{
    struct fixture *fixture = *state;
    free(fixture->bytes);
    sources_done(&fixture->sources);
    return 0;
}

static void write_bytes(const char *path, const char *bytes, size_t count)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(count, fwrite(bytes, 1, count, file));
    assert_int_equal(0, fclose(file));
}

/* An error has one of the codes that pack.h names, and says something. */
static void expect_clear(enum kcode code, const struct kerr *err)
{
    assert_true(code == K_OK || code == K_E_FORMAT || code == K_E_ROLLBACK || code == K_E_IO ||
                code == K_E_NOT_FOUND || code == K_E_FULL);
    assert_int_equal(code, err->code);
    assert_int_equal(code == K_OK, err->text[0] == '\0');
}

/* Everything a kiosk asks of a pack. */
static void use(struct pack *pack)
{
    static struct article article;
    static char png[PNG_BYTES];
    static const char *const queries[] = {"모뎀 불빛", "ㅁㄷ", "lights"};
    char alt[LIMIT_TEXT_BYTES];
    const struct content *content = pack_content(pack);
    for (uint16_t i = 0; i < content->article_count; i++) {
        struct kerr err = {0};
        expect_clear(pack_article(pack, i, LANG_KO, &article, &err), &err);
    }
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct kerr err = {0};
        struct found found;
        expect_clear(pack_search(pack, queries[i], LANG_KO, &found, &err), &err);
    }
    struct kerr err = {0};
    struct kbuf buf = KBUF(png);
    kbuf_clear(&buf);
    expect_clear(pack_picture(pack, "modem", LANG_EN, &buf, alt, &err), &err);
}

static enum kcode open_and_use(const char *path)
{
    struct pack *pack = NULL;
    struct kerr err = {0};
    enum kcode code = pack_open(path, &pack, &err);
    expect_clear(code, &err);
    if (code == K_OK) {
        use(pack);
    }
    pack_close(&pack);
    return code;
}

static void a_whole_pack_opens(void **state)
{
    const struct fixture *fixture = *state;
    assert_int_equal(K_OK, open_and_use(fixture->sources.pack));
}

static void flipped_bytes_are_refused_or_read_but_never_crash(void **state)
{
    const struct fixture *fixture = *state;
    uint32_t random = 20261122; /* fixed: the same bytes every time */
    int refused = 0;
    for (int i = 0; i < FLIPS; i++) {
        size_t at[3];
        char kept[3];
        for (int k = 0; k < 3; k++) {
            random = random * 1664525U + 1013904223U;
            at[k] = (random >> 4) % (i % 2 == 0 ? fixture->count : 4096 * 4);
            kept[k] = fixture->bytes[at[k]];
        }
        for (int k = 0; k < 3; k++) {
            fixture->bytes[at[k]] = (char)(fixture->bytes[at[k]] ^ (1 << (i + k) % 8));
        }
        write_bytes(fixture->damaged, fixture->bytes, fixture->count);
        refused += open_and_use(fixture->damaged) != K_OK;
        for (int k = 2; k >= 0; k--) {
            fixture->bytes[at[k]] = kept[k];
        }
    }
    print_message("%d of %d refused\n", refused, FLIPS);
    assert_true(refused > FLIPS / 20); /* the flips do hit something */
}

static void a_truncated_pack_is_refused(void **state)
{
    const struct fixture *fixture = *state;
    for (size_t count = 0; count < fixture->count; count += 997) {
        write_bytes(fixture->damaged, fixture->bytes, count);
        assert_int_not_equal(K_OK, open_and_use(fixture->damaged));
    }
}

static void random_bytes_and_nothing_at_all_are_refused(void **state)
{
    const struct fixture *fixture = *state;
    char bytes[8192];
    struct pack *pack = NULL;
    struct kerr err = {0};
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)(i * i * 31 + i / 7);
    }
    write_bytes(fixture->damaged, bytes, sizeof bytes);
    assert_int_equal(K_E_FORMAT, open_and_use(fixture->damaged));
    assert_int_equal(K_E_NOT_FOUND, pack_open("/nonexistent/x.pack", &pack, &err));
    assert_null(pack);
    pack_close(&pack);
}

/* Write a big-endian number into the header and open. */
static enum kcode open_with_header(const struct fixture *fixture, size_t at, uint32_t number)
{
    char kept[4];
    memcpy(kept, fixture->bytes + at, 4);
    for (int i = 0; i < 4; i++) {
        fixture->bytes[at + (size_t)i] = (char)(number >> (24 - 8 * i));
    }
    write_bytes(fixture->damaged, fixture->bytes, fixture->count);
    memcpy(fixture->bytes + at, kept, 4);
    return open_and_use(fixture->damaged);
}

static void another_programs_file_and_another_format_are_refused(void **state)
{
    const struct fixture *fixture = *state;
    assert_int_equal(K_E_FORMAT, open_with_header(fixture, AT_IDENTITY, 0x12345678));
    assert_int_equal(K_E_ROLLBACK, open_with_header(fixture, AT_FORMAT, 3));
    assert_int_not_equal(K_OK, open_with_header(fixture, AT_FORMAT, 0));
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    char *message = NULL;
    assert_int_equal(SQLITE_OK, sqlite3_open(path, &db));
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
        print_error("%s: %s\n", sql, message);
        fail();
    }
    assert_int_equal(SQLITE_OK, sqlite3_close(db));
}

static void wrong_rows_are_refused_with_their_table(void **state)
{
    static const struct {
        const char *sql, *says;
    } damages[] = {
        {"UPDATE step SET kind = 99 WHERE n = 1", "step: kind: 99 is not in 0..9"},
        {"UPDATE step SET picture = 'Not An Id' || hex(zeroblob(99)) WHERE n = 0", "picture"},
        {"UPDATE step SET times = 0 WHERE times IS NOT NULL", "times: 0 is not in 1..9"},
        {"UPDATE step SET var = 3 WHERE n = 0", "variable"},
        {"UPDATE step SET question = NULL WHERE kind = 4", "question: missing"},
        {"UPDATE step SET text_en = NULL WHERE n = 0 AND kind = 1", "one language is missing"},
        {"UPDATE step SET text_ko = CAST(x'FFFE' AS TEXT) WHERE n = 0 AND flow = 0", "not UTF-8"},
        {"UPDATE exit SET target = 500", "way 1 leads to step 500"},
        {"UPDATE exit SET target = 0 WHERE step = 2", "only `again` goes back"},
        {"UPDATE exit SET condition = x'02' WHERE length(condition) > 0", "unknown version"},
        {"UPDATE exit SET condition = x'010100FF' WHERE length(condition) > 0", "bad instruction"},
        {"UPDATE exit SET condition = x'01010006000000000000000000' WHERE length(condition) > 0",
         "fix"},
        {"DELETE FROM exit WHERE n = 1 AND step = 0", "row 1 is missing"},
        {"DELETE FROM step WHERE n = 3", "row 3 is missing"},
        {"UPDATE flow SET step_count = 3 WHERE n = 0", "more than 3 rows"},
        {"UPDATE flow SET step_count = 60000", "step_count"},
        {"UPDATE flow SET topic = 7", "no topic 7"},
        {"UPDATE flow SET id = 'same'", "another flow has this id"},
        {"UPDATE pack SET doc_count = 5", "doc: 2 rows instead of 5"},
        {"UPDATE pack SET flow_count = 600", "flow_count"},
        {"UPDATE doc SET item = 40", "no item 40"},
        {"UPDATE article SET flow = 9", "no such topic or flow"},
        {"UPDATE gift SET var = 40", "give: value 1"},
        {"UPDATE answer SET word = ''", "word: missing"},
        {"DELETE FROM pack", "pack: 0 rows instead of 1"},
        {"DROP TABLE take", "take"},
    };
    const struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        struct pack *pack = NULL;
        struct kerr err = {0};
        write_bytes(fixture->damaged, fixture->bytes, fixture->count);
        run_sql(fixture->damaged, damages[i].sql);
        enum kcode code = pack_open(fixture->damaged, &pack, &err);
        pack_close(&pack);
        if (code == K_OK || strstr(err.text, damages[i].says) == NULL) {
            print_error("%s\n  says %s\n", damages[i].sql, err.text);
            fail();
        }
    }
}

static void a_damaged_article_and_a_missing_picture_are_told_when_asked_for(void **state)
{
    const struct fixture *fixture = *state;
    static struct article article;
    struct pack *pack = NULL;
    struct kerr err = {0};
    char alt[LIMIT_TEXT_BYTES];
    write_bytes(fixture->damaged, fixture->bytes, fixture->count);
    run_sql(fixture->damaged, "UPDATE block SET kind = 9 WHERE n = 2; DELETE FROM picture");
    assert_ok(pack_open(fixture->damaged, &pack, &err), &err);
    assert_int_equal(K_E_FORMAT, pack_article(pack, 0, LANG_KO, &article, &err));
    err = (struct kerr){0};
    assert_int_equal(K_E_NOT_FOUND, pack_article(pack, 1, LANG_KO, &article, &err));
    err = (struct kerr){0};
    assert_int_equal(K_E_NOT_FOUND, pack_picture_alt(pack, "modem", LANG_KO, alt, &err));
    pack_close(&pack);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_pack_opens),
        cmocka_unit_test(flipped_bytes_are_refused_or_read_but_never_crash),
        cmocka_unit_test(a_truncated_pack_is_refused),
        cmocka_unit_test(random_bytes_and_nothing_at_all_are_refused),
        cmocka_unit_test(another_programs_file_and_another_format_are_refused),
        cmocka_unit_test(wrong_rows_are_refused_with_their_table),
        cmocka_unit_test(a_damaged_article_and_a_missing_picture_are_told_when_asked_for),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
