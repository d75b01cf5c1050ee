#include "visit_internal.h"

#include "kstr.h"
#include "text.h"

#include <string.h>

/* Lines of the journal as events; visit_event.c has the format. Every byte is foreign here. */

struct reader {
    const char *at; /* rest of the line */
    bool broken;    /* once a part did not fit, nothing more is read */
};

enum { WORD_BYTES = 32 };

/* The next word of the line into word; "" and broken when there is none or it is too long. */
static void get_word(struct reader *reader, char *word, size_t size)
{
    size_t len = strcspn(reader->at, " ");
    word[0] = '\0';
    if (reader->broken || len == 0 || len >= size) {
        reader->broken = true;
        return;
    }
    memcpy(word, reader->at, len);
    word[len] = '\0';
    reader->at += len + (reader->at[len] == ' ');
}

static int64_t digits(struct reader *reader, const char *text, int64_t max)
{
    int64_t number = 0;
    reader->broken = reader->broken || *text == '\0';
    for (; *text != '\0' && !reader->broken; text++) {
        int digit = *text - '0';
        if (digit < 0 || digit > 9 || digit > max || number > (max - digit) / 10) {
            reader->broken = true;
        } else {
            number = number * 10 + digit;
        }
    }
    return reader->broken ? 0 : number;
}

static int64_t get_number(struct reader *reader, int64_t max)
{
    char word[WORD_BYTES];
    get_word(reader, word, sizeof(word));
    if (word[0] == '-') {
        return -digits(reader, word + 1, max);
    }
    return digits(reader, word, max);
}

/* A number from 0. */
static int64_t get_count(struct reader *reader, int64_t max)
{
    int64_t number = get_number(reader, max);
    reader->broken = reader->broken || number < 0;
    return reader->broken ? 0 : number;
}

static void get_text(struct reader *reader, char *ret_text, size_t size)
{
    size_t len = 0;
    const char *at = reader->at;
    while (!reader->broken && *at != '\0') {
        char c = *at++;
        if (c == '\\') {
            c = *at == 'n' ? '\n' : *at;
            reader->broken = c != '\n' && c != '\\';
            at += !reader->broken;
        }
        if (len + 1 >= size) {
            reader->broken = true;
        } else {
            ret_text[len++] = c;
        }
    }
    ret_text[len] = '\0';
    reader->at = "";
    reader->broken = reader->broken || !utf8_valid(ret_text);
}

/* Which of the names the next word is. */
static unsigned get_name(struct reader *reader, const char *const *name, unsigned count)
{
    char word[WORD_BYTES];
    get_word(reader, word, sizeof(word));
    for (unsigned i = 0; i < count; i++) {
        if (name[i] != NULL && strcmp(word, name[i]) == 0) {
            return i;
        }
    }
    reader->broken = true;
    return 0;
}

static enum missing get_missing(struct reader *reader)
{
    const char *name[MISSING_COUNT];
    for (unsigned i = 0; i < MISSING_COUNT; i++) {
        name[i] = fallback_mode((enum missing)i)->name;
    }
    return (enum missing)get_name(reader, name, MISSING_COUNT);
}

static void get_id(struct reader *reader, char *ret_id)
{
    char word[KUUID_TEXT_SIZE];
    get_word(reader, word, sizeof(word));
    reader->broken = reader->broken || !kuuid_valid(word);
    (void)kstr_copy(ret_id, KUUID_TEXT_SIZE, reader->broken ? "" : word);
}

/* ---- one reader a kind ---- */

static void read_touch(struct reader *reader, struct visit_event *event)
{
    char word[WORD_BYTES];
    get_word(reader, word, sizeof(word));
    event->action.verb = action_find(word);
    reader->broken = reader->broken || event->action.verb == ACT_VERB_COUNT;
    event->action.arg = (int16_t)get_number(reader, INT16_MAX);
}

static void read_customer(struct reader *reader, struct visit_event *event, struct profile *profile)
{
    event->lookup = (enum lookup)get_name(reader, visit_lookup_names, VISIT_LOOKUPS);
    if (event->lookup == LOOKUP_KNOWN) {
        get_text(reader, profile->ref, sizeof(profile->ref));
        event->profile = profile;
    }
}

static void read_found(struct reader *reader, struct visit_event *event, struct found *found)
{
    found->band = (enum found_band)get_name(reader, visit_band_names, VISIT_BANDS);
    while (!reader->broken && *reader->at != '\0' && found->count < LIMIT_FOUND) {
        struct found_item *item = &found->item[found->count];
        reader->broken = *reader->at != 'f' && *reader->at != 'a';
        item->kind = *reader->at == 'f' ? FOUND_FLOW : FOUND_ARTICLE;
        reader->at++;
        item->index = (uint16_t)get_count(reader, UINT16_MAX);
        found->count++;
    }
    event->found = found;
}

static void read_accepted(struct reader *reader, struct visit_accepted *accepted)
{
    accepted->is_kept = get_count(reader, 1) == 1;
    accepted->joined = get_count(reader, 1) == 1;
    accepted->missing = get_missing(reader);
    if (accepted->is_kept) {
        get_id(reader, accepted->id);
    } else {
        char none[WORD_BYTES];
        get_word(reader, none, sizeof(none));
    }
}

static void read_request(struct reader *reader, struct visit_event *event)
{
    char word[WORD_BYTES];
    get_word(reader, word, sizeof(word));
    event->request_state = request_state_find(word);
    reader->broken = reader->broken || event->request_state == REQUEST_STATE_COUNT;
    get_id(reader, event->request_id);
}

static void read_world(struct reader *reader, struct visit_world *world)
{
    world->missing = get_missing(reader);
    world->hq_reachable = get_count(reader, 1) == 1;
    world->printer = get_count(reader, 1) == 1;
}

static void read_rest(struct reader *reader, struct visit_event *event, struct profile *profile,
                      struct found *found)
{
    switch (event->kind) {
    case VISIT_TOUCH:
        read_touch(reader, event);
        break;
    case VISIT_FIELD:
        get_text(reader, event->text, sizeof(event->text));
        break;
    case VISIT_TOKEN_BAD:
        event->token_bad = (enum token_bad)get_name(reader, visit_token_names, VISIT_TOKEN_BADS);
        break;
    case VISIT_CUSTOMER:
        read_customer(reader, event, profile);
        break;
    case VISIT_ANSWER:
        event->check = (enum flow_check_exit)get_count(reader, FLOW_CHECK_FAILED);
        get_text(reader, event->text, sizeof(event->text));
        break;
    case VISIT_FOUND:
        read_found(reader, event, found);
        break;
    case VISIT_ACCEPTED:
        read_accepted(reader, &event->accepted);
        break;
    case VISIT_REQUEST:
        read_request(reader, event);
        break;
    case VISIT_WORLD:
        read_world(reader, &event->world);
        break;
    case VISIT_ARTICLE:
    case VISIT_TICK:
    case VISIT_EVENT_COUNT:
        reader->broken = true; /* never saved */
        break;
    case VISIT_ALIVE:
    case VISIT_TOKEN:
    case VISIT_RESUME:
    case VISIT_GAP:
        break;
    }
}

enum kcode visit_event_decode(const char *line, struct visit_event *ret_event,
                              struct profile *profile, struct found *found, struct kerr *err)
{
    struct reader reader = {.at = line};
    struct visit_event event;
    memset(&event, 0, sizeof(event));
    memset(profile, 0, sizeof(*profile));
    memset(found, 0, sizeof(*found));
    event.kind = (enum visit_event_kind)get_name(&reader, visit_event_names, VISIT_EVENT_COUNT);
    event.mono_ms = get_count(&reader, VISIT_TIME_MAX_MS);
    event.wall_ms = get_count(&reader, VISIT_TIME_MAX_MS);
    read_rest(&reader, &event, profile, found);
    if (reader.broken || *reader.at != '\0') {
        return kerr_fail(err, K_E_FORMAT, "saved event: is not one of ours");
    }
    *ret_event = event;
    return K_OK;
}
