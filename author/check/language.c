/* Every text of the sources, line by line, to the rules of language. */
#include "language.h"

#include "kstr.h"
#include "text.h"

#include <string.h>

/* Texts whose id ends so are Markdown and begin at the first column of a line. */
static const char body_mark[] = "/body";
/* Texts whose id ends so are what customers type: never shown, never said. */
static const char keywords_mark[] = "/keywords";

typedef void (*line_fn)(struct language *language, const struct line *line, const void *user);

/* ---- for the rules ---- */

void line_tell(struct language *language, const struct line *line, size_t offset,
               enum diag_code code, const char *const args[DIAG_ARGS_MAX])
{
    struct place at = line->at;
    for (size_t i = 0; line->is_exact && i < offset;) {
        uint32_t character = 0;
        int taken = utf8_get(line->text + i, &character);
        i += taken > 0 ? (size_t)taken : 1;
        at.column++;
    }
    source_tell(language->source, at, code, args);
}

static const struct quotes {
    const char *open, *close;
    bool is_bracket;
} quotes[] = {{"\"", "\"", false}, {"“", "”", false}, {"‘", "’", false},
              {"「", "」", false}, {"(", ")", true},  {"[", "]", true}};

/* Bytes of the quotation that begins at text; 0 when none does. */
static size_t quoted_len(const char *text, bool brackets)
{
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++) {
        const struct quotes *pair = &quotes[i];
        if ((brackets || !pair->is_bracket) && kstr_starts(text, pair->open)) {
            const char *close = strstr(text + strlen(pair->open), pair->close);
            return close != NULL ? (size_t)(close - text) + strlen(pair->close) : 0;
        }
    }
    /* 'x' is a quotation, the apostrophe of isn't is none. */
    const char *close = text[0] == '\'' ? strchr(text + 1, '\'') : NULL;
    return close != NULL ? (size_t)(close - text) + 1 : 0;
}

char *line_unquoted(struct language *language, const struct line *line, bool brackets)
{
    char *text = karena_text(&language->source->arena, line->text);
    for (size_t i = 0; text[i] != '\0';) {
        bool is_apostrophe = text[i] == '\'' && i > 0 && text[i - 1] != ' ' && text[i - 1] != '(';
        size_t len = is_apostrophe ? 0 : quoted_len(text + i, brackets);
        memset(text + i, '_', len);
        i += len > 0 ? len : 1;
    }
    return text;
}

bool char_is_hangul(uint32_t c)
{
    return hangul_is_syllable(c) || hangul_is_jamo(c) || (c >= 0x1100 && c <= 0x11FF);
}

bool text_has_hangul(const char *text)
{
    uint32_t character = 0;
    for (int taken = 0; (taken = utf8_get(text, &character)) > 0; text += taken) {
        if (char_is_hangul(character)) {
            return true;
        }
    }
    return false;
}

/* ---- texts as lines ---- */

static bool id_ends(const struct source_text *text, const char *end)
{
    size_t len = strlen(text->id);
    return len >= strlen(end) && strcmp(text->id + len - strlen(end), end) == 0;
}

/* Marks of Markdown at the beginning of a line: "## ", "- ", "1. ". */
static size_t marks_len(const char *text)
{
    size_t spaces = strspn(text, " ");
    size_t marks = strspn(text + spaces, "#-*");
    size_t digits = strspn(text + spaces, "0123456789");
    bool is_number = digits > 0 && strncmp(text + spaces + digits, ". ", 2) == 0;
    if (is_number) {
        return spaces + digits + 2;
    }
    bool is_mark = marks > 0 && text[spaces + marks] == ' ';
    return is_mark ? spaces + marks + 1 : spaces;
}

/* The name of a picture is no word: "![alt](name)" -> "_[alt]______". */
static void blank_pictures(char *text)
{
    for (char *at = strstr(text, "!["); at != NULL; at = strstr(at + 1, "![")) {
        char *name = strstr(at, "](");
        char *end = name != NULL ? strchr(name, ')') : NULL;
        at[0] = '_';
        if (end != NULL) {
            memset(name + 1, '_', (size_t)(end - name));
        }
    }
}

static void each_line_in(struct language *language, const struct source_text *text, enum lang lang,
                         line_fn tell, const void *user)
{
    bool exact = id_ends(text, body_mark);
    struct line line = {.lang = lang, .at = text->at[lang], .is_exact = exact};
    char *rest = karena_text(&language->source->arena, text->words.in[lang]);
    while (rest != NULL) {
        char *end = strchr(rest, '\n');
        if (end != NULL) {
            *end = '\0';
        }
        size_t marks = exact ? marks_len(rest) : 0;
        if (exact) {
            blank_pictures(rest);
            line.at.column = 1 + (int)marks;
        }
        line.text = rest + marks;
        tell(language, &line, user);
        line.at.line += exact;
        rest = end != NULL ? end + 1 : NULL;
    }
}

static void each_line(struct language *language, const struct source_text *text, line_fn tell,
                      const void *user)
{
    bool is_shown = !id_ends(text, keywords_mark);
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        if (is_shown && text->words.in[lang] != NULL) {
            each_line_in(language, text, lang, tell, user);
        }
    }
}

/* ---- the rules, text by text ---- */

static void on_count(struct language *language, const struct line *line, const void *user)
{
    bool of_pack = *(const bool *)user;
    speech_count(language, line, of_pack ? &language->all : &language->file);
}

static void on_speech(struct language *language, const struct line *line, const void *user)
{
    speech_tell(language, line, *(const enum speech *)user);
}

static void on_line(struct language *language, const struct line *line, const void *user)
{
    const struct source_text *text = user;
    if (!kstr_equal(text->words.in[LANG_KO], text->words.in[LANG_EN])) { /* otherwise told */
        hangul_check(language, line);
    }
    particle_check(language, line);
    word_check(language, line);
    letter_check(language, line);
    reading_check(language, line);
}

/* The texts from `at` on that stand in one file. */
static size_t texts_of_file(const struct source *source, size_t at)
{
    size_t end = at;
    while (end < source->text_count &&
           strcmp(source->text[end].at[LANG_KO].file, source->text[at].at[LANG_KO].file) == 0) {
        end++;
    }
    return end - at;
}

/* One level of speech in a file, and the same one as in the pack. */
static void check_speech(struct language *language, const struct source_text *text, size_t count)
{
    language->file = (struct tally){{0}};
    language->is_other_told = false;
    for (size_t i = 0; i < count; i++) {
        each_line(language, &text[i], on_count, &(const bool){false});
    }
    enum speech most = speech_most(&language->file);
    enum speech wanted = speech_most(&language->all);
    bool is_tie = most != SPEECH_NONE && language->file.count[most] == language->file.count[wanted];
    most = is_tie ? wanted : most;
    for (size_t i = 0; i < count && most != SPEECH_NONE; i++) {
        each_line(language, &text[i], on_speech, &most);
    }
}

static void check_file(struct language *language, const struct source_text *text, size_t count)
{
    language->straight = 0;
    language->curly = 0;
    for (size_t i = 0; i < count; i++) {
        if (!id_ends(&text[i], keywords_mark)) {
            pair_check(language, &text[i]);
        }
        each_line(language, &text[i], on_line, &text[i]);
    }
    if (language->straight > 0 && language->curly > 0) {
        source_tell(language->source, text->at[LANG_KO], A425_QUOTES_MIXED, NULL);
    }
    check_speech(language, text, count);
}

enum kcode rule_language(struct checking *checking, struct kerr *err)
{
    struct language language = {.checking = checking, .source = checking->source};
    const struct source *source = checking->source;
    (void)err;
    for (size_t i = 0; i < source->text_count; i++) {
        each_line(&language, &source->text[i], on_count, &(const bool){true});
    }
    for (size_t i = 0; i < source->text_count;) {
        size_t count = texts_of_file(source, i);
        check_file(&language, &source->text[i], count);
        i += count;
    }
    return K_OK;
}
