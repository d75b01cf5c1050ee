#include "device.h"

#include "kassert.h"
#include "kstr.h"

#include <stdbool.h>
#include <string.h>

#define NUMBER_DIGITS_MIN 4 /* shorter numbers are noise of a bad swipe */
#define PAN_DIGITS_MIN    13
#define PAN_DIGITS_MAX    19
#define BOOKING_MIN       6
#define BOOKING_MAX       12

struct span {
    const char *at;
    size_t len;
};

const char *msr_kind_name(enum msr_kind kind)
{
    static const char *const name[MSR_KIND_COUNT] = {
        [MSR_NOTHING] = "nothing", [MSR_MEMBER] = "member",   [MSR_CODE] = "code",
        [MSR_PAYMENT] = "payment", [MSR_FOREIGN] = "foreign", [MSR_UNREADABLE] = "unreadable",
    };
    KASSERT(kind < MSR_KIND_COUNT);
    return name[kind];
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static size_t digits(struct span text)
{
    size_t count = 0;
    while (count < text.len && is_digit(text.at[count])) {
        count++;
    }
    return count;
}

/* Check digit of ISO/IEC 7812-1 annex B. */
static bool luhn_holds(const char *number, size_t count)
{
    int sum = 0;
    for (size_t i = 0; i < count; i++) {
        int digit = number[count - 1 - i] - '0';
        if (i % 2 == 1) {
            digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        }
        sum += digit;
    }
    return sum % 10 == 0;
}

/* What a card number is: the number ranges of payment cards begin with 2 to 6. One whose check
 * digit fails is a payment card badly read and must not be kept as a member's number either. */
static enum msr_kind number_kind(const char *number, size_t count)
{
    if (count < NUMBER_DIGITS_MIN || count > PAN_DIGITS_MAX) {
        return MSR_UNREADABLE;
    }
    if (count >= PAN_DIGITS_MIN && number[0] >= '2' && number[0] <= '6') {
        return luhn_holds(number, count) ? MSR_PAYMENT : MSR_FOREIGN;
    }
    return MSR_MEMBER;
}

static void keep(struct msr_card *card, enum msr_kind kind, struct span token)
{
    KASSERT(token.len < sizeof card->token);
    memcpy(card->token, token.at, token.len);
    card->token[token.len] = '\0';
    card->kind = kind;
}

/* One track without its end sentinel. Track 1: '%', format letter, number; only formats B (ISO)
 * and M (ours) carry a number of ours. Tracks 2 and 3: ';' or '+', number. */
static enum msr_kind track_kind(struct span track, struct span *ret_number)
{
    size_t skip = track.at[0] == '%' ? 2 : 1;
    if (track.len < skip) {
        return MSR_UNREADABLE;
    }
    struct span rest = {track.at + skip, track.len - skip};
    ret_number->at = rest.at;
    ret_number->len = digits(rest);
    char format = skip == 2 ? track.at[1] : 'B';
    if (format == 'E' && rest.len == 0) {
        return MSR_UNREADABLE; /* "%E?": the reader itself could not read the track */
    }
    if (rest.len == 1 && rest.at[0] == 'E') {
        return MSR_UNREADABLE; /* ";E?" */
    }
    enum msr_kind kind = number_kind(ret_number->at, ret_number->len);
    if (kind == MSR_PAYMENT || (format != 'B' && format != 'b' && format != 'M')) {
        return kind == MSR_PAYMENT ? kind : MSR_FOREIGN;
    }
    char after = ret_number->len < rest.len ? rest.at[ret_number->len] : '\0';
    char separator = skip == 1 ? '=' : '^';
    bool number_ends = after == '\0' ? format == 'M' || skip == 1 : after == separator;
    return kind == MSR_MEMBER && !number_ends ? MSR_UNREADABLE : kind;
}

/* Tracks follow one another, each from its start sentinel to '?'. */
static void read_tracks(struct span text, struct msr_card *card)
{
    card->kind = MSR_UNREADABLE;
    while (text.len > 0) {
        const char *end = memchr(text.at, '?', text.len);
        bool starts = strchr("%;+", text.at[0]) && text.at[0] != '\0';
        struct span track = {text.at, end ? (size_t)(end - text.at) : text.len};
        struct span number = {0};
        enum msr_kind kind = starts ? track_kind(track, &number) : MSR_UNREADABLE;
        if (kind == MSR_PAYMENT) {
            *card = (struct msr_card){.kind = MSR_PAYMENT};
            return;
        }
        if (!end) {
            return; /* cut off: what was read whole before it still counts */
        }
        if (kind == MSR_MEMBER && card->kind != MSR_MEMBER) {
            keep(card, kind, number);
        }
        if (kind == MSR_FOREIGN && card->kind == MSR_UNREADABLE) {
            card->kind = kind;
        }
        text.len -= track.len + 1;
        text.at += track.len + 1;
    }
}

/* "HK1." and then base64url text with dots (docs/facts.md, codes). */
static bool is_app_code(struct span text)
{
    if (text.len <= 4 || memcmp(text.at, "HK1.", 4) != 0) {
        return false;
    }
    for (size_t i = 4; i < text.len; i++) {
        char c = text.at[i];
        if (!is_digit(c) && !is_letter(c) && c != '-' && c != '_' && c != '.') {
            return false;
        }
    }
    return true;
}

/* A booking code as printed on a letter and typed by hand: "BK-7F3Q2M", dashes optional. */
static bool read_booking(struct span text, struct msr_card *card)
{
    char code[BOOKING_MAX + 3] = "BK";
    size_t len = 2;
    if (text.len < 2 || (text.at[0] | 0x20) != 'b' || (text.at[1] | 0x20) != 'k') {
        return false;
    }
    for (size_t i = 2; i < text.len; i++) {
        char c = text.at[i];
        if (c == '-') {
            continue;
        }
        if ((!is_digit(c) && !is_letter(c)) || len >= BOOKING_MAX + 2) {
            return false;
        }
        code[len++] = is_letter(c) ? (char)(c & ~0x20) : c;
    }
    if (len < BOOKING_MIN + 2) {
        return false;
    }
    keep(card, MSR_CODE, (struct span){code, len});
    return true;
}

static void read_text(struct span text, struct msr_card *card)
{
    if (strchr("%;+", text.at[0])) {
        read_tracks(text, card);
    } else if (is_app_code(text)) {
        keep(card, MSR_CODE, text);
    } else if (!read_booking(text, card)) {
        bool is_number = digits(text) == text.len;
        bool pays = is_number && number_kind(text.at, text.len) == MSR_PAYMENT;
        card->kind = pays ? MSR_PAYMENT : MSR_FOREIGN;
    }
}

void msr_read(char *burst, size_t burst_size, struct msr_card *ret_card)
{
    *ret_card = (struct msr_card){.kind = MSR_NOTHING};
    const char *nul = memchr(burst, '\0', burst_size);
    struct span text = {burst, nul ? (size_t)(nul - burst) : burst_size};
    while (text.len > 0 && strchr("\r\n", text.at[text.len - 1])) {
        text.len--;
    }
    if (text.len >= sizeof ret_card->token) {
        ret_card->kind = MSR_FOREIGN; /* longer than any code of ours */
    } else if (text.len > 0) {
        read_text(text, ret_card);
    }
    kstr_wipe(burst, burst_size);
}
