/* A file of hexadecimal marks, one a line, behind a line that names format and program. */
#include "seen.h"

#include "kassert.h"
#include "kbuf.h"
#include "kstr.h"
#include "ksys.h"
#include "mark.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SEEN_MAX   65536 /* flows and articles, twice, and room */
#define LINE_BYTES 17    /* sixteen digits and the end of the line */
#define FILE_BYTES ((size_t)LINE_BYTES * SEEN_MAX + 64)

struct seen {
    char path[SOURCE_PATH_SIZE]; /* "" = nothing is kept */
    uint64_t old[SEEN_MAX];      /* sorted */
    size_t old_count;
    uint64_t put[SEEN_MAX];
    size_t put_count;
};

/* Another build of the program may judge otherwise. */
static uint64_t program_mark(void)
{
    struct stat info;
    if (stat("/proc/self/exe", &info) != 0) {
        return 0;
    }
    const int64_t what[] = {info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec,
                            DIAG_CODE_COUNT};
    return mark_bytes(MARK_START, what, sizeof what);
}

static void header(char ret_line[64])
{
    (void)kstr_format(ret_line, 64, "annae-pack check 1 %016" PRIx64 "\n", program_mark());
}

static int by_value(const void *a, const void *b)
{
    uint64_t one = *(const uint64_t *)a;
    uint64_t other = *(const uint64_t *)b;
    return one < other ? -1 : one > other;
}

static void read_marks(struct seen *seen, const char *text)
{
    char first[64];
    header(first);
    if (!kstr_starts(text, first)) {
        return;
    }
    text += strlen(first);
    while (seen->old_count < SEEN_MAX && strspn(text, "0123456789abcdef") == LINE_BYTES - 1) {
        seen->old[seen->old_count++] = strtoull(text, NULL, 16);
        text += LINE_BYTES - 1;
        text += *text == '\n';
    }
    qsort(seen->old, seen->old_count, sizeof seen->old[0], by_value);
}

void seen_open(const char *cache, const char *dir, struct seen **ret_seen)
{
    struct seen *seen = calloc(1, sizeof *seen);
    KASSERT(seen != NULL);
    *ret_seen = seen;
    struct stat info;
    if (cache == NULL || stat(dir, &info) != 0) {
        return;
    }
    const uint64_t folder[] = {info.st_dev, info.st_ino};
    bool fits = kstr_format(seen->path, sizeof seen->path, "%s/check-%016" PRIx64, cache,
                            mark_bytes(MARK_START, folder, sizeof folder));
    struct kerr err = {0};
    struct kbuf buf = {.data = calloc(1, FILE_BYTES), .size = FILE_BYTES};
    KASSERT(buf.data != NULL);
    if (!fits) {
        seen->path[0] = '\0';
    } else if (ksys_read_file(seen->path, &buf, &err) == K_OK) {
        read_marks(seen, buf.data);
    }
    free(buf.data);
}

bool seen_has(const struct seen *seen, uint64_t mark)
{
    return bsearch(&mark, seen->old, seen->old_count, sizeof mark, by_value) != NULL;
}

void seen_put(struct seen *seen, uint64_t mark)
{
    if (seen->put_count < SEEN_MAX) {
        seen->put[seen->put_count++] = mark;
    }
}

void seen_save(const struct seen *seen)
{
    struct kerr err = {0};
    char folder[SOURCE_PATH_SIZE];
    char first[64];
    (void)kstr_copy(folder, sizeof folder, seen->path);
    char *end = strrchr(folder, '/');
    if (end == NULL) {
        return;
    }
    *end = '\0';
    struct kbuf buf = {.data = calloc(1, FILE_BYTES), .size = FILE_BYTES};
    KASSERT(buf.data != NULL);
    header(first);
    enum kcode code = kbuf_text(&buf, first, &err);
    for (size_t i = 0; i < seen->put_count && code == K_OK; i++) {
        code = kbuf_format(&buf, &err, "%016" PRIx64 "\n", seen->put[i]);
    }
    if (code == K_OK && ksys_make_dir(folder, &err) == K_OK) {
        code = ksys_write_file(seen->path, buf.data, buf.len, 0600, &err);
    }
    (void)code; /* a cache */
    free(buf.data);
}

void seen_close(struct seen **seen)
{
    free(*seen);
    *seen = NULL;
}
