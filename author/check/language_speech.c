/* Which level of speech a Korean sentence ends in: 합니다, 해요 or 한다. */
#include "language.h"

#include "kstr.h"
#include "text.h"

#include <string.h>

#define SENTENCE_BYTES LIMIT_TEXT_BYTES

static const char *const formal[] = {"니다", "니까", "시오", "ㅂ시다", "읍시다", "합시다", NULL};
static const char *const polite[] = {"요", "죠", NULL};
/* Nouns, not verbs; they end a label, not a sentence. */
static const char *const nouns[] = {"필요",   "중요", "개요",   "수요", "주요", "소요", "강요",
                                    "동요",   "월요", "화요",   "목요", "금요", "토요", "일요",
                                    "캐나다", "바다", "사이다", "판다", NULL};
/* Only in a whole sentence: a label may end so by chance (사용자, 네). */
static const char *const plain[] = {"다",   "해라", "하라", "하자", "보자", "해봐", "해줘", "봐줘",
                                    "했어", "있어", "없어", "됐어", "거야", "이야", "할게", "할래",
                                    "했니", "하니", "하냐", "했냐", "했지", "하지", "지마", "지 마",
                                    "마라", "와라", "가라", "줘라", "해",   "봐",   "줘",   NULL};

static bool ends_with_one(const char *text, const char *const endings[])
{
    size_t len = strlen(text);
    for (size_t i = 0; endings[i] != NULL; i++) {
        size_t ending = strlen(endings[i]);
        if (ending <= len && strcmp(text + len - ending, endings[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* "해" alone, or behind a space: 확인해, not 올해. */
static bool is_verb(const char *text)
{
    static const char *const not_verbs[] = {"올해", "새해", "피해", "이해", "오해", "동해",
                                            "서해", "남해", "손해", "방해", "시해", NULL};
    return !ends_with_one(text, not_verbs);
}

/* The level of a sentence without its last mark; mark: '\0' when it has none. */
static enum speech level_of(const char *sentence, char mark)
{
    if (ends_with_one(sentence, nouns)) {
        return SPEECH_NONE;
    }
    if (ends_with_one(sentence, formal)) {
        return SPEECH_FORMAL;
    }
    if (ends_with_one(sentence, polite)) {
        return SPEECH_POLITE;
    }
    bool is_plain = mark != '\0' && ends_with_one(sentence, plain) && is_verb(sentence);
    return is_plain ? SPEECH_PLAIN : SPEECH_NONE;
}

/* One sentence at *text; *text goes behind it. What stands at its end in brackets, quotes or marks
 * of Markdown does not count. */
static enum speech take_sentence(const char **text, char ret_sentence[SENTENCE_BYTES])
{
    const char *from = *text + strspn(*text, " ");
    const char *end = from;
    for (bool done = false; !done; end += !done) {
        bool is_mark = *end != '\0' && strchr(".?!", *end) != NULL;
        done = *end == '\0' || (is_mark && (end[1] == '\0' || strchr(" _*", end[1]) != NULL));
    }
    char mark = *end;
    *text = mark != '\0' ? end + 1 : end;
    while (end > from && strchr(" _*.?!", end[-1]) != NULL) {
        end--;
    }
    (void)kstr_format(ret_sentence, SENTENCE_BYTES, "%.*s", (int)(end - from), from);
    return level_of(ret_sentence, mark);
}

void speech_count(struct language *language, const struct line *line, struct tally *tally)
{
    if (line->lang != LANG_KO) {
        return;
    }
    char sentence[SENTENCE_BYTES];
    const char *text = line_unquoted(language, line, true);
    while (*text != '\0') {
        tally->count[take_sentence(&text, sentence)]++;
    }
}

enum speech speech_most(const struct tally *tally)
{
    enum speech most = SPEECH_NONE;
    for (enum speech speech = SPEECH_FORMAL; speech < SPEECH_COUNT; speech++) {
        bool is_more = most == SPEECH_NONE || tally->count[speech] > tally->count[most];
        most = tally->count[speech] > 0 && is_more ? speech : most;
    }
    return most;
}

const char *speech_name(enum speech speech)
{
    static const char *const names[SPEECH_COUNT] = {"", DIAG_FORMAL, DIAG_POLITE, DIAG_PLAIN};
    return names[speech];
}

void speech_tell(struct language *language, const struct line *line, enum speech wanted)
{
    if (line->lang != LANG_KO) {
        return;
    }
    char sentence[SENTENCE_BYTES];
    const char *whole = line_unquoted(language, line, true);
    enum speech pack = speech_most(&language->all);
    for (const char *text = whole; *text != '\0';) {
        size_t offset = (size_t)(text - whole);
        enum speech speech = take_sentence(&text, sentence);
        offset += strspn(whole + offset, " ");
        if (speech != SPEECH_NONE && speech != wanted) {
            line_tell(language, line, offset, A409_SPEECH_MIXED,
                      DIAG_ARGS(sentence, speech_name(speech), speech_name(wanted)));
        } else if (speech == wanted && wanted != pack && !language->is_other_told) {
            language->is_other_told = true;
            line_tell(language, line, offset, A410_SPEECH_OTHER,
                      DIAG_ARGS(speech_name(wanted), speech_name(pack), sentence));
        }
    }
}
