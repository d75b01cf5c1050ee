#include "text.h"

#include "klimits.h"
#include "kstr.h"
#include "text_internal.h"

/* What the key of a small letter types: a..z. Source: KS X 5002, two-set. */
static const uint16_t small_keys[26] = {
    0x3141, 0x3160, 0x314A, 0x3147, 0x3137, 0x3139, 0x314E, 0x3157,
    0x3151, /* a-i ㅁㅠㅊㅇㄷㄹㅎㅗㅑ */
    0x3153, 0x314F, 0x3163, 0x3161, 0x315C, 0x3150, 0x3154, 0x3142,
    0x3131, /* j-r ㅓㅏㅣㅡㅜㅐㅔㅂㄱ */
    0x3134, 0x3145, 0x3155, 0x314D, 0x3148, 0x314C, 0x315B, 0x314B, /* s-z ㄴㅅㅕㅍㅈㅌㅛㅋ */
};

/* The seven keys that type something else with Shift. */
static uint32_t shifted(uint32_t jamo)
{
    static const uint16_t with_shift[][2] = {
        {0x3142, 0x3143}, {0x3148, 0x3149}, {0x3137, 0x3138}, {0x3131, 0x3132},
        {0x3145, 0x3146}, {0x3150, 0x3152}, {0x3154, 0x3156}, /* ㅃㅉㄸㄲㅆㅒㅖ */
    };
    for (size_t i = 0; i < sizeof with_shift / sizeof with_shift[0]; i++) {
        if (with_shift[i][0] == jamo) {
            return with_shift[i][1];
        }
    }
    return jamo;
}

static uint32_t jamo_of_key(char key)
{
    uint32_t letter = (unsigned char)key;
    if (!latin_is_letter(letter)) {
        return 0;
    }
    uint32_t jamo = small_keys[latin_lower(letter) - 'a'];
    return latin_lower(letter) == letter ? jamo : shifted(jamo);
}

static bool vowel_at(const char *keys)
{
    return jamo_vowel_index(jamo_of_key(keys[0])) >= 0;
}

/* A consonant that no vowel follows: it closes the syllable instead of opening the next one. */
static bool closes(const char *keys)
{
    return jamo_initial_index(jamo_of_key(keys[0])) >= 0 && !vowel_at(keys + 1);
}

static int read_vowel(const char **keys)
{
    uint32_t vowel = jamo_of_key(*(*keys)++);
    uint32_t joined = vowel_at(*keys) ? jamo_join(vowel, jamo_of_key(**keys)) : 0;
    if (joined != 0) {
        (*keys)++;
        vowel = joined;
    }
    return jamo_vowel_index(vowel);
}

static int read_final(const char **keys)
{
    if (!closes(*keys) || jamo_final_index(jamo_of_key(**keys)) < 0) {
        return 0;
    }
    uint32_t final = jamo_of_key(*(*keys)++);
    uint32_t joined = closes(*keys) ? jamo_join(final, jamo_of_key(**keys)) : 0;
    if (joined != 0) {
        (*keys)++;
        final = joined;
    }
    return jamo_final_index(final);
}

/* Consume the keys of one syllable; 0 when they do not start with one. */
static uint32_t read_syllable(const char **keys)
{
    int initial = jamo_initial_index(jamo_of_key(**keys));
    if (initial < 0 || !vowel_at(*keys + 1)) {
        return 0;
    }
    (*keys)++;
    int vowel = read_vowel(keys);
    int final = read_final(keys);
    return 0xAC00U + (uint32_t)((initial * 21 + vowel) * 28 + final);
}

bool hangul_from_qwerty(const char *latin, char *ret_text, size_t text_size)
{
    char memory[LIMIT_FIELD_BYTES];
    struct text_out out = text_out_open(memory, sizeof memory);
    int syllables = 0;
    while (*latin != '\0') {
        uint32_t c = (unsigned char)*latin;
        if (c == ' ') {
            latin++;
        } else {
            c = read_syllable(&latin);
            syllables++;
        }
        if (c == 0) {
            return false;
        }
        text_out_put(&out, c);
    }
    if (syllables < 2 || out.full || out.len >= text_size) {
        return false;
    }
    (void)kstr_copy(ret_text, text_size, memory);
    return true;
}
