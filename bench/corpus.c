#include "corpus.h"

#include "compile.h"
#include "kbuf.h"
#include "klimits.h"
#include "kstr.h"
#include "ksys.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEEDS      60
#define LINE_BYTES 2048
#define SYNONYM_YAML                                                                                                   \
    "- [리모컨, 리모콘]\n- [배터리, 밧데리, 빳데리]\n- [결제, 결재]\n- [휴대전화, 핸드폰]\n" \
    "- [wifi, 와이파이]\n- [되지 않을, 안돼, 안되, 안 돼]\n- [배송, 택배]\n- [통화, 전화하고]\n"

/* One line of the corpus: id TAB title TAB body TAB keywords. */
struct seed {
    char line[LINE_BYTES];
    const char *title, *body, *keywords;
};

static const char *const kinds[] = {"사무실", "매장", "무인",   "신형",   "구형",
                                    "대형",   "소형", "휴대용", "업무용", "가정용",
                                    "스마트", "고급", "기본",   "특별",   "산업용"};
#define KINDS (sizeof kinds / sizeof kinds[0])

static FILE *open_data(const char *name)
{
    char path[1024];
    (void)kstr_format(path, sizeof path, "%s/tests/pack/search/%s", SOURCE_DIR, name);
    FILE *file = fopen(path, "r");
    if (!file) {
        bench_stop("%s: %s", path, strerror(errno));
    }
    return file;
}

void corpus_read_queries(struct corpus_queries *ret_queries)
{
    char line[LINE_BYTES];
    FILE *file = open_data("queries_dev.tsv");
    ret_queries->count = 0;
    while (fgets(line, sizeof line, file) && ret_queries->count < CORPUS_QUERIES_MAX) {
        char *rest = NULL;
        const char *kind = strtok_r(line, "\t", &rest);
        const char *lang = kind ? strtok_r(NULL, "\t", &rest) : NULL;
        const char *query = lang ? strtok_r(NULL, "\t", &rest) : NULL;
        if (query && kstr_equal(lang, "ko")) {
            (void)kstr_copy(ret_queries->text[ret_queries->count++], sizeof ret_queries->text[0],
                            query);
        }
    }
    (void)fclose(file);
}

static void read_seeds(struct seed *seeds)
{
    FILE *file = open_data("corpus.tsv");
    for (int i = 0; i < SEEDS; i++) {
        struct seed *seed = &seeds[i];
        char *rest = NULL;
        if (!fgets(seed->line, sizeof seed->line, file)) {
            bench_stop("the corpus has less than %d articles", SEEDS);
        }
        seed->line[strcspn(seed->line, "\n")] = '\0';
        (void)strtok_r(seed->line, "\t", &rest);
        seed->title = strtok_r(NULL, "\t", &rest);
        seed->body = strtok_r(NULL, "\t", &rest);
        seed->keywords = strtok_r(NULL, "\t", &rest);
    }
    (void)fclose(file);
}

static void write_text(const char *dir, const char *name, const struct kbuf *text)
{
    char path[1024];
    (void)kstr_format(path, sizeof path, "%s/%s", dir, name);
    FILE *file = fopen(path, "w");
    if (!file || fwrite(text->data, 1, text->len, file) != text->len || fclose(file) != 0) {
        bench_stop("%s: %s", path, strerror(errno));
    }
}

/* The first 60 as they are; every other with a kind and a number before its title and another
 * article's text behind its own, as docs/facts.md, search, measured. */
static void write_article(const char *dir, const struct seed *seeds, int number)
{
    char memory[2 * LINE_BYTES];
    char name[64];
    struct kbuf text = KBUF(memory);
    struct kerr err = {0};
    const struct seed *seed = &seeds[number % SEEDS];
    const struct seed *other = &seeds[number * 7 % SEEDS];
    bool is_copy = number >= SEEDS;
    char before[64] = "";
    if (is_copy) {
        (void)kstr_format(before, sizeof before, "%s %d호 ", kinds[(size_t)number % KINDS],
                          100 + number * 37 % 900);
    }
    bench_must(kbuf_format(&text, &err,
                           "---\nid: a%05d\ntopic: net\ntitle: {ko: \"%s%s\", en: Article %d}\n"
                           "keywords: {ko: [\"%s\"], en: [none]}\n---\n"
                           "::: ko\n%s\n\n%s\n::: en\nNothing.\n",
                           number, before, seed->title, number, seed->keywords, seed->body,
                           is_copy ? other->body : ""),
               &err);
    (void)kstr_format(name, sizeof name, "articles/a%05d.md", number);
    write_text(dir, name, &text);
}

static void write_sources(const char *dir)
{
    static struct seed seeds[SEEDS];
    char memory[16384];
    char path[1024];
    struct kbuf text = KBUF(memory);
    struct kerr err = {0};
    (void)kstr_format(path, sizeof path, "%s/articles", dir);
    bench_must(ksys_make_dir(path, &err), &err);
    (void)kstr_format(path, sizeof path, "%s/tests/pack/small/pack.yaml", SOURCE_DIR);
    bench_must(ksys_read_file(path, &text, &err), &err);
    write_text(dir, "pack.yaml", &text);
    kbuf_clear(&text);
    bench_must(kbuf_text(&text, SYNONYM_YAML, &err), &err);
    write_text(dir, "synonyms.yaml", &text);
    read_seeds(seeds);
    for (int i = 0; i < CORPUS_ARTICLES; i++) {
        write_article(dir, seeds, i);
    }
}

static void tell(void *user, const struct diag *diag)
{
    char line[DIAG_LINE_BYTES];
    (void)user;
    diag_line(diag, LANG_EN, line);
    (void)fprintf(stderr, "%s\n", line);
}

void corpus_make(const struct bench_options *options, const char *path)
{
    char dir[1024];
    struct kerr err = {0};
    (void)kstr_format(dir, sizeof dir, "%s/search", options->work_dir);
    write_sources(dir);
    bench_must(compile_pack(dir, path, tell, NULL, &err), &err);
}
