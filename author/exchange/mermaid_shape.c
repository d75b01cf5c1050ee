/* The shape of a box, by its brackets or by name, and the text in it. */
#include "mermaid_internal.h"

#include "kstr.h"

#include <string.h>

#define TEXT_LINES_MAX 12 /* an unquoted text goes over no more: the bracket was forgotten */

/* Longer openers first. */
static const struct bracket {
    const char *open;
    const char *close[3];
    enum mermaid_shape shape;
} brackets[] = {
    {"(((", {")))"}, MERMAID_CIRCLE},
    {"((", {"))"}, MERMAID_CIRCLE},
    {"([", {"])"}, MERMAID_STADIUM},
    {"(-", {"-)"}, MERMAID_ROUND},
    {"(", {")"}, MERMAID_ROUND},
    {"[[", {"]]"}, MERMAID_SUBROUTINE},
    {"[(", {")]"}, MERMAID_CYLINDER},
    {"[/", {"/]", "\\]"}, MERMAID_LEAN_RIGHT},
    {"[\\", {"\\]", "/]"}, MERMAID_LEAN_LEFT},
    {"[", {"]"}, MERMAID_BOX},
    {"{{", {"}}"}, MERMAID_HEXAGON},
    {"{", {"}"}, MERMAID_DIAMOND},
    {">", {"]"}, MERMAID_FLAG},
};

/* Names of @{ shape: ... } that mean more than a box. */
static const struct {
    const char *names; /* each between blanks */
    enum mermaid_shape shape;
} named_shapes[] = {
    {" rect proc process rectangle ", MERMAID_BOX},
    {" rounded event ", MERMAID_ROUND},
    {" stadium pill terminal ", MERMAID_STADIUM},
    {" fr-rect framed-rectangle subproc subprocess subroutine ", MERMAID_SUBROUTINE},
    {" cyl cylinder database db das h-cyl horizontal-cylinder disk lin-cyl lined-cylinder "
     "datastore data-store ",
     MERMAID_CYLINDER},
    {" circle circ dbl-circ double-circle sm-circ small-circle start fr-circ framed-circle stop "
     "f-circ filled-circle junction cross-circ crossed-circle summary ",
     MERMAID_CIRCLE},
    {" odd ", MERMAID_FLAG},
    {" diam decision diamond question ", MERMAID_DIAMOND},
    {" hex hexagon prepare ", MERMAID_HEXAGON},
    {" lean-r lean-right in-out ", MERMAID_LEAN_RIGHT},
    {" lean-l lean-left out-in ", MERMAID_LEAN_LEFT},
};

static const char *closer_at(const char *text, const char *const closers[])
{
    for (int i = 0; i < 3 && closers[i] != NULL; i++) {
        if (kstr_starts(text, closers[i])) {
            return closers[i];
        }
    }
    return NULL;
}

/* The bracket that the closer's last character closes. */
static char opener_of(const char *closer)
{
    switch (closer[strlen(closer) - 1]) {
    case ')':
        return '(';
    case ']':
        return '[';
    case '}':
        return '{';
    default:
        return '\0';
    }
}

static bool read_quoted(struct scan *s, const char *const closers[], const char **ret_text,
                        size_t *ret_len)
{
    const char *begin = s->at + 1;
    const char *end = strchr(begin, '"');
    if (end == NULL) {
        return false;
    }
    const char *after = end + 1;
    after += strspn(after, " \n");
    const char *closer = closer_at(after, closers);
    if (closer == NULL) {
        return false;
    }
    *ret_text = begin;
    *ret_len = (size_t)(end - begin);
    for (const char *byte = s->at; byte < after; byte++) {
        s->line += *byte == '\n';
    }
    s->at = after + strlen(closer);
    return true;
}

bool read_until(struct scan *s, const char *const closers[], const char **ret_text, size_t *ret_len)
{
    const char *begin = s->at + strspn(s->at, " ");
    struct scan quoted = *s;
    quoted.at = begin;
    if (*begin == '"' && read_quoted(&quoted, closers, ret_text, ret_len)) {
        *s = quoted;
        return true;
    }
    char opener = opener_of(closers[0]);
    char last = closers[0][strlen(closers[0]) - 1];
    int depth = 0;
    int lines = 0;
    for (const char *at = begin; *at != '\0' && lines < TEXT_LINES_MAX; at++) {
        const char *closer = depth == 0 ? closer_at(at, closers) : NULL;
        if (closer != NULL) {
            *ret_text = begin;
            *ret_len = (size_t)(at - begin);
            s->at = at + strlen(closer);
            s->line += lines;
            return true;
        }
        depth += opener != '\0' && *at == opener;
        depth -= depth > 0 && *at == last;
        lines += *at == '\n';
    }
    return false;
}

static void set_text(struct scan *s, uint16_t node, const char *text, size_t len, int line)
{
    const char *plain = label_plain(s->m, line, text, len);
    if (plain != NULL) {
        s->m->node[node].text = plain;
        s->m->node[node].line = line;
    }
}

void read_shape(struct scan *s, uint16_t node)
{
    const char *blanks = s->at + strspn(s->at, " ");
    bool is_near = blanks == s->at || strchr("[({", *blanks) != NULL;
    for (size_t i = 0; is_near && *blanks != '\0' && i < sizeof brackets / sizeof *brackets; i++) {
        const struct bracket *bracket = &brackets[i];
        if (!kstr_starts(blanks, bracket->open)) {
            continue;
        }
        const char *text = NULL;
        size_t len = 0;
        int line = s->line;
        const char *before = s->at;
        s->at = blanks + strlen(bracket->open);
        if (!read_until(s, bracket->close, &text, &len)) {
            s->at = before;
            continue; /* "[(" that is not closed by ")]" may be "[" with a parenthesis */
        }
        s->m->node[node].shape = bracket->shape;
        set_text(s, node, text, len, line);
        return;
    }
}

/* ---- @{ shape: diam, label: "text" } ---- */

static void set_shape(struct scan *s, uint16_t node, const char *name, size_t len)
{
    char padded[40];
    (void)kstr_format(padded, sizeof padded, " %.*s ", (int)len, name);
    s->m->node[node].shape = MERMAID_OTHER;
    for (size_t i = 0; i < sizeof named_shapes / sizeof *named_shapes; i++) {
        if (strstr(named_shapes[i].names, padded) != NULL) {
            s->m->node[node].shape = named_shapes[i].shape;
        }
    }
}

struct value {
    const char *text;
    size_t len;
};

/* A value of an attribute: quoted either way, or up to a comma, brace or line's end. */
static struct value read_value(struct scan *s)
{
    skip_blanks(s);
    struct value value = {s->at, 0};
    const char *end = *s->at == '"' || *s->at == '\'' ? strchr(s->at + 1, *s->at) : NULL;
    if (end != NULL) {
        value = (struct value){s->at + 1, (size_t)(end - s->at - 1)};
        for (const char *byte = s->at; byte < end; byte++) {
            s->line += *byte == '\n';
        }
        s->at = end + 1;
        return value;
    }
    value.len = strcspn(s->at, ",}\n");
    s->at += value.len;
    while (value.len > 0 && value.text[value.len - 1] == ' ') {
        value.len--;
    }
    return value;
}

static bool key_is(struct value key, const char *name)
{
    return strlen(name) == key.len && strncmp(key.text, name, key.len) == 0;
}

static void read_attribute(struct scan *s, uint16_t node)
{
    int line = s->line;
    struct value key = {s->at, strcspn(s->at, ":,}\n ")};
    s->at += key.len;
    skip_blanks(s);
    if (*s->at != ':') {
        return;
    }
    s->at++;
    struct value value = read_value(s);
    if (key_is(key, "shape")) {
        set_shape(s, node, value.text, value.len);
    } else if (key_is(key, "label") || key_is(key, "title")) {
        set_text(s, node, value.text, value.len, line);
    } else if (key_is(key, "icon") || key_is(key, "img")) {
        mermaid_note_at(s->m, line,
                        "the picture '%.*s' is left out; give the step a picture or an icon",
                        (int)(value.len < 80 ? value.len : 80), value.text);
    }
}

void read_attributes(struct scan *s, uint16_t node)
{
    while (*s->at != '\0' && *s->at != '}') {
        const char *before = s->at;
        if (strchr(" ,\n", *s->at) != NULL) {
            s->line += *s->at == '\n';
            s->at++;
            continue;
        }
        read_attribute(s, node);
        s->at += s->at == before; /* a character that fits nowhere */
    }
    s->at += *s->at == '}';
}
