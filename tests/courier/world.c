#include "world.h"

#include "check.h"
#include "kstr.h"
#include "ksys.h"

#include <string.h>

void world_write(const struct world *w, const char *name, const char *text)
{
    char path[256];
    struct kerr err = {0};
    (void)kstr_format(path, sizeof path, "%s/%s", w->fx.dir, name);
    assert_ok(ksys_write_file(path, text, strlen(text), 0600, &err), &err);
}

void world_open(struct world *w, uint16_t port)
{
    char text[64];
    char path[256];
    struct kbuf key = KBUF(text);
    struct kerr err = {0};
    *w = (struct world){0};
    fixture_open(&w->fx);
    assert_ok(trust_base64(w->fx.pair.open, TRUST_KEY_SIZE, &key, &err), &err);
    world_write(w, "hq.pub", text);
    world_write(w, "kiosk.conf", "id = K-0001\nsite = SEOUL-01\n");
    (void)kstr_format(path, sizeof path, "%s/device.key", w->fx.dir);
    assert_ok(trust_key_file(path, w->fx.identity.device_key, &err), &err);
    (void)kstr_format(w->url, sizeof w->url, "http://127.0.0.1:%u", port);
    (void)kstr_format(w->socket_path, sizeof w->socket_path, "%s/ask.sock", w->fx.dir);
}

void world_close(struct world *w)
{
    courier_close(&w->courier);
    fixture_close(&w->fx);
}

void world_start_courier(struct world *w)
{
    struct courier_options options = {
        .state_dir = w->fx.dir, .hq_url = w->url, .socket_path = w->socket_path};
    struct kerr err = {0};
    assert_ok(courier_open(&options, &w->courier, &err), &err);
}

int64_t world_waiting(struct world *w)
{
    struct outbox_status status;
    struct kerr err = {0};
    assert_ok(outbox_status(fixture_store(&w->fx), &status, &err), &err);
    return status.waiting;
}

enum request_state world_state(struct world *w, const char *id)
{
    enum request_state state = REQUEST_STATE_COUNT;
    struct kerr err = {0};
    assert_ok(request_state_get(fixture_store(&w->fx), id, &state, &err), &err);
    return state;
}
