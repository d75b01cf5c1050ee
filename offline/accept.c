/*
 * Accepting: the one place where a promise to a customer is made. Document, remembered row and
 * outbox row become durable in one transaction, or nothing is kept.
 */
#include "offline_internal.h"

#include "kassert.h"
#include "kstr.h"
#include "ksys.h"

#include <errno.h>
#include <string.h>
#include <sys/statvfs.h>

struct acceptance {
    const struct request *request;
    struct document_origin origin;
    char id[KUUID_TEXT_SIZE];
    char joins[KUUID_TEXT_SIZE]; /* "" = an own request */
    char customer[TRUST_HASH_TEXT];
    struct log_row row;
};

/* ---- room ---- */

static enum kcode check_disk(const char *path, struct kerr *err)
{
    struct statvfs disk;
    if (statvfs(path, &disk) != 0) {
        return kerr_fail(err, K_E_IO, "%s: %s", path, strerror(errno));
    }
    if ((disk.f_flag & ST_RDONLY) != 0) {
        return kerr_fail(err, K_E_FULL, "outbox: the disk may only be read");
    }
    uint64_t free_bytes = (uint64_t)disk.f_bavail * disk.f_frsize;
    if (free_bytes < LIMIT_DISK_SPARE_BYTES) {
        return kerr_fail(err, K_E_FULL, "outbox: %llu bytes of disk are left",
                         (unsigned long long)free_bytes);
    }
    return K_OK;
}

static enum kcode check_share(struct device_store *store, enum request_kind kind, struct kerr *err)
{
    int64_t rows = 0;
    int64_t bytes = 0;
    if (device_number(store, "SELECT value FROM meta WHERE name = 'outbox_rows'", 0, &rows, err) !=
            K_OK ||
        device_number(store, "SELECT value FROM meta WHERE name = 'outbox_bytes'", 0, &bytes,
                      err) != K_OK) {
        return err->code;
    }
    int64_t row_limit = kind == REQUEST_FEEDBACK ? LIMIT_OUTBOX_FEEDBACK : LIMIT_OUTBOX_ROWS;
    if (rows >= row_limit || bytes > LIMIT_OUTBOX_BYTES - LIMIT_REQUEST_BYTES) {
        return kerr_fail(err, K_E_FULL, "outbox: %lld requests with %lld bytes wait",
                         (long long)rows, (long long)bytes);
    }
    return K_OK;
}

/* The oldest feedback that waits; -1 = none. */
static enum kcode find_feedback(struct device_store *store, int64_t *ret_seq, struct kerr *err)
{
    return device_number(store,
                         "SELECT min(seq) FROM outbox JOIN request USING(seq)"
                         " WHERE kind = 'feedback' AND place = 'waiting'",
                         -1, ret_seq, err);
}

/* Feedback gives way to a request, the oldest first; a request gives way to nothing. Inside the
 * change that keeps the request. */
static enum kcode make_share(struct device_store *store, enum request_kind kind, struct kerr *err)
{
    for (;;) {
        struct kerr full = {0};
        int64_t seq = -1;
        enum kcode code = check_share(store, kind, &full);
        if (code == K_E_FULL && kind != REQUEST_FEEDBACK &&
            find_feedback(store, &seq, err) != K_OK) {
            return err->code;
        }
        if (seq < 0) {
            *err = full;
            return code;
        }
        if (outbox_go(store, seq, ITEM_EXPIRED, "", 0, err) != K_OK ||
            store_run(store->db, "UPDATE meta SET value = value + 1 WHERE name = 'shed'", err) !=
                K_OK) {
            return err->code;
        }
    }
}

bool device_store_has_room(struct device_store *store)
{
    struct kerr err = {0};
    struct kerr full = {0};
    int64_t seq = -1;
    enum kcode code = check_share(store, REQUEST_CALLBACK, &full);
    bool gives_way = code == K_E_FULL && find_feedback(store, &seq, &err) == K_OK && seq >= 0;
    return (code == K_OK || gives_way) && check_disk(store->path, &err) == K_OK;
}

/* ---- joining ---- */

/* The newest open request of the same customer for the same matter. Whoever is known only by a
 * number that was typed joins nothing, for that would tell them of another's request: headquarters
 * sees both numbers. One that headquarters refused takes nothing in: it is not there. */
static enum kcode find_open(struct device_store *store, struct acceptance *a, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (a->customer[0] == '\0') {
        return K_OK;
    }
    if (device_sql(store,
                   "SELECT id FROM request WHERE customer = ?1 AND matter = ?2"
                   " AND kind = 'callback' AND state IN ('saved', 'sent', 'handled')"
                   " ORDER BY seq DESC LIMIT 1",
                   &st, err) != K_OK) {
        return err->code;
    }
    statement_text(st, 1, a->customer);
    statement_text(st, 2, a->request->matter);
    bool row = false;
    if (statement_step(st, &row, err) != K_OK) {
        return err->code;
    }
    if (row) {
        (void)kstr_copy(a->joins, sizeof a->joins, row_text(st, 0));
        a->origin.kind = REQUEST_ADDITION;
    }
    return K_OK;
}

/* The customer sees the newest promise on the request that took it in, and that it is saved here.
 */
static enum kcode renew_promise(struct device_store *store, const struct acceptance *a,
                                int64_t revision, struct kerr *err)
{
    const struct request *request = a->request;
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (device_sql(store,
                   "UPDATE request SET from_ms = ?2, until_ms = ?3, soon = ?4, revision = ?5"
                   " WHERE id = ?1",
                   &st, err) != K_OK) {
        return err->code;
    }
    statement_text(st, 1, a->joins);
    statement_int(st, 2, request->from_wall_ms);
    statement_int(st, 3, request->until_wall_ms);
    statement_int(st, 4, request->soon);
    statement_int(st, 5, revision);
    return statement_done(st, err);
}

/* ---- writing ---- */

static enum kcode put_rows(struct device_store *store, struct acceptance *a,
                           const struct kbuf *body, int64_t revision, struct kerr *err)
{
    const struct request *request = a->request;
    struct log_row *row = &a->row;
    *row = (struct log_row){.kind = a->origin.kind,
                            .created_wall_ms = a->origin.now_wall_ms,
                            .from_wall_ms = request->from_wall_ms,
                            .until_wall_ms = request->until_wall_ms,
                            .soon = request->soon,
                            .mono_ms = a->origin.now_mono_ms,
                            .is_trusted = a->origin.is_trusted,
                            .body = body->data,
                            .body_len = body->len};
    (void)kstr_copy(row->id, sizeof row->id, a->id);
    (void)kstr_copy(row->joins, sizeof row->joins, a->joins);
    (void)kstr_copy(row->customer, sizeof row->customer, a->customer);
    (void)kstr_copy(row->matter, sizeof row->matter, request->matter);
    (void)kstr_copy(row->subject, sizeof row->subject, request->subject);
    (void)kstr_copy(row->boot, sizeof row->boot, store->boot_id);
    if (row_put_request(store, row, revision, err) != K_OK) {
        return err->code;
    }
    row->seq = store_last_id(store->db);
    return row_put_outbox(store, row, 0, err);
}

/* Delivered requests are forgotten from the oldest; one that still waits never is. */
static enum kcode forget_oldest(struct device_store *store, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (device_sql(store,
                   "DELETE FROM request WHERE seq <= (SELECT max(seq) FROM request) - ?1"
                   " AND seq NOT IN (SELECT seq FROM outbox)",
                   &st, err) != K_OK) {
        return err->code;
    }
    statement_int(st, 1, LIMIT_REQUEST_ROWS);
    return statement_done(st, err);
}

static enum kcode keep(struct device_store *store, struct acceptance *a, struct kerr *err)
{
    struct kbuf body = {0};
    int64_t revision = 0;
    if (device_trusts(store, a->origin.now_wall_ms, &a->origin.is_trusted, err) != K_OK ||
        check_disk(store->path, err) != K_OK || make_share(store, a->origin.kind, err) != K_OK) {
        return err->code;
    }
    if (a->origin.kind == REQUEST_CALLBACK && find_open(store, a, err) != K_OK) {
        return err->code;
    }
    if (document_make(store, a->request, &a->origin, &body, err) != K_OK ||
        device_revision(store, &revision, err) != K_OK ||
        put_rows(store, a, &body, revision, err) != K_OK) {
        return err->code;
    }
    if (a->origin.kind == REQUEST_ADDITION && renew_promise(store, a, revision, err) != K_OK) {
        return err->code;
    }
    return device_saw_time(store, a->origin.now_wall_ms, a->origin.is_trusted, err) == K_OK
               ? forget_oldest(store, err)
               : err->code;
}

/* The second copy is on the disk before the first is decided: what is in the tables is in
 * accept.log, too. */
static enum kcode keep_twice(struct device_store *store, struct acceptance *a, struct kerr *err)
{
    struct kbuf record = KBUF(store->record);
    return keep(store, a, err) == K_OK && log_record_encode(&a->row, &record, err) == K_OK
               ? accept_log_add(&store->log, &record, err)
               : err->code;
}

/* Nobody else changes store or log in between: no accept is seen half. */
static enum kcode keep_locked(struct device_store *store, struct acceptance *a, struct kerr *err)
{
    if (accept_log_lock(&store->log, DEVICE_BUSY_MS, err) != K_OK) {
        return err->code;
    }
    enum kcode code = device_begin(store, err);
    if (code == K_OK) {
        code = device_end(store, keep_twice(store, a, err), err);
    }
    if (code != K_OK) {
        accept_log_take_back(&store->log);
    }
    accept_log_unlock(&store->log);
    return code;
}

static enum kcode accept_once(struct device_store *store, const struct request *request,
                              int64_t now_wall_ms, int64_t now_mono_ms,
                              struct visit_accepted *ret_accepted, struct kerr *err)
{
    struct acceptance a = {.request = request};
    uint8_t random[KUUID_RANDOM_SIZE];
    ksys_random(random, sizeof random);
    kuuid_make(now_wall_ms > 0 ? now_wall_ms : 0, random, a.id);
    if (request->kind == REQUEST_ADDITION) {
        (void)kstr_copy(a.joins, sizeof a.joins, request->joins);
    }
    a.origin = (struct document_origin){.id = a.id,
                                        .joins = a.joins,
                                        .kind = request->kind,
                                        .now_wall_ms = now_wall_ms,
                                        .now_mono_ms = now_mono_ms};
    device_mac(store, "customer", request->customer_ref, a.customer);
    if (keep_locked(store, &a, err) != K_OK) {
        return kerr_at(err, "accept");
    }
    struct visit_accepted accepted = {.is_kept = true, .joined = a.joins[0] != '\0'};
    (void)kstr_copy(accepted.id, sizeof accepted.id, accepted.joined ? a.joins : a.id);
    *ret_accepted = accepted;
    return K_OK;
}

enum kcode device_store_accept(struct device_store *store, const struct request *request,
                               int64_t now_wall_ms, int64_t now_mono_ms,
                               struct visit_accepted *ret_accepted, struct kerr *err)
{
    KASSERT(request->kind < REQUEST_KIND_COUNT);
    KASSERT(request->kind != REQUEST_ADDITION || kuuid_valid(request->joins));
    struct kerr first = {0};
    enum kcode code = accept_once(store, request, now_wall_ms, now_mono_ms, ret_accepted, &first);
    if (code == K_E_FORMAT && store->db && store_is_damaged(store->db)) {
        /* the next change sets the store aside and rebuilds it */
        return accept_once(store, request, now_wall_ms, now_mono_ms, ret_accepted, err);
    }
    *err = first;
    return code;
}
