#include "suggest.h"

#include "kassert.h"
#include "kcivil.h"
#include "kstr.h"

#include <inttypes.h>
#include <string.h>

/* What a customer could do at a step, and headquarters with a check. Of numbers those that the
 * conditions of the flow could tell apart. */

struct listing {
    struct karena *arena;
    struct suggest_move *move;
    int count;
};

static void add(struct listing *listing, struct suggest_move move)
{
    if (listing->count < SUGGEST_MOVES) {
        listing->move[listing->count++] = move;
    }
}

static void add_word(struct listing *listing, enum suggest_kind kind, const char *word)
{
    for (int i = 0; i < listing->count; i++) {
        if (listing->move[i].kind == kind && strcmp(listing->move[i].word, word) == 0) {
            return;
        }
    }
    add(listing, (struct suggest_move){.kind = kind, .word = karena_text(listing->arena, word)});
}

/* ---- what is typed ---- */

static void add_number(struct listing *listing, const struct flow_step *step, int64_t today,
                       int64_t number)
{
    char word[32];
    if (number < step->input.min || number > step->input.max) {
        return;
    }
    if (step->input.type == FLOW_INPUT_DATE) {
        struct kcivil date = kcivil_from_ms((today + number) * KCIVIL_DAY_MS, 0);
        (void)kstr_format(word, sizeof word, "%04d%02d%02d", date.year, date.month, date.day);
    } else {
        (void)kstr_format(word, sizeof word, "%" PRId64, number);
    }
    add_word(listing, SUGGEST_TYPE, word);
}

/* One instruction of a condition: a number and its neighbours, or a word. */
static void add_constant(struct listing *listing, const struct flow_step *step, int64_t today,
                         const struct flow_instr *instr)
{
    bool is_number = step->input.type == FLOW_INPUT_NUMBER || step->input.type == FLOW_INPUT_DATE;
    if (instr->op == FLOW_OP_NUMBER && is_number) {
        for (int64_t near = -1; near <= 1; near++) {
            add_number(listing, step, today, instr->number + near);
            add_number(listing, step, today, near - instr->number);
        }
    } else if (instr->op == FLOW_OP_WORD && !is_number) {
        add_word(listing, SUGGEST_TYPE, instr->word);
    }
}

static bool asks_for(const struct flow_expr *when, uint16_t var)
{
    uint16_t i = 0;
    while (i < when->code_count &&
           (when->code[i].op != FLOW_OP_VAR || when->code[i].number != (int64_t)var)) {
        i++;
    }
    return i < when->code_count;
}

/* What one condition compares the step's answer with. */
static void add_constants_of(struct listing *listing, const struct flow_expr *when,
                             const struct flow_step *step, int64_t today)
{
    for (uint16_t code = 0; asks_for(when, step->var) && code < when->code_count; code++) {
        add_constant(listing, step, today, &when->code[code]);
    }
}

static void add_constants(struct listing *listing, const struct flow_chart *chart,
                          const struct flow_step *step, int64_t today)
{
    for (uint16_t i = 0; i < chart->step_count; i++) {
        const struct flow_step *branch = &chart->step[i];
        for (uint8_t exit = 0; branch->kind == FLOW_BRANCH && exit < branch->exit_count; exit++) {
            add_constants_of(listing, &branch->exit[exit].when, step, today);
        }
    }
}

/* So many of one letter. */
static void repeat(char letter, int64_t count, char *ret_word, size_t size)
{
    size_t len = count < (int64_t)size - 1 ? (size_t)count : size - 1;
    memset(ret_word, letter, len);
    ret_word[len] = '\0';
}

static void add_inputs(struct listing *listing, const struct suggest_walk *walk,
                       const struct flow_step *step)
{
    char word[LIMIT_FIELD_BYTES] = "01012345678";
    const struct flow_frame *frame = &walk->run.frame[walk->run.depth - 1];
    int64_t today = walk->facts.value[FLOW_FACT_TODAY];
    bool is_number = step->input.type == FLOW_INPUT_NUMBER || step->input.type == FLOW_INPUT_DATE;
    bool has_length = step->input.type == FLOW_INPUT_TEXT || step->input.type == FLOW_INPUT_CODE;
    if (is_number) {
        add_number(listing, step, today, step->input.min);
        add_number(listing, step, today, step->input.max);
    } else {
        if (has_length) {
            char letter = step->input.type == FLOW_INPUT_CODE ? '1' : 'a';
            repeat(letter, step->input.min > 0 ? step->input.min : 1, word, sizeof word);
        }
        add_word(listing, SUGGEST_TYPE, word);
    }
    add_constants(listing, &walk->run.book->chart[frame->flow], step, today);
    if (step->exit[1].to != FLOW_NO_STEP) {
        repeat('x', has_length ? step->input.max + 1 : 1, word, sizeof word);
        add_word(listing, SUGGEST_WRONG, word);
    }
}

/* ---- the rest ---- */

static void add_check(struct listing *listing, const struct flow_step *step)
{
    for (int i = 0; i < step->check.answer_count; i++) {
        add_word(listing, SUGGEST_HQ, step->check.answers[i]);
    }
    add_word(listing, SUGGEST_HQ, "offline");
    add_word(listing, SUGGEST_HQ, "failed");
}

bool suggest_locked(const struct suggest_walk *walk)
{
    const struct flow_run *run = &walk->run;
    int64_t level = walk->facts.value[FLOW_FACT_LEVEL];
    return run->at == FLOW_AT_STEP && ((int64_t)run->book->chart[run->root].needs > level ||
                                       (int64_t)flow_step_now(run)->needs > level);
}

int suggest_moves(const struct suggest_walk *walk, struct karena *arena,
                  struct suggest_move ret_moves[SUGGEST_MOVES])
{
    struct listing listing = {.arena = arena, .move = ret_moves};
    if (walk->run.at != FLOW_AT_STEP) {
        return 0;
    }
    const struct flow_step *step = flow_step_now(&walk->run);
    if (suggest_locked(walk)) {
        if (!walk->facts.value[FLOW_FACT_KNOWN]) {
            enum level needs = walk->run.book->chart[walk->run.root].needs;
            needs = step->needs > needs ? step->needs : needs;
            add(&listing, (struct suggest_move){.kind = SUGGEST_CARD, .level = needs});
        }
        return listing.count;
    }
    if (step->kind == FLOW_INPUT) {
        add_inputs(&listing, walk, step);
    } else if (step->kind == FLOW_CHECK) {
        add_check(&listing, step);
    } else {
        for (uint8_t exit = 0; exit < step->exit_count; exit++) {
            add(&listing, (struct suggest_move){.kind = SUGGEST_EXIT, .exit = exit});
        }
    }
    return listing.count;
}

static bool do_wrong(struct suggest_walk *walk, const char *word)
{
    uint16_t answers = walk->run.log_count;
    for (int tries = walk->run.tries_left; tries > 0; tries--) {
        (void)flow_type(&walk->run, word, &walk->facts, 0);
    }
    return walk->run.log_count > answers && walk->run.log[answers].exit == 1;
}

bool suggest_do(struct suggest_walk *walk, const struct suggest_move *move)
{
    enum flow_check_exit exit = FLOW_CHECK_ANSWERED;
    switch (move->kind) {
    case SUGGEST_EXIT:
        return flow_choose(&walk->run, move->exit, &walk->facts, 0) == FLOW_TAKEN;
    case SUGGEST_HQ:
        exit = strcmp(move->word, "offline") == 0  ? FLOW_CHECK_OFFLINE
               : strcmp(move->word, "failed") == 0 ? FLOW_CHECK_FAILED
                                                   : FLOW_CHECK_ANSWERED;
        return flow_checked(&walk->run, exit, move->word, &walk->facts, 0) == FLOW_TAKEN;
    case SUGGEST_TYPE:
        return flow_type(&walk->run, move->word, &walk->facts, 0) == FLOW_TAKEN;
    case SUGGEST_WRONG:
        return do_wrong(walk, move->word);
    case SUGGEST_CARD:
        walk->facts.value[FLOW_FACT_LEVEL] = move->level;
        walk->facts.value[FLOW_FACT_KNOWN] = 1;
        return true;
    }
    return false;
}
