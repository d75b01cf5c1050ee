/* Files of the folder that nothing reads. */
#include "media.h"

#include "kstr.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#define FILES_MAX 50000 /* looked at; a folder that has more is none of ours */

/* Files of the folder itself, and folders in it. What else lies in flows/, articles/ and pictures/
 * is told where these are read. */
static const char *const files[] = {"pack.yaml", "synonyms.yaml", "translations.yaml", "README.md",
                                    NULL};
static const char *const folders[] = {"flows", "articles", "pictures", "tests", NULL};

static bool is_one_of(const char *name, const char *const names[])
{
    while (*names != NULL && strcmp(*names, name) != 0) {
        names++;
    }
    return *names != NULL;
}

static bool ends_with(const char *name, const char *end)
{
    size_t name_len = strlen(name);
    size_t end_len = strlen(end);
    return name_len >= end_len && strcmp(name + name_len - end_len, end) == 0;
}

static bool is_folder(const struct source *source, const char *path)
{
    char full[SOURCE_PATH_SIZE];
    struct stat info;
    return kstr_format(full, sizeof full, "%s/%s", source->dir, path) && stat(full, &info) == 0 &&
           S_ISDIR(info.st_mode);
}

/* Something reads it, or another rule tells it. */
static bool is_read(const struct source *source, const char *folder, const char *name)
{
    if (folder[0] == '\0') {
        return is_one_of(name, is_folder(source, name) ? folders : files);
    }
    return strcmp(folder, "tests") != 0 || ends_with(name, ".yaml");
}

/* One name of a folder ("" the top). Hidden ones belong to other programs, such as git. */
static void check_name(struct checking *checking, const char *folder, const char *name)
{
    struct source *source = checking->source;
    char path[SOURCE_PATH_SIZE];
    bool is_top = folder[0] == '\0';
    if (!kstr_format(path, sizeof path, "%s%s%s", folder, is_top ? "" : "/", name)) {
        return;
    }
    if (source_left_over(name)) {
        source_tell(source, source_top(source, path), A511_FILE_LEFT_OVER, NULL);
    } else if (name[0] != '.' && !is_read(source, folder, name)) {
        source_tell(source, source_top(source, path), A510_FILE_UNUSED, NULL);
    }
}

static void check_folder(struct checking *checking, const char *folder)
{
    char full[SOURCE_PATH_SIZE];
    bool fits = kstr_format(full, sizeof full, "%s/%s", checking->source->dir, folder);
    DIR *dir = fits ? opendir(full) : NULL;
    if (dir == NULL) {
        return; /* every folder may be missing */
    }
    size_t count = 0;
    for (struct dirent *entry = readdir(dir); entry != NULL && count < FILES_MAX;
         entry = readdir(dir)) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            check_name(checking, folder, entry->d_name);
            count++;
        }
    }
    (void)closedir(dir);
}

void files_check(struct checking *checking)
{
    check_folder(checking, "");
    for (size_t i = 0; folders[i] != NULL; i++) {
        check_folder(checking, folders[i]);
    }
}
