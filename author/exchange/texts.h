#pragma once

#include "kbuf.h"
#include "source.h"

/*
 * All texts of a folder of sources, out to translators and back: Korean is the source, English the
 * target. The texts themselves are those that were noted while the sources were read
 * (source->text); their ids are their ways in the files.
 */

/* ---- which translation belongs to which Korean text: translations.yaml (texts_lock.c) ---- */

#define TEXTS_LOCK_FILE "translations.yaml"

enum texts_state {
    TEXTS_OK,
    TEXTS_MISSING,  /* no English */
    TEXTS_OUTDATED, /* the Korean text is another than the one that was translated */
    TEXTS_STATE_COUNT,
};

/* "ok", "missing", "outdated". */
const char *texts_state_name(enum texts_state state);

struct texts_mark {
    const char *id;
    uint64_t hash; /* of the Korean text */
};

struct texts_lock {
    struct texts_mark *mark; /* by id; in the source's arena */
    size_t count, size;
};

/* Read translations.yaml; none is an empty lock. False after telling. */
bool texts_lock_read(struct source *source, struct texts_lock *ret_lock);

/* For `check` and the exchange: a text that the lock does not know is taken as it is. */
enum texts_state texts_state(const struct texts_lock *lock, const struct source_text *text);

/* The Korean text as it is now is the one that is translated. */
void texts_lock_set(struct source *source, struct texts_lock *lock, const struct source_text *text);

/* Forget the texts that are not in the sources any more. */
void texts_lock_prune(const struct source *source, struct texts_lock *lock);

/* As YAML. Errors: K_E_FULL */
enum kcode texts_lock_write(const struct texts_lock *lock, struct kbuf *buf,
                            struct kerr *err) K_MUST_CHECK;

/* ---- rows (texts_row.c, texts_csv.c, texts_po.c) ---- */

/* One text as a translator sees it. */
struct texts_row {
    const char *id, *ko, *en; /* en: "" = not translated */
    int line;                 /* of the file it came in */
    bool is_confirmed;        /* the translator says that it fits: state "ok", not fuzzy */
};

struct texts_rows {
    struct texts_row *row;
    size_t count, size;
};

/* What a translator sees of a text: a body without the lines around it. In the source's arena;
 * NULL when that language is missing. */
const char *texts_plain(struct source *source, const struct source_text *text, enum lang lang);

void texts_row_add(struct karena *arena, struct texts_rows *rows, struct texts_row row);

/* Spreadsheet: id,state,ko,en,place in UTF-8 with BOM and CRLF (RFC 4180). A cell that a
 * spreadsheet would calculate gets a ' before it. */
enum kcode texts_csv_write(struct source *source, const struct texts_lock *lock, bool only_todo,
                           struct kbuf *buf, struct kerr *err) K_MUST_CHECK;

/* gettext: msgctxt is the id, outdated is fuzzy. */
enum kcode texts_po_write(struct source *source, const struct texts_lock *lock, bool only_todo,
                          struct kbuf *buf, struct kerr *err) K_MUST_CHECK;

/* Read rows back; what is wrong is told to `inbox` with the line of `file`. False when it is no
 * such file at all. The bytes are NUL-terminated. */
bool texts_csv_read(struct source *inbox, const char *file, const char *bytes, size_t count,
                    struct texts_rows *ret_rows);
bool texts_po_read(struct source *inbox, const char *file, const char *bytes, size_t count,
                   struct texts_rows *ret_rows);

/* ---- into the sources (texts_apply.c, texts_edit.c, texts_store.c) ---- */

struct texts_report {
    int changed, confirmed, stale; /* stale: the Korean text has changed; not applied */
};

/**
 * Put the rows into the sources: in place, all or nothing. Unknown and double ids refuse the whole
 * file; a row whose Korean text changed meanwhile is told and left out.
 *
 * Errors: K_E_FORMAT  told to inbox; nothing was changed
 *         K_E_IO, K_E_FULL  nothing was changed
 */
enum kcode texts_apply(struct source *source, struct source *inbox, const char *file,
                       const struct texts_rows *rows, struct texts_report *ret_report,
                       struct kerr *err) K_MUST_CHECK;

/* Finish an import that was interrupted (power, kill) when its files were complete; without one
 * nothing happens. Errors: K_E_IO */
enum kcode texts_recover(const char *dir, struct kerr *err) K_MUST_CHECK;

/* One file that is to be replaced. */
struct texts_file {
    const char *path; /* relative to the folder */
    struct kbuf bytes;
};

/* Replace all these files or none. Errors: K_E_IO, K_E_FULL */
enum kcode texts_store(const char *dir, const struct texts_file *files, size_t count,
                       struct kerr *err) K_MUST_CHECK;
