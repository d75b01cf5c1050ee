#pragma once

#include <stdbool.h>
#include <stdint.h>

#define KUUID_TEXT_SIZE   37 /* 8-4-4-4-12 and the NUL */
#define KUUID_RANDOM_SIZE 10
#define KUUID_NUMBER_SIZE 8 /* "K7Q-2M4" and the NUL */

/**
 * Make the identity of a request, once, for ever.
 *
 * wall_ms  in   0..2^48-1; a wrong clock only spoils the sort order, never uniqueness
 * random   in   KUUID_RANDOM_SIZE random bytes
 * ret_text out  lower-case UUID version 7
 *
 * Source: RFC 9562 section 5.7
 */
void kuuid_make(int64_t wall_ms, const uint8_t random[KUUID_RANDOM_SIZE],
                char ret_text[KUUID_TEXT_SIZE]);

/* Lower-case, right length, dashes in place, version 7, variant 10. */
bool kuuid_valid(const char *text);

/**
 * The number a person can read aloud: six Crockford base-32 characters from the random end.
 *
 * text        in   a valid UUID
 * ret_number  out  "K7Q-2M4"; 30 bits: unique enough beside a customer's name, not an identity
 */
void kuuid_number(const char *text, char ret_number[KUUID_NUMBER_SIZE]);
