/*
 * A request at headquarters' door. The first byte says what the rest is: the whole envelope, the
 * sealed bytes in a right envelope, or the document that a kiosk sealed.
 */
#include "fuzz.h"

#include "hq_internal.h"
#include "kassert.h"
#include "kstr.h"

#include <stdlib.h>
#include <string.h>

#define ID "017f22e2-79b0-7fff-bfff-ffff00000021"

static struct hq *hq;

static void close_hq(void)
{
    hq_close(&hq);
}

static void open_hq(void)
{
    struct kerr err = {0};
    KASSERT(hq_init(fuzz_dir(), &err) == K_OK);
    KASSERT(hq_open(fuzz_dir(), &hq, &err) == K_OK);
    KASSERT(atexit(close_hq) == 0);
}

/* A right envelope around these bytes; false when they do not fit. */
static bool envelop(const void *sealed, size_t count, struct kbuf *body)
{
    static char memory[LIMIT_REQUEST_BYTES * 2];
    char hash[TRUST_HASH_TEXT];
    struct kbuf base64 = KBUF(memory);
    struct kerr err = {0};
    trust_hash(sealed, count, hash);
    return trust_base64(sealed, count, &base64, &err) == K_OK &&
           kbuf_format(body, &err,
                       "{\"schema\":\"kiosk.sealed/1\",\"id\":\"" ID
                       "\",\"kind\":\"callback\",\"kiosk\":\"K-0001\",\"sealed\":\"%s\","
                       "\"hash\":\"%s\"}",
                       memory, hash) == K_OK;
}

static bool seal(const uint8_t *plain, size_t count, struct kbuf *body)
{
    static char memory[LIMIT_REQUEST_BYTES];
    struct kbuf sealed = KBUF(memory);
    struct kerr err = {0};
    return trust_seal(hq->pair.open, ID, plain, count, &sealed, &err) == K_OK &&
           envelop(sealed.data, sealed.len, body);
}

static bool compose(const uint8_t *bytes, size_t count, struct kbuf *body)
{
    struct kerr err = {0};
    switch (bytes[0] % 3) {
    case 0:
        return kbuf_add(body, bytes + 1, count - 1, &err) == K_OK;
    case 1:
        return envelop(bytes + 1, count - 1, body);
    default:
        return seal(bytes + 1, count - 1, body);
    }
}

static void answer_call(struct call *call)
{
    call->is_json = true;
    call->is_local = true;
    call->status = 500;
    call->answer = (struct kbuf){.data = hq->page, .size = HQ_PAGE_BYTES};
    KASSERT(api_answer(hq, call) || page_answer(hq, call));
    KASSERT(call->status != 500);
}

/* The answer is headquarters' own and echoes the id, or no kiosk would believe it. */
static int post(const char *body, size_t count)
{
    struct json *root = NULL;
    struct kerr err = {0};
    struct call call = {
        .method = "POST", .path = "/v1/requests", .key = ID, .body = body, .body_len = count};
    answer_call(&call);
    KASSERT(json_parse(call.answer.data, call.answer.len, &root, &err) == K_OK);
    KASSERT(kstr_equal(json_get_text(root, "annae"), "hq"));
    KASSERT(kstr_equal(json_get_text(root, "id"), ID));
    json_free(&root);
    return call.status;
}

/* What was taken in can be shown to agents and told to its kiosk and customer. */
static void show(void)
{
    struct kerr err = {0};
    struct call page = {.method = "GET", .path = "/", .lang = "en"};
    struct call states = {.method = "GET", .path = "/v1/requests", .kiosk = "K-0001", .since = "0"};
    struct call lookup = {.method = "POST",
                          .path = "/v1/customers/lookup",
                          .body = "{\"phone\":\"+821023456789\"}",
                          .body_len = 25};
    answer_call(&page);
    answer_call(&states);
    answer_call(&lookup);
    fuzz_inside();
    KASSERT(store_run(hq->db, "DELETE FROM request", &err) == K_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    static char memory[LIMIT_REQUEST_BYTES];
    struct kbuf body = KBUF(memory);
    if (count == 0) {
        return 0;
    }
    if (!hq) {
        open_hq();
    }
    if (compose(bytes, count, &body) && post(body.data, body.len) == 201) {
        show();
    }
    return 0;
}
