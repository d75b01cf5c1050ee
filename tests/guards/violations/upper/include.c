#include "lower.h" /* not in USES */

int upper_number(void);

int upper_number(void)
{
    return lower_number();
}
