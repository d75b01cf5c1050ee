/* annae-pack check: everything that is wrong with a folder of sources, in one run. */
#include "command.h"
#include "content_check.h"
#include "covers.h"
#include "kstr.h"
#include "options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct wishes {
    const char *dir, *junit;
    enum lang lang;
    bool json, changed, no_fit, warnings_as_errors;
};

static bool read_wishes(int count, char **args, struct wishes *ret)
{
    const char *lang = NULL;
    const struct option options[] = {
        {"--lang", &lang, NULL},          {"--junit", &ret->junit, NULL},
        {"--json", NULL, &ret->json},     {"--changed", NULL, &ret->changed},
        {"--no-fit", NULL, &ret->no_fit}, {"--warnings-as-errors", NULL, &ret->warnings_as_errors},
    };
    const char *wrong = options_read(count, args, OPTIONS(options), &ret->dir, 1);
    ret->lang = lang != NULL && strcmp(lang, lang_name(LANG_KO)) == 0 ? LANG_KO : LANG_EN;
    bool is_lang = lang == NULL || strcmp(lang, lang_name(ret->lang)) == 0;
    return wrong == NULL && is_lang && ret->dir != NULL;
}

static enum kcode write_junit(const struct check_report *report, const char *path, struct kerr *err)
{
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        return kerr_fail(err, K_E_IO, "%s: %s", path, strerror(errno));
    }
    check_print_junit(report, file);
    bool failed = ferror(file) != 0;
    failed = fclose(file) != 0 || failed;
    return failed ? kerr_fail(err, K_E_IO, "%s: cannot be written", path) : K_OK;
}

static enum kcode print(const struct check_report *report, const struct wishes *wishes,
                        struct kerr *err)
{
    if (wishes->junit != NULL && write_junit(report, wishes->junit, err) != K_OK) {
        return err->code;
    }
    if (wishes->json) {
        return check_print_json(report, stdout, err);
    }
    check_print_text(report, stdout);
    return K_OK;
}

/* One line that is written over. */
static void show_progress(void *user, int done, int total)
{
    (void)user;
    enum { WIDTH = 40 };
    static const char bar[] = "########################################";
    int filled = total > 0 ? done * WIDTH / total : WIDTH;
    if (done == total) {
        (void)fprintf(stderr, "\r%*s\r", WIDTH + 10, "");
    } else if (done * 100 / total != (done - 1) * 100 / total) {
        (void)fprintf(stderr, "\r[%.*s%*s] %3d %%", filled, bar, WIDTH - filled, "",
                      done * 100 / total);
    }
}

static bool has_glyph(void *user, uint32_t character)
{
    return covers_character(user, character);
}

/* NULL, and told, on a machine without the kiosk's fonts. */
static struct covers *open_covers(void)
{
    struct covers *covers = NULL;
    struct kerr err = {0};
    if (covers_open(&covers, &err) != K_OK) {
        (void)fprintf(stderr, "annae-pack: characters are not checked: %s\n", err.text);
    }
    return covers;
}

/* Where programs of this user keep what they can do without; NULL when there is no such place. */
static const char *cache_folder(char memory[SOURCE_PATH_SIZE])
{
    const char *cache = getenv("XDG_CACHE_HOME");
    const char *home = getenv("HOME");
    bool has_cache = cache != NULL && cache[0] == '/';
    bool has_home = home != NULL && home[0] == '/';
    bool fits = has_cache
                    ? kstr_format(memory, SOURCE_PATH_SIZE, "%s/annae", cache)
                    : has_home && kstr_format(memory, SOURCE_PATH_SIZE, "%s/.cache/annae", home);
    return fits ? memory : NULL;
}

static int run_check(int count, char **args)
{
    struct wishes wishes = {.lang = LANG_EN};
    struct kerr err = {0};
    K_CLEANUP(compile_close) struct compile *compile = NULL;
    if (!read_wishes(count, args, &wishes)) {
        return command_not_understood("check wants DIR [--lang ko|en] [--json] [--junit FILE] "
                                      "[--changed] [--no-fit] [--warnings-as-errors]");
    }
    if (compile_open(wishes.dir, &compile, &err) != K_OK) {
        return command_failed(&err);
    }
    struct check_report report = {.compile = compile,
                                  .source = compile_source(compile),
                                  .dir = wishes.dir,
                                  .lang = wishes.lang,
                                  .warnings_as_errors = wishes.warnings_as_errors};
    K_CLEANUP(covers_close) struct covers *covers = open_covers();
    char cache[SOURCE_PATH_SIZE];
    const struct check_options options = {.lang = wishes.lang,
                                          .changed = wishes.changed,
                                          .cache = cache_folder(cache),
                                          .no_fit = wishes.no_fit,
                                          .progress = isatty(STDERR_FILENO) ? show_progress : NULL,
                                          .has_glyph = covers != NULL ? has_glyph : NULL,
                                          .has_glyph_user = covers};
    if (check_run(compile, &options, &report.counts, &err) != K_OK ||
        print(&report, &wishes, &err) != K_OK) {
        return command_failed(&err);
    }
    return check_failed(&report) ? EXIT_FAILED : EXIT_OK;
}

const struct command command_check = {
    .name = "check",
    .usage = "  annae-pack check DIR [--lang ko|en] [--json] [--junit FILE] [--changed]\n"
             "                       [--no-fit] [--warnings-as-errors]\n"
             "                                         everything that is wrong with a folder\n",
    .run = run_check,
};
