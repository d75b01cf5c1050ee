/* Has something been saved? Names, sizes and times say so on every file system and editor. */
#include "preview_internal.h"

#include "kstr.h"

#include <dirent.h>
#include <sys/stat.h>

static const char *const folders[] = {"", "flows", "articles", "pictures", "tests"};

static uint64_t mix(uint64_t mark, const void *bytes, size_t count)
{
    const uint8_t *byte = bytes;
    for (size_t i = 0; i < count; i++) {
        mark = (mark ^ byte[i]) * UINT64_C(1099511628211);
    }
    return mark;
}

/* One file; the order of names does not matter, so that the sum is taken of these. */
static uint64_t file_mark(const char *folder, const char *name)
{
    char path[SOURCE_PATH_SIZE];
    struct stat info;
    if (!kstr_format(path, sizeof path, "%s/%s", folder, name) || stat(path, &info) != 0 ||
        !S_ISREG(info.st_mode)) {
        return 0;
    }
    uint64_t mark = UINT64_C(14695981039346656037);
    for (const char *c = path; *c; c++) {
        mark = mix(mark, c, 1);
    }
    mark = mix(mark, &info.st_size, sizeof info.st_size);
    mark = mix(mark, &info.st_mtim.tv_sec, sizeof info.st_mtim.tv_sec);
    return mix(mark, &info.st_mtim.tv_nsec, sizeof info.st_mtim.tv_nsec);
}

static uint64_t folder_mark(const char *folder)
{
    uint64_t sum = 0;
    DIR *open = opendir(folder);
    for (const struct dirent *entry = open ? readdir(open) : NULL; entry; entry = readdir(open)) {
        bool hidden = entry->d_name[0] == '.'; /* editors keep theirs there */
        sum += hidden ? 0 : file_mark(folder, entry->d_name);
    }
    if (open) {
        (void)closedir(open);
    }
    return sum;
}

uint64_t watch_mark(const char *dir)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        char path[SOURCE_PATH_SIZE];
        (void)kstr_format(path, sizeof path, "%s/%s", dir, folders[i]);
        sum += folder_mark(path);
    }
    return sum;
}
