#include "store.h"

#include "kassert.h"
#include "kbuf.h"
#include "klimits.h"
#include "kstr.h"
#include "ksys.h"
#include "store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHECK_STEPS 10000 /* of SQLite's machine, between two looks at the clock */

/* ---- errors ---- */

static enum kcode code_of(int rc)
{
    switch (rc & 0xFF) {
    case SQLITE_FULL:
        return K_E_FULL;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return K_E_FORMAT;
    default:
        return K_E_IO;
    }
}

/* sqlite3_errmsg() of a step may quote a search word a customer typed, so the result's general
 * meaning and its extended number have to do. */
enum kcode store_fail(struct store *store, int rc, const char *what, struct kerr *err)
{
    store->is_damaged = store->is_damaged || code_of(rc) == K_E_FORMAT;
    return kerr_fail(err, code_of(rc), "%s: %.150s: %s (%d)", store->name, what, sqlite3_errstr(rc),
                     rc);
}

enum kcode store_open_fail(struct store *store, int rc, const char *what, struct kerr *err)
{
    if (rc == SQLITE_READONLY || rc == SQLITE_ERROR || rc == SQLITE_FORMAT) {
        return kerr_fail(err, K_E_FORMAT, "%s: %s: damaged header (%d)", store->name, what, rc);
    }
    return store_fail(store, rc, what, err);
}

/* ---- opening ---- */

static bool has_bytes(const char *path, const char *suffix)
{
    char file[PATH_MAX];
    struct stat info;
    return kstr_format(file, sizeof file, "%s%s", path, suffix) && stat(file, &info) == 0 &&
           info.st_size > 0;
}

/* SQLite would make new files readable for everybody. Only a file that was not there is opened
 * here: closing one that SQLite holds open would drop its POSIX locks. */
static enum kcode make_file(const struct store *store, const char *path, struct kerr *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0660);
    if (fd < 0 && errno != EEXIST) {
        return kerr_fail(err, K_E_IO, "%s: %s", store->name, strerror(errno));
    }
    if (fd >= 0) {
        (void)close(fd);
    }
    return K_OK;
}

static enum kcode check_path(const struct store *store, const char *path, struct kerr *err)
{
    struct stat info;
    /* The log is looked at first: whoever makes a database makes its log later. */
    bool log_left = store->mode != STORE_IMMUTABLE && has_bytes(path, "-wal");
    if (log_left && !has_bytes(path, "")) {
        return kerr_fail(err, K_E_FORMAT, "%s: is gone, but its log is there", store->name);
    }
    if (stat(path, &info) == 0) {
        return S_ISREG(info.st_mode) ? K_OK : kerr_fail(err, K_E_IO, "%s: not a file", store->name);
    }
    if (errno != ENOENT) {
        return kerr_fail(err, K_E_IO, "%s: %s", store->name, strerror(errno));
    }
    if (store->mode == STORE_IMMUTABLE) {
        return kerr_fail(err, K_E_NOT_FOUND, "%s: no such file", store->name);
    }
    return make_file(store, path, err);
}

/* file:///a%20b?mode=ro&immutable=1 */
static enum kcode write_uri(const char *path, struct kbuf *uri, struct kerr *err)
{
    static const char plain[] =
        "/._-~ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    enum kcode code = kbuf_text(uri, path[0] == '/' ? "file://" : "file:", err);
    for (const char *at = path; code == K_OK && *at != '\0'; at++) {
        bool keep = strchr(plain, *at) != NULL;
        code = kbuf_format(uri, err, keep ? "%c" : "%%%02X", (unsigned char)*at);
    }
    return code == K_OK ? kbuf_text(uri, "?mode=ro&immutable=1", err) : code;
}

static enum kcode open_file(struct store *store, const char *path, struct kerr *err)
{
    char memory[PATH_MAX];
    struct kbuf uri = KBUF(memory);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE;
    if (store->mode == STORE_IMMUTABLE) {
        flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE;
        if (write_uri(path, &uri, err) != K_OK) {
            return kerr_at(err, store->name);
        }
        path = uri.data;
    }
    int rc = sqlite3_open_v2(path, &store->db, flags, NULL);
    if (rc != SQLITE_OK) {
        return store_fail(store, rc, "open", err);
    }
    /* Before anything is read: afterwards a damaged header looks read-only too. */
    if (store->mode != STORE_IMMUTABLE && sqlite3_db_readonly(store->db, "main") != 0) {
        return kerr_fail(err, K_E_IO, "%s: may not be written", store->name);
    }
    (void)sqlite3_busy_timeout(store->db, STORE_BUSY_MS);
    bool is_salvage = store->mode == STORE_SALVAGE;
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, !is_salvage, NULL);
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_WRITABLE_SCHEMA, is_salvage, NULL);
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    return K_OK;
}

static enum kcode check_size(struct store *store, const char *path, int64_t pages, struct kerr *err)
{
    int64_t page_size = 0;
    struct stat info;
    int rc = pragma_number(store, "PRAGMA page_size", &page_size);
    if (rc != SQLITE_OK) {
        return store_open_fail(store, rc, "page_size", err);
    }
    if (pages == 0 || stat(path, &info) != 0 || info.st_size != pages * page_size) {
        return kerr_fail(err, K_E_FORMAT, "%s: not a whole database", store->name);
    }
    return K_OK;
}

/* Two programs may find the same file new: writing our id is the same for both. */
static enum kcode claim(struct store *store, int32_t app_id, struct kerr *err)
{
    char sql[64];
    (void)kstr_format(sql, sizeof sql, "PRAGMA application_id=%d", app_id);
    int rc = pragma_write(store, sql);
    return rc == SQLITE_OK ? K_OK : store_open_fail(store, rc, "application_id", err);
}

static enum kcode check_version(const struct store *store, int32_t version, struct kerr *err)
{
    bool newer = store->version > version;
    bool other = store->mode == STORE_IMMUTABLE && store->version != version; /* cannot migrate */
    if (newer || other) {
        return kerr_fail(err, K_E_ROLLBACK, "%s: version %d, this program knows %d", store->name,
                         store->version, version);
    }
    return K_OK;
}

/* Whose file is it? Nothing is written before that is known. */
static enum kcode check_owner(struct store *store, const char *path, int32_t app_id,
                              int32_t version, struct kerr *err)
{
    static const char *const questions[] = {
        "PRAGMA page_count",
        "SELECT count(*) FROM sqlite_schema", /* reads the whole schema */
        "PRAGMA application_id",
        "PRAGMA user_version",
    };
    enum { PAGES, THINGS, APP_ID, VERSION, QUESTION_COUNT };
    int64_t answers[QUESTION_COUNT] = {0};
    for (int i = 0; i < QUESTION_COUNT; i++) {
        int rc = pragma_number(store, questions[i], &answers[i]);
        if (rc != SQLITE_OK) {
            return store_open_fail(store, rc, "open", err);
        }
    }
    if (store->mode == STORE_IMMUTABLE && check_size(store, path, answers[PAGES], err) != K_OK) {
        return err->code;
    }
    bool is_new = store->mode != STORE_IMMUTABLE && answers[PAGES] == 0;
    if (is_new) {
        return claim(store, app_id, err);
    }
    if (store->mode == STORE_BUILD) {
        return kerr_fail(err, K_E_IO, "%s: is there already", store->name);
    }
    if (answers[APP_ID] != app_id) {
        return kerr_fail(err, K_E_FORMAT, "%s: application id %lld, not %d", store->name,
                         (long long)answers[APP_ID], app_id);
    }
    store->version = (int32_t)answers[VERSION];
    return check_version(store, version, err);
}

enum kcode store_open(const char *path, enum store_mode mode, int32_t app_id, int32_t version,
                      struct store **ret_store, struct kerr *err)
{
    KASSERT(path[0] != '\0');
    K_CLEANUP(store_close) struct store *store = calloc(1, sizeof *store);
    if (!store) {
        return kerr_fail(err, K_E_IO, "%s: no memory", path);
    }
    const char *slash = strrchr(path, '/');
    (void)kstr_copy(store->name, sizeof store->name, slash ? slash + 1 : path);
    store->mode = mode;
    if (check_path(store, path, err) != K_OK || open_file(store, path, err) != K_OK ||
        (mode != STORE_SALVAGE && check_owner(store, path, app_id, version, err) != K_OK) ||
        pragma_set_all(store, err) != K_OK) {
        return err->code;
    }
    *ret_store = store;
    store = NULL;
    return K_OK;
}

void store_close(struct store **store)
{
    if (!*store) {
        return;
    }
    store_drop_kept(*store);
    int rc = sqlite3_close((*store)->db); /* NULL is fine */
    KASSERT(rc == SQLITE_OK);             /* otherwise a statement is still open */
    free(*store);
    *store = NULL;
}

/* ---- using ---- */

int32_t store_version(struct store *store)
{
    int64_t version = 0;
    if (pragma_number(store, "PRAGMA user_version", &version) == SQLITE_OK) {
        store->version = (int32_t)version;
    }
    return store->version;
}

enum kcode store_set_version(struct store *store, int32_t version, struct kerr *err)
{
    char sql[64];
    KASSERT(version > 0);
    (void)kstr_format(sql, sizeof sql, "PRAGMA user_version=%d", version);
    return store_run(store, sql, err);
}

enum kcode store_run(struct store *store, const char *sql, struct kerr *err)
{
    int rc = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? K_OK : store_fail(store, rc, sqlite3_errmsg(store->db), err);
}

enum kcode store_begin(struct store *store, struct kerr *err)
{
    KASSERT(sqlite3_get_autocommit(store->db) != 0); /* transactions do not nest */
    return store_run_kept(store, "BEGIN IMMEDIATE", err);
}

enum kcode store_commit(struct store *store, struct kerr *err)
{
    enum kcode code = store_run_kept(store, "COMMIT", err);
    if (code != K_OK) {
        store_rollback(store); /* only now: it would overwrite the code of what went wrong */
    }
    return code;
}

void store_rollback(struct store *store)
{
    if (sqlite3_get_autocommit(store->db) == 0) {
        (void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    }
}

static int is_over(void *until_mono_ms)
{
    return ksys_mono_ms() >= *(const int64_t *)until_mono_ms;
}

enum kcode store_check(struct store *store, int budget_ms, bool *ret_whole, struct kerr *err)
{
    char verdict[PRAGMA_VALUE_SIZE];
    int64_t until_mono_ms = ksys_mono_ms() + budget_ms;
    sqlite3_progress_handler(store->db, CHECK_STEPS, is_over, &until_mono_ms);
    int rc = pragma_ask(store, "PRAGMA quick_check(1)", verdict);
    sqlite3_progress_handler(store->db, 0, NULL, NULL);
    *ret_whole = (rc & 0xFF) != SQLITE_INTERRUPT;
    if (!*ret_whole) {
        return K_OK;
    }
    if (rc != SQLITE_OK) {
        return store_fail(store, rc, "quick_check", err);
    }
    if (!kstr_equal(verdict, "ok")) {
        store->is_damaged = true;
        return kerr_fail(err, K_E_FORMAT, "%s: damaged: %s", store->name, verdict);
    }
    return K_OK;
}

bool store_is_damaged(const struct store *store)
{
    return store->is_damaged;
}

int64_t store_changes(struct store *store)
{
    return sqlite3_changes64(store->db);
}

int64_t store_last_id(struct store *store)
{
    return sqlite3_last_insert_rowid(store->db);
}
