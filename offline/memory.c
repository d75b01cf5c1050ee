/*
 * Customer memory: the last matter and the open requests of a customer, and the cache behind a
 * look-up while headquarters is away. Rows are found by HMACs under the device's key; the cache
 * holds names and numbers only masked.
 */
#include "offline_internal.h"

#include "kcivil.h"
#include "kstr.h"
#include "text.h"

#define CACHE_MS KCIVIL_DAY_MS

/* ---- last matter and open requests ---- */

static enum kcode fill_last(struct device_store *store, const char *customer,
                            struct profile *profile, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    bool row = false;
    if (device_sql(store, "SELECT kind, matter, solved, at_ms FROM memory WHERE customer = ?1", &st,
                   err) != K_OK) {
        return err->code;
    }
    statement_text(st, 1, customer);
    if (statement_step(st, &row, err) != K_OK) {
        return err->code;
    }
    if (row && row_int(st, 3) > profile->last_wall_ms) {
        profile->last_kind = (enum matter_kind)row_int(st, 0);
        (void)kstr_copy(profile->last_matter, sizeof profile->last_matter, row_text(st, 1));
        profile->last_solved = row_int(st, 2) != 0;
        profile->last_wall_ms = row_int(st, 3);
    }
    return K_OK;
}

static struct open_request *listed(struct profile *profile, const char *id)
{
    for (int i = 0; i < profile->request_count; i++) {
        if (kstr_equal(profile->request[i].id, id)) {
            return &profile->request[i];
        }
    }
    return NULL;
}

/* Newest first; when the list is full the oldest gives way. */
static void insert(struct profile *profile, const struct open_request *request)
{
    int at = profile->request_count;
    while (at > 0 && profile->request[at - 1].created_wall_ms < request->created_wall_ms) {
        at--;
    }
    if (at == LIMIT_VISIT_REQUESTS) {
        return;
    }
    if (profile->request_count < LIMIT_VISIT_REQUESTS) {
        profile->request_count++;
    }
    for (int i = profile->request_count - 1; i > at; i--) {
        profile->request[i] = profile->request[i - 1];
    }
    profile->request[at] = *request;
}

/* Headquarters knows the state best; this kiosk the promise that was made here, and what
 * headquarters does not have yet. */
static void merge(struct profile *profile, const struct open_request *local, bool is_added_to)
{
    struct open_request *there = listed(profile, local->id);
    if (!there) {
        insert(profile, local);
        return;
    }
    there->from_wall_ms = local->from_wall_ms;
    there->until_wall_ms = local->until_wall_ms;
    there->soon = local->soon;
    if (is_added_to) {
        there->state = local->state;
    }
}

static enum kcode fill_requests(struct device_store *store, const char *customer,
                                struct profile *profile, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (device_sql(store,
                   "SELECT " REQUEST_COLUMNS ", " ADDITION_STATE
                   " IS NOT NULL FROM request WHERE customer = ?1"
                   " AND kind = 'callback' AND state <> 'closed' ORDER BY seq DESC LIMIT ?2",
                   &st, err) != K_OK) {
        return err->code;
    }
    statement_text(st, 1, customer);
    statement_int(st, 2, LIMIT_VISIT_REQUESTS);
    for (;;) {
        bool row = false;
        struct open_request local;
        if (statement_step(st, &row, err) != K_OK) {
            return err->code;
        }
        if (!row) {
            return K_OK;
        }
        request_read(st, &local);
        merge(profile, &local, row_int(st, REQUEST_COLUMN_COUNT) != 0);
    }
}

enum kcode memory_fill(struct device_store *store, struct profile *profile, struct kerr *err)
{
    char customer[TRUST_HASH_TEXT];
    device_mac(store, "customer", profile->ref, customer);
    if (customer[0] == '\0') {
        return K_OK; /* a guest */
    }
    return fill_last(store, customer, profile, err) == K_OK
               ? fill_requests(store, customer, profile, err)
               : err->code;
}

static enum kcode put_memory(struct device_store *store, const char *customer,
                             const struct profile *profile, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    K_CLEANUP(statement_close) struct statement *forget = NULL;
    if (device_sql(store, "INSERT OR REPLACE INTO memory VALUES(?1, ?2, ?3, ?4, ?5)", &st, err) !=
            K_OK ||
        device_sql(store,
                   "DELETE FROM memory WHERE customer IN"
                   " (SELECT customer FROM memory ORDER BY at_ms DESC LIMIT -1 OFFSET ?1)",
                   &forget, err) != K_OK) {
        return err->code;
    }
    statement_text(st, 1, customer);
    statement_int(st, 2, profile->last_kind);
    statement_text(st, 3, profile->last_matter);
    statement_int(st, 4, profile->last_solved);
    statement_int(st, 5, profile->last_wall_ms);
    statement_int(forget, 1, LIMIT_MEMORY_ROWS);
    return statement_done(st, err) == K_OK ? statement_done(forget, err) : err->code;
}

enum kcode memory_keep(struct device_store *store, const struct profile *profile, struct kerr *err)
{
    char customer[TRUST_HASH_TEXT];
    device_mac(store, "customer", profile->ref, customer);
    if (customer[0] == '\0' || profile->last_kind == MATTER_NONE) {
        return K_OK;
    }
    if (device_begin(store, err) != K_OK) {
        return err->code;
    }
    return device_end(store, put_memory(store, customer, profile, err), err);
}

/* ---- the cache ---- */

static enum kcode read_cached(struct statement *st, struct profile *ret_profile, struct kerr *err)
{
    bool row = false;
    if (statement_step(st, &row, err) != K_OK) {
        return err->code;
    }
    if (!row) {
        return kerr_fail(err, K_E_NOT_FOUND, "cache: nobody");
    }
    struct profile profile = {
        .is_masked = true,
        .lang = row_int(st, 2) == LANG_EN ? LANG_EN : LANG_KO,
        .level = level_find(row_text(st, 3)),
    };
    (void)kstr_copy(profile.ref, sizeof profile.ref, row_text(st, 0));
    (void)kstr_copy(profile.name, sizeof profile.name, row_text(st, 1));
    (void)kstr_copy(profile.contact_masked, sizeof profile.contact_masked, row_text(st, 4));
    *ret_profile = profile;
    return K_OK;
}

/* A time from the future says that the clock was set back: that row is too old as well. */
#define CACHE_FRESH " AND at_ms > ?2 AND at_ms <= ?3 ORDER BY at_ms DESC LIMIT 1"

static enum kcode look_up(struct device_store *store, const char *sql, const char *key,
                          int64_t now_wall_ms, struct profile *ret_profile, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (device_sql(store, sql, &st, err) != K_OK) {
        return err->code;
    }
    statement_text(st, 1, key);
    statement_int(st, 2, now_wall_ms - CACHE_MS);
    statement_int(st, 3, now_wall_ms);
    return read_cached(st, ret_profile, err);
}

enum kcode cache_get(struct device_store *store, const char *token, int64_t now_wall_ms,
                     struct profile *ret_profile, struct kerr *err)
{
    char mac[TRUST_HASH_TEXT];
    device_mac(store, "token", token, mac);
    return look_up(store,
                   "SELECT ref, name, lang, level, contact FROM cache WHERE token = ?1" CACHE_FRESH,
                   mac, now_wall_ms, ret_profile, err);
}

enum kcode cache_find(struct device_store *store, const char *ref, int64_t now_wall_ms,
                      struct profile *ret_profile, struct kerr *err)
{
    return look_up(store,
                   "SELECT ref, name, lang, level, contact FROM cache WHERE ref = ?1" CACHE_FRESH,
                   ref, now_wall_ms, ret_profile, err);
}

static enum kcode put_cached(struct device_store *store, const char *mac,
                             const struct profile *profile, int64_t now_wall_ms, struct kerr *err)
{
    char name[LIMIT_NAME_BYTES];
    if (profile->is_masked) {
        (void)kstr_copy(name, sizeof name, profile->name);
    } else {
        mask_name(profile->name, name, sizeof name);
    }
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (device_sql(store, "INSERT OR REPLACE INTO cache VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)", &st,
                   err) != K_OK) {
        return err->code;
    }
    statement_text(st, 1, mac);
    statement_text(st, 2, profile->ref);
    statement_text(st, 3, name);
    statement_int(st, 4, profile->lang);
    statement_text(st, 5, level_name(profile->level));
    statement_text(st, 6, profile->contact_masked);
    statement_int(st, 7, now_wall_ms);
    return statement_done(st, err);
}

/* Everything that is too old, and the oldest beyond the limit. */
static enum kcode forget_cached(struct device_store *store, int64_t now_wall_ms, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (device_sql(store,
                   "DELETE FROM cache WHERE at_ms <= ?1 OR at_ms > ?2 OR token IN"
                   " (SELECT token FROM cache ORDER BY at_ms DESC LIMIT -1 OFFSET ?3)",
                   &st, err) != K_OK) {
        return err->code;
    }
    statement_int(st, 1, now_wall_ms - CACHE_MS);
    statement_int(st, 2, now_wall_ms);
    statement_int(st, 3, LIMIT_CACHE_ROWS);
    return statement_done(st, err);
}

enum kcode cache_put(struct device_store *store, const char *token, const struct profile *profile,
                     int64_t now_wall_ms, struct kerr *err)
{
    if (token[0] == '\0') {
        return kerr_fail(err, K_E_FORMAT, "cache: no token");
    }
    char mac[TRUST_HASH_TEXT];
    device_mac(store, "token", token, mac);
    if (device_begin(store, err) != K_OK) {
        return err->code;
    }
    enum kcode code = put_cached(store, mac, profile, now_wall_ms, err);
    if (code == K_OK) {
        code = forget_cached(store, now_wall_ms, err);
    }
    return device_end(store, code, err);
}
