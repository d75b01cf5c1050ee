#pragma once

#include "node.h"
#include "texts.h"

/* Shared by the files that exchange texts; nobody else includes it. */

/* A text of an article's body; a list of keywords. */
bool text_is_body(const struct source_text *text);
bool text_is_keywords(const struct source_text *text);

/* Text with a sticky error. */
struct texts_out {
    struct kbuf *buf;
    struct kerr *err;
};
void out_put(const struct texts_out *out, const char *text);

/* Is the text in this export? Texts without Korean never are. */
bool text_is_wanted(const struct texts_lock *lock, const struct source_text *text, bool only_todo);

/* ---- texts_edit.c ---- */

/* Put the English of a text into the bytes of its file. False when it cannot be written there in
 * place. */
bool edit_text(const struct source_text *text, const char *en, struct texts_file *file);

/* The part of an article between its lines "::: LANG" and the next ":::", without empty lines
 * around; false when there is none. */
bool article_part(const char *bytes, enum lang lang, size_t *ret_begin, size_t *ret_end);
