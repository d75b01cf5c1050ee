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
static void set_time(struct json *object, const char *key, int64_t wall_ms)
{
    if (wall_ms <= 0) {
        return;
    }
    struct kcivil at = kcivil_from_ms(wall_ms, 0);
    char text[48];
    (void)snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", at.year, at.month, at.day,
                   at.hour, at.minute, at.second);
    json_set_text(object, key, text);
}

/* An empty text is left out. */
static void set_text(struct json *object, const char *key, const char *text)
{
    json_set_text(object, key, text[0] != '\0' ? text : NULL);
}

static void add_kiosk(struct json *root, const struct device_store *store,
                      const struct request *request)
{
    struct json *kiosk = json_set_object(root, "kiosk");
    json_set_text(kiosk, "id", store->identity.kiosk_id);
    set_text(kiosk, "site", store->identity.site);
    set_text(kiosk, "fw", store->identity.firmware);
    set_text(kiosk, "content", store->identity.content);
    json_set_text(kiosk, "lang", lang_name(request->lang));
}

static void add_customer(struct json *root, const struct request *request)
{
    struct json *customer = json_set_object(root, "customer");
    set_text(customer, "ref", request->customer_ref);
    set_text(customer, "name", request->name);
    json_set_text(customer, "auth", level_name(request->level));
    if (request->consent_version[0] == '\0') {
        return;
    }
    struct json *consent = json_add_object(json_set_array(customer, "consents"));
    json_set_text(consent, "what", "callback");
    json_set_text(consent, "text_version", request->consent_version);
    set_time(consent, "at", request->consent_wall_ms);
}

static void add_callback(struct json *root, const struct request *request)
{
    if (!request->on_file && request->contact[0] == '\0') {
        return;
    }
    KASSERT(request->channel < CHANNEL_COUNT);
    struct json *callback = json_set_object(root, "callback");
    json_set_text(callback, "channel", channel_names[request->channel]);
    json_set_text(callback, "lang", lang_name(request->lang));
    if (request->on_file) {
        json_set_bool(callback, "on_file", true);
    } else {
        const char *key = request->channel == CHANNEL_EMAIL ? "email" : "phone";
        json_set_text(callback, key, request->contact);
    }
    json_set_bool(callback, "soon", request->soon);
    struct json *window = json_set_object(callback, "window");
    set_time(window, "from", request->from_wall_ms);
    set_time(window, "to", request->until_wall_ms);
}

static void add_step(struct json *steps, const struct trail *trail)
{
    KASSERT(trail->kind <= TRAIL_SEARCH);
    struct json *step = json_add_object(steps);
    json_set_text(step, "kind", trail_names[trail->kind]);
    set_text(step, "id", trail->id);
    set_text(step, "prompt", trail->prompt);
    set_text(step, "answer", trail->answer);
    json_set_int(step, "seconds", trail->seconds);
    set_time(step, "at", trail->at_wall_ms);
    if (trail->wrong > 0) {
        json_set_int(step, "wrong_tries", trail->wrong);
    }
    if (trail->kind == TRAIL_STEP) {
        json_set_bool(step, "fix", trail->fix);
    } else if (trail->kind == TRAIL_SEARCH) {
        json_set_bool(step, "found", trail->found);
    }
}

/* What was tried, without the first left_out steps. */
static void add_flow(struct json *root, const struct request *request, int left_out)
{
    struct json *flow = json_set_object(root, "flow");
    set_text(flow, "id", request->matter);
    set_time(flow, "started", request->visit_started_wall_ms);
    if (request->solved >= 0) {
        json_set_text(flow, "end", request->solved ? "solved" : "unresolved");
    }
    if (left_out > 0) {
        json_set_int(flow, "steps_left_out", left_out);
    }
    struct json *steps = json_set_array(flow, "steps");
    KASSERT(request->trail_count <= LIMIT_VISIT_TRAIL);
    for (int i = left_out; i < request->trail_count; i++) {
        add_step(steps, &request->trail[i]);
    }
}

static struct json *compose(const struct device_store *store, const struct request *request,
                            const struct document_origin *origin, int left_out)
{
    struct json *root = json_new_object();
    json_set_text(root, "schema", "kiosk.request/1");
    json_set_text(root, "id", origin->id);
    json_set_text(root, "kind", request_kind_name(origin->kind));
    set_text(root, "joins", origin->joins);
    set_time(root, "created", origin->now_wall_ms);
    json_set_text(root, "created_trust", "none"); /* nobody has vouched for this clock */
    set_text(root, "boot", store->boot_id);
    json_set_int(root, "uptime_s", origin->now_mono_ms / 1000);
    set_text(root, "subject", request->subject);
    set_text(root, "reason", request->reason);
    set_text(root, "reason_text", request->reason_text);
    json_set_text(root, "priority", "normal");
    if (request->matter[0] != '\0') {
        json_add_text(json_set_array(root, "category"), request->matter);
    }
    if (request->ease > 0) {
        json_set_int(root, "ease", request->ease);
    }
    add_kiosk(root, store, request);
    add_customer(root, request);
    add_callback(root, request);
    add_flow(root, request, left_out);
    return root;
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
        K_CLEANUP(json_free) struct json *root = compose(store, request, origin, left_out);
        struct kerr written = {0};
        kbuf_clear(plain);
        if (json_write(root, plain, &written) == K_OK) {
            return K_OK;
        }
        if (written.code != K_E_FULL || left_out + 8 > request->trail_count) {
            return kerr_fail(err, K_E_FORMAT, "request: %s", written.text);
        }
    }
}

static enum kcode write_envelope(struct device_store *store, const struct document_origin *origin,
                                 const struct kbuf *sealed, struct kbuf *body, struct kerr *err)
{
    char encoded[(sizeof store->sealed + 2) / 3 * 4 + 1];
    struct kbuf base64 = KBUF(encoded);
    char hash[TRUST_HASH_TEXT];
    trust_hash(sealed->data, sealed->len, hash);
    if (trust_base64(sealed->data, sealed->len, &base64, err) != K_OK) {
        return err->code;
    }
    K_CLEANUP(json_free) struct json *root = json_new_object();
    json_set_text(root, "schema", "kiosk.sealed/1");
    json_set_text(root, "id", origin->id);
    json_set_text(root, "kind", request_kind_name(origin->kind));
    json_set_text(root, "kiosk", store->identity.kiosk_id);
    set_time(root, "created", origin->now_wall_ms);
    json_set_text(root, "sealed", encoded);
    json_set_text(root, "hash", hash);
    return json_write(root, body, err);
}

enum kcode document_make(struct device_store *store, const struct request *request,
                         const struct document_origin *origin, struct kbuf *ret_body,
                         struct kerr *err)
{
    struct kbuf plain = KBUF(store->plain);
    struct kbuf sealed = KBUF(store->sealed);
    struct kbuf body = KBUF(store->body);
    if (!all_utf8(request)) {
        return kerr_fail(err, K_E_FORMAT, "document: not UTF-8");
    }
    enum kcode code = write_document(store, request, origin, &plain, err);
    if (code == K_OK) {
        code = trust_seal(store->identity.hq_key, origin->id, plain.data, plain.len, &sealed, err);
    }
    kstr_wipe(store->plain, sizeof store->plain);
    if (code != K_OK || write_envelope(store, origin, &sealed, &body, err) != K_OK) {
        return kerr_at(err, "document");
    }
    KASSERT(body.len > 0 && body.len < LIMIT_REQUEST_BYTES);
    *ret_body = body;
    return K_OK;
}
