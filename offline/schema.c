/* The tables of the device store, raised from version to version. docs/device-store.md draws them.
 */
#include "offline_internal.h"

#include "kassert.h"

#include <stdlib.h>

/* The schema grows by steps, and a step never changes once it has run on a device. */
static const char FIRST[] =
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "INSERT INTO meta VALUES('revision', 0), ('healed', 0);"

    "CREATE TABLE request("
    "  seq INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  id TEXT NOT NULL UNIQUE,"
    "  kind TEXT NOT NULL,"
    "  joins TEXT NOT NULL,"
    "  customer TEXT NOT NULL,"
    "  contact TEXT NOT NULL,"
    "  matter TEXT NOT NULL,"
    "  subject TEXT NOT NULL,"
    "  state TEXT NOT NULL,"
    "  created_ms INTEGER NOT NULL,"
    "  from_ms INTEGER NOT NULL,"
    "  until_ms INTEGER NOT NULL,"
    "  soon INTEGER NOT NULL,"
    "  revision INTEGER NOT NULL) STRICT;"
    "CREATE INDEX request_customer ON request(customer, matter);"
    "CREATE INDEX request_contact ON request(contact, matter);"
    "CREATE INDEX request_revision ON request(revision);"

    "CREATE TABLE outbox("
    "  seq INTEGER PRIMARY KEY REFERENCES request(seq),"
    "  place TEXT NOT NULL,"
    "  priority INTEGER NOT NULL,"
    "  tries INTEGER NOT NULL,"
    "  due_ms INTEGER NOT NULL,"
    "  reason TEXT NOT NULL,"
    "  body BLOB NOT NULL) STRICT;"
    "CREATE INDEX outbox_place ON outbox(place, priority, seq);"

    "CREATE TABLE memory("
    "  customer TEXT PRIMARY KEY,"
    "  kind INTEGER NOT NULL,"
    "  matter TEXT NOT NULL,"
    "  solved INTEGER NOT NULL,"
    "  at_ms INTEGER NOT NULL) STRICT;"

    "CREATE TABLE cache("
    "  token TEXT PRIMARY KEY,"
    "  ref TEXT NOT NULL,"
    "  name TEXT NOT NULL,"
    "  lang INTEGER NOT NULL,"
    "  level TEXT NOT NULL,"
    "  contact TEXT NOT NULL,"
    "  at_ms INTEGER NOT NULL) STRICT;"

    "CREATE TABLE journal_head("
    "  one INTEGER PRIMARY KEY CHECK(one = 1),"
    "  pack_version TEXT NOT NULL,"
    "  begun_ms INTEGER NOT NULL,"
    "  begun_mono_ms INTEGER NOT NULL,"
    "  last_ms INTEGER NOT NULL) STRICT;"
    "CREATE TABLE journal(seq INTEGER PRIMARY KEY, line TEXT NOT NULL) STRICT;"

    "CREATE TABLE site_use("
    "  day INTEGER NOT NULL,"
    "  flow TEXT NOT NULL,"
    "  count INTEGER NOT NULL,"
    "  PRIMARY KEY(day, flow)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE missed("
    "  text TEXT PRIMARY KEY,"
    "  count INTEGER NOT NULL,"
    "  last_ms INTEGER NOT NULL) STRICT;";

/* Some stores of the first version have the counters, others not. The visit that a firmware update
 * interrupted is forgotten: it is over. */
static const char SECOND[] =
    "DROP TRIGGER IF EXISTS outbox_came;"
    "DROP TRIGGER IF EXISTS outbox_went;"
    "INSERT OR REPLACE INTO meta SELECT 'outbox_rows', count(*) FROM outbox;"
    "INSERT OR REPLACE INTO meta"
    "  SELECT 'outbox_bytes', coalesce(sum(length(body)), 0) FROM outbox;"
    /* Counted as they come and go: adding up 10,000 bodies takes 5 ms, at every request. */
    "CREATE TRIGGER outbox_came AFTER INSERT ON outbox BEGIN"
    "  UPDATE meta SET value = value + 1 WHERE name = 'outbox_rows';"
    "  UPDATE meta SET value = value + length(new.body) WHERE name = 'outbox_bytes';"
    "END;"
    "CREATE TRIGGER outbox_went AFTER DELETE ON outbox BEGIN"
    "  UPDATE meta SET value = value - 1 WHERE name = 'outbox_rows';"
    "  UPDATE meta SET value = value - length(old.body) WHERE name = 'outbox_bytes';"
    "END;"

    "DELETE FROM journal;"
    "DROP TABLE journal_head;"
    "CREATE TABLE journal_head("
    "  one INTEGER PRIMARY KEY CHECK(one = 1),"
    "  pack_version TEXT NOT NULL,"
    "  begun_ms INTEGER NOT NULL,"
    "  boot TEXT NOT NULL,"
    "  last_mono_ms INTEGER NOT NULL) STRICT;";

/* Nothing is found by a typed number (docs/device-store.md, who joins whom), so none is kept, not
 * even as a hash. */
static const char THIRD[] = "DROP INDEX request_contact;"
                            "ALTER TABLE request DROP COLUMN contact;";

/* Rows carry a checksum ("": written before this step), and when they were accepted without trust
 * in the wall clock. taken_in 0: accept.log has still to be read; unlogged: rows without a record
 * in it. */
static const char FOURTH[] = "ALTER TABLE outbox ADD COLUMN sum TEXT NOT NULL DEFAULT '';"
                             "ALTER TABLE outbox ADD COLUMN boot TEXT NOT NULL DEFAULT '';"
                             "ALTER TABLE outbox ADD COLUMN mono_ms INTEGER NOT NULL DEFAULT 0;"
                             "ALTER TABLE outbox ADD COLUMN trusted INTEGER NOT NULL DEFAULT 0;"
                             "INSERT INTO meta VALUES('taken_in', 1), ('recovered', 0),"
                             " ('mended', 0), ('lost', 0),"
                             " ('unlogged', (SELECT count(*) FROM outbox));";

/* How long this kiosk was on, in all and when a row was accepted: age without a wall clock. */
static const char FIFTH[] = "ALTER TABLE outbox ADD COLUMN lived_ms INTEGER NOT NULL DEFAULT 0;"
                            "INSERT INTO meta VALUES('lived_ms', 0), ('delivered', 0);";

/* Where an item may be without our knowledge: bits of endpoints; whatever was tried may be
 * anywhere.
 */
static const char SIXTH[] = "ALTER TABLE outbox ADD COLUMN unknown_at INTEGER NOT NULL DEFAULT 0;"
                            "UPDATE outbox SET unknown_at = 3 WHERE tries > 0;";

static const char SEVENTH[] = "INSERT INTO meta VALUES('shed', 0), ('seen_ms', 0);";

static const char *const schema_step[] = {FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH, SEVENTH};
#define VERSION ((int32_t)(sizeof schema_step / sizeof schema_step[0]))

int32_t schema_version(void)
{
    return VERSION;
}

/* A flipped bit in the text of the schema is no damage to SQLite: it reads another column. */
static enum kcode sum_schema(struct store *db, int64_t *ret_sum, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    char text[LIMIT_ANSWER_BYTES];
    char hash[TRUST_HASH_TEXT];
    struct kbuf buf = KBUF(text);
    if (statement_open(db, "SELECT name, sql FROM sqlite_schema ORDER BY name", &st, err) != K_OK) {
        return err->code;
    }
    for (;;) {
        bool row = false;
        if (statement_step(st, &row, err) != K_OK) {
            return err->code;
        }
        if (!row) {
            break;
        }
        if (kbuf_text(&buf, row_text(st, 0), err) != K_OK ||
            kbuf_text(&buf, row_text(st, 1), err) != K_OK) {
            return err->code;
        }
    }
    trust_hash(buf.data, buf.len, hash);
    hash[15] = '\0'; /* 60 bits: a number SQLite keeps */
    *ret_sum = strtoll(hash, NULL, 16);
    return K_OK;
}

static enum kcode keep_schema_sum(struct store *db, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    int64_t sum = 0;
    if (sum_schema(db, &sum, err) != K_OK ||
        statement_open(db, "INSERT OR REPLACE INTO meta VALUES('schema_sum', ?1)", &st, err) !=
            K_OK) {
        return err->code;
    }
    statement_int(st, 1, sum);
    return statement_done(st, err);
}

static enum kcode check_schema_sum(struct store *db, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    int64_t sum = 0;
    bool row = false;
    if (sum_schema(db, &sum, err) != K_OK ||
        statement_open(db, "SELECT value FROM meta WHERE name = 'schema_sum'", &st, err) != K_OK ||
        statement_step(st, &row, err) != K_OK) {
        return err->code;
    }
    return row && row_int(st, 0) == sum
               ? K_OK
               : kerr_fail(err, K_E_FORMAT, "damaged: the schema is not the one we made");
}

/* Read inside the transaction: the other program may have been quicker. */
static enum kcode take_steps(struct store *db, struct kerr *err)
{
    int32_t before = store_version(db);
    if (before == VERSION) {
        return K_OK;
    }
    for (int32_t version = before; version < VERSION; version++) {
        if (store_run(db, schema_step[version], err) != K_OK) {
            return kerr_at(err, "schema");
        }
    }
    bool is_new = before == 0;
    if (is_new && store_run(db, "UPDATE meta SET value = 0 WHERE name = 'taken_in'", err) != K_OK) {
        return err->code;
    }
    return keep_schema_sum(db, err) == K_OK ? store_set_version(db, VERSION, err) : err->code;
}

enum kcode schema_raise(struct store *db, struct kerr *err)
{
    if (store_version(db) == VERSION) {
        return check_schema_sum(db, err);
    }
    if (store_begin(db, err) != K_OK) {
        return err->code;
    }
    if (take_steps(db, err) != K_OK) {
        store_rollback(db);
        return err->code;
    }
    return store_commit(db, err);
}
