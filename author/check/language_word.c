/* Words that a help desk does not use: the table is data, wording.def. */
#include "language.h"

#include "kstr.h"
#include "text.h"

#include <string.h>

/* clang-format off */
static const struct wording {
    enum lang lang;
    enum diag_code code;
    const char *pattern, *not_behind, *better;
} wordings[] = {
#define WORDING(language, code, pattern, not_behind, better)                                       \
    {LANG_##language, (code), (pattern), (not_behind), (better)},
#include "wording.def"
#undef WORDING
};
/* clang-format on */

/* The character that ends at text + offset is part of a word. */
static bool in_word(const char *text, size_t offset)
{
    size_t from = offset;
    while (from > 0 && ((unsigned char)text[from - 1] & 0xC0U) == 0x80U) {
        from--;
    }
    uint32_t character = 0;
    bool has = from > 0 && utf8_get(text + from - 1, &character) > 0;
    bool is_latin =
        (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    return has && (is_latin || hangul_is_syllable(character));
}

/* What stands before offset ends like one of the endings. */
static bool stands_behind(const char *text, size_t offset, const char *endings)
{
    while (*endings != '\0') {
        size_t len = strcspn(endings, "|");
        if (len <= offset && memcmp(text + offset - len, endings, len) == 0) {
            return true;
        }
        endings += len + (endings[len] == '|');
    }
    return false;
}

static void check_one(struct language *language, const struct line *line,
                      const struct wording *wording)
{
    bool at_start = wording->pattern[0] == '^';
    const char *pattern = wording->pattern + at_start;
    for (const char *found = strstr(line->text, pattern); found;
         found = strstr(found + 1, pattern)) {
        size_t offset = (size_t)(found - line->text);
        if ((at_start && in_word(line->text, offset)) ||
            stands_behind(line->text, offset, wording->not_behind)) {
            continue;
        }
        line_tell(language, line, offset, wording->code, DIAG_ARGS(pattern, wording->better));
    }
}

void word_check(struct language *language, const struct line *line)
{
    for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++) {
        if (wordings[i].lang == line->lang) {
            check_one(language, line, &wordings[i]);
        }
    }
}
