/*
 * annae-courier export STATE DIR: what waits leaves by a USB stick. One file an item, the sealed
 * envelope as it goes to headquarters, and manifest.json, written last. Nothing is taken out of the
 * outbox: the network may come back first, and headquarters takes each id once.
 */
#include "courier.h"

#include "json.h"
#include "kstr.h"
#include "ksys.h"
#include "offline.h"

#include <limits.h>
#include <stdlib.h>

#define MANIFEST_BYTES ((size_t)4 * 1024 * 1024) /* 20,000 items of 140 bytes and room */

struct export
{
    const char *dir;
    struct json *items; /* of the manifest */
    int count;
};

static enum kcode write_item(void *user, const char *id, const char *body, size_t body_len,
                             struct kerr *err)
{
    struct export *export = user;
    char name[KUUID_TEXT_SIZE + 8];
    char path[PATH_MAX];
    (void)kstr_format(name, sizeof name, "%s.json", id);
    if (ksys_path_in(export->dir, name, path, err) != K_OK ||
        ksys_write_file(path, body, body_len, 0644, err) != K_OK) {
        return err->code;
    }
    struct json *item = json_add_object(export->items);
    json_set_text(item, "id", id);
    json_set_int(item, "bytes", (int64_t)body_len);
    export->count++;
    return K_OK;
}

static enum kcode write_manifest(const char *dir, const struct json *root, struct kerr *err)
{
    char path[PATH_MAX];
    char *text = malloc(MANIFEST_BYTES);
    struct kbuf buf = {.data = text, .size = MANIFEST_BYTES};
    if (!text) {
        return kerr_fail(err, K_E_IO, "no memory for the manifest");
    }
    enum kcode code =
        json_write(root, &buf, err) == K_OK && ksys_path_in(dir, "manifest.json", path, err) == K_OK
            ? ksys_write_file(path, buf.data, buf.len, 0644, err)
            : err->code;
    free(text);
    return code;
}

enum kcode courier_export(const char *state_dir, const char *dir, int *ret_count, struct kerr *err)
{
    struct device_identity identity;
    char path[PATH_MAX];
    K_CLEANUP(device_store_close) struct device_store *store = NULL;
    K_CLEANUP(json_free) struct json *root = json_new_object();
    struct export export = {.dir = dir};
    if (device_identity_load(state_dir, &identity, err) != K_OK ||
        ksys_path_in(state_dir, "store.db", path, err) != K_OK ||
        device_store_open(path, &identity, &store, err) != K_OK ||
        ksys_make_dir(dir, err) != K_OK) {
        return kerr_at(err, "export");
    }
    json_set_text(root, "schema", "kiosk.queue/1");
    json_set_text(root, "kiosk", identity.kiosk_id);
    export.items = json_set_array(root, "items");
    if (outbox_bodies(store, write_item, &export, err) != K_OK ||
        write_manifest(dir, root, err) != K_OK) {
        return kerr_at(err, "export");
    }
    *ret_count = export.count;
    return K_OK;
}
