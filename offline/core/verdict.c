#include "delivery.h"

#include "kstr.h"

#include <stddef.h>

/* The only answers that end an item's life, and only in headquarters' own words. Everything else,
 * 401, 403, 407 and redirects included, says something about the way there, not about the item.
 * The first row that fits counts. */
static const struct {
    int status;
    const char *error; /* NULL: any */
    enum verdict verdict;
} rules[] = {
    {200, NULL, VERDICT_DELIVERED}, /* it was there already */
    {201, NULL, VERDICT_DELIVERED}, /* committed now */
    {400, NULL, VERDICT_REFUSED},
    {409, NULL, VERDICT_REFUSED}, /* our id with other content: a person must look */
    {413, NULL, VERDICT_REFUSED},
    {422, DELIVERY_CANNOT_OPEN, VERDICT_LATER},
    {422, NULL, VERDICT_REFUSED},
};

enum verdict verdict_of(int status, bool is_ours, const char *error)
{
    for (unsigned i = 0; is_ours && i < sizeof rules / sizeof rules[0]; i++) {
        bool fits = !rules[i].error || kstr_equal(rules[i].error, error);
        if (fits && rules[i].status == status) {
            return rules[i].verdict;
        }
    }
    return VERDICT_LATER;
}
