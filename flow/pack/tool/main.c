/* annae-pack: the author's tool. Builds a pack from its sources, lists and searches one. */
#include "compile.h"
#include "kstr.h"
#include "pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_OK = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

static const char usage[] =
    "annae-pack: content of a help kiosk, from sources to one file\n"
    "\n"
    "  annae-pack build DIR -o FILE           compile the folder DIR into the pack FILE\n"
    "  annae-pack list PACK                   version and counts of a pack\n"
    "  annae-pack search PACK QUERY [--lang ko|en]\n"
    "                                         what a customer finds: rank, kind, id, score,\n"
    "                                         band, title\n"
    "  annae-pack --help\n"
    "\n"
    "Mistakes in the sources are told as FILE:LINE:COLUMN: error: ...\n"
    "Exit code: 0 done, 1 something is wrong, 2 not understood.\n";

static int fail(const struct kerr *err)
{
    (void)fprintf(stderr, "annae-pack: %s\n", err->text);
    return EXIT_FAILED;
}

static int not_understood(const char *what)
{
    (void)fprintf(stderr, "annae-pack: %s; see annae-pack --help\n", what);
    return EXIT_USAGE;
}

static void tell(void *user, const struct compile_problem *problem)
{
    const char *dir = user;
    (void)fprintf(stderr, "%s/%s:%d:%d: error: %s\n", dir, problem->file, problem->line,
                  problem->column, problem->text);
}

static int run_build(int count, char **args)
{
    if (count != 3 || strcmp(args[1], "-o") != 0) {
        return not_understood("build wants DIR -o FILE");
    }
    struct kerr err = {0};
    return compile_pack(args[0], args[2], tell, args[0], &err) == K_OK ? EXIT_OK : fail(&err);
}

static int run_list(int count, char **args)
{
    if (count != 1) {
        return not_understood("list wants PACK");
    }
    struct kerr err = {0};
    K_CLEANUP(pack_close) struct pack *pack = NULL;
    if (pack_open(args[0], &pack, &err) != K_OK) {
        return fail(&err);
    }
    const struct content *content = pack_content(pack);
    (void)printf("%s %s\n%s\ntopics %d\nflows %d\narticles %d\n", content->id, content->version,
                 content->name.in[LANG_KO], content->topic_count, content->book.chart_count,
                 content->article_count);
    return EXIT_OK;
}

static void print_found(const struct content *content, const struct found *found, enum lang lang)
{
    static const char *const bands[] = {"good", "maybe", "none"};
    for (uint16_t i = 0; i < found->count; i++) {
        const struct found_item *item = &found->item[i];
        bool is_flow = item->kind == FOUND_FLOW;
        const char *id =
            is_flow ? content->book.chart[item->index].id : content->article[item->index].id;
        const struct words *title = is_flow ? &content->book.chart[item->index].title
                                            : &content->article[item->index].title;
        (void)printf("%d\t%s\t%s\t%.2f\t%s\t%s\n", i + 1, is_flow ? "flow" : "article", id,
                     (double)item->score, bands[found->band], title->in[lang]);
    }
    if (found->count == 0) {
        (void)puts("nothing found");
    }
}

static int run_search(int count, char **args)
{
    enum lang lang = LANG_KO;
    bool has_lang = count == 4 && strcmp(args[2], "--lang") == 0;
    if (count != 2 && !has_lang) {
        return not_understood("search wants PACK QUERY [--lang ko|en]");
    }
    if (has_lang) {
        lang = strcmp(args[3], "en") == 0 ? LANG_EN : LANG_KO;
    }
    if (has_lang && strcmp(args[3], lang_name(lang)) != 0) {
        return not_understood("--lang is ko or en");
    }
    struct kerr err = {0};
    struct found found;
    K_CLEANUP(pack_close) struct pack *pack = NULL;
    if (pack_open(args[0], &pack, &err) != K_OK ||
        pack_search(pack, args[1], lang, &found, &err) != K_OK) {
        return fail(&err);
    }
    print_found(pack_content(pack), &found, lang);
    return EXIT_OK;
}

static int run_help(int count, char **args)
{
    (void)count;
    (void)args;
    (void)fputs(usage, stdout);
    return EXIT_OK;
}

static const struct command {
    const char *name;
    int (*run)(int count, char **args);
} commands[] = {
    {"build", run_build},
    {"list", run_list},
    {"search", run_search},
    {"--help", run_help},
};

int main(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(argv[1], commands[i].name) == 0) {
            return commands[i].run(argc - 2, argv + 2);
        }
    }
    return not_understood(argc > 1 ? "no such command" : "what shall I do?");
}
