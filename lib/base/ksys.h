#pragma once

#include "kbuf.h"
#include "kerr.h"

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The few things of the operating system that every program needs. Not for pure layers. */

/* ms since 1970-01-01 UTC; may be wrong and may jump. */
int64_t ksys_wall_ms(void);

/* ms since some moment of this boot, suspend included; never goes back. */
int64_t ksys_mono_ms(void);

/* The kernel says that somebody (NTP) keeps its wall clock right. */
bool ksys_clock_is_set(void);

/* Fill with random bytes from the kernel; stops the program when the kernel has none. */
void ksys_random(void *bytes, size_t count);

/* Append the whole file. Errors: K_E_NOT_FOUND, K_E_IO, K_E_FULL (longer than buf has room). */
enum kcode ksys_read_file(const char *path, struct kbuf *buf, struct kerr *err) K_MUST_CHECK;

/* Replace or make the file, all or nothing, durable (mode as for open(2)). Errors: K_E_IO. */
enum kcode ksys_write_file(const char *path, const void *bytes, size_t count, unsigned mode,
                           struct kerr *err) K_MUST_CHECK;

/* Write all bytes where the open file stands, and sync it; false: errno says why, and some of them
 * may be there. */
bool ksys_write_synced(int fd, const char *bytes, size_t count);

/* Make durable that path was made, linked or renamed: sync the directory it is in. Errors: K_E_IO.
 */
enum kcode ksys_sync_dir(const char *path, struct kerr *err) K_MUST_CHECK;

/* "dir/name". Errors: K_E_IO, too long. */
enum kcode ksys_path_in(const char *dir, const char *name, char ret_path[PATH_MAX],
                        struct kerr *err) K_MUST_CHECK;

/* Make the directory and its parents (0700). Errors: K_E_IO. */
enum kcode ksys_make_dir(const char *path, struct kerr *err) K_MUST_CHECK;

/* No core file and no ptrace by others: what a customer typed must not land on disk. */
void ksys_no_core(void);

/* Frames and pictures, once freed, go back to the system at once. Without this the C library keeps
 * them, and pieces of them stay in use: 3 MiB of a kiosk (docs/measurements.md). */
void ksys_return_memory(void);
