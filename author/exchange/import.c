/* Boxes into steps: tells, questions and ends, with a mark wherever a human must decide. */
#include "import_internal.h"

#include "flow.h"
#include "kassert.h"
#include "kstr.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define GIVE_UP "give-up"

/* The step that is made now. */
struct making {
    struct plan *plan;
    struct tree *steps, *step;
    uint16_t node;
    const struct mermaid_edge *exit[MERMAID_EDGES_MAX];
    int exit_count;
    const char *next; /* id of the step that comes after this one, NULL at the end */
    int again_count;
    bool gives_up; /* some loop needs the way out */
};

const char *todo(struct plan *plan, enum todo what)
{
    static const struct words texts[TODO_COUNT] = {
        [TODO_ADD_EN] = {{"en 추가", "add en"}},
        [TODO_ADD_KO] = {{"ko 추가", "add ko"}},
        [TODO_TEXT] = {{"글 쓰기; 상자에는 id뿐이었음",
                        "write the text; the box showed only its id"}},
        [TODO_TIMES] = {{"몇 번까지 되돌아갑니까? 1-9", "how often may it go round? 1 to 9"}},
        [TODO_AFTER] = {{"마지막 번 뒤에는 어디로 갑니까?", "where to after the last time?"}},
        [TODO_SPLIT] = {{"선택지는 6개까지; 드문 것이 뒤로 가게 나누기",
                         "a question has at most 6 choices; sort them so that few ask on"}},
        [TODO_LABEL] = {{"화살표에 글이 없었음; 고객의 답 쓰기",
                         "the arrow had no label; write what the customer answers"}},
        [TODO_MORE_CHOICES] = {{"질문에는 선택지가 2-6개; 나머지 답 추가",
                                "a question has 2 to 6 choices; add the other answers"}},
        [TODO_OUTCOME] = {{"end: solved, unsolved, informed? 아니면 hand_over: 이유?",
                           "end: solved, unsolved or informed? or hand_over: REASON"}},
        [TODO_MAYBE_REASON] = {{"상담으로 넘긴다면 그 이유의 id",
                                "the reason for the call-back, if this hands over"}},
        [TODO_REASON] = {{"상담 이유의 id", "the reason for the call-back"}},
        [TODO_START] = {{"그림이 여러 상자에서 시작함; 고객이 고를 수 있게 묻기",
                         "the chart begins at several boxes; ask so that a customer can tell"}},
        [TODO_HEAD] = {{"TODO: topic, icon, minutes, keywords; topic이 없으면 다른 흐름에서만 부름",
                        "TODO: topic, icon, minutes and keywords; without a topic the flow is only "
                        "called"}},
        [TODO_CHOICE] = {{"새 선택지; 다른 언어 추가", "a new choice; add the other language"}},
        [TODO_CONDITION] = {{"조건", "the condition"}},
    };
    KASSERT(what < TODO_COUNT);
    plan->todos++;
    return texts[what].in[strcmp(plan->lang, "ko") == 0 ? LANG_KO : LANG_EN];
}

static struct karena *arena_of(const struct plan *plan)
{
    return &plan->m->arena;
}

/* Braces are placeholders in a flow's text: "{" becomes "{{". */
static const char *as_template(struct plan *plan, const char *text)
{
    size_t len = strlen(text);
    char *copy = karena_take(arena_of(plan), 2 * len + 1, 1);
    size_t to = 0;
    for (size_t i = 0; i < len; i++) {
        copy[to++] = text[i];
        if (text[i] == '{') {
            copy[to++] = '{';
        }
    }
    return copy;
}

static enum todo other_language(const struct plan *plan)
{
    return strcmp(plan->lang, "ko") == 0 ? TODO_ADD_EN : TODO_ADD_KO;
}

/* key: {ko: "..."}, its other language to be written. */
static struct tree *add_words(struct plan *plan, struct tree *map, const char *key,
                              const char *text)
{
    struct tree *words = tree_add(arena_of(plan), map, key, TREE_MAP);
    (void)tree_word(arena_of(plan), words, plan->lang, as_template(plan, text));
    words->todo = todo(plan, other_language(plan));
    return words;
}

static const char *text_of(const struct plan *plan, uint16_t node)
{
    const struct mermaid_node *box = &plan->m->node[node];
    return box->text != NULL ? box->text : box->id;
}

/* The first line is the text, the others are `more`. */
static void add_texts(struct making *mk, const char *key)
{
    struct plan *plan = mk->plan;
    const char *text = text_of(plan, mk->node);
    const char *more = other_lines(plan->m, text);
    struct tree *words = add_words(plan, mk->step, key, first_line(plan->m, text));
    if (plan->m->node[mk->node].text == NULL) {
        words->todo = todo(plan, TODO_TEXT);
    }
    if (more != NULL) {
        (void)add_words(plan, mk->step, "more", more);
    }
}

/* ---- ways ---- */

static bool leads_back(const struct plan *plan, const struct mermaid_edge *edge)
{
    return plan->back[edge - plan->m->edge];
}

/* Id of the step that goes round again for an arrow back: it is written after this one. */
static const char *again_id(struct making *mk)
{
    char id[LIMIT_ID_BYTES];
    const char *stem = mk->plan->id[mk->node];
    if (mk->again_count == 0) {
        (void)kstr_format(id, sizeof id, "%.56s-again", stem);
    } else {
        (void)kstr_format(id, sizeof id, "%.53s-again-%d", stem, mk->again_count + 1);
    }
    mk->again_count++;
    return karena_text(arena_of(mk->plan), id);
}

static const char *way(struct making *mk, const struct mermaid_edge *edge)
{
    return leads_back(mk->plan, edge) ? again_id(mk) : mk->plan->id[edge->to];
}

/* One bounded step back for each arrow of this box that leads back. */
static void add_agains(struct making *mk)
{
    struct plan *plan = mk->plan;
    mk->again_count = 0;
    for (int i = 0; i < mk->exit_count; i++) {
        if (!leads_back(plan, mk->exit[i])) {
            continue;
        }
        struct tree *step = tree_add(arena_of(plan), mk->steps, NULL, TREE_MAP);
        (void)tree_word(arena_of(plan), step, "id", again_id(mk));
        (void)tree_word(arena_of(plan), step, "again", plan->id[mk->exit[i]->to]);
        struct tree *times = tree_word(arena_of(plan), step, "times", "1");
        times->todo = todo(plan, TODO_TIMES);
        struct tree *go = tree_word(arena_of(plan), step, "go", GIVE_UP);
        go->todo = todo(plan, TODO_AFTER);
        mk->gives_up = true;
    }
}

/* ---- kinds ---- */

static void make_tell(struct making *mk)
{
    struct plan *plan = mk->plan;
    const struct mermaid_edge *edge = mk->exit[0];
    add_texts(mk, "tell");
    if (edge->label != NULL) {
        (void)add_words(plan, mk->step, "done", one_line(plan->m, edge->label));
    }
    const char *to = way(mk, edge);
    if (!leads_back(plan, edge) && !kstr_equal(to, mk->next)) {
        (void)tree_word(arena_of(plan), mk->step, "go", to);
    }
}

static void add_choice(struct plan *plan, struct tree *list, const char *label, const char *go,
                       enum todo why)
{
    const char *shown = one_line(plan->m, label);
    const char *id = choice_id(plan, list, shown);
    struct tree *choice = tree_add(arena_of(plan), list, NULL, TREE_MAP);
    (void)tree_word(arena_of(plan), choice, "id", id);
    (void)tree_word(arena_of(plan), choice, plan->lang, as_template(plan, shown));
    (void)tree_word(arena_of(plan), choice, "go", go);
    choice->todo = todo(plan, why);
}

/* More than six ways: five and "something else", which asks on with the rest. */
static struct tree *split(struct making *mk, struct tree *list, int part)
{
    struct plan *plan = mk->plan;
    char id[LIMIT_ID_BYTES];
    (void)kstr_format(id, sizeof id, "%.56s-more-%d", plan->id[mk->node], part);
    const char *name = karena_text(arena_of(plan), id);
    bool is_korean = strcmp(plan->lang, "ko") == 0;
    add_choice(plan, list, is_korean ? "다른 것" : "Something else", name, TODO_SPLIT);
    mk->step = tree_add(arena_of(plan), mk->steps, NULL, TREE_MAP);
    (void)tree_word(arena_of(plan), mk->step, "id", name);
    add_texts(mk, "ask");
    return tree_add(arena_of(plan), mk->step, "choices", TREE_LIST);
}

static void make_ask(struct making *mk)
{
    struct plan *plan = mk->plan;
    add_texts(mk, "ask");
    struct tree *list = tree_add(arena_of(plan), mk->step, "choices", TREE_LIST);
    int in_list = 0;
    int part = 1;
    for (int i = 0; i < mk->exit_count; i++) {
        const struct mermaid_edge *edge = mk->exit[i];
        if (in_list == LIMIT_FLOW_CHOICES - 1 && mk->exit_count - i > 1) {
            list = split(mk, list, ++part);
            in_list = 0;
        }
        bool has_label = edge->label != NULL;
        add_choice(plan, list, has_label ? edge->label : text_of(plan, edge->to), way(mk, edge),
                   has_label ? other_language(plan) : TODO_LABEL);
        in_list++;
    }
    if (mk->exit_count == 1) {
        list->todo = todo(plan, TODO_MORE_CHOICES);
    }
    if (part > 1) {
        mermaid_note_at(
            plan->m, plan->m->node[mk->node].line,
            "%d ways lead on from here; a question has at most %d, so it asks in %d parts",
            mk->exit_count, LIMIT_FLOW_CHOICES, part);
    }
}

static bool says(const char *text, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strstr(text, *words) != NULL) {
            return true;
        }
    }
    return false;
}

static void lower(char *text)
{
    for (; *text != '\0'; text++) {
        *text = (char)(*text >= 'A' && *text <= 'Z' ? *text - 'A' + 'a' : *text);
    }
}

/* A leaf ends the flow; its words say how it probably does. */
static void make_end(struct making *mk)
{
    static const char *const person[] = {
        "상담",    "고객센터",  "직원",     "기사",       "접수",  "agent", "support",
        "contact", "help desk", "escalate", "technician", "call ", NULL};
    static const char *const unsolved[] = {"미해결",     "해결되지",  "해결 안", "unsolved",
                                           "not solved", "not fixed", NULL};
    static const char *const solved[] = {"해결",  "완료", "정상",  "solved",
                                         "fixed", "done", "works", NULL};
    struct plan *plan = mk->plan;
    char *text = karena_text(arena_of(plan), text_of(plan, mk->node));
    lower(text);
    bool is_unsolved = says(text, unsolved);
    bool is_person = !is_unsolved && says(text, person);
    const char *outcome = is_unsolved ? "unsolved" : says(text, solved) ? "solved" : "informed";
    struct tree *kind = tree_word(arena_of(plan), mk->step, is_person ? "hand_over" : "end",
                                  is_person ? plan->flow_id : outcome);
    kind->todo = todo(plan, is_person ? TODO_MAYBE_REASON : TODO_OUTCOME);
    add_texts(mk, "say");
    struct tree *more = tree_take(mk->step, "more");
    if (more != NULL) { /* below `say`, as in the other flows */
        struct tree *again = tree_add(arena_of(plan), mk->step, "more", TREE_MAP);
        again->child = more->child;
        again->last = more->last;
        again->todo = more->todo;
    }
}

static void make_step(struct making *mk)
{
    struct plan *plan = mk->plan;
    const struct mermaid_node *box = &plan->m->node[mk->node];
    mk->exit_count = exits_of(plan, mk->node, mk->exit, MERMAID_EDGES_MAX);
    mk->again_count = 0;
    mk->step = tree_add(arena_of(plan), mk->steps, NULL, TREE_MAP);
    (void)tree_word(arena_of(plan), mk->step, "id", plan->id[mk->node]);
    if (mk->exit_count == 0) {
        make_end(mk);
    } else if (mk->exit_count == 1 && box->shape != MERMAID_DIAMOND) {
        make_tell(mk);
    } else {
        make_ask(mk);
    }
    add_agains(mk);
}

/* ---- the flow ---- */

/* "start-question", "start-question-2", ... and its list of choices. */
static struct tree *add_start(struct making *mk, const char *id)
{
    struct plan *plan = mk->plan;
    bool is_korean = strcmp(plan->lang, "ko") == 0;
    mk->step = tree_add(arena_of(plan), mk->steps, NULL, TREE_MAP);
    (void)tree_word(arena_of(plan), mk->step, "id", id);
    (void)add_words(plan, mk->step, "ask",
                    is_korean ? "어디에서 시작할까요?" : "Where shall we begin?");
    return tree_add(arena_of(plan), mk->step, "choices", TREE_LIST);
}

/* Several boxes that nothing leads to: a question chooses between them, in parts when there are
 * more than six. */
static void make_start(struct making *mk)
{
    struct plan *plan = mk->plan;
    struct tree *list = add_start(mk, "start-question");
    int in_list = 0;
    int part = 1;
    for (uint16_t i = 0; i < plan->root_count; i++) {
        if (in_list == LIMIT_FLOW_CHOICES - 1 && plan->root_count - i > 1) {
            char id[LIMIT_ID_BYTES];
            (void)kstr_format(id, sizeof id, "start-question-%d", ++part);
            const char *next = karena_text(arena_of(plan), id);
            add_choice(plan, list, strcmp(plan->lang, "ko") == 0 ? "다른 것" : "Something else",
                       next, TODO_SPLIT);
            list = add_start(mk, next);
            in_list = 0;
        }
        add_choice(plan, list, text_of(plan, plan->root[i]), plan->id[plan->root[i]], TODO_START);
        in_list++;
    }
    mermaid_note_at(
        plan->m, plan->m->node[plan->root[1]].line,
        "nothing leads to '%s' and %d more; a question at the start chooses between them",
        plan->m->node[plan->root[1]].id, plan->root_count - 1);
}

static void make_give_up(struct making *mk)
{
    struct plan *plan = mk->plan;
    bool is_korean = strcmp(plan->lang, "ko") == 0;
    struct tree *step = tree_add(arena_of(plan), mk->steps, NULL, TREE_MAP);
    step->above = is_korean ? "위의 반복이 마지막 번 뒤에 가는 곳"
                            : "where the loops above lead after their last time";
    (void)tree_word(arena_of(plan), step, "id", GIVE_UP);
    struct tree *kind = tree_word(arena_of(plan), step, "hand_over", plan->flow_id);
    kind->todo = todo(plan, TODO_REASON);
}

static void mark_group(struct plan *plan, uint16_t *group, struct tree *step, uint16_t node)
{
    uint16_t now = plan->m->node[node].group;
    if (now != *group && now != MERMAID_NONE) {
        char line[LIMIT_TEXT_BYTES];
        (void)kstr_format(line, sizeof line, "---- %s ----",
                          first_line(plan->m, plan->m->group[now].title));
        step->above = karena_text(arena_of(plan), line);
    }
    *group = now;
}

static void make_steps(struct plan *plan, struct tree *flow)
{
    struct making *mk = karena_take(arena_of(plan), 1, sizeof *mk);
    *mk =
        (struct making){.plan = plan, .steps = tree_add(arena_of(plan), flow, "steps", TREE_LIST)};
    uint16_t group = MERMAID_NONE;
    if (plan->root_count > 1) {
        make_start(mk);
    }
    for (uint16_t i = 0; i < plan->count; i++) {
        struct tree *before = mk->steps->last;
        mk->node = plan->order[i];
        mk->next = i + 1 < plan->count ? plan->id[plan->order[i + 1]] : NULL;
        make_step(mk);
        mark_group(plan, &group, before != NULL ? before->next : mk->steps->child, mk->node);
    }
    if (mk->gives_up) {
        make_give_up(mk);
    }
    int count = 0;
    for (const struct tree *step = mk->steps->child; step != NULL; step = step->next) {
        count++;
    }
    if (count > LIMIT_FLOW_STEPS) {
        mermaid_note_at(plan->m, 1,
                        "%d steps; one flow holds %d: move some into a flow of their own", count,
                        LIMIT_FLOW_STEPS);
    }
}

static bool has_hangul(const char *text)
{
    uint32_t c = 0;
    for (int taken = utf8_get(text, &c); taken > 0; taken = utf8_get(text, &c)) {
        if (hangul_is_syllable(c)) {
            return true;
        }
        text += taken;
    }
    return false;
}

static const char *language_of(const struct plan *plan)
{
    for (uint16_t i = 0; i < plan->m->node_count; i++) {
        if (has_hangul(text_of(plan, i))) {
            return "ko";
        }
    }
    for (uint16_t i = 0; i < plan->m->edge_count; i++) {
        if (plan->m->edge[i].label != NULL && has_hangul(plan->m->edge[i].label)) {
            return "ko";
        }
    }
    return "en";
}

/* A Korean heading may stand above boxes in English. */
static struct tree *add_title(struct plan *plan, struct tree *flow, const char *title)
{
    const char *lang = plan->lang;
    plan->lang = has_hangul(title) ? "ko" : lang;
    struct tree *words = add_words(plan, flow, "title", first_line(plan->m, title));
    plan->lang = lang;
    return words;
}

static struct tree *make_flow(struct plan *plan)
{
    struct mermaid *m = plan->m;
    struct tree *flow = karena_take(&m->arena, 1, sizeof *flow);
    *flow = (struct tree){.kind = TREE_MAP};
    plan->lang = language_of(plan);
    (void)tree_word(&m->arena, flow, "id", plan->flow_id);
    const char *title = m->title != NULL ? m->title : text_of(plan, plan->root[0]);
    struct tree *words = add_title(plan, flow, title);
    if (m->summary != NULL) {
        (void)add_words(plan, flow, "summary", m->summary);
    }
    words->above = todo(plan, TODO_HEAD);
    ids_make(plan, false);
    make_steps(plan, flow);
    return flow;
}

static int by_line(const void *a, const void *b)
{
    const struct mermaid_note *one = a;
    const struct mermaid_note *other = b;
    return (one->line > other->line) - (one->line < other->line);
}

struct tree *import_flow(struct mermaid *chart, const char *flow_id, int *ret_todos)
{
    struct plan plan = {.m = chart, .flow_id = karena_text(&chart->arena, flow_id)};
    plan_make(&plan);
    struct tree *flow = import_is_kept(chart) ? import_kept(&plan) : make_flow(&plan);
    int notes = chart->note_count < MERMAID_NOTES_MAX ? chart->note_count : MERMAID_NOTES_MAX;
    qsort(chart->note, (size_t)notes, sizeof *chart->note, by_line);
    *ret_todos = plan.todos;
    return flow;
}
