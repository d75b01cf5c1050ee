/* Two languages of one text: translated, and with the same placeholders. */
#include "language.h"

#include "kstr.h"
#include "text.h"

#include <string.h>

#define EXCERPT_BYTES 64

/* What identifies a text in a sentence about it: its beginning. */
static const char *excerpt(const char *text, char ret[EXCERPT_BYTES])
{
    char line[LIMIT_TEXT_BYTES];
    (void)kstr_format(line, sizeof line, "%.*s", (int)strcspn(text, "\n"), text);
    bool whole = kstr_copy(ret, EXCERPT_BYTES - 4, line);
    (void)kstr_append(ret, EXCERPT_BYTES, whole ? "" : "…");
    return ret;
}

/* A word of small letters that is no part of a name, an address or a unit: "modem", not "iPhone",
 * "7cm", "a.b" or "{lights}". */
static bool has_plain_word(const char *text)
{
    static const char apart[] = " ,;:?!()\"'\n";
    while (*text != '\0') {
        size_t len = strcspn(text, apart);
        size_t small = strspn(text, "abcdefghijklmnopqrstuvwxyz");
        if (small >= 4 && (small == len || (small + 1 == len && text[small] == '.'))) {
            return true;
        }
        text += len;
        text += strspn(text, apart);
    }
    return false;
}

static void check_translated(struct language *language, const struct source_text *text)
{
    const char *ko = text->words.in[LANG_KO];
    const char *en = text->words.in[LANG_EN];
    char shown[EXCERPT_BYTES];
    bool is_name = !text_has_hangul(ko) && !has_plain_word(ko);
    if (is_name) {
        return;
    }
    if (strcmp(ko, en) == 0) {
        source_tell(language->source, text->at[LANG_EN], A401_NOT_TRANSLATED,
                    DIAG_ARGS(excerpt(ko, shown)));
    } else if (!text_has_hangul(ko)) {
        source_tell(language->source, text->at[LANG_KO], A403_NO_HANGUL,
                    DIAG_ARGS(excerpt(ko, shown)));
    }
}

void hangul_check(struct language *language, const struct line *line)
{
    char shown[EXCERPT_BYTES];
    if (line->lang == LANG_EN && text_has_hangul(line_unquoted(language, line, true))) {
        line_tell(language, line, 0, A402_HANGUL_IN_ENGLISH, DIAG_ARGS(excerpt(line->text, shown)));
    }
}

/* Name of the placeholder at text ("{lights:을/를}" -> lights); false when there is none. */
static bool name_at(const char *text, char ret_name[2 * LIMIT_ID_BYTES])
{
    size_t len = strcspn(text + 1, ":}{");
    bool is_name = text[0] == '{' && len > 0 && (text[1 + len] == ':' || text[1 + len] == '}');
    return is_name && kstr_format(ret_name, (size_t)2 * LIMIT_ID_BYTES, "%.*s", (int)len, text + 1);
}

static bool shows(const char *text, const char *wanted)
{
    char name[2 * LIMIT_ID_BYTES];
    for (const char *at = strchr(text, '{'); at != NULL; at = strchr(at + 1, '{')) {
        if (name_at(at, name) && strcmp(name, wanted) == 0) {
            return true;
        }
    }
    return false;
}

/* Placeholders of `from` that the other language lacks. */
static void check_shown(struct language *language, const struct source_text *text, enum lang from)
{
    enum lang other = from == LANG_KO ? LANG_EN : LANG_KO;
    char name[2 * LIMIT_ID_BYTES];
    for (const char *at = strchr(text->words.in[from], '{'); at; at = strchr(at + 1, '{')) {
        if (name_at(at, name) && !shows(text->words.in[other], name)) {
            char whole[2 * LIMIT_ID_BYTES + 2];
            (void)kstr_format(whole, sizeof whole, "{%s}", name);
            source_tell(language->source, text->at[other], A404_PLACEHOLDERS_DIFFER,
                        DIAG_ARGS(whole, lang_name(other)));
        }
    }
}

void pair_check(struct language *language, const struct source_text *text)
{
    if (text->words.in[LANG_KO] == NULL || text->words.in[LANG_EN] == NULL) {
        return; /* told as missing */
    }
    check_translated(language, text);
    check_shown(language, text, LANG_KO);
    check_shown(language, text, LANG_EN);
}
