/*
 * Several files at once, all or none. They are written beside the old ones first; then a list of
 * them is made durable, and from that moment on the import has happened: whoever finds the list
 * finishes the renaming.
 */
#include "texts.h"

#include "kstr.h"
#include "ksys.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LIST_FILE  ".annae-import"
#define LIST_BYTES ((size_t)1024 * 1024)
#define PATH_BYTES 2048
#define NEW        ".annae-new"

static enum kcode path_of(const char *dir, const char *name, const char *suffix,
                          char ret_path[PATH_BYTES], struct kerr *err)
{
    bool ok = kstr_format(ret_path, PATH_BYTES, "%s/%s%s", dir, name, suffix);
    return ok ? K_OK : kerr_fail(err, K_E_FULL, "%s/%s: the name is too long", dir, name);
}

/* A new file beside the old one, in its place already or still there to be put. */
static enum kcode put_in_place(const char *dir, const char *name, struct kerr *err)
{
    char from[PATH_BYTES];
    char to[PATH_BYTES];
    if (path_of(dir, name, NEW, from, err) != K_OK || path_of(dir, name, "", to, err) != K_OK) {
        return err->code;
    }
    if (access(from, F_OK) != 0) {
        return K_OK;
    }
    if (rename(from, to) != 0) {
        return kerr_fail(err, K_E_IO, "%s: %s; run the import again to finish it", to,
                         strerror(errno));
    }
    return ksys_sync_dir(to, err);
}

/* Names in a list are our own; one that leaves the folder is not. */
static bool is_ours(const char *name)
{
    return name[0] != '/' && name[0] != '\0' && strstr(name, "..") == NULL;
}

enum kcode texts_recover(const char *dir, struct kerr *err)
{
    static char list[LIST_BYTES];
    char path[PATH_BYTES];
    struct kbuf buf = KBUF(list);
    if (path_of(dir, LIST_FILE, "", path, err) != K_OK) {
        return err->code;
    }
    if (access(path, F_OK) != 0) {
        return K_OK;
    }
    if (ksys_read_file(path, &buf, err) != K_OK) {
        return err->code;
    }
    for (char *line = list; *line != '\0';) {
        size_t len = strcspn(line, "\n");
        char *next = line[len] == '\n' ? line + len + 1 : line + len;
        line[len] = '\0';
        if (is_ours(line) && put_in_place(dir, line, err) != K_OK) {
            return err->code;
        }
        line = next;
    }
    return unlink(path) == 0 ? ksys_sync_dir(path, err)
                             : kerr_fail(err, K_E_IO, "%s: %s", path, strerror(errno));
}

static void take_back(const char *dir, const struct texts_file *files, size_t count)
{
    struct kerr ignored = {0};
    char path[PATH_BYTES];
    for (size_t i = 0; i < count; i++) {
        if (path_of(dir, files[i].path, NEW, path, &ignored) == K_OK) {
            (void)unlink(path);
        }
    }
}

static enum kcode write_beside(const char *dir, const struct texts_file *files, size_t count,
                               struct kerr *err)
{
    char path[PATH_BYTES];
    for (size_t i = 0; i < count; i++) {
        if (path_of(dir, files[i].path, NEW, path, err) != K_OK ||
            ksys_write_file(path, files[i].bytes.data, files[i].bytes.len, 0644, err) != K_OK) {
            return err->code;
        }
    }
    return K_OK;
}

static enum kcode write_list(const char *dir, const struct texts_file *files, size_t count,
                             struct kerr *err)
{
    static char list[LIST_BYTES];
    char path[PATH_BYTES];
    struct kbuf buf = KBUF(list);
    kbuf_clear(&buf);
    for (size_t i = 0; i < count; i++) {
        if (kbuf_format(&buf, err, "%s\n", files[i].path) != K_OK) {
            return err->code;
        }
    }
    return path_of(dir, LIST_FILE, "", path, err) == K_OK
               ? ksys_write_file(path, list, buf.len, 0644, err)
               : err->code;
}

enum kcode texts_store(const char *dir, const struct texts_file *files, size_t count,
                       struct kerr *err)
{
    if (write_beside(dir, files, count, err) != K_OK ||
        write_list(dir, files, count, err) != K_OK) {
        take_back(dir, files, count);
        return err->code;
    }
    return texts_recover(dir, err);
}
