/* Characters: what the fonts lack, and what looks right but is not. */
#include "language.h"

#include "kstr.h"
#include "text.h"

#include <string.h>

/* How a character is called in a sentence about it. */
struct called {
    char itself[8], code[16];
};

static struct called called(uint32_t character)
{
    struct called name = {.itself = ""};
    name.itself[utf8_put(character, name.itself)] = '\0';
    (void)kstr_format(name.code, sizeof name.code, "U+%04X", (unsigned)character);
    return name;
}

static const struct range {
    uint32_t first, last;
    enum diag_code code;
} ranges[] = {
    {0x0300, 0x036F, A423_DECOMPOSED}, {0x1100, 0x11FF, A423_DECOMPOSED},
    {0xA960, 0xA97F, A423_DECOMPOSED}, {0xD7B0, 0xD7FF, A423_DECOMPOSED},
    {0xFFA0, 0xFFDC, A423_DECOMPOSED}, {0x00AD, 0x00AD, A424_INVISIBLE},
    {0x115F, 0x1160, A424_INVISIBLE},  {0x180E, 0x180E, A424_INVISIBLE},
    {0x200B, 0x200F, A424_INVISIBLE},  {0x2028, 0x202E, A424_INVISIBLE},
    {0x2060, 0x206F, A424_INVISIBLE},  {0x3164, 0x3164, A424_INVISIBLE},
    {0xFE00, 0xFE0F, A424_INVISIBLE},  {0xFEFF, 0xFEFF, A424_INVISIBLE},
    {0x3000, 0x3000, A422_FULL_WIDTH}, {0xFF01, 0xFF5E, A422_FULL_WIDTH},
};

/* What is wrong with a character; DIAG_CODE_COUNT: nothing. */
static enum diag_code wrong_with(const struct check_options *options, uint32_t character)
{
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (character >= ranges[i].first && character <= ranges[i].last) {
            return ranges[i].code;
        }
    }
    bool is_missing = options->has_glyph != NULL && character > '~' &&
                      !options->has_glyph(options->has_glyph_user, character);
    return is_missing ? A417_NO_GLYPH : DIAG_CODE_COUNT;
}

/* Each kind once a line: a text pasted in the wrong form has it everywhere. */
static void check_characters(struct language *language, const struct line *line)
{
    enum diag_code told = DIAG_CODE_COUNT;
    uint32_t character = 0;
    size_t offset = 0;
    for (int taken = 0; (taken = utf8_get(line->text + offset, &character)) > 0;
         offset += (size_t)taken) {
        enum diag_code code = wrong_with(language->checking->options, character);
        if (code == DIAG_CODE_COUNT || code == told) {
            continue;
        }
        struct called name = called(character);
        bool has_sign = code == A417_NO_GLYPH || code == A422_FULL_WIDTH;
        line_tell(language, line, offset, code,
                  DIAG_ARGS(has_sign ? name.itself : name.code, name.code));
        told = code;
    }
}

/* "a  b", "a ,", " a": blanks that nobody sees until the line is laid out. */
static void check_spaces(struct language *language, const struct line *line)
{
    const char *text = line->text;
    size_t len = strlen(text);
    const char *two = strstr(text, "  ");
    bool at_edge = len > 0 && ((text[0] == ' ' && !line->is_exact) || text[len - 1] == ' ');
    if (at_edge) {
        line_tell(language, line, text[0] == ' ' ? 0 : len - 1, A426_STRAY_SPACE, DIAG_ARGS("\\n"));
    } else if (two != NULL) {
        line_tell(language, line, (size_t)(two - text), A421_TWO_SPACES, NULL);
    }
    for (const char *at = strchr(text, ' '); at != NULL; at = strchr(at + 1, ' ')) {
        const char mark[] = {at[1], '\0'};
        bool is_mark = mark[0] != '\0' && strchr(".,?!;:", mark[0]) != NULL;
        if (is_mark && (at[2] == '\0' || at[2] == ' ')) {
            line_tell(language, line, (size_t)(at - text), A426_STRAY_SPACE, DIAG_ARGS(mark));
            return;
        }
    }
}

static void check_marks(struct language *language, const struct line *line)
{
    const char *mark = strchr(line->text, '!');
    if (mark != NULL) {
        line_tell(language, line, (size_t)(mark - line->text), A414_EXCLAMATION, NULL);
    }
    language->straight += strchr(line->text, '"') != NULL;
    language->curly += strstr(line->text, "“") != NULL || strstr(line->text, "”") != NULL;
}

void letter_check(struct language *language, const struct line *line)
{
    check_characters(language, line);
    check_spaces(language, line);
    check_marks(language, line);
}
