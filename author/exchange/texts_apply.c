/*
 * Rows into sources: every row is looked up and every file edited in memory, read again and
 * compared, before the first file is touched.
 */
#include "texts_internal.h"

#include "kassert.h"
#include "kstr.h"
#include "ksys.h"

#include <stdlib.h>
#include <string.h>

#define GROWTH_BYTES ((size_t)4 * 1024 * 1024) /* of one file, by its translations */

/* A row and the text it is for. */
struct match {
    const struct source_text *text;
    const struct texts_row *row;
    bool is_changed;
};

struct applying {
    struct source *source, *inbox;
    const char *file;
    const struct source_text **by_id; /* all texts, sorted */
    struct match *match;
    size_t match_count;
    struct texts_file *files;
    size_t file_count;
    struct texts_lock lock;
};

static void tell(const struct applying *a, const struct texts_row *row, enum diag_code code,
                 const char *const args[DIAG_ARGS_MAX])
{
    source_tell(a->inbox, (struct place){a->file, row->line, 1}, code, args);
}

/* ---- rows to texts ---- */

static int text_by_id(const void *a, const void *b)
{
    return strcmp((*(const struct source_text *const *)a)->id,
                  (*(const struct source_text *const *)b)->id);
}

static const struct source_text *find_text(const struct applying *a, const char *id)
{
    const struct source_text wanted = {.id = id};
    const struct source_text *key = &wanted;
    const struct source_text **found =
        bsearch(&key, a->by_id, a->source->text_count, sizeof key, text_by_id);
    return found != NULL ? *found : NULL;
}

static const char *id_at(const void *names, size_t index)
{
    const struct source *source = names;
    return index < source->text_count ? source->text[index].id : NULL;
}

/* Where a text is edited: at its English, or behind its Korean when there is none. */
static struct place edit_place(const struct source_text *text)
{
    return text->at[text->words.in[LANG_EN] != NULL ? LANG_EN : LANG_KO];
}

/* By file, and in it from the end, so that what is above stays where it is; then by row. */
static int by_place(const void *a, const void *b)
{
    const struct match *one = a;
    const struct match *other = b;
    struct place at = edit_place(one->text);
    struct place than = edit_place(other->text);
    int order = strcmp(at.file, than.file);
    order = order != 0 ? order : (than.line > at.line) - (than.line < at.line);
    order = order != 0 ? order : (than.column > at.column) - (than.column < at.column);
    order = order != 0 ? order : strcmp(one->text->id, other->text->id);
    return order != 0 ? order
                      : (one->row->line > other->row->line) - (one->row->line < other->row->line);
}

static void match_row(struct applying *a, const struct texts_row *row)
{
    const struct source_text *text = row->id[0] != '\0' ? find_text(a, row->id) : NULL;
    if (row->id[0] == '\0') {
        tell(a, row, A744_ROW_WITHOUT_ID, NULL);
    } else if (text == NULL) {
        source_tell_near(a->inbox, (struct place){a->file, row->line, 1}, A745_NO_SUCH_TEXT,
                         DIAG_ARGS(row->id), source_near(row->id, id_at, a->source));
    } else {
        a->match[a->match_count++] = (struct match){.text = text, .row = row};
    }
}

static void tell_doubles(struct applying *a)
{
    for (size_t i = 1; i < a->match_count; i++) {
        if (a->match[i].text == a->match[i - 1].text) {
            tell(a, a->match[i].row, A746_ROW_TWICE,
                 DIAG_ARGS(a->match[i].row->id, diag_number(a->match[i - 1].row->line).text));
        }
    }
}

/* Is it still the text that was translated, and is there anything new? */
static void judge(struct applying *a, struct match *match, struct texts_report *report)
{
    const char *ko = texts_plain(a->source, match->text, LANG_KO);
    const char *en = texts_plain(a->source, match->text, LANG_EN);
    if (match->row->en[0] == '\0' || ko == NULL) {
        return;
    }
    if (strcmp(ko, match->row->ko) != 0) {
        tell(a, match->row, A747_KOREAN_CHANGED, DIAG_ARGS(match->row->id));
        report->stale++;
        return;
    }
    match->is_changed = en == NULL || strcmp(en, match->row->en) != 0;
    bool was_outdated = texts_state(&a->lock, match->text) == TEXTS_OUTDATED;
    if (match->is_changed || (match->row->is_confirmed && was_outdated)) {
        report->changed += match->is_changed;
        report->confirmed += !match->is_changed;
        texts_lock_set(a->source, &a->lock, match->text);
    }
}

/* ---- texts into files ---- */

static enum kcode open_file(struct applying *a, const char *path, struct kerr *err)
{
    char full[SOURCE_PATH_SIZE];
    size_t size = SOURCE_BYTES_MAX + GROWTH_BYTES;
    struct texts_file *file = &a->files[a->file_count];
    *file = (struct texts_file){.path = path, .bytes = {.data = malloc(size), .size = size}};
    if (file->bytes.data == NULL ||
        !kstr_format(full, sizeof full, "%s/%s", a->source->dir, path)) {
        free(file->bytes.data);
        return kerr_fail(err, K_E_FULL, "no room for %s", path);
    }
    a->file_count++;
    return ksys_read_file(full, &file->bytes, err);
}

/* The word at a text's way in a tree: "steps/lights/ask" and then ko or en. */
static const struct node *follow(const struct node *root, const char *way)
{
    const struct node *at = root;
    while (at != NULL && *way != '\0') {
        char part[LIMIT_TEXT_BYTES];
        size_t len = strcspn(way, "/");
        (void)kstr_format(part, sizeof part, "%.*s", (int)len, way);
        way += len + (way[len] == '/');
        const struct node *entry = at->kind != NODE_WORD ? at->child : NULL;
        bool is_last = *way == '\0' && at->kind == NODE_MAP && node_get(at, part) == NULL;
        if (is_last) {
            return at; /* ".../label": the entry itself */
        }
        while (entry != NULL && !node_is_called(entry, part)) {
            entry = entry->next;
        }
        at = entry;
    }
    return at;
}

/* The words of a list are those of "a,b c"; a word may have a comma of its own. */
static bool joined_is(const struct node *list, const char *want)
{
    for (const struct node *word = list->child; word != NULL; word = word->next) {
        size_t len = word->kind == NODE_WORD ? strlen(word->text) : 0;
        want += strspn(want, ", \n");
        if (len == 0 || strncmp(want, word->text, len) != 0) {
            return false;
        }
        want += len + strspn(want + len, " ");
        if (strchr(",\n", *want) == NULL) { /* finds the NUL, too */
            return false;
        }
    }
    return want[strspn(want, ", \n")] == '\0';
}

/* The way of a text below its file: behind "flows/slow/". */
static const char *way_of(const struct source_text *text)
{
    size_t stem = strlen(text->at[LANG_KO].file);
    while (stem > 0 && text->at[LANG_KO].file[stem] != '.') {
        stem--;
    }
    return strlen(text->id) > stem ? text->id + stem + 1 : "";
}

static bool says(const struct node *root, const struct source_text *text, enum lang lang,
                 const char *want)
{
    const struct node *map = follow(root, way_of(text));
    const struct node *word =
        map != NULL && map->kind == NODE_MAP ? node_get(map, lang_name(lang)) : NULL;
    if (want == NULL || word == NULL) {
        return want == NULL && word == NULL;
    }
    return word->kind == NODE_LIST ? joined_is(word, want)
                                   : word->kind == NODE_WORD && strcmp(word->text, want) == 0;
}

/* The part of the file that is YAML, as a tree of its own source. */
static const struct node *parse(struct source *scratch, const struct texts_file *file)
{
    const char *bytes = file->bytes.data;
    size_t count = file->bytes.len;
    bool is_article = strstr(file->path, ".md") != NULL;
    if (is_article) {
        const char *begin = strchr(bytes, '\n');
        const char *end = begin != NULL ? strstr(begin, "\n---") : NULL;
        if (end == NULL) {
            return NULL;
        }
        bytes = begin + 1;
        count = (size_t)(end + 1 - bytes);
    }
    return node_parse(scratch, file->path, bytes, count, 1);
}

static const char *wanted_en(const struct applying *a, const struct source_text *text)
{
    for (size_t i = 0; i < a->match_count; i++) {
        if (a->match[i].text == text && a->match[i].is_changed) {
            return a->match[i].row->en;
        }
    }
    return text->words.in[LANG_EN];
}

static bool body_says(struct applying *a, const struct texts_file *file,
                      const struct source_text *text, enum lang lang, const char *want)
{
    size_t begin = 0;
    size_t end = 0;
    bool has = article_part(file->bytes.data, lang, &begin, &end);
    const char *plain =
        want != NULL && want == text->words.in[lang] ? texts_plain(a->source, text, lang) : want;
    return plain == NULL ? !has
                         : has && strlen(plain) == end - begin &&
                               strncmp(file->bytes.data + begin, plain, end - begin) == 0;
}

/* Every text of the file says what it should, in both languages. */
static bool is_right(struct applying *a, const struct texts_file *file,
                     const struct source_text **ret_wrong)
{
    struct source scratch;
    source_init(&scratch, a->source->dir);
    const struct node *root = parse(&scratch, file);
    bool ok = root != NULL && scratch.diag_count == 0;
    for (size_t i = 0; i < a->source->text_count && ok; i++) {
        const struct source_text *text = &a->source->text[i];
        if (strcmp(text->at[LANG_KO].file, file->path) != 0) {
            continue;
        }
        const char *en = wanted_en(a, text);
        const char *ko = text->words.in[LANG_KO];
        *ret_wrong = text;
        ok = text_is_body(text)
                 ? body_says(a, file, text, LANG_KO, ko) && body_says(a, file, text, LANG_EN, en)
                 : says(root, text, LANG_KO, ko) && says(root, text, LANG_EN, en);
    }
    source_done(&scratch);
    return ok;
}

static void tell_unwritable(const struct applying *a, const struct texts_row *row, const char *path)
{
    tell(a, row, A748_NOT_WRITABLE, DIAG_ARGS(row->id, path));
}

/* Edit one file: the matches from `at` on that are of it; returns how many those were. */
static size_t edit_file(struct applying *a, size_t at, struct kerr *err)
{
    const char *path = a->match[at].text->at[LANG_KO].file;
    size_t end = at;
    bool any = false;
    while (end < a->match_count && strcmp(a->match[end].text->at[LANG_KO].file, path) == 0) {
        any = any || a->match[end].is_changed;
        end++;
    }
    if (!any || open_file(a, path, err) != K_OK) {
        return end - at;
    }
    struct texts_file *file = &a->files[a->file_count - 1];
    const struct source_text *wrong = NULL;
    for (size_t i = at; i < end; i++) {
        const struct match *match = &a->match[i];
        if (match->is_changed && !edit_text(match->text, match->row->en, file)) {
            tell_unwritable(a, match->row, path);
            return end - at;
        }
    }
    if (!is_right(a, file, &wrong)) {
        tell_unwritable(a, a->match[at].row, path);
    }
    return end - at;
}

static enum kcode edit_all(struct applying *a, struct kerr *err)
{
    for (size_t i = 0; i < a->match_count && err->code == K_OK;) {
        i += edit_file(a, i, err);
    }
    return err->code;
}

static enum kcode add_lock(struct applying *a, struct kerr *err)
{
    size_t size = SOURCE_BYTES_MAX;
    struct texts_file *file = &a->files[a->file_count];
    *file =
        (struct texts_file){.path = TEXTS_LOCK_FILE, .bytes = {.data = malloc(size), .size = size}};
    if (file->bytes.data == NULL) {
        return kerr_fail(err, K_E_FULL, "no memory");
    }
    a->file_count++;
    return texts_lock_write(&a->lock, &file->bytes, err);
}

static enum kcode refused(const struct source *inbox, struct kerr *err)
{
    return inbox->count[DIAG_ERROR] == 0
               ? K_OK
               : kerr_fail(err, K_E_FORMAT, "%zu errors; nothing was changed",
                           inbox->count[DIAG_ERROR]);
}

static enum kcode apply(struct applying *a, const struct texts_rows *rows,
                        struct texts_report *report, struct kerr *err)
{
    for (size_t i = 0; i < a->source->text_count; i++) {
        a->by_id[i] = &a->source->text[i];
    }
    qsort(a->by_id, a->source->text_count, sizeof *a->by_id, text_by_id);
    if (!texts_lock_read(a->source, &a->lock)) {
        return kerr_fail(err, K_E_FORMAT, TEXTS_LOCK_FILE " cannot be read; nothing was changed");
    }
    for (size_t i = 0; i < rows->count; i++) {
        match_row(a, &rows->row[i]);
    }
    qsort(a->match, a->match_count, sizeof *a->match, by_place);
    tell_doubles(a);
    if (refused(a->inbox, err) != K_OK) {
        return err->code;
    }
    for (size_t i = 0; i < a->match_count; i++) {
        judge(a, &a->match[i], report);
    }
    if (report->changed + report->confirmed == 0) {
        return K_OK;
    }
    if (edit_all(a, err) != K_OK || refused(a->inbox, err) != K_OK || add_lock(a, err) != K_OK) {
        return err->code;
    }
    return texts_store(a->source->dir, a->files, a->file_count, err);
}

enum kcode texts_apply(struct source *source, struct source *inbox, const char *file,
                       const struct texts_rows *rows, struct texts_report *ret_report,
                       struct kerr *err)
{
    struct texts_report report = {0};
    struct applying a = {.source = source,
                         .inbox = inbox,
                         .file = karena_text(&inbox->arena, file),
                         .by_id =
                             karena_take(&inbox->arena, source->text_count + 1, sizeof *a.by_id),
                         .match = karena_take(&inbox->arena, rows->count + 1, sizeof *a.match),
                         .files = karena_take(&inbox->arena, rows->count + 2, sizeof *a.files)};
    enum kcode code = apply(&a, rows, &report, err);
    for (size_t i = 0; i < a.file_count; i++) {
        free(a.files[i].bytes.data);
    }
    if (code == K_OK) {
        *ret_report = report;
    }
    return code;
}
