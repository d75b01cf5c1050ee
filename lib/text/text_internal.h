#pragma once

#include "text.h"

/* Characters written into a fixed array: what does not fit ends the text, between characters. */
struct text_out {
    char *text;
    size_t size; /* > 0 */
    size_t len;
    bool full;
};

struct text_out text_out_open(char *text, size_t size);
void text_out_put(struct text_out *out, uint32_t c);

/* Compatibility jamo: the initial 0..18, the vowel 0..20, the final 1..27 as it is typed alone. */
uint32_t jamo_initial(int index);
uint32_t jamo_vowel(int index);
uint32_t jamo_final(int index);

/* The other way round; -1 when c cannot stand there. */
int jamo_initial_index(uint32_t c);
int jamo_vowel_index(uint32_t c);
int jamo_final_index(uint32_t c);

/* ㅗ and ㅏ make ㅘ, ㄹ and ㄱ make ㄺ; 0 when they make nothing. */
uint32_t jamo_join(uint32_t first, uint32_t second);

/* A syllable, a jamo or any other character as single jamo: 1..5 of them. */
#define JAMO_PARTS_MAX 5
int jamo_split(uint32_t c, uint32_t ret_parts[JAMO_PARTS_MAX]);

/* How a word ends when it is read aloud. */
enum sound { SOUND_UNKNOWN, SOUND_OPEN, SOUND_L, SOUND_CLOSED };
enum sound sound_of(const char *word);

bool latin_is_letter(uint32_t c);
uint32_t latin_lower(uint32_t c);
