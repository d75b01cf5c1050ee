#include "text.h"

#include "kstr.h"
#include "text_internal.h"

#include <string.h>

/* Surnames of two syllables in use in Korea. */
static const char *const long_surnames[] = {"남궁", "황보", "제갈", "사공", "선우",
                                            "서문", "독고", "동방", "어금", "망절"};

static bool has_latin(const char *name)
{
    while (*name != '\0' && !latin_is_letter((unsigned char)*name)) {
        name++;
    }
    return *name != '\0';
}

/* Characters but spaces; bytes that are not UTF-8 end the name. */
static size_t letter_count(const char *name)
{
    size_t count = 0;
    uint32_t c = 0;
    int len = 0;
    while ((len = utf8_get(name, &c)) > 0) {
        count += c != ' ' ? 1 : 0;
        name += len;
    }
    return count;
}

/* G*** H***: the length of a Latin name would tell too much. */
static void mask_latin(const char *name, struct text_out *out)
{
    bool word_starts = true;
    uint32_t c = 0;
    int len = 0;
    while ((len = utf8_get(name, &c)) > 0) {
        if (c == ' ') {
            text_out_put(out, c);
        } else if (word_starts) {
            text_out_put(out, c);
            text_out_put(out, '*');
            text_out_put(out, '*');
            text_out_put(out, '*');
        }
        word_starts = c == ' ';
        name += len;
    }
}

void mask_name(const char *name, char *ret_text, size_t text_size)
{
    struct text_out out = text_out_open(ret_text, text_size);
    size_t count = letter_count(name);
    if (count > 1 && has_latin(name)) {
        mask_latin(name, &out);
        return;
    }
    size_t at = 0;
    uint32_t c = 0;
    int len = 0;
    while ((len = utf8_get(name, &c)) > 0) {
        bool first = at == 0 && count > 1;
        bool last = at + 1 == count && count > 2;
        text_out_put(&out, c == ' ' || first || last ? c : '*');
        at += c != ' ' ? 1 : 0;
        name += len;
    }
}

void mask_surname(const char *name, char *ret_text, size_t text_size)
{
    name += strspn(name, " ");
    if (has_latin(name)) {
        size_t end = strlen(name);
        while (end > 0 && name[end - 1] == ' ') {
            end--;
        }
        size_t start = end;
        while (start > 0 && name[start - 1] != ' ') {
            start--;
        }
        (void)kstr_format(ret_text, text_size, "%.*s", (int)(end - start), name + start);
        return;
    }
    for (size_t i = 0; i < sizeof long_surnames / sizeof long_surnames[0]; i++) {
        if (letter_count(name) > 2 && kstr_starts(name, long_surnames[i])) {
            (void)kstr_copy(ret_text, text_size, long_surnames[i]);
            return;
        }
    }
    struct text_out out = text_out_open(ret_text, text_size);
    uint32_t c = 0;
    if (utf8_get(name, &c) > 0) {
        text_out_put(&out, c);
    }
}
