#include "net.h"

#include "kstr.h"
#include "net_internal.h"

#include <arpa/inet.h>
#include <string.h>

static void free_url(CURLU **url)
{
    curl_url_cleanup(*url);
}

static void free_part(char **part)
{
    curl_free(*part);
}

/* 127.0.0.0/8, ::1, or the one name that curl 7.88 turns into these without asking. */
static bool is_loopback(const char *host)
{
    struct in_addr four;
    if (inet_pton(AF_INET, host, &four) == 1) {
        return (ntohl(four.s_addr) >> 24) == 127;
    }
    return kstr_equal(host, "[::1]") || kstr_equal(host, "localhost");
}

enum kcode loopback_parse(const char *url, CURLU **ret_url, struct kerr *err)
{
    K_CLEANUP(free_url) CURLU *parsed = curl_url();
    if (!parsed) {
        return kerr_fail(err, K_E_IO, "net: no memory for a URL");
    }
    K_CLEANUP(free_part) char *scheme = NULL;
    K_CLEANUP(free_part) char *host = NULL;
    if (curl_url_set(parsed, CURLUPART_URL, url, CURLU_DISALLOW_USER) != CURLUE_OK ||
        curl_url_get(parsed, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK ||
        curl_url_get(parsed, CURLUPART_HOST, &host, 0) != CURLUE_OK) {
        return kerr_fail(err, K_E_NET, "net: not a URL we take");
    }
    if (!kstr_equal(scheme, "http") || !is_loopback(host)) {
        return kerr_fail(err, K_E_NET, "net: %.20s://%.100s is not this machine", scheme, host);
    }
    *ret_url = parsed;
    parsed = NULL;
    return K_OK;
}
