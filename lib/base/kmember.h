#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Integer members of a struct by their size: for tables that say which column or key is which. */

/* An integer member of 1, 2, 4 or 8 bytes. */
int64_t kmember_get(const void *member, size_t size, bool is_signed);

/* The same way back; a value that is too wide loses its upper bytes. */
void kmember_set(void *member, size_t size, int64_t value);
