#include "net.h"

#include "kassert.h"
#include "kbuf.h"
#include "kstr.h"
#include "net_internal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct exchange {
    CURL *easy; /* NULL: the slot is free */
    CURLU *url;
    struct curl_slist *headers;
    bool head_whole; /* the empty line behind the head came */
    bool done;
    struct net_answer answer;
};

struct net {
    CURLM *multi;
    struct exchange exchanges[NET_MAX];
};

enum kcode net_open(struct net **ret_net, struct kerr *err)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        return kerr_fail(err, K_E_IO, "net: libcurl does not start");
    }
    struct net *net = calloc(1, sizeof *net);
    CURLM *multi = net ? curl_multi_init() : NULL;
    if (!multi) {
        free(net);
        curl_global_cleanup();
        return kerr_fail(err, K_E_IO, "net: no memory");
    }
    net->multi = multi;
    *ret_net = net;
    return K_OK;
}

void net_close(struct net **net)
{
    if (!*net) {
        return;
    }
    for (int slot = 0; slot < NET_MAX; slot++) {
        net_drop(*net, slot);
    }
    (void)curl_multi_cleanup((*net)->multi);
    free(*net);
    *net = NULL;
    curl_global_cleanup();
}

/* ---- starting ---- */

/* An answer that is too long ends the transfer. */
static size_t on_body(char *bytes, size_t unit, size_t count, void *user)
{
    struct net_answer *answer = user;
    struct kbuf buf = {answer->body, answer->body_len, sizeof answer->body};
    struct kerr err = {0};
    if (kbuf_add(&buf, bytes, unit * count, &err) != K_OK) {
        return 0;
    }
    answer->body_len = buf.len;
    return unit * count;
}

static size_t on_header(char *line, size_t unit, size_t count, void *user)
{
    struct exchange *exchange = user;
    bool blank = unit * count == 2 && memcmp(line, "\r\n", 2) == 0;
    exchange->head_whole = blank; /* a 1xx has a head of its own */
    return unit * count;
}

static bool add_header(struct exchange *exchange, const char *name, const char *value)
{
    char line[256];
    KASSERT(strpbrk(value, "\r\n") == NULL);
    struct curl_slist *longer = NULL;
    if (kstr_format(line, sizeof line, "%s:%s%s", name, value[0] ? " " : "", value)) {
        longer = curl_slist_append(exchange->headers, line);
    }
    exchange->headers = longer ? longer : exchange->headers;
    return longer != NULL;
}

static bool add_headers(struct exchange *exchange, const struct net_request *request)
{
    bool good = add_header(exchange, "Accept", "application/json");
    if (good && request->body) {
        good = add_header(exchange, "Content-Type", "application/json") &&
               add_header(exchange, "Expect", ""); /* do not ask before sending */
    }
    return good && (!request->id || add_header(exchange, "Idempotency-Key", request->id));
}

/* A connection of its own each time: curl quietly sends again when a kept one turns out to be dead,
 * and then "certainly not sent" would not be certain. */
static bool set_options(struct exchange *exchange, int timeout_ms)
{
    CURL *easy = exchange->easy;
    return curl_easy_setopt(easy, CURLOPT_CURLU, exchange->url) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HTTPHEADER, exchange->headers) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)timeout_ms) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK && /* not from the environment */
           curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HTTP09_ALLOWED, 0L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PRIVATE, exchange) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HEADERDATA, exchange) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEDATA, &exchange->answer) == CURLE_OK;
}

static bool set_body(CURL *easy, const struct net_request *request)
{
    curl_off_t len = (curl_off_t)request->body_len;
    return !request->body ||
           (curl_easy_setopt(easy, CURLOPT_POST, 1L) == CURLE_OK &&
            curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, len) == CURLE_OK &&
            curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, request->body) == CURLE_OK);
}

enum kcode net_start(struct net *net, const struct net_request *request, int *ret_slot,
                     struct kerr *err)
{
    KASSERT(request->timeout_ms > 0); /* 0 would mean for ever */
    int slot = 0;
    while (slot < NET_MAX && net->exchanges[slot].easy) {
        slot++;
    }
    if (slot == NET_MAX) {
        return kerr_fail(err, K_E_FULL, "net: %d exchanges run", NET_MAX);
    }
    struct exchange *exchange = &net->exchanges[slot];
    if (loopback_parse(request->url, &exchange->url, err) != K_OK) {
        return err->code;
    }
    exchange->easy = curl_easy_init();
    bool started = exchange->easy && add_headers(exchange, request) &&
                   set_options(exchange, request->timeout_ms) &&
                   set_body(exchange->easy, request) &&
                   curl_multi_add_handle(net->multi, exchange->easy) == CURLM_OK;
    if (!started) {
        net_drop(net, slot);
        return kerr_fail(err, K_E_IO, "net: no memory for an exchange");
    }
    *ret_slot = slot;
    return K_OK;
}

void net_drop(struct net *net, int slot)
{
    KASSERT(slot >= 0 && slot < NET_MAX);
    struct exchange *exchange = &net->exchanges[slot];
    if (exchange->easy) {
        (void)curl_multi_remove_handle(net->multi, exchange->easy); /* fine if it never was there */
        curl_easy_cleanup(exchange->easy);
    }
    curl_slist_free_all(exchange->headers);
    curl_url_cleanup(exchange->url);
    kstr_wipe(exchange->answer.body, exchange->answer.body_len);
    *exchange = (struct exchange){0};
}

/* ---- working ---- */

static bool is_json(const char *content_type)
{
    static const char json[] = "application/json";
    size_t len = sizeof json - 1;
    return content_type && strncasecmp(content_type, json, len) == 0 &&
           strchr("; \t", content_type[len]) != NULL; /* finds the end too */
}

/* CURLE_OK is not enough: curl 7.88 also says so when the line breaks in the middle of the head, or
 * in a body whose end nobody announced (seen with test_net's /cut-head and /open-end). */
static bool is_whole(const struct exchange *exchange, CURLcode result, long status)
{
    struct curl_header *coding = NULL;
    curl_off_t length = -1;
    (void)curl_easy_getinfo(exchange->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    bool chunked = curl_easy_header(exchange->easy, "Transfer-Encoding", 0, CURLH_HEADER, -1,
                                    &coding) == CURLHE_OK;
    bool no_body = status == 204 || status == 304;
    return result == CURLE_OK && exchange->head_whole && status >= 100 && status <= 599 &&
           (length >= 0 || chunked || no_body);
}

static void finish(struct exchange *exchange, CURLcode result)
{
    struct net_answer *answer = &exchange->answer;
    long status = 0;
    long sent = 0;
    curl_off_t retry_after_s = 0;
    const char *content_type = NULL;
    (void)curl_easy_getinfo(exchange->easy, CURLINFO_RESPONSE_CODE, &status);
    (void)curl_easy_getinfo(exchange->easy, CURLINFO_REQUEST_SIZE, &sent);
    (void)curl_easy_getinfo(exchange->easy, CURLINFO_RETRY_AFTER, &retry_after_s);
    (void)curl_easy_getinfo(exchange->easy, CURLINFO_CONTENT_TYPE, &content_type);
    exchange->done = true;
    answer->retry_after_s = -1;
    if (!is_whole(exchange, result, status)) {
        answer->outcome = sent == 0 ? NET_NOT_SENT : NET_UNKNOWN;
        kstr_wipe(answer->body, answer->body_len); /* half an answer is none */
        answer->body_len = 0;
        return;
    }
    answer->outcome = NET_ANSWERED;
    answer->status = (int)status;
    answer->is_json = is_json(content_type);
    answer->retry_after_s = retry_after_s > 0 ? retry_after_s : -1;
}

/* Let curl do what can be done without waiting; true when an exchange was finished. */
static bool work(struct net *net)
{
    int running = 0;
    int waiting = 0;
    bool finished = false;
    (void)curl_multi_perform(net->multi, &running); /* each exchange gets its own result below */
    const CURLMsg *message = curl_multi_info_read(net->multi, &waiting);
    while (message) {
        struct exchange *exchange = NULL;
        (void)curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&exchange);
        KASSERT(exchange != NULL);
        finish(exchange, message->data.result);
        finished = true;
        message = curl_multi_info_read(net->multi, &waiting);
    }
    return finished;
}

void net_poll(struct net *net, const int *extra_fds, int extra_fd_count, int wait_ms)
{
    struct curl_waitfd fds[NET_FDS_MAX];
    KASSERT(extra_fd_count >= 0 && extra_fd_count <= NET_FDS_MAX);
    for (int i = 0; i < extra_fd_count; i++) {
        fds[i] = (struct curl_waitfd){.fd = extra_fds[i], .events = CURL_WAIT_POLLIN};
    }
    bool finished = work(net); /* sends what was just started */
    (void)curl_multi_poll(net->multi, fds, (unsigned)extra_fd_count, finished ? 0 : wait_ms, NULL);
    (void)work(net);
}

bool net_take(struct net *net, int slot, struct net_answer *ret_answer)
{
    KASSERT(slot >= 0 && slot < NET_MAX);
    KASSERT(net->exchanges[slot].easy != NULL);
    if (!net->exchanges[slot].done) {
        return false;
    }
    *ret_answer = net->exchanges[slot].answer;
    net_drop(net, slot);
    return true;
}
