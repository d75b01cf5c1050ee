#include "text.h"

#include "kassert.h"
#include "text_internal.h"

/* A syllable is 0xAC00 + (initial * 21 + vowel) * 28 + final. Source: Unicode, chapter 3.12. */
#define SYLLABLE_FIRST 0xAC00U
#define SYLLABLE_LAST  0xD7A3U
#define VOWEL_FIRST    0x314FU /* ㅏ; the 21 vowels follow each other */
#define INITIAL_COUNT  19
#define VOWEL_COUNT    21
#define FINAL_COUNT    28

static const uint16_t initials[INITIAL_COUNT] = {
    0x3131, 0x3132, 0x3134, 0x3137, 0x3138, 0x3139, 0x3141, 0x3142, 0x3143, 0x3145,
    0x3146, 0x3147, 0x3148, 0x3149, 0x314A, 0x314B, 0x314C, 0x314D, 0x314E,
};

static const uint16_t finals[FINAL_COUNT] = {
    0,      0x3131, 0x3132, 0x3133, 0x3134, 0x3135, 0x3136, 0x3137, 0x3139, 0x313A,
    0x313B, 0x313C, 0x313D, 0x313E, 0x313F, 0x3140, 0x3141, 0x3142, 0x3144, 0x3145,
    0x3146, 0x3147, 0x3148, 0x314A, 0x314B, 0x314C, 0x314D, 0x314E,
};

/* Jamo that are typed as two. */
static const struct {
    uint16_t whole, first, second;
} pairs[] = {
    {0x3133, 0x3131, 0x3145}, /* ㄳ */
    {0x3135, 0x3134, 0x3148}, /* ㄵ */
    {0x3136, 0x3134, 0x314E}, /* ㄶ */
    {0x313A, 0x3139, 0x3131}, /* ㄺ */
    {0x313B, 0x3139, 0x3141}, /* ㄻ */
    {0x313C, 0x3139, 0x3142}, /* ㄼ */
    {0x313D, 0x3139, 0x3145}, /* ㄽ */
    {0x313E, 0x3139, 0x314C}, /* ㄾ */
    {0x313F, 0x3139, 0x314D}, /* ㄿ */
    {0x3140, 0x3139, 0x314E}, /* ㅀ */
    {0x3144, 0x3142, 0x3145}, /* ㅄ */
    {0x3158, 0x3157, 0x314F}, /* ㅘ */
    {0x3159, 0x3157, 0x3150}, /* ㅙ */
    {0x315A, 0x3157, 0x3163}, /* ㅚ */
    {0x315D, 0x315C, 0x3153}, /* ㅝ */
    {0x315E, 0x315C, 0x3154}, /* ㅞ */
    {0x315F, 0x315C, 0x3163}, /* ㅟ */
    {0x3162, 0x3161, 0x3163}, /* ㅢ */
};
#define PAIR_COUNT (sizeof pairs / sizeof pairs[0])

bool hangul_is_syllable(uint32_t c)
{
    return c >= SYLLABLE_FIRST && c <= SYLLABLE_LAST;
}

bool hangul_is_jamo(uint32_t c)
{
    return c >= 0x3131 && c <= 0x3163;
}

bool hangul_is_consonant(uint32_t c)
{
    return c >= 0x3131 && c <= 0x314E;
}

int hangul_initial(uint32_t c)
{
    KASSERT(hangul_is_syllable(c));
    return (int)((c - SYLLABLE_FIRST) / (VOWEL_COUNT * FINAL_COUNT));
}

int hangul_vowel(uint32_t c)
{
    KASSERT(hangul_is_syllable(c));
    return (int)((c - SYLLABLE_FIRST) / FINAL_COUNT % VOWEL_COUNT);
}

int hangul_final(uint32_t c)
{
    KASSERT(hangul_is_syllable(c));
    return (int)((c - SYLLABLE_FIRST) % FINAL_COUNT);
}

uint32_t jamo_initial(int index)
{
    KASSERT(index >= 0 && index < INITIAL_COUNT);
    return initials[index];
}

uint32_t jamo_vowel(int index)
{
    KASSERT(index >= 0 && index < VOWEL_COUNT);
    return VOWEL_FIRST + (uint32_t)index;
}

uint32_t jamo_final(int index)
{
    KASSERT(index > 0 && index < FINAL_COUNT);
    return finals[index];
}

int jamo_initial_index(uint32_t c)
{
    for (int i = 0; i < INITIAL_COUNT; i++) {
        if (initials[i] == c) {
            return i;
        }
    }
    return -1;
}

int jamo_vowel_index(uint32_t c)
{
    return c >= VOWEL_FIRST && c < VOWEL_FIRST + VOWEL_COUNT ? (int)(c - VOWEL_FIRST) : -1;
}

int jamo_final_index(uint32_t c)
{
    for (int i = 1; i < FINAL_COUNT; i++) {
        if (finals[i] == c) {
            return i;
        }
    }
    return -1;
}

uint32_t jamo_join(uint32_t first, uint32_t second)
{
    for (size_t i = 0; i < PAIR_COUNT; i++) {
        if (pairs[i].first == first && pairs[i].second == second) {
            return pairs[i].whole;
        }
    }
    return 0;
}

static int split_one(uint32_t c, uint32_t *ret_parts)
{
    for (size_t i = 0; i < PAIR_COUNT; i++) {
        if (pairs[i].whole == c) {
            ret_parts[0] = pairs[i].first;
            ret_parts[1] = pairs[i].second;
            return 2;
        }
    }
    ret_parts[0] = c;
    return 1;
}

int jamo_split(uint32_t c, uint32_t ret_parts[JAMO_PARTS_MAX])
{
    if (!hangul_is_syllable(c)) {
        return split_one(c, ret_parts);
    }
    ret_parts[0] = jamo_initial(hangul_initial(c));
    int count = 1 + split_one(jamo_vowel(hangul_vowel(c)), ret_parts + 1);
    if (hangul_final(c) > 0) {
        count += split_one(jamo_final(hangul_final(c)), ret_parts + count);
    }
    KASSERT(count <= JAMO_PARTS_MAX);
    return count;
}

void hangul_jamo(const char *text, char *ret_text, size_t text_size)
{
    struct text_out out = text_out_open(ret_text, text_size);
    uint32_t c = 0;
    int len = 0;
    while ((len = utf8_get(text, &c)) > 0) {
        uint32_t parts[JAMO_PARTS_MAX];
        int count = jamo_split(c, parts);
        for (int i = 0; i < count; i++) {
            text_out_put(&out, latin_lower(parts[i]));
        }
        text += len;
    }
}

bool hangul_matches(uint32_t q, uint32_t t, bool last)
{
    if (q == t) {
        return true;
    }
    if (!hangul_is_syllable(t)) {
        return false;
    }
    if (hangul_is_consonant(q)) {
        return q == jamo_initial(hangul_initial(t));
    }
    if (!last || !hangul_is_syllable(q)) {
        return false;
    }
    uint32_t typed[JAMO_PARTS_MAX];
    uint32_t whole[JAMO_PARTS_MAX];
    int typed_count = jamo_split(q, typed);
    int whole_count = jamo_split(t, whole);
    int same = 0;
    while (same < typed_count && same < whole_count && typed[same] == whole[same]) {
        same++;
    }
    return same == typed_count;
}
