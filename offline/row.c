/* The two rows of an accepted request, written when it is accepted and when it is recovered. */
#include "offline_internal.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

/* What leaves first. Indexed by enum request_kind. */
static const int priorities[REQUEST_KIND_COUNT] = {
    [REQUEST_CALLBACK] = 0,
    [REQUEST_ADDITION] = 1,
    [REQUEST_FEEDBACK] = 2,
};

void row_sum(const char *id, const void *body, size_t body_len, char ret_sum[TRUST_HASH_TEXT])
{
    char text[KUUID_TEXT_SIZE + TRUST_HASH_TEXT];
    char hash[TRUST_HASH_TEXT];
    trust_hash(body, body_len, hash);
    (void)kstr_format(text, sizeof text, "%s%s", id, hash);
    trust_hash(text, strlen(text), ret_sum);
}

enum kcode row_put_request(struct device_store *store, const struct log_row *row, int64_t revision,
                           struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (device_sql(store,
                   "INSERT INTO request(seq, id, kind, joins, customer, matter, subject, state,"
                   " created_ms, from_ms, until_ms, soon, revision)"
                   " VALUES(nullif(?1, 0), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
                   &st, err) != K_OK) {
        return err->code;
    }
    statement_int(st, 1, row->seq);
    statement_text(st, 2, row->id);
    statement_text(st, 3, request_kind_name(row->kind));
    statement_text(st, 4, row->joins);
    statement_text(st, 5, row->customer);
    statement_text(st, 6, row->matter);
    statement_text(st, 7, row->subject);
    statement_text(st, 8, request_state_name(REQUEST_SAVED));
    statement_int(st, 9, row->created_wall_ms);
    statement_int(st, 10, row->from_wall_ms);
    statement_int(st, 11, row->until_wall_ms);
    statement_int(st, 12, row->soon);
    statement_int(st, 13, revision);
    return statement_done(st, err);
}

enum kcode row_put_outbox(struct device_store *store, const struct log_row *row, int tries,
                          struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    char sum[TRUST_HASH_TEXT];
    KASSERT(row->kind < REQUEST_KIND_COUNT);
    if (device_sql(store,
                   "INSERT INTO outbox(seq, place, priority, tries, due_ms, reason, body, sum,"
                   " boot, mono_ms, trusted, unknown_at, lived_ms)"
                   " SELECT ?1, 'waiting', ?2, ?3, 0, '', ?4, ?5, ?6, ?7, ?8, ?9, value FROM meta"
                   " WHERE name = 'lived_ms'",
                   &st, err) != K_OK) {
        return err->code;
    }
    row_sum(row->id, row->body, row->body_len, sum);
    statement_int(st, 1, row->seq);
    statement_int(st, 2, priorities[row->kind]);
    statement_int(st, 3, tries);
    statement_blob(st, 4, row->body, row->body_len);
    statement_text(st, 5, sum);
    statement_text(st, 6, row->boot);
    statement_int(st, 7, row->mono_ms);
    statement_int(st, 8, row->is_trusted);
    statement_int(st, 9, tries > 0 ? ENDPOINT_ALL : 0);
    return statement_done(st, err);
}

/* ---- taking in again ---- */

static enum kcode is_there(struct device_store *store, const struct log_row *row, bool *ret_id,
                           bool *ret_seq, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    bool there = false;
    if (device_sql(store,
                   "SELECT EXISTS(SELECT 1 FROM request WHERE id = ?1),"
                   " EXISTS(SELECT 1 FROM request WHERE seq = ?2)",
                   &st, err) != K_OK) {
        return err->code;
    }
    statement_text(st, 1, row->id);
    statement_int(st, 2, row->seq);
    if (statement_step(st, &there, err) != K_OK) {
        return err->code;
    }
    KASSERT(there);
    *ret_id = row_int(st, 0) != 0;
    *ret_seq = row_int(st, 1) != 0;
    return K_OK;
}

enum kcode row_take_in(struct device_store *store, const struct log_row *row, bool *ret_new,
                       struct kerr *err)
{
    struct log_row fresh = *row;
    bool id_there = false;
    bool seq_there = false;
    int64_t revision = 0;
    if (is_there(store, row, &id_there, &seq_there, err) != K_OK) {
        return err->code;
    }
    if (id_there) {
        *ret_new = false;
        return K_OK;
    }
    fresh.seq = seq_there ? 0 : row->seq;
    if (device_revision(store, &revision, err) != K_OK ||
        row_put_request(store, &fresh, revision, err) != K_OK) {
        return err->code;
    }
    fresh.seq = store_last_id(store->db);
    if (row_put_outbox(store, &fresh, 1, err) != K_OK) { /* one try: it may have been sent */
        return err->code;
    }
    *ret_new = true;
    return K_OK;
}
