/* Conditions and templates as an author writes them. */
#include "fuzz.h"

#include "flow_expr.h"
#include "flow_text.h"
#include "kassert.h"
#include "kstr.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static const struct flow_var vars[] = {
    {"lights", FLOW_WORD, FLOW_NO_STEP},
    {"count", FLOW_NUMBER, FLOW_NO_STEP},
    {"worked", FLOW_TRUTH, FLOW_NO_STEP},
};
#define VAR_COUNT (sizeof vars / sizeof vars[0])

static uint16_t find(void *user, const char *name, enum flow_type *ret_type)
{
    (void)user;
    for (uint16_t i = 0; i < VAR_COUNT; i++) {
        if (kstr_equal(vars[i].name, name)) {
            *ret_type = vars[i].type;
            return i;
        }
    }
    return UINT16_MAX;
}

static void compile(const char *text)
{
    static struct flow_compiled compiled;
    static const struct flow_expr_names names = {.find = find};
    static const struct flow_value values[VAR_COUNT] = {{.type = FLOW_WORD, .word = "red"},
                                                        {.type = FLOW_NUMBER, .number = INT64_MIN},
                                                        {.type = FLOW_UNKNOWN}};
    static const struct flow_facts facts = {.value = {[FLOW_FACT_LEVEL] = LEVEL_OWN}};
    struct kerr err = {0};
    enum kcode code = flow_expr_compile(text, &names, &compiled, &err);
    KASSERT(code == err.code);
    if (code == K_OK) {
        fuzz_inside();
        const struct flow_expr expr = {.code = compiled.code, .code_count = compiled.code_count};
        struct flow_value value = flow_eval(&expr, values, VAR_COUNT, &facts);
        KASSERT(value.type == compiled.type || value.type == FLOW_UNKNOWN);
    }
}

static bool look_up(void *user, const char *name, enum lang lang, char *ret_text, size_t text_size)
{
    (void)user;
    return kstr_copy(ret_text, text_size, lang == LANG_KO ? "모뎀" : name);
}

static bool is_name(void *user, const char *name)
{
    (void)user;
    return name[0] != 'x';
}

static void render(const char *text)
{
    struct kerr err = {0};
    enum kcode code = flow_template_check(text, is_name, NULL, &err);
    KASSERT(code == err.code);
    for (size_t size = 1; size < 200; size += 33) { /* too small, and large enough */
        char *shown = malloc(size);
        KASSERT(shown != NULL);
        flow_render(text, size % 2 == 0 ? LANG_KO : LANG_EN, look_up, NULL, shown, size);
        KASSERT(strlen(shown) < size);
        KASSERT(!utf8_valid(text) || utf8_valid(shown));
        free(shown);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    char *text = fuzz_text(bytes, count);
    compile(text);
    render(text);
    free(text);
    return 0;
}
