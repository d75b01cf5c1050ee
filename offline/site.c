/* Counters of this site: which flows are used here, which searches helped nobody. */
#include "offline_internal.h"

#include "kassert.h"
#include "kcivil.h"

#define COUNTED_DAYS 28

static int64_t day_of(int64_t wall_ms)
{
    return wall_ms / KCIVIL_DAY_MS;
}

static enum kcode count_one(struct device_store *store, const char *flow_id, int64_t day,
                            struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    K_CLEANUP(statement_close) struct statement *forget = NULL;
    if (device_sql(store,
                   "INSERT INTO site_use VALUES(?1, ?2, 1)"
                   " ON CONFLICT(day, flow) DO UPDATE SET count = count + 1",
                   &st, err) != K_OK ||
        device_sql(store, "DELETE FROM site_use WHERE day <= ?1 OR day > ?2", &forget, err) !=
            K_OK) {
        return err->code;
    }
    statement_int(st, 1, day);
    statement_text(st, 2, flow_id);
    statement_int(forget, 1, day - COUNTED_DAYS);
    statement_int(forget, 2, day + COUNTED_DAYS); /* of a clock that was far ahead */
    return statement_done(st, err) == K_OK ? statement_done(forget, err) : err->code;
}

enum kcode site_count(struct device_store *store, const char *flow_id, int64_t now_wall_ms,
                      struct kerr *err)
{
    if (device_begin(store, err) != K_OK) {
        return err->code;
    }
    return device_end(store, count_one(store, flow_id, day_of(now_wall_ms), err), err);
}

enum kcode site_fill(struct device_store *store, const struct content *content, int64_t now_wall_ms,
                     struct site *ret_site, struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    if (device_sql(store,
                   "SELECT flow, sum(count) FROM site_use WHERE day > ?1 AND day <= ?2"
                   " GROUP BY flow",
                   &st, err) != K_OK) {
        return err->code;
    }
    statement_int(st, 1, day_of(now_wall_ms) - COUNTED_DAYS);
    statement_int(st, 2, day_of(now_wall_ms));
    struct site site = {0};
    for (;;) {
        bool row = false;
        if (statement_step(st, &row, err) != K_OK) {
            return err->code;
        }
        if (!row) {
            *ret_site = site;
            return K_OK;
        }
        uint16_t flow = flow_find(&content->book, row_text(st, 0));
        if (flow < LIMIT_FLOWS) { /* another pack may not have it any more */
            site.flow_used[flow] = (uint32_t)row_int(st, 1);
        }
    }
}

static enum kcode put_missed(struct device_store *store, const char *text, int64_t now_wall_ms,
                             struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    K_CLEANUP(statement_close) struct statement *forget = NULL;
    if (device_sql(store,
                   "INSERT INTO missed VALUES(?1, 1, ?2)"
                   " ON CONFLICT(text) DO UPDATE SET count = count + 1, last_ms = ?2",
                   &st, err) != K_OK ||
        device_sql(store,
                   "DELETE FROM missed WHERE text IN"
                   " (SELECT text FROM missed ORDER BY last_ms DESC LIMIT -1 OFFSET ?1)",
                   &forget, err) != K_OK) {
        return err->code;
    }
    statement_text(st, 1, text);
    statement_int(st, 2, now_wall_ms);
    statement_int(forget, 1, LIMIT_MISSED_ROWS);
    return statement_done(st, err) == K_OK ? statement_done(forget, err) : err->code;
}

enum kcode missed_search(struct device_store *store, const char *text, int64_t now_wall_ms,
                         struct kerr *err)
{
    if (device_begin(store, err) != K_OK) {
        return err->code;
    }
    return device_end(store, put_missed(store, text, now_wall_ms, err), err);
}

enum kcode missed_count(struct device_store *store, const char *text, int64_t *ret_count,
                        struct kerr *err)
{
    K_CLEANUP(statement_close) struct statement *st = NULL;
    bool row = false;
    if (device_sql(store, "SELECT coalesce(sum(count), 0) FROM missed WHERE text = ?1", &st, err) !=
        K_OK) {
        return err->code;
    }
    statement_text(st, 1, text);
    if (statement_step(st, &row, err) == K_OK) {
        *ret_count = row_int(st, 0); /* an aggregate always has its row */
    }
    return err->code;
}
