/* Files of the folder that is read, in an order that does not depend on the disk. */
#include "source.h"

#include "kassert.h"
#include "kstr.h"
#include "ksys.h"
#include "text.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct place source_top(struct source *source, const char *path)
{
    return (struct place){karena_text(&source->arena, path), 1, 1};
}

const char *source_read(struct source *source, const char *path, size_t *ret_count)
{
    struct place top = source_top(source, path);
    char full[SOURCE_PATH_SIZE];
    struct stat info;
    if (!kstr_format(full, sizeof full, "%s/%s", source->dir, path) || stat(full, &info) != 0) {
        source_tell(source, top, A001_NO_FILE, NULL);
        return NULL;
    }
    if ((size_t)info.st_size > SOURCE_BYTES_MAX) {
        source_tell(source, top, A002_FILE_TOO_LONG,
                    DIAG_ARGS(diag_number((long long)SOURCE_BYTES_MAX).text));
        return NULL;
    }
    size_t size = (size_t)info.st_size + 2;
    struct kbuf buf = {.data = karena_take(&source->arena, size, 1), .size = size};
    struct kerr err = {0};
    if (ksys_read_file(full, &buf, &err) != K_OK) {
        source_tell(source, top, A003_FILE_UNREADABLE, DIAG_ARGS(err.text));
        return NULL;
    }
    *ret_count = buf.len;
    return buf.data;
}

/* What is wrong with a byte that is no text. */
static void tell_byte(struct source *source, struct place at, uint32_t character, bool is_utf8)
{
    if (!is_utf8) {
        source_tell(source, at, A006_NOT_UTF8, NULL);
    } else if (character == '\t') {
        source_tell(source, at, A004_TAB, NULL);
    } else if (character == '\r') {
        source_tell(source, at, A005_CARRIAGE_RETURN, NULL);
    } else if (character == 0) {
        source_tell(source, at, A007_NUL_CHARACTER, NULL);
    } else {
        source_tell(source, at, A009_CONTROL_CHARACTER,
                    DIAG_ARGS(diag_number((long long)character).text));
    }
}

const char *source_text(struct source *source, const char *path, size_t *ret_count)
{
    static const char mark[] = "\xEF\xBB\xBF";
    size_t count = 0;
    const char *text = source_read(source, path, &count);
    if (text == NULL) {
        return NULL;
    }
    struct place at = source_top(source, path);
    if (strncmp(text, mark, strlen(mark)) == 0) {
        source_tell(source, at, A008_BYTE_ORDER_MARK, NULL);
        return NULL;
    }
    for (const char *byte = text; byte < text + count;) {
        uint32_t character = 0;
        int taken = utf8_get(byte, &character);
        bool is_control = (character < ' ' && character != '\n') || character == 0x7F;
        if (taken <= 0 || is_control) {
            tell_byte(source, at, *byte == '\0' ? 0 : character, taken > 0 || *byte == '\0');
            return NULL;
        }
        at.column = character == '\n' ? 1 : at.column + 1;
        at.line += character == '\n';
        byte += taken;
    }
    *ret_count = count;
    return text;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool ends_with(const char *name, const char *suffix)
{
    size_t name_len = strlen(name);
    size_t suffix_len = strlen(suffix);
    return name_len > suffix_len && strcmp(name + name_len - suffix_len, suffix) == 0;
}

const char *const *source_list(struct source *source, const char *folder, const char *suffix,
                               size_t *ret_count)
{
    char full[SOURCE_PATH_SIZE];
    const char **names = karena_take(&source->arena, SOURCE_FILES_MAX, sizeof *names);
    *ret_count = 0;
    DIR *dir = kstr_format(full, sizeof full, "%s/%s", source->dir, folder) ? opendir(full) : NULL;
    if (dir == NULL) {
        return names;
    }
    size_t found = 0;
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        bool is_one = entry->d_name[0] != '.' && ends_with(entry->d_name, suffix);
        if (is_one && found++ < SOURCE_FILES_MAX) {
            names[(*ret_count)++] = karena_text(&source->arena, entry->d_name);
        }
    }
    (void)closedir(dir);
    if (found > SOURCE_FILES_MAX) {
        source_tell(source, source_top(source, folder), A043_WRONG_COUNT,
                    DIAG_ARGS(folder, diag_number((long long)found).text, "0",
                              diag_number(SOURCE_FILES_MAX).text));
    }
    qsort(names, *ret_count, sizeof *names, by_name);
    return names;
}

/* What editors, systems and version control leave: the ends of names, or whole names. */
static const char *const left_over[] = {"~",    ".bak", ".orig",     ".rej",        ".swp",
                                        ".swo", ".tmp", ".old",      ".part",       "#",
                                        ".lnk", ".pyc", "Thumbs.db", "desktop.ini", ".DS_Store"};

bool source_left_over(const char *name)
{
    bool found =
        strncmp(name, ".#", 2) == 0 || strncmp(name, "~$", 2) == 0 || strncmp(name, ".~", 2) == 0;
    for (size_t i = 0; i < sizeof left_over / sizeof *left_over; i++) {
        found = found || ends_with(name, left_over[i]) || strcmp(name, left_over[i]) == 0;
    }
    return found;
}

void source_others(struct source *source, const char *folder, const char *suffix, const char *also)
{
    char path[SOURCE_PATH_SIZE];
    DIR *dir = kstr_format(path, sizeof path, "%s/%s", source->dir, folder) ? opendir(path) : NULL;
    if (dir == NULL) {
        return;
    }
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        bool is_read = entry->d_name[0] == '.' || source_left_over(entry->d_name) ||
                       ends_with(entry->d_name, suffix) || strcmp(entry->d_name, also) == 0;
        if (!is_read) {
            (void)kstr_format(path, sizeof path, "%s/%s", folder, entry->d_name);
            source_tell(source, source_top(source, path), A047_FILE_NOT_READ,
                        DIAG_ARGS(folder, suffix));
        }
    }
    (void)closedir(dir);
}

const char *source_stem(struct source *source, const char *name, const char *suffix)
{
    KASSERT(ends_with(name, suffix));
    char *stem = karena_text(&source->arena, name);
    stem[strlen(name) - strlen(suffix)] = '\0';
    return stem;
}
