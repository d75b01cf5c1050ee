/*
 * Reception: a sealed request is opened, checked and committed before "201" is said. The same id
 * with the same content is the same request; with other content it is an alarm.
 */
#include "hq_internal.h"

#include "klog.h"
#include "kstr.h"
#include "ksys.h"

#include <string.h>

#define STORE_RETRY_S 5

struct envelope {
    const char *id, *kind, *kiosk, *sealed, *hash;
};

static bool known_kind(const char *kind)
{
    return kstr_equal(kind, "callback") || kstr_equal(kind, "addition") ||
           kstr_equal(kind, "feedback");
}

/* NULL when the envelope is whole; otherwise why not, for the log. */
static const char *read_envelope(const struct json *root, const struct call *call,
                                 struct envelope *ret)
{
    *ret = (struct envelope){.id = json_get_text(root, "id"),
                             .kind = json_get_text(root, "kind"),
                             .kiosk = json_get_text(root, "kiosk"),
                             .sealed = json_get_text(root, "sealed"),
                             .hash = json_get_text(root, "hash")};
    if (!kstr_equal(json_get_text(root, "schema"), "kiosk.sealed/1")) {
        return "schema";
    }
    if (!kuuid_valid(ret->id) || !kstr_equal(ret->id, call->key)) {
        return "id";
    }
    if (!known_kind(ret->kind)) {
        return "kind";
    }
    bool kiosk_fits = ret->kiosk[0] != '\0' && strlen(ret->kiosk) < LIMIT_ID_BYTES;
    return kiosk_fits && strlen(ret->hash) == TRUST_HASH_TEXT - 1 ? NULL : "kiosk or hash";
}

/* The matter is an article when the customer read it, otherwise a flow. */
static const char *matter_kind(const struct json *flow, const char *matter)
{
    const struct json *steps = json_get(flow, "steps");
    for (size_t i = 0; i < json_count(steps); i++) {
        const struct json *step = json_at(steps, i);
        if (kstr_equal(json_get_text(step, "kind"), "article") &&
            kstr_equal(json_get_text(step, "id"), matter)) {
            return "article";
        }
    }
    return "flow";
}

/* False when the document contradicts its envelope. */
static bool read_document(const struct json *root, const struct envelope *envelope,
                          struct entry *ret_entry)
{
    const struct json *flow = json_get(root, "flow");
    const char *end = json_get_text(flow, "end");
    struct entry e = {.received_ms = ksys_wall_ms(),
                      .solved = kstr_equal(end, "solved")       ? 1
                                : kstr_equal(end, "unresolved") ? 0
                                                                : -1};
    const char *joins = json_get_text(root, "joins");
    bool good = kstr_equal(json_get_text(root, "schema"), "kiosk.request/1") &&
                kstr_equal(json_get_text(root, "id"), envelope->id) &&
                kstr_equal(json_get_text(root, "kind"), envelope->kind) &&
                kstr_equal(json_get_text(json_get(root, "kiosk"), "id"), envelope->kiosk) &&
                (joins[0] == '\0' || kuuid_valid(joins)) &&
                kstr_copy(e.customer, sizeof e.customer,
                          json_get_text(json_get(root, "customer"), "ref")) &&
                kstr_copy(e.matter, sizeof e.matter, json_get_text(flow, "id"));
    (void)kstr_copy(e.id, sizeof e.id, envelope->id);
    (void)kstr_copy(e.kind, sizeof e.kind, envelope->kind);
    (void)kstr_copy(e.kiosk, sizeof e.kiosk, envelope->kiosk);
    (void)kstr_copy(e.hash, sizeof e.hash, envelope->hash);
    (void)kstr_copy(e.joins, sizeof e.joins, joins);
    (void)kstr_copy(e.subject, sizeof e.subject, json_get_text(root, "subject"));
    (void)kstr_copy(e.state, sizeof e.state, "received");
    (void)kstr_copy(e.matter_kind, sizeof e.matter_kind, matter_kind(flow, e.matter));
    e.created_ms = iso_ms(json_get_text(root, "created"));
    *ret_entry = e;
    return good;
}

/* Base64, hash, seal, JSON, document: in this order. K_E_SIGNATURE: whole as it was sent, but
 * sealed to another key or in another version than ours. */
static enum kcode open_sealed(const struct hq *hq, const struct envelope *envelope,
                              struct kbuf *plain, struct entry *ret_entry, struct kerr *err)
{
    char bytes[LIMIT_REQUEST_BYTES];
    char hash[TRUST_HASH_TEXT];
    struct kbuf sealed = KBUF(bytes);
    K_CLEANUP(json_free) struct json *root = NULL;
    if (trust_unbase64(envelope->sealed, strlen(envelope->sealed), &sealed, err) != K_OK) {
        return err->code;
    }
    trust_hash(sealed.data, sealed.len, hash);
    if (!kstr_equal(hash, envelope->hash)) {
        return kerr_fail(err, K_E_FORMAT, "the hash is another's");
    }
    struct kerr why = {0};
    if (trust_unseal(&hq->pair, envelope->id, sealed.data, sealed.len, plain, &why) != K_OK) {
        return kerr_fail(err, K_E_SIGNATURE, "%s", why.text);
    }
    if (json_parse(plain->data, plain->len, &root, err) != K_OK) {
        return err->code;
    }
    return read_document(root, envelope, ret_entry)
               ? K_OK
               : kerr_fail(err, K_E_FORMAT, "the document contradicts its envelope");
}

static void refuse(struct call *call, int status, const char *why)
{
    const char *id = call->key && kuuid_valid(call->key) ? call->key : "";
    klog("request.refused", "id=%s status=%d why=\"%s\"", id, status, why);
    answer_request(call, status, id, "refused", NULL);
}

/* The mistake is in a key, here or at the kiosk: the kiosk keeps the request until it is mended. */
static void cannot_open(struct call *call, const struct envelope *envelope, const struct kerr *err)
{
    K_CLEANUP(json_free) struct json *root = json_new_object();
    klog("request.ALARM_CANNOT_BE_OPENED", "id=%s kiosk=%s why=\"%s\"", envelope->id,
         envelope->kiosk, err->text);
    json_set_text(root, "id", envelope->id);
    json_set_text(root, "state", "refused");
    json_set_text(root, "error", "cannot be opened");
    answer_json(call, 422, root);
}

static void try_later(struct call *call, const struct kerr *err)
{
    klog_err("request.not_kept", err);
    call->retry_after_s = STORE_RETRY_S;
    answer_request(call, 503, call->key, "later", NULL);
}

static void answer_again(struct call *call, const struct envelope *envelope,
                         const struct entry *there)
{
    if (kstr_equal(there->hash, envelope->hash)) {
        klog("request.again", "id=%s", there->id);
        answer_request(call, 200, there->id, there->state, there->hash);
        return;
    }
    klog("request.ALARM_OTHER_CONTENT", "id=%s kiosk=%s before=%s", there->id, envelope->kiosk,
         there->kiosk);
    answer_request(call, 409, there->id, there->state, there->hash);
}

static void take(struct hq *hq, struct call *call, const struct envelope *envelope)
{
    char memory[LIMIT_REQUEST_BYTES];
    struct kbuf plain = KBUF(memory);
    struct entry entry;
    struct kerr err = {0};
    enum kcode code = ledger_get(hq->db, envelope->id, &entry, &err);
    if (code == K_OK) {
        answer_again(call, envelope, &entry);
        return;
    }
    if (code != K_E_NOT_FOUND) {
        try_later(call, &err);
        return;
    }
    err = (struct kerr){0};
    code = open_sealed(hq, envelope, &plain, &entry, &err);
    if (code == K_E_SIGNATURE) {
        cannot_open(call, envelope, &err);
    } else if (code != K_OK) {
        refuse(call, 422, err.text);
    } else if (ledger_put(hq->db, &entry, plain.data, &err) != K_OK) {
        try_later(call, &err);
    } else {
        klog("request.received", "id=%s kind=%s kiosk=%s", entry.id, entry.kind, entry.kiosk);
        answer_request(call, 201, entry.id, entry.state, entry.hash);
    }
    kstr_wipe(memory, sizeof memory);
}

void reception_take(struct hq *hq, struct call *call)
{
    K_CLEANUP(json_free) struct json *root = NULL;
    struct envelope envelope;
    struct kerr err = {0};
    if (call->too_long) {
        refuse(call, 413, "too long");
        return;
    }
    if (json_parse(call->body, call->body_len, &root, &err) != K_OK) {
        refuse(call, 400, "not JSON");
        return;
    }
    const char *wrong = read_envelope(root, call, &envelope);
    if (wrong) {
        refuse(call, 400, wrong);
        return;
    }
    take(hq, call, &envelope);
}
