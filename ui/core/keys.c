#include "keys.h"

#include "kassert.h"

#include <string.h>

/* A row: letters by their ASCII code, other keys by a code below 32. Indent and widths are quarters
 * of a letter key. */
enum { CODE_SHIFT = 1, CODE_ERASE, CODE_MODE, CODE_SPACE, CODE_DONE, CODE_WIDE_SPACE };

struct row {
    int indent;
    const char *codes;
};

static const struct row text_rows[KEYS_ROWS_MAX] = {
    {0, "1234567890"}, {0, "qwertyuiop"}, {2, "asdfghjkl"}, {0, "\1zxcvbnm\2"}, {0, "\3-@\4.\5"},
};
static const struct row digit_rows[] = {{0, "123"}, {0, "456"}, {0, "789"}, {4, "0\2"}};
static const struct row digit_rows_done[] = {{0, "123"}, {0, "456"}, {0, "789"}, {0, "\0020\5"}};

static const struct {
    enum key_kind kind;
    int span;
    const char *label[LANG_COUNT];
} specials[] = {
    [CODE_SHIFT] = {KEY_SHIFT, 6, {"Aa", "Aa"}},
    [CODE_ERASE] = {KEY_ERASE, 6, {"지움", "Del"}},
    [CODE_MODE] = {KEY_MODE, 8, {"한/영", "한/영"}},
    [CODE_SPACE] = {KEY_SPACE, 12, {"띄어쓰기", "Space"}},
    [CODE_DONE] = {KEY_DONE, 8, {"완료", "Done"}},
    [CODE_WIDE_SPACE] = {KEY_SPACE, 20, {"띄어쓰기", "Space"}},
};

/* Two-set layout: a..z, then with shift where it differs. */
static const char *const jamo[26] = {"ㅁ", "ㅠ", "ㅊ", "ㅇ", "ㄷ", "ㄹ", "ㅎ", "ㅗ", "ㅑ",
                                     "ㅓ", "ㅏ", "ㅣ", "ㅡ", "ㅜ", "ㅐ", "ㅔ", "ㅂ", "ㄱ",
                                     "ㄴ", "ㅅ", "ㅕ", "ㅍ", "ㅈ", "ㅌ", "ㅛ", "ㅋ"};
static const struct {
    char code;
    const char *label;
} jamo_shift[] = {{'q', "ㅃ"}, {'w', "ㅉ"}, {'e', "ㄸ"}, {'r', "ㄲ"},
                  {'t', "ㅆ"}, {'o', "ㅒ"}, {'p', "ㅖ"}};

static const char *const lower[26] = {"a", "b", "c", "d", "e", "f", "g", "h", "i",
                                      "j", "k", "l", "m", "n", "o", "p", "q", "r",
                                      "s", "t", "u", "v", "w", "x", "y", "z"};
static const char *const upper[26] = {"A", "B", "C", "D", "E", "F", "G", "H", "I",
                                      "J", "K", "L", "M", "N", "O", "P", "Q", "R",
                                      "S", "T", "U", "V", "W", "X", "Y", "Z"};
static const char *const digit[10] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};

static const char *jamo_label(char code, bool shift)
{
    for (size_t i = 0; shift && i < sizeof jamo_shift / sizeof jamo_shift[0]; i++) {
        if (jamo_shift[i].code == code) {
            return jamo_shift[i].label;
        }
    }
    return jamo[code - 'a'];
}

/* A letter, digit, dash or dot. */
static void type_key(const struct key_mode *mode, char code, struct key *key)
{
    key->kind = KEY_TYPE;
    key->span = KEYS_LETTER;
    key->code = code;
    if (code >= '0' && code <= '9') {
        key->label = digit[code - '0'];
    } else if (code < 'a') {
        key->label = code == '-' ? "-" : code == '@' ? "@" : ".";
    } else if (mode->hangul) {
        key->label = jamo_label(code, mode->shift);
    } else {
        key->label = mode->shift ? upper[code - 'a'] : lower[code - 'a'];
    }
    if (code >= 'a' && mode->shift) {
        key->code = (char)(code - 'a' + 'A');
    }
}

static void special_key(const struct key_mode *mode, int code, struct key *key)
{
    if (code == CODE_SPACE && !mode->done) {
        code = CODE_WIDE_SPACE;
    }
    key->kind = specials[code].kind;
    key->span = mode->keyboard == KEYBOARD_DIGITS ? KEYS_LETTER : specials[code].span;
    key->label = specials[code].label[mode->lang];
    if (code == CODE_SHIFT && mode->hangul) {
        key->label = "ㄲㅆ"; /* what shift is for */
    }
}

static const struct row *rows_of(const struct key_mode *mode)
{
    if (mode->keyboard == KEYBOARD_TEXT) {
        return text_rows;
    }
    return mode->done ? digit_rows_done : digit_rows;
}

/* The keys of one row; returns how many. */
static int row_keys(const struct key_mode *mode, const struct row *row, struct key *keys)
{
    int count = 0;
    int at = row->indent;
    for (const char *c = row->codes; *c; c++) {
        if (*c == CODE_DONE && !mode->done) {
            continue;
        }
        struct key *key = &keys[count++];
        *key = (struct key){.at = at};
        if (*c < ' ') {
            special_key(mode, *c, key);
        } else {
            type_key(mode, *c, key);
        }
        at += key->span;
    }
    return count;
}

int keys_list(const struct key_mode *mode, struct key ret_keys[KEYS_MAX])
{
    const struct row *rows = rows_of(mode);
    int count = 0;
    for (int r = 0; r < keys_rows(mode->keyboard); r++) {
        KASSERT(count + (int)strlen(rows[r].codes) <= KEYS_MAX);
        int added = row_keys(mode, &rows[r], &ret_keys[count]);
        for (int i = 0; i < added; i++) {
            ret_keys[count + i].row = r;
        }
        count += added;
    }
    return count;
}

int keys_rows(enum keyboard keyboard)
{
    static const int rows[] = {
        [KEYBOARD_NONE] = 0, [KEYBOARD_DIGITS] = 4, [KEYBOARD_TEXT] = KEYS_ROWS_MAX};
    return rows[keyboard];
}

int keys_across(enum keyboard keyboard)
{
    return keyboard == KEYBOARD_TEXT ? 10 * KEYS_LETTER : 3 * KEYS_LETTER;
}
