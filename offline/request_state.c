/* The state of each request as this kiosk knows it, and what changed since the screen last asked.
 */
#include "offline_internal.h"

#include "kassert.h"
#include "kstr.h"

enum kcode request_state_get(struct device_store *store, const char *id,
                             enum request_state *ret_state, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    bool row = false;
    if (device_sql(store, "SELECT state FROM request WHERE id = ?1", &st, err) != K_OK) {
        return err->code;
    }
    statement_text(st, 1, id);
    if (statement_step(st, &row, err) != K_OK) {
        return err->code;
    }
    enum request_state state = row ? request_state_find(row_text(st, 0)) : REQUEST_STATE_COUNT;
    if (state == REQUEST_STATE_COUNT) {
        return kerr_fail(err, K_E_NOT_FOUND, "request: %s is not known here", id);
    }
    *ret_state = state;
    return K_OK;
}

static enum kcode set(struct device_store *store, const char *id, enum request_state state,
                      struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    int64_t revision = 0;
    if (device_revision(store, &revision, err) != K_OK ||
        device_sql(store, "UPDATE request SET state = ?2, revision = ?3 WHERE id = ?1", &st, err) !=
            K_OK) {
        return err->code;
    }
    statement_text(st, 1, id);
    statement_text(st, 2, request_state_name(state));
    statement_int(st, 3, revision);
    return statement_done(st, err);
}

/* The same state again and requests of others cost no write: a poll repeats itself. */
enum kcode request_state_set(struct device_store *store, const char *id, enum request_state state,
                             struct kerr *err)
{
    KASSERT(state < REQUEST_STATE_COUNT);
    enum request_state before = REQUEST_STATE_COUNT;
    struct kerr unknown = {0};
    enum kcode code = request_state_get(store, id, &before, &unknown);
    if (code == K_E_NOT_FOUND || (code == K_OK && before == state)) {
        return K_OK;
    }
    if (code != K_OK) {
        return kerr_fail(err, code, "%s", unknown.text);
    }
    if (device_begin(store, err) != K_OK) {
        return err->code;
    }
    return device_end(store, set(store, id, state, err), err);
}

void request_read(struct statement *st, struct open_request *ret_request)
{
    *ret_request = (struct open_request){
        .state = request_state_find(row_text(st, 1)),
        .created_wall_ms = row_int(st, 4),
        .from_wall_ms = row_int(st, 5),
        .until_wall_ms = row_int(st, 6),
        .soon = row_int(st, 7) != 0,
    };
    (void)kstr_copy(ret_request->id, sizeof ret_request->id, row_text(st, 0));
    (void)kstr_copy(ret_request->matter, sizeof ret_request->matter, row_text(st, 2));
    (void)kstr_copy(ret_request->subject, sizeof ret_request->subject, row_text(st, 3));
    kuuid_number(ret_request->id, ret_request->number);
}

int request_changes(struct device_store *store, int64_t *revision, struct open_request *ret,
                    int max)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    struct kerr err = {0}; /* a screen that learns of it at the next poll is no failure */
    int64_t newest = *revision;
    if (device_number(store, "SELECT value FROM meta WHERE name = 'revision'", 0, &newest, &err) !=
        K_OK) {
        return 0;
    }
    if (newest < *revision) {
        *revision = 0; /* of a store that was set aside: this one counts anew */
    }
    if (device_sql(store,
                   "SELECT " REQUEST_COLUMNS ", revision FROM request"
                   " WHERE revision > ?1 ORDER BY revision LIMIT ?2",
                   &st, &err) != K_OK) {
        return 0;
    }
    statement_int(st, 1, *revision);
    statement_int(st, 2, max);
    int count = 0;
    bool row = false;
    while (count < max && statement_step(st, &row, &err) == K_OK && row) {
        request_read(st, &ret[count++]);
        *revision = row_int(st, REQUEST_COLUMN_COUNT);
    }
    return count;
}
