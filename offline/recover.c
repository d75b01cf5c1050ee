/*
 * Two copies, and what to do when one of them is damaged: rebuild the store from accept.log, mend
 * one row from it, keep it short.
 */
#include "offline_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <sys/stat.h>

#define BATCH 500 /* requests a commit: the database's log stays short */

static enum kcode add_to_meta(struct device_store *store, const char *name, int64_t count,
                              struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (device_sql(store,
                   "INSERT INTO meta VALUES(?1, ?2)"
                   " ON CONFLICT(name) DO UPDATE SET value = value + excluded.value",
                   &st, err) != K_OK) {
        return err->code;
    }
    statement_text(st, 1, name);
    statement_int(st, 2, count);
    return statement_done(st, err);
}

/* ---- rebuilding ---- */

struct rebuild {
    struct device_store *store;
    struct device_recovery recovery;
};

static enum kcode take_record(void *user, const struct log_row *row, const char *raw,
                              size_t raw_len, struct kerr *err)
{
    (void)raw;
    (void)raw_len;
    struct rebuild *r = user;
    bool is_new = false;
    if (row_take_in(r->store, row, &is_new, err) != K_OK) {
        return err->code;
    }
    r->recovery.from_log += is_new;
    if (!is_new || r->recovery.from_log % BATCH != 0) {
        return K_OK;
    }
    return store_commit(r->store->db, err) == K_OK ? store_begin(r->store->db, err) : err->code;
}

static enum kcode fill(struct rebuild *r, struct kerr *err)
{
    struct device_store *store = r->store;
    char bad[PATH_MAX];
    struct log_reader reader = {.fn = take_record, .user = r};
    if (accept_log_each(&store->log, 0, store->log.end, &reader, err) != K_OK) {
        return err->code;
    }
    r->recovery.gaps = reader.gaps;
    if ((device_newest_bad(store->path, bad) && salvage(store, bad, &r->recovery, err) != K_OK)) {
        return err->code;
    }
    return add_to_meta(store, "recovered", r->recovery.from_log + r->recovery.from_file, err) ==
                       K_OK &&
                   add_to_meta(store, "lost", r->recovery.lost, err) == K_OK
               ? store_run(store->db, "UPDATE meta SET value = 1 WHERE name = 'taken_in'", err)
               : err->code;
}

static enum kcode rebuild_locked(struct rebuild *r, struct kerr *err)
{
    struct device_store *store = r->store;
    int64_t taken_in = 0;
    if (store_begin(store->db, err) != K_OK) {
        return err->code;
    }
    enum kcode code =
        device_number(store, "SELECT value FROM meta WHERE name = 'taken_in'", 1, &taken_in, err);
    if (code == K_OK && taken_in == 0) { /* otherwise the other program was quicker */
        code = fill(r, err);
    }
    if (code != K_OK) {
        store_rollback(store->db);
        return code;
    }
    return store_commit(store->db, err);
}

enum kcode device_rebuild(struct device_store *store, struct kerr *err)
{
    struct rebuild r = {.store = store};
    int64_t taken_in = 0;
    if (device_number(store, "SELECT value FROM meta WHERE name = 'taken_in'", 1, &taken_in, err) !=
        K_OK) {
        return err->code;
    }
    if (taken_in != 0) {
        return K_OK;
    }
    if (accept_log_lock(&store->log, DEVICE_REBUILD_MS, err) != K_OK) {
        return err->code;
    }
    enum kcode code = rebuild_locked(&r, err);
    accept_log_unlock(&store->log);
    if (code != K_OK) {
        return kerr_at(err, "rebuild");
    }
    const struct device_recovery *done = &r.recovery;
    if (done->from_log + done->from_file + done->rows + done->gaps + done->lost > 0 ||
        done->is_blind) {
        store->recovery = *done;
        store->has_recovered = true;
    }
    return K_OK;
}

bool device_store_recovered(struct device_store *store, struct device_recovery *ret_recovery)
{
    if (!store->has_recovered) {
        return false;
    }
    *ret_recovery = store->recovery;
    store->recovery = (struct device_recovery){0};
    store->has_recovered = false;
    return true;
}

/* ---- mending one row ---- */

struct mend {
    int64_t seq;
    const char *id; /* as the row says: either may be what is damaged */
    bool found;
    struct log_row row;
    struct kbuf body; /* of the row found */
};

static enum kcode find_record(void *user, const struct log_row *row, const char *raw,
                              size_t raw_len, struct kerr *err)
{
    (void)raw;
    (void)raw_len;
    struct mend *mend = user;
    bool same_id = kstr_equal(row->id, mend->id);
    if (!same_id && (row->seq != mend->seq || mend->found)) {
        return K_OK;
    }
    mend->found = true;
    mend->row = *row;
    kbuf_clear(&mend->body);
    return kbuf_add(&mend->body, row->body, row->body_len, err);
}

static enum kcode read_id(struct device_store *store, int64_t seq, char ret_id[KUUID_TEXT_SIZE],
                          struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    bool row = false;
    if (device_sql(store, "SELECT id FROM request WHERE seq = ?1", &st, err) != K_OK) {
        return err->code;
    }
    statement_int(st, 1, seq);
    if (statement_step(st, &row, err) != K_OK) {
        return err->code;
    }
    ret_id[0] = '\0';
    if (row) {
        (void)kstr_copy(ret_id, KUUID_TEXT_SIZE, row_text(st, 0));
    }
    return K_OK;
}

static enum kcode write_mended(struct device_store *store, const struct mend *mend,
                               struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *request = NULL;
    K_CLEANUP(statement_close) struct statement *outbox = NULL;
    char sum[TRUST_HASH_TEXT];
    if (device_sql(store, "UPDATE request SET id = ?2, kind = ?3, joins = ?4 WHERE seq = ?1",
                   &request, err) != K_OK ||
        device_sql(store,
                   "UPDATE outbox SET body = ?2, sum = ?3, tries = max(tries, 1),"
                   " unknown_at = ?4 WHERE seq = ?1",
                   &outbox, err) != K_OK) {
        return err->code;
    }
    row_sum(mend->row.id, mend->body.data, mend->body.len, sum);
    statement_int(request, 1, mend->seq);
    statement_text(request, 2, mend->row.id);
    statement_text(request, 3, request_kind_name(mend->row.kind));
    statement_text(request, 4, mend->row.joins);
    statement_int(outbox, 1, mend->seq);
    statement_blob(outbox, 2, mend->body.data, mend->body.len);
    statement_text(outbox, 3, sum);
    statement_int(outbox, 4, ENDPOINT_ALL);
    return statement_done(request, err) == K_OK && statement_done(outbox, err) == K_OK
               ? add_to_meta(store, "mended", 1, err)
               : err->code;
}

/* No copy is left: nothing that would be sent is what the customer said. */
static enum kcode give_up(struct device_store *store, int64_t seq, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *outbox = NULL;
    K_CLEANUP(statement_close) struct statement *request = NULL;
    int64_t revision = 0;
    if (device_revision(store, &revision, err) != K_OK ||
        device_sql(store,
                   "UPDATE outbox SET place = 'set-aside', reason = 'damaged on disk, no copy'"
                   " WHERE seq = ?1",
                   &outbox, err) != K_OK ||
        device_sql(store, "UPDATE request SET state = 'set-aside', revision = ?2 WHERE seq = ?1",
                   &request, err) != K_OK) {
        return err->code;
    }
    statement_int(outbox, 1, seq);
    statement_int(request, 1, seq);
    statement_int(request, 2, revision);
    return statement_done(outbox, err) == K_OK && statement_done(request, err) == K_OK
               ? add_to_meta(store, "lost", 1, err)
               : err->code;
}

static enum kcode mend_locked(struct device_store *store, struct mend *mend, struct kerr *err)
{
    struct log_reader reader = {.fn = find_record, .user = mend};
    if (accept_log_each(&store->log, 0, store->log.end, &reader, err) != K_OK ||
        device_begin(store, err) != K_OK) {
        return err->code;
    }
    return device_end(
        store, mend->found ? write_mended(store, mend, err) : give_up(store, mend->seq, err), err);
}

enum kcode device_mend(struct device_store *store, int64_t seq, struct kerr *err)
{
    char id[KUUID_TEXT_SIZE];
    struct mend mend = {.seq = seq, .id = id, .body = KBUF(store->body)};
    if (read_id(store, seq, id, err) != K_OK ||
        accept_log_lock(&store->log, DEVICE_BUSY_MS, err) != K_OK) {
        return err->code;
    }
    enum kcode code = mend_locked(store, &mend, err);
    accept_log_unlock(&store->log);
    if (code != K_OK) {
        return kerr_at(err, "mend");
    }
    store->recovery.from_log += mend.found;
    store->recovery.lost += !mend.found;
    store->has_recovered = true;
    return K_OK;
}
