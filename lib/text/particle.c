#include "text.h"

#include "kassert.h"
#include "kstr.h"
#include "text_internal.h"

#include <string.h>

static const struct {
    const char *pair, *closed, *open, *unknown;
    bool l_is_open; /* 서울로, not 서울으로 */
} particles[] = {
    {"은/는", "은", "는", "은(는)", false},    {"이/가", "이", "가", "이(가)", false},
    {"을/를", "을", "를", "을(를)", false},    {"과/와", "과", "와", "과(와)", false},
    {"으로/로", "으로", "로", "(으)로", true}, {"아/야", "아", "야", "아(야)", false},
    {"이/", "이", "", "(이)", false},
};
#define PARTICLE_COUNT (sizeof particles / sizeof particles[0])

/* ---- the last sound of a word ---- */

/* 영 일 이 삼 사 오 육 칠 팔 구; 10, 100, 1000, 10000 (십 백 천 만) are closed like 영. */
static const enum sound digit_sounds[10] = {
    SOUND_CLOSED, SOUND_L,      SOUND_OPEN, SOUND_CLOSED, SOUND_OPEN,
    SOUND_OPEN,   SOUND_CLOSED, SOUND_L,    SOUND_L,      SOUND_OPEN,
};

static bool is_one_of(uint32_t c, const char *letters)
{
    return c > 0 && c < 0x80 && strchr(letters, (char)c) != NULL;
}

static bool is_silent(uint32_t c)
{
    static const uint16_t quotes[] = {0x2019, 0x201D, 0x300D, 0x300F, 0x3009, 0x300B, 0xFF09};
    for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++) {
        if (quotes[i] == c) {
            return true;
        }
    }
    return is_one_of(c, " \n()[]{}<>\"'.,!?*");
}

/* Letters are read one by one (USB, QR) or as a word (Smith); for words this is a guess: a vowel
 * and a short stop closes (캡, 북, 로봇), most other endings get a vowel of their own (스미스). */
static enum sound latin_sound(uint32_t before, uint32_t last)
{
    bool after_letter = latin_is_letter(before);
    bool capitals = latin_lower(last) != last && latin_lower(before) != before;
    bool spelled = !after_letter || capitals;
    uint32_t b = latin_lower(before);
    uint32_t c = latin_lower(last);
    if (c == 'l' || (c == 'r' && spelled)) {
        return SOUND_L;
    }
    bool nasal = c == 'm' || c == 'n' || (c == 'g' && b == 'n' && !spelled);
    bool stop = is_one_of(c, "pktbc") && is_one_of(b, "aeiou") && !spelled;
    return nasal || stop ? SOUND_CLOSED : SOUND_OPEN;
}

static enum sound char_sound(uint32_t before, uint32_t last)
{
    if (hangul_is_syllable(last)) {
        int final = hangul_final(last);
        bool l = final > 0 && jamo_final(final) == 0x3139; /* ㄹ */
        return final == 0 ? SOUND_OPEN : l ? SOUND_L : SOUND_CLOSED;
    }
    if (last >= '0' && last <= '9') {
        return digit_sounds[last - '0'];
    }
    if (last == '%') {
        return SOUND_OPEN; /* 퍼센트 */
    }
    return latin_is_letter(last) ? latin_sound(before, last) : SOUND_UNKNOWN;
}

enum sound sound_of(const char *word)
{
    uint32_t before = 0;
    uint32_t last = 0;
    uint32_t c = 0;
    int len = 0;
    while ((len = utf8_get(word, &c)) > 0) {
        if (!is_silent(c)) {
            before = last;
            last = c;
        }
        word += len;
    }
    return len < 0 ? SOUND_UNKNOWN : char_sound(before, last);
}

/* ---- choosing ---- */

static size_t find_pair(const char *pair)
{
    size_t i = 0;
    while (i < PARTICLE_COUNT && !kstr_equal(particles[i].pair, pair)) {
        i++;
    }
    return i;
}

bool particle_known(const char *pair)
{
    return find_pair(pair) < PARTICLE_COUNT;
}

void particle_pick(const char *word, const char *pair, char *ret_text, size_t text_size)
{
    size_t i = find_pair(pair);
    KASSERT(i < PARTICLE_COUNT); /* content is checked with particle_known() */
    enum sound sound = sound_of(word);
    bool open = sound == SOUND_OPEN || (sound == SOUND_L && particles[i].l_is_open);
    const char *known = open ? particles[i].open : particles[i].closed;
    (void)kstr_copy(ret_text, text_size, sound == SOUND_UNKNOWN ? particles[i].unknown : known);
}

/* ---- taking off ---- */

/* Longest first. A particle that does not fit the sound before it is part of the word: 와이파이. */
static const struct {
    const char *text;
    bool after_open, after_l, after_closed;
} endings[] = {
    {"에서", true, true, true},   {"에게", true, true, true}, {"까지", true, true, true},
    {"부터", true, true, true},   {"한테", true, true, true}, {"이랑", false, true, true},
    {"으로", false, false, true}, {"은", false, true, true},  {"는", true, false, false},
    {"이", false, true, true},    {"가", true, false, false}, {"을", false, true, true},
    {"를", true, false, false},   {"에", true, true, true},   {"의", true, true, true},
    {"도", true, true, true},     {"로", true, true, false},  {"와", true, false, false},
    {"과", false, true, true},    {"만", true, true, true},
};

static bool fits(size_t i, enum sound sound)
{
    return (sound == SOUND_OPEN && endings[i].after_open) ||
           (sound == SOUND_L && endings[i].after_l) ||
           (sound == SOUND_CLOSED && endings[i].after_closed);
}

void particle_strip(char *word)
{
    size_t len = strlen(word);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t ending_len = strlen(endings[i].text);
        if (len <= ending_len || strcmp(word + len - ending_len, endings[i].text) != 0) {
            continue;
        }
        word[len - ending_len] = '\0';
        if (utf8_count(word) >= 2 && fits(i, sound_of(word))) {
            return;
        }
        word[len - ending_len] = endings[i].text[0]; /* put it back */
    }
}
