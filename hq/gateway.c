/* The HTTP side, by libmicrohttpd without threads: reads a call whole, lets api or page answer it.
 */
#include "hq_internal.h"

#include "klog.h"
#include "kstr.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#define CONNECTIONS    64
#define IDLE_S         30
#define REQUEST_MEMORY (32 * 1024)

/* What is known of a call while it is read. */
struct upload {
    char body[LIMIT_REQUEST_BYTES];
    size_t len;
    bool too_long;
};

static void add_body(struct upload *upload, const char *data, size_t count)
{
    if (upload->too_long || count >= sizeof upload->body - upload->len) {
        upload->too_long = true;
        upload->len = 0;
        return;
    }
    memcpy(upload->body + upload->len, data, count);
    upload->len += count;
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static const char *argument(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, name);
}

/* Our own address in one of its spellings: a name that another site made point here is none. */
static bool is_own(const struct hq *hq, const char *text, const char *prefix)
{
    static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
    for (unsigned i = 0; text && i < sizeof names / sizeof names[0]; i++) {
        char own[64];
        (void)kstr_format(own, sizeof own, "%s%s:%u", prefix, names[i], hq->port);
        if (kstr_equal(text, own)) {
            return true;
        }
    }
    return false;
}

static void refuse(struct call *call, int status, const char *why)
{
    struct kerr err = {0};
    kbuf_clear(&call->answer);
    call->type = "text/plain";
    call->status = kbuf_text(&call->answer, why, &err) == K_OK ? status : 500;
}

static void answer(struct hq *hq, struct call *call)
{
    bool changes = !kstr_equal(call->method, "GET");
    if (!call->is_local) {
        refuse(call, 421, "not this server\n");
    } else if (changes && kstr_starts(call->path, "/v1/") && !call->is_json) {
        refuse(call, 415, "application/json\n"); /* no form of another site can say that */
    } else if (!api_answer(hq, call) && !page_answer(hq, call)) {
        refuse(call, 404, "not here\n");
    }
}

static enum MHD_Result send_answer(struct MHD_Connection *connection, const struct call *call)
{
    static const char *const always[][2] = {
        {"Cache-Control", "no-store"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "same-origin"},
        {"Content-Security-Policy",
         "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'"},
    };
    struct MHD_Response *response =
        MHD_create_response_from_buffer(call->answer.len, call->answer.data, MHD_RESPMEM_MUST_COPY);
    if (!response) {
        return MHD_NO;
    }
    enum MHD_Result good = MHD_add_response_header(response, "Content-Type", call->type);
    for (unsigned i = 0; good && i < sizeof always / sizeof always[0]; i++) {
        good = MHD_add_response_header(response, always[i][0], always[i][1]);
    }
    if (good && call->location[0] != '\0') {
        good = MHD_add_response_header(response, "Location", call->location);
    }
    if (good && call->retry_after_s > 0) {
        char seconds[16];
        (void)kstr_format(seconds, sizeof seconds, "%d", call->retry_after_s);
        good = MHD_add_response_header(response, "Retry-After", seconds);
    }
    if (good) {
        good = MHD_queue_response(connection, (unsigned)call->status, response);
    }
    MHD_destroy_response(response);
    return good;
}

static enum MHD_Result finish(struct hq *hq, struct MHD_Connection *connection,
                              const struct upload *upload, const char *url, const char *method)
{
    const char *type = header(connection, "Content-Type");
    struct call call = {.method = method,
                        .path = url,
                        .key = header(connection, "Idempotency-Key"),
                        .kiosk = argument(connection, "kiosk"),
                        .since = argument(connection, "since"),
                        .customer = argument(connection, "customer"),
                        .lang = argument(connection, "lang"),
                        .body = upload->body,
                        .body_len = upload->len,
                        .too_long = upload->too_long,
                        .is_json = type && kstr_starts(type, "application/json"),
                        .is_local = is_own(hq, header(connection, "Host"), ""),
                        .is_same_origin = is_own(hq, header(connection, "Origin"), "http://"),
                        .status = 500,
                        .type = "text/plain",
                        .answer = {.data = hq->page, .size = HQ_PAGE_BYTES}};
    answer(hq, &call);
    enum MHD_Result sent = send_answer(connection, &call);
    kstr_wipe(hq->page, call.answer.len);
    return sent;
}

/* libmicrohttpd's access handler: first without a body, then for each piece, then at the end. */
/* NOLINTNEXTLINE(readability-function-size): libmicrohttpd wants eight parameters */
static enum MHD_Result on_call(void *user, struct MHD_Connection *connection, const char *url,
                               const char *method, const char *version, const char *data,
                               size_t *data_size, void **state)
{
    (void)version;
    struct upload *upload = *state;
    if (!upload) {
        upload = calloc(1, sizeof *upload);
        *state = upload;
        return upload ? MHD_YES : MHD_NO;
    }
    if (*data_size > 0) {
        add_body(upload, data, *data_size);
        *data_size = 0;
        return MHD_YES;
    }
    return finish(user, connection, upload, url, method);
}

static void on_end(void *user, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode why)
{
    (void)user;
    (void)connection;
    (void)why;
    if (*state) {
        kstr_wipe(*state, sizeof(struct upload));
    }
    free(*state);
    *state = NULL;
}

enum kcode hq_listen(struct hq *hq, const char *address, uint16_t port, uint16_t *ret_port,
                     struct kerr *err)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (!kstr_equal(address, "127.0.0.1")) {
        return kerr_fail(err, K_E_NET,
                         "%s: refused: without enrolment (TLS) headquarters listens on 127.0.0.1"
                         " only",
                         address);
    }
    hq->daemon = MHD_start_daemon(
        MHD_USE_ERROR_LOG, port, NULL, NULL, on_call, hq, MHD_OPTION_SOCK_ADDR,
        (const struct sockaddr *)&at, MHD_OPTION_NOTIFY_COMPLETED, on_end, NULL,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)IDLE_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)REQUEST_MEMORY,
        MHD_OPTION_END);
    if (!hq->daemon) {
        return kerr_fail(err, K_E_NET, "127.0.0.1:%u: cannot be listened on", port);
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(hq->daemon, MHD_DAEMON_INFO_BIND_PORT);
    hq->port = info ? info->port : port;
    *ret_port = hq->port;
    return K_OK;
}

void hq_poll(struct hq *hq, int wait_ms)
{
    (void)MHD_run_wait(hq->daemon, wait_ms);
}
