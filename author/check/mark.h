#pragma once

#include <stddef.h>
#include <stdint.h>

/* A mark grows byte by byte. Not against an enemy, only against accidents.
 * Source: FNV-1a, 64 bits: isthe.com/chongo/tech/comp/fnv. */

#define MARK_START UINT64_C(14695981039346656037)

uint64_t mark_bytes(uint64_t mark, const void *bytes, size_t count);
