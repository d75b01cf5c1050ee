#pragma once

#include "offline.h"
#include "trust.h"

/* A kiosk in a directory of its own, with headquarters' key pair beside it. */
struct fixture {
    char dir[64];
    char path[128]; /* of the device store */
    char log[128];  /* of its accept.log */
    struct trust_pair pair;
    struct device_identity identity;
    struct device_store *store; /* NULL until fixture_store() */
};

#define FIXTURE_VERSION 7 /* of the store's schema */

#define WALL_MS INT64_C(1795266000000) /* 2026-11-21 22:00 in Seoul */

void fixture_open(struct fixture *fx);
void fixture_close(struct fixture *fx);

/* The store, opened at the first call. */
struct device_store *fixture_store(struct fixture *fx);

/* Closes the store and removes it with its second copy: the next one knows nothing. */
void fixture_forget(struct fixture *fx);

/* A call-back request of a known customer; a new one each time. */
struct request fixture_request(void);

/* Accept and insist on it; returns what the customer would be told. */
struct visit_accepted fixture_accept(struct fixture *fx, const struct request *request);

/* The next item, sealed body opened: the document as JSON text in ret_plain. K_E_NOT_FOUND: none.
 */
enum kcode fixture_next(struct fixture *fx, struct outbox_item *ret_item, struct kbuf *ret_plain);

/* Change the file, through a connection of its own. */
void fixture_run(struct fixture *fx, const char *sql);

/* Rows of a table, through a connection of its own. */
int64_t fixture_count(struct fixture *fx, const char *sql);

/* Put `count` rows at once: sql inserts from n(i), i = 1..count. */
void fixture_fill(struct fixture *fx, int count, const char *sql);
