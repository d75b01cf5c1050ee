/*
 * Keeping accept.log short. Most of the work is done without the lock, for what lies in the file
 * does not change; only what came meanwhile is copied under it. A record goes only when the tables
 * say that its request has left the outbox: one they do not know is taken in again.
 */
#include "offline_internal.h"

#include "kassert.h"
#include "kstr.h"

struct tidy {
    struct device_store *store;
    struct log_swap swap;
    bool keeps_all; /* they came while we worked */
    int64_t taken_in;
};

/* What the tables say of a record. */
enum fate { FATE_WAITS, FATE_LEFT, FATE_UNKNOWN };

static enum kcode find_fate(struct device_store *store, const struct log_row *row,
                            enum fate *ret_fate, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    bool there = false;
    if (device_sql(store,
                   "SELECT EXISTS(SELECT 1 FROM request JOIN outbox USING(seq) WHERE id = ?1),"
                   " EXISTS(SELECT 1 FROM request WHERE id = ?1),"
                   " ?2 > 0 AND ?2 <= (SELECT max(seq) FROM request) - ?3",
                   &st, err) != K_OK) {
        return err->code;
    }
    statement_text(st, 1, row->id);
    statement_int(st, 2, row->seq);
    statement_int(st, 3, LIMIT_REQUEST_ROWS);
    if (statement_step(st, &there, err) != K_OK) {
        return err->code;
    }
    KASSERT(there);
    bool was_forgotten = row_int(st, 2) != 0; /* delivered, and one of the oldest */
    *ret_fate = row_int(st, 0) != 0                    ? FATE_WAITS
                : row_int(st, 1) != 0 || was_forgotten ? FATE_LEFT
                                                       : FATE_UNKNOWN;
    return K_OK;
}

static enum kcode take_in(struct tidy *t, const struct log_row *row, struct kerr *err)
{
    bool is_new = false;
    if (device_begin(t->store, err) != K_OK) {
        return err->code;
    }
    enum kcode code = device_end(t->store, row_take_in(t->store, row, &is_new, err), err);
    t->taken_in += code == K_OK && is_new;
    return code;
}

static enum kcode note_logged(struct device_store *store, const char *id, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (device_sql(store, "INSERT OR IGNORE INTO logged VALUES(?1)", &st, err) != K_OK) {
        return err->code;
    }
    statement_text(st, 1, id);
    return statement_done(st, err);
}

static enum kcode copy_record(void *user, const struct log_row *row, const char *raw,
                              size_t raw_len, struct kerr *err)
{
    struct tidy *t = user;
    enum fate fate = FATE_WAITS;
    if (!t->keeps_all && find_fate(t->store, row, &fate, err) != K_OK) {
        return err->code;
    }
    if (fate == FATE_LEFT) {
        return K_OK;
    }
    if (fate == FATE_UNKNOWN && take_in(t, row, err) != K_OK) {
        return err->code;
    }
    return log_swap_put(&t->swap, raw, raw_len, err) == K_OK ? note_logged(t->store, row->id, err)
                                                             : err->code;
}

/* ---- rows that have no record: of an older program, or their record was damaged ---- */

static void read_row(struct statement *st, struct log_row *row)
{
    (void)kstr_copy(row->id, sizeof row->id, row_text(st, 1));
    (void)kstr_copy(row->joins, sizeof row->joins, row_text(st, 3));
    (void)kstr_copy(row->customer, sizeof row->customer, row_text(st, 4));
    (void)kstr_copy(row->matter, sizeof row->matter, row_text(st, 5));
    (void)kstr_copy(row->subject, sizeof row->subject, row_text(st, 6));
    (void)kstr_copy(row->boot, sizeof row->boot, row_text(st, 11));
    row->seq = row_int(st, 0);
    row->kind = log_kind_find(row_text(st, 2));
    row->created_wall_ms = row_int(st, 7);
    row->from_wall_ms = row_int(st, 8);
    row->until_wall_ms = row_int(st, 9);
    row->soon = row_int(st, 10) != 0;
    row->mono_ms = row_int(st, 12);
    row->is_trusted = row_int(st, 13) != 0;
    row->body = row_blob(st, 15, &row->body_len);
}

/* A row that is damaged itself gets no record: it is mended or given up when its turn comes. */
static bool is_sound(const struct log_row *row, const char *sum)
{
    char now[TRUST_HASH_TEXT];
    if (row->kind == REQUEST_KIND_COUNT || !kuuid_valid(row->id) || row->body_len == 0 ||
        row->body_len >= LIMIT_REQUEST_BYTES) {
        return false;
    }
    row_sum(row->id, row->body, row->body_len, now);
    return sum[0] == '\0' || kstr_equal(now, sum);
}

static enum kcode log_missing(struct tidy *t, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    struct kbuf record = KBUF(t->store->record);
    if (device_sql(t->store,
                   "SELECT seq, id, kind, joins, customer, matter, subject, created_ms, from_ms,"
                   " until_ms, soon, boot, mono_ms, trusted, sum, body"
                   " FROM outbox JOIN request USING(seq)"
                   " WHERE id NOT IN (SELECT id FROM logged) ORDER BY seq",
                   &st, err) != K_OK) {
        return err->code;
    }
    for (;;) {
        struct log_row row = {0};
        bool there = false;
        if (statement_step(st, &there, err) != K_OK) {
            return err->code;
        }
        if (!there) {
            return K_OK;
        }
        read_row(st, &row);
        if (is_sound(&row, row_text(st, 14)) &&
            (log_record_encode(&row, &record, err) != K_OK ||
             log_swap_put(&t->swap, record.data, record.len, err) != K_OK)) {
            return err->code;
        }
    }
}

/* ---- the whole ---- */

/* What came after until, the rows without a record, then the swap; under the lock. */
static enum kcode finish(struct tidy *t, ino_t before, int64_t until, struct kerr *err)
{
    struct accept_log *log = &t->store->log;
    struct log_reader reader = {.fn = copy_record, .user = t};
    if (log->inode != before || log->end < until) {
        return kerr_fail(err, K_E_IO, "accept.log: another program replaced it");
    }
    t->keeps_all = true;
    if (accept_log_each(log, until, log->end, &reader, err) != K_OK ||
        log_missing(t, err) != K_OK || log_swap_done(log, &t->swap, err) != K_OK) {
        return err->code;
    }
    return store_run(t->store->db, "UPDATE meta SET value = 0 WHERE name = 'unlogged'", err);
}

static enum kcode rewrite(struct tidy *t, int64_t until, struct kerr *err)
{
    struct accept_log *log = &t->store->log;
    ino_t before = log->inode;
    struct log_reader reader = {.fn = copy_record, .user = t};
    if (store_run(t->store->db,
                  "CREATE TEMP TABLE IF NOT EXISTS logged(id TEXT PRIMARY KEY);"
                  "DELETE FROM logged",
                  err) != K_OK ||
        accept_log_each(log, 0, until, &reader, err) != K_OK ||
        accept_log_lock(log, DEVICE_BUSY_MS, err) != K_OK) {
        return err->code;
    }
    enum kcode code = finish(t, before, until, err);
    accept_log_unlock(log);
    return code;
}

/* Half of it is of no use any more, and that is more than nothing; or rows have no second copy. */
static enum kcode is_worth_it(struct device_store *store, int64_t end, bool *ret_worth,
                              struct kerr *err)
{
    int64_t rows = 0;
    int64_t bytes = 0;
    int64_t unlogged = 0;
    if (device_number(store, "SELECT value FROM meta WHERE name = 'outbox_rows'", 0, &rows, err) !=
            K_OK ||
        device_number(store, "SELECT value FROM meta WHERE name = 'outbox_bytes'", 0, &bytes,
                      err) != K_OK ||
        device_number(store, "SELECT value FROM meta WHERE name = 'unlogged'", 0, &unlogged, err) !=
            K_OK) {
        return err->code;
    }
    int64_t alive = bytes + rows * LOG_ROW_BYTES;
    *ret_worth = unlogged > 0 || end > 2 * alive + LIMIT_ACCEPT_LOG_DEAD;
    return K_OK;
}

enum kcode device_store_tidy(struct device_store *store, struct kerr *err)
{
    struct tidy t = {.store = store, .swap = {.fd = -1}};
    bool is_worth = false;
    if (accept_log_lock(&store->log, DEVICE_BUSY_MS, err) != K_OK) {
        return err->code;
    }
    int64_t until = store->log.end; /* nobody's accept is under way: all that is there is decided */
    accept_log_unlock(&store->log);
    if (is_worth_it(store, until, &is_worth, err) != K_OK || !is_worth) {
        return err->code;
    }
    enum kcode code = log_swap_begin(&store->log, &t.swap, err);
    code = code == K_OK ? rewrite(&t, until, err) : code;
    log_swap_drop(&t.swap);
    if (t.taken_in > 0) {
        store->recovery.from_log += t.taken_in;
        store->has_recovered = true;
    }
    return code == K_OK ? K_OK : kerr_at(err, "tidy");
}
