/* What waits: how much, for how long and why, for a technician and for headquarters; and the time
 * this kiosk has been on, by which alone feedback grows old. */
#include "offline_internal.h"

#include "fallback.h"
#include "kassert.h"
#include "kstr.h"

enum kcode outbox_put_back(struct device_store *store, const char *id, struct kerr *err)
{
    int64_t seq = 0;
    struct item_facts facts;
    if (outbox_find(store, id, &seq, err) != K_OK ||
        outbox_facts(store, seq, &facts, err) != K_OK) {
        return err->code;
    }
    if (facts.state != ITEM_SET_ASIDE) {
        return kerr_fail(err, K_E_FORMAT, "outbox: %s is not set aside", id);
    }
    if (device_begin(store, err) != K_OK) {
        return err->code;
    }
    return device_end(store, outbox_go(store, seq, ITEM_WAITING, "put back", 0, err), err);
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
                   " (SELECT value FROM meta WHERE name = 'lost'),"
                   " (SELECT value FROM meta WHERE name = 'lived_ms')"
                   "  - min(o.lived_ms) FILTER (WHERE o.place <> 'set-aside'),"
                   " (SELECT value FROM meta WHERE name = 'delivered'),"
                   " (SELECT value FROM meta WHERE name = 'shed')"
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
    ret_status->oldest_age_ms = row_is_null(st, 7) ? -1 : row_int(st, 7);
    ret_status->delivered = row_int(st, 8);
    ret_status->shed = row_int(st, 9);
    return K_OK;
}

enum kcode outbox_each(struct device_store *store, outbox_line_fn fn, void *user, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (device_sql(store,
                   "SELECT r.id, r.kind, o.place, o.tries, o.reason, r.created_ms,"
                   " length(o.body), (SELECT value FROM meta WHERE name = 'lived_ms') - o.lived_ms"
                   " FROM outbox o JOIN request r USING(seq) ORDER BY o.priority, o.seq",
                   &st, err) != K_OK) {
        return err->code;
    }
    for (;;) {
        bool row = false;
        if (statement_step(st, &row, err) != K_OK || !row) {
            return err->code;
        }
        struct outbox_line line = {.state = item_state_find(row_text(st, 2)),
                                   .tries = (int)row_int(st, 3),
                                   .created_wall_ms = row_int(st, 5),
                                   .body_len = (size_t)row_int(st, 6),
                                   .age_ms = row_int(st, 7)};
        (void)kstr_copy(line.id, sizeof line.id, row_text(st, 0));
        (void)kstr_copy(line.kind, sizeof line.kind, row_text(st, 1));
        (void)kstr_copy(line.reason, sizeof line.reason, row_text(st, 4));
        fn(user, &line);
    }
}

/* ---- the wall clock, which nothing is decided by ---- */

void device_store_set_clock(struct device_store *store, bool is_set)
{
    store->clock_is_set = is_set;
}

enum kcode device_trusts(struct device_store *store, int64_t now_wall_ms, bool *ret_trusted,
                         struct kerr *err)
{
    int64_t seen_ms = 0;
    if (device_number(store, "SELECT value FROM meta WHERE name = 'seen_ms'", 0, &seen_ms, err) !=
        K_OK) {
        return err->code;
    }
    int64_t floor_ms = seen_ms > CLOCK_FLOOR_MS ? seen_ms : CLOCK_FLOOR_MS;
    *ret_trusted = clock_is_trusted(now_wall_ms, floor_ms, store->clock_is_set);
    return K_OK;
}

enum kcode device_saw_time(struct device_store *store, int64_t now_wall_ms, bool is_trusted,
                           struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (!is_trusted) {
        return K_OK;
    }
    if (device_sql(store, "UPDATE meta SET value = max(value, ?1) WHERE name = 'seen_ms'", &st,
                   err) != K_OK) {
        return err->code;
    }
    statement_int(st, 1, now_wall_ms);
    return statement_done(st, err);
}

/* ---- time that passes while the kiosk is on ---- */

static enum kcode add_lived(struct device_store *store, int64_t ms, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (device_sql(store, "UPDATE meta SET value = value + ?1 WHERE name = 'lived_ms'", &st, err) !=
        K_OK) {
        return err->code;
    }
    statement_int(st, 1, ms);
    return statement_done(st, err);
}

/* The oldest item that may expire; false in *ret_there: none is old enough. */
static enum kcode find_expired(struct device_store *store, int64_t *ret_seq, bool *ret_there,
                               struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (device_sql(store,
                   "SELECT o.seq, (SELECT value FROM meta WHERE name = 'lived_ms') - o.lived_ms"
                   " FROM outbox o JOIN request r USING(seq)"
                   " WHERE r.kind = 'feedback' AND o.place = 'waiting' ORDER BY o.lived_ms LIMIT 1",
                   &st, err) != K_OK ||
        statement_step(st, ret_there, err) != K_OK) {
        return err->code;
    }
    if (*ret_there) {
        *ret_seq = row_int(st, 0);
        *ret_there = item_has_expired(true, row_int(st, 1));
    }
    return K_OK;
}

static enum kcode expire(struct device_store *store, int *expired, struct kerr *err)
{
    bool is_there = true;
    while (is_there) {
        int64_t seq = 0;
        if (find_expired(store, &seq, &is_there, err) != K_OK ||
            (is_there && outbox_go(store, seq, ITEM_EXPIRED, "", 0, err) != K_OK)) {
            return err->code;
        }
        *expired += is_there;
    }
    return K_OK;
}

enum kcode device_store_live(struct device_store *store, int64_t now_mono_ms, int *ret_expired,
                             struct kerr *err)
{
    int64_t passed_ms = now_mono_ms - store->lived_mono_ms;
    int expired = 0;
    if (store->lived_mono_ms == 0 || passed_ms < 0) { /* the first look of this program */
        store->lived_mono_ms = now_mono_ms;
        passed_ms = 0;
    }
    if (passed_ms < DEVICE_LIVE_MS) {
        *ret_expired = 0;
        return K_OK;
    }
    if (device_begin(store, err) != K_OK) {
        return err->code;
    }
    enum kcode code = add_lived(store, passed_ms, err);
    code = code == K_OK ? expire(store, &expired, err) : code;
    if (device_end(store, code, err) != K_OK) {
        return err->code;
    }
    store->lived_mono_ms = now_mono_ms;
    *ret_expired = expired;
    return K_OK;
}
