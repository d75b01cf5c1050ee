#pragma once

#include "kerr.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/*
 * annae-hq: headquarters in one process and one directory. Takes requests in and opens them, knows
 * the customers, tells kiosks how requests stand, and shows agents a plain page. One loop, one
 * thread, one writer; listens on this machine only until enrolment exists.
 *
 *   DIR/hq.secret hq.pub   sealing pair, base64 text
 *   DIR/hq.db              requests, opened: as secret as the directory
 *   DIR/customers.csv      token,phone,ref,name,lang,level; read at the start
 *   DIR/checks.csv         question,ref,answer; ref * is everybody; may be absent; what is
 *                          not in it is not known
 */

struct hq;

/* Make what is missing in dir: the pair, the database, sample customers and what checks say
 * about them. Changes nothing that is
 * there. Errors: K_E_IO, K_E_FORMAT. */
enum kcode hq_init(const char *dir, struct kerr *err) K_MUST_CHECK;

/* Errors: K_E_NOT_FOUND (never initialised), K_E_FORMAT (file:line), K_E_ROLLBACK, K_E_IO. */
enum kcode hq_open(const char *dir, struct hq **ret_hq, struct kerr *err) K_MUST_CHECK;
void hq_close(struct hq **hq);

/**
 * Answer on a port of this machine.
 *
 * address   in   "127.0.0.1"; any other is refused
 * port      in   0 = any free one
 * ret_port  out  the one it became
 *
 * Errors: K_E_NET
 */
enum kcode hq_listen(struct hq *hq, const char *address, uint16_t port, uint16_t *ret_port,
                     struct kerr *err) K_MUST_CHECK;

/* Wait up to wait_ms for calls and answer them. */
void hq_poll(struct hq *hq, int wait_ms);

/* Print all requests, oldest first: one line each, or a JSON array. */
enum kcode hq_list(struct hq *hq, bool as_json, FILE *out, struct kerr *err) K_MUST_CHECK;

/* What came by a stick, from annae-courier export: how many are new, were there already, and were
 * not taken (the log says why of each). */
struct hq_import {
    int taken, known, refused;
};

/* May run beside a server. Errors: K_E_NOT_FOUND, K_E_FORMAT (no manifest of ours), K_E_IO. */
enum kcode hq_import(struct hq *hq, const char *dir, struct hq_import *ret_import,
                     struct kerr *err) K_MUST_CHECK;
