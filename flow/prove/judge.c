/*
 * Conditions over a place, by two logics at once: as the engine sees them (unknown is false), and
 * as Kleene would (a part that nobody answered leaves the whole undecided, unless the rest decides
 * it). Where the place holds both yes and no, the want says what to tell apart first.
 */
#include "prove_internal.h"

#include "kassert.h"

#include <string.h>

struct judging {
    const struct prove *p;
    const struct place *place;
    const struct seat *scope;
    struct term stack[LIMIT_EXPR_STACK];
    int count;
    struct want want; /* set: cannot go on without it */
};

enum { FIX_MAX = 400 }; /* values a number may have to be tried one by one */

static struct term truth_of(enum tri engine, enum tri kleene)
{
    return (struct term){
        .type = FLOW_TRUTH, .engine = engine, .kleene = kleene, .hung = FLOW_NO_VAR};
}

static struct term unsettled(struct want want)
{
    struct term term = truth_of(TRI_SPLIT, TRI_SPLIT);
    term.want = want;
    return term;
}

static struct term number_of(uint8_t pos, int64_t add)
{
    return (struct term){.type = FLOW_NUMBER, .pos = pos, .add = add, .hung = FLOW_NO_VAR};
}

static struct term word_of(const char *word)
{
    return (struct term){.type = FLOW_WORD, .word = word, .hung = FLOW_NO_VAR};
}

static struct term unknown_of(uint16_t var)
{
    return (struct term){.type = FLOW_UNKNOWN, .kleene = TRI_HANGS, .hung = var};
}

/* ---- loads ---- */

/* One bit per enum prove_who for which the fact is true. */
static uint8_t who_known(void)
{
    return WHO_ALL & ~(1U << PROVE_GUEST | 1U << PROVE_PHONE);
}

static uint8_t who_returning(void)
{
    return 1U << PROVE_GREETED_RETURNING | 1U << PROVE_OWN_RETURNING | 1U << PROVE_CHANGE_RETURNING;
}

static struct term who_truth(const struct place *place, uint8_t yes)
{
    if ((place->who & yes) == 0) {
        return truth_of(TRI_NO, TRI_NO);
    }
    if ((place->who & ~yes & WHO_ALL) == 0) {
        return truth_of(TRI_YES, TRI_YES);
    }
    return unsettled((struct want){.kind = WANT_WHO});
}

static struct term level_term(struct judging *j)
{
    int64_t level = -1;
    for (int who = 0; who < PROVE_WHO_COUNT; who++) {
        if (!(j->place->who >> who & 1)) {
            continue;
        }
        int64_t its = prove_level((enum prove_who)who);
        if (level >= 0 && its != level) {
            j->want.kind = WANT_WHO;
        }
        level = its;
    }
    return number_of(0, level);
}

static struct term fact_truth(const struct place *place, enum flow_fact fact)
{
    uint8_t value = place->fact[fact];
    if (value == PROVE_NONE) {
        return unsettled((struct want){.kind = WANT_FACT, .fact = fact});
    }
    return truth_of(value ? TRI_YES : TRI_NO, value ? TRI_YES : TRI_NO);
}

static struct term clock_term(struct judging *j, uint8_t dim, enum want_kind kind)
{
    if (dim == 0) {
        j->want.kind = kind;
    }
    return number_of(dim, 0);
}

static struct term fact_term(struct judging *j, enum flow_fact fact)
{
    const struct place *place = j->place;
    switch (fact) {
    case FLOW_FACT_LEVEL:
        return level_term(j);
    case FLOW_FACT_KNOWN:
        return who_truth(place, who_known());
    case FLOW_FACT_RETURNING:
        return who_truth(place, who_returning());
    case FLOW_FACT_HOUR:
        return clock_term(j, place->hour, WANT_HOUR);
    case FLOW_FACT_WEEKDAY:
        return clock_term(j, place->weekday, WANT_HOUR);
    case FLOW_FACT_TODAY:
        return clock_term(j, place->today_read ? place->today : 0, WANT_TODAY);
    case FLOW_FACT_LANG:
        if (place->fact[fact] == PROVE_NONE) {
            j->want = (struct want){.kind = WANT_FACT, .fact = fact};
            return word_of("");
        }
        return word_of(lang_name((enum lang)place->fact[fact]));
    case FLOW_FACT_OFFICE_OPEN:
    case FLOW_FACT_HQ_REACHABLE:
    case FLOW_FACT_PRINTER:
    case FLOW_FACT_COUNT:
        break;
    }
    return fact_truth(place, fact);
}

static struct term var_term(const struct judging *j, uint16_t var)
{
    const struct seat *scope = j->scope;
    uint16_t value = scope->var[var];
    if (value == 0) {
        return unknown_of(var);
    }
    enum flow_type type = prove_chart(j->p, scope->flow)->var[var].type;
    struct term term = {.type = type, .hung = FLOW_NO_VAR};
    if (type == FLOW_TRUTH) {
        term.engine = term.kleene = value == 2 ? TRI_YES : TRI_NO;
        term.vague = value > 2;
    } else if (type == FLOW_WORD) {
        term.word = j->p->lexicon->word[value - 1];
        term.vague = value == 1;
    } else {
        term.pos = scope->dim[var];
        term.vague = term.pos == 0;
    }
    return term;
}

static struct term load(struct judging *j, const struct flow_instr *instr)
{
    if (instr->op == FLOW_OP_NUMBER) {
        return number_of(0, instr->number);
    }
    if (instr->op == FLOW_OP_TRUTH) {
        enum tri tri = instr->number != 0 ? TRI_YES : TRI_NO;
        return truth_of(tri, tri);
    }
    if (instr->op == FLOW_OP_WORD) {
        return word_of(instr->word);
    }
    return instr->op == FLOW_OP_VAR ? var_term(j, (uint16_t)instr->number)
                                    : fact_term(j, (enum flow_fact)instr->number);
}

/* ---- logic ---- */

static enum tri not_tri(enum tri tri)
{
    return tri == TRI_NO ? TRI_YES : tri == TRI_YES ? TRI_NO : tri;
}

/* `decides` is the value that decides alone: no for and, yes for or. */
static enum tri join(enum tri decides, enum tri a, enum tri b)
{
    if (a == decides || b == decides) {
        return decides;
    }
    if (a == TRI_SPLIT || b == TRI_SPLIT) {
        return TRI_SPLIT;
    }
    return a == TRI_HANGS || b == TRI_HANGS ? TRI_HANGS : not_tri(decides);
}

static bool is_split(const struct term *term)
{
    return term->engine == TRI_SPLIT || term->kleene == TRI_SPLIT;
}

static struct term both(enum tri engine, enum tri kleene, const struct term *a,
                        const struct term *b)
{
    struct term term = truth_of(engine, kleene);
    term.hung = a->kleene == TRI_HANGS ? a->hung : b->hung; /* the first side that hangs */
    if (is_split(&term)) {
        term.want = is_split(a) ? a->want : b->want;
    }
    return term;
}

static struct term logic(enum flow_op op, const struct term *a, const struct term *b)
{
    KASSERT(!a->vague && !b->vague);
    enum tri decides = op == FLOW_OP_AND ? TRI_NO : TRI_YES;
    return both(join(decides, a->engine, b->engine), join(decides, a->kleene, b->kleene), a, b);
}

/* ---- numbers ---- */

/* Beyond what is told apart one number is like another; so sums stay inside 64 bits. */
static int64_t clamp(int64_t number)
{
    const int64_t most = 8 * ZONE_FAR;
    return number > most ? most : number < -most ? -most : number;
}

static int64_t add_far(int64_t a, int64_t b)
{
    return clamp(clamp(a) + clamp(b));
}

/* One of them must be tried value by value: the one with the fewest. */
static void want_fix(struct judging *j, uint8_t a, uint8_t b)
{
    const struct zone *zone = &j->place->zone;
    int64_t wide_a = zone_most(zone, a, 0) - zone_least(zone, a, 0);
    int64_t wide_b = zone_most(zone, b, 0) - zone_least(zone, b, 0);
    uint8_t dim = wide_a <= wide_b ? a : b;
    bool few = (wide_a <= wide_b ? wide_a : wide_b) < FIX_MAX;
    j->want = (struct want){.kind = few ? WANT_FIX : WANT_RICH, .i = dim};
}

/* A number that has one value is a constant. */
static void settle(const struct judging *j, uint8_t *dim, int64_t sign, int64_t *add)
{
    const struct zone *zone = &j->place->zone;
    if (*dim != 0 && zone_least(zone, *dim, 0) == zone_most(zone, *dim, 0)) {
        *add = add_far(*add, sign * zone_least(zone, *dim, 0));
        *dim = 0;
    }
}

static uint8_t only_one(struct judging *j, uint8_t a, uint8_t b)
{
    if (a != 0 && b != 0) {
        want_fix(j, a, b);
    }
    return a != 0 ? a : b;
}

static struct term sum(struct judging *j, bool minus, struct term a, struct term b)
{
    KASSERT(!a.vague && !b.vague);
    struct term term = {.type = FLOW_NUMBER, .hung = FLOW_NO_VAR};
    settle(j, &a.pos, 1, &a.add);
    settle(j, &a.neg, -1, &a.add);
    settle(j, &b.pos, 1, &b.add);
    settle(j, &b.neg, -1, &b.add);
    uint8_t pos = minus ? b.neg : b.pos;
    uint8_t neg = minus ? b.pos : b.neg;
    term.add = add_far(a.add, minus ? -clamp(b.add) : b.add);
    if (a.pos == neg) {
        a.pos = neg = 0;
    }
    if (a.neg == pos) {
        a.neg = pos = 0;
    }
    term.pos = only_one(j, a.pos, pos);
    term.neg = only_one(j, a.neg, neg);
    return term;
}

/* How x[pos] - x[neg] + add stands to 0. */
static struct term order(const struct judging *j, enum flow_op op, const struct term *d)
{
    const struct zone *zone = &j->place->zone;
    int64_t least = add_far(zone_least(zone, d->pos, d->neg), d->add);
    int64_t most = add_far(zone_most(zone, d->pos, d->neg), d->add);
    bool or_equal = op == FLOW_OP_LE || op == FLOW_OP_GT;
    bool flips = op == FLOW_OP_GT || op == FLOW_OP_GE || op == FLOW_OP_NE;
    struct want want = {.i = d->pos, .j = d->neg};
    enum tri tri = TRI_SPLIT;
    if (op == FLOW_OP_EQ || op == FLOW_OP_NE) {
        tri = least > 0 || most < 0 ? TRI_NO : least == most ? TRI_YES : TRI_SPLIT;
        want.kind = WANT_EQUAL;
        want.number = -clamp(d->add);
    } else {
        int64_t edge = or_equal ? 0 : -1; /* x <= edge */
        tri = most <= edge ? TRI_YES : least > edge ? TRI_NO : TRI_SPLIT;
        want.kind = WANT_AT_MOST;
        want.number = add_far(edge, -clamp(d->add));
    }
    if (tri == TRI_SPLIT) {
        return unsettled(want);
    }
    tri = flips ? not_tri(tri) : tri;
    return truth_of(tri, tri);
}

/* ---- relations ---- */

static struct term equal_truths(enum flow_op op, const struct term *a, const struct term *b)
{
    bool hangs = a->kleene == TRI_HANGS || b->kleene == TRI_HANGS;
    if (is_split(a) || is_split(b)) {
        struct term term = unsettled(is_split(a) ? a->want : b->want);
        return term;
    }
    bool holds = (a->engine == b->engine) == (op == FLOW_OP_EQ);
    struct term term = truth_of(holds ? TRI_YES : TRI_NO, holds ? TRI_YES : TRI_NO);
    if (hangs) {
        term.kleene = TRI_HANGS;
        term.hung = a->kleene == TRI_HANGS ? a->hung : b->hung;
    }
    return term;
}

static struct term relate(struct judging *j, enum flow_op op, const struct term *a,
                          const struct term *b)
{
    KASSERT(!a->vague && !b->vague);
    if (a->type == FLOW_UNKNOWN || b->type == FLOW_UNKNOWN) {
        struct term term = truth_of(TRI_NO, TRI_HANGS);
        term.hung = a->type == FLOW_UNKNOWN ? a->hung : b->hung;
        return term;
    }
    if (a->type == FLOW_TRUTH) {
        return equal_truths(op, a, b);
    }
    if (a->type == FLOW_WORD) {
        KASSERT(a->word != NULL && b->word != NULL);
        bool holds = (strcmp(a->word, b->word) == 0) == (op == FLOW_OP_EQ);
        return truth_of(holds ? TRI_YES : TRI_NO, holds ? TRI_YES : TRI_NO);
    }
    struct term d = sum(j, true, *a, *b);
    return j->want.kind != WANT_NOTHING ? truth_of(TRI_NO, TRI_NO) : order(j, op, &d);
}

/* ---- postfix ---- */

static struct term combine(struct judging *j, enum flow_op op, const struct term *a,
                           const struct term *b)
{
    if (op == FLOW_OP_AND || op == FLOW_OP_OR) {
        return logic(op, a, b);
    }
    if (op != FLOW_OP_ADD && op != FLOW_OP_SUB) {
        return relate(j, op, a, b);
    }
    if (a->type == FLOW_UNKNOWN || b->type == FLOW_UNKNOWN) {
        return unknown_of(a->type == FLOW_UNKNOWN ? a->hung : b->hung);
    }
    return sum(j, op == FLOW_OP_SUB, *a, *b);
}

static struct term unary(enum flow_op op, const struct term *a)
{
    if (op == FLOW_OP_KNOWN) {
        enum tri known = a->type != FLOW_UNKNOWN ? TRI_YES : TRI_NO;
        return truth_of(known, known);
    }
    KASSERT(!a->vague);
    struct term term = truth_of(not_tri(a->engine), not_tri(a->kleene));
    term.hung = a->hung;
    term.want = a->want;
    return term;
}

static void step_on(struct judging *j, const struct flow_instr *instr)
{
    static const uint8_t takes[FLOW_OP_COUNT] = {
        [FLOW_OP_KNOWN] = 1, [FLOW_OP_NOT] = 1, [FLOW_OP_AND] = 2, [FLOW_OP_OR] = 2,
        [FLOW_OP_EQ] = 2,    [FLOW_OP_NE] = 2,  [FLOW_OP_LT] = 2,  [FLOW_OP_LE] = 2,
        [FLOW_OP_GT] = 2,    [FLOW_OP_GE] = 2,  [FLOW_OP_ADD] = 2, [FLOW_OP_SUB] = 2,
    };
    int count = takes[instr->op];
    KASSERT(j->count >= count);
    struct term term;
    if (count == 0) {
        term = load(j, instr);
    } else if (count == 1) {
        term = unary(instr->op, &j->stack[j->count - 1]);
    } else {
        term = combine(j, instr->op, &j->stack[j->count - 2], &j->stack[j->count - 1]);
    }
    j->count -= count;
    KASSERT(j->count < LIMIT_EXPR_STACK);
    j->stack[j->count++] = term;
}

struct want judge(const struct prove *p, const struct place *place, const struct seat *scope,
                  const struct flow_expr *expr, struct term *ret_term)
{
    struct judging j = {.p = p, .place = place, .scope = scope};
    for (uint16_t i = 0; i < expr->code_count && j.want.kind == WANT_NOTHING; i++) {
        step_on(&j, &expr->code[i]);
    }
    if (j.want.kind != WANT_NOTHING) {
        return j.want;
    }
    KASSERT(j.count == 1);
    *ret_term = j.stack[0];
    return is_split(ret_term) ? ret_term->want : (struct want){.kind = WANT_NOTHING};
}
