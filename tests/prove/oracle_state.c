#include "oracle_internal.h"

#include "check.h"

#include <stdlib.h>
#include <string.h>

static void put(char *key, int *len, const void *bytes, size_t size)
{
    assert_true((size_t)*len + size <= KEY_BYTES);
    memcpy(key + *len, bytes, size);
    *len += (int)size;
}

static void put_frame(const struct exploration *x, const struct flow_frame *frame, char *key,
                      int *len)
{
    const struct flow_chart *chart = &x->l.book->chart[frame->flow];
    put(key, len, &frame->flow, sizeof frame->flow);
    put(key, len, &frame->step, sizeof frame->step);
    put(key, len, frame->again_taken, chart->step_count);
    for (uint16_t v = 0; v < chart->var_count; v++) {
        const struct flow_value *value = &frame->var[v];
        put(key, len, &value->type, sizeof value->type);
        put(key, len, &value->number, sizeof value->number);
        put(key, len, value->word, strlen(value->word) + 1);
    }
}

static int to_key(const struct exploration *x, const struct spot *spot, char *key)
{
    int len = 0;
    int head[] = {(int)spot->at, (int)spot->outcome, spot->end_flow, spot->end_step,
                  spot->depth,   spot->who,          spot->midnight};
    put(key, &len, head, sizeof head);
    put(key, &len, &spot->today, sizeof spot->today);
    for (uint8_t i = 0; i < spot->depth; i++) {
        put_frame(x, &spot->frame[i], key, &len);
    }
    return len;
}

static void get(const char **at, void *bytes, size_t size)
{
    memcpy(bytes, *at, size);
    *at += size;
}

static void from_key(const struct exploration *x, const char *key, struct spot *ret_spot)
{
    int head[7];
    const char *at = key;
    memset(ret_spot, 0, sizeof *ret_spot);
    get(&at, head, sizeof head);
    ret_spot->at = (enum flow_at)head[0];
    ret_spot->outcome = (enum flow_outcome)head[1];
    ret_spot->end_flow = (uint16_t)head[2];
    ret_spot->end_step = (uint16_t)head[3];
    ret_spot->depth = (uint8_t)head[4];
    ret_spot->who = head[5];
    ret_spot->midnight = head[6];
    get(&at, &ret_spot->today, sizeof ret_spot->today);
    for (uint8_t i = 0; i < ret_spot->depth; i++) {
        struct flow_frame *frame = &ret_spot->frame[i];
        get(&at, &frame->flow, sizeof frame->flow);
        get(&at, &frame->step, sizeof frame->step);
        const struct flow_chart *chart = &x->l.book->chart[frame->flow];
        get(&at, frame->again_taken, chart->step_count);
        for (uint16_t v = 0; v < chart->var_count; v++) {
            struct flow_value *value = &frame->var[v];
            get(&at, &value->type, sizeof value->type);
            get(&at, &value->number, sizeof value->number);
            get(&at, value->word, strlen(at) + 1);
        }
    }
}

/* The state of a spot; -1 when there are too many. */
int oracle_state(struct exploration *x, const struct spot *spot)
{
    char key[KEY_BYTES];
    int len = to_key(x, spot, key);
    uint32_t hash = 2166136261U;
    for (int i = 0; i < len; i++) {
        hash = (hash ^ (uint8_t)key[i]) * 16777619U;
    }
    uint32_t at = hash % SLOTS;
    while (x->slot[at] != 0) {
        int state = x->slot[at] - 1;
        if (x->key_len[state] == len && memcmp(x->key[state], key, (size_t)len) == 0) {
            return state;
        }
        at = (at + 1) % SLOTS;
    }
    if (x->state_count == x->states_max) {
        x->full = true;
        return -1;
    }
    char *kept = malloc((size_t)len);
    assert_non_null(kept);
    memcpy(kept, key, (size_t)len);
    x->key[x->state_count] = kept;
    x->key_len[x->state_count] = len;
    x->slot[at] = (int)++x->state_count;
    return (int)x->state_count - 1;
}

void oracle_spot(const struct exploration *x, int state, struct spot *ret_spot)
{
    from_key(x, x->key[state], ret_spot);
}
