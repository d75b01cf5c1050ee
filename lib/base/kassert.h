#pragma once

/*
 * Asserts are for our own mistakes, errors (kerr.h) are for the world. They stay on in release
 * builds: a broken invariant stops the program and the supervisor brings up a safe screen.
 * Never use one on foreign data.
 */
#define KASSERT(cond) ((cond) ? (void)0 : kassert_fail(#cond, __FILE__, __LINE__))

/* Print where, then abort(). The condition text is source code, never customer data. */
_Noreturn void kassert_fail(const char *cond, const char *file, int line);
