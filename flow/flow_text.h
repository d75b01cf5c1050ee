#pragma once

#include "flow.h"

/*
 * Templates: "{customer.name}님", "{lights}", "{device:을/를}" (the particle that fits the last
 * sound of the value follows it). "{{" is a brace.
 */

/* Look up one name; write its text and return true, or return false (the placeholder then renders
 * as nothing, and its particle too). */
typedef bool (*flow_lookup_fn)(void *user, const char *name, enum lang lang, char *ret_text,
                               size_t text_size);

/* Render; cuts at a character boundary when text_size is reached. tmpl NULL renders as "". */
void flow_render(const char *tmpl, enum lang lang, flow_lookup_fn lookup, void *user,
                 char *ret_text, size_t text_size);

/* A lookup over the current frame of a run: STEP and STEP.NAME give labels; other names go to
 * next (may be NULL). user of flow_render() is a struct flow_scope. */
struct flow_scope {
    const struct flow_run *run;
    flow_lookup_fn next;
    void *next_user;
};
bool flow_lookup(void *scope, const char *name, enum lang lang, char *ret_text, size_t text_size);

/**
 * Refuse a template that flow_render() could not render whole.
 *
 * name_ok  in  says whether a placeholder's name exists here
 * Errors: K_E_FORMAT (unclosed brace, unknown name, not a particle pair)
 */
typedef bool (*flow_name_fn)(void *user, const char *name);
enum kcode flow_template_check(const char *tmpl, flow_name_fn name_ok, void *user,
                               struct kerr *err) K_MUST_CHECK;
