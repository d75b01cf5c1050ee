/* What is understood of Mermaid: every form of box, arrow and label that is found in the wild. */
#include "check.h"
#include "kstr.h"
#include "mermaid.h"

#include <stdio.h>
#include <string.h>

#define DUMP_BYTES 8192

static const char *const shape_names[MERMAID_SHAPE_COUNT] = {
    "box",  "round",   "stadium", "subroutine", "cylinder",  "circle",
    "flag", "diamond", "hexagon", "lean-right", "lean-left", "other"};

static void add(char *dump, const char *text)
{
    for (; *text != '\0'; text++) {
        const char one[2] = {*text, '\0'};
        assert_true(kstr_append(dump, DUMP_BYTES, *text == '\n' ? "/" : one) || *text != '\n');
    }
}

/* "A(diamond Is it on?) B; A>B|yes; 3: note" */
static void dump_chart(const struct mermaid *m, char *dump)
{
    char piece[512];
    dump[0] = '\0';
    for (uint16_t i = 0; i < m->node_count; i++) {
        const struct mermaid_node *node = &m->node[i];
        add(dump, i > 0 ? " " : "");
        add(dump, node->id);
        if (node->text != NULL) {
            (void)kstr_format(piece, sizeof piece, "(%s %s)", shape_names[node->shape], node->text);
            add(dump, piece);
        }
    }
    for (uint16_t i = 0; i < m->edge_count; i++) {
        const struct mermaid_edge *edge = &m->edge[i];
        (void)kstr_format(piece, sizeof piece, "; %s>%s%s%s", m->node[edge->from].id,
                          m->node[edge->to].id, edge->label != NULL ? "|" : "",
                          edge->label != NULL ? edge->label : "");
        add(dump, piece);
    }
}

/* A chart of Markdown when it begins with '#', else of a file of its own. */
static void expect(const char *chart, const char *want)
{
    char dump[DUMP_BYTES];
    struct mermaid m = {0};
    struct kerr err = {0};
    assert_ok(mermaid_read(chart, strlen(chart), chart[0] == '#', 0, &m, &err), &err);
    dump_chart(&m, dump);
    if (strcmp(want, dump) != 0) {
        print_error("chart: %s\n", chart);
    }
    assert_string_equal(want, dump);
    mermaid_done(&m);
}

/* The same, and exactly this one note. */
static void expect_note(const char *chart, const char *want, int line, const char *note)
{
    struct mermaid m = {0};
    struct kerr err = {0};
    expect(chart, want);
    assert_ok(mermaid_read(chart, strlen(chart), false, 0, &m, &err), &err);
    if (m.note_count != 1) {
        print_error("chart: %s\n", chart);
        for (int i = 0; i < m.note_count; i++) {
            print_error("%d: %s\n", m.note[i].line, m.note[i].text);
        }
    }
    assert_int_equal(1, m.note_count);
    assert_string_equal(note, m.note[0].text);
    assert_int_equal(line, m.note[0].line);
    mermaid_done(&m);
}

static void every_head_is_understood(void **state)
{
    static const char *const heads[] = {
        "graph TD\n",
        "graph LR;",
        "flowchart TB\n",
        "flowchart BT\n",
        "flowchart RL\n",
        "graph\n",
        "flowchart\n",
        "flowchart-elk TD\n",
        "  \n\ngraph TD\n",
        "%% a comment\ngraph TD\n",
        "graph >\n",
        "%%{init: {'theme': 'dark'}}%%\ngraph TD\n",
        "%%{\n  init: {\n  \"flowchart\": {}\n} }%%\ngraph TD\n",
        "---\ntitle: x\nconfig:\n  theme: base\n---\ngraph TD\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        char chart[256];
        (void)kstr_format(chart, sizeof chart, "%sA-->B", heads[i]);
        expect(chart, "A B; A>B");
    }
}

static void every_shape_is_understood(void **state)
{
    static const struct {
        const char *box, *want;
    } shapes[] = {
        {"A[x]", "box"},
        {"A(x)", "round"},
        {"A([x])", "stadium"},
        {"A[[x]]", "subroutine"},
        {"A[(x)]", "cylinder"},
        {"A((x))", "circle"},
        {"A(((x)))", "circle"},
        {"A>x]", "flag"},
        {"A{x}", "diamond"},
        {"A{{x}}", "hexagon"},
        {"A[/x/]", "lean-right"},
        {"A[\\x\\]", "lean-left"},
        {"A[/x\\]", "lean-right"},
        {"A[\\x/]", "lean-left"},
        {"A [x]", "box"},
        {"A(-x-)", "round"},
        {"A[ \"x\" ]", "box"},
        {"A{\"`x`\"}", "diamond"},
        {"A@{ shape: diam, label: \"x\" }", "diamond"},
        {"A@{shape: rect, label: x}", "box"},
        {"A@{ label: 'x', shape: stadium }", "stadium"},
        {"A@{\n  shape: decision\n  label: \"x\"\n}", "diamond"},
        {"A@{ shape: subproc, label: \"x\" }", "subroutine"},
        {"A@{ shape: cyl, label: \"x\" }", "cylinder"},
        {"A@{ shape: hex, label: \"x\" }", "hexagon"},
        {"A@{ shape: lean-r, label: \"x\" }", "lean-right"},
        {"A@{ shape: dbl-circ, label: \"x\" }", "circle"},
        {"A@{ shape: manual-input, label: \"x\" }", "other"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        char chart[256];
        char want[64];
        (void)kstr_format(chart, sizeof chart, "graph TD\n%s --> B", shapes[i].box);
        (void)kstr_format(want, sizeof want, "A(%s x) B; A>B", shapes[i].want);
        expect(chart, want);
    }
}

static void every_arrow_is_understood(void **state)
{
    static const char *const arrows[] = {"-->",    "--->", "---->", "==>",  "===>", "-.->", "-..->",
                                         "-...->", "--x",  "--o",   "---x", "---o", "==x",  "==o",
                                         "-.-x",   "-.-o", "<-->",  "x--x", "o--o", "<==>", "<-.->",
                                         "e1@-->", "---",  "----",  "===",  "====", "-.-",  "-..-"};
    (void)state;
    for (size_t i = 0; i < sizeof arrows / sizeof *arrows; i++) {
        char chart[128];
        (void)kstr_format(chart, sizeof chart, "graph TD\nA %s B", arrows[i]);
        expect(chart, "A B; A>B");
    }
    expect("graph TD\nA-->B", "A B; A>B");
    expect("graph TD\nA-.->B", "A B; A>B");
    expect("graph TD\nA==>B", "A B; A>B");
    expect("graph TD\nA---oB", "A B; A>B");
    expect("graph TD\nA ~~~ B", "A B");
    expect("graph TD\ncheck-modem --> reset-it", "check-modem reset-it; check-modem>reset-it");
}

static void every_label_of_an_arrow_is_understood(void **state)
{
    static const char *const arrows[] = {
        "-->|yes|",   "--> |yes|",        "-- yes -->",         "--yes-->",       "-- yes ---->",
        "== yes ==>", "-. yes .->",       "-.yes.->",           "---|yes|",       "-- yes ---",
        "==>|yes|",   "-.->|yes|",        "-->|\"yes\"|",       "-- \"yes\" -->", "--x|yes|",
        "-- yes --x", "-- \"`yes`\" -->", "-->|\"`**yes**`\"|", "-->| yes |",     "<-->|yes|"};
    (void)state;
    for (size_t i = 0; i < sizeof arrows / sizeof *arrows; i++) {
        char chart[128];
        (void)kstr_format(chart, sizeof chart, "graph TD\nA %s B", arrows[i]);
        expect(chart, "A B; A>B|yes");
    }
    expect("graph TD\nA -->|아니오, 꺼져 있음| B", "A B; A>B|아니오, 꺼져 있음");
    expect("graph TD\nA -- e-mail --> B", "A B; A>B|e-mail");
    expect("graph TD\nA -->|\"a | b\"| B", "A B; A>B|a | b");
}

static void labels_become_plain_text(void **state)
{
    static const struct {
        const char *label, *want;
    } labels[] = {
        {"[\"a (b) [c]\"]", "a (b) [c]"},
        {"[one<br>two]", "one/two"},
        {"[one<br/>two]", "one/two"},
        {"[one<br />two]", "one/two"},
        {"[one <BR/> two]", "one/two"},
        {"[one\\ntwo]", "one/two"},
        {"[\"a #quot;b#quot;\"]", "a \"b\""},
        {"[\"#9829; #35;1\"]", "♥ #1"},
        {"[a &amp; b &lt; c]", "a & b < c"},
        {"[&#39;a&#39; &#x2713;]", "'a' ✓"},
        {"[<b>bold</b> text]", "bold text"},
        {"[speed < 10 Mbps]", "speed < 10 Mbps"},
        {"[\"`**bold** and _it_`\"]", "bold and it"},
        {"[\"`one\n  two`\"]", "one/two"},
        {"[\"one\n  two\"]", "one two"},
        {"[a **b**]", "a **b**"},
        {"[snake_case_id]", "snake_case_id"},
        {"[\"`snake_case`\"]", "snake_case"},
        {"[  much   space  ]", "much space"},
        {"[모뎀 (뒷면)의 전원]", "모뎀 (뒷면)의 전원"},
        {"[50% <span style='color:red'>off</span>]", "50% off"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        char chart[256];
        char want[256];
        (void)kstr_format(chart, sizeof chart, "graph TD\nA%s", labels[i].label);
        (void)kstr_format(want, sizeof want, "A(box %s)", labels[i].want);
        expect(chart, want);
    }
}

static void chains_groups_and_semicolons_are_understood(void **state)
{
    (void)state;
    expect("graph TD; A-->B; B-->C;", "A B C; A>B; B>C");
    expect("graph TD\nA --> B --> C", "A B C; A>B; B>C");
    expect("graph TD\nA -- x --> B -- y --> C", "A B C; A>B|x; B>C|y");
    expect("graph TD\nA & B --> C & D", "A B C D; A>C; A>D; B>C; B>D");
    expect("graph TD\nA[one] --> B{two?} -->|yes| C(three)",
           "A(box one) B(diamond two?) C(round three); A>B; B>C|yes");
    expect("graph TD\nA[first]\nA[last] --> B", "A(box last) B; A>B");
    expect("graph TD\nA:::red --> B:::blue", "A B; A>B");
    expect("graph TD\nA --> B %% because\n  %% A --> C\n", "A B; A>B");
    expect("graph TD\r\n\tA --> B\r\n", "A B; A>B");
    expect("\xEF\xBB\xBFgraph TD\nA --> B", "A B; A>B");
    expect("graph TD\n시작 --> 전원확인{켜짐?}", "시작 전원확인(diamond 켜짐?); 시작>전원확인");
}

static void subgraphs_group_and_their_arrows_find_a_box(void **state)
{
    (void)state;
    expect(
        "graph TD\nsubgraph one\nA-->B\nend\nsubgraph two [Second part]\ndirection LR\nC-->D\nend\n"
        "B-->C",
        "A B C D; A>B; C>D; B>C");
    expect("graph TD\nsubgraph \"a title\"\nsubgraph inner\nA\nend\nend\nA-->B", "A B; A>B");
    expect("graph TD\nsubgraph one\nA-->B\nend\nX-->one\none-->Y", "A B X Y; A>B; X>A; B>Y");
}

static void what_cannot_be_kept_is_told_with_its_line(void **state)
{
    (void)state;
    expect_note(
        "graph TD\nA-->B\nstyle A fill:#f00\nclassDef x fill:#0f0;\nclass A,B x\nlinkStyle 0 "
        "stroke:red",
        "A B; A>B", 3, "colours and styles are left out (4)");
    expect_note("graph TD\nA-->B\nclick A href \"https://x\" _blank\n", "A B; A>B", 3,
                "'click A href \"https://x\" _blank' is left out: a kiosk follows no links");
    expect_note("graph TD\nA<-->B", "A B; A>B", 2,
                "of an arrow with two heads only the way on from 'A' is kept");
    expect_note("graph TD\n\nA---B", "A B; A>B", 3,
                "lines without an arrow head are read as arrows, from left to right");
    expect_note("graph TD\nA-->B\nA-->B", "A B; A>B", 3,
                "the arrow from 'A' to 'B' comes twice (first in line 2); one is kept");
    expect_note("graph TD\nA-->B\n??? --\nB-->C", "A B ??? C; A>B; B>C", 3,
                "not understood from ' --' on; the rest of the line is left out");
    expect_note("graph TD\nA[fa:fa-ban stop]", "A(box stop)", 2,
                "the icon 'fa:fa-ban' is left out; give the step an icon of the kiosk");
    expect_note("graph TD\nA[&frob;]", "A(box &frob;)", 2,
                "the entity '&frob;' is not known; it stays as it is");
    expect_note("graph TD\nA-->B\nend", "A B; A>B", 3, "'end' without a subgraph; left out");
    expect_note("graph TD\nsubgraph x\nA-->B", "A B; A>B", 2, "this subgraph has no 'end'");
    expect_note("graph TD\nsubgraph g\nA\nend\nX-->g", "A X; X>A", 5,
                "the arrow to the subgraph 'g' leads to its first box 'A'");
}

static void markdown_holds_several_charts(void **state)
{
    static const char text[] =
        "# Notes\n```sh\n# not a heading\n```\n## First\n```mermaid\ngraph TD\n"
        "A-->B\n```\ntext\n## Second\n~~~~mermaid\ngraph LR\nC-->D\n~~~~\n";
    struct mermaid m = {0};
    struct kerr err = {0};
    (void)state;
    expect("# x\n\n```mermaid\ngraph TD\nA-->B\n```\n", "A B; A>B");
    assert_int_equal(K_E_FORMAT, mermaid_read(text, strlen(text), true, 0, &m, &err));
    assert_string_equal("2 charts in the file; choose one with --chart N", err.text);
    err = (struct kerr){0};
    assert_ok(mermaid_read(text, strlen(text), true, 2, &m, &err), &err);
    assert_string_equal("C", m.node[0].id);
    assert_int_equal(14, m.node[0].line);
    assert_string_equal("Second", m.title);
    mermaid_done(&m);
    assert_int_equal(K_E_NOT_FOUND, mermaid_read(text, strlen(text), true, 3, &m, &err));
}

static void what_is_no_flowchart_is_refused(void **state)
{
    static const struct {
        const char *text, *why;
        enum kcode code;
    } charts[] = {
        {"sequenceDiagram\nA->>B: x",
         "line 1: 'sequenceDiagram' is not a flowchart; it must begin with 'flowchart' or 'graph'",
         K_E_FORMAT},
        {"", "line 1: '' is not a flowchart; it must begin with 'flowchart' or 'graph'",
         K_E_FORMAT},
        {"graph TD\n\n", "no box in the chart", K_E_FORMAT},
        {"graph TD\nA\xFF", "not text in UTF-8; save the file as UTF-8", K_E_FORMAT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof charts / sizeof *charts; i++) {
        struct mermaid m = {0};
        struct kerr err = {0};
        const char *text = charts[i].text;
        assert_int_equal(charts[i].code, mermaid_read(text, strlen(text), false, 0, &m, &err));
        assert_string_equal(charts[i].why, err.text);
        assert_null(m.node);
    }
}

static void a_chart_beyond_the_limits_is_refused(void **state)
{
    static char text[64 * 1024];
    struct mermaid m = {0};
    struct kerr err = {0};
    (void)state;
    (void)kstr_copy(text, sizeof text, "graph TD\n");
    for (int i = 0; i <= MERMAID_NODES_MAX; i++) {
        char line[32];
        (void)kstr_format(line, sizeof line, "n%d\n", i);
        (void)kstr_append(text, sizeof text, line);
    }
    assert_int_equal(K_E_FULL, mermaid_read(text, strlen(text), false, 0, &m, &err));
    assert_non_null(strstr(err.text, "split the chart"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_head_is_understood),
        cmocka_unit_test(every_shape_is_understood),
        cmocka_unit_test(every_arrow_is_understood),
        cmocka_unit_test(every_label_of_an_arrow_is_understood),
        cmocka_unit_test(labels_become_plain_text),
        cmocka_unit_test(chains_groups_and_semicolons_are_understood),
        cmocka_unit_test(subgraphs_group_and_their_arrows_find_a_box),
        cmocka_unit_test(what_cannot_be_kept_is_told_with_its_line),
        cmocka_unit_test(markdown_holds_several_charts),
        cmocka_unit_test(what_is_no_flowchart_is_refused),
        cmocka_unit_test(a_chart_beyond_the_limits_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
