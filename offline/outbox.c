/*
 * Delivering, the courier's side: which item is due, and what became of it.
 *
 * delivery.h draws the states. "sending" is durable before the first byte leaves: after a crash
 * nobody knows whether headquarters has the item, so a second try begins with a question
 * (maybe_sent).
 */
#include "offline_internal.h"

#include "json.h"
#include "kassert.h"
#include "kstr.h"

#include <string.h>

/* Due, and nothing of the same customer that is as important waits before it. An item that keeps
 * failing lets the others of its customer pass after a while, but never an addition to itself. */
static const char NEXT[] =
    "SELECT o.seq, r.id, r.kind, o.tries, o.body, o.sum, o.unknown_at FROM outbox o JOIN request r "
    "USING(seq)"
    " WHERE o.place = 'waiting' AND o.due_ms <= ?1 AND (o.unknown_at & ~?3) = 0 AND NOT EXISTS ("
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
static enum kcode read_next(struct device_store *store, int64_t now_mono_ms, unsigned reachable,
                            struct outbox_item *ret_item, bool *ret_sound, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    bool row = false;
    if (device_sql(store, NEXT, &st, err) != K_OK) {
        return err->code;
    }
    statement_int(st, 1, now_mono_ms);
    statement_int(st, 2, PATIENCE_TRIES);
    statement_int(st, 3, reachable);
    if (statement_step(st, &row, err) != K_OK) {
        return err->code;
    }
    if (!row) {
        return kerr_fail(err, K_E_NOT_FOUND, "outbox: nothing is due");
    }
    size_t len = 0;
    const void *body = row_blob(st, 4, &len);
    ret_item->seq = row_int(st, 0);
    ret_item->hash[0] = '\0';
    *ret_sound = is_sound(st, body, len);
    if (!*ret_sound) {
        return K_OK;
    }
    (void)kstr_copy(ret_item->id, sizeof ret_item->id, row_text(st, 1));
    (void)kstr_copy(ret_item->kind, sizeof ret_item->kind, row_text(st, 2));
    ret_item->tries = (int)row_int(st, 3) + 1;
    ret_item->unknown_at = (unsigned)row_int(st, 6) & ENDPOINT_ALL;
    ret_item->maybe_sent = ret_item->unknown_at != 0;
    K_CLEANUP(json_free) struct json *root = NULL;
    struct kerr unread = {0};
    if (json_parse(body, len, &root, &unread) == K_OK) {
        (void)kstr_copy(ret_item->hash, sizeof ret_item->hash, json_get_text(root, "hash"));
    }
    memcpy(ret_item->body, body, len);
    ret_item->body[len] = '\0';
    ret_item->body_len = len;
    return K_OK;
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

/* ---- the only way an item changes its state ---- */

enum kcode outbox_facts(struct device_store *store, int64_t seq, struct item_facts *ret_facts,
                        struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    bool row = false;
    if (device_sql(store,
                   "SELECT r.state, r.kind, o.seq IS NOT NULL, o.place, o.tries, o.reason"
                   " FROM request r LEFT JOIN outbox o USING(seq) WHERE r.seq = ?1",
                   &st, err) != K_OK) {
        return err->code;
    }
    statement_int(st, 1, seq);
    if (statement_step(st, &row, err) != K_OK) {
        return err->code;
    }
    if (!row) {
        return kerr_fail(err, K_E_NOT_FOUND, "outbox: no item %lld", (long long)seq);
    }
    enum request_state request = request_state_find(row_text(st, 0));
    *ret_facts = (struct item_facts){
        .state = item_state_find(row_text(st, 3)),
        .has_row = row_int(st, 2) != 0,
        .has_reason = row_text(st, 5)[0] != '\0',
        .tries = (int)row_int(st, 4),
        .may_expire = kstr_equal(row_text(st, 1), request_kind_name(REQUEST_FEEDBACK)),
        .request_is_saved = request == REQUEST_SAVED,
        .request_is_set_aside = request == REQUEST_SET_ASIDE,
    };
    return K_OK;
}

static enum kcode change_row_to(struct device_store *store, int64_t seq, enum item_state to,
                                const char *reason, int64_t due_mono_ms, struct kerr *err)
{
    switch (to) {
    case ITEM_SENDING:
        return change_row(store,
                          "UPDATE outbox SET place = 'sending', tries = tries + 1 WHERE seq = ?1",
                          seq, -1, NULL, err);
    case ITEM_WAITING:
        return change_row(store,
                          "UPDATE outbox SET place = 'waiting', due_ms = ?2, reason = ?3"
                          " WHERE seq = ?1",
                          seq, due_mono_ms, reason, err);
    case ITEM_SET_ASIDE:
        return change_row(store,
                          "UPDATE outbox SET place = 'set-aside', due_ms = ?2, reason = ?3"
                          " WHERE seq = ?1",
                          seq, 0, reason, err);
    case ITEM_DELIVERED:
        if (store_run(store->db, "UPDATE meta SET value = value + 1 WHERE name = 'delivered'",
                      err) != K_OK) {
            return err->code;
        }
        return change_row(store, "DELETE FROM outbox WHERE seq = ?1", seq, -1, NULL, err);
    case ITEM_EXPIRED:
        return change_row(store, "DELETE FROM outbox WHERE seq = ?1", seq, -1, NULL, err);
    case ITEM_STATE_COUNT:
        break;
    }
    return kerr_fail(err, K_E_IO, "outbox: no such state");
}

/* How the request stands once its item is there; REQUEST_STATE_COUNT: as it was. */
static const enum request_state request_states[ITEM_STATE_COUNT] = {
    [ITEM_WAITING] = REQUEST_STATE_COUNT, [ITEM_SENDING] = REQUEST_STATE_COUNT,
    [ITEM_SET_ASIDE] = REQUEST_SET_ASIDE, [ITEM_DELIVERED] = REQUEST_SENT,
    [ITEM_EXPIRED] = REQUEST_CLOSED,
};

/* Inside a change: the edge must be in the table, the new state sound; otherwise all is undone. */
enum kcode outbox_go(struct device_store *store, int64_t seq, enum item_state to,
                     const char *reason, int64_t due_mono_ms, struct kerr *err)
{
    struct item_facts facts = {0};
    if (outbox_facts(store, seq, &facts, err) != K_OK) {
        return err->code;
    }
    if (facts.state == ITEM_STATE_COUNT || !item_may_go(facts.state, to)) {
        return kerr_fail(err, K_E_IO, "outbox: item %lld: %s to %s is no step", (long long)seq,
                         facts.state == ITEM_STATE_COUNT ? "nowhere" : item_state_name(facts.state),
                         item_state_name(to));
    }
    bool comes_back = facts.state == ITEM_SET_ASIDE && to == ITEM_WAITING;
    enum request_state state = comes_back ? REQUEST_SAVED : request_states[to];
    if ((state != REQUEST_STATE_COUNT && change_state(store, seq, state, err) != K_OK) ||
        change_row_to(store, seq, to, reason, due_mono_ms, err) != K_OK ||
        outbox_facts(store, seq, &facts, err) != K_OK) {
        return err->code;
    }
    facts.state = to;
    return item_is_sound(&facts) ? K_OK
                                 : kerr_fail(err, K_E_IO, "outbox: item %lld is not %s",
                                             (long long)seq, item_state_name(to));
}

static enum kcode take(struct device_store *store, int64_t seq, int at, struct kerr *err)
{
    return outbox_go(store, seq, ITEM_SENDING, "", 0, err) == K_OK
               ? change_row(store, "UPDATE outbox SET unknown_at = unknown_at | ?2 WHERE seq = ?1",
                            seq, ENDPOINT_BIT(at), NULL, err)
               : err->code;
}

enum kcode outbox_take(struct device_store *store, int64_t now_mono_ms,
                       const struct outbox_reach *reach, struct outbox_item *ret_item,
                       struct kerr *err)
{
    bool is_sound = false;
    KASSERT(reach->at >= 0);
    KASSERT(reach->at < ENDPOINT_MAX);
    while (!is_sound) { /* what is mended is sound or set aside: each turn leaves one less */
        if (read_next(store, now_mono_ms, reach->reachable, ret_item, &is_sound, err) != K_OK ||
            (!is_sound && device_mend(store, ret_item->seq, err) != K_OK)) {
            return err->code;
        }
    }
    if (device_begin(store, err) != K_OK) {
        return err->code;
    }
    return device_end(store, take(store, ret_item->seq, reach->at, err), err);
}

enum kcode outbox_next(struct device_store *store, int64_t now_mono_ms,
                       struct outbox_item *ret_item, struct kerr *err)
{
    struct outbox_reach reach = {.at = 0, .reachable = ENDPOINT_ALL};
    return outbox_take(store, now_mono_ms, &reach, ret_item, err);
}

enum kcode outbox_find(struct device_store *store, const char *id, int64_t *ret_seq,
                       struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    bool row = false;
    if (device_sql(store, "SELECT seq FROM request JOIN outbox USING(seq) WHERE id = ?1", &st,
                   err) != K_OK) {
        return err->code;
    }
    statement_text(st, 1, id);
    if (statement_step(st, &row, err) != K_OK) {
        return err->code;
    }
    if (!row) {
        return kerr_fail(err, K_E_NOT_FOUND, "outbox: %s is not in it", id);
    }
    *ret_seq = row_int(st, 0);
    return K_OK;
}

struct report {
    enum item_state to;
    const char *reason;
    int64_t due_mono_ms;
    int64_t unknown_at; /* -1 = as it was */
};

static enum kcode write_report(struct device_store *store, int64_t seq, const struct report *r,
                               struct kerr *err)
{
    return outbox_go(store, seq, r->to, r->reason, r->due_mono_ms, err) == K_OK &&
                   r->unknown_at >= 0
               ? change_row(store, "UPDATE outbox SET unknown_at = ?2 WHERE seq = ?1", seq,
                            r->unknown_at, NULL, err)
               : err->code;
}

static enum kcode report(struct device_store *store, const char *id, const struct report *r,
                         struct kerr *err)
{
    int64_t seq = 0;
    struct kerr missing = {0};
    enum kcode code = outbox_find(store, id, &seq, &missing);
    if (code == K_E_NOT_FOUND) {
        return K_OK; /* the store was rebuilt meanwhile, and had it no more: nothing to report to */
    }
    if (code != K_OK) {
        *err = missing;
        return code;
    }
    if (device_begin(store, err) != K_OK) {
        return err->code;
    }
    return device_end(store, write_report(store, seq, r, err), err);
}

enum kcode outbox_report(struct device_store *store, const char *id, enum verdict verdict,
                         const char *reason, int64_t due_mono_ms, struct kerr *err)
{
    static const enum item_state states[VERDICT_COUNT] = {
        [VERDICT_DELIVERED] = ITEM_DELIVERED,
        [VERDICT_LATER] = ITEM_WAITING,
        [VERDICT_REFUSED] = ITEM_SET_ASIDE,
    };
    KASSERT(verdict < VERDICT_COUNT);
    struct report r = {states[verdict], reason, due_mono_ms, -1};
    return report(store, id, &r, err);
}

enum kcode outbox_later(struct device_store *store, const char *id, unsigned unknown_at,
                        const char *reason, int64_t due_mono_ms, struct kerr *err)
{
    struct report r = {ITEM_WAITING, reason, due_mono_ms, unknown_at};
    return report(store, id, &r, err);
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

struct body_reader {
    outbox_body_fn fn;
    void *user;
    int64_t after; /* the row before */
    int64_t seq;   /* the row read, 0 behind the last */
    bool is_sound;
};

static enum kcode read_body(struct device_store *store, struct body_reader *reader,
                            struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    bool row = false;
    size_t len = 0;
    if (device_sql(store,
                   "SELECT o.seq, r.id, 0, 0, o.body, o.sum FROM outbox o JOIN request r USING(seq)"
                   " WHERE o.seq > ?1 ORDER BY o.seq LIMIT 1",
                   &st, err) != K_OK) {
        return err->code;
    }
    statement_int(st, 1, reader->after);
    if (statement_step(st, &row, err) != K_OK) {
        return err->code;
    }
    reader->seq = row ? row_int(st, 0) : 0;
    const void *body = row ? row_blob(st, 4, &len) : "";
    reader->is_sound = !row || is_sound(st, body, len);
    return row && reader->is_sound ? reader->fn(reader->user, row_text(st, 1), body, len, err)
                                   : K_OK;
}

enum kcode outbox_bodies(struct device_store *store, outbox_body_fn fn, void *user,
                         struct kerr *err)
{
    struct body_reader reader = {.fn = fn, .user = user};
    for (;;) {
        if (read_body(store, &reader, err) != K_OK || reader.seq == 0) {
            return err->code;
        }
        if (!reader.is_sound && (device_mend(store, reader.seq, err) != K_OK ||
                                 read_body(store, &reader, err) != K_OK)) {
            return err->code;
        }
        reader.after = reader.seq;
    }
}
