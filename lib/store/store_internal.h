#pragma once

#include "store.h"

#include <sqlite3.h>

#define STORE_KEPT 48 /* more than a kiosk has of its device store; about 6 KB each */

struct store {
    sqlite3 *db; /* NULL only while store_open() runs */
    enum store_mode mode;
    int32_t version; /* as last read from the file */
    bool is_damaged; /* SQLite said so */
    char name[64];   /* last part of the path, for error texts */
    int kept_count;  /* closed statements, ready for the next statement_open() of their text: */
    struct statement *kept[STORE_KEPT]; /* the one used last is the last */
};

#define PRAGMA_VALUE_SIZE 64
#define STORE_BUSY_MS     2000 /* kiosk and courier share the device store */

/* Turn a SQLite result into an error; what is "commit", "step", ... and never holds data. */
enum kcode store_fail(struct store *store, int rc, const char *what, struct kerr *err);

/* The same while a file is opened: some plain codes mean a damaged header there, only there. */
enum kcode store_open_fail(struct store *store, int rc, const char *what, struct kerr *err);

/* Run a statement that returns nothing and comes again and again. */
enum kcode store_run_kept(struct store *store, const char *sql, struct kerr *err) K_MUST_CHECK;

/* Finalize the kept statements. */
void store_drop_kept(struct store *store);

/* Run a literal PRAGMA or SELECT; ret_value gets its first column. Returns SQLite's result. */
int pragma_ask(struct store *store, const char *sql, char ret_value[PRAGMA_VALUE_SIZE]);
int pragma_number(struct store *store, const char *sql, int64_t *ret_number);

/* Run a PRAGMA that writes; waits for other programs. Returns SQLite's result. */
int pragma_write(struct store *store, const char *sql);

/* Set the connection up for its mode and read every value back. */
enum kcode pragma_set_all(struct store *store, struct kerr *err);
