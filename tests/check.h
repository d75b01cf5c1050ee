#pragma once

/* cmocka wants these four before it, in this order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* assert_ok(call(..., &err), &err): prints the error's sentence when the call fails. */
#define assert_ok(code, err)                                                                       \
    do {                                                                                           \
        if ((code) != 0) {                                                                         \
            print_error("%s:%d: %s\n", __FILE__, __LINE__, (err)->text);                           \
            fail();                                                                                \
        }                                                                                          \
    } while (0)
