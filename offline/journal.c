/* The journal of the open visit: what a restart replays. Its lines carry no personal data. */
#include "offline_internal.h"

#include "kstr.h"

static enum kcode erase(struct device_store *store, struct kerr *err)
{
    return store_run(store->db, "DELETE FROM journal; DELETE FROM journal_head", err);
}

static enum kcode begin(struct device_store *store, const char *pack_version, int64_t now_wall_ms,
                        int64_t now_mono_ms, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (erase(store, err) != K_OK ||
        device_sql(store, "INSERT INTO journal_head VALUES(1, ?1, ?2, ?3, ?4)", &st, err) != K_OK) {
        return err->code;
    }
    statement_text(st, 1, pack_version);
    statement_int(st, 2, now_wall_ms);
    statement_text(st, 3, store->boot_id);
    statement_int(st, 4, now_mono_ms);
    return statement_done(st, err);
}

enum kcode journal_begin(struct device_store *store, const char *pack_version, int64_t now_wall_ms,
                         int64_t now_mono_ms, struct kerr *err)
{
    store->journal_open = false;
    if (device_begin(store, err) != K_OK) {
        return err->code;
    }
    enum kcode code = begin(store, pack_version, now_wall_ms, now_mono_ms, err);
    store->journal_open = device_end(store, code, err) == K_OK;
    return err->code;
}

static enum kcode add(struct device_store *store, const char *line, int64_t now_mono_ms,
                      struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *head = NULL;
    K_CLEANUP(statement_close) struct statement *st = NULL;
    int64_t rows = 0;
    if (device_number(store, "SELECT count(*) FROM journal", 0, &rows, err) != K_OK) {
        return err->code;
    }
    if (rows >= LIMIT_JOURNAL_ROWS) {
        return kerr_fail(err, K_E_FULL, "journal: %d events", LIMIT_JOURNAL_ROWS);
    }
    if (device_sql(store, "UPDATE journal_head SET last_mono_ms = ?1", &head, err) != K_OK ||
        device_sql(store, "INSERT INTO journal(line) VALUES(?1)", &st, err) != K_OK) {
        return err->code;
    }
    statement_int(head, 1, now_mono_ms);
    statement_text(st, 1, line);
    if (statement_done(head, err) != K_OK) {
        return err->code;
    }
    if (store_changes(store->db) != 1) {
        return kerr_fail(err, K_E_NOT_FOUND, "journal: no visit is open");
    }
    return statement_done(st, err);
}

enum kcode journal_add(struct device_store *store, const char *line, int64_t now_mono_ms,
                       struct kerr *err)
{
    if (!store->journal_open) {
        return kerr_fail(err, K_E_NOT_FOUND, "journal: this visit has none");
    }
    if (device_begin(store, err) != K_OK) {
        return err->code;
    }
    return device_end(store, add(store, line, now_mono_ms, err), err);
}

/* What was erased still lies in the log until it is written back and cut. While the courier reads
 * that cannot be done; the next checkpoint does it then. */
static void cut_log(struct device_store *store)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    struct kerr err = {0};
    bool row = false;
    if (device_sql(store, "PRAGMA wal_checkpoint(TRUNCATE)", &st, &err) == K_OK) {
        (void)(statement_step(st, &row, &err) == K_OK);
    }
}

enum kcode journal_end(struct device_store *store, struct kerr *err)
{
    store->journal_open = false;
    if (device_begin(store, err) != K_OK || device_end(store, erase(store, err), err) != K_OK) {
        return kerr_at(err, "journal");
    }
    cut_log(store);
    return K_OK;
}

static enum kcode read_head(struct device_store *store, struct journal *ret_journal,
                            struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    bool row = false;
    if (device_sql(store, "SELECT pack_version, begun_ms, boot, last_mono_ms FROM journal_head",
                   &st, err) != K_OK ||
        statement_step(st, &row, err) != K_OK) {
        return err->code;
    }
    if (!row) {
        return kerr_fail(err, K_E_NOT_FOUND, "journal: no visit is open");
    }
    struct journal journal = {.begun_wall_ms = row_int(st, 1), .last_mono_ms = row_int(st, 3)};
    journal.is_of_this_boot =
        store->boot_id[0] != '\0' && kstr_equal(store->boot_id, row_text(st, 2));
    (void)kstr_copy(journal.pack_version, sizeof journal.pack_version, row_text(st, 0));
    *ret_journal = journal;
    return K_OK;
}

enum kcode journal_read(struct device_store *store, struct journal *ret_journal,
                        journal_line_fn line, void *user, struct kerr *err)
{
    struct journal journal;
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (read_head(store, &journal, err) != K_OK) {
        return err->code;
    }
    if (!line) {
        *ret_journal = journal;
        return K_OK;
    }
    if (device_sql(store, "SELECT line FROM journal ORDER BY seq", &st, err) != K_OK) {
        return err->code;
    }
    for (;;) {
        bool row = false;
        if (statement_step(st, &row, err) != K_OK) {
            return err->code;
        }
        if (!row) {
            store->journal_open = true;
            *ret_journal = journal;
            return K_OK;
        }
        if (line(user, row_text(st, 0), err) != K_OK) {
            return err->code;
        }
    }
}
