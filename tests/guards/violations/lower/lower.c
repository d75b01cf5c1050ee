#include "lower.h"

int lower_number(void)
{
    return 0;
}
