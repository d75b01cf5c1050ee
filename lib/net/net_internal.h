#pragma once

#include "net.h"

#include <curl/curl.h>

/* Parse url and make sure that it leads to this machine; free with curl_url_cleanup().
 * What was checked is what curl is given: no second parser, no second opinion.
 * Errors: K_E_NET, K_E_IO (no memory). */
enum kcode loopback_parse(const char *url, CURLU **ret_url, struct kerr *err);
