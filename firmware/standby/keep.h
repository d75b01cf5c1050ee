#pragma once

#include "facts.h"
#include "form.h"

#include <stddef.h>

/*
 * Keeping a call-back request without a database: the document of docs/api.md, sealed to
 * headquarters at once, appended to STATE/standby/journal and synced. Nothing of the number is on
 * the disk that this kiosk could read.
 */

struct keep_call {
    const struct form *form;
    const struct facts *facts;
    const char *id; /* the request's, for ever */
    int64_t wall_ms, mono_ms;
};

/* The journal of a state directory. Errors: K_E_IO (path too long). */
enum kcode keep_path(const char *state_dir, char *ret_path, size_t size,
                     struct kerr *err) K_MUST_CHECK;

/* Durable when K_OK; otherwise the customer is told that nothing was kept.
 * Errors: K_E_IO, K_E_FULL. */
enum kcode keep_request(const char *path, const struct keep_call *call,
                        struct kerr *err) K_MUST_CHECK;
