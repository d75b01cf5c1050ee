#include "bench.h"

#include "kassert.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void series_add(struct series *series, double value)
{
    KASSERT(series->count < SERIES_MAX);
    series->value[series->count++] = value;
}

static int compare(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

double series_at(struct series *series, double part)
{
    KASSERT(series->count > 0);
    qsort(series->value, (size_t)series->count, sizeof series->value[0], compare);
    int rank = (int)ceil(part * series->count) - 1;
    return series->value[rank < 0 ? 0 : rank];
}

void series_print(struct series *series, const char *what, const char *unit, const char *beside,
                  ...)
{
    (void)printf("%-46s %5d %9.3f %9.3f %9.3f %9.3f %-4s ", what, series->count,
                 series_at(series, 0), series_at(series, 0.5), series_at(series, 0.99),
                 series_at(series, 1), unit);
    va_list args;
    va_start(args, beside);
    (void)vprintf(beside, args);
    va_end(args);
    (void)putchar('\n');
    (void)fflush(stdout);
}
