#include <time.h>

int upper_number(void);

int upper_number(void)
{
    return (int)time(0);
}
