/*
 * A chart becomes the flow that stands beside it: charts/NAME.mmd (or .md) gives charts/NAME.want,
 * the source and below "--- notes" what was told. With its missing language filled in, each of them
 * is a flow that annae-pack takes.
 */
#include "check.h"
#include "compile.h"
#include "import.h"
#include "kstr.h"
#include "ksys.h"
#include "sources.h"

#include <stdlib.h>
#include <string.h>

#define YAML_BYTES ((size_t)256 * 1024)

static const char *const charts[] = {"modem-ko.mmd",   "printer-en.mmd",  "many-ways.mmd",
                                     "shapes-v11.mmd", "subgraphs.md",    "unlabelled.mmd",
                                     "loose-ends.mmd", "self-loop.mmd",   "circle.mmd",
                                     "words.mmd",      "many-starts.mmd", "korean-heading.md"};

/* charts/NAME, or with its suffix replaced; malloc'ed. */
static char *chart_file(const char *name, const char *suffix)
{
    char path[512];
    size_t count = 0;
    int len = suffix != NULL ? (int)strcspn(name, ".") : (int)strlen(name);
    (void)kstr_format(path, sizeof path, TEST_DIR "/charts/%.*s%s", len, name,
                      suffix != NULL ? suffix : "");
    return sources_bytes(path, &count);
}

static struct tree *import(const char *name, struct mermaid *m)
{
    struct kerr err = {0};
    int todos = 0;
    char *text = chart_file(name, NULL);
    assert_ok(mermaid_read(text, strlen(text),
                           strstr(name, ".md") != NULL && strstr(name, ".mmd") == NULL, 0, m, &err),
              &err);
    free(text);
    struct tree *flow = import_flow(m, "imported", &todos);
    assert_true(todos > 0);
    return flow;
}

static void write_notes(const struct mermaid *m, struct kbuf *buf)
{
    struct kerr err = {0};
    assert_ok(kbuf_text(buf, "--- notes\n", &err), &err);
    for (int i = 0; i < m->note_count; i++) {
        assert_ok(kbuf_format(buf, &err, "%d: %s\n", m->note[i].line, m->note[i].text), &err);
    }
}

static void charts_become_the_flows_beside_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof charts / sizeof *charts; i++) {
        struct mermaid m = {0};
        struct kerr err = {0};
        struct kbuf buf = {.data = malloc(YAML_BYTES), .size = YAML_BYTES};
        assert_non_null(buf.data);
        assert_ok(tree_write(import(charts[i], &m), &buf, &err), &err);
        write_notes(&m, &buf);
        char *want = chart_file(charts[i], ".want");
        if (strcmp(want, buf.data) != 0) {
            print_error("%s is now:\n%s", charts[i], buf.data);
        }
        assert_string_equal(want, buf.data);
        free(want);
        free(buf.data);
        mermaid_done(&m);
    }
}

/* Every text gets the language that it lacks; a question with one answer gets another. */
static void fill_in(struct mermaid *m, struct tree *node)
{
    for (struct tree *child = node->child; child != NULL; child = child->next) {
        if (child->kind != TREE_WORD) {
            fill_in(m, child);
        }
    }
    const struct tree *ko = node->kind == TREE_MAP ? tree_get(node, "ko") : NULL;
    const struct tree *en = node->kind == TREE_MAP ? tree_get(node, "en") : NULL;
    if ((ko == NULL) != (en == NULL)) {
        (void)tree_word(&m->arena, node, ko == NULL ? "ko" : "en", (ko == NULL ? en : ko)->text);
    }
    bool is_lonely = kstr_equal(node->key, "choices") && node->child == node->last;
    if (is_lonely) {
        const struct tree *go = tree_get(node->child, "go");
        struct tree *choice = tree_add(&m->arena, node, NULL, TREE_MAP);
        (void)tree_word(&m->arena, choice, "id", "added");
        (void)tree_word(&m->arena, choice, "ko", "x");
        (void)tree_word(&m->arena, choice, "en", "x");
        (void)tree_word(&m->arena, choice, "go", go->text);
    }
}

static void with_both_languages_they_are_flows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof charts / sizeof *charts; i++) {
        struct sources sources;
        struct mermaid m = {0};
        struct kerr err = {0};
        struct kbuf buf = {.data = malloc(YAML_BYTES), .size = YAML_BYTES};
        struct tree *flow = import(charts[i], &m);
        fill_in(&m, flow);
        assert_non_null(buf.data);
        assert_ok(tree_write(flow, &buf, &err), &err);
        sources_make(&sources);
        sources_write(&sources, "flows/imported.yaml", buf.data);
        enum kcode code = sources_build(&sources, &err);
        if (code != K_OK) {
            print_error("%s: %s\n%s", charts[i], sources.told[0], buf.data);
        }
        assert_ok(code, &err);
        sources_done(&sources);
        free(buf.data);
        mermaid_done(&m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(charts_become_the_flows_beside_them),
        cmocka_unit_test(with_both_languages_they_are_flows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
