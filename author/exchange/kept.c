/* Words and shapes that draw and import share. */
#include "kept.h"

#include "kassert.h"
#include "kstr.h"

#include <string.h>

static const struct {
    enum mermaid_shape shape;
    const char *open, *close;
} shapes[FLOW_KIND_COUNT] = {
    [FLOW_TELL] = {MERMAID_BOX, "[\"", "\"]"},
    [FLOW_ASK] = {MERMAID_DIAMOND, "{\"", "\"}"},
    [FLOW_INPUT] = {MERMAID_LEAN_RIGHT, "[/\"", "\"/]"},
    [FLOW_BRANCH] = {MERMAID_HEXAGON, "{{\"", "\"}}"},
    [FLOW_CHECK] = {MERMAID_CYLINDER, "[(\"", "\")]"},
    [FLOW_CALL] = {MERMAID_SUBROUTINE, "[[\"", "\"]]"},
    [FLOW_AGAIN] = {MERMAID_FLAG, ">\"", "\"]"},
    [FLOW_SOLVED] = {MERMAID_ROUND, "(\"", "\")"},
    [FLOW_HAND_OVER] = {MERMAID_LEAN_LEFT, "[\\\"", "\"\\]"},
    [FLOW_END] = {MERMAID_STADIUM, "([\"", "\"])"},
};

static const struct {
    const char *key;
    struct words label;
} roles[] = {
    {"yes", {{"예", "Yes"}}},
    {"no", {{"아니요", "No"}}},
    {"offline", {{"연결 안 됨", "offline"}}},
    {"failed", {{"실패", "failed"}}},
    {"otherwise", {{"모름", "otherwise"}}},
    {"again", {{"다시", "again"}}},
};

enum mermaid_shape kept_shape(enum flow_kind kind)
{
    KASSERT(kind < FLOW_KIND_COUNT);
    return shapes[kind].shape;
}

const char *kept_open(enum flow_kind kind)
{
    KASSERT(kind < FLOW_KIND_COUNT);
    return shapes[kind].open;
}

const char *kept_close(enum flow_kind kind)
{
    KASSERT(kind < FLOW_KIND_COUNT);
    return shapes[kind].close;
}

const char *kept_role_label(const char *key, enum lang lang)
{
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        if (strcmp(roles[i].key, key) == 0) {
            return roles[i].label.in[lang];
        }
    }
    return NULL;
}

const char *kept_role(enum flow_kind kind, const char *label)
{
    for (size_t i = 0; label != NULL && i < sizeof roles / sizeof *roles; i++) {
        if (kstr_equal(roles[i].label.in[LANG_KO], label) ||
            kstr_equal(roles[i].label.in[LANG_EN], label)) {
            return roles[i].key;
        }
    }
    return kind == FLOW_SOLVED ? "no" : "go";
}

const char *kept_unescape(struct karena *arena, const char *value)
{
    char *text = karena_text(arena, value);
    size_t to = 0;
    for (size_t i = 0; value[i] != '\0'; i++) {
        bool is_escape = value[i] == '\\' && value[i + 1] != '\0';
        i += is_escape;
        char c = value[i];
        text[to++] = (char)(!is_escape ? c : c == 'n' ? '\n' : c == 's' ? ' ' : c);
    }
    text[to] = '\0';
    return text;
}
