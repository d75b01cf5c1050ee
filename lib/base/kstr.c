#include "kstr.h"

#include "kassert.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The longest prefix of text that fits len bytes and does not end inside a character. */
static size_t cut_len(const char *text, size_t len)
{
    while (len > 0 && ((unsigned char)text[len] & 0xC0U) == 0x80U) {
        len--;
    }
    return len;
}

bool kstr_copy(char *dst, size_t dst_size, const char *text)
{
    KASSERT(dst_size > 0);
    size_t len = strlen(text);
    bool whole = len < dst_size;
    if (!whole) {
        len = cut_len(text, dst_size - 1);
    }
    memmove(dst, text, len);
    dst[len] = '\0';
    return whole;
}

bool kstr_append(char *dst, size_t dst_size, const char *text)
{
    size_t used = strnlen(dst, dst_size);
    KASSERT(used < dst_size);
    return kstr_copy(dst + used, dst_size - used, text);
}

bool kstr_format(char *dst, size_t dst_size, const char *fmt, ...)
{
    KASSERT(dst_size > 0);
    va_list args;
    va_start(args, fmt);
    int wanted = vsnprintf(dst, dst_size, fmt, args);
    va_end(args);
    KASSERT(wanted >= 0);
    if ((size_t)wanted < dst_size) {
        return true;
    }
    /* vsnprintf may have cut inside a character: step back over its bytes. */
    size_t len = dst_size - 1;
    size_t lead = len;
    while (lead > 0 && ((unsigned char)dst[lead - 1] & 0xC0U) == 0x80U) {
        lead--;
    }
    if (lead > 0 && ((unsigned char)dst[lead - 1] & 0x80U) != 0) {
        unsigned char first = (unsigned char)dst[lead - 1];
        size_t need = first >= 0xF0U ? 4 : first >= 0xE0U ? 3 : 2;
        if (len - (lead - 1) < need) {
            dst[lead - 1] = '\0';
        }
    }
    return false;
}

bool kstr_equal(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

bool kstr_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

void kstr_wipe(void *bytes, size_t count)
{
    /* Read anew at each call: the compiler cannot know that it is only memset() of dead bytes. */
    static void *(*const volatile set)(void *, int, size_t) = memset;
    if (count > 0) {
        (void)set(bytes, 0, count);
    }
}

char *kstr_trim(char *text)
{
    text += strspn(text, " \t");
    size_t len = strlen(text);
    while (len > 0 && strchr(" \t\r", text[len - 1])) {
        text[--len] = '\0';
    }
    return text;
}
