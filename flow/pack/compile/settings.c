/* pack.yaml: what a help desk is called, when it is open, what it asks and offers. */
#include "compile_internal.h"

#include "kcivil.h"
#include "kstr.h"

#include <stdlib.h>
#include <string.h>

#define PART(member) FIELD(FIELD_NODE, true, struct root, member, .max = 0)

/* The parts of pack.yaml that are maps or lists of their own. */
struct root {
    const struct node *brand, *hotline, *hours, *holidays, *callback, *consent, *idle, *checks,
        *limits, *readings, *topics;
    const char *id, *version;
    struct words name;
    int16_t utc_offset_min;
    enum name_policy greet_name, header_name;
};

static const char *const name_policies[] = {"full", "masked", "surname", "none", NULL};
static const char *const channels[] = {"call", "text", "email", NULL};
static const char *const days[] = {"", "mon", "tue", "wed", "thu", "fri", "sat", "sun"};

static const struct field root_fields[] = {
    FIELD(FIELD_ID, true, struct root, id, .max = LIMIT_ID_BYTES),
    FIELD(FIELD_LINE, true, struct root, version, .max = LIMIT_ID_BYTES),
    FIELD(FIELD_WORDS, true, struct root, name, .max = LIMIT_LABEL_BYTES),
    PART(brand),
    FIELD_AS("utc_offset_minutes", FIELD_INT, true, struct root, utc_offset_min, .min = -720,
             .max = 840),
    PART(hotline),
    PART(hours),
    FIELD(FIELD_NODE, false, struct root, holidays, .max = 0),
    PART(callback),
    PART(consent),
    FIELD(FIELD_NAME, true, struct root, greet_name, .names = name_policies),
    FIELD(FIELD_NAME, true, struct root, header_name, .names = name_policies),
    PART(idle),
    FIELD(FIELD_NODE, false, struct root, checks, .max = 0),
    FIELD(FIELD_NODE, false, struct root, limits, .max = 0),
    FIELD(FIELD_NODE, false, struct root, readings, .max = 0),
    PART(topics),
};

static const struct field brand_fields[] = {
    FIELD(FIELD_COLOR, true, struct content, primary, .max = 0),
    FIELD(FIELD_COLOR, true, struct content, on_primary, .max = 0),
    FIELD(FIELD_COLOR, true, struct content, accent, .max = 0),
};

static const struct field hotline_fields[] = {
    FIELD_AS("number", FIELD_LINE, true, struct content, hotline, .max = LIMIT_PHONE_BYTES),
    FIELD_AS("note", FIELD_WORDS, true, struct content, hotline_note, .max = LIMIT_LABEL_BYTES),
};

static const struct field idle_fields[] = {
    FIELD_AS("warn_seconds", FIELD_INT, true, struct content, idle_warn_s, .min = 10, .max = 3600),
    FIELD_AS("countdown_seconds", FIELD_INT, true, struct content, idle_countdown_s, .min = 20,
             .max = 600),
};

static const struct field consent_fields[] = {
    FIELD_AS("version", FIELD_LINE, true, struct content, consent_version, .max = LIMIT_ID_BYTES),
    FIELD_AS("text", FIELD_WORDS, true, struct content, consent, .max = LIMIT_TEXT_BYTES),
};

#define LIMIT_FIELD(member, low, high)                                                             \
    FIELD(FIELD_INT, false, struct compile_limits, member, .min = (low), .max = (high))

static const struct field limit_fields[] = {
    LIMIT_FIELD(person_touches, 1, 9),    LIMIT_FIELD(steps_without_solved, 1, LIMIT_FLOW_STEPS),
    LIMIT_FIELD(minutes_longest, 1, 240), LIMIT_FIELD(minutes_typical, 1, 240),
    LIMIT_FIELD(states, 100, 2000000),
};

struct callback {
    uint16_t slot_min, lead_min;
    uint8_t days_ahead;
    const struct node *channels;
};

static const struct field callback_fields[] = {
    FIELD_AS("slot_minutes", FIELD_INT, true, struct callback, slot_min, .min = 15, .max = 480),
    FIELD_AS("lead_minutes", FIELD_INT, true, struct callback, lead_min, .min = 0, .max = 1440),
    FIELD(FIELD_INT, true, struct callback, days_ahead, .min = 1, .max = 31),
    FIELD(FIELD_NODE, true, struct callback, channels, .max = 0),
};

static const struct field topic_fields[] = {
    FIELD(FIELD_ID, true, struct topic, id, .max = LIMIT_ID_BYTES),
    FIELD(FIELD_ID, false, struct topic, icon, .max = LIMIT_ID_BYTES),
    FIELD(FIELD_WORDS, true, struct topic, title, .max = LIMIT_LABEL_BYTES),
    FIELD(FIELD_WORDS, false, struct topic, detail, .max = LIMIT_LABEL_BYTES),
};

struct day_off {
    const char *date;
    const char *ko, *en;
};

static const struct field holiday_fields[] = {
    FIELD(FIELD_PLAIN, true, struct day_off, date, .max = LIMIT_ID_BYTES),
    FIELD(FIELD_LINE, true, struct day_off, ko, .max = LIMIT_LABEL_BYTES),
    FIELD(FIELD_LINE, true, struct day_off, en, .max = LIMIT_LABEL_BYTES),
};

/* "dd" at text, or -1. */
static int two_digits(const char *text)
{
    bool ok = text[0] >= '0' && text[0] <= '9' && text[1] >= '0' && text[1] <= '9';
    return ok ? (text[0] - '0') * 10 + text[1] - '0' : -1;
}

/* text has the digits and the other characters of shape ("0000-00-00"). */
static bool has_shape(const char *text, const char *shape)
{
    size_t i = 0;
    for (; shape[i] != '\0' && text[i] != '\0'; i++) {
        bool is_digit = text[i] >= '0' && text[i] <= '9';
        if (shape[i] == '0' ? !is_digit : text[i] != shape[i]) {
            return false;
        }
    }
    return shape[i] == text[i];
}

static const char *day_name(const void *names, size_t index)
{
    (void)names;
    return index < 7 ? days[1 + index] : NULL;
}

static void read_day(struct compile *c, const struct node *node)
{
    int weekday = 1;
    while (weekday < 8 && strcmp(days[weekday], node->key) != 0) {
        weekday++;
    }
    if (weekday == 8) {
        source_tell_near(c->source, node->key_at, A012_UNKNOWN_KEY, DIAG_ARGS(node->key),
                         source_near(node->key, day_name, NULL));
        return;
    }
    if (!field_is(c->source, node, NODE_WORD, node->key)) {
        return;
    }
    int open_min = -1;
    int close_min = -1;
    if (has_shape(node->text, "00:00-00:00")) {
        open_min = two_digits(node->text) * 60 + two_digits(node->text + 3);
        close_min = two_digits(node->text + 6) * 60 + two_digits(node->text + 9);
    }
    if (open_min < 0 || close_min > 24 * 60 || open_min >= close_min) {
        source_tell(c->source, node->at, A040_NOT_HOURS, DIAG_ARGS(node->text));
        return;
    }
    c->data.content.hours[weekday] =
        (struct day_hours){.open_min = (int16_t)open_min, .close_min = (int16_t)close_min};
}

static void read_hours(struct compile *c, const struct node *map)
{
    if (map == NULL || !field_is(c->source, map, NODE_MAP, "hours")) {
        return;
    }
    for (const struct node *node = map->child; node != NULL; node = node->next) {
        read_day(c, node);
    }
}

static bool read_holiday(struct compile *c, const struct node *node, struct holiday *ret_holiday)
{
    struct day_off off = {0};
    if (!field_read(c->source, node, FIELDS(holiday_fields), &off)) {
        return false;
    }
    const struct node *date = node_get(node, "date");
    bool ok = has_shape(off.date, "0000-00-00");
    int year = ok ? two_digits(off.date) * 100 + two_digits(off.date + 2) : 0;
    int month = ok ? two_digits(off.date + 5) : 0;
    int day = ok ? two_digits(off.date + 8) : 0;
    if (!ok || year < 1970 || !kcivil_valid(year, month, day)) {
        source_tell(c->source, date->at, A041_NOT_A_DATE, DIAG_ARGS(off.date));
        return false;
    }
    const struct words name = {{[LANG_KO] = off.ko, [LANG_EN] = off.en}};
    field_note(c->source, node, "/name", name, LIMIT_LABEL_BYTES);
    *ret_holiday = (struct holiday){.day = kcivil_days(year, month, day), .name = name};
    return true;
}

static void read_holidays(struct compile *c, const struct node *list)
{
    if (list == NULL || !field_is(c->source, list, NODE_LIST, "holidays")) {
        return;
    }
    if (list->count > LIMIT_HOLIDAYS) {
        source_tell(c->source, list->at, A043_WRONG_COUNT,
                    DIAG_ARGS(list->key, diag_number((long long)list->count).text, "0",
                              diag_number(LIMIT_HOLIDAYS).text));
        return;
    }
    struct holiday *holiday = karena_take(&c->source->arena, list->count + 1, sizeof *holiday);
    uint16_t count = 0;
    for (const struct node *node = list->child; node != NULL; node = node->next) {
        if (!read_holiday(c, node, &holiday[count])) {
            continue;
        }
        if (count > 0 && holiday[count].day <= holiday[count - 1].day) {
            source_tell(c->source, node->at, A042_HOLIDAY_ORDER, NULL);
        }
        count++;
    }
    c->data.content.holiday = holiday;
    c->data.content.holiday_count = count;
}

static void read_callback(struct compile *c, const struct node *map)
{
    struct callback callback = {0};
    struct content *content = &c->data.content;
    if (map == NULL || !field_read(c->source, map, FIELDS(callback_fields), &callback) ||
        !field_is(c->source, callback.channels, NODE_LIST, "channels")) {
        return;
    }
    content->slot_min = callback.slot_min;
    content->lead_min = callback.lead_min;
    content->days_ahead = callback.days_ahead;
    for (const struct node *node = callback.channels->child; node != NULL; node = node->next) {
        int channel = 0;
        while (channels[channel] != NULL && node->kind == NODE_WORD &&
               strcmp(channels[channel], node->text) != 0) {
            channel++;
        }
        if (node->kind != NODE_WORD || channels[channel] == NULL) {
            source_tell(c->source, node->at, A037_NOT_ONE_OF,
                        DIAG_ARGS("channels", node->kind == NODE_WORD ? node->text : "",
                                  "call, text, email"));
        } else {
            content->channel[channel] = true;
        }
    }
}

static int slots_of(const struct content *content, int weekday)
{
    const struct day_hours *hours = &content->hours[weekday];
    return (hours->close_min - hours->open_min) / content->slot_min;
}

/* The most slots that a customer could choose from, on the best day to ask. A day without holidays:
 * the more there may be. */
static void check_slots(struct compile *c, const struct node *map)
{
    const struct content *content = &c->data.content;
    int most = 0;
    if (content->slot_min == 0) {
        return;
    }
    for (int first = 0; first < 7; first++) {
        int count = 0;
        for (int day = 0; day <= content->days_ahead; day++) {
            count += slots_of(content, 1 + (first + day) % 7);
        }
        most = count > most ? count : most;
    }
    if (most > LIMIT_VISIT_SLOTS) {
        source_tell(c->source, node_get(map, "slot_minutes")->at, A305_SLOTS_LOST,
                    DIAG_ARGS(diag_number(most).text, diag_number(content->days_ahead + 1).text,
                              diag_number(LIMIT_VISIT_SLOTS).text));
    }
}

static void read_checks(struct compile *c, const struct node *map)
{
    if (map == NULL || !field_is(c->source, map, NODE_MAP, "checks")) {
        return;
    }
    for (const struct node *list = map->child; list != NULL; list = list->next) {
        const char *id = NULL;
        if (!field_is(c->source, list, NODE_LIST, list->key)) {
            return;
        }
        for (const struct node *word = list->child; word != NULL; word = word->next) {
            (void)field_id(c->source, word, &id);
        }
    }
    c->checks = map;
}

static void read_topic(struct compile *c, const struct node *list, const struct node *map,
                       struct topic *topic)
{
    uint16_t count = c->data.content.topic_count;
    if (!field_read(c->source, map, FIELDS(topic_fields), &topic[count])) {
        return;
    }
    for (uint16_t i = 0; i < count; i++) {
        if (kstr_equal(topic[i].id, topic[count].id)) {
            tell_twice(c, list, node_get(map, "id"));
        }
    }
    c->data.content.topic_count++;
}

static void read_topics(struct compile *c, const struct node *list)
{
    if (list == NULL || !field_is(c->source, list, NODE_LIST, "topics")) {
        return;
    }
    if (list->count == 0 || list->count > LIMIT_TOPICS) {
        source_tell(c->source, list->at, A043_WRONG_COUNT,
                    DIAG_ARGS(list->key, diag_number((long long)list->count).text, "1",
                              diag_number(LIMIT_TOPICS).text));
        return;
    }
    struct topic *topic = karena_take(&c->source->arena, list->count, sizeof *topic);
    c->data.content.topic = topic;
    for (const struct node *map = list->child; map != NULL; map = map->next) {
        read_topic(c, list, map, topic);
    }
}

/* A map whose fields are members of struct content. */
static void read_part(struct compile *c, const struct node *map, struct fields fields)
{
    if (map != NULL) {
        (void)field_read(c->source, map, fields, &c->data.content);
    }
}

struct compile_limits compile_limits(const struct compile *compile)
{
    return compile->limits;
}

void settings_read(struct compile *c)
{
    c->limits = (struct compile_limits){.person_touches = 2,
                                        .steps_without_solved = 12,
                                        .minutes_longest = 30,
                                        .minutes_typical = 15,
                                        .states = 2000000};
    const struct node *map = node_file(c->source, "pack.yaml", NODE_MAP);
    struct root root = {0};
    if (map == NULL) {
        return;
    }
    c->settings = map;
    (void)field_read(c->source, map, FIELDS(root_fields), &root);
    struct content *content = &c->data.content;
    content->id = root.id;
    content->version = root.version;
    content->name = root.name;
    content->utc_offset_min = root.utc_offset_min;
    content->greet_name = root.greet_name;
    content->header_name = root.header_name;
    read_part(c, root.brand, FIELDS(brand_fields));
    read_part(c, root.hotline, FIELDS(hotline_fields));
    read_part(c, root.consent, FIELDS(consent_fields));
    read_part(c, root.idle, FIELDS(idle_fields));
    read_hours(c, root.hours);
    read_holidays(c, root.holidays);
    read_callback(c, root.callback);
    check_slots(c, root.callback);
    read_checks(c, root.checks);
    readings_read(c, root.readings);
    read_topics(c, root.topics);
    if (root.limits != NULL) {
        (void)field_read(c->source, root.limits, FIELDS(limit_fields), &c->limits);
    }
}

static const char *topic_name(const void *names, size_t index)
{
    const struct content *content = names;
    return index < content->topic_count ? content->topic[index].id : NULL;
}

uint16_t topic_named(struct compile *c, const struct node *name)
{
    const char *id = NULL;
    const struct content *content = &c->data.content;
    if (!field_id(c->source, name, &id) || content->topic_count == 0) {
        return UINT16_MAX; /* no topics at all: told already */
    }
    for (uint16_t i = 0; i < content->topic_count; i++) {
        if (strcmp(content->topic[i].id, id) == 0) {
            return i;
        }
    }
    source_tell_near(c->source, name->at, A109_NO_SUCH_TOPIC, DIAG_ARGS(id),
                     source_near(id, topic_name, content));
    return UINT16_MAX;
}
