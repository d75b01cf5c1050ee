/* Latin words in Korean texts: speech must know how they are read. */
#include "language.h"

#include "kstr.h"
#include "text.h"

#include <string.h>

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool has_letter(const char *word)
{
    while (*word != '\0' && !is_letter(*word)) {
        word++;
    }
    return *word != '\0';
}

/* Letters and digits, joined by single signs: "Wi-Fi", "A/S", "2.4GHz". */
static size_t word_len(const char *text)
{
    size_t len = 0;
    while (is_letter(text[len]) || is_digit(text[len]) ||
           (len > 0 && text[len] != '\0' && strchr("-./&+@_", text[len]) != NULL &&
            (is_letter(text[len + 1]) || is_digit(text[len + 1])))) {
        len++;
    }
    return len;
}

static bool is_read(const struct language *language, const char *word)
{
    const struct content *content = language->checking->content;
    for (uint16_t i = 0; i < content->reading_count; i++) {
        if (strcmp(content->reading[i].word, word) == 0) {
            return true;
        }
    }
    return !has_letter(word);
}

/* As a whole, or its letters alone: "500MB" by MB, "Wi-Fi6" by Wi-Fi, "HDMI2" by HDMI. */
static bool has_reading(const struct language *language, const char *word)
{
    char part[LIMIT_ID_BYTES];
    size_t lead = strspn(word, "0123456789.,");
    size_t len = strlen(word);
    while (len > lead && (is_digit(word[len - 1]) || word[len - 1] == '-')) {
        len--;
    }
    (void)kstr_format(part, sizeof part, "%.*s", (int)(len - lead), word + lead);
    return is_read(language, word) || is_read(language, word + lead) || is_read(language, part);
}

/* "TV/PC": each of its parts. */
static bool parts_have_readings(const struct language *language, const char *word)
{
    char part[LIMIT_ID_BYTES];
    bool all = true;
    while (*word != '\0') {
        size_t len = strcspn(word, "-./&+");
        (void)kstr_format(part, sizeof part, "%.*s", (int)len, word);
        all = all && has_reading(language, part);
        word += len + (word[len] != '\0');
    }
    return all;
}

/* What is told to have no reading: "25Mbps" is about Mbps, "5G" about itself. */
static void shorten(char *word)
{
    size_t lead = strspn(word, "0123456789.,");
    size_t len = 0;
    while (is_letter(word[lead + len])) {
        len++;
    }
    bool is_core = len >= 2 && strspn(word + lead + len, "0123456789") == strlen(word + lead + len);
    if (is_core) {
        memmove(word, word + lead, len);
        word[len] = '\0';
    }
}

/* "nia.or.kr", "www.a.kr", "a@b": nobody reads these aloud as words. */
static bool is_address(const char *word)
{
    const char *dot = strchr(word, '.');
    bool has_two = dot != NULL && is_letter(dot[1]) && strchr(dot + 1, '.') != NULL;
    return has_two || strchr(word, '@') != NULL || strstr(word, "www.") == word;
}

/* Told already? Then not again; otherwise it is from now on. */
static bool told_before(struct language *language, const char *word)
{
    for (size_t i = 0; i < language->unread_count; i++) {
        if (strcmp(language->unread[i], word) == 0) {
            return true;
        }
    }
    if (language->unread_count == UNREAD_MAX) {
        return true;
    }
    language->unread[language->unread_count++] = karena_text(&language->source->arena, word);
    return false;
}

static void check_word(struct language *language, const struct line *line, size_t offset,
                       size_t len)
{
    char word[LIMIT_ID_BYTES];
    bool fits = kstr_format(word, sizeof word, "%.*s", (int)len, line->text + offset);
    if (!fits || !has_letter(word) || is_address(word) || has_reading(language, word) ||
        parts_have_readings(language, word)) {
        return;
    }
    shorten(word);
    if (!told_before(language, word)) {
        line_tell(language, line, offset, A416_READING_MISSING, DIAG_ARGS(word));
    }
}

/* "TV/HDMI" is two words, "A/S" is one. */
static size_t first_len(const char *text, size_t len)
{
    const char *slash = memchr(text, '/', len);
    size_t first = slash != NULL ? (size_t)(slash - text) : len;
    return first >= 2 ? first : len;
}

void reading_check(struct language *language, const struct line *line)
{
    if (line->lang != LANG_KO || !compile_settings_sound(language->checking->compile)) {
        return; /* readings that could not be read may hold every word */
    }
    for (size_t i = 0; line->text[i] != '\0';) {
        size_t skip = line->text[i] == '{' ? strcspn(line->text + i, "}") : 0; /* {lights} */
        size_t len = skip == 0 ? word_len(line->text + i) : 0;
        len = first_len(line->text + i, len);
        if (len > 0) {
            check_word(language, line, i, len);
        }
        i += skip + len;
        i += skip + len == 0;
    }
}
