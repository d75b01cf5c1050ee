#pragma once

/* Errors the world can cause, chosen by what the caller does next. Our mistakes: kassert.h. */
enum kcode {
    K_OK = 0,
    K_E_FULL,      /* a limit of ours is reached; nothing was changed */
    K_E_IO,        /* disk, database or device said no */
    K_E_NET,       /* no answer, or none we could trust */
    K_E_FORMAT,    /* bytes from outside break their format */
    K_E_SIGNATURE, /* not signed by a key we trust, or does not open with our key */
    K_E_ROLLBACK,  /* older, or of another version, than what runs here */
    K_E_NOT_FOUND,
    K_CODE_COUNT,
};

#define KERR_TEXT_MAX 256

/* Lives on the caller's stack, zeroed. Written once, by whoever fails first. */
struct kerr {
    enum kcode code;
    char text[KERR_TEXT_MAX]; /* UTF-8, ends with NUL, cut when too long; no customer data */
};

#define K_MUST_CHECK        __attribute__((warn_unused_result))
#define K_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define K_CLEANUP(fn)       __attribute__((cleanup(fn)))

/* Fill err (object first, then reason) and return code, so that a failing line is one line. */
enum kcode kerr_fail(struct kerr *err, enum kcode code, const char *fmt, ...) K_PRINTF(3, 4);

/* Put "where: " before the text on the way up; returns err->code. */
enum kcode kerr_at(struct kerr *err, const char *where);

/* "io", "signature", ...; for logs and tests. */
const char *kcode_name(enum kcode code);
