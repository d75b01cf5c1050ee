#define _XOPEN_SOURCE 700 /* nftw */
#include "fixture.h"

#include "check.h"
#include "json.h"
#include "kstr.h"
#include "store.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define APP_ID 0x416e6e53

void fixture_open(struct fixture *fx)
{
    struct kerr err = {0};
    *fx = (struct fixture){0};
    (void)kstr_copy(fx->dir, sizeof fx->dir, "/tmp/annae-offline-XXXXXX");
    assert_non_null(mkdtemp(fx->dir));
    (void)kstr_format(fx->path, sizeof fx->path, "%s/store.db", fx->dir);
    (void)kstr_format(fx->log, sizeof fx->log, "%s/accept.log", fx->dir);
    assert_ok(trust_make_pair(&fx->pair, &err), &err);
    (void)kstr_copy(fx->identity.kiosk_id, sizeof fx->identity.kiosk_id, "K-0001");
    (void)kstr_copy(fx->identity.site, sizeof fx->identity.site, "SEOUL-01");
    memcpy(fx->identity.hq_key, fx->pair.open, sizeof fx->identity.hq_key);
    memset(fx->identity.device_key, 7, sizeof fx->identity.device_key);
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *at)
{
    (void)info;
    (void)kind;
    (void)at;
    return remove(path);
}

void fixture_close(struct fixture *fx)
{
    device_store_close(&fx->store);
    assert_int_equal(0, nftw(fx->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS));
}

struct device_store *fixture_store(struct fixture *fx)
{
    struct kerr err = {0};
    if (!fx->store) {
        assert_ok(device_store_open(fx->path, &fx->identity, &fx->store, &err), &err);
    }
    return fx->store;
}

void fixture_forget(struct fixture *fx)
{
    device_store_close(&fx->store);
    assert_int_equal(0, remove(fx->path));
    assert_int_equal(0, remove(fx->log));
}

struct request fixture_request(void)
{
    struct request r = {.kind = REQUEST_CALLBACK,
                        .lang = LANG_KO,
                        .level = LEVEL_OWN,
                        .channel = CHANNEL_CALL,
                        .from_wall_ms = WALL_MS + 3600000,
                        .until_wall_ms = WALL_MS + 7200000,
                        .consent_wall_ms = WALL_MS,
                        .solved = -1,
                        .visit_started_wall_ms = WALL_MS - 60000,
                        .trail_count = 1};
    (void)kstr_copy(r.customer_ref, sizeof r.customer_ref, "C-1001");
    (void)kstr_copy(r.name, sizeof r.name, "홍길동");
    (void)kstr_copy(r.matter, sizeof r.matter, "internet-down");
    (void)kstr_copy(r.subject, sizeof r.subject, "인터넷이 안 돼요");
    (void)kstr_copy(r.contact, sizeof r.contact, "+821023456789");
    (void)kstr_copy(r.consent_version, sizeof r.consent_version, "2026-11");
    r.trail[0] = (struct trail){
        .kind = TRAIL_STEP, .fix = true, .seconds = 95, .at_wall_ms = WALL_MS - 30000};
    (void)kstr_copy(r.trail[0].id, sizeof r.trail[0].id, "internet-down/restart");
    (void)kstr_copy(r.trail[0].prompt, sizeof r.trail[0].prompt, "모뎀을 다시 켜 보세요");
    (void)kstr_copy(r.trail[0].answer, sizeof r.trail[0].answer, "했어요");
    return r;
}

struct visit_accepted fixture_accept(struct fixture *fx, const struct request *request)
{
    struct visit_accepted accepted = {0};
    struct kerr err = {0};
    assert_ok(
        device_store_accept(fixture_store(fx), request, WALL_MS, INT64_C(90000), &accepted, &err),
        &err);
    assert_true(accepted.is_kept);
    assert_true(kuuid_valid(accepted.id));
    return accepted;
}

enum kcode fixture_next(struct fixture *fx, struct outbox_item *ret_item, struct kbuf *ret_plain)
{
    struct kerr err = {0};
    if (outbox_next(fixture_store(fx), 0, ret_item, &err) != K_OK) {
        return err.code;
    }
    char memory[LIMIT_REQUEST_BYTES];
    struct kbuf sealed = KBUF(memory);
    struct json *root = NULL;
    assert_ok(json_parse(ret_item->body, ret_item->body_len, &root, &err), &err);
    const char *text = json_get_text(root, "sealed");
    assert_ok(trust_unbase64(text, strlen(text), &sealed, &err), &err);
    char hash[TRUST_HASH_TEXT];
    trust_hash(sealed.data, sealed.len, hash);
    assert_string_equal(hash, json_get_text(root, "hash"));
    kbuf_clear(ret_plain);
    assert_ok(trust_unseal(&fx->pair, ret_item->id, sealed.data, sealed.len, ret_plain, &err),
              &err);
    json_free(&root);
    return K_OK;
}

int64_t fixture_count(struct fixture *fx, const char *sql)
{
    struct store *db = NULL;
    struct statement *st = NULL;
    struct kerr err = {0};
    bool row = false;
    assert_ok(store_open(fx->path, STORE_DURABLE, APP_ID, FIXTURE_VERSION, &db, &err), &err);
    assert_ok(statement_open(db, sql, &st, &err), &err);
    assert_ok(statement_step(st, &row, &err), &err);
    int64_t count = row ? row_int(st, 0) : -1;
    statement_close(&st);
    store_close(&db);
    return count;
}

void fixture_fill(struct fixture *fx, int count, const char *sql)
{
    struct store *db = NULL;
    struct kerr err = {0};
    char whole[512];
    assert_true(kstr_format(whole, sizeof whole,
                            "WITH RECURSIVE n(i) AS"
                            " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) %s",
                            count, sql));
    assert_ok(store_open(fx->path, STORE_DURABLE, APP_ID, FIXTURE_VERSION, &db, &err), &err);
    assert_ok(store_run(db, whole, &err), &err);
    store_close(&db);
}

void fixture_run(struct fixture *fx, const char *sql)
{
    struct store *db = NULL;
    struct kerr err = {0};
    assert_ok(store_open(fx->path, STORE_DURABLE, APP_ID, FIXTURE_VERSION, &db, &err), &err);
    assert_ok(store_run(db, sql, &err), &err);
    store_close(&db);
}
