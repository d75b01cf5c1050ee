#include "delivery.h"

#include "kstr.h"

#include <stddef.h>

/* The only answers that end an item's life, and only in headquarters' own words. Everything else,
 * 401, 403, 407 and redirects included, says something about the way there, not about the item.
 * The first row that fits counts. */
static const struct {
    int status;
    enum verdict verdict;
    const char *error; /* NULL: any */
} rules[] = {
    {200, VERDICT_DELIVERED, NULL}, /* it was there already */
    {201, VERDICT_DELIVERED, NULL}, /* committed now */
    {400, VERDICT_REFUSED, NULL},
    {409, VERDICT_REFUSED, NULL}, /* our id with other content: a person must look */
    {413, VERDICT_REFUSED, NULL},
    {422, VERDICT_LATER, DELIVERY_CANNOT_OPEN},
    {422, VERDICT_REFUSED, NULL},
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
