/* Names inside of a flow: steps, variables, conditions over them and placeholders. */
#include "compile_internal.h"

#include "flow_expr.h"
#include "flow_text.h"
#include "kassert.h"
#include "kstr.h"

#include <stdlib.h>
#include <string.h>

void tell_twice(struct compile *c, const struct node *list, const struct node *id)
{
    const struct node *first = node_with(list, "id", id->text);
    source_tell(c->source, id->at, A044_ID_TWICE,
                DIAG_ARGS(id->text, diag_number(first->at.line).text));
}

static const char *step_name(const void *names, size_t index)
{
    const struct draft *draft = names;
    return index < draft->chart->step_count ? draft->step[index].id : NULL;
}

uint16_t step_named(struct compile *c, const struct draft *draft, const struct node *name)
{
    const char *id = NULL;
    if (!field_id(c->source, name, &id)) {
        return FLOW_NO_STEP;
    }
    for (uint16_t i = 0; i < draft->chart->step_count; i++) {
        if (strcmp(draft->step[i].id, id) == 0) {
            return i;
        }
    }
    source_tell_near(c->source, name->at, A101_NO_SUCH_STEP, DIAG_ARGS(id),
                     source_near(id, step_name, draft));
    return FLOW_NO_STEP;
}

/* ---- conditions ---- */

static uint16_t find_var(void *user, const char *name, enum flow_type *ret_type)
{
    const struct draft *draft = user;
    for (uint16_t i = 0; i < draft->chart->var_count; i++) {
        if (strcmp(draft->var[i].name, name) == 0) {
            *ret_type = draft->var[i].type;
            return i;
        }
    }
    return UINT16_MAX;
}

/* Where byte `column` (from 1) of a word's text stands in the file, in characters. */
static struct place inside(const struct node *word, int column)
{
    struct place at = word->at;
    at.column += word->quoted ? 1 : 0;
    for (int i = 0; i + 1 < column && word->text[i] != '\0'; i++) {
        at.column += ((unsigned char)word->text[i] & 0xC0) != 0x80; /* not inside of a character */
    }
    return at;
}

/* "column 7: a name" -> 7, and *text goes behind it: the place says it already. */
static int take_column(const char **text)
{
    static const char prefix[] = "column ";
    int64_t column = 0;
    const char *rest = strstr(*text, ": ");
    char digits[8] = "";
    bool has_prefix = strncmp(*text, prefix, strlen(prefix)) == 0 && rest != NULL;
    size_t len = has_prefix ? (size_t)(rest - *text) - strlen(prefix) : sizeof digits;
    if (len >= sizeof digits) {
        return 1;
    }
    memcpy(digits, *text + strlen(prefix), len);
    if (!field_number(digits, &column)) {
        return 1;
    }
    *text = rest + strlen(": ");
    return (int)column;
}

/* What a text may show: names of the flow, and the customer's. */
static const char *name_in_text(const void *names, size_t index)
{
    const struct draft *draft = names;
    size_t vars = draft->chart->var_count;
    if (index < vars) {
        return draft->var[index].name;
    }
    return index == vars ? "customer.name" : NULL;
}

/* What a condition may ask: names of the flow, and the facts. */
static const char *name_in_condition(const void *names, size_t index)
{
    const struct draft *draft = names;
    size_t vars = draft->chart->var_count;
    if (index < vars) {
        return draft->var[index].name;
    }
    return index - vars < FLOW_FACT_COUNT ? flow_fact_name((enum flow_fact)(index - vars)) : NULL;
}

/* text begins with `before`: what follows up to a quote or space. */
static bool take_word(const char *text, const char *before, char ret_word[LIMIT_FIELD_BYTES])
{
    if (!kstr_starts(text, before)) {
        return false;
    }
    text += strlen(before);
    (void)kstr_format(ret_word, LIMIT_FIELD_BYTES, "%.*s", (int)strcspn(text, "' "), text);
    return true;
}

/* What the engine's readers of conditions and texts say, as a diagnostic. */
static void tell_text(struct compile *c, const struct draft *draft, source_name_fn known,
                      struct place at, const char *what)
{
    char word[LIMIT_FIELD_BYTES];
    if (take_word(what, "nothing is called '", word)) {
        source_tell_near(c->source, at, A208_UNKNOWN_NAME, DIAG_ARGS(word),
                         source_near(word, known, draft));
    } else if (take_word(what, "the brace at character ", word)) {
        source_tell(c->source, at, A210_BRACE, DIAG_ARGS(word));
    } else if (take_word(what, "'", word)) {
        source_tell(c->source, at, A209_NOT_PARTICLES, DIAG_ARGS(word));
    } else {
        source_tell(c->source, at, A201_CONDITION_BROKEN, DIAG_ARGS(what));
    }
}

static bool is_one_of(const char *word, const char *one, const char *other)
{
    return strcmp(word, one) == 0 || strcmp(word, other) == 0;
}

/* Can the answer of this step ever be this word? What is not known is possible. */
static bool step_gives(const struct compile *c, const struct node *step, enum flow_kind kind,
                       const char *word)
{
    if (kind == FLOW_ASK) {
        const struct node *choices = node_get(step, "choices");
        return choices == NULL || node_with(choices, "id", word) != NULL;
    }
    if (kind == FLOW_SOLVED) {
        return is_one_of(word, "yes", "no");
    }
    if (kind != FLOW_CHECK || is_one_of(word, "offline", "failed")) {
        return true;
    }
    const struct node *question = node_get(step, "check");
    const struct node *answers = node_get(step, "answers");
    if (answers == NULL && c->checks != NULL && question->kind == NODE_WORD) {
        answers = node_get(c->checks, question->text);
    }
    return answers == NULL || node_holds(answers, word);
}

static bool var_gives(const struct compile *c, const struct draft *draft, uint16_t var,
                      const char *word)
{
    const struct node *values = input_values(draft, var);
    uint16_t at = draft->var[var].step;
    if (values != NULL || at == FLOW_NO_STEP) {
        return values == NULL || node_holds(values, word);
    }
    const struct node *step = draft->steps->child;
    for (uint16_t i = 0; i < at; i++) {
        step = step->next;
    }
    return step_gives(c, step, draft->step[at].kind, word);
}

/* lights = 'rde': a word the answer can never be is a slip of the pen. Code: VAR WORD EQ. */
static void check_words(struct compile *c, const struct draft *draft, const struct node *node,
                        const struct flow_expr *expr)
{
    for (uint16_t i = 0; i + 2 < expr->code_count; i++) {
        const struct flow_instr *code = expr->code + i;
        bool is_compare = code[2].op == FLOW_OP_EQ || code[2].op == FLOW_OP_NE;
        if (!is_compare || code[0].op != FLOW_OP_VAR || code[1].op != FLOW_OP_WORD ||
            var_gives(c, draft, (uint16_t)code[0].number, code[1].word)) {
            continue;
        }
        const char *found = strstr(node->text, code[1].word);
        int column = found != NULL ? (int)(found - node->text) + 1 : 1;
        source_tell(c->source, inside(node, column), A203_IS_NEVER,
                    DIAG_ARGS(draft->var[code[0].number].name, code[1].word));
    }
}

/* age > 200 where the step takes 0 to 120. Code: VAR NUMBER CMP. */
static void check_numbers(struct compile *c, const struct draft *draft, const struct node *node,
                          const struct flow_expr *expr)
{
    for (uint16_t i = 0; i + 2 < expr->code_count; i++) {
        const struct flow_instr *code = expr->code + i;
        bool is_compare = code[2].op >= FLOW_OP_EQ && code[2].op <= FLOW_OP_GE;
        if (!is_compare || code[0].op != FLOW_OP_VAR || code[1].op != FLOW_OP_NUMBER) {
            continue;
        }
        const struct flow_var *var = &draft->var[code[0].number];
        const struct flow_step *step = var->step != FLOW_NO_STEP ? &draft->step[var->step] : NULL;
        bool is_known = step != NULL && step->kind == FLOW_INPUT &&
                        step->input.type == FLOW_INPUT_NUMBER && step->exit_count > 0;
        int64_t number = code[1].number;
        if (is_known && (number < step->input.min || number > step->input.max)) {
            source_tell(c->source, node->at, A207_OUTSIDE_RANGE,
                        DIAG_ARGS(var->name, diag_number(step->input.min).text,
                                  diag_number(step->input.max).text, diag_number(number).text));
        }
    }
}

/* Code and words into the arena. */
static struct flow_expr expr_keep(struct compile *c, const struct flow_compiled *compiled)
{
    struct flow_instr *code = karena_take(&c->source->arena, compiled->code_count, sizeof *code);
    for (uint16_t i = 0; i < compiled->code_count; i++) {
        code[i] = compiled->code[i];
        code[i].word =
            code[i].op == FLOW_OP_WORD ? karena_text(&c->source->arena, code[i].word) : NULL;
    }
    return (struct flow_expr){.code = code, .code_count = compiled->code_count};
}

struct flow_expr expr_read(struct compile *c, const struct draft *draft, const struct node *node,
                           enum flow_type want, enum flow_type *ret_type)
{
    static const char *const type_names[] = {DIAG_VALUE, DIAG_TRUTH, DIAG_NUMBER, DIAG_WORD};
    const struct flow_expr_names names = {.find = find_var, .user = (void *)(uintptr_t)draft};
    struct flow_compiled compiled = {0};
    struct kerr err = {0};
    *ret_type = FLOW_UNKNOWN;
    if (!field_is(c->source, node, NODE_WORD, node->key != NULL ? node->key : DIAG_CONDITION)) {
        return (struct flow_expr){0};
    }
    if (flow_expr_compile(node->text, &names, &compiled, &err) != K_OK) {
        const char *what = err.text;
        int column = take_column(&what);
        tell_text(c, draft, name_in_condition, inside(node, column), what);
        return (struct flow_expr){0};
    }
    if (want != FLOW_UNKNOWN && compiled.type != want) {
        source_tell(c->source, node->at, A202_WRONG_TYPE,
                    DIAG_ARGS(type_names[compiled.type], type_names[want]));
        return (struct flow_expr){0};
    }
    *ret_type = compiled.type;
    struct flow_expr expr = expr_keep(c, &compiled);
    check_words(c, draft, node, &expr);
    check_numbers(c, draft, node, &expr);
    return expr;
}

/* ---- placeholders ---- */

static bool placeholder_exists(void *user, const char *name)
{
    static const char *const everywhere[] = {"customer.name", NULL};
    for (int i = 0; everywhere[i] != NULL; i++) {
        if (strcmp(everywhere[i], name) == 0) {
            return true;
        }
    }
    enum flow_type type = FLOW_UNKNOWN;
    return find_var(user, name, &type) != UINT16_MAX;
}

void template_check(struct compile *c, const struct draft *draft, const struct node *map,
                    const struct words *words)
{
    static const char prefix[] = "text: ";
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        struct kerr err = {0};
        if (words->in[lang] == NULL ||
            flow_template_check(words->in[lang], placeholder_exists, (void *)(uintptr_t)draft,
                                &err) == K_OK) {
            continue;
        }
        const struct node *text = map->kind == NODE_MAP ? node_get(map, lang_name(lang)) : NULL;
        tell_text(c, draft, name_in_text, text != NULL ? text->at : map->at,
                  kstr_starts(err.text, prefix) ? err.text + strlen(prefix) : err.text);
    }
}
