/* The way of a finding: from the start, answer by answer; and how people read it. */
#include "prove_internal.h"

#include "kstr.h"

#include <inttypes.h>
#include <string.h>

static struct prove_answer answer_of(const struct prove *p, const struct hop *hop)
{
    struct prove_answer answer = {.flow = p->root, .step = FLOW_NO_STEP, .moment = hop->moment};
    if (hop->from != NO_STATE) {
        struct place place;
        place_decode(p, explore_blob(p, hop->from), WHO_ALL, &place);
        const struct seat *seat = place_top(&place);
        answer.flow = seat->flow;
        answer.step = seat->step;
        answer.exit = hop->exit;
        answer.word = hop->word != 0 ? p->lexicon->word[hop->word] : NULL;
    }
    return answer;
}

/* ---- kept for the report ---- */

/* Words made up in the lexicon go with it: they are copied. */
static void keep_word(struct prove *p, struct prove_answer *answer)
{
    const char *made = p->lexicon->bytes;
    if (!answer->word || answer->word < made || answer->word >= made + LEXICON_BYTES) {
        return;
    }
    size_t size = strlen(answer->word) + 1;
    if (p->way_used + size > WAY_BYTES) {
        answer->word = NULL;
        return;
    }
    memcpy(p->way + p->way_used, answer->word, size);
    answer->word = p->way + p->way_used;
    p->way_used += (uint32_t)((size + 15) / 16 * 16);
}

/* Hops backwards from the state: how it was met first. */
static uint16_t trace_back(const struct prove *p, uint32_t state, struct hop *ret_hop,
                           uint16_t count, uint16_t hop_max)
{
    while (state != NO_STATE && count < hop_max) {
        const struct record *record = &p->space.record[state];
        ret_hop[count++] = (struct hop){.from = record->parent,
                                        .word = record->word,
                                        .exit = record->exit,
                                        .moment = record->moment};
        state = record->parent;
    }
    return count;
}

static void reverse(struct hop *hop, uint16_t count)
{
    for (uint16_t i = 0; i < count / 2; i++) {
        struct hop swap = hop[i];
        hop[i] = hop[count - 1 - i];
        hop[count - 1 - i] = swap;
    }
}

static uint16_t trace_on(const struct prove *p, const struct met *met, struct hop *ret_hop,
                         uint16_t count, uint16_t hop_max)
{
    static const struct prove_moment any = {PROVE_NONE, PROVE_NONE, PROVE_NONE, PROVE_NONE,
                                            PROVE_NONE, PROVE_NONE, PROVE_NONE};
    uint32_t state = met->from;
    while (met->along != ALONG_NONE && count < hop_max &&
           p->measured[state].next[met->along] != NO_STATE) {
        uint16_t at = (uint16_t)p->measured[state].next[met->along];
        const struct edge *edge = explore_edge(p, state, at);
        ret_hop[count++] =
            (struct hop){.from = state, .word = edge->word, .exit = edge->exit, .moment = any};
        state = edge->to;
    }
    return count;
}

/* ---- who takes it ---- */

/* The state of a hop is reached by this customer: then in which world. */
static bool may_be(struct prove *p, struct hop *hop, uint32_t to, int who)
{
    struct prove_moment moment = hop->moment;
    if (!explore_again(p, hop, to, (uint8_t)(1U << who), &moment)) {
        return false;
    }
    hop->moment = moment;
    hop->moment.who = (uint8_t)who;
    return true;
}

static int first_of(uint8_t mask)
{
    int who = 0;
    while (!(mask >> who & 1)) {
        who++;
    }
    return who;
}

/* The customer of this hop, when the next one is taken by `next` (PROVE_WHO_COUNT: by anybody):
 * the same, or still a guest. */
static int choose_who(struct prove *p, struct hop *hop, uint32_t to, int next)
{
    bool same = next < PROVE_WHO_COUNT && may_be(p, hop, to, next);
    if (same || may_be(p, hop, to, PROVE_GUEST)) {
        return hop->moment.who;
    }
    for (int who = 0; who < PROVE_WHO_COUNT; who++) {
        if (may_be(p, hop, to, who)) {
            return who;
        }
    }
    return next;
}

/* From the last hop back: one customer takes the whole way. The hops are in reverse order here. */
static void choose_customer(struct prove *p, const struct met *met, struct hop *hop, uint16_t count)
{
    uint32_t to = met->from;
    int next = PROVE_WHO_COUNT;
    for (uint16_t i = 0; i < count; i++) {
        uint8_t mask = hop[i].moment.who;
        if (i == 0 && !met->stands) {
            next = mask != WHO_ALL ? first_of(mask) : PROVE_WHO_COUNT;
            hop[i].moment.who = mask != WHO_ALL ? (uint8_t)next : PROVE_NONE;
        } else if (mask != WHO_ALL || next < PROVE_WHO_COUNT) {
            next = choose_who(p, &hop[i], to, next);
            to = hop[i].from;
        } else {
            hop[i].moment.who = PROVE_NONE;
            to = hop[i].from;
        }
    }
}

static void close_way(struct prove *p, struct met *met)
{
    enum { HOPS_MAX = 1024 };
    struct hop hop[HOPS_MAX];
    uint16_t count = 0;
    if (!met->stands) {
        hop[count++] = (struct hop){met->from, met->word, met->exit, met->moment};
    }
    count = trace_back(p, met->from, hop, count, HOPS_MAX);
    choose_customer(p, met, hop, count);
    reverse(hop, count);
    count = trace_on(p, met, hop, count, HOPS_MAX);
    size_t size = count * sizeof(struct prove_answer);
    if (p->way_used + size > WAY_BYTES) {
        return;
    }
    struct prove_answer *way = (struct prove_answer *)(void *)(p->way + p->way_used);
    p->way_used += (uint32_t)((size + 15) / 16 * 16);
    for (uint16_t i = 0; i < count; i++) {
        way[i] = answer_of(p, &hop[i]);
        keep_word(p, &way[i]);
    }
    met->finding.way = way;
    met->finding.way_count = count;
}

void way_close_all(struct prove *p)
{
    for (uint16_t i = 0; i < p->met_count; i++) {
        if (p->met[i].open) {
            p->met[i].open = false;
            close_way(p, &p->met[i]);
        }
    }
}

/* ---- for people ---- */

static const struct words word_start = {.in = {[LANG_KO] = "시작", [LANG_EN] = "start"}};
static const struct words word_any_number = {.in = {[LANG_KO] = "숫자", [LANG_EN] = "a number"}};
static const struct words word_any_date = {.in = {[LANG_KO] = "날짜", [LANG_EN] = "a date"}};
static const struct words words_who[PROVE_WHO_COUNT] = {
    [PROVE_GUEST] = {{"손님", "a guest"}},
    [PROVE_PHONE] = {{"번호만 남긴 손님", "a guest with a number"}},
    [PROVE_GREETED] = {{"고객 (greeted)", "a customer (greeted)"}},
    [PROVE_OWN] = {{"고객 (own)", "a customer (own)"}},
    [PROVE_CHANGE] = {{"고객 (change)", "a customer (change)"}},
    [PROVE_GREETED_RETURNING] = {{"다시 온 고객 (greeted)", "a returning customer (greeted)"}},
    [PROVE_OWN_RETURNING] = {{"다시 온 고객 (own)", "a returning customer (own)"}},
    [PROVE_CHANGE_RETURNING] = {{"다시 온 고객 (change)", "a returning customer (change)"}},
};

static void append_answer(const struct flow_book *book, const struct prove_answer *answer,
                          enum lang lang, char *text, size_t text_size)
{
    const struct flow_step *step = &book->chart[answer->flow].step[answer->step];
    bool is_number = step->kind == FLOW_INPUT && answer->exit == 0 && !answer->word;
    char said[LIMIT_TEXT_BYTES] = "";
    if (is_number) {
        bool is_date = step->input.type == FLOW_INPUT_DATE;
        (void)kstr_copy(said, sizeof said, (is_date ? &word_any_date : &word_any_number)->in[lang]);
    } else {
        struct flow_answer given = {.flow = answer->flow, .step = answer->step};
        given.exit = answer->exit;
        given.value.type = FLOW_WORD;
        (void)kstr_copy(given.value.word, sizeof given.value.word,
                        answer->word ? answer->word : "");
        flow_answer_text(book, &given, lang, said, sizeof said);
    }
    (void)kstr_append(text, text_size, step->id);
    (void)kstr_append(text, text_size, ": ");
    (void)kstr_append(text, text_size, said);
}

static void append_fact(const char *name, uint8_t value, char *text, size_t text_size)
{
    char part[LIMIT_LABEL_BYTES];
    if (value != PROVE_NONE) {
        (void)kstr_format(part, sizeof part, ", %s = %d", name, value);
        (void)kstr_append(text, text_size, part);
    }
}

static void append_moment(const struct prove_moment *moment, uint8_t who_before, enum lang lang,
                          char *text, size_t text_size)
{
    if (moment->who != PROVE_NONE && moment->who != who_before) {
        (void)kstr_append(text, text_size, ", ");
        (void)kstr_append(text, text_size, words_who[moment->who].in[lang]);
    }
    append_fact(flow_fact_name(FLOW_FACT_HQ_REACHABLE), moment->hq, text, text_size);
    append_fact(flow_fact_name(FLOW_FACT_PRINTER), moment->printer, text, text_size);
    append_fact(flow_fact_name(FLOW_FACT_OFFICE_OPEN), moment->open, text, text_size);
    append_fact(flow_fact_name(FLOW_FACT_WEEKDAY), moment->weekday, text, text_size);
    append_fact(flow_fact_name(FLOW_FACT_HOUR), moment->hour, text, text_size);
    if (moment->lang != PROVE_NONE) {
        (void)kstr_append(text, text_size, ", ");
        (void)kstr_append(text, text_size, lang_name((enum lang)moment->lang));
    }
}

void prove_way_text(const struct flow_book *book, const struct prove_finding *finding,
                    enum lang lang, char *ret_text, size_t text_size)
{
    uint8_t who = PROVE_NONE;
    ret_text[0] = '\0';
    for (uint16_t i = 0; i < finding->way_count; i++) {
        const struct prove_answer *answer = &finding->way[i];
        (void)kstr_append(ret_text, text_size, i > 0 ? "\n" : "");
        if (answer->step == FLOW_NO_STEP) {
            (void)kstr_append(ret_text, text_size, word_start.in[lang]);
        } else {
            append_answer(book, answer, lang, ret_text, text_size);
        }
        append_moment(&answer->moment, who, lang, ret_text, text_size);
        who = answer->moment.who;
    }
}
