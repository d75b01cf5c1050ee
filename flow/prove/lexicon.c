/*
 * Words. A typed word matters only by what it is compared with, so an input may be given those
 * words that its variable's set is compared with (and that it would read), and others: one where
 * words meet only constants, one per variable of the set where two variables are compared. A set
 * is what may hold the same word: joined by gifts, outputs and comparisons.
 */
#include "prove_internal.h"

#include "kassert.h"
#include "kstr.h"
#include "text.h"

#include <string.h>

static uint32_t hash_word(const char *word)
{
    uint32_t hash = 2166136261U;
    for (; *word; word++) {
        hash = (hash ^ (uint8_t)*word) * 16777619U;
    }
    return hash;
}

/* The slot of a word, or the free one where it belongs. */
static uint16_t *slot_of(struct lexicon *l, const char *word)
{
    uint32_t at = hash_word(word) % LEXICON_SLOTS;
    while (l->slot[at] != 0 && strcmp(l->word[l->slot[at]], word) != 0) {
        at = (at + 1) % LEXICON_SLOTS;
    }
    return &l->slot[at];
}

static uint16_t add_word(struct lexicon *l, const char *word)
{
    uint16_t *slot = slot_of(l, word);
    if (*slot == 0 && l->count == LEXICON_WORDS) {
        l->full = true;
        return 0;
    }
    if (*slot == 0) {
        l->word[l->count] = word;
        *slot = l->count++;
    }
    return *slot;
}

uint16_t lexicon_find(const struct lexicon *lexicon, const char *word)
{
    uint32_t at = hash_word(word) % LEXICON_SLOTS;
    while (strcmp(lexicon->word[lexicon->slot[at]], word) != 0) {
        KASSERT(lexicon->slot[at] != 0);
        at = (at + 1) % LEXICON_SLOTS;
    }
    return lexicon->slot[at];
}

/* ---- sets of variables ---- */

static uint16_t node_of(uint16_t flow, uint16_t var)
{
    return (uint16_t)(flow * LIMIT_FLOW_VARS + var);
}

static uint16_t set_of(struct lexicon *l, uint16_t node)
{
    while (l->parent[node] != node) {
        l->parent[node] = l->parent[l->parent[node]];
        node = l->parent[node];
    }
    return node;
}

static void join(struct lexicon *l, uint16_t a, uint16_t b)
{
    l->parent[set_of(l, a)] = set_of(l, b);
}

static void pair(struct lexicon *l, uint16_t node, const char *word, bool compared)
{
    uint16_t at = add_word(l, word);
    if (l->pair_count == LEXICON_PAIRS) {
        l->full = true;
        return;
    }
    l->pair[l->pair_count++] = (struct lexicon_pair){node, at, compared};
}

/* The constants an instruction may yield. */
static void pair_load(struct lexicon *l, uint16_t node, const struct flow_instr *instr,
                      bool compared)
{
    if (instr->op == FLOW_OP_WORD) {
        pair(l, node, instr->word, compared);
    } else if (instr->op == FLOW_OP_FACT) {
        pair(l, node, lang_name(LANG_KO), compared);
        pair(l, node, lang_name(LANG_EN), compared);
    }
}

static bool is_word(const struct flow_chart *chart, const struct flow_instr *instr)
{
    return instr->op == FLOW_OP_WORD ||
           (instr->op == FLOW_OP_VAR && chart->var[instr->number].type == FLOW_WORD) ||
           (instr->op == FLOW_OP_FACT && instr->number == FLOW_FACT_LANG);
}

/* Only loads yield words: both sides of a comparison are the two instructions before it. */
static void learn_expr(struct prove *p, uint16_t flow, const struct flow_expr *expr)
{
    struct lexicon *l = p->lexicon;
    const struct flow_chart *chart = prove_chart(p, flow);
    for (uint16_t i = 0; i < expr->code_count; i++) {
        const struct flow_instr *instr = &expr->code[i];
        if (instr->op == FLOW_OP_WORD) {
            (void)add_word(l, instr->word);
        }
        bool compares = instr->op == FLOW_OP_EQ || instr->op == FLOW_OP_NE;
        if (!compares || !is_word(chart, instr - 1)) {
            continue;
        }
        const struct flow_instr *a = instr - 2;
        const struct flow_instr *b = instr - 1;
        if (a->op == FLOW_OP_VAR && b->op == FLOW_OP_VAR) {
            uint16_t node = node_of(flow, (uint16_t)a->number);
            l->meets[node] = true;
            join(l, node, node_of(flow, (uint16_t)b->number));
        } else if (a->op == FLOW_OP_VAR) {
            pair_load(l, node_of(flow, (uint16_t)a->number), b, true);
        } else if (b->op == FLOW_OP_VAR) {
            pair_load(l, node_of(flow, (uint16_t)b->number), a, true);
        }
    }
}

/* The variable takes the value of the expression. */
static void learn_handed(struct prove *p, uint16_t flow, const struct flow_expr *expr,
                         uint16_t node)
{
    learn_expr(p, flow, expr);
    const struct flow_instr *only = &expr->code[0];
    if (expr->code_count != 1 || !is_word(prove_chart(p, flow), only)) {
        return;
    }
    if (only->op == FLOW_OP_VAR) {
        join(p->lexicon, node, node_of(flow, (uint16_t)only->number));
    } else {
        pair_load(p->lexicon, node, only, false);
    }
}

static void learn_call(struct prove *p, uint16_t flow, const struct flow_step *step)
{
    uint16_t called = step->call.flow;
    for (uint8_t i = 0; i < step->call.gift_count; i++) {
        const struct flow_gift *gift = &step->call.gift[i];
        learn_handed(p, flow, &gift->value, node_of(called, gift->var));
    }
    for (uint8_t i = 0; i < step->call.take_count; i++) {
        const struct flow_take *take = &step->call.take[i];
        learn_handed(p, called, &prove_chart(p, called)->output[take->output].value,
                     node_of(flow, take->var));
    }
}

static void learn_answers(struct prove *p, uint16_t flow, const struct flow_step *step)
{
    struct lexicon *l = p->lexicon;
    uint16_t node = node_of(flow, step->var);
    for (uint8_t e = 0; step->kind == FLOW_ASK && e < step->exit_count; e++) {
        pair(l, node, step->exit[e].id, false);
    }
    for (uint8_t i = 0; step->kind == FLOW_CHECK && i < step->check.answer_count; i++) {
        pair(l, node, step->check.answers[i], false);
    }
    if (step->kind == FLOW_CHECK) {
        pair(l, node, "offline", false);
        pair(l, node, "failed", false);
    }
    if (step->kind == FLOW_SOLVED) {
        pair(l, node, "yes", false);
        pair(l, node, "no", false);
    }
}

/* Answers whose variable nobody has are words all the same: the way of a finding names them. */
static void learn_step(struct prove *p, uint16_t flow, const struct flow_step *step)
{
    for (uint8_t e = 0; step->kind == FLOW_BRANCH && e < step->exit_count; e++) {
        learn_expr(p, flow, &step->exit[e].when);
    }
    if (step->kind == FLOW_CALL) {
        learn_call(p, flow, step);
    }
    if (step->var != FLOW_NO_VAR) {
        learn_answers(p, flow, step);
    }
    for (uint8_t i = 0; step->kind == FLOW_CHECK && i < step->check.answer_count; i++) {
        (void)add_word(p->lexicon, step->check.answers[i]);
    }
}

/* ---- what may be typed ---- */

/* The input reads the word as it stands. Same rules as flow_input.c. */
static bool takes(const struct flow_step *step, const char *word)
{
    size_t len = strlen(word);
    if (len >= LIMIT_FIELD_BYTES || (len > 0 && (word[0] == ' ' || word[len - 1] == ' '))) {
        return false;
    }
    if (step->input.type == FLOW_INPUT_PHONE) {
        struct phone phone = phone_parse(word);
        return phone.kind != PHONE_NOT && strcmp(phone.shown, word) == 0;
    }
    int64_t chars = (int64_t)utf8_count(word);
    if (chars < step->input.min || chars > step->input.max || !utf8_valid(word)) {
        return false;
    }
    bool digits = len > 0 && strspn(word, "0123456789") == len;
    return step->input.type == FLOW_INPUT_CODE ? digits : !strchr(word, '\n');
}

static bool in_typed(const struct lexicon *l, uint16_t first, uint16_t word)
{
    for (uint16_t i = first; i < l->typed_count; i++) {
        if (l->typed[i] == word) {
            return true;
        }
    }
    return false;
}

static void type_word(struct lexicon *l, uint16_t first, uint16_t word)
{
    if (in_typed(l, first, word)) {
        return;
    }
    if (l->typed_count == LEXICON_TYPED) {
        l->full = true;
        return;
    }
    l->typed[l->typed_count++] = word;
}

/* Word number `at` of those the input would read, in a fixed order: "aaa", "baa" ... */
static void spell(const struct flow_step *step, uint32_t at, char *ret_word, size_t size)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    if (step->input.type == FLOW_INPUT_PHONE) {
        (void)kstr_format(ret_word, size, "010-0000-%04u", at % 10000);
        return;
    }
    const char *from = step->input.type == FLOW_INPUT_CODE ? letters + 26 : letters;
    uint32_t base = step->input.type == FLOW_INPUT_CODE ? 10 : 36;
    int64_t len = step->input.min > 4 ? step->input.min : step->input.max < 4 ? step->input.max : 4;
    KASSERT(len < (int64_t)size);
    for (int64_t i = 0; i < len; i++, at /= base) {
        ret_word[i] = from[at % base];
    }
    ret_word[len < 0 ? 0 : len] = '\0';
}

/* A word of our own, kept in the lexicon. */
static const char *keep(struct lexicon *l, const char *word)
{
    size_t size = strlen(word) + 1;
    if (l->bytes_len + size > LEXICON_BYTES) {
        l->full = true;
        return "";
    }
    char *kept = l->bytes + l->bytes_len;
    memcpy(kept, word, size);
    l->bytes_len += (uint32_t)size;
    return kept;
}

/* Words that this input reads and that are none of its own so far. */
static void type_others(struct lexicon *l, const struct flow_step *step, uint16_t first, int count)
{
    enum { SPELLED_MAX = 2000 };
    char word[LIMIT_FIELD_BYTES];
    for (uint32_t at = 0; at < SPELLED_MAX && count > 0; at++) {
        spell(step, at, word, sizeof word);
        uint16_t known = *slot_of(l, word);
        if (!takes(step, word) || (known != 0 && in_typed(l, first, known))) {
            continue;
        }
        type_word(l, first, known != 0 ? known : add_word(l, keep(l, word)));
        count--;
    }
}

/* How many words beside the compared ones may have to be told apart in a set. */
static int others_of(struct prove *p, uint16_t set, bool *ret_meets)
{
    struct lexicon *l = p->lexicon;
    int nodes = 0;
    *ret_meets = false;
    for (uint16_t f = 0; f < p->book->chart_count; f++) {
        for (uint16_t v = 0; p->inside[f] && v < prove_chart(p, f)->var_count; v++) {
            bool inside = set_of(l, node_of(f, v)) == set;
            nodes += inside;
            *ret_meets = *ret_meets || (inside && l->meets[node_of(f, v)]);
        }
    }
    nodes = nodes < LEXICON_OTHERS ? nodes : LEXICON_OTHERS;
    return *ret_meets ? nodes + 1 : 1;
}

/* Others of one input may have to equal others of another: all made before any is asked for. */
static void type_set(struct prove *p, uint16_t set, bool meets, uint16_t first,
                     const struct flow_step *step)
{
    struct lexicon *l = p->lexicon;
    for (uint16_t i = 0; i < l->pair_count; i++) {
        const struct lexicon_pair *pair = &l->pair[i];
        bool counts = pair->compared || meets;
        if (counts && set_of(l, pair->node) == set && takes(step, l->word[pair->word])) {
            type_word(l, first, pair->word);
        }
    }
}

static void type_input(struct prove *p, uint16_t flow, uint16_t at, bool is_first_time)
{
    struct lexicon *l = p->lexicon;
    const struct flow_step *step = &prove_chart(p, flow)->step[at];
    struct note *note = prove_note(p, flow, at);
    uint16_t first = l->typed_count;
    int others = 1;
    if (step->var != FLOW_NO_VAR) {
        bool meets = false;
        uint16_t set = set_of(l, node_of(flow, step->var));
        others = others_of(p, set, &meets);
        type_set(p, set, meets, first, step);
    }
    if (is_first_time || l->typed_count == first || others == 1) {
        type_others(l, step, first, others);
    }
    for (uint16_t i = first; is_first_time && others > 1 && i < l->typed_count; i++) {
        pair(l, node_of(flow, step->var), l->word[l->typed[i]], false);
    }
    note->word = first;
    note->word_count = (uint16_t)(l->typed_count - first);
}

static bool is_typed_word(const struct flow_step *step)
{
    return step->kind == FLOW_INPUT && step->input.type != FLOW_INPUT_NUMBER &&
           step->input.type != FLOW_INPUT_DATE;
}

static void type_flow(struct prove *p, uint16_t flow, bool is_first_time)
{
    for (uint16_t s = 0; s < prove_chart(p, flow)->step_count; s++) {
        if (is_typed_word(&prove_chart(p, flow)->step[s])) {
            type_input(p, flow, s, is_first_time);
        }
    }
}

/* Twice: first the words that are made up become words of their set, then every input of the set
 * is asked for all of them. */
static void type_all(struct prove *p, bool is_first_time)
{
    p->lexicon->typed_count = 0;
    for (uint16_t f = 0; f < p->book->chart_count; f++) {
        if (p->inside[f]) {
            type_flow(p, f, is_first_time);
        }
    }
}

void lexicon_of_var(struct prove *p, uint16_t flow, uint16_t var, uint16_t *ret_word,
                    uint16_t *ret_count)
{
    struct flow_step any = {.kind = FLOW_INPUT};
    any.input.type = FLOW_INPUT_TEXT;
    any.input.min = 0;
    any.input.max = LIMIT_FIELD_BYTES;
    struct lexicon *l = p->lexicon;
    bool meets = false;
    uint16_t first = l->typed_count;
    uint16_t set = set_of(l, node_of(flow, var));
    int others = others_of(p, set, &meets);
    type_set(p, set, meets, first, &any);
    type_others(l, &any, first, others);
    *ret_word = first;
    *ret_count = (uint16_t)(l->typed_count - first);
}

void lexicon_make(struct prove *p)
{
    struct lexicon *l = p->lexicon;
    memset(l, 0, sizeof *l);
    l->word[0] = "";
    l->count = 1;
    for (uint32_t i = 0; i < LIMIT_FLOWS * LIMIT_FLOW_VARS; i++) {
        l->parent[i] = (uint16_t)i;
    }
    static const char *const ours[] = {"offline", "failed", "yes", "no", "ko", "en"};
    for (int i = 0; i < 6; i++) {
        (void)add_word(l, ours[i]);
    }
    for (uint16_t f = 0; f < p->book->chart_count; f++) {
        for (uint16_t s = 0; p->inside[f] && s < prove_chart(p, f)->step_count; s++) {
            learn_step(p, f, &prove_chart(p, f)->step[s]);
        }
    }
    type_all(p, true);
    type_all(p, false);
}
