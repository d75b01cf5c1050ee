#include "read.h"

#include "fallback.h"
#include "kcivil.h"
#include "kstr.h"

#include <string.h>

/* What is so before the customer comes: `given` of a file or of a case. */

enum { NIGHT_HOUR = 22 };
#define DEFAULT_NAME  "홍길동"
#define DEFAULT_PHONE "010-****-5678"

struct given_keys {
    const struct node *customer, *time, *hq;
    int office, lang;
};
enum { OFFICE_UNSAID, OFFICE_OPEN, OFFICE_CLOSED };

static const char *const office_names[] = {"any", "open", "closed", NULL};
static const char *const lang_names[] = {"ko", "en", NULL};
static const char *const level_names[] = {"guest", "greeted", "own", "change", NULL};

static const struct field given_fields[] = {
    FIELD(FIELD_NODE, false, struct given_keys, customer, .max = 0),
    FIELD(FIELD_NODE, false, struct given_keys, time, .max = 0),
    FIELD(FIELD_NODE, false, struct given_keys, hq, .max = 0),
    FIELD(FIELD_NAME, false, struct given_keys, office, .names = office_names),
    FIELD(FIELD_NAME, false, struct given_keys, lang, .names = lang_names),
};

struct customer_keys {
    const char *name, *phone;
    int level;
    bool returning;
};
static const struct field customer_fields[] = {
    FIELD(FIELD_LINE, false, struct customer_keys, name, .max = LIMIT_NAME_BYTES),
    FIELD(FIELD_LINE, false, struct customer_keys, phone, .max = LIMIT_PHONE_BYTES),
    FIELD(FIELD_NAME, false, struct customer_keys, level, .names = level_names),
    FIELD(FIELD_TRUTH, false, struct customer_keys, returning, .max = 0),
};

struct trial_given trial_given_default(const struct content *content)
{
    const struct kcivil monday = {.year = 2026, .month = 11, .day = 23, .hour = 10, .minute = 30};
    return (struct trial_given){.level = LEVEL_GUEST,
                                .wall_ms = kcivil_to_ms(monday, content->utc_offset_min),
                                .lang = LANG_KO};
}

/* ---- customer ---- */

/* "guest", or "number": one who typed a phone number at the door. */
static bool read_guest(struct reading *reading, const struct node *node, struct trial_given *given)
{
    given->by_number = strcmp(node->text, "number") == 0;
    if (!given->by_number && strcmp(node->text, "guest") != 0) {
        source_tell(reading->source, node->at, A037_NOT_ONE_OF,
                    DIAG_ARGS(node->key, node->text, "guest, number"));
        return false;
    }
    given->name = NULL;
    given->level = LEVEL_GUEST;
    given->returning = false;
    return true;
}

static bool read_customer(struct reading *reading, const struct node *node,
                          struct trial_given *given)
{
    if (node->kind == NODE_WORD) {
        return read_guest(reading, node, given);
    }
    struct customer_keys keys = {
        .name = DEFAULT_NAME, .phone = DEFAULT_PHONE, .level = LEVEL_GREETED};
    if (!field_read(reading->source, node, FIELDS(customer_fields), &keys)) {
        return false;
    }
    given->by_number = false;
    given->name = keys.name;
    given->phone = keys.phone;
    given->level = (enum level)keys.level;
    given->returning = keys.returning;
    return true;
}

/* ---- time ---- */

/* Two or four digits of text, which are there. */
static int digits(const char *text, int count)
{
    int number = 0;
    for (int i = 0; i < count; i++) {
        number = 10 * number + (text[i] - '0');
    }
    return number;
}

static bool parse_time(const char *text, struct kcivil *ret_civil)
{
    static const char form[] = "dddd-dd-dd dd:dd";
    if (strlen(text) != strlen(form)) {
        return false;
    }
    for (size_t i = 0; form[i] != '\0'; i++) {
        bool fits = form[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == form[i];
        if (!fits) {
            return false;
        }
    }
    *ret_civil = (struct kcivil){.year = (int16_t)digits(text, 4),
                                 .month = (uint8_t)digits(text + 5, 2),
                                 .day = (uint8_t)digits(text + 8, 2),
                                 .hour = (uint8_t)digits(text + 11, 2),
                                 .minute = (uint8_t)digits(text + 14, 2)};
    return kcivil_valid(ret_civil->year, ret_civil->month, ret_civil->day) &&
           ret_civil->year >= 1970 && ret_civil->hour < 24 && ret_civil->minute < 60;
}

bool trial_time(const struct content *content, const char *text, int64_t *ret_wall_ms)
{
    struct kcivil civil;
    bool is_time = parse_time(text, &civil);
    if (is_time) {
        *ret_wall_ms = kcivil_to_ms(civil, content->utc_offset_min);
    }
    return is_time;
}

static bool read_time(struct reading *reading, const struct node *node, struct trial_given *given)
{
    if (!field_is(reading->source, node, NODE_WORD, node->key)) {
        return false;
    }
    if (!trial_time(reading->content, node->text, &given->wall_ms)) {
        source_tell(reading->source, node->at, A703_NOT_A_TIME, DIAG_ARGS(node->text));
        return false;
    }
    return true;
}

/* A moment when the office is as wanted: the time that was said, or one that fits. */
static bool read_office(struct reading *reading, const struct node *map,
                        const struct given_keys *keys, struct trial_given *given)
{
    bool wants_open = keys->office == OFFICE_OPEN;
    if (keys->office == OFFICE_UNSAID ||
        office_open(reading->content, given->wall_ms) == wants_open) {
        return true;
    }
    int64_t moment = wants_open ? office_next_open(reading->content, given->wall_ms) : -1;
    if (!wants_open) {
        struct kcivil night = kcivil_from_ms(given->wall_ms, reading->content->utc_offset_min);
        night.hour = NIGHT_HOUR;
        night.minute = 0;
        moment = kcivil_to_ms(night, reading->content->utc_offset_min);
    }
    bool fits = moment >= 0 && office_open(reading->content, moment) == wants_open;
    if (keys->time || !fits) {
        const struct node *office = node_get(map, "office");
        source_tell(reading->source, office ? office->at : map->at, A704_OFFICE_IS_NOT,
                    DIAG_ARGS(office_names[keys->office]));
        return false;
    }
    given->wall_ms = moment;
    return true;
}

/* ---- headquarters ---- */

static bool has_word(const struct flow_step *step, const char *word)
{
    for (int i = 0; i < step->check.answer_count; i++) {
        if (strcmp(step->check.answers[i], word) == 0) {
            return true;
        }
    }
    return false;
}

/* The check number *left of a flow, counted down on the way; NULL when it has fewer. */
static const struct flow_step *check_in(const struct flow_chart *chart, size_t *left)
{
    for (uint16_t i = 0; i < chart->step_count; i++) {
        if (chart->step[i].kind == FLOW_CHECK && (*left)-- == 0) {
            return &chart->step[i];
        }
    }
    return NULL;
}

/* The check number index of all flows; NULL past the end. */
static const struct flow_step *check_number(const struct flow_book *book, size_t index)
{
    const struct flow_step *step = NULL;
    for (uint16_t flow = 0; flow < book->chart_count && !step; flow++) {
        step = check_in(&book->chart[flow], &index);
    }
    return step;
}

/* The next check that asks this, from *at on. */
static const struct flow_step *next_check(const struct flow_book *book, const char *question,
                                          size_t *at)
{
    const struct flow_step *step = NULL;
    do {
        step = check_number(book, (*at)++);
    } while (step && strcmp(step->check.question, question) != 0);
    return step;
}

bool read_is_word(const struct reading *reading, const char *question, const char *word)
{
    size_t at = 0;
    bool found = strcmp(word, "offline") == 0 || strcmp(word, "failed") == 0;
    const struct flow_step *step = next_check(&reading->content->book, question, &at);
    while (step && !found) {
        found = has_word(step, word);
        step = next_check(&reading->content->book, question, &at);
    }
    return found;
}

void read_words_of(const struct reading *reading, const char *question, char *ret_all, size_t size)
{
    size_t at = 0;
    const struct flow_step *step = next_check(&reading->content->book, question, &at);
    ret_all[0] = '\0';
    for (int i = 0; step && i < step->check.answer_count; i++) {
        (void)kstr_append(ret_all, size, step->check.answers[i]);
        (void)kstr_append(ret_all, size, ", ");
    }
    (void)kstr_append(ret_all, size, step ? "offline, failed" : "");
}

/* The questions of all flows, for source_near(). */
static const char *question_at(const void *book, size_t index)
{
    const struct flow_step *step = check_number(book, index);
    return step ? step->check.question : NULL;
}

static bool read_word(struct reading *reading, const struct node *node, struct trial_given *given)
{
    char all[DIAG_TEXT_BYTES];
    const struct flow_book *book = &reading->content->book;
    read_words_of(reading, node->key, all, sizeof all);
    if (all[0] == '\0') {
        source_tell_near(reading->source, node->key_at, A705_NOBODY_ASKS, DIAG_ARGS(node->key),
                         source_near(node->key, question_at, book));
        return false;
    }
    if (!field_is(reading->source, node, NODE_WORD, node->key)) {
        return false;
    }
    if (!read_is_word(reading, node->key, node->text)) {
        source_tell(reading->source, node->at, A706_NO_SUCH_ANSWER,
                    DIAG_ARGS(node->text, node->key, all));
        return false;
    }
    if (given->word_count == TRIAL_WORDS) {
        source_tell(reading->source, node->at, A023_TOO_MANY_ENTRIES,
                    DIAG_ARGS(diag_number(TRIAL_WORDS).text));
        return false;
    }
    given->word[given->word_count].question = node->key;
    given->word[given->word_count].answer = node->text;
    given->word_count++;
    return true;
}

static bool read_hq(struct reading *reading, const struct node *node, struct trial_given *given)
{
    given->word_count = 0;
    given->is_offline = node->kind == NODE_WORD && strcmp(node->text, "offline") == 0;
    if (given->is_offline) {
        return true;
    }
    bool ok = field_is(reading->source, node, NODE_MAP, node->key);
    for (const struct node *word = node->child; ok && word; word = word->next) {
        ok = read_word(reading, word, given);
    }
    return ok;
}

bool read_given(struct reading *reading, const struct node *map, struct trial_given *given)
{
    struct given_keys keys = {.lang = (int)given->lang};
    if (!map) {
        return true;
    }
    if (!field_read(reading->source, map, FIELDS(given_fields), &keys)) {
        return false;
    }
    given->lang = (enum lang)keys.lang;
    bool ok = !keys.customer || read_customer(reading, keys.customer, given);
    ok = (!keys.hq || read_hq(reading, keys.hq, given)) && ok;
    ok = (!keys.time || read_time(reading, keys.time, given)) && ok;
    return ok && read_office(reading, map, &keys, given);
}
