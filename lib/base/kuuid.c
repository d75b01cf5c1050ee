#include "kuuid.h"

#include "kassert.h"

#include <stddef.h>
#include <string.h>

void kuuid_make(int64_t wall_ms, const uint8_t random[KUUID_RANDOM_SIZE],
                char ret_text[KUUID_TEXT_SIZE])
{
    static const char hex[] = "0123456789abcdef";
    uint64_t ms = wall_ms < 0 ? 0 : (uint64_t)wall_ms;
    uint8_t bytes[16];
    for (int i = 0; i < 6; i++) {
        bytes[i] = (uint8_t)(ms >> (40 - 8 * i));
    }
    memcpy(bytes + 6, random, KUUID_RANDOM_SIZE);
    bytes[6] = (uint8_t)(0x70U | (bytes[6] & 0x0FU));
    bytes[8] = (uint8_t)(0x80U | (bytes[8] & 0x3FU));
    size_t at = 0;
    for (size_t i = 0; i < sizeof bytes; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            ret_text[at++] = '-';
        }
        ret_text[at++] = hex[bytes[i] >> 4];
        ret_text[at++] = hex[bytes[i] & 0x0FU];
    }
    ret_text[at] = '\0';
    KASSERT(at == KUUID_TEXT_SIZE - 1);
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool kuuid_valid(const char *text)
{
    if (strnlen(text, KUUID_TEXT_SIZE) != KUUID_TEXT_SIZE - 1) {
        return false;
    }
    for (int i = 0; i < KUUID_TEXT_SIZE - 1; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : hex_value(text[i]) < 0) {
            return false;
        }
    }
    int variant = hex_value(text[19]);
    return text[14] == '7' && variant >= 8 && variant <= 11;
}

void kuuid_number(const char *text, char ret_number[KUUID_NUMBER_SIZE])
{
    static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    KASSERT(kuuid_valid(text));
    uint32_t bits = 0;
    for (int i = KUUID_TEXT_SIZE - 1 - 8; i < KUUID_TEXT_SIZE - 1; i++) {
        bits = (bits << 4) | (uint32_t)hex_value(text[i]);
    }
    size_t at = 0;
    for (int i = 0; i < 6; i++) {
        if (i == 3) {
            ret_number[at++] = '-';
        }
        ret_number[at++] = crockford[(bits >> (25 - 5 * i)) & 31U];
    }
    ret_number[at] = '\0';
}
