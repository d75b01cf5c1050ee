#include "oracle_internal.h"

#include "check.h"

#include <string.h>

static bool expr_mentions(const struct flow_expr *expr, enum flow_op op, int64_t number)
{
    for (uint16_t i = 0; i < expr->code_count; i++) {
        if (expr->code[i].op == op && expr->code[i].number == number) {
            return true;
        }
    }
    return false;
}

bool oracle_chart_mentions(const struct flow_chart *chart, enum flow_op op, int64_t number)
{
    bool any = false;
    for (uint8_t i = 0; i < chart->output_count; i++) {
        any = any || expr_mentions(&chart->output[i].value, op, number);
    }
    for (uint16_t s = 0; s < chart->step_count; s++) {
        const struct flow_step *step = &chart->step[s];
        for (uint8_t e = 0; step->kind == FLOW_BRANCH && e < step->exit_count; e++) {
            any = any || expr_mentions(&step->exit[e].when, op, number);
        }
        for (uint8_t i = 0; step->kind == FLOW_CALL && i < step->call.gift_count; i++) {
            any = any || expr_mentions(&step->call.gift[i].value, op, number);
        }
    }
    return any;
}

static bool mentions(const struct exploration *x, enum flow_fact fact)
{
    bool any = false;
    for (uint16_t f = 0; f < x->l.book->chart_count; f++) {
        any = any || oracle_chart_mentions(&x->l.book->chart[f], FLOW_OP_FACT, fact);
    }
    return any;
}

static bool steps_want_who(const struct flow_book *book)
{
    bool any = false;
    for (uint16_t f = 0; f < book->chart_count; f++) {
        any = any || book->chart[f].needs != LEVEL_GUEST;
        for (uint16_t s = 0; s < book->chart[f].step_count; s++) {
            const struct flow_step *step = &book->chart[f].step[s];
            any = any || step->needs != LEVEL_GUEST || oracle_shows(step, "customer.name");
        }
    }
    return any;
}

static bool has_dates(const struct flow_book *book)
{
    bool any = false;
    for (uint16_t f = 0; f < book->chart_count; f++) {
        for (uint16_t s = 0; s < book->chart[f].step_count; s++) {
            const struct flow_step *step = &book->chart[f].step[s];
            any = any || (step->kind == FLOW_INPUT && step->input.type == FLOW_INPUT_DATE);
        }
    }
    return any;
}

static bool may_be_open(const struct exploration *x, const int64_t *value)
{
    const uint32_t *hours = x->l.world->open_hours;
    return !value[FLOW_FACT_OFFICE_OPEN] || !hours ||
           (hours[value[FLOW_FACT_WEEKDAY]] >> value[FLOW_FACT_HOUR] & 1);
}

/* Every combination of what the book mentions; the hours and the office belong together. */
static void make_moments(struct exploration *x)
{
    bool open = mentions(x, FLOW_FACT_OFFICE_OPEN);
    bool clock = open && x->l.world->open_hours;
    const struct {
        enum flow_fact fact;
        int min, max;
        bool counts;
    } range[] = {
        {FLOW_FACT_HOUR, 0, 23, clock || mentions(x, FLOW_FACT_HOUR)},
        {FLOW_FACT_WEEKDAY, 1, 7, clock || mentions(x, FLOW_FACT_WEEKDAY)},
        {FLOW_FACT_OFFICE_OPEN, 0, 1, open},
        {FLOW_FACT_HQ_REACHABLE, 0, 1, mentions(x, FLOW_FACT_HQ_REACHABLE)},
        {FLOW_FACT_PRINTER, 0, 1, mentions(x, FLOW_FACT_PRINTER)},
        {FLOW_FACT_LANG, 0, 1, mentions(x, FLOW_FACT_LANG)},
    };
    memset(x->moment, 0, sizeof x->moment[0]);
    x->moment_count = 1;
    for (int r = 0; r < 6; r++) {
        int before = x->moment_count;
        for (int i = 0; i < before; i++) {
            x->moment[i].value[range[r].fact] = range[r].min;
        }
        for (int v = range[r].min + 1; range[r].counts && v <= range[r].max; v++) {
            for (int i = 0; i < before; i++) {
                assert_true(x->moment_count < MOMENTS_MAX);
                x->moment[x->moment_count] = x->moment[i];
                x->moment[x->moment_count++].value[range[r].fact] = v;
            }
        }
    }
    int kept = 0;
    for (int i = 0; i < x->moment_count; i++) {
        if (may_be_open(x, x->moment[i].value)) {
            x->moment[kept++] = x->moment[i];
        }
    }
    x->moment_count = kept;
}

void oracle_set_who(int64_t *value, int who)
{
    static const int levels[PROVE_WHO_COUNT] = {0, 1, 1, 2, 3, 1, 2, 3};
    value[FLOW_FACT_LEVEL] = levels[who];
    value[FLOW_FACT_KNOWN] = who >= PROVE_GREETED;
    value[FLOW_FACT_RETURNING] = who >= PROVE_GREETED_RETURNING;
}

/* Words that anything in the book mentions, and others. */
static void add_word(struct exploration *x, const char *word)
{
    for (int i = 0; i < x->word_count; i++) {
        if (strcmp(x->word[i], word) == 0) {
            return;
        }
    }
    assert_true(x->word_count < WORDS_MAX);
    x->word[x->word_count++] = word;
}

static void add_words_of(struct exploration *x, const struct flow_expr *expr)
{
    for (uint16_t i = 0; i < expr->code_count; i++) {
        if (expr->code[i].op == FLOW_OP_WORD) {
            add_word(x, expr->code[i].word);
        }
    }
}

static void make_words(struct exploration *x)
{
    static const char *const others[] = {"0",
                                         "1",
                                         "2",
                                         "3",
                                         "4",
                                         "5",
                                         "6",
                                         "7",
                                         "8",
                                         "9",
                                         "a",
                                         "b",
                                         "c",
                                         "yes",
                                         "no",
                                         "ko",
                                         "en",
                                         "offline",
                                         "failed",
                                         "u",
                                         "v",
                                         "w",
                                         "x",
                                         "010-1111-2222",
                                         "010-1111-3333",
                                         "010-1111-4444"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        add_word(x, others[i]);
    }
    for (uint16_t f = 0; f < x->l.book->chart_count; f++) {
        const struct flow_chart *chart = &x->l.book->chart[f];
        for (uint16_t s = 0; s < chart->step_count; s++) {
            const struct flow_step *step = &chart->step[s];
            for (uint8_t e = 0; step->kind == FLOW_BRANCH && e < step->exit_count; e++) {
                add_words_of(x, &step->exit[e].when);
            }
        }
    }
}

void oracle_make_world(struct exploration *x)
{
    x->who_matters = mentions(x, FLOW_FACT_LEVEL) || mentions(x, FLOW_FACT_KNOWN) ||
                     mentions(x, FLOW_FACT_RETURNING) || steps_want_who(x->l.book);
    x->today_matters = mentions(x, FLOW_FACT_TODAY) || has_dates(x->l.book);
    make_moments(x);
    make_words(x);
}
