#include "player_internal.h"

#include "json.h"
#include "kassert.h"
#include "kstr.h"

#include <stdlib.h>
#include <string.h>

/*
 * The courier's side of the store: requests are taken as the courier takes them and unsealed with
 * headquarters' key, so that a script checks what an agent reads. What was only looked at is put
 * back as after a cut line.
 */

static enum kcode unseal(const struct player *player, const struct outbox_item *item,
                         struct kept_request *ret_kept, struct kerr *err)
{
    K_CLEANUP(json_free) struct json *envelope = NULL;
    if (json_parse(item->body, item->body_len, &envelope, err) != K_OK) {
        return kerr_at(err, "envelope");
    }
    const char *sealed = json_get_text(envelope, "sealed");
    static char bytes[LIMIT_REQUEST_BYTES];
    struct kbuf buf = KBUF(bytes);
    struct kbuf text = KBUF(ret_kept->text);
    if (trust_unbase64(sealed, strlen(sealed), &buf, err) != K_OK ||
        trust_unseal(&player->hq, item->id, buf.data, buf.len, &text, err) != K_OK) {
        return kerr_at(err, "envelope");
    }
    (void)kstr_copy(ret_kept->id, sizeof ret_kept->id, item->id);
    return K_OK;
}

/* The next one that is due, unsealed. K_E_NOT_FOUND: no more. */
static enum kcode take_next(struct player *player, struct kept_request *ret_kept, int64_t *ret_seq,
                            struct kerr *err)
{
    struct outbox_item *item = calloc(1, sizeof *item);
    KASSERT(item);
    enum kcode code = outbox_next(player->store, player->mono_ms, item, err);
    if (code == K_OK) {
        *ret_seq = item->seq;
        code = unseal(player, item, ret_kept, err);
    }
    free(item);
    return code;
}

enum kcode kept_each(struct player *player, kept_fn fn, void *user, struct kerr *err)
{
    for (int i = 0; i < player->kept_count; i++) {
        if (fn(user, &player->kept[i], err) != K_OK) {
            return err->code;
        }
    }
    struct kept_request *kept = calloc(1, sizeof *kept);
    KASSERT(kept);
    int64_t seq = 0;
    struct kerr last = {0};
    while (take_next(player, kept, &seq, &last) == K_OK) {
        if (fn(user, kept, &last) != K_OK) {
            break;
        }
    }
    free(kept);
    if (outbox_restart(player->store, err) != K_OK || last.code == K_E_NOT_FOUND) {
        return err->code;
    }
    *err = last;
    return err->code;
}

enum kcode kept_deliver(struct player *player, struct kerr *err)
{
    struct kerr last = {0};
    while (last.code == K_OK) {
        if (player->kept_count == PLAYER_KEPT) {
            return kerr_fail(err, K_E_FULL, "more than %d requests", PLAYER_KEPT);
        }
        int64_t seq = 0;
        if (take_next(player, &player->kept[player->kept_count], &seq, &last) == K_OK &&
            outbox_report(player->store, player->kept[player->kept_count].id, VERDICT_DELIVERED, "",
                          player->mono_ms, &last) == K_OK) {
            player->kept_count++;
        }
    }
    if (last.code != K_E_NOT_FOUND) {
        *err = last;
    }
    return err->code;
}

enum kcode kept_state(struct player *player, enum request_state state, struct kerr *err)
{
    for (int i = 0; i < player->kept_count; i++) {
        if (request_state_set(player->store, player->kept[i].id, state, err) != K_OK) {
            return err->code;
        }
    }
    return player->kept_count > 0 ? K_OK
                                  : kerr_fail(err, K_E_NOT_FOUND, "nothing was delivered yet");
}
