/* The requests of all kiosks, once each, in one SQLite file with one writer. */
#include "hq_internal.h"

#include "kassert.h"
#include "kstr.h"

#define VERSION 1

static const char SCHEMA[] = "CREATE TABLE request("
                             "  seq INTEGER PRIMARY KEY AUTOINCREMENT,"
                             "  id TEXT NOT NULL UNIQUE,"
                             "  kind TEXT NOT NULL,"
                             "  kiosk TEXT NOT NULL,"
                             "  hash TEXT NOT NULL,"
                             "  state TEXT NOT NULL,"
                             "  joins TEXT NOT NULL,"
                             "  customer TEXT NOT NULL,"
                             "  matter TEXT NOT NULL,"
                             "  matter_kind TEXT NOT NULL,"
                             "  subject TEXT NOT NULL,"
                             "  solved INTEGER NOT NULL,"
                             "  created_ms INTEGER NOT NULL,"
                             "  received_ms INTEGER NOT NULL,"
                             "  revision INTEGER NOT NULL,"
                             "  document TEXT NOT NULL) STRICT;"
                             "CREATE INDEX request_kiosk ON request(kiosk, revision);"
                             "CREATE INDEX request_customer ON request(customer);"
                             "CREATE INDEX request_joins ON request(joins);"
                             "CREATE INDEX request_revision ON request(revision);";

/* The next revision: of all requests, so that a kiosk sees each change once. */
#define NEXT_REVISION "(SELECT coalesce(max(revision), 0) + 1 FROM request)"

#define COLUMNS                                                                                    \
    "id, kind, kiosk, hash, state, joins, customer, matter, matter_kind, subject, solved,"         \
    " created_ms, received_ms, document"

enum kcode ledger_open(const char *path, struct store **ret_db, struct kerr *err)
{
    K_CLEANUP(store_close) struct store *db = NULL;
    if (store_open(path, STORE_DURABLE, HQ_APP_ID, VERSION, &db, err) != K_OK ||
        store_begin(db, err) != K_OK) {
        return err->code;
    }
    if (store_version(db) == 0 &&
        (store_run(db, SCHEMA, err) != K_OK || store_set_version(db, VERSION, err) != K_OK)) {
        store_rollback(db);
        return err->code;
    }
    if (store_commit(db, err) != K_OK) {
        return err->code;
    }
    *ret_db = db;
    db = NULL; /* handed over */
    return K_OK;
}

static enum kcode insert(struct store *db, const struct entry *entry, const char *document,
                         struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (statement_open(db,
                       "INSERT INTO request(" COLUMNS ", revision) VALUES"
                       "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
                       "?14, " NEXT_REVISION ")",
                       &st, err) != K_OK) {
        return err->code;
    }
    statement_text(st, 1, entry->id);
    statement_text(st, 2, entry->kind);
    statement_text(st, 3, entry->kiosk);
    statement_text(st, 4, entry->hash);
    statement_text(st, 5, entry->state);
    statement_text(st, 6, entry->joins);
    statement_text(st, 7, entry->customer);
    statement_text(st, 8, entry->matter);
    statement_text(st, 9, entry->matter_kind);
    statement_text(st, 10, entry->subject);
    statement_int(st, 11, entry->solved);
    statement_int(st, 12, entry->created_ms);
    statement_int(st, 13, entry->received_ms);
    statement_text(st, 14, document);
    return statement_done(st, err);
}

/* What was closed is not, once the customer has more to say. */
static enum kcode reopen(struct store *db, const char *id, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (statement_open(db,
                       "UPDATE request SET state = 'received', revision = " NEXT_REVISION
                       " WHERE id = ?1 AND state = 'closed'",
                       &st, err) != K_OK) {
        return err->code;
    }
    statement_text(st, 1, id);
    return statement_done(st, err);
}

enum kcode ledger_put(struct store *db, const struct entry *entry, const char *document,
                      struct kerr *err)
{
    if (store_begin(db, err) != K_OK) {
        return err->code;
    }
    if (insert(db, entry, document, err) != K_OK ||
        (kstr_equal(entry->kind, "addition") && reopen(db, entry->joins, err) != K_OK)) {
        store_rollback(db);
        return err->code;
    }
    return store_commit(db, err);
}

static void read_entry(struct statement *st, struct entry *ret_entry)
{
    struct entry *e = ret_entry;
    (void)kstr_copy(e->id, sizeof e->id, row_text(st, 0));
    (void)kstr_copy(e->kind, sizeof e->kind, row_text(st, 1));
    (void)kstr_copy(e->kiosk, sizeof e->kiosk, row_text(st, 2));
    (void)kstr_copy(e->hash, sizeof e->hash, row_text(st, 3));
    (void)kstr_copy(e->state, sizeof e->state, row_text(st, 4));
    (void)kstr_copy(e->joins, sizeof e->joins, row_text(st, 5));
    (void)kstr_copy(e->customer, sizeof e->customer, row_text(st, 6));
    (void)kstr_copy(e->matter, sizeof e->matter, row_text(st, 7));
    (void)kstr_copy(e->matter_kind, sizeof e->matter_kind, row_text(st, 8));
    (void)kstr_copy(e->subject, sizeof e->subject, row_text(st, 9));
    e->solved = (int)row_int(st, 10);
    e->created_ms = row_int(st, 11);
    e->received_ms = row_int(st, 12);
}

enum kcode ledger_get(struct store *db, const char *id, struct entry *ret_entry, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    bool row = false;
    if (statement_open(db, "SELECT " COLUMNS " FROM request WHERE id = ?1", &st, err) != K_OK) {
        return err->code;
    }
    statement_text(st, 1, id);
    if (statement_step(st, &row, err) != K_OK) {
        return err->code;
    }
    if (!row) {
        return kerr_fail(err, K_E_NOT_FOUND, "no such request");
    }
    read_entry(st, ret_entry);
    return K_OK;
}

enum kcode ledger_set_state(struct store *db, const char *id, const char *state, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (statement_open(db,
                       "UPDATE request SET state = ?2, revision = " NEXT_REVISION
                       " WHERE id = ?1 AND state <> ?2",
                       &st, err) != K_OK) {
        return err->code;
    }
    statement_text(st, 1, id);
    statement_text(st, 2, state);
    return statement_done(st, err);
}

enum kcode ledger_changes(struct store *db, const char *kiosk, int64_t since, struct json *list,
                          int64_t *ret_revision, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *newest = NULL;
    K_CLEANUP(statement_close) struct statement *st = NULL;
    bool row = false;
    if (statement_open(db, "SELECT coalesce(max(revision), 0) FROM request", &newest, err) !=
            K_OK ||
        statement_step(newest, &row, err) != K_OK ||
        statement_open(db,
                       "SELECT id, state, revision FROM request WHERE kiosk = ?1"
                       " AND revision > ?2 ORDER BY revision LIMIT ?3",
                       &st, err) != K_OK) {
        return err->code;
    }
    int64_t highest = row_int(newest, 0); /* lower than since: the kiosk knew another database */
    int64_t revision = highest < since ? highest : since;
    statement_text(st, 1, kiosk);
    statement_int(st, 2, since);
    statement_int(st, 3, HQ_STATES_PER_CALL);
    for (;;) {
        if (statement_step(st, &row, err) != K_OK) {
            return err->code;
        }
        if (!row) {
            *ret_revision = revision;
            return K_OK;
        }
        struct json *item = json_add_object(list);
        json_set_text(item, "id", row_text(st, 0));
        json_set_text(item, "state", row_text(st, 1));
        revision = row_int(st, 2);
    }
}

enum kcode ledger_each(struct store *db, enum ledger_order order, const char *key, ledger_fn fn,
                       void *user, struct kerr *err)
{
    static const struct {
        const char *tail;
        int64_t limit; /* -1 = all */
    } orders[LEDGER_ORDER_COUNT] = {
        [LEDGER_ALL] = {"ORDER BY seq", -1},
        [LEDGER_NEWEST] = {"ORDER BY seq DESC", HQ_PAGE_REQUESTS},
        [LEDGER_PAGE] = {"WHERE kind = 'callback' OR (kind = 'addition' AND NOT EXISTS"
                         " (SELECT 1 FROM request p WHERE p.id = request.joins"
                         " AND p.kind = 'callback'))"
                         " ORDER BY state = 'closed', iif(state = 'closed', -seq, seq)",
                         HQ_PAGE_REQUESTS},
        [LEDGER_FEEDBACK] = {"WHERE kind = 'feedback' ORDER BY seq DESC", HQ_PAGE_REQUESTS},
        [LEDGER_CUSTOMER] = {"WHERE customer = ?2 ORDER BY seq DESC", HQ_PAGE_REQUESTS},
        [LEDGER_ADDITIONS] = {"WHERE joins = ?2 AND kind = 'addition' ORDER BY seq",
                              HQ_PAGE_REQUESTS},
    };
    KASSERT(order < LEDGER_ORDER_COUNT);
    char sql[512];
    K_CLEANUP(statement_close) struct statement *st = NULL;
    bool whole = kstr_format(sql, sizeof sql, "SELECT " COLUMNS " FROM request %s LIMIT ?1",
                             orders[order].tail);
    KASSERT(whole);
    if (statement_open(db, sql, &st, err) != K_OK) {
        return err->code;
    }
    statement_int(st, 1, orders[order].limit);
    if (key) {
        statement_text(st, 2, key);
    }
    for (;;) {
        bool row = false;
        if (statement_step(st, &row, err) != K_OK) {
            return err->code;
        }
        if (!row) {
            return K_OK;
        }
        struct entry entry;
        struct kerr ended = {0};
        read_entry(st, &entry);
        enum kcode code = fn(user, &entry, row_text(st, 13), &ended);
        if (code == K_E_FULL) {
            return K_OK;
        }
        if (code != K_OK) {
            return kerr_fail(err, code, "%s", ended.text);
        }
    }
}
