#include "delivery.h"

/* The only statuses that end an item's life, and only in headquarters' own words. Everything else,
 * 401, 403, 407 and redirects included, says something about the way there, not about the item. */
static const struct {
    int status;
    enum verdict verdict;
} final[] = {
    {200, VERDICT_DELIVERED}, /* it was there already */
    {201, VERDICT_DELIVERED}, /* committed now */
    {400, VERDICT_REFUSED},
    {409, VERDICT_REFUSED}, /* our id with other content: a person must look */
    {413, VERDICT_REFUSED},
    {422, VERDICT_REFUSED},
};

enum verdict verdict_of(int status, bool is_ours)
{
    for (unsigned i = 0; is_ours && i < sizeof final / sizeof final[0]; i++) {
        if (final[i].status == status) {
            return final[i].verdict;
        }
    }
    return VERDICT_LATER;
}
