#pragma once

#include "kcivil.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Korean and Latin text, pure. Source: docs/facts.md, particles and forms. */

/* ---- UTF-8 ---- */

/* Read one character: bytes consumed, 0 at the NUL, -1 for bytes that are not UTF-8. */
int utf8_get(const char *text, uint32_t *ret_char);
/* Write one character (no NUL): 1..4 bytes. */
int utf8_put(uint32_t character, char ret_bytes[4]);
/* Whole text is UTF-8 without control characters but \n. */
bool utf8_valid(const char *text);
/* Number of characters. */
size_t utf8_count(const char *text);

/* ---- Hangul ---- */

bool hangul_is_syllable(uint32_t c);  /* 가..힣 */
bool hangul_is_jamo(uint32_t c);      /* compatibility jamo ㄱ..ㅣ */
bool hangul_is_consonant(uint32_t c); /* ㄱ..ㅎ */

/* Index of initial (0..18), vowel (0..20), final (0..27, 0 = none) of a syllable. */
int hangul_initial(uint32_t c);
int hangul_vowel(uint32_t c);
int hangul_final(uint32_t c);

/* 닭 -> ㄷㅏㄹㄱ: compatibility jamo, double finals and compound vowels split, Latin lower-cased.
 * Cuts at a character boundary. */
void hangul_jamo(const char *text, char *ret_text, size_t text_size);

/* Does pattern character q match text character t: equal, or q a lone consonant that is t's
 * initial, or (last) q an unfinished syllable that t begins with. */
bool hangul_matches(uint32_t q, uint32_t t, bool last);

/* A word typed with the keyboard in English layout: dhkdlvkdl -> 와이파이. False when the letters
 * do not make whole syllables (two or more). Two-set layout, KS X 5002. */
bool hangul_from_qwerty(const char *latin, char *ret_text, size_t text_size);

/* ---- particles ---- */

/* The particle that fits word: pair "은/는" "이/가" "을/를" "과/와" "으로/로" "아/야" "이/".
 * Unknown sound: "은(는)". Source: docs/facts.md, particles. */
void particle_pick(const char *word, const char *pair, char *ret_text, size_t text_size);

/* pair is one of the above. */
bool particle_known(const char *pair);

/* Take a particle off a search word (공유기를 -> 공유기) when two syllables or more are left. */
void particle_strip(char *word);

/* ---- names and numbers ---- */

/* 홍길동 -> 홍*동, 이산 -> 이*, Gildong Hong -> G*** H***. */
void mask_name(const char *name, char *ret_text, size_t text_size);
/* 홍길동 -> 홍, 남궁민수 -> 남궁 (two-syllable surnames by list), Gildong Hong -> Hong. */
void mask_surname(const char *name, char *ret_text, size_t text_size);

enum phone_kind {
    PHONE_NOT,
    PHONE_MOBILE,
    PHONE_SEOUL,
    PHONE_AREA,
    PHONE_VOIP,
    PHONE_SAFE,
    PHONE_REPRESENTATIVE,
    PHONE_TOLL_FREE
};

struct phone {
    enum phone_kind kind;
    char shown[24];  /* 010-1234-5678 */
    char masked[24]; /* 010-****-5678 */
    char e164[24];   /* +821012345678; representative numbers keep their 8 digits */
};

/* Read a Korean phone number in any usual form; kind PHONE_NOT and empty strings when it is none.
 */
struct phone phone_parse(const char *text);

/* ---- dates, money ---- */

/* ko "11월 21일 (토)", en "Sat 21 Nov". */
void date_words(struct kcivil at, bool english, char *ret_text, size_t text_size);
/* ko "오후 3시 30분" (minutes left out when 0), en "3:30 pm". */
void time_words(struct kcivil at, bool english, char *ret_text, size_t text_size);
