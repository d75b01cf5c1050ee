#pragma once

#include "kerr.h"
#include "klimits.h"

#include <stdbool.h>
#include <stdint.h>

/* A courier of a scripted visit: answers the kiosk's socket (docs/api.md) from a small table. */

#define FAKE_CUSTOMERS 8
#define FAKE_ANSWERS   8

struct fake_customer {
    char token[LIMIT_ID_BYTES];
    char e164[LIMIT_PHONE_BYTES];
    char ref[LIMIT_ID_BYTES], name[LIMIT_NAME_BYTES];
    char lang[4], level[16];
    char phone_masked[LIMIT_PHONE_BYTES];
    char last[LIMIT_ID_BYTES], last_kind[16];
    bool last_solved;
    int64_t at_wall_ms; /* of the last visit */
};

enum fake_line { FAKE_UP, FAKE_DOWN, FAKE_SLOW };

struct fake_courier {
    int listen_fd, client_fd; /* -1 = none */
    enum fake_line line;
    int customer_count;
    struct fake_customer customer[FAKE_CUSTOMERS];
    int answer_count;
    char question[FAKE_ANSWERS][LIMIT_ID_BYTES];
    char answer[FAKE_ANSWERS][LIMIT_ID_BYTES];
};

/* Listen. Errors: K_E_IO. */
enum kcode fake_courier_open(struct fake_courier *courier, const char *socket_path,
                             struct kerr *err) K_MUST_CHECK;
void fake_courier_close(struct fake_courier *courier);

/* Answer every question that has come; never blocks. A slow line answers hellos and forgets the
 * rest. */
void fake_courier_turn(struct fake_courier *courier);
