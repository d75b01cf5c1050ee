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

/*
 * Seals one text after the other for the holder of the recipient's secret, each under an ephemeral
 * key of its own.
 */
struct trust_sealer;

/* Errors: K_E_IO (no memory, no such cipher). */
enum kcode trust_sealer_open(const uint8_t recipient[TRUST_KEY_SIZE],
                             struct trust_sealer **ret_sealer, struct kerr *err) K_MUST_CHECK;
void trust_sealer_close(struct trust_sealer **sealer); /* wiped; NULL and already closed are fine */

/* Make the next text's key now, while nobody waits: two multiplications on a curve, nearly all of
 * what sealing costs. The ephemeral secret is gone when this returns. Nothing to do when the key is
 * there already; when it cannot be made, the seal tries again and says so. */
void trust_sealer_prepare(struct trust_sealer *sealer);

/* Seal one text. Its key is used for nothing else, and wiped also when this fails.
 * Errors: K_E_FULL, K_E_IO (no randomness). */
enum kcode trust_sealer_seal(struct trust_sealer *sealer, const char *id, const void *plain,
                             size_t plain_len, struct kbuf *ret_sealed,
                             struct kerr *err) K_MUST_CHECK;

/* The same for a single text. Errors: K_E_FULL, K_E_IO. */
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
