/* gettext's .po: every translator's tool reads it. */
#include "texts_internal.h"

#include "kstr.h"

#include <string.h>

/* ---- writing ---- */

static void put_escaped(const struct texts_out *out, const char *text, size_t len)
{
    out_put(out, "\"");
    for (size_t i = 0; i < len; i++) {
        const char one[2] = {text[i], '\0'};
        out_put(out, text[i] == '"'    ? "\\\""
                     : text[i] == '\\' ? "\\\\"
                     : text[i] == '\n' ? "\\n"
                     : text[i] == '\t' ? "\\t"
                                       : one);
    }
    out_put(out, "\"\n");
}

/* A text of several lines begins with an empty string, then one line each. */
static void put_string(const struct texts_out *out, const char *keyword, const char *text)
{
    out_put(out, keyword);
    out_put(out, " ");
    if (strchr(text, '\n') == NULL) {
        put_escaped(out, text, strlen(text));
        return;
    }
    out_put(out, "\"\"\n");
    while (*text != '\0') {
        size_t len = strcspn(text, "\n");
        len += text[len] == '\n';
        put_escaped(out, text, len);
        text += len;
    }
}

enum kcode texts_po_write(struct source *source, const struct texts_lock *lock, bool only_todo,
                          struct kbuf *buf, struct kerr *err)
{
    const struct texts_out out = {buf, err};
    out_put(&out, "msgid \"\"\nmsgstr \"\"\n\"Language: en\\n\"\n\"MIME-Version: 1.0\\n\"\n"
                  "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
                  "\"Content-Transfer-Encoding: 8bit\\n\"\n");
    for (size_t i = 0; i < source->text_count; i++) {
        const struct source_text *text = &source->text[i];
        char place[SOURCE_PATH_SIZE + 16];
        if (!text_is_wanted(lock, text, only_todo)) {
            continue;
        }
        const char *en = texts_plain(source, text, LANG_EN);
        (void)kstr_format(place, sizeof place, "\n#: %s:%d\n", text->at[LANG_KO].file,
                          text->at[LANG_KO].line);
        out_put(&out, place);
        out_put(&out, texts_state(lock, text) == TEXTS_OUTDATED ? "#, fuzzy\n" : "");
        put_string(&out, "msgctxt", text->id);
        put_string(&out, "msgid", texts_plain(source, text, LANG_KO));
        put_string(&out, "msgstr", en != NULL ? en : "");
    }
    return err->code;
}

/* ---- reading ---- */

enum part { PART_NONE, PART_CONTEXT, PART_ID, PART_STRING, PART_COUNT };

struct entries {
    struct source *inbox;
    const char *file;
    struct texts_rows *rows;
    struct kbuf part[PART_COUNT]; /* of the entry that is read now */
    bool has[PART_COUNT];
    enum part now;
    bool is_fuzzy;
    int entry_line, line;
};

static void tell(struct entries *e, enum diag_code code, const char *const args[DIAG_ARGS_MAX])
{
    source_tell(e->inbox, (struct place){e->file, e->line, 1}, code, args);
}

static const char *text_of(struct entries *e, enum part part)
{
    return e->has[part] ? karena_text(&e->inbox->arena, e->part[part].data) : "";
}

/* The entry is complete: the head (an empty msgid without a context) is none. */
static void end_entry(struct entries *e)
{
    bool is_head = e->has[PART_ID] && e->part[PART_ID].len == 0 && !e->has[PART_CONTEXT];
    if (e->has[PART_STRING] && !is_head) {
        texts_row_add(&e->inbox->arena, e->rows,
                      (struct texts_row){.id = text_of(e, PART_CONTEXT),
                                         .ko = text_of(e, PART_ID),
                                         .en = text_of(e, PART_STRING),
                                         .line = e->entry_line,
                                         .is_confirmed = !e->is_fuzzy});
    }
    for (int part = 0; part < PART_COUNT; part++) {
        e->has[part] = false;
        kbuf_clear(&e->part[part]);
    }
    e->is_fuzzy = false;
    e->now = PART_NONE;
}

static char unescaped(char c)
{
    return (char)(c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c);
}

/* The string at text, up to its closing quote, behind what is there. */
static bool take_string(struct entries *e, const char *text)
{
    struct kerr err = {0};
    const char *at = text + 1;
    if (*text != '"' || e->now == PART_NONE) {
        return false;
    }
    while (*at != '"' && *at != '\0') {
        bool is_escape = at[0] == '\\' && at[1] != '\0';
        char c = is_escape ? unescaped(at[1]) : at[0];
        if (kbuf_add(&e->part[e->now], &c, 1, &err) != K_OK) {
            return false;
        }
        at += is_escape ? 2 : 1;
    }
    return *at == '"' && at[1 + strspn(at + 1, " ")] == '\0';
}

static bool begin_part(struct entries *e, enum part part, const char *rest)
{
    bool is_new = part == PART_CONTEXT || (part == PART_ID && e->now != PART_CONTEXT);
    if (is_new && e->has[PART_STRING]) {
        end_entry(e);
    }
    bool is_first = !e->has[PART_CONTEXT] && !e->has[PART_ID] && !e->has[PART_STRING];
    e->entry_line = is_first ? e->line : e->entry_line;
    if (e->has[part]) {
        return false;
    }
    e->has[part] = true;
    e->now = part;
    return take_string(e, rest + strspn(rest, " "));
}

static bool read_line(struct entries *e, const char *line)
{
    static const struct {
        const char *word;
        enum part part;
    } words[] = {{"msgctxt ", PART_CONTEXT}, {"msgid ", PART_ID}, {"msgstr ", PART_STRING}};
    if (line[0] == '#') {
        if (e->has[PART_STRING]) {
            end_entry(e);
        }
        e->is_fuzzy = e->is_fuzzy || (line[1] == ',' && strstr(line, "fuzzy") != NULL);
        return true;
    }
    if (line[0] == '\0') {
        return true;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (kstr_starts(line, words[i].word)) {
            return begin_part(e, words[i].part, line + strlen(words[i].word));
        }
    }
    return take_string(e, line);
}

static void read_all(struct entries *e, char *bytes)
{
    char *line = bytes;
    while (line != NULL) {
        char *next = strchr(line, '\n');
        size_t len = next != NULL ? (size_t)(next - line) : strlen(line);
        line[len] = '\0';
        if (len > 0 && line[len - 1] == '\r') {
            line[len - 1] = '\0';
        }
        if (!read_line(e, line + strspn(line, " "))) {
            char shown[64];
            (void)kstr_copy(shown, sizeof shown, line);
            tell(e, A743_PO_LINE, DIAG_ARGS(shown));
        }
        line = next != NULL ? next + 1 : NULL;
        e->line++;
    }
    end_entry(e);
}

bool texts_po_read(struct source *inbox, const char *file, const char *bytes, size_t count,
                   struct texts_rows *ret_rows)
{
    static const char bom[] = "\xEF\xBB\xBF";
    struct entries e = {
        .inbox = inbox, .file = karena_text(&inbox->arena, file), .rows = ret_rows, .line = 1};
    if (strlen(bytes) != count) {
        tell(&e, A007_NUL_CHARACTER, NULL);
        return false;
    }
    for (int part = 0; part < PART_COUNT; part++) {
        e.part[part] =
            (struct kbuf){.data = karena_take(&inbox->arena, count + 1, 1), .size = count + 1};
    }
    read_all(&e, karena_text(&inbox->arena, bytes + (kstr_starts(bytes, bom) ? strlen(bom) : 0)));
    return inbox->count[DIAG_ERROR] == 0;
}
