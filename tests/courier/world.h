#pragma once

#include "../offline/fixture.h"
#include "courier.h"

/* A kiosk's directory with everything a courier wants, and the courier, in this process. */
struct world {
    struct fixture fx;
    char url[64];
    char socket_path[128];
    struct courier *courier;
};

void world_open(struct world *w, uint16_t port);
/* Replace a file in the kiosk's directory. */
void world_write(const struct world *w, const char *name, const char *text);
void world_close(struct world *w);
void world_start_courier(struct world *w);
int64_t world_waiting(struct world *w); /* items in the outbox */
enum request_state world_state(struct world *w, const char *id);
