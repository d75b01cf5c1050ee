/* What a card reader or scanner typed. */
#include "fuzz.h"

#include "device.h"
#include "kassert.h"

#include <stdbool.h>
#include <string.h>

/* Thirteen to nineteen digits that begin as a payment card's and pass its check. */
static bool is_payment(const char *token)
{
    size_t count = strlen(token);
    int sum = 0;
    for (size_t i = 0; i < count; i++) {
        char c = token[count - 1 - i];
        if (c < '0' || c > '9') {
            return false;
        }
        int digit = (c - '0') * (i % 2 == 1 ? 2 : 1);
        sum += digit > 9 ? digit - 9 : digit;
    }
    return count >= 13 && token[0] >= '2' && token[0] <= '6' && sum % 10 == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    char burst[LIMIT_FIELD_BYTES * 2];
    size_t len = count < sizeof burst ? count : sizeof burst;
    struct msr_card card;
    memcpy(burst, bytes, len);
    msr_read(burst, len, &card);
    KASSERT(card.kind < MSR_KIND_COUNT);
    bool has_token = card.kind == MSR_MEMBER || card.kind == MSR_CODE;
    KASSERT(has_token == (card.token[0] != '\0'));
    KASSERT(!is_payment(card.token));
    if (has_token) {
        fuzz_inside();
    }
    for (size_t i = 0; i < len; i++) {
        KASSERT(burst[i] == '\0');
    }
    return 0;
}
