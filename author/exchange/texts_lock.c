/*
 * translations.yaml: for each text the hash of the Korean that its English was made from, one line
 * each, in order, so that two people's changes merge:
 *
 *     flows/internet-down:
 *       title: 3f9a1c2e77b01d42
 */
#include "texts_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char *texts_state_name(enum texts_state state)
{
    static const char *const names[TEXTS_STATE_COUNT] = {"ok", "missing", "outdated"};
    KASSERT(state < TEXTS_STATE_COUNT);
    return names[state];
}

/* FNV-1a: finds changes, guards against nobody. */
static uint64_t hash_of(const char *text)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *text != '\0'; text++) {
        hash ^= (unsigned char)*text;
        hash *= UINT64_C(1099511628211);
    }
    return hash;
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct texts_mark *)a)->id, ((const struct texts_mark *)b)->id);
}

static struct texts_mark *find(const struct texts_lock *lock, const char *id)
{
    const struct texts_mark wanted = {.id = id};
    return lock->count > 0 ? bsearch(&wanted, lock->mark, lock->count, sizeof wanted, by_id) : NULL;
}

static void add(struct source *source, struct texts_lock *lock, struct texts_mark mark)
{
    if (lock->count == lock->size) {
        size_t size = lock->size * 2 + 256;
        struct texts_mark *more = karena_take(&source->arena, size, sizeof *more);
        if (lock->count > 0) {
            memcpy(more, lock->mark, lock->count * sizeof *more);
        }
        lock->mark = more;
        lock->size = size;
    }
    lock->mark[lock->count++] = mark;
}

static bool read_mark(struct source *source, const struct node *group, const struct node *word,
                      struct texts_lock *lock)
{
    char id[SOURCE_PATH_SIZE];
    bool is_hash = word->kind == NODE_WORD && strlen(word->text) == 16 &&
                   strspn(word->text, "0123456789abcdef") == 16;
    if (!is_hash || !kstr_format(id, sizeof id, "%s/%s", group->key, word->key)) {
        source_tell(source, word->at, A740_NOT_A_MARK, DIAG_ARGS(word->key));
        return false;
    }
    add(source, lock,
        (struct texts_mark){.id = karena_text(&source->arena, id),
                            .hash = strtoull(word->text, NULL, 16)});
    return true;
}

static bool read_group(struct source *source, const struct node *group, struct texts_lock *lock)
{
    bool ok = true;
    if (group->kind != NODE_MAP) {
        source_tell(source, group->at, A740_NOT_A_MARK, DIAG_ARGS(group->key));
        return false;
    }
    for (const struct node *word = group->child; word != NULL; word = word->next) {
        ok = read_mark(source, group, word, lock) && ok;
    }
    return ok;
}

bool texts_lock_read(struct source *source, struct texts_lock *ret_lock)
{
    char path[SOURCE_PATH_SIZE];
    struct stat info;
    struct texts_lock lock = {0};
    bool exists = kstr_format(path, sizeof path, "%s/" TEXTS_LOCK_FILE, source->dir) &&
                  stat(path, &info) == 0;
    const struct node *root = exists ? node_file(source, TEXTS_LOCK_FILE, NODE_MAP) : NULL;
    bool ok = !exists || root != NULL;
    for (const struct node *group = root != NULL ? root->child : NULL; group != NULL;
         group = group->next) {
        ok = read_group(source, group, &lock) && ok;
    }
    if (lock.count > 0) {
        qsort(lock.mark, lock.count, sizeof *lock.mark, by_id);
    }
    if (ok) {
        *ret_lock = lock;
    }
    return ok;
}

enum texts_state texts_state(const struct texts_lock *lock, const struct source_text *text)
{
    if (text->words.in[LANG_EN] == NULL || text->words.in[LANG_KO] == NULL) {
        return TEXTS_MISSING;
    }
    const struct texts_mark *mark = find(lock, text->id);
    bool fits = mark == NULL || mark->hash == hash_of(text->words.in[LANG_KO]);
    return fits ? TEXTS_OK : TEXTS_OUTDATED;
}

void texts_lock_set(struct source *source, struct texts_lock *lock, const struct source_text *text)
{
    struct texts_mark *mark = find(lock, text->id);
    KASSERT(text->words.in[LANG_KO] != NULL);
    uint64_t hash = hash_of(text->words.in[LANG_KO]);
    if (mark != NULL) {
        mark->hash = hash;
        return;
    }
    add(source, lock, (struct texts_mark){.id = text->id, .hash = hash});
    for (size_t i = lock->count - 1; i > 0 && by_id(&lock->mark[i - 1], &lock->mark[i]) > 0; i--) {
        struct texts_mark later = lock->mark[i - 1];
        lock->mark[i - 1] = lock->mark[i];
        lock->mark[i] = later;
    }
}

static int text_by_id(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void texts_lock_prune(const struct source *source, struct texts_lock *lock)
{
    size_t kept = 0;
    const char **ids = calloc(source->text_count + 1, sizeof *ids);
    KASSERT(ids != NULL);
    for (size_t i = 0; i < source->text_count; i++) {
        ids[i] = source->text[i].id;
    }
    qsort(ids, source->text_count, sizeof *ids, text_by_id);
    for (size_t i = 0; i < lock->count; i++) {
        if (bsearch(&lock->mark[i].id, ids, source->text_count, sizeof *ids, text_by_id) != NULL) {
            lock->mark[kept++] = lock->mark[i];
        }
    }
    lock->count = kept;
    free(ids);
}

/* Bytes of the group in an id: up to its second slash, or its only one. */
static size_t group_length(const char *id)
{
    size_t first = strcspn(id, "/");
    size_t second = id[first] == '/' ? first + 1 + strcspn(id + first + 1, "/") : first;
    return id[second] == '/' ? second : first;
}

enum kcode texts_lock_write(const struct texts_lock *lock, struct kbuf *buf, struct kerr *err)
{
    const struct texts_out out = {buf, err};
    const char *before = "";
    size_t before_len = 0;
    out_put(&out, "# Which Korean text each translation was made from. Written by annae-pack "
                  "import-texts and texts-confirm.\n");
    for (size_t i = 0; i < lock->count; i++) {
        const char *id = lock->mark[i].id;
        size_t len = group_length(id);
        char line[SOURCE_PATH_SIZE];
        if (len != before_len || strncmp(id, before, len) != 0) {
            (void)kstr_format(line, sizeof line, "%.*s:\n", (int)len, id);
            out_put(&out, line);
            before = id;
            before_len = len;
        }
        (void)kstr_format(line, sizeof line, "  %s: \"%016llx\"\n", id + len + 1,
                          (unsigned long long)lock->mark[i].hash);
        out_put(&out, line);
    }
    if (lock->count == 0) {
        out_put(&out, "{}\n");
    }
    return err->code;
}
