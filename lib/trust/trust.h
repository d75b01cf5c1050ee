#pragma once

#include "kbuf.h"
#include "kerr.h"

#include <stddef.h>
#include <stdint.h>

/*
 * OpenSSL, once. Sealing: what a kiosk accepts can be opened by headquarters only.
 *
 * sealed = version 1 byte (1) | ephemeral X25519 public key 32 | nonce 12 | ciphertext | tag 16
 * key    = HKDF-SHA256(shared secret, salt = ephemeral key | recipient key, info = "annae seal 1")
 * AES-256-GCM; the associated data is the request's id, so a sealed body cannot change places.
 * Source: RFC 7748, RFC 5869, NIST SP 800-38D.
 */

#define TRUST_KEY_SIZE   32
#define TRUST_HASH_SIZE  32
#define TRUST_SEAL_EXTRA (1 + 32 + 12 + 16) /* bytes a sealed text is longer than the plain one */
#define TRUST_HASH_TEXT  65                 /* lower-case hex and the NUL */

struct trust_pair {
    uint8_t secret[TRUST_KEY_SIZE]; /* X25519; wipe with kstr_wipe() */
    uint8_t open[TRUST_KEY_SIZE];
};

/* A new key pair for headquarters. Errors: K_E_IO. */
enum kcode trust_make_pair(struct trust_pair *ret_pair, struct kerr *err) K_MUST_CHECK;

/* Seal plain for the holder of the pair's secret. Errors: K_E_FULL, K_E_IO (no randomness). */
enum kcode trust_seal(const uint8_t recipient[TRUST_KEY_SIZE], const char *id, const void *plain,
                      size_t plain_len, struct kbuf *ret_sealed, struct kerr *err) K_MUST_CHECK;

/* The only door from sealed bytes to plain ones. Errors: K_E_FORMAT (too short, other version),
 * K_E_SIGNATURE (not for us, other id, changed), K_E_FULL. ret_plain is untouched on error. */
enum kcode trust_unseal(const struct trust_pair *pair, const char *id, const void *sealed,
                        size_t sealed_len, struct kbuf *ret_plain, struct kerr *err) K_MUST_CHECK;

/* SHA-256 and HMAC-SHA-256 as lower-case hex. */
void trust_hash(const void *bytes, size_t count, char ret_hex[TRUST_HASH_TEXT]);
void trust_hmac(const uint8_t key[TRUST_KEY_SIZE], const void *bytes, size_t count,
                char ret_hex[TRUST_HASH_TEXT]);

/* Base64 (RFC 4648 section 4, padded). Errors: K_E_FULL, K_E_FORMAT. */
enum kcode trust_base64(const void *bytes, size_t count, struct kbuf *buf,
                        struct kerr *err) K_MUST_CHECK;
enum kcode trust_unbase64(const char *text, size_t len, struct kbuf *buf,
                          struct kerr *err) K_MUST_CHECK;

/* A secret of TRUST_KEY_SIZE bytes in a file of mode 0600, made when it is not there.
 * Errors: K_E_FORMAT (wrong size), K_E_IO. */
enum kcode trust_key_file(const char *path, uint8_t ret_key[TRUST_KEY_SIZE],
                          struct kerr *err) K_MUST_CHECK;
