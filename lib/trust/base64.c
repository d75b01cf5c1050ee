#include "trust.h"

#include <string.h>

/* Our own, because OpenSSL's decoder forgives: here one byte string has exactly one text. */

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

enum kcode trust_base64(const void *bytes, size_t count, struct kbuf *buf, struct kerr *err)
{
    const uint8_t *at = bytes;
    size_t wanted = (count + 2) / 3 * 4;
    size_t room = buf->size - buf->len - 1;
    if (wanted > room) {
        return kerr_fail(err, K_E_FULL, "base64: %zu bytes do not fit in %zu", wanted, room);
    }
    for (size_t i = 0; i < count; i += 3) {
        size_t have = count - i < 3 ? count - i : 3;
        uint32_t bits = (uint32_t)at[i] << 16;
        bits |= have > 1 ? (uint32_t)at[i + 1] << 8 : 0;
        bits |= have > 2 ? (uint32_t)at[i + 2] : 0;
        for (size_t k = 0; k < 4; k++) {
            char letter = alphabet[bits >> (18 - 6 * k) & 63U];
            buf->data[buf->len++] = k <= have ? letter : '=';
        }
    }
    buf->data[buf->len] = '\0';
    return K_OK;
}

/* The value of a letter; -1 for anything else. */
static int letter_value(char letter)
{
    const char *found = letter != '\0' ? strchr(alphabet, letter) : NULL;
    return found ? (int)(found - alphabet) : -1;
}

/* Four letters of which the last pad ones are '='; -1 when they are not what an encoder writes. */
static int32_t read_group(const char *text, size_t pad)
{
    int32_t bits = 0;
    for (size_t k = 0; k < 4; k++) {
        int value = k < 4 - pad ? letter_value(text[k]) : 0;
        if (value < 0) {
            return -1;
        }
        bits = bits << 6 | value;
    }
    int32_t unused = pad == 0 ? 0 : pad == 1 ? 0xFF : 0xFFFF;
    return (bits & unused) == 0 ? bits : -1;
}

static size_t padding_of(const char *text, size_t len)
{
    if (len == 0 || text[len - 1] != '=') {
        return 0;
    }
    return text[len - 2] == '=' ? 2 : 1;
}

enum kcode trust_unbase64(const char *text, size_t len, struct kbuf *buf, struct kerr *err)
{
    if (len % 4 != 0) {
        return kerr_fail(err, K_E_FORMAT, "base64: %zu letters are no whole groups", len);
    }
    size_t pad = padding_of(text, len);
    size_t count = len / 4 * 3 - pad;
    size_t room = buf->size - buf->len - 1;
    if (count > room) {
        return kerr_fail(err, K_E_FULL, "base64: %zu bytes do not fit in %zu", count, room);
    }
    size_t start = buf->len;
    for (size_t i = 0; i < len; i += 4) {
        size_t group_pad = i + 4 == len ? pad : 0;
        int32_t bits = read_group(text + i, group_pad);
        if (bits < 0) {
            buf->len = start;
            buf->data[start] = '\0';
            return kerr_fail(err, K_E_FORMAT, "base64: group at %zu is not valid", i);
        }
        for (size_t k = 0; k < 3 - group_pad; k++) {
            buf->data[buf->len++] = (char)((uint32_t)bits >> (16 - 8 * k) & 0xFFU);
        }
    }
    buf->data[buf->len] = '\0';
    return K_OK;
}
