#include "trust.h"

#include "kassert.h"
#include "kstr.h"
#include "trust_internal.h"

#include <limits.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

#define SEAL_VERSION 1
#define NONCE_SIZE   12
#define TAG_SIZE     16
#define HEAD_SIZE    (TRUST_SEAL_EXTRA - TAG_SIZE) /* version, ephemeral key, nonce */

static void free_key(EVP_PKEY **key)
{
    EVP_PKEY_free(*key);
}

static void free_key_step(EVP_PKEY_CTX **step)
{
    EVP_PKEY_CTX_free(*step);
}

static void free_cipher(EVP_CIPHER_CTX **cipher)
{
    EVP_CIPHER_CTX_free(*cipher);
}

static void free_kdf(EVP_KDF **kdf)
{
    EVP_KDF_free(*kdf);
}

static void free_kdf_step(EVP_KDF_CTX **step)
{
    EVP_KDF_CTX_free(*step);
}

/* ---- the key ---- */

static EVP_PKEY *read_secret(const uint8_t secret[TRUST_KEY_SIZE])
{
    return EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, NULL, secret, TRUST_KEY_SIZE);
}

/* False when mine is NULL, too. */
static bool agree(EVP_PKEY *mine, const uint8_t open[TRUST_KEY_SIZE],
                  uint8_t ret_shared[TRUST_KEY_SIZE])
{
    K_CLEANUP(free_key)
    EVP_PKEY *theirs = EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, NULL, open, TRUST_KEY_SIZE);
    K_CLEANUP(free_key_step) EVP_PKEY_CTX *step = mine ? EVP_PKEY_CTX_new(mine, NULL) : NULL;
    size_t len = TRUST_KEY_SIZE;
    return step && theirs && EVP_PKEY_derive_init(step) == 1 &&
           EVP_PKEY_derive_set_peer(step, theirs) == 1 &&
           EVP_PKEY_derive(step, ret_shared, &len) == 1 && len == TRUST_KEY_SIZE;
}

bool trust_agree(const uint8_t secret[TRUST_KEY_SIZE], const uint8_t open[TRUST_KEY_SIZE],
                 uint8_t ret_shared[TRUST_KEY_SIZE])
{
    K_CLEANUP(free_key) EVP_PKEY *mine = read_secret(secret);
    return agree(mine, open, ret_shared);
}

static OSSL_PARAM bytes_param(const char *name, struct trust_bytes bytes)
{
    return OSSL_PARAM_construct_octet_string(name, (void *)bytes.data, bytes.count);
}

bool trust_derive(struct trust_bytes secret, struct trust_bytes salt, struct trust_bytes info,
                  uint8_t *ret_key, size_t count)
{
    char digest[] = "SHA256";
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
        bytes_param(OSSL_KDF_PARAM_KEY, secret),
        bytes_param(OSSL_KDF_PARAM_SALT, salt),
        bytes_param(OSSL_KDF_PARAM_INFO, info),
        OSSL_PARAM_construct_end(),
    };
    K_CLEANUP(free_kdf) EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    K_CLEANUP(free_kdf_step) EVP_KDF_CTX *step = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
    return step && EVP_KDF_derive(step, ret_key, count, params) == 1;
}

/* mine and theirs change sides between sealing and opening; the salt keeps its order. */
static bool make_key(EVP_PKEY *mine, const uint8_t *theirs, const uint8_t *ephemeral,
                     const uint8_t *recipient, uint8_t ret_key[TRUST_KEY_SIZE])
{
    static const char info[] = "annae seal 1";
    uint8_t shared[TRUST_KEY_SIZE];
    uint8_t salt[2 * TRUST_KEY_SIZE];
    memcpy(salt, ephemeral, TRUST_KEY_SIZE);
    memcpy(salt + TRUST_KEY_SIZE, recipient, TRUST_KEY_SIZE);
    bool made = agree(mine, theirs, shared) &&
                trust_derive((struct trust_bytes){shared, sizeof shared},
                             (struct trust_bytes){salt, sizeof salt},
                             (struct trust_bytes){info, sizeof info - 1}, ret_key, TRUST_KEY_SIZE);
    kstr_wipe(shared, sizeof shared);
    return made;
}

static bool make_pair(struct trust_pair *pair)
{
    size_t secret_len = TRUST_KEY_SIZE;
    size_t open_len = TRUST_KEY_SIZE;
    K_CLEANUP(free_key) EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "X25519");
    return key && EVP_PKEY_get_raw_private_key(key, pair->secret, &secret_len) == 1 &&
           EVP_PKEY_get_raw_public_key(key, pair->open, &open_len) == 1;
}

enum kcode trust_make_pair(struct trust_pair *ret_pair, struct kerr *err)
{
    struct trust_pair pair;
    bool made = make_pair(&pair);
    if (made) {
        *ret_pair = pair;
    }
    kstr_wipe(&pair, sizeof pair);
    ERR_clear_error();
    return made ? K_OK : kerr_fail(err, K_E_IO, "key pair: OpenSSL could not make one");
}

/* ---- the cipher ---- */

struct gcm {
    const EVP_CIPHER *cipher;
    const uint8_t *key, *nonce;
    const char *id;
};

static bool encrypt(struct gcm with, struct trust_bytes plain, uint8_t *out)
{
    K_CLEANUP(free_cipher) EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    int len = 0;
    int last = 0;
    return cipher && EVP_EncryptInit_ex(cipher, with.cipher, NULL, with.key, with.nonce) == 1 &&
           EVP_EncryptUpdate(cipher, NULL, &len, (const uint8_t *)with.id, (int)strlen(with.id)) ==
               1 &&
           EVP_EncryptUpdate(cipher, out, &len, plain.data, (int)plain.count) == 1 &&
           EVP_EncryptFinal_ex(cipher, out + len, &last) == 1 &&
           EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_GET_TAG, TAG_SIZE, out + plain.count) == 1;
}

static bool decrypt(struct gcm with, const uint8_t *sealed, size_t plain_len, uint8_t *out)
{
    K_CLEANUP(free_cipher) EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    int len = 0;
    int last = 0;
    uint8_t tag[TAG_SIZE];
    memcpy(tag, sealed + plain_len, TAG_SIZE);
    return cipher && EVP_DecryptInit_ex(cipher, with.cipher, NULL, with.key, with.nonce) == 1 &&
           EVP_DecryptUpdate(cipher, NULL, &len, (const uint8_t *)with.id, (int)strlen(with.id)) ==
               1 &&
           EVP_DecryptUpdate(cipher, out, &len, sealed, (int)plain_len) == 1 &&
           EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_SET_TAG, TAG_SIZE, tag) == 1 &&
           EVP_DecryptFinal_ex(cipher, out + len, &last) == 1;
}

/* Room for count bytes and the NUL behind what the buffer holds. */
static enum kcode check_room(const struct kbuf *buf, size_t count, struct kerr *err)
{
    KASSERT(buf->len < buf->size);
    size_t room = buf->size - buf->len - 1;
    if (count > room || count > INT_MAX) {
        return kerr_fail(err, K_E_FULL, "seal: %zu bytes do not fit in %zu", count, room);
    }
    return K_OK;
}

/* Behind the end of the buffer there are count new bytes: take them, or leave no trace of them. */
static void finish(struct kbuf *buf, size_t count, bool good)
{
    if (good) {
        buf->len += count;
    } else {
        kstr_wipe(buf->data + buf->len, count);
    }
    buf->data[buf->len] = '\0';
    ERR_clear_error();
}

/* ---- sealing ---- */

struct trust_sealer {
    uint8_t recipient[TRUST_KEY_SIZE];
    EVP_CIPHER *gcm; /* looked up once: a search by name costs as much as sealing a short text */
    bool is_ready;   /* the two below are made and not used yet */
    uint8_t open[TRUST_KEY_SIZE]; /* the ephemeral key; its secret is gone when this is made */
    uint8_t key[TRUST_KEY_SIZE];
};

static bool init(struct trust_sealer *sealer, const uint8_t recipient[TRUST_KEY_SIZE])
{
    *sealer = (struct trust_sealer){0};
    memcpy(sealer->recipient, recipient, TRUST_KEY_SIZE);
    sealer->gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    ERR_clear_error();
    return sealer->gcm != NULL;
}

static void done(struct trust_sealer *sealer)
{
    EVP_CIPHER_free(sealer->gcm);
    kstr_wipe(sealer, sizeof *sealer);
}

enum kcode trust_sealer_open(const uint8_t recipient[TRUST_KEY_SIZE],
                             struct trust_sealer **ret_sealer, struct kerr *err)
{
    struct trust_sealer *sealer = calloc(1, sizeof *sealer);
    if (!sealer || !init(sealer, recipient)) {
        free(sealer);
        return kerr_fail(err, K_E_IO, "seal: no memory, or OpenSSL has no AES-256-GCM");
    }
    *ret_sealer = sealer;
    return K_OK;
}

void trust_sealer_close(struct trust_sealer **sealer)
{
    if (!*sealer) {
        return;
    }
    done(*sealer);
    free(*sealer);
    *sealer = NULL;
}

static bool prepare(struct trust_sealer *sealer)
{
    if (sealer->is_ready) {
        return true;
    }
    size_t open_len = TRUST_KEY_SIZE;
    /* Used as it was made: reading its secret back in costs as much as making it. */
    K_CLEANUP(free_key) EVP_PKEY *ephemeral = EVP_PKEY_Q_keygen(NULL, NULL, "X25519");
    sealer->is_ready =
        ephemeral && EVP_PKEY_get_raw_public_key(ephemeral, sealer->open, &open_len) == 1 &&
        make_key(ephemeral, sealer->recipient, sealer->open, sealer->recipient, sealer->key);
    ERR_clear_error();
    return sealer->is_ready;
}

void trust_sealer_prepare(struct trust_sealer *sealer)
{
    (void)prepare(sealer);
}

enum kcode trust_sealer_seal(struct trust_sealer *sealer, const char *id, const void *plain,
                             size_t plain_len, struct kbuf *ret_sealed, struct kerr *err)
{
    size_t sealed_len = plain_len + TRUST_SEAL_EXTRA;
    if (check_room(ret_sealed, sealed_len, err) != K_OK) {
        return err->code;
    }
    bool is_ready = prepare(sealer);
    uint8_t *head = (uint8_t *)ret_sealed->data + ret_sealed->len;
    uint8_t *nonce = head + 1 + TRUST_KEY_SIZE;
    head[0] = SEAL_VERSION;
    memcpy(head + 1, sealer->open, TRUST_KEY_SIZE);
    bool good = is_ready && RAND_bytes(nonce, NONCE_SIZE) == 1 &&
                encrypt((struct gcm){sealer->gcm, sealer->key, nonce, id},
                        (struct trust_bytes){plain, plain_len}, head + HEAD_SIZE);
    sealer->is_ready = false; /* one key, one text: also when it failed */
    kstr_wipe(sealer->key, sizeof sealer->key);
    finish(ret_sealed, sealed_len, good);
    return good ? K_OK : kerr_fail(err, K_E_IO, "seal: OpenSSL could not seal");
}

enum kcode trust_seal(const uint8_t recipient[TRUST_KEY_SIZE], const char *id, const void *plain,
                      size_t plain_len, struct kbuf *ret_sealed, struct kerr *err)
{
    K_CLEANUP(done) struct trust_sealer sealer;
    if (!init(&sealer, recipient)) {
        return kerr_fail(err, K_E_IO, "seal: OpenSSL has no AES-256-GCM");
    }
    return trust_sealer_seal(&sealer, id, plain, plain_len, ret_sealed, err);
}

/* ---- opening ---- */

enum kcode trust_unseal(const struct trust_pair *pair, const char *id, const void *sealed,
                        size_t sealed_len, struct kbuf *ret_plain, struct kerr *err)
{
    const uint8_t *head = sealed;
    uint8_t key[TRUST_KEY_SIZE];
    if (sealed_len < TRUST_SEAL_EXTRA) {
        return kerr_fail(err, K_E_FORMAT, "seal: %zu bytes are too few", sealed_len);
    }
    if (head[0] != SEAL_VERSION) {
        return kerr_fail(err, K_E_FORMAT, "seal: version %d, not %d", head[0], SEAL_VERSION);
    }
    size_t plain_len = sealed_len - TRUST_SEAL_EXTRA;
    if (check_room(ret_plain, plain_len, err) != K_OK) {
        return err->code;
    }
    const uint8_t *ephemeral = head + 1;
    struct gcm with = {EVP_aes_256_gcm(), key, ephemeral + TRUST_KEY_SIZE, id};
    K_CLEANUP(free_key) EVP_PKEY *mine = read_secret(pair->secret);
    bool good =
        make_key(mine, ephemeral, ephemeral, pair->open, key) &&
        decrypt(with, head + HEAD_SIZE, plain_len, (uint8_t *)ret_plain->data + ret_plain->len);
    finish(ret_plain, plain_len, good);
    kstr_wipe(key, sizeof key);
    return good ? K_OK : kerr_fail(err, K_E_SIGNATURE, "seal: not for us, or changed");
}
