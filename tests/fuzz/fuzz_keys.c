/* The input events of a card reader, in whatever pieces. */
#include "fuzz.h"

#include "device.h"
#include "kassert.h"

#include <string.h>

/* The first byte says how long the pieces are. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    static const struct keys none;
    struct keys keys = none;
    char burst[LIMIT_BURST_BYTES];
    if (count == 0) {
        return 0;
    }
    size_t piece = (size_t)bytes[0] + 1;
    for (size_t at = 1; at < count; at += piece) {
        const uint8_t *from = bytes + at;
        size_t left = count - at < piece ? count - at : piece;
        while (keys_take(&keys, &from, &left, burst)) {
            struct msr_card card;
            KASSERT(burst[0] != '\0');
            KASSERT(memchr(burst, '\0', sizeof burst) != NULL);
            msr_read(burst, sizeof burst, &card);
            if (card.kind == MSR_MEMBER || card.kind == MSR_CODE || card.kind == MSR_PAYMENT) {
                fuzz_inside();
            }
        }
        KASSERT(left == 0);
    }
    if (keys_rest(&keys, burst)) {
        KASSERT(burst[0] != '\0');
    }
    KASSERT(!keys_busy(&keys));
    KASSERT(memcmp(keys.text, none.text, sizeof keys.text) == 0);
    return 0;
}
