/*
 * annae-courier queue STATE: what waits, for how long and why, for a technician. Reads the store
 * beside the courier that runs; nothing of a customer is in it.
 */
#include "courier.h"

#include "json.h"
#include "kstr.h"
#include "ksys.h"
#include "offline.h"

#include <stdlib.h>

static enum kcode open_store(const char *dir, struct device_store **ret_store, struct kerr *err)
{
    struct device_identity identity;
    char path[PATH_MAX];
    return device_identity_load(dir, &identity, err) == K_OK &&
                   ksys_path_in(dir, "store.db", path, err) == K_OK
               ? device_store_open(path, &identity, ret_store, err)
               : err->code;
}

/* ---- as text ---- */

/* "3 d", "5 h", "12 min": the largest unit. */
static void write_age(int64_t age_ms, char *ret_text, size_t size)
{
    int64_t minutes = age_ms / 60000;
    if (age_ms < 0) {
        (void)kstr_copy(ret_text, size, "-");
    } else if (minutes >= 48 * 60) {
        (void)kstr_format(ret_text, size, "%lld d", (long long)(minutes / (24 * 60)));
    } else if (minutes >= 120) {
        (void)kstr_format(ret_text, size, "%lld h", (long long)(minutes / 60));
    } else {
        (void)kstr_format(ret_text, size, "%lld min", (long long)minutes);
    }
}

static void print_line(void *user, const struct outbox_line *line)
{
    char age[24];
    write_age(line->age_ms, age, sizeof age);
    const char *state =
        line->state < ITEM_STATE_COUNT ? item_state_name(line->state) : "not readable";
    (void)fprintf(user, "%s  %-9s %-9s %8s  tries %-3d %s\n", line->id, line->kind, state, age,
                  line->tries, line->reason);
}

static enum kcode print_text(struct device_store *store, FILE *out, struct kerr *err)
{
    struct outbox_status s;
    char age[24];
    if (outbox_status(store, &s, err) != K_OK) {
        return err->code;
    }
    write_age(s.oldest_age_ms, age, sizeof age);
    (void)fprintf(out,
                  "waiting %lld  set aside %lld  oldest %s  delivered %lld  shed %lld"
                  "  recovered %lld  mended %lld  lost %lld\n",
                  (long long)s.waiting, (long long)s.set_aside, age, (long long)s.delivered,
                  (long long)s.shed, (long long)s.recovered, (long long)s.mended,
                  (long long)s.lost);
    return outbox_each(store, print_line, out, err);
}

/* ---- as JSON ---- */

static void add_line(void *user, const struct outbox_line *line)
{
    struct json *item = json_add_object(user);
    json_set_text(item, "id", line->id);
    json_set_text(item, "kind", line->kind);
    json_set_text(item, "state",
                  line->state < ITEM_STATE_COUNT ? item_state_name(line->state) : NULL);
    json_set_int(item, "tries", line->tries);
    json_set_text(item, "reason", line->reason);
    json_set_int(item, "created", line->created_wall_ms);
    json_set_int(item, "age_ms", line->age_ms);
    json_set_int(item, "bytes", (int64_t)line->body_len);
}

static enum kcode print_json(struct device_store *store, FILE *out, struct kerr *err)
{
    enum { TEXT_BYTES = 16 * 1024 * 1024 }; /* 20,000 items of 300 bytes and room */
    K_CLEANUP(json_free) struct json *root = json_new_object();
    struct outbox_status s;
    if (outbox_status(store, &s, err) != K_OK) {
        return err->code;
    }
    json_set_int(root, "waiting", s.waiting);
    json_set_int(root, "set_aside", s.set_aside);
    json_set_int(root, "oldest_age_ms", s.oldest_age_ms);
    json_set_int(root, "delivered", s.delivered);
    json_set_int(root, "shed", s.shed);
    json_set_int(root, "recovered", s.recovered);
    json_set_int(root, "mended", s.mended);
    json_set_int(root, "lost", s.lost);
    if (outbox_each(store, add_line, json_set_array(root, "items"), err) != K_OK) {
        return err->code;
    }
    char *text = malloc(TEXT_BYTES);
    struct kbuf buf = {.data = text, .size = TEXT_BYTES};
    if (!text) {
        return kerr_fail(err, K_E_IO, "no memory for the list");
    }
    if (json_write(root, &buf, err) == K_OK) {
        (void)fprintf(out, "%s\n", buf.data);
    }
    free(text);
    return err->code;
}

enum kcode courier_queue(const char *state_dir, bool as_json, FILE *out, struct kerr *err)
{
    K_CLEANUP(device_store_close) struct device_store *store = NULL;
    if (open_store(state_dir, &store, err) != K_OK) {
        return kerr_at(err, "queue");
    }
    return as_json ? print_json(store, out, err) : print_text(store, out, err);
}

enum kcode courier_put_back(const char *state_dir, const char *id, struct kerr *err)
{
    K_CLEANUP(device_store_close) struct device_store *store = NULL;
    if (!kuuid_valid(id)) {
        return kerr_fail(err, K_E_FORMAT, "queue: an id has 36 characters, as the list shows it");
    }
    return open_store(state_dir, &store, err) == K_OK && outbox_put_back(store, id, err) == K_OK
               ? K_OK
               : kerr_at(err, "queue");
}
