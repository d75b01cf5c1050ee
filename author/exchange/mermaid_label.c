/*
 * What stands in a box or on an arrow -> plain text. Line breaks stay, marks of Markdown and tags
 * go, entities become their character.
 */
#include "mermaid_internal.h"

#include "kstr.h"
#include "text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
    const char *name;
    uint32_t character;
} entities[] = {
    {"quot", '"'},      {"amp", '&'},      {"lt", '<'},        {"gt", '>'},       {"nbsp", ' '},
    {"apos", '\''},     {"num", '#'},      {"semi", ';'},      {"colon", ':'},    {"comma", ','},
    {"period", '.'},    {"excl", '!'},     {"quest", '?'},     {"percnt", '%'},   {"commat", '@'},
    {"lpar", '('},      {"rpar", ')'},     {"lsqb", '['},      {"rsqb", ']'},     {"lbrack", '['},
    {"rbrack", ']'},    {"lcub", '{'},     {"rcub", '}'},      {"lbrace", '{'},   {"rbrace", '}'},
    {"sol", '/'},       {"bsol", '\\'},    {"verbar", '|'},    {"vert", '|'},     {"plus", '+'},
    {"equals", '='},    {"ast", '*'},      {"lowbar", '_'},    {"grave", '`'},    {"dollar", '$'},
    {"ndash", 0x2013},  {"mdash", 0x2014}, {"hellip", 0x2026}, {"deg", 0xB0},     {"times", 0xD7},
    {"middot", 0xB7},   {"bull", 0x2022},  {"rarr", 0x2192},   {"larr", 0x2190},  {"uarr", 0x2191},
    {"darr", 0x2193},   {"check", 0x2713}, {"cross", 0x2717},  {"copy", 0xA9},    {"reg", 0xAE},
    {"hearts", 0x2665}, {"lsquo", 0x2018}, {"rsquo", 0x2019},  {"ldquo", 0x201C}, {"rdquo", 0x201D},
    {"won", 0x20A9},    {"euro", 0x20AC},  {"le", 0x2264},     {"ge", 0x2265},    {"ne", 0x2260},
};

struct plain {
    struct mermaid *m;
    int line;
    const char *at, *end;
    bool is_markdown;
    char *text;        /* as long as the raw label at least */
    size_t len, solid; /* solid: up to here nothing is a blank that may go */
};

static void put(struct plain *p, uint32_t character)
{
    p->len += (size_t)utf8_put(character, p->text + p->len);
    p->solid = p->len;
}

/* One blank or line break; several are one, and a break wins. */
static void put_blank(struct plain *p, char blank)
{
    if (p->solid == 0) {
        return;
    }
    if (p->len == p->solid) {
        p->text[p->len++] = blank;
    } else if (blank == '\n') {
        p->text[p->len - 1] = '\n';
    }
}

/* "&amp;", "#quot;", "#9829;", "&#39;", "&#x2713;": bytes of it, 0 when it is none. */
static size_t take_entity(struct plain *p)
{
    const char *name = p->at + 1 + (p->at[0] == '&' && p->at[1] == '#');
    bool is_hex = *name == 'x' && name[-1] == '#' && p->at[0] == '&';
    name += is_hex;
    size_t len = 0;
    while (len < 8 && name + len < p->end && isalnum((unsigned char)name[len])) {
        len++;
    }
    if (len == 0 || name + len >= p->end || name[len] != ';') {
        return 0;
    }
    size_t whole = (size_t)(name + len + 1 - p->at);
    size_t digits = strspn(name, is_hex ? "0123456789abcdefABCDEF" : "0123456789");
    uint32_t character = digits >= len ? (uint32_t)strtoul(name, NULL, is_hex ? 16 : 10) : 0;
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        if (strlen(entities[i].name) == len && strncasecmp(entities[i].name, name, len) == 0) {
            character = entities[i].character;
        }
    }
    bool is_surrogate = character >= 0xD800 && character <= 0xDFFF;
    if (character < ' ' || character == 0x7F || character > 0x10FFFF || is_surrogate) {
        mermaid_note_at(p->m, p->line, "the entity '%.*s' is not known; it stays as it is",
                        (int)whole, p->at);
        return 0;
    }
    put(p, character);
    return whole;
}

static bool breaks_line(const char *tag, size_t len)
{
    return (len == 2 && (strncasecmp(tag, "br", 2) == 0 || strncasecmp(tag, "li", 2) == 0)) ||
           (len == 1 && (*tag == 'p' || *tag == 'P'));
}

/* "<br/>" becomes a line break, other tags go: bytes of it, 0 when it is none. */
static size_t take_tag(struct plain *p)
{
    const char *name = p->at + 1 + (p->at[1] == '/');
    if (name >= p->end || !isalpha((unsigned char)*name)) {
        return 0;
    }
    const char *close = memchr(name, '>', (size_t)(p->end - name));
    if (close == NULL) {
        return 0;
    }
    size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    if (breaks_line(name, len)) {
        put_blank(p, '\n');
    }
    return (size_t)(close + 1 - p->at);
}

/* "fa:fa-ban ": an icon of a font. */
static size_t take_icon(struct plain *p)
{
    size_t kind = strspn(p->at, "abdfklrs");
    if (p->at[0] != 'f' || kind < 2 || kind > 3 || strncmp(p->at + kind, ":fa-", 4) != 0) {
        return 0;
    }
    size_t len = kind + 4;
    len += strspn(p->at + len, "abcdefghijklmnopqrstuvwxyz0123456789-");
    mermaid_note_at(p->m, p->line,
                    "the icon '%.*s' is left out; give the step an icon of the kiosk", (int)len,
                    p->at);
    return len;
}

static bool is_mark(const struct plain *p)
{
    bool is_word_before = p->len > 0 && isalnum((unsigned char)p->text[p->len - 1]);
    bool is_word_after = p->at + 1 < p->end && isalnum((unsigned char)p->at[1]);
    return *p->at == '*' || *p->at == '`' || (*p->at == '_' && !(is_word_before && is_word_after));
}

/* What begins at p->at as a whole: its bytes, 0 when it is just a character. */
static size_t take_special(struct plain *p)
{
    switch (*p->at) {
    case '<':
        return take_tag(p);
    case '#':
    case '&':
        return take_entity(p);
    case 'f':
        return take_icon(p);
    case '\n':
        put_blank(p, p->is_markdown ? '\n' : ' ');
        return 1;
    case ' ':
        put_blank(p, ' ');
        return 1;
    case '\\':
        if (p->at + 1 < p->end && p->at[1] == 'n') {
            put_blank(p, '\n');
            return 2;
        }
        return 0;
    default:
        return p->is_markdown && is_mark(p) ? 1 : 0;
    }
}

const char *label_plain(struct mermaid *m, int line, const char *raw, size_t len)
{
    struct plain p = {.m = m, .line = line, .at = raw, .end = raw + len};
    if (len >= 2 && raw[0] == '`' && raw[len - 1] == '`') {
        p.is_markdown = true;
        p.at++;
        p.end--;
    }
    p.text = karena_take(&m->arena, len + 8, 1); /* no entity is shorter than its character */
    while (p.at < p.end) {
        size_t taken = take_special(&p);
        if (taken == 0) {
            uint32_t character = 0;
            int bytes = utf8_get(p.at, &character);
            taken = bytes > 0 ? (size_t)bytes : 1;
            put(&p, bytes > 0 ? character : '?');
        }
        p.at += taken;
    }
    p.text[p.solid] = '\0';
    return p.solid > 0 ? p.text : NULL;
}
