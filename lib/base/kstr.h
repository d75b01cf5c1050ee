#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Strings in fixed arrays: NUL-terminated UTF-8, cut only between characters. */

/* Copy text into dst, cutting at a character boundary; false when it was cut. dst_size > 0. */
bool kstr_copy(char *dst, size_t dst_size, const char *text);

/* Append text to what dst holds, cutting at a character boundary; false when it was cut. */
bool kstr_append(char *dst, size_t dst_size, const char *text);

/* Printf into dst, cutting at a character boundary; false when it was cut. */
bool kstr_format(char *dst, size_t dst_size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Same text; NULL equals nothing. */
bool kstr_equal(const char *a, const char *b);

/* text begins with prefix. */
bool kstr_starts(const char *text, const char *prefix);

/* Without the blanks and tabs around it, and the \r of a foreign line's end: text is cut in place.
 */
char *kstr_trim(char *text);

/* Overwrite count bytes so that the compiler cannot drop it: for names, numbers, tokens. */
void kstr_wipe(void *bytes, size_t count);
