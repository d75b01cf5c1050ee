#pragma once

#include "kerr.h"
#include "klimits.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * A card reader or scanner that says it is a keyboard, opened by its own path and grabbed: what it
 * types reaches nobody else. May be plugged in and out at any time.
 */

struct reader;

#define READER_LOOK_MS  100  /* how soon a first key is noticed where nobody wakes us for it */
#define READER_BUSY_MS  10   /* while it types */
#define READER_RETRY_MS 2000 /* a reader that is not there is looked for */

/* path: borrowed until it is closed, "/dev/input/by-id/...-event-kbd". It need not be there: the
 * first reader_poll() looks. NULL: no memory. */
struct reader *reader_open(const char *path);
void reader_close(struct reader **reader);

/**
 * Take what was typed; never blocks, and does a bounded amount of work.
 *
 * burst  out  when true: for msr_read(), which wipes it; call again then
 */
bool reader_poll(struct reader *reader, int64_t now_mono_ms, char burst[LIMIT_BURST_BYTES]);

/* What to wait on: readable when it types. -1: it is not there. Changes with every reader_poll().
 */
int reader_fd(const struct reader *reader);

/* ms until reader_poll() should be called again; -1: when reader_fd() can be read. is_watched: that
 * wakes us. */
int64_t reader_wait_ms(const struct reader *reader, bool is_watched, int64_t now_mono_ms);

/* Is it there, grabbed? True after a change since the last call, for the log: *ret_why says why it
 * is missing: K_E_NOT_FOUND not plugged in, K_E_FORMAT not an input device, K_E_IO all else
 * (another program has it, no permission), K_OK it is there. */
bool reader_changed(struct reader *reader, struct kerr *ret_why);
