#include "kmember.h"

#include "kassert.h"

#include <string.h>

int64_t kmember_get(const void *member, size_t size, bool is_signed)
{
    union {
        int8_t i8;
        int16_t i16;
        int32_t i32;
        int64_t i64;
        uint8_t u8;
        uint16_t u16;
        uint32_t u32;
    } value;
    KASSERT(size <= sizeof value);
    memcpy(&value, member, size);
    switch (size) {
    case 1:
        return is_signed ? value.i8 : value.u8;
    case 2:
        return is_signed ? value.i16 : value.u16;
    case 4:
        return is_signed ? value.i32 : (int64_t)value.u32;
    default:
        KASSERT(size == 8);
        return value.i64;
    }
}

void kmember_set(void *member, size_t size, int64_t value)
{
    const int8_t i8 = (int8_t)value;
    const int16_t i16 = (int16_t)value;
    const int32_t i32 = (int32_t)value;
    const void *const from[] = {[1] = &i8, [2] = &i16, [4] = &i32, [8] = &value};
    KASSERT(size == 1 || size == 2 || size == 4 || size == 8);
    memcpy(member, from[size], size);
}
