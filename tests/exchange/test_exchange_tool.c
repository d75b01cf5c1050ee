/* import, draw, export-texts and import-texts as an author runs them: exit codes, words, files. */
#include "check.h"
#include "kstr.h"
#include "sources.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define OUTPUT_BYTES 16384

/* Run annae-pack with these words in the folder; both streams into text. */
static int run(const struct sources *sources, const char *args, char text[OUTPUT_BYTES])
{
    char command[4 * SOURCES_PATH];
    assert_true(kstr_format(command, sizeof command, "cd %s && %s/bin/annae-pack %s 2>&1",
                            sources->dir, BINARY_DIR, args));
    FILE *pipe = popen(command, "r"); // NOLINT(cert-env33-c): a command of our own
    assert_non_null(pipe);
    size_t count = fread(text, 1, OUTPUT_BYTES - 1, pipe);
    text[count] = '\0';
    int status = pclose(pipe);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void expect(const struct sources *sources, const char *args, int status, const char *says)
{
    char text[OUTPUT_BYTES];
    int is = run(sources, args, text);
    if (is != status || strstr(text, says) == NULL) {
        print_error("%s: want %d \"%s\"\n got %d %s\n", args, status, says, is, text);
        fail();
    }
}

static void a_chart_goes_into_a_file_once(void **state)
{
    struct sources sources;
    (void)state;
    sources_make(&sources);
    sources_write(&sources, "chart.mmd", "graph TD\nA[Switch it on] --> B{On?}\nclick A \"x\"\n");
    expect(&sources, "import chart.mmd --flow new-one -o flows/new-one.yaml", 0,
           "chart.mmd:3: note: 'click A \"x\"' is left out");
    expect(&sources, "import chart.mmd --flow new-one -o flows/new-one.yaml", 1, "exists");
    expect(&sources, "check .", 1, "flows/new-one.yaml");
    expect(&sources, "import chart.mmd --flow new-one", 0, "steps:\n  - id: switch-it-on\n");
    expect(&sources, "import chart.mmd --flow new-one --chart 2", 1, "no chart 2");
    expect(&sources, "import chart.mmd --flow New", 2, "--flow is an id");
    expect(&sources, "import chart.mmd", 2, "import wants");
    expect(&sources, "import chart.mmd --flow a --chart x", 2, "import wants");
    expect(&sources, "import no.mmd --flow a", 1, "no.mmd");
    sources_done(&sources);
}

static void texts_go_out_and_in(void **state)
{
    struct sources sources;
    (void)state;
    sources_make(&sources);
    expect(&sources, "export-texts . -o texts.csv", 0, " ok, 0 missing, 0 outdated");
    expect(&sources, "import-texts . texts.csv", 0, "0 changed, 0 confirmed, 0 left out");
    sources_edit(&sources, "texts.csv", "The internet is down", "Offline");
    expect(&sources, "import-texts . texts.csv", 0, "1 changed");
    expect(&sources, "build . -o x.pack", 0, "");
    expect(&sources, "texts-confirm .", 0, " confirmed");
    sources_edit(&sources, "flows/fix.yaml", "인터넷이 안 됩니다", "인터넷이 느립니다");
    expect(&sources, "export-texts . -o texts.po --todo", 0, "1 outdated");
    expect(&sources, "check .", 1, "warning A430: The Korean of 'flows/fix/title' has changed");
    sources_edit(&sources, "texts.po", "flows/fix/title", "flows/fix/titel");
    expect(&sources, "import-texts . texts.po --lang ko", 1, "오류 A745");
    expect(&sources, "texts-confirm . flows/fix", 0, " confirmed");
    expect(&sources, "export-texts . -o texts.po", 0, "0 outdated");
    expect(&sources, "export-texts . -o texts.xls", 2, "export-texts wants");
    expect(&sources, "import-texts . texts.doc", 2, "import-texts wants");
    expect(&sources, "texts-confirm", 2, "texts-confirm wants");
    sources_done(&sources);
}

static void flows_are_drawn_into_a_folder(void **state)
{
    struct sources sources;
    char path[SOURCES_PATH + 32];
    (void)state;
    sources_make(&sources);
    sources_write(&sources, "counts.json", "{\"flows\":{}}");
    expect(&sources, "draw . -o out --counts counts.json", 0, "");
    (void)kstr_format(path, sizeof path, "%s/out/fix.svg", sources.dir);
    assert_int_equal(0, access(path, R_OK));
    expect(&sources, "draw . -o out --mermaid --flow fix --lang en", 0, "");
    (void)kstr_format(path, sizeof path, "%s/out/fix.mmd", sources.dir);
    assert_int_equal(0, access(path, R_OK));
    expect(&sources, "draw . -o out --storyboard --flow fix --size 150 --high", 0, "");
    (void)kstr_format(path, sizeof path, "%s/out/screens/fix-lights.png", sources.dir);
    assert_int_equal(0, access(path, R_OK));
    expect(&sources, "draw . -o out --storyboard --size 120", 2, "draw wants");
    expect(&sources, "draw . -o out --flow nothing", 1, "no flow nothing");
    expect(&sources, "draw . -o out --counts texts.json", 1, "texts.json");
    expect(&sources, "draw .", 2, "draw wants");
    sources_write(&sources, "flows/broken.yaml", "steps: [\n");
    expect(&sources, "draw . -o out", 1, "flows/broken.yaml:2:1: ");
    sources_done(&sources);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chart_goes_into_a_file_once),
        cmocka_unit_test(texts_go_out_and_in),
        cmocka_unit_test(flows_are_drawn_into_a_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
