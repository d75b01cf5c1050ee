#include "read.h"

/* What an agent must get. */

struct request_keys {
    const char *reason, *matter, *customer, *says;
    const struct node *tried, *answers, *wrong, *without;
};
static const struct field request_fields[] = {
    FIELD(FIELD_ID, false, struct request_keys, reason, .max = LIMIT_ID_BYTES),
    FIELD(FIELD_ID, false, struct request_keys, matter, .max = LIMIT_ID_BYTES),
    FIELD(FIELD_LINE, false, struct request_keys, customer, .max = LIMIT_NAME_BYTES),
    FIELD(FIELD_LINE, false, struct request_keys, says, .max = LIMIT_TEXT_BYTES),
    FIELD(FIELD_NODE, false, struct request_keys, tried, .max = 0),
    FIELD(FIELD_NODE, false, struct request_keys, answers, .max = 0),
    FIELD(FIELD_NODE, false, struct request_keys, wrong, .max = 0),
    FIELD(FIELD_NODE, false, struct request_keys, without, .max = 0),
};

static bool too_many(struct reading *reading, const struct node *node, int max)
{
    source_tell(reading->source, node->at, A023_TOO_MANY_ENTRIES, DIAG_ARGS(diag_number(max).text));
    return false;
}

static bool read_tried(struct reading *reading, const struct node *list,
                       struct trial_request *request)
{
    if (!field_is(reading->source, list, NODE_LIST, list->key)) {
        return false;
    }
    request->tells_tried = true;
    for (const struct node *step = list->child; step; step = step->next) {
        struct trial_step at;
        if (request->tried_count == TRIAL_TRIED) {
            return too_many(reading, step, TRIAL_TRIED);
        }
        if (!read_step(reading, step, &at)) {
            return false;
        }
        if (!read_step_of(reading, at)->fix) {
            source_tell(reading->source, step->at, A713_NO_ATTEMPT, DIAG_ARGS(step->text));
            return false;
        }
        request->tried[request->tried_count++] = at;
    }
    return true;
}

/* One entry of a map of steps; false after telling. */
typedef bool (*entry_fn)(struct reading *reading, const struct node *value, struct trial_step at,
                         struct trial_request *request);

/* {STEP: value, ...}: TRIAL_ANSWERS at most. */
static bool read_by_step(struct reading *reading, const struct node *map, entry_fn entry,
                         struct trial_request *request)
{
    if (!field_is(reading->source, map, NODE_MAP, map->key)) {
        return false;
    }
    if (map->count > TRIAL_ANSWERS) {
        return too_many(reading, map, TRIAL_ANSWERS);
    }
    for (const struct node *one = map->child; one; one = one->next) {
        struct node name = {.kind = NODE_WORD, .at = one->key_at, .text = one->key};
        struct trial_step at;
        if (!read_step(reading, &name, &at) ||
            !field_is(reading->source, one, NODE_WORD, one->key) ||
            !entry(reading, one, at, request)) {
            return false;
        }
    }
    return true;
}

static bool read_answer(struct reading *reading, const struct node *value, struct trial_step at,
                        struct trial_request *request)
{
    (void)reading;
    request->answer[request->answer_count].step = at;
    request->answer[request->answer_count].text = value->text;
    request->answer_count++;
    return true;
}

static bool read_wrong(struct reading *reading, const struct node *value, struct trial_step at,
                       struct trial_request *request)
{
    int64_t times = 0;
    if (!field_number(value->text, &times) || times < 0 || times > UINT8_MAX) {
        source_tell(reading->source, value->at, A034_NOT_A_NUMBER,
                    DIAG_ARGS(value->key, value->text));
        return false;
    }
    request->wrong[request->wrong_count].step = at;
    request->wrong[request->wrong_count].times = (uint8_t)times;
    request->wrong_count++;
    return true;
}

bool read_request(struct reading *reading, const struct node *map, struct trial_request *request)
{
    struct request_keys keys = {0};
    if (!field_read(reading->source, map, FIELDS(request_fields), &keys)) {
        return false;
    }
    bool ok = !keys.tried || read_tried(reading, keys.tried, request);
    ok = (!keys.answers || read_by_step(reading, keys.answers, read_answer, request)) && ok;
    ok = (!keys.wrong || read_by_step(reading, keys.wrong, read_wrong, request)) && ok;
    ok = (!keys.without ||
          read_texts(reading, keys.without, request->without, &request->without_count)) &&
         ok;
    request->reason = keys.reason;
    request->matter = keys.matter;
    request->customer = keys.customer;
    request->says = keys.says;
    return ok;
}
