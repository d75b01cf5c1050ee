#pragma once

#include "trust.h"

#include <stdbool.h>

/* The two steps to a sealing key, apart so that the vectors of their RFCs can be tried. */

/* X25519; false for a point that gives no secret. Source: RFC 7748 section 6.1 */
bool trust_agree(const uint8_t secret[TRUST_KEY_SIZE], const uint8_t open[TRUST_KEY_SIZE],
                 uint8_t ret_shared[TRUST_KEY_SIZE]);

struct trust_bytes {
    const void *data;
    size_t count;
};

/* HKDF with SHA-256, count bytes. Source: RFC 5869 section 2 */
bool trust_derive(struct trust_bytes secret, struct trust_bytes salt, struct trust_bytes info,
                  uint8_t *ret_key, size_t count);
