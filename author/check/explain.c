/*
 * The longer text of a diagnostic: its section of docs/diagnostics.md, which is built into the
 * program. A section holds paragraphs of both languages, told apart by their letters, and examples,
 * which are for everybody.
 */
#include "content_check.h"

#include "text.h"

#include <string.h>

extern const unsigned char diagnostics_text[]; /* cmake/embed.cmake */

/* The line behind the heading "## A012 ..."; NULL when there is none. */
static const char *section_of(const char *code)
{
    const char *at = (const char *)diagnostics_text;
    while ((at = strstr(at, "\n## ")) != NULL) {
        at += strlen("\n## ");
        if (strncmp(at, code, strlen(code)) == 0 && at[strlen(code)] == ' ') {
            const char *end = strchr(at, '\n');
            return end != NULL ? end + 1 : at + strlen(at);
        }
    }
    return NULL;
}

static bool is_korean(const char *text, size_t count)
{
    uint32_t character = 0;
    for (size_t i = 0; i < count;) {
        int taken = utf8_get(text + i, &character);
        if (taken <= 0) {
            break;
        }
        if (hangul_is_syllable(character)) {
            return true;
        }
        i += (size_t)taken;
    }
    return false;
}

/* Bytes of the paragraph or example at text, the empty line behind it included. */
static size_t piece_count(const char *text)
{
    static const char fence[] = "\n```\n";
    bool is_example = strncmp(text, "```", 3) == 0;
    const char *end = strstr(text, is_example ? fence : "\n\n");
    size_t count =
        end != NULL ? (size_t)(end - text) + strlen(is_example ? fence : "\n\n") : strlen(text);
    return count + strspn(text + count, "\n");
}

bool check_explain(enum diag_code code, enum lang lang, FILE *out)
{
    char what[DIAG_TEXT_BYTES];
    const struct diag blank = {.code = code, .arg = {"...", "...", "...", "..."}};
    const char *text = section_of(diag_rule(code)->code);
    if (text == NULL) {
        return false;
    }
    diag_what(&blank, lang, what, sizeof what);
    (void)fprintf(out, "%s %s: %s", diag_severity_name(diag_rule(code)->severity, lang),
                  diag_rule(code)->code, what);
    diag_cure(&blank, lang, what, sizeof what);
    (void)fprintf(out, " %s\n\n", what);
    text += strspn(text, "\n");
    while (*text != '\0' && *text != '#') {
        size_t count = piece_count(text);
        bool is_example = strncmp(text, "```", 3) == 0;
        if (is_example || is_korean(text, count) == (lang == LANG_KO)) {
            (void)fwrite(text, 1, count, out);
        }
        text += count;
    }
    return true;
}
