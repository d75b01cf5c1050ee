/*
 * annae-hq import: takes in what annae-courier export wrote to a stick, by the same door as what
 * comes over the network: each id once, other content is an alarm.
 */
#include "hq_internal.h"

#include "klog.h"
#include "kstr.h"
#include "ksys.h"

#include <stdlib.h>

#define MANIFEST_BYTES ((size_t)4 * 1024 * 1024)

/* One item: its file, read whole, is what would have been posted. */
static void take_file(struct hq *hq, const char *dir, const char *id, struct hq_import *import)
{
    char memory[LIMIT_REQUEST_BYTES];
    char name[KUUID_TEXT_SIZE + 8];
    char path[PATH_MAX];
    struct kbuf body = KBUF(memory);
    struct kerr err = {0};
    (void)kstr_format(name, sizeof name, "%s.json", id);
    if (!kuuid_valid(id) || ksys_path_in(dir, name, path, &err) != K_OK ||
        ksys_read_file(path, &body, &err) != K_OK) {
        klog("import.unreadable", "id=%s text=\"%s\"", kuuid_valid(id) ? id : "", err.text);
        import->refused++;
        return;
    }
    struct call call = {.method = "POST",
                        .path = "/v1/requests",
                        .key = id,
                        .body = body.data,
                        .body_len = body.len,
                        .is_json = true,
                        .status = 500,
                        .answer = KBUF(hq->page)};
    reception_take(hq, &call);
    import->taken += call.status == 201;
    import->known += call.status == 200;
    import->refused += call.status != 200 && call.status != 201;
}

static enum kcode read_manifest(const char *dir, struct json **ret_root, struct kerr *err)
{
    char path[PATH_MAX];
    char *text = malloc(MANIFEST_BYTES);
    struct kbuf buf = {.data = text, .size = MANIFEST_BYTES};
    if (!text) {
        return kerr_fail(err, K_E_IO, "no memory for the manifest");
    }
    enum kcode code = ksys_path_in(dir, "manifest.json", path, err);
    code = code == K_OK ? ksys_read_file(path, &buf, err) : code;
    if (code == K_OK && json_parse(buf.data, buf.len, ret_root, err) != K_OK) {
        code = kerr_at(err, "manifest.json");
    }
    free(text);
    if (code == K_OK && !kstr_equal(json_get_text(*ret_root, "schema"), "kiosk.queue/1")) {
        code = kerr_fail(err, K_E_FORMAT, "manifest.json: not what annae-courier export writes");
    }
    return code;
}

enum kcode hq_import(struct hq *hq, const char *dir, struct hq_import *ret_import, struct kerr *err)
{
    K_CLEANUP(json_free) struct json *root = NULL;
    struct hq_import import = {0};
    if (read_manifest(dir, &root, err) != K_OK) {
        return kerr_at(err, "import");
    }
    const struct json *items = json_get(root, "items");
    for (size_t i = 0; i < json_count(items); i++) {
        take_file(hq, dir, json_get_text(json_at(items, i), "id"), &import);
    }
    *ret_import = import;
    return K_OK;
}
