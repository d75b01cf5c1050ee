#pragma once

#include "kbuf.h"
#include "kerr.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * A file to which whole records are appended, for a program that must not need a database. Text:
 *
 *   "\nslip1 " length of the payload, decimal " " FNV-1a of the payload, 16 hex digits " " payload
 * "\n"
 *
 * A payload is printable ASCII. Every record begins and ends with a line's end, so that whatever
 * bytes a power cut left before it are a line of their own, and the next one is found again.
 */

#define LIMIT_SLIP_BYTES      4096               /* one payload */
#define LIMIT_SLIP_FILE_BYTES (16 * 1024 * 1024) /* some 20,000 sealed requests */

/**
 * Append one record; durable when it returns K_OK. Waits up to two seconds for another program that
 * holds the file's lock (flock), and follows a file that was replaced meanwhile.
 *
 * Errors: K_E_IO, K_E_FULL (file or payload too long): the record was cut off again; where even
 * that fails it may still be found later
 */
enum kcode kslip_append(const char *path, const char *payload, struct kerr *err) K_MUST_CHECK;

struct kslips {
    const char *bytes; /* borrowed: the file */
    size_t len, at;
    int damaged; /* lines that are no record, so far */
};

/* The next whole and sound record; false at the end. Its payload is borrowed from the bytes and
 * does not end with a NUL. */
bool kslip_next(struct kslips *slips, const char **ret_payload, size_t *ret_len);
