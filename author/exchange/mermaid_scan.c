/* Ids and arrows of a Mermaid flowchart. */
#include "mermaid_internal.h"

#include "kstr.h"

#include <ctype.h>
#include <string.h>

void skip_blanks(struct scan *s)
{
    s->at += strspn(s->at, " ");
}

void skip_line(struct scan *s)
{
    s->at += strcspn(s->at, "\n");
}

bool at_end_of_statement(const struct scan *s)
{
    const char *at = s->at + strspn(s->at, " ");
    return *at == '\0' || *at == '\n' || *at == ';' || kstr_starts(at, "%%");
}

bool take_word(struct scan *s, const char *word)
{
    size_t len = strlen(word);
    if (strncmp(s->at, word, len) != 0 || strchr(" \n;", s->at[len]) == NULL) {
        return false; /* strchr() finds the NUL, too */
    }
    s->at += len;
    skip_blanks(s);
    return true;
}

bool mermaid_is_reserved(const char *id)
{
    static const char *const words[] = {"end",      "graph", "subgraph",  "flowchart",  "style",
                                        "classDef", "class", "click",     "linkStyle",  "default",
                                        "href",     "call",  "direction", "interpolate"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (kstr_starts(id, words[i])) {
            return true;
        }
    }
    return false;
}

static bool is_id_byte(char byte)
{
    return isalnum((unsigned char)byte) || (unsigned char)byte >= 0x80 ||
           (byte != '\0' && strchr("_!#$'*+?", byte) != NULL);
}

size_t id_length(const char *text)
{
    size_t len = 0;
    while (is_id_byte(text[len]) || (len > 0 && strchr("-./", text[len]) != NULL &&
                                     text[len] != '\0' && is_id_byte(text[len + 1]))) {
        len++;
    }
    return len;
}

/* "e1@" before an arrow names the arrow; the name is no use to us. */
static const char *behind_edge_id(const char *at)
{
    size_t len = id_length(at);
    bool is_id = len > 0 && at[len] == '@' && at[len + 1] != '{';
    return is_id ? at + len + 1 : at;
}

uint16_t read_node(struct scan *s)
{
    size_t len = id_length(s->at);
    if (len == 0) {
        return MERMAID_NONE;
    }
    uint16_t node = node_named(s, s->at, len);
    s->at += len;
    if (s->at[0] == '@' && s->at[1] == '{') {
        s->at += 2;
        read_attributes(s, node);
    } else {
        read_shape(s, node);
    }
    if (kstr_starts(s->at, ":::")) {
        s->at += 3;
        s->at += id_length(s->at);
        s->looks_line = s->looks++ == 0 ? s->line : s->looks_line;
    }
    return node;
}

/* ---- arrows ---- */

/* The end of an arrow at text: "-->", "---", "--x", "==>", "-.->" ...; its bytes, 0 when it is
 * none. `short_text`: two dashes or signs alone begin a text ("-- yes -->"). */
static size_t arrow_end(const char *text, char line, bool *ret_plain)
{
    size_t len = 0;
    size_t least = 3;
    if (line == '.') {
        len = text[0] == '-';
        size_t dots = strspn(text + len, ".");
        if (dots == 0 || text[len + dots] != '-') {
            return 0;
        }
        len += dots + 1;
        least = 0;
    } else {
        const char all[2] = {line, '\0'};
        len = strspn(text, all);
    }
    bool has_head = text[len] == '>' || text[len] == 'x' || text[len] == 'o';
    if (len < (has_head && least > 0 ? 2 : least)) {
        return 0;
    }
    *ret_plain = !has_head;
    return len + has_head;
}

/* The text of "-- text -->": from `begin` on this line; moves s behind the arrow. */
static bool read_middle(struct scan *s, const char *begin, char line, struct link *link)
{
    const char *text = begin + strspn(begin, " ");
    const char *at = text;
    const char *quote = *text == '"' ? strchr(text + 1, '"') : NULL;
    if (quote != NULL) {
        at = quote + 1;
    }
    for (; *at != '\0' && (*at != '\n' || at < text); at++) {
        size_t len = arrow_end(at, line, &link->plain);
        if (len == 0) {
            continue;
        }
        const char *end = at;
        while (end > text && end[-1] == ' ') {
            end--;
        }
        bool is_quoted = quote != NULL && end == quote + 1;
        link->label = label_plain(s->m, s->line, is_quoted ? text + 1 : text,
                                  (size_t)(end - text) - (is_quoted ? 2 : 0));
        for (const char *byte = begin; byte < at; byte++) {
            s->line += *byte == '\n';
        }
        s->at = at + len;
        return true;
    }
    return false;
}

/* "|text|" behind an arrow. */
static bool read_label(struct scan *s, struct link *link)
{
    static const char *const bar[] = {"|", NULL, NULL};
    const char *text = NULL;
    size_t len = 0;
    int line = s->line;
    if (s->at[strspn(s->at, " ")] != '|') {
        return true;
    }
    skip_blanks(s);
    s->at++;
    if (!read_until(s, bar, &text, &len)) {
        return false;
    }
    while (len > 0 && text[len - 1] == ' ') {
        len--;
    }
    link->label = label_plain(s->m, line, text, len);
    return true;
}

static bool read_line(struct scan *s, const char *at, struct link *link)
{
    char line = at[0] == '-' && at[1] == '.' ? '.' : at[0];
    size_t len = arrow_end(at, line, &link->plain);
    if (len > 0) {
        s->at = at + len;
        return read_label(s, link);
    }
    return read_middle(s, at + 2, line, link) && read_label(s, link);
}

bool read_link(struct scan *s, struct link *ret_link)
{
    struct scan begun = *s;
    struct link link = {0};
    skip_blanks(s);
    const char *at = behind_edge_id(s->at);
    if (kstr_starts(at, "~~~")) {
        s->at = at + strspn(at, "~");
        ret_link->invisible = true;
        return true;
    }
    link.both = *at == '<' || ((*at == 'x' || *at == 'o') && (at[1] == '-' || at[1] == '='));
    at += link.both;
    bool is_line = kstr_starts(at, "--") || kstr_starts(at, "==") || kstr_starts(at, "-.");
    if (!is_line || !read_line(s, at, &link)) {
        *s = begun;
        return false;
    }
    *ret_link = link;
    return true;
}

/* ---- subgraphs ---- */

static const char *copy_of(struct mermaid *m, const char *text, size_t len)
{
    char *copy = karena_take(&m->arena, len + 1, 1);
    memcpy(copy, text, len);
    return copy;
}

void read_group(struct scan *s)
{
    size_t whole = strcspn(s->at, "\n;");
    while (whole > 0 && s->at[whole - 1] == ' ') {
        whole--;
    }
    size_t id_len = id_length(s->at);
    const char *behind = s->at + id_len + strspn(s->at + id_len, " ");
    const char *title = s->at;
    size_t title_len = whole;
    bool has_id = id_len > 0 && strchr("[({", *behind) != NULL && *behind != '\0';
    if (has_id) {
        title = behind + 1;
        title_len = (size_t)(s->at + whole - title);
        title_len -= title_len > 0; /* the closing bracket */
    }
    if (title_len >= 2 && title[0] == '"' && title[title_len - 1] == '"') {
        title++;
        title_len -= 2;
    }
    const char *id = copy_of(s->m, s->at, has_id ? id_len : whole);
    const char *plain = label_plain(s->m, s->line, title, title_len);
    group_open(s, id, plain != NULL ? plain : id);
    s->at += whole;
}
