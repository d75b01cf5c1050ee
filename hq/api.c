/* The calls of docs/api.md. Every answer says that it is headquarters'. */
#include "hq_internal.h"

#include "klog.h"
#include "kstr.h"

#include <stdlib.h>
#include <string.h>

static const char JSON[] = "application/json";

void answer_json(struct call *call, int status, struct json *root)
{
    struct kerr err = {0};
    json_set_text(root, "annae", "hq");
    kbuf_clear(&call->answer);
    call->type = JSON;
    call->status = json_write(root, &call->answer, &err) == K_OK ? status : 500;
}

void answer_request(struct call *call, int status, const char *id, const char *state,
                    const char *hash)
{
    K_CLEANUP(json_free) struct json *root = json_new_object();
    json_set_text(root, "id", id);
    json_set_text(root, "hash", hash);
    json_set_text(root, "state", state);
    if (kuuid_valid(id)) {
        char number[KUUID_NUMBER_SIZE];
        kuuid_number(id, number);
        json_set_text(root, "number", number);
    }
    answer_json(call, status, root);
}

static void answer_plain(struct call *call, int status, const char *state)
{
    K_CLEANUP(json_free) struct json *root = json_new_object();
    json_set_text(root, "state", state);
    answer_json(call, status, root);
}

/* ---- customers ---- */

struct history {
    struct json *requests; /* open call-backs */
    struct json *last;     /* set by the newest that has a matter */
    bool has_last;
};

static void add_request(struct json *list, const struct entry *entry)
{
    char number[KUUID_NUMBER_SIZE];
    struct json *item = json_add_object(list);
    kuuid_number(entry->id, number);
    json_set_text(item, "id", entry->id);
    json_set_text(item, "number", number);
    json_set_text(item, "kind", entry->kind);
    json_set_text(item, "state", entry->state);
    json_set_text(item, "matter", entry->matter);
    json_set_text(item, "subject", entry->subject);
    json_set_int(item, "created", entry->created_ms);
}

static enum kcode add_any(void *user, const struct entry *entry, const char *document,
                          struct kerr *err)
{
    (void)document;
    (void)err;
    add_request(user, entry);
    return K_OK;
}

static enum kcode add_history(void *user, const struct entry *entry, const char *document,
                              struct kerr *err)
{
    (void)document;
    (void)err;
    struct history *history = user;
    bool is_open = kstr_equal(entry->kind, "callback") && !kstr_equal(entry->state, "closed");
    if (is_open && json_count(history->requests) < LIMIT_VISIT_REQUESTS) {
        add_request(history->requests, entry);
    }
    if (history->last && !history->has_last && entry->matter[0] != '\0') {
        history->has_last = true;
        json_set_text(history->last, "kind", entry->matter_kind);
        json_set_text(history->last, "matter", entry->matter);
        json_set_bool(history->last, "solved", entry->solved == 1);
        json_set_int(history->last, "at", entry->created_ms);
    }
    return K_OK;
}

/* A number proves less than a card: whoever typed it may only be greeted. */
static void set_customer(struct json *root, const struct customer *c, bool by_phone, struct hq *hq)
{
    struct json *customer = json_set_object(root, "customer");
    json_set_text(customer, "ref", c->ref);
    json_set_text(customer, "name", c->name);
    json_set_text(customer, "lang", c->lang);
    json_set_text(customer, "level", by_phone ? "greeted" : c->level);
    json_set_text(customer, "phone_masked", c->phone.masked);
    struct history history = {.requests = json_set_array(customer, "requests"),
                              .last = json_set_object(customer, "last")};
    struct kerr err = {0};
    if (ledger_each(hq->db, LEDGER_CUSTOMER, c->ref, add_history, &history, &err) != K_OK) {
        klog_err("customer.without_history", &err);
    }
}

static void look_up(struct hq *hq, struct call *call)
{
    K_CLEANUP(json_free) struct json *asked = NULL;
    K_CLEANUP(json_free) struct json *root = json_new_object();
    struct kerr err = {0};
    if (json_parse(call->body, call->body_len, &asked, &err) != K_OK) {
        answer_plain(call, 400, "not JSON");
        return;
    }
    const char *token = json_get_text(asked, "token");
    const char *phone = json_get_text(asked, "phone");
    const struct customer *c = token[0] != '\0' ? people_by_token(&hq->people, token)
                                                : people_by_phone(&hq->people, phone);
    json_set_bool(root, "known", c != NULL);
    if (c) {
        set_customer(root, c, token[0] == '\0', hq);
    }
    answer_json(call, 200, root);
}

static void check(struct hq *hq, struct call *call)
{
    K_CLEANUP(json_free) struct json *asked = NULL;
    K_CLEANUP(json_free) struct json *root = json_new_object();
    struct kerr err = {0};
    if (json_parse(call->body, call->body_len, &asked, &err) != K_OK ||
        json_get_text(asked, "question")[0] == '\0') {
        answer_plain(call, 400, "no question");
        return;
    }
    const char *answer = people_check(&hq->people, json_get_text(asked, "question"),
                                      json_get_text(asked, "customer"));
    if (!answer) {
        answer_plain(call, 404, "unknown");
        return;
    }
    json_set_text(root, "answer", answer);
    answer_json(call, 200, root);
}

/* ---- requests ---- */

static void hello(struct hq *hq, struct call *call)
{
    (void)hq;
    K_CLEANUP(json_free) struct json *root = json_new_object();
    json_set_int(root, "version", 1);
    answer_json(call, 200, root);
}

/* What a kiosk says of itself goes into the log; what is wrong there in capitals. */
static void heartbeat(struct hq *hq, struct call *call)
{
    (void)hq;
    K_CLEANUP(json_free) struct json *said = NULL;
    struct kerr err = {0};
    if (json_parse(call->body, call->body_len, &said, &err) != K_OK ||
        !kstr_equal(json_get_text(said, "schema"), "kiosk.heartbeat/1")) {
        answer_plain(call, 400, "no heartbeat");
        return;
    }
    int64_t set_aside = json_int(json_get(said, "set_aside"), 0);
    int64_t lost = json_int(json_get(said, "lost"), 0);
    bool is_wrong = set_aside > 0 || lost > 0 || json_bool(json_get(said, "late"), false);
    klog(is_wrong ? "kiosk.ALARM_QUEUE" : "kiosk.heartbeat",
         "kiosk=\"%.64s\" waiting=%lld set_aside=%lld oldest_min=%lld delivered=%lld lost=%lld",
         json_get_text(said, "kiosk"), (long long)json_int(json_get(said, "waiting"), 0),
         (long long)set_aside, (long long)(json_int(json_get(said, "oldest_age_ms"), 0) / 60000),
         (long long)json_int(json_get(said, "delivered"), 0), (long long)lost);
    answer_plain(call, 200, "heard");
}

static void list_requests(struct hq *hq, struct call *call)
{
    K_CLEANUP(json_free) struct json *root = json_new_object();
    struct json *list = json_set_array(root, "requests");
    struct kerr err = {0};
    enum kcode code = K_OK;
    if (call->kiosk) {
        int64_t revision = 0;
        int64_t since = call->since ? strtoll(call->since, NULL, 10) : 0;
        code = ledger_changes(hq->db, call->kiosk, since, list, &revision, &err);
        json_set_int(root, "revision", revision);
    } else if (call->customer) {
        struct history history = {.requests = list};
        code = ledger_each(hq->db, LEDGER_CUSTOMER, call->customer, add_history, &history, &err);
    } else {
        code = ledger_each(hq->db, LEDGER_NEWEST, NULL, add_any, list, &err);
    }
    if (code != K_OK) {
        klog_err("requests.not_listed", &err);
        answer_plain(call, 503, "later");
        return;
    }
    answer_json(call, 200, root);
}

static void show_request(struct hq *hq, struct call *call, const char *id)
{
    struct entry entry;
    struct kerr err = {0};
    enum kcode code = ledger_get(hq->db, id, &entry, &err);
    if (code == K_OK) {
        answer_request(call, 200, entry.id, entry.state, entry.hash);
    } else if (code == K_E_NOT_FOUND) {
        answer_request(call, 404, id, "unknown", NULL);
    } else {
        klog_err("request.not_read", &err);
        answer_request(call, 503, id, "later", NULL);
    }
}

static void change_state(struct hq *hq, struct call *call, const char *id)
{
    K_CLEANUP(json_free) struct json *asked = NULL;
    struct kerr err = {0};
    if (json_parse(call->body, call->body_len, &asked, &err) != K_OK) {
        answer_plain(call, 400, "not JSON");
        return;
    }
    const char *state = json_get_text(asked, "state");
    if (!kstr_equal(state, "handled") && !kstr_equal(state, "closed")) {
        answer_request(call, 422, id, "handled or closed", NULL);
        return;
    }
    if (ledger_set_state(hq->db, id, state, &err) != K_OK) {
        klog_err("request.state_not_kept", &err);
        answer_request(call, 503, id, "later", NULL);
        return;
    }
    show_request(hq, call, id);
}

/* ---- routes ---- */

/* "/v1/requests/ID" and "/v1/requests/ID/state". False when the path is neither. */
static bool route_one(struct hq *hq, struct call *call)
{
    static const char prefix[] = "/v1/requests/";
    char id[KUUID_TEXT_SIZE];
    if (!kstr_starts(call->path, prefix)) {
        return false;
    }
    const char *rest = call->path + sizeof prefix - 1;
    (void)kstr_copy(id, sizeof id, rest);
    if (!kuuid_valid(id)) {
        return false;
    }
    rest += KUUID_TEXT_SIZE - 1;
    if (rest[0] == '\0' && kstr_equal(call->method, "GET")) {
        show_request(hq, call, id);
        return true;
    }
    if (kstr_equal(rest, "/state") && kstr_equal(call->method, "POST")) {
        change_state(hq, call, id);
        return true;
    }
    return false;
}

bool api_answer(struct hq *hq, struct call *call)
{
    static const struct {
        const char *method, *path;
        void (*answer)(struct hq *hq, struct call *call);
    } routes[] = {
        {"GET", "/v1/hello", hello},
        {"POST", "/v1/heartbeat", heartbeat},
        {"GET", "/v1/requests", list_requests},
        {"POST", "/v1/requests", reception_take},
        {"POST", "/v1/customers/lookup", look_up},
        {"POST", "/v1/checks", check},
    };
    for (unsigned i = 0; i < sizeof routes / sizeof routes[0]; i++) {
        if (kstr_equal(routes[i].method, call->method) && kstr_equal(routes[i].path, call->path)) {
            routes[i].answer(hq, call);
            return true;
        }
    }
    return route_one(hq, call);
}
