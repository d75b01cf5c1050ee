/* annae-pack export-texts, import-texts, texts-confirm: texts to translators and back. */
#include "command.h"
#include "compile.h"
#include "kstr.h"
#include "ksys.h"
#include "options.h"
#include "texts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_BYTES   ((size_t)64 * 1024 * 1024)
#define PREFIXES_MAX 16

static bool is_po(const char *file)
{
    const char *suffix = strrchr(file, '.');
    return suffix != NULL && strcmp(suffix, ".po") == 0;
}

static bool is_csv(const char *file)
{
    const char *suffix = strrchr(file, '.');
    return suffix != NULL && (strcmp(suffix, ".csv") == 0 || strcmp(suffix, ".tsv") == 0);
}

static bool lang_is(const char *name)
{
    return name == NULL || strcmp(name, "ko") == 0 || strcmp(name, "en") == 0;
}

/* Tell what is wrong: a missing language is what translators are for. */
static void tell(struct source *source, const char *folder, const char *lang)
{
    source_sort(source);
    for (size_t i = 0; i < source->diag_count; i++) {
        char line[DIAG_LINE_BYTES];
        if (source->diag[i].code == A033_LANGUAGE_MISSING) {
            continue;
        }
        diag_line(&source->diag[i], kstr_equal(lang, "ko") ? LANG_KO : LANG_EN, line);
        (void)fprintf(stderr, "%s%s\n", folder, line);
    }
}

static int by_id(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Two texts of one id could not be told apart in a table. */
static enum kcode check_ids(const struct source *source, struct kerr *err)
{
    const char **ids = calloc(source->text_count + 1, sizeof *ids);
    if (ids == NULL) {
        return kerr_fail(err, K_E_FULL, "no memory");
    }
    for (size_t i = 0; i < source->text_count; i++) {
        ids[i] = source->text[i].id;
    }
    qsort(ids, source->text_count, sizeof *ids, by_id);
    for (size_t i = 1; i < source->text_count && err->code == K_OK; i++) {
        if (strcmp(ids[i - 1], ids[i]) == 0) {
            (void)kerr_fail(err, K_E_FORMAT, "two texts are called '%.120s'; run annae-pack check",
                            ids[i]);
        }
    }
    free(ids);
    return err->code;
}

/* The folder with all its texts; an import that was interrupted is finished first. */
static enum kcode open_texts(const char *dir, struct compile **ret_compile, struct kerr *err)
{
    struct compile *compile = NULL;
    if (texts_recover(dir, err) != K_OK || compile_open(dir, &compile, err) != K_OK) {
        return err->code;
    }
    if (check_ids(compile_source(compile), err) != K_OK) {
        compile_close(&compile);
        return err->code;
    }
    *ret_compile = compile;
    return K_OK;
}

/* ---- export-texts ---- */

struct export
{
    const char *dir, *out, *lang;
    bool only_todo;
};

static void print_states(const struct source *source, const struct texts_lock *lock)
{
    int count[TEXTS_STATE_COUNT] = {0};
    for (size_t i = 0; i < source->text_count; i++) {
        count[texts_state(lock, &source->text[i])]++;
    }
    (void)printf("%d ok, %d missing, %d outdated\n", count[TEXTS_OK], count[TEXTS_MISSING],
                 count[TEXTS_OUTDATED]);
}

static enum kcode export_texts(const struct export *wishes, struct kbuf *buf, struct kerr *err)
{
    struct texts_lock lock = {0};
    K_CLEANUP(compile_close) struct compile *compile = NULL;
    if (open_texts(wishes->dir, &compile, err) != K_OK) {
        return err->code;
    }
    struct source *source = compile_source(compile);
    char folder[SOURCE_PATH_SIZE];
    (void)kstr_format(folder, sizeof folder, "%s/", wishes->dir);
    bool has_lock = texts_lock_read(source, &lock);
    tell(source, folder, wishes->lang);
    if (!has_lock) {
        return kerr_fail(err, K_E_FORMAT, "%s%s cannot be read", folder, TEXTS_LOCK_FILE);
    }
    enum kcode code = is_po(wishes->out)
                          ? texts_po_write(source, &lock, wishes->only_todo, buf, err)
                          : texts_csv_write(source, &lock, wishes->only_todo, buf, err);
    if (code != K_OK || ksys_write_file(wishes->out, buf->data, buf->len, 0644, err) != K_OK) {
        return err->code;
    }
    print_states(source, &lock);
    return K_OK;
}

static int run_export(int count, char **args)
{
    struct export wishes = {0};
    const struct option options[] = {{.name = "-o", .value = &wishes.out},
                                     {.name = "--lang", .value = &wishes.lang},
                                     {.name = "--todo", .flag = &wishes.only_todo}};
    bool ok = options_read(count, args, OPTIONS(options), &wishes.dir, 1) == NULL &&
              wishes.dir != NULL && wishes.out != NULL && lang_is(wishes.lang) &&
              (is_po(wishes.out) || is_csv(wishes.out));
    if (!ok) {
        return command_not_understood("export-texts wants DIR -o FILE.po|FILE.csv [--todo]");
    }
    struct kerr err = {0};
    struct kbuf buf = {.data = malloc(FILE_BYTES), .size = FILE_BYTES};
    enum kcode code = buf.data != NULL ? export_texts(&wishes, &buf, &err)
                                       : kerr_fail(&err, K_E_FULL, "no memory");
    free(buf.data);
    return code == K_OK ? EXIT_OK : command_failed(&err);
}

const struct command command_export_texts = {
    .name = "export-texts",
    .usage =
        "  annae-pack export-texts DIR -o FILE.po|FILE.csv [--todo]\n"
        "                                         all texts for translators; --todo: those that\n"
        "                                         are missing or outdated\n",
    .run = run_export,
};

/* ---- import-texts ---- */

static enum kcode import_texts(const char *dir, const char *file, struct source *inbox,
                               struct kbuf *buf, struct kerr *err)
{
    struct texts_rows rows = {0};
    struct texts_report report = {0};
    K_CLEANUP(compile_close) struct compile *compile = NULL;
    if (ksys_read_file(file, buf, err) != K_OK || open_texts(dir, &compile, err) != K_OK) {
        return err->code;
    }
    bool ok = is_po(file) ? texts_po_read(inbox, file, buf->data, buf->len, &rows)
                          : texts_csv_read(inbox, file, buf->data, buf->len, &rows);
    if (!ok) {
        return kerr_fail(err, K_E_FORMAT, "%s: nothing was changed", file);
    }
    if (texts_apply(compile_source(compile), inbox, file, &rows, &report, err) != K_OK) {
        return err->code;
    }
    (void)printf("%d changed, %d confirmed, %d left out\n", report.changed, report.confirmed,
                 report.stale);
    return K_OK;
}

static int run_import(int count, char **args)
{
    const char *words[2];
    const char *lang = NULL;
    const struct option options[] = {{.name = "--lang", .value = &lang}};
    bool ok = options_read(count, args, OPTIONS(options), words, 2) == NULL && words[1] != NULL &&
              lang_is(lang) && (is_po(words[1]) || is_csv(words[1]));
    if (!ok) {
        return command_not_understood("import-texts wants DIR FILE.po|FILE.csv [--lang ko|en]");
    }
    struct kerr err = {0};
    struct source inbox;
    struct kbuf buf = {.data = malloc(FILE_BYTES), .size = FILE_BYTES};
    source_init(&inbox, ".");
    enum kcode code = buf.data != NULL ? import_texts(words[0], words[1], &inbox, &buf, &err)
                                       : kerr_fail(&err, K_E_FULL, "no memory");
    tell(&inbox, "", lang);
    source_done(&inbox);
    free(buf.data);
    return code == K_OK ? EXIT_OK : command_failed(&err);
}

const struct command command_import_texts = {
    .name = "import-texts",
    .usage =
        "  annae-pack import-texts DIR FILE [--lang ko|en]\n"
        "                                         translations back into the sources, in place,\n"
        "                                         all or nothing\n",
    .run = run_import,
};

/* ---- texts-confirm ---- */

static bool is_chosen(const struct source_text *text, const char *const *prefixes)
{
    bool any = prefixes[0] == NULL;
    for (int i = 0; i < PREFIXES_MAX && prefixes[i] != NULL; i++) {
        any = any || kstr_starts(text->id, prefixes[i]);
    }
    return any;
}

static enum kcode confirm(const char *dir, const char *const *prefixes, struct kbuf *buf,
                          struct kerr *err)
{
    int confirmed = 0;
    struct texts_lock lock = {0};
    K_CLEANUP(compile_close) struct compile *compile = NULL;
    if (open_texts(dir, &compile, err) != K_OK) {
        return err->code;
    }
    struct source *source = compile_source(compile);
    if (!texts_lock_read(source, &lock)) {
        return kerr_fail(err, K_E_FORMAT, "%s/%s cannot be read", dir, TEXTS_LOCK_FILE);
    }
    texts_lock_prune(source, &lock);
    for (size_t i = 0; i < source->text_count; i++) {
        const struct source_text *text = &source->text[i];
        bool is_whole = text->words.in[LANG_KO] != NULL && text->words.in[LANG_EN] != NULL;
        if (is_whole && is_chosen(text, prefixes)) {
            texts_lock_set(source, &lock, text);
            confirmed++;
        }
    }
    struct texts_file written = {.path = TEXTS_LOCK_FILE, .bytes = *buf};
    if (texts_lock_write(&lock, &written.bytes, err) != K_OK ||
        texts_store(dir, &written, 1, err) != K_OK) {
        return err->code;
    }
    (void)printf("%d confirmed\n", confirmed);
    return K_OK;
}

static int run_confirm(int count, char **args)
{
    const char *words[PREFIXES_MAX + 2];
    if (options_read(count, args, NULL, 0, words, PREFIXES_MAX + 1) != NULL || words[0] == NULL) {
        return command_not_understood("texts-confirm wants DIR [ID ...]");
    }
    words[PREFIXES_MAX + 1] = NULL;
    struct kerr err = {0};
    struct kbuf buf = {.data = malloc(FILE_BYTES), .size = FILE_BYTES};
    enum kcode code = buf.data != NULL ? confirm(words[0], words + 1, &buf, &err)
                                       : kerr_fail(&err, K_E_FULL, "no memory");
    free(buf.data);
    return code == K_OK ? EXIT_OK : command_failed(&err);
}

const struct command command_texts_confirm = {
    .name = "texts-confirm",
    .usage =
        "  annae-pack texts-confirm DIR [ID ...]  the translations as they stand fit (of ids that\n"
        "                                         begin like this)\n",
    .run = run_confirm,
};
