/* A Mermaid file: finds the chart, and reads it statement by statement. */
#include "mermaid_internal.h"

#include "kassert.h"
#include "kstr.h"
#include "text.h"

#include <string.h>

#define CLUSTER_MAX 64 /* A & B & ... */

/* ---- statements ---- */

struct cluster {
    uint16_t node[CLUSTER_MAX];
    int count;
};

static bool read_cluster(struct scan *s, struct cluster *ret_cluster)
{
    ret_cluster->count = 0;
    bool more = true;
    while (more) {
        skip_blanks(s);
        uint16_t node = read_node(s);
        if (node == MERMAID_NONE || ret_cluster->count == CLUSTER_MAX) {
            return false;
        }
        ret_cluster->node[ret_cluster->count++] = node;
        const char *at = s->at + strspn(s->at, " ");
        more = *at == '&';
        s->at = more ? at + 1 : s->at;
    }
    return true;
}

static void connect(struct scan *s, const struct cluster *from, const struct cluster *to,
                    const struct link *link)
{
    if (link->invisible) {
        return;
    }
    if (link->plain && s->plain_line == 0) {
        s->plain_line = s->line;
    }
    if (link->both) {
        mermaid_note_at(s->m, s->line,
                        "of an arrow with two heads only the way on from '%s' is kept",
                        s->m->node[from->node[0]].id);
    }
    for (int i = 0; i < from->count; i++) {
        for (int j = 0; j < to->count; j++) {
            edge_add(s, from->node[i], to->node[j], link);
        }
    }
}

/* Boxes and the arrows between them. */
static bool read_chain(struct scan *s)
{
    struct cluster from;
    struct link link = {0};
    if (!read_cluster(s, &from)) {
        return false;
    }
    while (read_link(s, &link)) {
        struct cluster to;
        if (!read_cluster(s, &to)) {
            return false;
        }
        connect(s, &from, &to, &link);
        from = to;
        link = (struct link){0};
    }
    return at_end_of_statement(s);
}

/* "%% annae: PATH VALUE" is for us, other comments are for nobody. */
static void read_comment(struct scan *s)
{
    static const char mark[] = "annae:";
    struct mermaid *m = s->m;
    const char *at = s->at + 2;
    at += strspn(at, " ");
    size_t len = strcspn(at, "\n");
    if (kstr_starts(at, mark) && m->kept_count < MERMAID_KEPT_MAX) {
        char *line = karena_take(&m->arena, len + 1, 1);
        memcpy(line, at, len);
        char *path = line + strlen(mark) + strspn(line + strlen(mark), " ");
        char *value = path + strcspn(path, " ");
        value += *value == ' ' ? (*value = '\0', 1) : 0;
        m->kept[m->kept_count++] =
            (struct mermaid_kept){.path = path, .value = value, .line = s->line};
    }
    skip_line(s);
}

/* "%%{init: ...}%%", over several lines if need be. */
static void skip_directive(struct scan *s)
{
    const char *end = strstr(s->at, "}%%");
    if (end == NULL) {
        skip_line(s);
        return;
    }
    for (; s->at < end + 3; s->at++) {
        s->line += *s->at == '\n';
    }
}

static void read_described(struct scan *s, const char **ret_text)
{
    const char *begin = s->at + strspn(s->at, ": ");
    size_t len = strcspn(begin, "\n");
    if (*begin == '{') {
        begin++;
        len = strcspn(begin, "}");
    }
    *ret_text = label_plain(s->m, s->line, begin, len);
    for (; s->at < begin + len; s->at++) {
        s->line += *s->at == '\n';
    }
    s->at += *s->at == '}';
}

/* "e1@{ animate: true }": about an arrow that was named, not about a box. */
static bool skip_arrow_looks(struct scan *s)
{
    const char *open = s->at + id_length(s->at);
    const char *close = kstr_starts(open, "@{") ? strchr(open, '}') : NULL;
    const char *about = close != NULL ? open + 2 + strspn(open + 2, " \n") : "";
    if (!kstr_starts(about, "animat") && !kstr_starts(about, "curve")) {
        return false;
    }
    while (*s->at != '\0' && *s->at != '}') {
        s->line += *s->at == '\n';
        s->at++;
    }
    s->at += *s->at == '}';
    return true;
}

/* Statements about looks: counted, told once. */
static bool skip_looks(struct scan *s)
{
    if (skip_arrow_looks(s)) {
        s->looks_line = s->looks++ == 0 ? s->line : s->looks_line;
        return true;
    }
    static const char *const words[] = {"style", "classDef", "class", "linkStyle"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (take_word(s, words[i])) {
            s->looks_line = s->looks++ == 0 ? s->line : s->looks_line;
            s->at += strcspn(s->at, "\n;");
            return true;
        }
    }
    return false;
}

static bool read_block(struct scan *s)
{
    if (take_word(s, "subgraph")) {
        read_group(s);
    } else if (take_word(s, "end")) {
        if (s->depth == 0) {
            mermaid_note_at(s->m, s->line, "'end' without a subgraph; left out");
        }
        s->depth -= s->depth > 0;
    } else if (take_word(s, "direction")) {
        s->at += strcspn(s->at, "\n;");
    } else {
        return false;
    }
    return true;
}

static bool read_keyword(struct scan *s)
{
    if (read_block(s) || skip_looks(s)) {
        return true;
    }
    if (take_word(s, "click")) {
        mermaid_note_at(s->m, s->line, "'click %.*s' is left out: a kiosk follows no links",
                        (int)strcspn(s->at, "\n;"), s->at);
        s->at += strcspn(s->at, "\n");
        return true;
    }
    if (kstr_starts(s->at, "accTitle")) {
        s->at += strlen("accTitle");
        read_described(s, &s->m->title);
        return true;
    }
    if (kstr_starts(s->at, "accDescr")) {
        s->at += strlen("accDescr");
        read_described(s, &s->m->summary);
        return true;
    }
    return false;
}

static void read_statement(struct scan *s)
{
    const char *begin = s->at;
    int line = s->line;
    if (kstr_starts(begin, "%%{")) {
        skip_directive(s);
    } else if (kstr_starts(begin, "%%")) {
        read_comment(s);
    } else if (!read_keyword(s) && !read_chain(s)) {
        size_t len = strcspn(s->at, "\n");
        mermaid_note_at(s->m, s->line,
                        "not understood from '%.*s' on; the rest of the line is left out",
                        (int)(len < 60 ? len : 60), s->at);
        skip_line(s);
    }
    KASSERT(s->at > begin || s->line > line || *s->at == '\n' || *s->at == '\0');
}

static void read_statements(struct scan *s)
{
    while (*s->at != '\0' && s->full == K_OK) {
        if (*s->at == '\n' || *s->at == ' ' || *s->at == ';') {
            s->line += *s->at == '\n';
            s->at++;
        } else {
            read_statement(s);
        }
    }
    if (s->looks > 0) {
        mermaid_note_at(s->m, s->looks_line, "colours and styles are left out (%d)", s->looks);
    }
    if (s->plain_line > 0) {
        mermaid_note_at(s->m, s->plain_line,
                        "lines without an arrow head are read as arrows, from left to "
                        "right");
    }
}

/* ---- the head of a chart ---- */

static void skip_empty(struct scan *s)
{
    while (*s->at == '\n' || *s->at == ' ' || *s->at == ';') {
        s->line += *s->at == '\n';
        s->at++;
    }
}

/* "---", lines of settings of which we take the title, "---". */
static void read_front_matter(struct scan *s)
{
    skip_empty(s);
    if (!kstr_starts(s->at, "---\n")) {
        return;
    }
    do {
        skip_line(s);
        s->line += *s->at == '\n';
        s->at += *s->at == '\n';
        const char *title = s->at + strspn(s->at, " ");
        if (kstr_starts(title, "title:")) {
            title += strlen("title:") + strspn(title + strlen("title:"), " \"'");
            size_t len = strcspn(title, "\n\"");
            s->m->title = label_plain(s->m, s->line, title, len);
        }
    } while (*s->at != '\0' && !kstr_starts(s->at, "---"));
    skip_line(s);
}

/* "flowchart TD": what may stand before it is comments and directives. */
static enum kcode read_kind(struct scan *s, struct kerr *err)
{
    skip_empty(s);
    while (kstr_starts(s->at, "%%")) {
        kstr_starts(s->at, "%%{") ? skip_directive(s) : read_comment(s);
        skip_empty(s);
    }
    size_t len = strcspn(s->at, " \n;");
    bool is_flowchart = take_word(s, "flowchart") || take_word(s, "graph") ||
                        take_word(s, "flowchart-elk") || take_word(s, "flowchart-v2");
    if (!is_flowchart) {
        return kerr_fail(err, K_E_FORMAT,
                         "line %d: '%.*s' is not a flowchart; it must begin with 'flowchart' or "
                         "'graph'",
                         s->line, (int)(len < 40 ? len : 40), s->at);
    }
    static const char *const directions[] = {"TB", "TD", "BT", "RL", "LR", ">", "<", "^", "v"};
    for (size_t i = 0; i < sizeof directions / sizeof *directions; i++) {
        if (take_word(s, directions[i])) {
            break;
        }
    }
    return K_OK;
}

/* ---- the file ---- */

/* The text with \n as the only line end and blanks for tabs; NULL after telling. */
static char *clean_copy(struct mermaid *m, const char *text, size_t count, struct kerr *err)
{
    if (count > MERMAID_FILE_MAX) {
        (void)kerr_fail(err, K_E_FULL, "longer than %zu bytes", MERMAID_FILE_MAX);
        return NULL;
    }
    static const char mark[] = "\xEF\xBB\xBF";
    bool has_mark = count >= 3 && memcmp(text, mark, 3) == 0;
    char *copy = karena_take(&m->arena, count + 1, 1);
    size_t len = 0;
    for (size_t i = has_mark ? 3 : 0; i < count; i++) {
        bool is_return = text[i] == '\r' && i + 1 < count && text[i + 1] == '\n';
        if (!is_return) {
            copy[len++] = (char)(text[i] == '\t' ? ' ' : text[i] == '\r' ? '\n' : text[i]);
        }
    }
    copy[len] = '\0';
    if (strlen(copy) != len || !utf8_valid(copy)) {
        (void)kerr_fail(err, K_E_FORMAT, "not text in UTF-8; save the file as UTF-8");
        return NULL;
    }
    return copy;
}

static char *next_line(char *text)
{
    text += strcspn(text, "\n");
    return *text == '\n' ? text + 1 : text;
}

/* Bytes of a fence ("```", "~~~", ":::") that stands at text, 0 when none does. */
static size_t fence_length(const char *text)
{
    size_t len = 0;
    while (text[len] != '\0' && text[len] == *text && strchr("`~:", *text) != NULL) {
        len++;
    }
    return len >= 3 ? len : 0;
}

/* A Markdown file, line by line. */
struct blocks {
    struct scan *s;
    int wanted, line;
    size_t fence; /* > 0: inside of a block */
    char mark;
    bool is_chart;
    const char *heading;
    char *begin, *end; /* of the chart that is wanted */
};

static void open_block(struct blocks *b, char *line, const char *text)
{
    const char *info = text + fence_length(text);
    info += strspn(info, " {.");
    b->is_chart = kstr_starts(info, "mermaid");
    if (!b->is_chart && *text == ':') {
        return;
    }
    b->fence = fence_length(text);
    b->mark = *text;
    b->s->m->chart_count += b->is_chart;
    if (b->is_chart && b->s->m->chart_count == b->wanted) {
        b->begin = next_line(line);
        b->s->line = b->line + 1;
        b->s->m->title = b->heading;
    }
}

static void read_markdown_line(struct blocks *b, char *line)
{
    const char *text = line + strspn(line, " ");
    if (b->fence == 0 && fence_length(text) > 0) {
        open_block(b, line, text);
    } else if (b->fence > 0 && *text == b->mark && fence_length(text) >= b->fence) {
        b->fence = 0;
        b->end = b->begin != NULL && b->end == NULL ? line : b->end;
    } else if (b->fence == 0 && *text == '#') {
        text += strspn(text, "# ");
        b->heading = label_plain(b->s->m, b->line, text, strcspn(text, "\n#"));
    }
}

/* The chart number `chart` of a Markdown file, NULL when there is none; the text behind it is cut
 * off. */
static char *find_block(struct scan *s, char *text, int chart)
{
    struct blocks b = {.s = s, .wanted = chart, .line = 1};
    for (char *line = text; *line != '\0'; line = next_line(line)) {
        read_markdown_line(&b, line);
        b.line++;
    }
    if (b.end != NULL) {
        *b.end = '\0';
    }
    return b.begin;
}

/* Where the chart begins; NULL after telling. */
static const char *choose_chart(struct scan *s, char *text, bool markdown, int chart,
                                struct kerr *err)
{
    s->line = 1;
    s->m->chart_count = 1;
    if (!markdown) {
        (void)(chart > 1
                   ? kerr_fail(err, K_E_NOT_FOUND, "no chart %d: the file is one chart", chart)
                   : K_OK);
        return chart > 1 ? NULL : text;
    }
    s->m->chart_count = 0;
    const char *begin = find_block(s, text, chart > 0 ? chart : 1);
    if (chart == 0 && s->m->chart_count > 1) {
        (void)kerr_fail(err, K_E_FORMAT, "%d charts in the file; choose one with --chart N",
                        s->m->chart_count);
        return NULL;
    }
    if (begin == NULL) {
        (void)kerr_fail(err, K_E_NOT_FOUND, "no chart %d: %d blocks of ```mermaid in the file",
                        chart > 0 ? chart : 1, s->m->chart_count);
    }
    return begin;
}

static void make_room(struct mermaid *m)
{
    m->node = karena_take(&m->arena, MERMAID_NODES_MAX, sizeof *m->node);
    m->edge = karena_take(&m->arena, MERMAID_EDGES_MAX, sizeof *m->edge);
    m->group = karena_take(&m->arena, MERMAID_GROUPS_MAX, sizeof *m->group);
    m->note = karena_take(&m->arena, MERMAID_NOTES_MAX, sizeof *m->note);
    m->kept = karena_take(&m->arena, MERMAID_KEPT_MAX, sizeof *m->kept);
}

static enum kcode read_chart(struct scan *s, const char *begin, struct kerr *err)
{
    s->at = begin;
    read_front_matter(s);
    if (read_kind(s, err) != K_OK) {
        return err->code;
    }
    read_statements(s);
    if (s->full != K_OK) {
        return kerr_fail(err, s->full,
                         "line %d: more than %d boxes, %d arrows or %d subgraphs; split the chart",
                         s->line, MERMAID_NODES_MAX, MERMAID_EDGES_MAX, MERMAID_GROUPS_MAX);
    }
    if (s->depth > 0) {
        mermaid_note_at(s->m, s->m->group[s->open[s->depth - 1]].line,
                        "this subgraph has no 'end'");
    }
    groups_resolve(s->m);
    return s->m->node_count > 0 ? K_OK : kerr_fail(err, K_E_FORMAT, "no box in the chart");
}

enum kcode mermaid_read(const char *text, size_t count, bool markdown, int chart,
                        struct mermaid *ret, struct kerr *err)
{
    K_CLEANUP(mermaid_done) struct mermaid m = {0};
    struct scan s = {.m = &m};
    make_room(&m);
    char *copy = clean_copy(&m, text, count, err);
    const char *begin = copy != NULL ? choose_chart(&s, copy, markdown, chart, err) : NULL;
    if (begin == NULL || read_chart(&s, begin, err) != K_OK) {
        return err->code;
    }
    *ret = m;
    m.arena = (struct karena){0};
    return K_OK;
}

void mermaid_done(struct mermaid *chart)
{
    karena_done(&chart->arena);
}
