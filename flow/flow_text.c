/*
 * Templates. One scanner (next_piece()) cuts a template into pieces for both the checker and the
 * renderer, so that what was checked is what is rendered.
 */
#include "flow_text.h"

#include "flow_internal.h"
#include "kassert.h"
#include "kstr.h"
#include "text.h"

#include <string.h>

enum piece_kind { PIECE_END, PIECE_PLAIN, PIECE_NAME, PIECE_BROKEN };

struct piece {
    enum piece_kind kind;
    const char *plain; /* PIECE_PLAIN: borrowed from the template */
    size_t plain_len;
    char name[2 * LIMIT_ID_BYTES]; /* PIECE_NAME: a step, or step.output */
    char pair[LIMIT_ID_BYTES];     /* "" = none */
};

static bool copy_part(const char *from, size_t len, char *ret_part, size_t part_size)
{
    if (len >= part_size) {
        return false;
    }
    memcpy(ret_part, from, len);
    ret_part[len] = '\0';
    return true;
}

/* The placeholder that begins with the brace at *at: "{name}" or "{name:pair}". */
static struct piece placeholder(const char **at)
{
    struct piece piece = {.kind = PIECE_BROKEN};
    const char *name = *at + 1;
    size_t name_len = strcspn(name, ":{}");
    const char *end = name + name_len;
    bool whole = copy_part(name, name_len, piece.name, sizeof piece.name);
    if (*end == ':') {
        const char *pair = end + 1;
        end = pair + strcspn(pair, "{}");
        whole = whole && end > pair &&
                copy_part(pair, (size_t)(end - pair), piece.pair, sizeof piece.pair);
    }
    if (whole && *end == '}') {
        piece.kind = PIECE_NAME;
        *at = end + 1;
    }
    return piece;
}

/* Cut the next piece off *at. A broken placeholder stays where it is. */
static struct piece next_piece(const char **at)
{
    if (**at == '\0') {
        return (struct piece){.kind = PIECE_END};
    }
    if (**at == '{' && (*at)[1] != '{') {
        return placeholder(at);
    }
    struct piece piece = {.kind = PIECE_PLAIN, .plain = *at};
    if (**at == '{') { /* two braces: show the first */
        piece.plain_len = 1;
        *at += 2;
        return piece;
    }
    piece.plain_len = strcspn(*at, "{");
    *at += piece.plain_len;
    return piece;
}

/* Append bytes of a text; cuts between characters. False when it was cut. */
static bool append(char *text, size_t text_size, const char *bytes, size_t len)
{
    size_t used = strlen(text);
    return kstr_format(text + used, text_size - used, "%.*s", (int)len, bytes);
}

/* Append a value and its particle. */
static bool append_value(const struct piece *piece, const char *value, char *text, size_t text_size)
{
    if (!kstr_append(text, text_size, value)) {
        return false;
    }
    if (!particle_known(piece->pair) || value[0] == '\0') {
        return true;
    }
    char particle[LIMIT_ID_BYTES] = "";
    particle_pick(value, piece->pair, particle, sizeof particle);
    return kstr_append(text, text_size, particle);
}

void flow_render(const char *tmpl, enum lang lang, flow_lookup_fn lookup, void *user,
                 char *ret_text, size_t text_size)
{
    KASSERT(text_size > 0);
    const char *at = tmpl ? tmpl : "";
    bool whole = true;
    ret_text[0] = '\0';
    while (whole) {
        struct piece piece = next_piece(&at);
        char value[LIMIT_TEXT_BYTES] = "";
        if (piece.kind == PIECE_END || piece.kind == PIECE_BROKEN) {
            return;
        }
        if (piece.kind == PIECE_PLAIN) {
            whole = append(ret_text, text_size, piece.plain, piece.plain_len);
        } else if (lookup && lookup(user, piece.name, lang, value, sizeof value)) {
            whole = append_value(&piece, value, ret_text, text_size);
        }
    }
}

bool flow_lookup(void *scope, const char *name, enum lang lang, char *ret_text, size_t text_size)
{
    const struct flow_scope *in = scope;
    const struct flow_frame *frame = &in->run->frame[in->run->depth - 1];
    const struct flow_chart *chart = &in->run->book->chart[frame->flow];
    for (uint16_t i = 0; i < chart->var_count; i++) {
        if (!kstr_equal(chart->var[i].name, name)) {
            continue;
        }
        if (frame->var[i].type == FLOW_UNKNOWN) {
            return false;
        }
        uint16_t step = chart->var[i].step;
        flow_value_text(step == FLOW_NO_STEP ? NULL : &chart->step[step], &frame->var[i], lang,
                        ret_text, text_size);
        return true;
    }
    return in->next && in->next(in->next_user, name, lang, ret_text, text_size);
}

enum kcode flow_template_check(const char *tmpl, flow_name_fn name_ok, void *user, struct kerr *err)
{
    if (!utf8_valid(tmpl)) {
        return kerr_fail(err, K_E_FORMAT, "text: not UTF-8, or with control characters");
    }
    const char *at = tmpl;
    for (;;) {
        struct piece piece = next_piece(&at);
        if (piece.kind == PIECE_END) {
            return K_OK;
        }
        if (piece.kind == PIECE_BROKEN) {
            return kerr_fail(err, K_E_FORMAT,
                             "text: the brace at character %zu does not close a name ('{{' shows a "
                             "brace)",
                             utf8_count(tmpl) - utf8_count(at) + 1);
        }
        if (piece.kind == PIECE_NAME && !name_ok(user, piece.name)) {
            return kerr_fail(err, K_E_FORMAT, "text: nothing is called '%s' here", piece.name);
        }
        if (piece.kind == PIECE_NAME && piece.pair[0] != '\0' && !particle_known(piece.pair)) {
            return kerr_fail(err, K_E_FORMAT, "text: '%s' is not a pair of particles", piece.pair);
        }
    }
}
