#include "text.h"

#include "kassert.h"
#include "text_internal.h"

#include <string.h>

/* The lengths of RFC 3629: what the first byte promises, and the smallest character that needs it.
 */
static const struct {
    uint8_t mask, lead;
    uint32_t lowest;
} forms[] = {{0x80, 0x00, 0}, {0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}};

static bool is_scalar(uint32_t c)
{
    return c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
}

int utf8_get(const char *text, uint32_t *ret_char)
{
    const unsigned char *at = (const unsigned char *)text;
    if (at[0] == 0) {
        return 0;
    }
    int len = 1;
    while (len <= 4 && (at[0] & forms[len - 1].mask) != forms[len - 1].lead) {
        len++;
    }
    if (len > 4) {
        return -1;
    }
    uint32_t c = at[0] & (uint8_t)~forms[len - 1].mask;
    for (int i = 1; i < len; i++) {
        if ((at[i] & 0xC0U) != 0x80U) { /* also the NUL: nothing behind it is read */
            return -1;
        }
        c = c << 6 | (at[i] & 0x3FU);
    }
    if (c < forms[len - 1].lowest || !is_scalar(c)) {
        return -1;
    }
    *ret_char = c;
    return len;
}

int utf8_put(uint32_t character, char ret_bytes[4])
{
    KASSERT(is_scalar(character));
    int len = 4;
    while (len > 1 && character < forms[len - 1].lowest) {
        len--;
    }
    uint32_t rest = character;
    for (int i = len - 1; i > 0; i--) {
        ret_bytes[i] = (char)(0x80U | (rest & 0x3FU));
        rest >>= 6;
    }
    ret_bytes[0] = (char)(forms[len - 1].lead | rest);
    return len;
}

bool utf8_valid(const char *text)
{
    uint32_t c = 0;
    int len = 0;
    while ((len = utf8_get(text, &c)) > 0) {
        bool control = (c < 0x20 && c != '\n') || (c >= 0x7F && c < 0xA0);
        if (control) {
            return false;
        }
        text += len;
    }
    return len == 0;
}

size_t utf8_count(const char *text)
{
    size_t count = 0;
    uint32_t c = 0;
    int len = 0;
    while ((len = utf8_get(text, &c)) != 0) {
        text += len > 0 ? len : 1; /* a bad byte counts as one character */
        count++;
    }
    return count;
}

bool latin_is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

uint32_t latin_lower(uint32_t c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

struct text_out text_out_open(char *text, size_t size)
{
    KASSERT(size > 0);
    text[0] = '\0';
    return (struct text_out){.text = text, .size = size};
}

void text_out_put(struct text_out *out, uint32_t c)
{
    char bytes[4];
    size_t len = (size_t)utf8_put(c, bytes);
    if (out->full || out->len + len >= out->size) {
        out->full = true;
        return;
    }
    memcpy(out->text + out->len, bytes, len);
    out->len += len;
    out->text[out->len] = '\0';
}
