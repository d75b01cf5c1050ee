#pragma once

#include "kerr.h"

#include <stdbool.h>
#include <stdio.h>

/*
 * annae-courier: the one program of the appliance that talks to headquarters. One loop, one thread:
 * delivers what the device store holds, learns how requests stand, and answers the kiosk's
 * questions on a Unix socket. Never waits for one of them while another could go on.
 */

struct courier;

struct courier_options {
    const char *state_dir;   /* store.db, device.key, hq.pub, kiosk.conf */
    const char *hq_url;      /* "http://127.0.0.1:8080"; loopback only */
    const char *socket_path; /* NULL = answer nobody */
};

/**
 * Take the state directory (one courier only), open the store and the socket, begin the first
 * probe. A damaged store was set aside when this returns: it goes on with a fresh one.
 *
 * Errors: K_E_NET (not a loopback address), K_E_FORMAT, K_E_IO, K_E_FULL (another courier runs)
 */
enum kcode courier_open(const struct courier_options *options, struct courier **ret_courier,
                        struct kerr *err) K_MUST_CHECK;
void courier_close(struct courier **courier);

/* Do what can be done now, then wait up to wait_ms for the network or a question. */
void courier_pass(struct courier *courier, int wait_ms);

/* The first probe is over, and either headquarters is away or nothing is due or under way: what
 * --once waits for. */
bool courier_at_rest(const struct courier *courier);

/* Headquarters answered the last time it was asked. */
bool courier_hq_reachable(const struct courier *courier);

/* ---- for a technician: while a courier runs, or without one ---- */

/* Print what waits: counts, then one line an item, or one JSON object. Errors: of the store. */
enum kcode courier_queue(const char *state_dir, bool as_json, FILE *out,
                         struct kerr *err) K_MUST_CHECK;

/* An item that was set aside waits again. Errors: K_E_NOT_FOUND, K_E_FORMAT, of the store. */
enum kcode courier_put_back(const char *state_dir, const char *id, struct kerr *err) K_MUST_CHECK;

/* Write what waits into dir (made when it is not there), synced: one sealed file an item, and
 * manifest.json last. Nothing leaves the outbox. Errors: of the store, K_E_IO. */
enum kcode courier_export(const char *state_dir, const char *dir, int *ret_count,
                          struct kerr *err) K_MUST_CHECK;
