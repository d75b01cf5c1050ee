/*
 * Delivering, the courier's side: which item is due, and what became of it.
 *
 *   waiting ──outbox_next──► sending ──DELIVERED──► gone (its request is "sent")
 *      ▲                        │  └────REFUSED───► set_aside (a technician must look)
 *      └──────LATER, restart────┘
 *
 * "sending" is durable before the first byte leaves: after a crash nobody knows whether
 * headquarters has the item, so a second try begins with a question (maybe_sent).
 */
#include "offline_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

/* Due, and nothing of the same customer that is as important waits before it. An item that keeps
 * failing lets the others of its customer pass after a while, but never an addition to itself. */
static const char NEXT[] =
    "SELECT o.seq, r.id, r.kind, o.tries, o.body, o.sum FROM outbox o JOIN request r USING(seq)"
    " WHERE o.place = 'waiting' AND o.due_ms <= ?1 AND NOT EXISTS ("
    "  SELECT 1 FROM outbox f JOIN request e USING(seq)"
    "  WHERE f.seq < o.seq AND f.place <> 'set-aside' AND (e.id = r.joins OR"
    "   (e.customer = r.customer AND r.customer <> '' AND f.priority <= o.priority"
    "    AND f.tries <= ?2)))"
    " ORDER BY o.priority, o.seq LIMIT 1";
#define PATIENCE_TRIES 8

/* A row of an older program has no sum. */
static bool is_sound(struct statement *st, const void *body, size_t len)
{
    char sum[TRUST_HASH_TEXT];
    row_sum(row_text(st, 1), body, len, sum);
    return len > 0 && len < LIMIT_REQUEST_BYTES && kuuid_valid(row_text(st, 1)) &&
           (row_is_null(st, 5) || row_text(st, 5)[0] == '\0' || kstr_equal(sum, row_text(st, 5)));
}

/* ret_item->seq is set and *ret_sound false when the row is not what was written. */
static enum kcode read_next(struct device_store *store, int64_t now_mono_ms,
                            struct outbox_item *ret_item, bool *ret_sound, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    bool row = false;
    if (device_sql(store, NEXT, &st, err) != K_OK) {
        return err->code;
    }
    statement_int(st, 1, now_mono_ms);
    statement_int(st, 2, PATIENCE_TRIES);
    if (statement_step(st, &row, err) != K_OK) {
        return err->code;
    }
    if (!row) {
        return kerr_fail(err, K_E_NOT_FOUND, "outbox: nothing is due");
    }
    size_t len = 0;
    const void *body = row_blob(st, 4, &len);
    ret_item->seq = row_int(st, 0);
    *ret_sound = is_sound(st, body, len);
    if (!*ret_sound) {
        return K_OK;
    }
    (void)kstr_copy(ret_item->id, sizeof ret_item->id, row_text(st, 1));
    (void)kstr_copy(ret_item->kind, sizeof ret_item->kind, row_text(st, 2));
    ret_item->tries = (int)row_int(st, 3) + 1;
    ret_item->maybe_sent = ret_item->tries > 1;
    memcpy(ret_item->body, body, len);
    ret_item->body[len] = '\0';
    ret_item->body_len = len;
    return K_OK;
}

static enum kcode mark_sending(struct device_store *store, int64_t seq, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (device_sql(store,
                   "UPDATE outbox SET place = 'sending', tries = tries + 1"
                   " WHERE seq = ?1 AND place = 'waiting'",
                   &st, err) != K_OK) {
        return err->code;
    }
    statement_int(st, 1, seq);
    if (statement_done(st, err) != K_OK) {
        return err->code;
    }
    return store_changes(store->db) == 1
               ? K_OK
               : kerr_fail(err, K_E_IO, "outbox: another courier took item %lld", (long long)seq);
}

enum kcode outbox_next(struct device_store *store, int64_t now_mono_ms,
                       struct outbox_item *ret_item, struct kerr *err)
{
    bool is_sound = false;
    while (!is_sound) { /* what is mended is sound or set aside: each turn leaves one less */
        if (read_next(store, now_mono_ms, ret_item, &is_sound, err) != K_OK ||
            (!is_sound && device_mend(store, ret_item->seq, err) != K_OK)) {
            return err->code;
        }
    }
    if (device_begin(store, err) != K_OK) {
        return err->code;
    }
    return device_end(store, mark_sending(store, ret_item->seq, err), err);
}

/* One statement over one outbox row; ?1 is its seq, ?2 and ?3 as the statement wants them. */
static enum kcode change_row(struct device_store *store, const char *sql, int64_t seq,
                             int64_t number, const char *text, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (device_sql(store, sql, &st, err) != K_OK) {
        return err->code;
    }
    statement_int(st, 1, seq);
    if (number >= 0) {
        statement_int(st, 2, number);
    }
    if (text) {
        statement_text(st, 3, text);
    }
    return statement_done(st, err);
}

/* A state that headquarters already told us (handled, closed) is not taken back. What an addition
 * has become, the request it joins has as well. */
static enum kcode change_state(struct device_store *store, int64_t seq, enum request_state state,
                               struct kerr *err)
{
    int64_t revision = 0;
    if (device_revision(store, &revision, err) != K_OK ||
        change_row(store,
                   "UPDATE request SET revision = ?2"
                   " WHERE id = (SELECT joins FROM request WHERE seq = ?1)",
                   seq, revision, NULL, err) != K_OK) {
        return err->code;
    }
    return change_row(store,
                      "UPDATE request SET state = ?3, revision = ?2"
                      " WHERE seq = ?1 AND state IN ('saved', 'set-aside')",
                      seq, revision, request_state_name(state), err);
}

static enum kcode report(struct device_store *store, int64_t seq, enum verdict verdict,
                         const char *reason, int64_t due_mono_ms, struct kerr *err)
{
    if (verdict == VERDICT_LATER) {
        return change_row(store,
                          "UPDATE outbox SET place = 'waiting', due_ms = ?2, reason = ?3"
                          " WHERE seq = ?1",
                          seq, due_mono_ms, reason, err);
    }
    if (verdict == VERDICT_DELIVERED) {
        return change_state(store, seq, REQUEST_SENT, err) != K_OK
                   ? err->code
                   : change_row(store, "DELETE FROM outbox WHERE seq = ?1", seq, -1, NULL, err);
    }
    return change_state(store, seq, REQUEST_SET_ASIDE, err) != K_OK
               ? err->code
               : change_row(store,
                            "UPDATE outbox SET place = 'set-aside', due_ms = ?2, reason = ?3"
                            " WHERE seq = ?1",
                            seq, 0, reason, err);
}

enum kcode outbox_report(struct device_store *store, int64_t seq, enum verdict verdict,
                         const char *reason, int64_t due_mono_ms, struct kerr *err)
{
    KASSERT(verdict < VERDICT_COUNT);
    if (device_begin(store, err) != K_OK) {
        return err->code;
    }
    return device_end(store, report(store, seq, verdict, reason, due_mono_ms, err), err);
}

static enum kcode run_change(struct device_store *store, const char *sql, struct kerr *err)
{
    if (device_begin(store, err) != K_OK) {
        return err->code;
    }
    return device_end(store, store_run(store->db, sql, err), err);
}

enum kcode outbox_restart(struct device_store *store, struct kerr *err)
{
    return run_change(
        store, "UPDATE outbox SET place = 'waiting', due_ms = 0 WHERE place <> 'set-aside'", err);
}

enum kcode outbox_wake(struct device_store *store, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (device_begin(store, err) != K_OK) {
        return err->code;
    }
    enum kcode code = device_sql(
        store, "UPDATE outbox SET due_ms = 0 WHERE place = 'waiting' AND tries <= ?1", &st, err);
    if (code == K_OK) {
        statement_int(st, 1, OUTBOX_WAKE_TRIES);
        code = statement_done(st, err);
    }
    return device_end(store, code, err);
}

enum kcode outbox_status(struct device_store *store, struct outbox_status *ret_status,
                         struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    bool row = false;
    if (device_sql(store,
                   "SELECT count(*) FILTER (WHERE o.place <> 'set-aside'),"
                   " count(*) FILTER (WHERE o.place = 'set-aside'),"
                   " min(r.created_ms) FILTER (WHERE o.place <> 'set-aside'),"
                   " min(o.due_ms) FILTER (WHERE o.place = 'waiting'),"
                   " (SELECT value FROM meta WHERE name = 'recovered'),"
                   " (SELECT value FROM meta WHERE name = 'mended'),"
                   " (SELECT value FROM meta WHERE name = 'lost')"
                   " FROM outbox o JOIN request r USING(seq)",
                   &st, err) != K_OK ||
        statement_step(st, &row, err) != K_OK) {
        return err->code;
    }
    KASSERT(row); /* an aggregate always has one */
    ret_status->waiting = row_int(st, 0);
    ret_status->set_aside = row_int(st, 1);
    ret_status->oldest_wall_ms = row_is_null(st, 2) ? -1 : row_int(st, 2);
    ret_status->next_due_mono_ms = row_is_null(st, 3) ? -1 : row_int(st, 3);
    ret_status->recovered = row_int(st, 4);
    ret_status->mended = row_int(st, 5);
    ret_status->lost = row_int(st, 6);
    return K_OK;
}
