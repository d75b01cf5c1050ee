#pragma once

#include <stddef.h>
#include <stdint.h>

/*
 * A door where foreign bytes come in, as libFuzzer wants it. In the fuzz preset libFuzzer's main
 * calls it; in all others replay.c does, with the seeds in corpus/ and 2,000 spoiled copies of
 * them, as a test. What must hold is asserted inside with KASSERT().
 */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

/* A directory of this process, made at the first call and removed at the end. */
const char *fuzz_dir(void);

/* Write dir/name anew. */
void fuzz_write(const char *name, const void *bytes, size_t count);

/* These bytes were taken for good ones. Every door says so; when none of its seeds comes that far,
 * the door leads nowhere and its test fails. */
void fuzz_inside(void);
unsigned fuzz_inside_count(void);

/* The bytes as text in a heap block of exactly its size, so that reading beyond it is seen. The
 * caller frees it. */
char *fuzz_text(const uint8_t *bytes, size_t count);
