/*
 * What still reads of a store that was set aside: a copy of it is opened and read table by table,
 * the outbox first, from both ends up to what is damaged. The file itself is never touched.
 */
#include "offline_internal.h"

#include "json.h"
#include "kassert.h"
#include "kstr.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* ---- the copy ---- */

static void close_fd(const int *fd)
{
    if (*fd >= 0) {
        (void)close(*fd);
    }
}

/* What cannot be read becomes zeros: the pages around it may be whole. */
static bool copy_bytes(int from, int to, int64_t bytes)
{
    char page[4096];
    for (int64_t at = 0; at < bytes; at += (int64_t)sizeof page) {
        memset(page, 0, sizeof page);
        ssize_t got = pread(from, page, sizeof page, at);
        size_t len = got > 0 ? (size_t)got : sizeof page;
        if (pwrite(to, page, len, at) != (ssize_t)len) {
            return false;
        }
    }
    return true;
}

static bool has_room(const char *dir_of, int64_t bytes)
{
    struct statvfs disk;
    return statvfs(dir_of, &disk) == 0 &&
           (uint64_t)disk.f_bavail * disk.f_frsize > (uint64_t)bytes + LIMIT_DISK_SPARE_BYTES;
}

static bool copy_file(const char *from_path, const char *to_path)
{
    struct stat info;
    K_CLEANUP(close_fd) int from = open(from_path, O_RDONLY | O_CLOEXEC);
    if (from < 0 || fstat(from, &info) != 0 || !has_room(from_path, info.st_size)) {
        return false;
    }
    K_CLEANUP(close_fd) int to = open(to_path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    return to >= 0 && copy_bytes(from, to, info.st_size);
}

static void drop_copy(const char *path)
{
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        char file[PATH_MAX];
        if (kstr_format(file, sizeof file, "%s%s", path, suffixes[i])) {
            (void)unlink(file);
        }
    }
}

/* Copy the database and its log. False when there is nothing to open. */
static bool make_copy(const char *bad, const char *copy)
{
    char from[PATH_MAX];
    char to[PATH_MAX];
    drop_copy(copy);
    if (!copy_file(bad, copy) || !kstr_format(from, sizeof from, "%s-wal", bad) ||
        !kstr_format(to, sizeof to, "%s-wal", copy)) {
        return false;
    }
    (void)copy_file(from, to); /* a store that was closed has none */
    return true;
}

static void put_u32(unsigned char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++) {
        at[i] = (unsigned char)(value >> (24 - 8 * i));
    }
}

/* A file whose first bytes are spoilt is no database to SQLite, whatever is behind them: its copy
 * gets the header that our stores have. Source: sqlite.org/fileformat2.html, section 1.3. */
static bool lend_header(const char *copy)
{
    unsigned char head[100] = "SQLite format 3"; /* with its NUL; what is not set is zero */
    struct stat info;
    K_CLEANUP(close_fd) int fd = open(copy, O_RDWR | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &info) != 0) {
        return false;
    }
    static const unsigned char shape[] = {0x10, 0x00, 2, 2, 0, 64, 32, 32}; /* 4,096 bytes, WAL */
    memcpy(head + 16, shape, sizeof shape);
    put_u32(head + 24, 1); /* the change counter, and below what it was for the page count */
    put_u32(head + 28, (uint32_t)(info.st_size / 4096));
    put_u32(head + 40, 1); /* the schema's cookie, and its format */
    put_u32(head + 44, 4);
    put_u32(head + 56, 1); /* UTF-8 */
    put_u32(head + 92, 1);
    return pwrite(fd, head, sizeof head, 0) == (ssize_t)sizeof head;
}

/* Opening reads nothing yet: whether its first page reads is seen by asking for a table. */
static bool is_read(struct store *old)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    struct kerr err = {0};
    bool row = false;
    return statement_open(old, "SELECT count(*) FROM outbox", &st, &err) == K_OK &&
           statement_step(st, &row, &err) != K_E_IO;
}

static bool open_once(const char *copy, struct store **ret_old)
{
    struct kerr err = {0};
    if (store_open(copy, STORE_SALVAGE, 0, 0, ret_old, &err) != K_OK) {
        return false;
    }
    if (!is_read(*ret_old)) {
        store_close(ret_old);
    }
    return *ret_old != NULL;
}

static bool open_copy(const char *copy, struct store **ret_old)
{
    return open_once(copy, ret_old) || (lend_header(copy) && open_once(copy, ret_old));
}

/* ---- the outbox ---- */

struct salvage {
    struct device_store *store;
    struct store *old;
    int64_t new_rows;
};

/* A body is whole when it is an envelope whose hash is that of what it holds. */
static bool is_whole(const char *body, size_t len, struct log_row *row)
{
    char memory[LIMIT_REQUEST_BYTES];
    char hash[TRUST_HASH_TEXT];
    struct kbuf sealed = KBUF(memory);
    K_CLEANUP(json_free) struct json *root = NULL;
    struct kerr err = {0};
    if (len >= LIMIT_REQUEST_BYTES || json_parse(body, len, &root, &err) != K_OK) {
        return false;
    }
    const char *text = json_get_text(root, "sealed");
    const char *id = json_get_text(root, "id");
    if (trust_unbase64(text, strlen(text), &sealed, &err) != K_OK || !kuuid_valid(id)) {
        return false;
    }
    trust_hash(sealed.data, sealed.len, hash);
    row->kind = log_kind_find(json_get_text(root, "kind"));
    (void)kstr_copy(row->id, sizeof row->id, id);
    row->body = body;
    row->body_len = len;
    return kstr_equal(hash, json_get_text(root, "hash")) && row->kind < REQUEST_KIND_COUNT;
}

/* seq, body, id, joins, customer, matter, subject, created, from, until, soon */
#define FROM_BOTH                                                                                  \
    "SELECT o.seq, o.body, r.id, r.joins, r.customer, r.matter, r.subject, r.created_ms,"          \
    " r.from_ms, r.until_ms, r.soon FROM outbox o JOIN request r USING(seq) ORDER BY o.seq"
#define FROM_OUTBOX "SELECT seq, body, '', '', '', '', '', 0, 0, 0, 0 FROM outbox ORDER BY seq"

static void read_row(struct statement *st, struct log_row *row)
{
    (void)kstr_copy(row->joins, sizeof row->joins, row_text(st, 3));
    (void)kstr_copy(row->customer, sizeof row->customer, row_text(st, 4));
    (void)kstr_copy(row->matter, sizeof row->matter, row_text(st, 5));
    (void)kstr_copy(row->subject, sizeof row->subject, row_text(st, 6));
    row->created_wall_ms = row_int(st, 7);
    row->from_wall_ms = row_int(st, 8);
    row->until_wall_ms = row_int(st, 9);
    row->soon = row_int(st, 10) != 0;
    if (!kuuid_valid(row->joins)) {
        row->joins[0] = '\0';
    }
}

static enum kcode take_row(struct salvage *s, struct statement *st, struct kerr *err)
{
    struct log_row row = {.seq = row_int(st, 0)};
    size_t len = 0;
    const char *body = row_blob(st, 1, &len);
    bool is_new = false;
    if (!is_whole(body, len, &row)) {
        return K_OK; /* accept.log had it, or it is lost */
    }
    if (kstr_equal(row_text(st, 2), row.id)) {
        read_row(st, &row);
    }
    enum kcode code = row_take_in(s->store, &row, &is_new, err);
    s->new_rows += code == K_OK && is_new;
    return code;
}

/* From one end up to the first row that does not read. Errors are of the new store only. */
static enum kcode take_outbox(struct salvage *s, const char *sql, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    struct kerr damaged = {0};
    bool row = false;
    if (statement_open(s->old, sql, &st, &damaged) != K_OK) {
        return K_OK;
    }
    while (statement_step(st, &row, &damaged) == K_OK && row) {
        if (take_row(s, st, err) != K_OK) {
            return err->code;
        }
    }
    return K_OK;
}

/* ---- the other tables ---- */

static const struct table {
    const char *from;
    const char *into;
    int columns;
} tables[] = {
    /* without its outbox row only what headquarters has is worth remembering */
    {"SELECT id, kind, joins, customer, matter, subject, state, created_ms, from_ms, until_ms,"
     " soon, 0 FROM request WHERE state IN ('sent', 'handled', 'closed') ORDER BY seq",
     "INSERT OR IGNORE INTO request(id, kind, joins, customer, matter, subject, state, created_ms,"
     " from_ms, until_ms, soon, revision) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
     "?12)",
     12},
    {"SELECT customer, kind, matter, solved, at_ms FROM memory ORDER BY rowid",
     "INSERT OR IGNORE INTO memory VALUES(?1, ?2, ?3, ?4, ?5)", 5},
    {"SELECT day, flow, count FROM site_use ORDER BY day, flow",
     "INSERT OR IGNORE INTO site_use VALUES(?1, ?2, ?3)", 3},
    {"SELECT text, count, last_ms FROM missed ORDER BY rowid",
     "INSERT OR IGNORE INTO missed VALUES(?1, ?2, ?3)", 3},
};

/* Rows that the new table does not take are damaged, too. Returns how many it took. */
static int64_t take_table(const struct salvage *s, const struct table *table)
{
    K_CLEANUP(statement_close) struct statement *from = NULL;
    K_CLEANUP(statement_close) struct statement *into = NULL;
    struct kerr err = {0};
    bool row = false;
    int64_t count = 0;
    if (statement_open(s->old, table->from, &from, &err) != K_OK ||
        device_sql(s->store, table->into, &into, &err) != K_OK) {
        return 0;
    }
    while (statement_step(from, &row, &err) == K_OK && row) {
        struct kerr refused = {0};
        for (int i = 0; i < table->columns; i++) {
            statement_value(into, i + 1, from, i);
        }
        count += statement_done(into, &refused) == K_OK;
    }
    return count;
}

static int64_t old_rows(struct store *old)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    struct kerr err = {0};
    bool row = false;
    return statement_open(old, "SELECT value FROM meta WHERE name = 'outbox_rows'", &st, &err) ==
                       K_OK &&
                   statement_step(st, &row, &err) == K_OK && row
               ? row_int(st, 0)
               : 0;
}

static enum kcode take_all(struct salvage *s, struct device_recovery *recovery, struct kerr *err)
{
    static const char *const passes[] = {FROM_BOTH, FROM_BOTH " DESC", FROM_OUTBOX,
                                         FROM_OUTBOX " DESC"};
    int64_t now = 0;
    for (size_t i = 0; i < sizeof passes / sizeof passes[0]; i++) {
        if (take_outbox(s, passes[i], err) != K_OK) {
            return err->code;
        }
    }
    recovery->from_file += s->new_rows;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        recovery->rows += take_table(s, &tables[i]);
    }
    if (device_number(s->store, "SELECT count(*) FROM outbox", 0, &now, err) != K_OK) {
        return err->code;
    }
    int64_t was = old_rows(s->old);
    recovery->lost += was > now ? was - now : 0;
    return K_OK;
}

enum kcode salvage(struct device_store *store, const char *bad, struct device_recovery *recovery,
                   struct kerr *err)
{
    char copy[PATH_MAX];
    struct salvage s = {.store = store};
    enum kcode code = K_OK;
    if (!kstr_format(copy, sizeof copy, "%s.salvage", store->path)) {
        return K_OK;
    }
    recovery->is_blind = !make_copy(bad, copy) || !open_copy(copy, &s.old);
    if (!recovery->is_blind) {
        code = take_all(&s, recovery, err);
    }
    store_close(&s.old);
    drop_copy(copy);
    return code;
}
