#include "trust.h"

#include "kassert.h"

#include <openssl/evp.h>

static void write_hex(const uint8_t bytes[TRUST_HASH_SIZE], char ret_hex[TRUST_HASH_TEXT])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < TRUST_HASH_SIZE; i++) {
        ret_hex[2 * i] = digits[bytes[i] >> 4];
        ret_hex[2 * i + 1] = digits[bytes[i] & 0x0FU];
    }
    ret_hex[TRUST_HASH_TEXT - 1] = '\0';
}

void trust_hash(const void *bytes, size_t count, char ret_hex[TRUST_HASH_TEXT])
{
    uint8_t hash[TRUST_HASH_SIZE];
    size_t len = 0;
    int rc = EVP_Q_digest(NULL, "SHA256", NULL, bytes, count, hash, &len);
    KASSERT(rc == 1);
    KASSERT(len == sizeof hash);
    write_hex(hash, ret_hex);
}

void trust_hmac(const uint8_t key[TRUST_KEY_SIZE], const void *bytes, size_t count,
                char ret_hex[TRUST_HASH_TEXT])
{
    uint8_t mac[TRUST_HASH_SIZE];
    size_t len = 0;
    const uint8_t *done = EVP_Q_mac(NULL, "HMAC", NULL, "SHA256", NULL, key, TRUST_KEY_SIZE, bytes,
                                    count, mac, sizeof mac, &len);
    KASSERT(done != NULL);
    KASSERT(len == sizeof mac);
    write_hex(mac, ret_hex);
}
