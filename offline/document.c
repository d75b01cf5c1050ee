/*
 * A request as headquarters reads it: the document "kiosk.request/1", sealed, in an envelope. Made
 * once, when the request is accepted, and stored as final bytes: every try sends the same.
 */
#include "offline_internal.h"

#include "json.h"
#include "kassert.h"
#include "kcivil.h"
#include "kstr.h"
#include "text.h"

#include <stdio.h>

static const char *const channel_names[CHANNEL_COUNT] = {"call", "text", "email"};
static const char *const trail_names[] = {"step", "article", "search"};
static const char *const level_names[LEVEL_COUNT] = {"guest", "greeted", "own", "change"};

const char *level_name(enum level level)
{
    KASSERT(level < LEVEL_COUNT);
    return level_names[level];
}

enum level level_find(const char *name)
{
    for (int i = 0; i < LEVEL_COUNT; i++) {
        if (kstr_equal(level_names[i], name)) {
            return (enum level)i;
        }
    }
    return LEVEL_GUEST;
}

/* "2026-11-21T14:05:09Z"; a time nobody knows is left out. */
static void put_time(struct json_out *out, const char *key, int64_t wall_ms)
{
    if (wall_ms <= 0) {
        return;
    }
    struct kcivil at = kcivil_from_ms(wall_ms, 0);
    char text[48];
    (void)snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", at.year, at.month, at.day,
                   at.hour, at.minute, at.second);
    json_out_text(out, key, text);
}

/* An empty text is left out. */
static void put_text(struct json_out *out, const char *key, const char *text)
{
    json_out_text(out, key, text[0] != '\0' ? text : NULL);
}

static void put_kiosk(struct json_out *out, const struct device_store *store,
                      const struct request *request)
{
    json_out_object(out, "kiosk");
    put_text(out, "content", store->identity.content);
    put_text(out, "fw", store->identity.firmware);
    json_out_text(out, "id", store->identity.kiosk_id);
    json_out_text(out, "lang", lang_name(request->lang));
    put_text(out, "site", store->identity.site);
    json_out_close(out);
}

static void put_customer(struct json_out *out, const struct request *request)
{
    json_out_object(out, "customer");
    json_out_text(out, "auth", level_name(request->level));
    if (request->consent_version[0] != '\0') {
        json_out_array(out, "consents");
        json_out_object(out, NULL);
        put_time(out, "at", request->consent_wall_ms);
        json_out_text(out, "text_version", request->consent_version);
        json_out_text(out, "what", "callback");
        json_out_close(out);
        json_out_close(out);
    }
    put_text(out, "name", request->name);
    put_text(out, "ref", request->customer_ref);
    json_out_close(out);
}

static void put_callback(struct json_out *out, const struct request *request)
{
    if (!request->on_file && request->contact[0] == '\0') {
        return;
    }
    KASSERT(request->channel < CHANNEL_COUNT);
    bool by_email = request->channel == CHANNEL_EMAIL;
    json_out_object(out, "callback");
    json_out_text(out, "channel", channel_names[request->channel]);
    json_out_text(out, "email", !request->on_file && by_email ? request->contact : NULL);
    json_out_text(out, "lang", lang_name(request->lang));
    if (request->on_file) {
        json_out_bool(out, "on_file", true);
    }
    json_out_text(out, "phone", !request->on_file && !by_email ? request->contact : NULL);
    json_out_bool(out, "soon", request->soon);
    json_out_object(out, "window");
    put_time(out, "from", request->from_wall_ms);
    put_time(out, "to", request->until_wall_ms);
    json_out_close(out);
    json_out_close(out);
}

static void put_step(struct json_out *out, const struct trail *trail)
{
    KASSERT(trail->kind <= TRAIL_SEARCH);
    json_out_object(out, NULL);
    put_text(out, "answer", trail->answer);
    put_time(out, "at", trail->at_wall_ms);
    if (trail->kind == TRAIL_STEP) {
        json_out_bool(out, "fix", trail->fix);
    } else if (trail->kind == TRAIL_SEARCH) {
        json_out_bool(out, "found", trail->found);
    }
    put_text(out, "id", trail->id);
    json_out_text(out, "kind", trail_names[trail->kind]);
    put_text(out, "prompt", trail->prompt);
    json_out_int(out, "seconds", trail->seconds);
    if (trail->wrong > 0) {
        json_out_int(out, "wrong_tries", trail->wrong);
    }
    json_out_close(out);
}

/* What was tried, without the first left_out steps. */
static void put_flow(struct json_out *out, const struct request *request, int left_out)
{
    json_out_object(out, "flow");
    if (request->solved >= 0) {
        json_out_text(out, "end", request->solved ? "solved" : "unresolved");
    }
    put_text(out, "id", request->matter);
    put_time(out, "started", request->visit_started_wall_ms);
    json_out_array(out, "steps");
    KASSERT(request->trail_count <= LIMIT_VISIT_TRAIL);
    for (int i = left_out; i < request->trail_count; i++) {
        put_step(out, &request->trail[i]);
    }
    json_out_close(out);
    if (left_out > 0) {
        json_out_int(out, "steps_left_out", left_out);
    }
    json_out_close(out);
}

static void put_document(struct json_out *out, const struct device_store *store,
                         const struct request *request, const struct document_origin *origin,
                         int left_out)
{
    put_text(out, "boot", store->boot_id);
    put_callback(out, request);
    if (request->matter[0] != '\0') {
        json_out_array(out, "category");
        json_out_text(out, NULL, request->matter);
        json_out_close(out);
    }
    put_time(out, "created", origin->now_wall_ms);
    json_out_text(out, "created_trust", origin->is_trusted ? "ntp" : "none");
    put_customer(out, request);
    if (request->ease > 0) {
        json_out_int(out, "ease", request->ease);
    }
    put_flow(out, request, left_out);
    json_out_text(out, "id", origin->id);
    put_text(out, "joins", origin->joins);
    json_out_text(out, "kind", request_kind_name(origin->kind));
    put_kiosk(out, store, request);
    json_out_text(out, "priority", "normal");
    put_text(out, "reason", request->reason);
    put_text(out, "reason_text", request->reason_text);
    json_out_text(out, "schema", "kiosk.request/1");
    put_text(out, "subject", request->subject);
    json_out_int(out, "uptime_s", origin->now_mono_ms / 1000);
}

static bool is_utf8(const char *text)
{
    uint32_t character = 0;
    int len = utf8_get(text, &character);
    while (len > 0) {
        text += len;
        len = utf8_get(text, &character);
    }
    return len == 0;
}

/* The library below stops the program on anything else. */
static bool all_utf8(const struct request *request)
{
    bool good = is_utf8(request->customer_ref) && is_utf8(request->name) &&
                is_utf8(request->matter) && is_utf8(request->subject) && is_utf8(request->reason) &&
                is_utf8(request->reason_text) && is_utf8(request->contact) &&
                is_utf8(request->consent_version);
    for (int i = 0; i < request->trail_count; i++) {
        const struct trail *trail = &request->trail[i];
        good = good && is_utf8(trail->id) && is_utf8(trail->prompt) && is_utf8(trail->answer);
    }
    return good;
}

/* The whole document, or as much of its trail as fits: the last steps say most. */
static enum kcode write_document(const struct device_store *store, const struct request *request,
                                 const struct document_origin *origin, struct kbuf *plain,
                                 struct kerr *err)
{
    for (int left_out = 0;; left_out += 8) {
        struct json_out out;
        struct kerr written = {0};
        kbuf_clear(plain);
        json_out_begin(&out, plain);
        put_document(&out, store, request, origin, left_out);
        if (json_out_end(&out, &written) == K_OK) {
            return K_OK;
        }
        if (left_out + 8 > request->trail_count) {
            return kerr_fail(err, K_E_FORMAT, "request: %s", written.text);
        }
    }
}

static enum kcode write_envelope(const struct sealed_request *request, enum request_kind kind,
                                 const struct kbuf *sealed, struct kbuf *body, struct kerr *err)
{
    char encoded[(sizeof((struct device_store *)0)->sealed + 2) / 3 * 4 + 1];
    struct kbuf base64 = KBUF(encoded);
    char hash[TRUST_HASH_TEXT];
    trust_hash(sealed->data, sealed->len, hash);
    if (trust_base64(sealed->data, sealed->len, &base64, err) != K_OK) {
        return err->code;
    }
    struct json_out out;
    json_out_begin(&out, body);
    put_time(&out, "created", request->created_wall_ms);
    json_out_text(&out, "hash", hash);
    json_out_text(&out, "id", request->id);
    json_out_text(&out, "kind", request_kind_name(kind));
    json_out_text(&out, "kiosk", request->kiosk);
    json_out_text(&out, "schema", "kiosk.sealed/1");
    json_out_text(&out, "sealed", encoded);
    return json_out_end(&out, err);
}

enum kcode document_envelope(const struct sealed_request *request, const struct kbuf *sealed,
                             struct kbuf *ret_body, struct kerr *err)
{
    return write_envelope(request, REQUEST_CALLBACK, sealed, ret_body, err);
}

enum kcode document_make(struct device_store *store, const struct request *request,
                         const struct document_origin *origin, struct kbuf *ret_body,
                         struct kerr *err)
{
    struct kbuf plain = KBUF(store->plain);
    struct kbuf sealed = KBUF(store->sealed);
    struct kbuf body = KBUF(store->body);
    struct sealed_request outside = {.created_wall_ms = origin->now_wall_ms};
    (void)kstr_copy(outside.id, sizeof outside.id, origin->id);
    (void)kstr_copy(outside.kiosk, sizeof outside.kiosk, store->identity.kiosk_id);
    if (!all_utf8(request)) {
        return kerr_fail(err, K_E_FORMAT, "document: not UTF-8");
    }
    enum kcode code = write_document(store, request, origin, &plain, err);
    if (code == K_OK) {
        code = trust_sealer_seal(store->sealer, origin->id, plain.data, plain.len, &sealed, err);
    }
    kstr_wipe(store->plain, sizeof store->plain);
    if (code != K_OK || write_envelope(&outside, origin->kind, &sealed, &body, err) != K_OK) {
        return kerr_at(err, "document");
    }
    KASSERT(body.len > 0 && body.len < LIMIT_REQUEST_BYTES);
    *ret_body = body;
    return K_OK;
}
