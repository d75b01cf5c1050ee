/* The table of everything that can be wrong, and its sentences with the arguments filled in. */
#include "diag.h"

#include "kassert.h"
#include "kstr.h"
#include "text.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* clang-format off */
static const struct diag_rule rules[DIAG_CODE_COUNT] = {
#define DIAG(number, name, severity_of, what_en, cure_en, what_ko, cure_ko)                        \
    {.code = "A" #number, .severity = DIAG_##severity_of,                                          \
     .what = {{[LANG_KO] = (what_ko), [LANG_EN] = (what_en)}},                                     \
     .cure = {{[LANG_KO] = (cure_ko), [LANG_EN] = (cure_en)}}},
#include "diag_all.def"
#undef DIAG
};
/* clang-format on */

static const struct term {
    const char *mark;
    struct words words;
} terms[] = {
    {DIAG_FILE, {{"이 파일", "the file"}}},
    {DIAG_ENTRY, {{"이 항목", "this entry"}}},
    {DIAG_STEP, {{"단계", "a step"}}},
    {DIAG_HEAD, {{"머리 부분", "the head"}}},
    {DIAG_GROUP, {{"비슷한말 묶음", "a group of synonyms"}}},
    {DIAG_CONDITION, {{"조건", "a condition"}}},
    {DIAG_VALUE, {{"값", "a value"}}},
    {DIAG_TRUTH, {{"참·거짓", "a truth"}}},
    {DIAG_NUMBER, {{"수", "a number"}}},
    {DIAG_WORD, {{"낱말", "a word"}}},
    {DIAG_NULL, {{"빈 값", "nothing"}}},
    {DIAG_DATE, {{"날짜", "a date"}}},
    {DIAG_FORMAL, {{"합니다체", "formal (합니다)"}}},
    {DIAG_POLITE, {{"해요체", "informal (해요)"}}},
    {DIAG_PLAIN, {{"반말", "plain (한다, 해)"}}},
};

static const struct phrase {
    const char *english, *korean;
} phrases[] = {
#define PHRASE(in_english, in_korean) {in_english, in_korean},
#include "diag_phrase.def"
#undef PHRASE
};

const struct diag_rule *diag_rule(enum diag_code code)
{
    KASSERT(code < DIAG_CODE_COUNT);
    return &rules[code];
}

enum diag_code diag_find(const char *text)
{
    enum diag_code code = 0;
    while (code < DIAG_CODE_COUNT && strcasecmp(rules[code].code, text) != 0) {
        code++;
    }
    return code;
}

const char *diag_severity_name(enum diag_severity severity, enum lang lang)
{
    static const struct words names[DIAG_SEVERITY_COUNT] = {
        [DIAG_ERROR] = {{"오류", "error"}},
        [DIAG_WARNING] = {{"경고", "warning"}},
        [DIAG_NOTE] = {{"참고", "note"}},
    };
    return names[severity].in[lang];
}

struct diag_number diag_number(long long number)
{
    struct diag_number as;
    (void)kstr_format(as.text, sizeof as.text, "%lld", number);
    return as;
}

/* An argument as the reader knows it. */
static const char *argument(const struct diag *diag, char digit, enum lang lang)
{
    int at = digit - '1';
    const char *arg = at >= 0 && at < DIAG_ARGS_MAX ? diag->arg[at] : NULL;
    if (arg == NULL) {
        return "";
    }
    for (size_t i = 0; arg[0] == DIAG_FILE[0] && i < sizeof terms / sizeof *terms; i++) {
        if (strcmp(terms[i].mark, arg) == 0) {
            return terms[i].words.in[lang];
        }
    }
    for (size_t i = 0; lang == LANG_KO && i < sizeof phrases / sizeof *phrases; i++) {
        if (strcmp(phrases[i].english, arg) == 0) {
            return phrases[i].korean;
        }
    }
    return arg;
}

/* "{1}", "{1:을/를}" or "{1|을/를}" at from: its text goes behind ret_text; bytes taken, 0 when it
 * is neither.
 */
static size_t fill_one(const struct diag *diag, enum lang lang, const char *from, char *ret_text,
                       size_t text_size)
{
    const char *end = strchr(from, '}');
    bool is_place = end != NULL && from[1] >= '1' && from[1] <= '9' &&
                    (from + 2 == end || from[2] == ':' || from[2] == '|');
    if (!is_place) {
        return 0;
    }
    const char *arg = argument(diag, from[1], lang);
    (void)kstr_append(ret_text, text_size, from[2] != '|' ? arg : "");
    if (from[2] != '}') {
        char pair[32];
        char particle[32];
        (void)kstr_format(pair, sizeof pair, "%.*s", (int)(end - from - 3), from + 3);
        particle_pick(arg, pair, particle, sizeof particle);
        (void)kstr_append(ret_text, text_size, particle);
    }
    return (size_t)(end + 1 - from);
}

static void fill(const struct diag *diag, enum lang lang, const char *from, char *ret_text,
                 size_t text_size)
{
    ret_text[0] = '\0';
    while (*from != '\0') {
        size_t plain = strcspn(from, "{");
        size_t len = strlen(ret_text);
        (void)kstr_format(ret_text + len, text_size - len, "%.*s", (int)plain, from);
        from += plain;
        size_t taken = *from == '{' ? fill_one(diag, lang, from, ret_text, text_size) : 0;
        if (*from == '{' && taken == 0) {
            (void)kstr_append(ret_text, text_size, "{");
            taken = 1;
        }
        from += taken;
    }
}

/* The first letter of a sentence that begins with an argument ("{1} must be ..."). */
static void begin_large(char *text)
{
    if (text[0] >= 'a' && text[0] <= 'z' && strchr(text, ' ') != NULL &&
        (strncmp(text, "a ", 2) == 0 || strncmp(text, "the ", 4) == 0 ||
         strncmp(text, "this ", 5) == 0)) {
        text[0] = (char)(text[0] - 'a' + 'A');
    }
}

void diag_what(const struct diag *diag, enum lang lang, char *ret_text, size_t text_size)
{
    fill(diag, lang, diag_rule(diag->code)->what.in[lang], ret_text, text_size);
    begin_large(ret_text);
}

void diag_cure(const struct diag *diag, enum lang lang, char *ret_text, size_t text_size)
{
    static const struct words did_you_mean = {
        {"혹시 '{1}'{1|을/를} 쓰려고 하셨습니까?", "Did you mean '{1}'?"}};
    if (diag->near == NULL) {
        fill(diag, lang, diag_rule(diag->code)->cure.in[lang], ret_text, text_size);
    } else {
        const struct diag near = {.arg = {diag->near}};
        fill(&near, lang, did_you_mean.in[lang], ret_text, text_size);
    }
}

void diag_line(const struct diag *diag, enum lang lang, char ret_text[DIAG_LINE_BYTES])
{
    char what[DIAG_TEXT_BYTES];
    char cure[DIAG_TEXT_BYTES];
    const struct diag_rule *rule = diag_rule(diag->code);
    diag_what(diag, lang, what, sizeof what);
    diag_cure(diag, lang, cure, sizeof cure);
    (void)kstr_format(ret_text, DIAG_LINE_BYTES, "%s:%d:%d: %s %s: %s %s", diag->at.file,
                      diag->at.line, diag->at.column, diag_severity_name(rule->severity, lang),
                      rule->code, what, cure);
}
