/* Texts to translators and back: what they change comes into the sources, and nothing else moves.
 */
#include "check.h"
#include "compile.h"
#include "kstr.h"
#include "ksys.h"
#include "sources.h"
#include "texts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TABLE_BYTES ((size_t)1024 * 1024)

/* A folder with one flow in every style that YAML has, and what goes on with it. */
struct desk {
    struct sources sources;
    struct compile *compile;
    struct source inbox;
    struct kbuf table;
};

static const char flow[] =
    "# a comment\n"
    "id: styles\n"
    "title: {ko: 제목, en: \"The title\"}  # kept\n"
    "keywords: {ko: [가, 나], en: [one, 'two, three']}\n"
    "steps:\n"
    "  - id: plain\n"
    "    tell: {ko: 켜십시오, en: Switch it on}\n"
    "    done: {en: 'It''s on', ko: '켰습니다'}\n"
    "  - id: block\n"
    "    ask:\n"
    "      ko: |\n"
    "        첫째 줄\n"
    "        둘째 줄\n"
    "      en: |\n"
    "        line one\n"
    "        line two\n"
    "    choices:\n"
    "      - {id: a, ko: 예, more: {ko: 더, en: more}, en: \"Yes\", go: missing}\n"
    "      - id: b\n"
    "        ko: \"아니요\"\n"
    "        en: \"No\"\n"
    "        go: missing\n"
    "  - id: missing\n"
    "    end: solved\n"
    "    say: {ko: \"끝 {{\"}\n"
    "    more:\n"
    "      ko: 그리고\n";

static void desk_read(struct desk *desk)
{
    struct kerr err = {0};
    compile_close(&desk->compile);
    assert_ok(compile_open(desk->sources.dir, &desk->compile, &err), &err);
}

static void desk_open(struct desk *desk)
{
    *desk = (struct desk){.table = {.data = malloc(TABLE_BYTES), .size = TABLE_BYTES}};
    assert_non_null(desk->table.data);
    sources_make(&desk->sources);
    sources_write(&desk->sources, "flows/styles.yaml", flow);
    source_init(&desk->inbox, ".");
    desk_read(desk);
}

static void desk_close(struct desk *desk)
{
    compile_close(&desk->compile);
    source_done(&desk->inbox);
    sources_done(&desk->sources);
    free(desk->table.data);
}

static char *desk_file(const struct desk *desk, const char *path)
{
    char full[SOURCES_PATH + 64];
    size_t count = 0;
    (void)kstr_format(full, sizeof full, "%s/%s", desk->sources.dir, path);
    return sources_bytes(full, &count);
}

static void expect_file(const struct desk *desk, const char *path, const char *want)
{
    char *is = desk_file(desk, path);
    assert_string_equal(want, is);
    free(is);
}

/* Export into desk->table; "x.po" or "x.csv". */
static void export(struct desk *desk, bool po)
{
    struct texts_lock lock = {0};
    struct kerr err = {0};
    struct source *source = compile_source(desk->compile);
    kbuf_clear(&desk->table);
    assert_true(texts_lock_read(source, &lock));
    assert_ok(po ? texts_po_write(source, &lock, false, &desk->table, &err)
                 : texts_csv_write(source, &lock, false, &desk->table, &err),
              &err);
}

/* Import a table (a CSV, or a .po when it does not begin with "id"), and read the folder anew. */
static enum kcode import(struct desk *desk, const char *table, struct texts_report *report)
{
    struct texts_rows rows = {0};
    struct kerr err = {0};
    bool po = strstr(table, "msgid") != NULL;
    source_done(&desk->inbox);
    source_init(&desk->inbox, ".");
    *report = (struct texts_report){0};
    bool ok = po ? texts_po_read(&desk->inbox, "in.po", table, strlen(table), &rows)
                 : texts_csv_read(&desk->inbox, "in.csv", table, strlen(table), &rows);
    if (!ok) {
        return K_E_FORMAT;
    }
    enum kcode code = texts_apply(compile_source(desk->compile), &desk->inbox,
                                  po ? "in.po" : "in.csv", &rows, report, &err);
    desk_read(desk);
    return code;
}

/* The one diagnostic of the last import, "" for none. */
static void expect_told(struct desk *desk, const char *want)
{
    char line[DIAG_LINE_BYTES] = "";
    if (desk->inbox.diag_count > 0) {
        diag_line(&desk->inbox.diag[0], LANG_EN, line);
    }
    assert_string_equal(want, line);
    assert_int_equal(want[0] != '\0', desk->inbox.diag_count);
}

static void what_goes_out_comes_back_and_changes_nothing(void **state)
{
    struct desk desk;
    struct texts_report report;
    (void)state;
    desk_open(&desk);
    for (int po = 0; po < 2; po++) {
        export(&desk, po == 1);
        assert_int_equal(K_OK, import(&desk, desk.table.data, &report));
        assert_int_equal(0, report.changed + report.confirmed + report.stale);
        assert_int_equal(0, desk.inbox.diag_count);
        expect_file(&desk, "flows/styles.yaml", flow);
    }
    desk_close(&desk);
}

static void translations_go_where_they_stand_in_the_quotes_they_have(void **state)
{
    static const char table[] = "id,ko,en\n"
                                "flows/styles/title,제목,\"A \"\"new\"\" title: \\ #1\"\n"
                                "flows/styles/keywords,\"가,나\",\"a, b c,yes\"\n"
                                "flows/styles/steps/plain/tell,켜십시오,Turn it on now\n"
                                "flows/styles/steps/plain/done,켰습니다,\"It's, done\"\n"
                                "flows/styles/steps/block/ask,\"첫째 줄\n둘째 줄\n\",\"1\n2\n\"\n"
                                "flows/styles/steps/block/choices/a/label,예,Aye\n"
                                "flows/styles/steps/block/choices/a/more,더,\"more: of it\"\n"
                                "flows/styles/steps/block/choices/b/label,아니요,no\n"
                                "flows/styles/steps/missing/say,끝 {{,The end\n"
                                "flows/styles/steps/missing/more,그리고,and more\n";
    static const char want[] =
        "# a comment\n"
        "id: styles\n"
        "title: {ko: 제목, en: \"A \\\"new\\\" title: \\\\ #1\"}  # kept\n"
        "keywords: {ko: [가, 나], en: [a, b c, \"yes\"]}\n"
        "steps:\n"
        "  - id: plain\n"
        "    tell: {ko: 켜십시오, en: Turn it on now}\n"
        "    done: {en: 'It''s, done', ko: '켰습니다'}\n"
        "  - id: block\n"
        "    ask:\n"
        "      ko: |\n"
        "        첫째 줄\n"
        "        둘째 줄\n"
        "      en: \"1\\n2\\n\"\n"
        "    choices:\n"
        "      - {id: a, ko: 예, more: {ko: 더, en: \"more: of it\"}, en: \"Aye\", go: missing}\n"
        "      - id: b\n"
        "        ko: \"아니요\"\n"
        "        en: \"no\"\n"
        "        go: missing\n"
        "  - id: missing\n"
        "    end: solved\n"
        "    say: {ko: \"끝 {{\", en: \"The end\"}\n"
        "    more:\n"
        "      ko: 그리고\n"
        "      en: \"and more\"\n";
    struct desk desk;
    struct texts_report report;
    (void)state;
    desk_open(&desk);
    enum kcode code = import(&desk, table, &report);
    expect_told(&desk, "");
    assert_int_equal(K_OK, code);
    assert_int_equal(10, report.changed);
    expect_file(&desk, "flows/styles.yaml", want);
    desk_close(&desk);
}

static void an_articles_body_is_one_text(void **state)
{
    struct desk desk;
    struct texts_report report;
    (void)state;
    desk_open(&desk);
    sources_write(
        &desk.sources, "articles/lights.md",
        "---\nid: lights\ntopic: net\ntitle: {ko: 불빛, en: Lights}\n---\n::: ko\n하나\n\n- "
        "둘\n\n::: en\n\nold\n");
    desk_read(&desk);
    assert_int_equal(K_OK,
                     import(&desk,
                            "id;ko;en\r\narticles/lights/body;\"하나\r\n\r\n- 둘\";\"new\r\n\r\n- "
                            "list\"\r\narticles/lights/title;불빛;Lamps\r\n",
                            &report));
    assert_int_equal(2, report.changed);
    expect_file(&desk, "articles/lights.md",
                "---\nid: lights\ntopic: net\ntitle: {ko: 불빛, en: Lamps}\n---\n::: ko\n하나\n\n- "
                "둘\n\n::: en\n\nnew\n\n- list\n");
    desk_close(&desk);
}

static void a_wrong_id_refuses_everything_and_names_the_row(void **state)
{
    static const struct {
        const char *table, *told;
    } tables[] = {
        {"id,ko,en\nflows/styles/title,제목,New\nflows/styles/titel,제목,New\n",
         "in.csv:3:1: error A745: No text is called 'flows/styles/titel'. Did you mean "
         "'flows/styles/title'?"},
        {"id,ko,en\nflows/styles/title,제목,New\n,제목,New\n",
         "in.csv:3:1: error A744: This row has no id. Give it the id that it was exported with, or "
         "remove the row."},
        {"id,ko,en\nflows/styles/title,제목,New\nflows/styles/title,제목,Newer\n",
         "in.csv:3:1: error A746: The text 'flows/styles/title' comes twice (first in line 2). "
         "Keep "
         "one of the rows."},
        {"key,ko,en\nflows/styles/title,제목,New\n",
         "in.csv:1:1: error A742: The table has no column 'id'. Export the texts anew and keep the "
         "first row."},
        {"id,ko,en\nflows/styles/title,제목,\"New\n",
         "in.csv:2:1: error A741: The cell that begins here has no closing quote, or something "
         "behind "
         "it. Save the table anew as CSV in UTF-8."},
        {"msgctxt \"flows/styles/title\"\nmsgid \"제목\"\nmsgstr[0] \"New\"\n",
         "in.po:3:1: error A743: This line is not understood: msgstr[0] \"New\". Save the file "
         "anew with "
         "a program for translations; plural forms are not used."},
        {"id,ko,en\nflows/styles/title,제목,\"a\tb\"\n",
         "in.csv:2:1: error A748: The translation of 'flows/styles/title' cannot be put into "
         "flows/styles.yaml in place. Write it there by hand."},

    };
    struct desk desk;
    struct texts_report report;
    (void)state;
    desk_open(&desk);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        assert_int_equal(K_E_FORMAT, import(&desk, tables[i].table, &report));
        expect_told(&desk, tables[i].told);
        expect_file(&desk, "flows/styles.yaml", flow);
    }
    desk_close(&desk);
}

static void a_row_whose_korean_changed_is_left_out_and_the_others_go_in(void **state)
{
    struct desk desk;
    struct texts_report report;
    (void)state;
    desk_open(&desk);
    assert_int_equal(K_OK, import(&desk,
                                  "id,ko,en\nflows/styles/title,옛 제목,Old\n"
                                  "flows/styles/steps/plain/tell,켜십시오,Press the switch\n",
                                  &report));
    expect_told(&desk,
                "in.csv:2:1: warning A747: The Korean text of 'flows/styles/title' is not the one "
                "that was translated; the row is left out. Export the texts anew and translate it "
                "again.");
    assert_int_equal(1, report.changed);
    assert_int_equal(1, report.stale);
    char *now = desk_file(&desk, "flows/styles.yaml");
    assert_non_null(strstr(now, "The title"));
    assert_non_null(strstr(now, "Press the switch"));
    free(now);
    desk_close(&desk);
}

static enum texts_state state_of(struct desk *desk, const char *id)
{
    struct texts_lock lock = {0};
    struct source *source = compile_source(desk->compile);
    assert_true(texts_lock_read(source, &lock));
    for (size_t i = 0; i < source->text_count; i++) {
        if (strcmp(source->text[i].id, id) == 0) {
            return texts_state(&lock, &source->text[i]);
        }
    }
    fail();
    return TEXTS_OK;
}

static void a_translation_is_outdated_until_somebody_says_it_fits(void **state)
{
    static const char tell[] = "flows/styles/steps/plain/tell";
    struct desk desk;
    struct texts_report report;
    (void)state;
    desk_open(&desk);
    assert_int_equal(TEXTS_OK, state_of(&desk, tell));
    assert_int_equal(TEXTS_MISSING, state_of(&desk, "flows/styles/steps/missing/say"));
    assert_int_equal(
        K_OK, import(&desk, "id,ko,en\nflows/styles/steps/plain/tell,켜십시오,On\n", &report));
    sources_edit(&desk.sources, "flows/styles.yaml", "켜십시오", "끄십시오");
    desk_read(&desk);
    assert_int_equal(TEXTS_OUTDATED, state_of(&desk, tell));
    export(&desk, true); /* fuzzy, and still fuzzy when it comes back */
    char *fuzzy = strstr(desk.table.data, "#, fuzzy\nmsgctxt \"flows/styles/steps/plain/tell\"");
    assert_non_null(fuzzy);
    assert_int_equal(K_OK, import(&desk, desk.table.data, &report));
    assert_int_equal(TEXTS_OUTDATED, state_of(&desk, tell));
    memset(fuzzy, '#', strlen("#, fuzzy")); /* a translator says: it fits */
    assert_int_equal(K_OK, import(&desk, desk.table.data, &report));
    assert_int_equal(1, report.confirmed);
    assert_int_equal(TEXTS_OK, state_of(&desk, tell));
    desk_close(&desk);
}

static void cells_that_a_spreadsheet_would_calculate_come_back_as_they_were(void **state)
{
    static const char *const texts[] = {"=1+1",   "+82 10", "-5",    "@home", "'quoted'",
                                        "'=x",    "''=x",   "a,b;c", "\"q\"", "two\nlines",
                                        " blank", "'",      "-",     "'-",    "\"",
                                        "x\"y,z", "가나다", "a'b",   "''",    "plain"};
    struct desk desk;
    struct texts_report report;
    (void)state;
    desk_open(&desk);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct source source;
        struct texts_lock lock = {0};
        struct texts_rows rows = {0};
        struct kerr err = {0};
        const struct place at = {"x.yaml", 1, 1};
        source_init(&source, desk.sources.dir);
        source_note(&source, (struct source_text){
                                 .id = "x/y", .words = {{texts[i], texts[i]}}, .at = {at, at}});
        kbuf_clear(&desk.table);
        assert_ok(texts_csv_write(&source, &lock, false, &desk.table, &err), &err);
        assert_null(strstr(desk.table.data, ",="));
        assert_true(texts_csv_read(&source, "t.csv", desk.table.data, desk.table.len, &rows));
        assert_int_equal(1, rows.count);
        assert_string_equal(texts[i], rows.row[0].ko);
        assert_string_equal(texts[i], rows.row[0].en);
        rows = (struct texts_rows){0};
        kbuf_clear(&desk.table);
        assert_ok(texts_po_write(&source, &lock, false, &desk.table, &err), &err);
        assert_true(texts_po_read(&source, "t.po", desk.table.data, desk.table.len, &rows));
        assert_int_equal(1, rows.count);
        assert_string_equal(texts[i], rows.row[0].ko);
        assert_string_equal(texts[i], rows.row[0].en);
        source_done(&source);
    }
    (void)report;
    desk_close(&desk);
}

static void tables_are_read_as_other_programs_save_them(void **state)
{
    static const char wrapped[] =
        "msgid \"\"\nmsgstr \"\"\n\"Language: en\\n\"\n\n#. note\n#| msgid \"x\"\n"
        "msgctxt \"flows/styles\"\n\"/title\"\nmsgid \"\"\n\"제목\"\nmsgstr \"N\"\n\"ew\"\n\n"
        "#~ msgid \"gone\"\n#~ msgstr \"x\"\n";
    static const char dense[] =
        "msgctxt \"flows/styles/steps/plain/tell\"\nmsgid \"켜십시오\"\nmsgstr \"\"\n"
        "msgctxt \"flows/styles/title\"\nmsgid \"제목\"\nmsgstr \"New\"\n";
    static const char *const tables[] = {
        "\xEF\xBB\xBFid,state,ko,en,place\r\nflows/styles/title,ok,제목,New,x:1\r\n",
        "id;state;ko;en\nflows/styles/title;ok;제목;New\n",
        "\"id\"\t\"ko\"\t\"en\"\n\"flows/styles/title\"\t\"제목\"\t\"New\"",
        "id,en,ko,notes\n\n,,,\nflows/styles/title,New,제목,\"by me, today\"\n\n",
        "msgctxt \"flows/styles/title\"\r\nmsgid \"제목\"\r\nmsgstr \"New\"\r\n",
        wrapped,
        dense,
    };
    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        struct desk desk;
        struct texts_report report;
        desk_open(&desk);
        assert_int_equal(K_OK, import(&desk, tables[i], &report));
        assert_int_equal(1, report.changed);
        char *now = desk_file(&desk, "flows/styles.yaml");
        assert_non_null(strstr(now, "title: {ko: 제목, en: \"New\"}  # kept\n"));
        free(now);
        desk_close(&desk);
    }
}

static void an_import_that_was_interrupted_is_finished(void **state)
{
    struct desk desk;
    struct kerr err = {0};
    char path[SOURCES_PATH + 64];
    (void)state;
    desk_open(&desk);
    sources_write(&desk.sources, "flows/styles.yaml.annae-new", "id: new\n");
    assert_ok(texts_recover(desk.sources.dir, &err), &err);
    expect_file(&desk, "flows/styles.yaml", flow); /* without the list it never happened */
    sources_write(&desk.sources, ".annae-import", "flows/fix.yaml\nflows/styles.yaml\n../x\n");
    assert_ok(texts_recover(desk.sources.dir, &err), &err);
    expect_file(&desk, "flows/styles.yaml", "id: new\n");
    (void)kstr_format(path, sizeof path, "%s/.annae-import", desk.sources.dir);
    assert_int_equal(-1, access(path, F_OK));
    desk_close(&desk);
}

static void a_file_that_cannot_be_written_leaves_all_as_they_were(void **state)
{
    struct desk desk;
    struct texts_report report;
    char path[SOURCES_PATH + 64];
    (void)state;
    desk_open(&desk);
    char *fix = desk_file(&desk, "flows/fix.yaml");
    (void)kstr_format(path, sizeof path, "%s/flows/styles.yaml.annae-new", desk.sources.dir);
    assert_int_equal(0, mkdir(path, 0700));
    assert_int_equal(K_E_IO, import(&desk,
                                    "id,ko,en\nflows/fix/title,인터넷이 안 됩니다,New\n"
                                    "flows/styles/title,제목,New\n",
                                    &report));
    expect_file(&desk, "flows/fix.yaml", fix);
    expect_file(&desk, "flows/styles.yaml", flow);
    (void)kstr_format(path, sizeof path, "%s/flows/fix.yaml.annae-new", desk.sources.dir);
    assert_int_equal(-1, access(path, F_OK));
    free(fix);
    desk_close(&desk);
}

static void the_lock_is_read_as_it_was_written(void **state)
{
    struct desk desk;
    struct texts_lock lock = {0};
    struct texts_lock again = {0};
    struct kerr err = {0};
    (void)state;
    desk_open(&desk);
    struct source *source = compile_source(desk.compile);
    for (size_t i = 0; i < source->text_count; i++) {
        if (source->text[i].words.in[LANG_KO] != NULL) {
            texts_lock_set(source, &lock, &source->text[i]);
        }
    }
    kbuf_clear(&desk.table);
    assert_ok(texts_lock_write(&lock, &desk.table, &err), &err);
    sources_write(&desk.sources, "translations.yaml", desk.table.data);
    assert_true(texts_lock_read(source, &again));
    assert_int_equal(lock.count, again.count);
    for (size_t i = 0; i < lock.count; i++) {
        assert_string_equal(lock.mark[i].id, again.mark[i].id);
        assert_true(lock.mark[i].hash == again.mark[i].hash);
    }
    sources_write(&desk.sources, "translations.yaml", "flows/styles:\n  title: 12\n");
    assert_false(texts_lock_read(source, &again));
    bool is_told = false;
    for (size_t i = 0; i < source->diag_count; i++) {
        is_told = is_told || strcmp(diag_rule(source->diag[i].code)->code, "A740") == 0;
    }
    assert_true(is_told);
    desk_close(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_out_comes_back_and_changes_nothing),
        cmocka_unit_test(translations_go_where_they_stand_in_the_quotes_they_have),
        cmocka_unit_test(an_articles_body_is_one_text),
        cmocka_unit_test(a_wrong_id_refuses_everything_and_names_the_row),
        cmocka_unit_test(a_row_whose_korean_changed_is_left_out_and_the_others_go_in),
        cmocka_unit_test(a_translation_is_outdated_until_somebody_says_it_fits),
        cmocka_unit_test(cells_that_a_spreadsheet_would_calculate_come_back_as_they_were),
        cmocka_unit_test(tables_are_read_as_other_programs_save_them),
        cmocka_unit_test(an_import_that_was_interrupted_is_finished),
        cmocka_unit_test(a_file_that_cannot_be_written_leaves_all_as_they_were),
        cmocka_unit_test(the_lock_is_read_as_it_was_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
