/*
 * A translation into the bytes of its file, in place: the value where it stands, in the quotes it
 * has, or a new one beside the Korean. Nothing else of the file moves.
 */
#include "field.h"
#include "texts_internal.h"
#include "tree.h"

#include "kassert.h"
#include "kstr.h"
#include "text.h"

#include <string.h>

#define VALUE_BYTES ((size_t)256 * 1024)

/* A piece of the file that is replaced; begin == end: put in. */
struct span {
    size_t begin, end;
};

/* Byte of a place; false when the file has no such place. */
static bool offset_of(const char *bytes, struct place at, size_t *ret_offset)
{
    const char *byte = bytes;
    for (int line = 1; line < at.line; line++) {
        byte = strchr(byte, '\n');
        if (byte == NULL) {
            return false;
        }
        byte++;
    }
    for (int column = 1; column < at.column; column++) {
        uint32_t c = 0;
        int taken = utf8_get(byte, &c);
        if (taken <= 0 || c == '\n') {
            return false;
        }
        byte += taken;
    }
    *ret_offset = (size_t)(byte - bytes);
    return true;
}

/* ---- where values end ---- */

static size_t quoted_end(const char *bytes, size_t begin)
{
    char quote = bytes[begin];
    size_t at = begin + 1;
    while (bytes[at] != '\0') {
        bool is_escape =
            quote == '"' ? bytes[at] == '\\' : bytes[at] == quote && bytes[at + 1] == quote;
        if (!is_escape && bytes[at] == quote) {
            return at + 1;
        }
        at += is_escape && bytes[at + 1] != '\0' ? 2 : 1;
    }
    return 0;
}

static size_t line_begin(const char *bytes, size_t at)
{
    while (at > 0 && bytes[at - 1] != '\n') {
        at--;
    }
    return at;
}

/* Column of the key on the line of `at`, from 0: behind blanks and dashes. */
static size_t key_column(const char *bytes, size_t at)
{
    size_t begin = line_begin(bytes, at);
    return strspn(bytes + begin, " -");
}

/* "|" and ">": lines that are deeper than the key, without the empty ones at the end. */
static size_t block_end(const char *bytes, size_t begin)
{
    size_t column = key_column(bytes, begin);
    size_t end = begin + strcspn(bytes + begin, "\n");
    size_t at = end;
    while (bytes[at] == '\n') {
        size_t blanks = strspn(bytes + at + 1, " ");
        size_t line = at + 1 + strcspn(bytes + at + 1, "\n");
        bool is_empty = at + 1 + blanks == line;
        if (!is_empty && blanks <= column) {
            break;
        }
        end = is_empty ? end : line;
        at = line;
    }
    return end;
}

static size_t list_end(const char *bytes, size_t begin)
{
    size_t at = begin + 1;
    while (bytes[at] != '\0' && bytes[at] != ']') {
        bool is_quote = bytes[at] == '"' || bytes[at] == '\'';
        size_t end = is_quote ? quoted_end(bytes, at) : at + 1;
        if (end == 0 || bytes[at] == '[') {
            return 0;
        }
        at = end;
    }
    return bytes[at] == ']' ? at + 1 : 0;
}

/* The end of the value that begins here and reads `value`; 0 when it cannot be told. */
static size_t value_end(const char *bytes, size_t begin, const char *value)
{
    switch (bytes[begin]) {
    case '"':
    case '\'':
        return quoted_end(bytes, begin);
    case '|':
    case '>':
        return block_end(bytes, begin);
    case '[':
        return list_end(bytes, begin);
    default:
        return strncmp(bytes + begin, value, strlen(value)) == 0 ? begin + strlen(value) : 0;
    }
}

/* ---- new values ---- */

/* A text that YAML takes as it is, inside of braces, too. */
static bool is_plain(const char *text)
{
    size_t len = strlen(text);
    unsigned char first = (unsigned char)text[0];
    bool is_letter =
        (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first >= 0x80;
    return is_letter && strpbrk(text, ":#,[]{}&*!|>'\"%@`\n\\") == NULL && text[len - 1] != ' ' &&
           field_surprise(text) == NULL;
}

static bool put_single(const char *text, struct kbuf *buf, struct kerr *err)
{
    (void)!kbuf_text(buf, "'", err);
    for (size_t i = 0; text[i] != '\0' && err->code == K_OK; i++) {
        (void)!kbuf_add(buf, text[i] == '\'' ? "''" : &text[i], text[i] == '\'' ? 2 : 1, err);
    }
    return err->code == K_OK && kbuf_text(buf, "'", err) == K_OK;
}

/* In the quotes that the old value had, as far as they can hold it. */
static bool put_value(char style, const char *text, struct kbuf *buf)
{
    struct kerr err = {0};
    if (style == '\'' && strchr(text, '\n') == NULL) {
        return put_single(text, buf, &err);
    }
    bool was_plain = strchr("\"'|>[", style) == NULL;
    if (was_plain && is_plain(text)) {
        return kbuf_text(buf, text, &err) == K_OK;
    }
    return tree_quoted(text, buf, &err) == K_OK;
}

/* [a, "b c"] of "a,b c". */
static bool put_list(const char *text, struct kbuf *buf)
{
    struct kerr err = {0};
    (void)!kbuf_text(buf, "[", &err);
    bool is_first = true;
    while (*text != '\0' && err.code == K_OK) {
        char word[LIMIT_TEXT_BYTES];
        text += strspn(text, ", \n");
        size_t len = strcspn(text, ",\n");
        size_t shown = len;
        while (shown > 0 && text[shown - 1] == ' ') {
            shown--;
        }
        bool fits = kstr_format(word, sizeof word, "%.*s", (int)shown, text);
        text += len;
        if (!fits || shown == 0) {
            continue;
        }
        (void)!kbuf_text(buf, is_first ? "" : ", ", &err);
        if (err.code == K_OK) {
            bool ok = put_value(is_plain(word) ? 'a' : '"', word, buf);
            err.code = ok ? K_OK : K_E_FULL;
        }
        is_first = false;
    }
    return err.code == K_OK && kbuf_text(buf, "]", &err) == K_OK;
}

/* ---- the edit ---- */

static bool replace(struct texts_file *file, struct span span, const struct kbuf *value)
{
    struct kbuf *bytes = &file->bytes;
    KASSERT(span.begin <= span.end);
    KASSERT(span.end <= bytes->len);
    size_t tail = bytes->len - span.end;
    if (span.begin + value->len + tail + 1 > bytes->size) {
        return false;
    }
    memmove(bytes->data + span.begin + value->len, bytes->data + span.end, tail + 1);
    memcpy(bytes->data + span.begin, value->data, value->len);
    bytes->len = span.begin + value->len + tail;
    return true;
}

/* What stands before a value that is put in behind the Korean one: ", en: " in braces, or a line
 * of its own below "ko: ". False when the Korean stands in neither way. */
static bool put_key(const char *bytes, size_t ko_begin, struct kbuf *buf)
{
    struct kerr err = {0};
    size_t at = ko_begin;
    while (at > 0 && bytes[at - 1] == ' ') {
        at--;
    }
    if (at < 3 || strncmp(bytes + at - 3, "ko:", 3) != 0) {
        return false;
    }
    size_t key = at - 3;
    size_t before = key;
    while (before > 0 && bytes[before - 1] == ' ') {
        before--;
    }
    bool in_braces = before > 0 && (bytes[before - 1] == '{' || bytes[before - 1] == ',');
    if (in_braces) {
        return kbuf_text(buf, ", en: ", &err) == K_OK;
    }
    size_t column = key - line_begin(bytes, key);
    return kbuf_format(buf, &err, "\n%*sen: ", (int)column, "") == K_OK;
}

static bool edit_value(const struct source_text *text, const char *en, struct texts_file *file,
                       struct kbuf *value)
{
    const char *bytes = file->bytes.data;
    const char *old = text->words.in[LANG_EN];
    bool is_list = text_is_keywords(text);
    enum lang lang = old != NULL ? LANG_EN : LANG_KO;
    struct span span = {0};
    if (!offset_of(bytes, text->at[lang], &span.begin)) {
        return false;
    }
    if (is_list && bytes[span.begin] != '[') {
        return false; /* a list of lines stays its author's */
    }
    span.end = value_end(bytes, span.begin, text->words.in[lang]);
    char style = old != NULL || is_list ? bytes[span.begin] : '"';
    if (span.end == 0 || (old == NULL && !put_key(bytes, span.begin, value))) {
        return false;
    }
    span.begin = old != NULL ? span.begin : span.end;
    bool ok = is_list ? put_list(en, value) : put_value(style, en, value);
    return ok && replace(file, span, value);
}

/* ---- articles ---- */

bool article_part(const char *bytes, enum lang lang, size_t *ret_begin, size_t *ret_end)
{
    char mark[16];
    (void)kstr_format(mark, sizeof mark, "\n::: %s\n", lang_name(lang));
    const char *found = strstr(bytes, mark);
    if (found == NULL) {
        return false;
    }
    const char *begin = found + strlen(mark) - 1; /* its \n */
    const char *end = strstr(begin, "\n:::");
    end = end != NULL ? end : begin + strlen(begin);
    begin += strspn(begin, "\n");
    while (end > begin && end[-1] == '\n') {
        end--;
    }
    *ret_begin = (size_t)(begin - bytes);
    *ret_end = end > begin ? (size_t)(end - bytes) : *ret_begin;
    return true;
}

static bool edit_body(const char *en, struct texts_file *file, struct kbuf *value)
{
    struct span span = {file->bytes.len, file->bytes.len};
    struct kerr err = {0};
    bool has_part = article_part(file->bytes.data, LANG_EN, &span.begin, &span.end);
    bool ends = file->bytes.len > 0 && file->bytes.data[file->bytes.len - 1] == '\n';
    bool ok = has_part || kbuf_text(value, ends ? "::: en\n" : "\n::: en\n", &err) == K_OK;
    bool is_safe = !kstr_starts(en, ":::") && strstr(en, "\n:::") == NULL;
    ok = ok && is_safe && kbuf_text(value, en, &err) == K_OK;
    ok = ok && (has_part || kbuf_text(value, "\n", &err) == K_OK);
    return ok && replace(file, span, value);
}

bool edit_text(const struct source_text *text, const char *en, struct texts_file *file)
{
    static char memory[VALUE_BYTES];
    struct kbuf value = KBUF(memory);
    if (en[0] == '\0' || !utf8_valid(en)) {
        return false;
    }
    return text_is_body(text) ? edit_body(en, file, &value) : edit_value(text, en, file, &value);
}
