/*
 * A table of translations (.csv, or .po when it begins with '#' or 'm') by anybody: what it says
 * goes into a file of sources in memory, where every style of YAML waits for it, and must be read
 * there as it was meant.
 */
#include "fuzz.h"

#include "kassert.h"
#include "kstr.h"
#include "texts_internal.h"

#include <stdlib.h>
#include <string.h>

#define FILE_BYTES ((size_t)1024 * 1024)

static const char yaml[] = "a: {ko: \"x\", en: \"x\"}\n"
                           "b: {ko: 'x', en: 'x'}\n"
                           "c: {ko: x, en: x, go: x}\n"
                           "d:\n  ko: x\n  en: |\n    x\n  go: x\n"
                           "e: {ko: x, go: x}\n"
                           "f:\n  ko: x\n  go: x\n"
                           "g: {ko: [x], en: [x, \"y\"]}\n";

/* Where the Korean and the English of each of these stand; no English: it is put in. */
static const struct {
    const char *id;
    int line[LANG_COUNT], column[LANG_COUNT];
    const char *en;
} texts[] = {{"a", {1, 1}, {9, 18}, "x"},
             {"b", {2, 2}, {9, 18}, "x"},
             {"c", {3, 3}, {9, 16}, "x"},
             {"d", {5, 6}, {7, 7}, "x\n"},
             {"e", {9, 9}, {9, 9}, NULL},
             {"f", {11, 11}, {7, 7}, NULL},
             {"g/keywords", {13, 13}, {9, 18}, "x,y"}};

static void read_back(const struct texts_file *file, const char *id, const char *want)
{
    struct source source;
    source_init(&source, ".");
    const char key[2] = {id[0], '\0'};
    const struct node *root = node_parse(&source, "x.yaml", file->bytes.data, file->bytes.len, 1);
    KASSERT(root != NULL);
    KASSERT(source.diag_count == 0);
    KASSERT(root->count == 7);
    const struct node *en = node_get(node_get(root, key), "en");
    KASSERT(en != NULL);
    KASSERT(en->kind == NODE_LIST || strcmp(en->text, want) == 0);
    source_done(&source);
}

static void edit(const char *en)
{
    static char memory[FILE_BYTES];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct texts_file file = {.path = "x.yaml", .bytes = KBUF(memory)};
        struct source_text text = {.id = texts[i].id, .words = {{"x", texts[i].en}}};
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            text.at[lang] = (struct place){"x.yaml", texts[i].line[lang], texts[i].column[lang]};
        }
        (void)kstr_copy(memory, sizeof memory, yaml);
        file.bytes.len = strlen(memory);
        if (edit_text(&text, en, &file)) {
            read_back(&file, texts[i].id, en);
            fuzz_inside();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    struct source inbox;
    struct texts_rows rows = {0};
    char *text = fuzz_text(bytes, count);
    bool po = count > 0 && (bytes[0] == '#' || bytes[0] == 'm');
    source_init(&inbox, ".");
    bool ok = po ? texts_po_read(&inbox, "x.po", text, count, &rows)
                 : texts_csv_read(&inbox, "x.csv", text, count, &rows);
    KASSERT(ok || inbox.count[DIAG_ERROR] > 0);
    for (size_t i = 0; ok && i < rows.count && i < 64; i++) {
        KASSERT(rows.row[i].id != NULL);
        KASSERT(rows.row[i].line > 0);
        edit(rows.row[i].en);
    }
    source_done(&inbox);
    free(text);
    return 0;
}
