/*
 * Conditions from text to postfix code, by recursive descent: one function per line of the grammar
 * in docs/flow-language.md. Only parentheses recurse, at most LIMIT_EXPR_STACK deep. Every function
 * leaves the type of what it read in parser.type, so that a mistake is named where it stands.
 */
#include "flow_expr.h"

#include "flow_internal.h"
#include "kassert.h"
#include "kstr.h"

#include <string.h>

enum token_kind { TOKEN_END, TOKEN_NUMBER, TOKEN_WORD, TOKEN_NAME, TOKEN_SIGN };

/* Everything the parser knows. */
struct parser {
    const char *text; /* all of it */
    const char *at;   /* first byte after the token */
    enum token_kind kind;
    const char *token; /* first byte; a word's is its quote */
    size_t token_len;
    const struct flow_expr_names *names;
    struct flow_instr *code;
    uint16_t code_count;
    int stack; /* values the code leaves so far */
    int nesting;
    char *words;
    size_t words_left;
    enum flow_type type; /* of the part read last */
    struct kerr *err;
};

static int column(const struct parser *p, const char *at)
{
    return (int)(at - p->text) + 1;
}

static bool wrong(struct parser *p, const char *expected)
{
    (void)kerr_fail(p->err, K_E_FORMAT, "column %d: %s", column(p, p->token), expected);
    return false;
}

static bool full(struct parser *p, const char *what)
{
    (void)kerr_fail(p->err, K_E_FULL, "column %d: too long, %s", column(p, p->token), what);
    return false;
}

/* ---- tokens ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || c == '_' || is_digit(c);
}

/* Names may hold hyphens and dots, but not end with one: "a - b" subtracts, "a-b" is a name. */
static size_t name_len(const char *at)
{
    size_t len = 0;
    while (is_name_char(at[len]) ||
           ((at[len] == '-' || at[len] == '.') && is_name_char(at[len + 1]))) {
        len++;
    }
    return len;
}

static size_t digits_len(const char *at)
{
    size_t len = 0;
    while (is_digit(at[len])) {
        len++;
    }
    return len;
}

static size_t sign_len(const char *at)
{
    bool two = (at[0] == '!' || at[0] == '<' || at[0] == '>') && at[1] == '=';
    return two ? 2 : 1;
}

/* Read the next token into p. Only an unclosed quote fails. */
static bool next(struct parser *p)
{
    while (*p->at == ' ' || *p->at == '\n' || *p->at == '\t') {
        p->at++;
    }
    p->token = p->at;
    if (*p->at == '\0') {
        p->kind = TOKEN_END;
        p->token_len = 0;
    } else if (is_digit(*p->at)) {
        p->kind = TOKEN_NUMBER;
        p->token_len = digits_len(p->at);
    } else if (is_name_char(*p->at)) {
        p->kind = TOKEN_NAME;
        p->token_len = name_len(p->at);
    } else if (*p->at == '\'') {
        p->kind = TOKEN_WORD;
        p->token_len = strcspn(p->at + 1, "'") + 2;
        if (p->at[p->token_len - 1] != '\'') {
            return wrong(p, "this quote is never closed");
        }
    } else {
        p->kind = TOKEN_SIGN;
        p->token_len = sign_len(p->at);
    }
    p->at += p->token_len;
    return true;
}

static bool is(const struct parser *p, const char *text)
{
    return (p->kind == TOKEN_NAME || p->kind == TOKEN_SIGN) && strlen(text) == p->token_len &&
           memcmp(p->token, text, p->token_len) == 0;
}

/* ---- code ---- */

static bool emit(struct parser *p, struct flow_instr instr)
{
    if (p->code_count >= LIMIT_EXPR_CODE) {
        return full(p, "split the condition over two branches");
    }
    p->stack += 1 - flow_op_takes(instr.op);
    if (p->stack > LIMIT_EXPR_STACK) {
        return full(p, "use fewer parentheses");
    }
    p->code[p->code_count++] = instr;
    return true;
}

static const char *misfit(enum flow_op op, enum flow_type left, enum flow_type right)
{
    if (op == FLOW_OP_NOT) {
        return "expected a condition after not";
    }
    if (op == FLOW_OP_AND || op == FLOW_OP_OR) {
        return "expected conditions on both sides, such as lights = 'red'";
    }
    return left == right ? "expected numbers on both sides; words know only = and !="
                         : "the two sides are of different types";
}

/* Emit an operation on what was read; sign is the token to blame when the types do not fit. */
static bool operate(struct parser *p, enum flow_op op, enum flow_type left, const char *sign)
{
    enum flow_type type = flow_op_type(op, left, p->type);
    if (type == FLOW_UNKNOWN) {
        p->token = sign;
        return wrong(p, misfit(op, left, p->type));
    }
    p->type = type;
    return emit(p, (struct flow_instr){.op = op});
}

/* ---- grammar ---- */

static bool parse_or(struct parser *p);

static bool parse_number(struct parser *p, bool negative)
{
    int64_t number = 0; /* below zero while reading: there is one number more */
    for (size_t i = 0; i < p->token_len; i++) {
        int digit = p->token[i] - '0';
        number = number < (INT64_MIN + digit) / 10 ? INT64_MIN : number * 10 - digit;
    }
    if (!negative) {
        number = number == INT64_MIN ? INT64_MAX : -number;
    }
    p->type = FLOW_NUMBER;
    return emit(p, (struct flow_instr){.op = FLOW_OP_NUMBER, .number = number}) && next(p);
}

static bool parse_word(struct parser *p)
{
    size_t len = p->token_len - 2;
    if (len >= LIMIT_FIELD_BYTES || len + 1 > p->words_left) {
        return full(p, "words must be shorter");
    }
    memcpy(p->words, p->token + 1, len);
    p->words[len] = '\0';
    struct flow_instr instr = {.op = FLOW_OP_WORD, .word = p->words};
    p->words += len + 1;
    p->words_left -= len + 1;
    p->type = FLOW_WORD;
    return emit(p, instr) && next(p);
}

static bool emit_variable(struct parser *p, const char *name, bool *ret_found)
{
    enum flow_type type = FLOW_UNKNOWN;
    uint16_t var = p->names->find(p->names->user, name, &type);
    *ret_found = var != UINT16_MAX;
    p->type = *ret_found ? type : p->type;
    return !*ret_found || emit(p, (struct flow_instr){.op = FLOW_OP_VAR, .number = var});
}

static bool emit_fact(struct parser *p, const char *name, bool *ret_found)
{
    for (int fact = 0; fact < FLOW_FACT_COUNT; fact++) {
        if (kstr_equal(flow_fact_name((enum flow_fact)fact), name)) {
            *ret_found = true;
            p->type = flow_fact_type((enum flow_fact)fact);
            return emit(p, (struct flow_instr){.op = FLOW_OP_FACT, .number = fact});
        }
    }
    *ret_found = false;
    return true;
}

static bool emit_constant(struct parser *p, const char *name, bool *ret_found)
{
    static const struct {
        const char *name;
        struct flow_instr instr;
        enum flow_type type;
    } constants[] = {
        {"true", {.op = FLOW_OP_TRUTH, .number = 1}, FLOW_TRUTH},
        {"false", {.op = FLOW_OP_TRUTH, .number = 0}, FLOW_TRUTH},
        {"guest", {.op = FLOW_OP_NUMBER, .number = LEVEL_GUEST}, FLOW_NUMBER},
        {"greeted", {.op = FLOW_OP_NUMBER, .number = LEVEL_GREETED}, FLOW_NUMBER},
        {"own", {.op = FLOW_OP_NUMBER, .number = LEVEL_OWN}, FLOW_NUMBER},
        {"change", {.op = FLOW_OP_NUMBER, .number = LEVEL_CHANGE}, FLOW_NUMBER},
    };
    for (size_t i = 0; i < sizeof constants / sizeof constants[0]; i++) {
        if (kstr_equal(constants[i].name, name)) {
            *ret_found = true;
            p->type = constants[i].type;
            return emit(p, constants[i].instr);
        }
    }
    *ret_found = false;
    return true;
}

/* A name: of this flow first, so that a step may be called "change"; then fact, then constant. */
static bool parse_name(struct parser *p)
{
    static bool (*const meanings[])(struct parser *, const char *,
                                    bool *) = {emit_variable, emit_fact, emit_constant};
    char name[2 * LIMIT_ID_BYTES];
    if (p->token_len >= sizeof name) {
        return wrong(p, "this name is too long");
    }
    memcpy(name, p->token, p->token_len);
    name[p->token_len] = '\0';
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
        bool found = false;
        if (!meanings[i](p, name, &found)) {
            return false;
        }
        if (found) {
            return next(p);
        }
    }
    (void)kerr_fail(p->err, K_E_FORMAT, "column %d: nothing is called '%s' here",
                    column(p, p->token), name);
    return false;
}

static bool parse_known(struct parser *p)
{
    if (!next(p)) {
        return false;
    }
    if (!is(p, "(")) {
        return wrong(p, "expected '(' after known");
    }
    if (!next(p)) {
        return false;
    }
    if (p->kind != TOKEN_NAME) {
        return wrong(p, "expected a name in known( )");
    }
    if (!parse_name(p)) {
        return false;
    }
    if (!is(p, ")")) {
        return wrong(p, "expected ')' after the name");
    }
    return operate(p, FLOW_OP_KNOWN, FLOW_UNKNOWN, p->token) && next(p);
}

static bool parse_parentheses(struct parser *p)
{
    if (p->nesting >= LIMIT_EXPR_STACK) {
        return full(p, "use fewer parentheses");
    }
    p->nesting++;
    if (!next(p) || !parse_or(p)) {
        return false;
    }
    p->nesting--;
    if (!is(p, ")")) {
        return wrong(p, "expected ')' or 'and', 'or', a comparison");
    }
    return next(p);
}

static bool parse_atom(struct parser *p)
{
    if (p->kind == TOKEN_NUMBER) {
        return parse_number(p, false);
    }
    if (p->kind == TOKEN_WORD) {
        return parse_word(p);
    }
    if (is(p, "(")) {
        return parse_parentheses(p);
    }
    if (is(p, "-")) {
        if (!next(p)) {
            return false;
        }
        return p->kind == TOKEN_NUMBER ? parse_number(p, true) : wrong(p, "expected a number");
    }
    if (is(p, "known")) {
        return parse_known(p);
    }
    bool keyword = is(p, "and") || is(p, "or") || is(p, "not");
    if (p->kind != TOKEN_NAME || keyword) {
        return wrong(p, "expected a value: a number, a 'word' or a name");
    }
    return parse_name(p);
}

static bool parse_sum(struct parser *p)
{
    if (!parse_atom(p)) {
        return false;
    }
    while (is(p, "+") || is(p, "-")) {
        enum flow_op op = is(p, "+") ? FLOW_OP_ADD : FLOW_OP_SUB;
        enum flow_type left = p->type;
        const char *sign = p->token;
        if (!next(p) || !parse_atom(p) || !operate(p, op, left, sign)) {
            return false;
        }
    }
    return true;
}

/* The comparison that the token is, FLOW_OP_COUNT when it is none. */
static enum flow_op comparison(const struct parser *p)
{
    static const char *const signs[FLOW_OP_COUNT] = {
        [FLOW_OP_EQ] = "=",  [FLOW_OP_NE] = "!=", [FLOW_OP_LT] = "<",
        [FLOW_OP_LE] = "<=", [FLOW_OP_GT] = ">",  [FLOW_OP_GE] = ">=",
    };
    int op = FLOW_OP_EQ;
    while (op < FLOW_OP_COUNT && !(signs[op] && is(p, signs[op]))) {
        op++;
    }
    return (enum flow_op)op;
}

static bool parse_comparison(struct parser *p)
{
    if (!parse_sum(p)) {
        return false;
    }
    enum flow_op op = comparison(p);
    if (op == FLOW_OP_COUNT) {
        return true;
    }
    enum flow_type left = p->type;
    const char *sign = p->token;
    return next(p) && parse_sum(p) && operate(p, op, left, sign);
}

static bool parse_not(struct parser *p)
{
    if (!is(p, "not")) {
        return parse_comparison(p);
    }
    const char *sign = p->token;
    return next(p) && parse_comparison(p) && operate(p, FLOW_OP_NOT, FLOW_UNKNOWN, sign);
}

static bool parse_and(struct parser *p)
{
    if (!parse_not(p)) {
        return false;
    }
    while (is(p, "and")) {
        enum flow_type left = p->type;
        const char *sign = p->token;
        if (!next(p) || !parse_not(p) || !operate(p, FLOW_OP_AND, left, sign)) {
            return false;
        }
    }
    return true;
}

static bool parse_or(struct parser *p)
{
    if (!parse_and(p)) {
        return false;
    }
    while (is(p, "or")) {
        enum flow_type left = p->type;
        const char *sign = p->token;
        if (!next(p) || !parse_and(p) || !operate(p, FLOW_OP_OR, left, sign)) {
            return false;
        }
    }
    return true;
}

static bool parse_all(struct parser *p)
{
    if (!next(p) || !parse_or(p)) {
        return false;
    }
    return p->kind == TOKEN_END || wrong(p, "expected 'and', 'or', a comparison or the end");
}

enum kcode flow_expr_compile(const char *text, const struct flow_expr_names *names,
                             struct flow_compiled *ret_compiled, struct kerr *err)
{
    struct parser parser = {
        .text = text,
        .at = text,
        .token = text,
        .names = names,
        .code = ret_compiled->code,
        .words = ret_compiled->words,
        .words_left = sizeof ret_compiled->words,
        .err = err,
    };
    if (!parse_all(&parser)) {
        return err->code;
    }
    KASSERT(parser.stack == 1);
    ret_compiled->code_count = parser.code_count;
    ret_compiled->type = parser.type;
    return K_OK;
}
