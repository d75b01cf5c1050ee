#include "visit_internal.h"

#include "flow_text.h"
#include "kstr.h"
#include "text.h"

#include <string.h>

/* Words, names, dates of this visit, in its language. */

const char *visit_say(const struct visit *visit, enum word word)
{
    return word_text(word, visit->lang);
}

void visit_fill(const struct visit *visit, enum word word, const struct word_value *values,
                size_t value_count, char *ret_text, size_t size)
{
    word_fill(word, visit->lang, values, value_count, ret_text, size);
}

const char *visit_words(const struct visit *visit, const struct words *words)
{
    const char *text = words->in[visit->lang];
    return text == NULL ? "" : text;
}

static bool own_name(void *user, const char *name, enum lang lang, char *ret_text, size_t text_size)
{
    const struct visit *visit = user;
    (void)lang;
    if (strcmp(name, "customer.name") != 0) {
        return false;
    }
    visit_name(visit, visit->content->greet_name, ret_text, text_size);
    return true;
}

void visit_render_in(const struct visit *visit, const struct words *words, enum lang lang,
                     char *ret_text, size_t size)
{
    /* the callbacks only read; their user pointers are not const by signature */
    void *reader = (void *)visit;
    if (!visit->run_open) {
        flow_render(words->in[lang], lang, own_name, reader, ret_text, size);
        return;
    }
    struct flow_scope scope = {.run = &visit->run, .next = own_name, .next_user = reader};
    flow_render(words->in[lang], lang, flow_lookup, &scope, ret_text, size);
}

void visit_render(const struct visit *visit, const struct words *words, char *ret_text, size_t size)
{
    visit_render_in(visit, words, visit->lang, ret_text, size);
}

/* ---- dates ---- */

enum { MOMENT_BYTES = 64 };

struct kcivil visit_local(const struct visit *visit, int64_t wall_ms)
{
    return kcivil_from_ms(wall_ms, visit->content->utc_offset_min);
}

static bool in_english(const struct visit *visit)
{
    return visit->lang == LANG_EN;
}

int64_t visit_day(const struct visit *visit, int64_t wall_ms)
{
    struct kcivil at = visit_local(visit, wall_ms);
    return kcivil_days(at.year, at.month, at.day);
}

/* Today 0, tomorrow 1, yesterday -1. */
static int64_t days_away(const struct visit *visit, int64_t wall_ms)
{
    return visit_day(visit, wall_ms) - visit_day(visit, visit->now_wall_ms);
}

void visit_past_words(const struct visit *visit, int64_t wall_ms, char *ret_text, size_t size)
{
    char date[MOMENT_BYTES];
    struct kcivil at = visit_local(visit, wall_ms);
    int64_t away = days_away(visit, wall_ms);
    if (in_english(visit)) {
        date_words(at, true, date, sizeof(date));
    } else { /* the weekday of a past week helps nobody */
        (void)kstr_format(date, sizeof(date), "%d월 %d일", at.month, at.day);
    }
    struct word_value value = {"date", date};
    enum word word = away == 0 ? W_PAST_TODAY : away == -1 ? W_PAST_YESTERDAY : W_PAST_DAY;
    visit_fill(visit, word, &value, 1, ret_text, size);
}

void visit_day_title(const struct visit *visit, int64_t wall_ms, char *ret_text, size_t size)
{
    char date[MOMENT_BYTES];
    int64_t away = days_away(visit, wall_ms);
    date_words(visit_local(visit, wall_ms), in_english(visit), date, sizeof(date));
    struct word_value value = {"date", date};
    enum word word = away == 0 ? W_DAY_TODAY : W_DAY_TOMORROW;
    if (away == 0 || away == 1) {
        visit_fill(visit, word, &value, 1, ret_text, size);
    } else {
        (void)kstr_copy(ret_text, size, date);
    }
}

void visit_near_words(const struct visit *visit, int64_t wall_ms, char *ret_text, size_t size)
{
    char time[MOMENT_BYTES];
    if (days_away(visit, wall_ms) != 0) {
        visit_moment_words(visit, wall_ms, ret_text, size);
        return;
    }
    time_words(visit_local(visit, wall_ms), in_english(visit), time, sizeof(time));
    struct word_value value = {"time", time};
    visit_fill(visit, W_TIME_TODAY, &value, 1, ret_text, size);
}

void visit_hours_words(const struct visit *visit, int64_t from_wall_ms, int64_t until_wall_ms,
                       char *ret_text, size_t size)
{
    char from[MOMENT_BYTES];
    char until[MOMENT_BYTES];
    time_words(visit_local(visit, from_wall_ms), in_english(visit), from, sizeof(from));
    time_words(visit_local(visit, until_wall_ms), in_english(visit), until, sizeof(until));
    (void)kstr_format(ret_text, size, "%s ~ %s", from, until);
}

void visit_moment_words(const struct visit *visit, int64_t wall_ms, char *ret_text, size_t size)
{
    char date[MOMENT_BYTES];
    char time[MOMENT_BYTES];
    struct kcivil at = visit_local(visit, wall_ms);
    date_words(at, in_english(visit), date, sizeof(date));
    time_words(at, in_english(visit), time, sizeof(time));
    (void)kstr_format(ret_text, size, "%s %s", date, time);
}

void visit_span_words(const struct visit *visit, int64_t from_wall_ms, int64_t until_wall_ms,
                      char *ret_text, size_t size)
{
    char hours[MOMENT_BYTES * 2];
    date_words(visit_local(visit, from_wall_ms), in_english(visit), ret_text, size);
    visit_hours_words(visit, from_wall_ms, until_wall_ms, hours, sizeof(hours));
    (void)kstr_append(ret_text, size, " ");
    (void)kstr_append(ret_text, size, hours);
}

/* ---- what is somebody's ---- */

/* A person must see what they type, or a wrong digit sends the call to somebody else; behind them
 * stands a queue. Decision 0007. */
void visit_show_personal(const struct visit *visit, bool secret, struct screen *screen)
{
    bool masked = secret != visit->field_flipped;
    screen->field.personal = true;
    screen->field.masked = masked;
    screen_button(screen, STYLE_QUIET, visit_say(visit, masked ? W_FIELD_SHOW : W_FIELD_HIDE),
                  ACT_MASK, 0);
}

/* ---- the hotline ---- */

void visit_show_hotline(const struct visit *visit, struct screen *screen)
{
    const struct content *content = visit->content;
    if (content->hotline == NULL || content->hotline[0] == '\0') {
        return;
    }
    char when[MOMENT_BYTES * 2] = "";
    enum word word = W_HOTLINE_OPEN;
    if (!clock_is_set(visit->now_wall_ms)) {
        word = W_HOTLINE_NOTE; /* whether they answer now nobody can tell: the note has the hours */
    } else if (!office_open(content, visit->now_wall_ms)) {
        int64_t next_wall_ms = office_next_open(content, visit->now_wall_ms);
        word = next_wall_ms < 0 ? W_HOTLINE_SHUT : W_HOTLINE_CLOSED;
        if (next_wall_ms >= 0) {
            visit_moment_words(visit, next_wall_ms, when, sizeof(when));
        }
    }
    const struct word_value value[] = {
        {"number", content->hotline},
        {"note", visit_words(visit, &content->hotline_note)},
        {"when", when},
    };
    char text[LIMIT_TEXT_BYTES];
    visit_fill(visit, word, value, 3, text, sizeof(text));
    struct screen_item *item = screen_add(screen, ITEM_NOTE, text);
    item->tone = TONE_INFO;
    (void)kstr_copy(item->icon, sizeof(item->icon), "phone");
}
