/* The rules of media: what is wrong with pictures, signs and files, and what is not. */
#include "check.h"
#include "kstr.h"
#include "told.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SVG(inside)                                                                                \
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 960 540\">\n" inside "\n</svg>\n"
#define BOX "<rect width=\"9\" height=\"9\"/>"

static const struct drawing {
    const char *svg, *told; /* told NULL: it is good */
} drawings[] = {
    {SVG(BOX), NULL},
    {SVG("<g id=\"a\">" BOX "</g><use href=\"#a\"/><rect fill=\"url(#a)\"/>"), NULL},
    {SVG("<script>x()</script>"), "pictures/modem.svg:2:1: error A513"},
    {SVG("<use href=\"other.svg#a\"/>"), "pictures/modem.svg:2:6: error A513"},
    {SVG("<rect fill=\"url(http://x/)\"/>"), "error A513"},
    {SVG("<style>@import 'a.css';</style>"), "error A513"},
    {SVG("<image href=\"data:image/png;base64,AAAA\"/>"), "pictures/modem.svg:2:1: error A514"},
    {SVG("<text>a</text>"), "error A504"},
    {"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 500 900\">" BOX "</svg>\n",
     "pictures/modem.svg:1:1: warning A516"},
    {"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "error A507"},
    {"no drawing", "error A506"},
};

static void a_drawing_is_lines_and_shapes_only(void **state)
{
    (void)state;
    struct sources sources;
    char told[TOLD_BYTES];
    sources_make(&sources);
    for (size_t i = 0; i < sizeof drawings / sizeof *drawings; i++) {
        sources_write(&sources, "pictures/modem.svg", drawings[i].svg);
        told_run(&sources, "", told);
        bool ok = drawings[i].told == NULL ? strstr(told, " A5") == NULL
                                           : strstr(told, drawings[i].told) != NULL;
        if (!ok) {
            print_error("%s\nwants %s, told:\n%s\n", drawings[i].svg,
                        drawings[i].told != NULL ? drawings[i].told : "nothing", told);
            fail();
        }
    }
    sources_done(&sources);
}

static void a_drawing_of_too_many_bytes_is_told(void **state)
{
    (void)state;
    struct sources sources;
    char told[TOLD_BYTES];
    char *large = malloc(200000);
    assert_non_null(large);
    sources_make(&sources);
    (void)snprintf(large, 200000, "%s%100000s%s",
                   "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 960 540\">", "",
                   BOX "</svg>");
    sources_write(&sources, "pictures/modem.svg", large);
    told_run(&sources, "", told);
    assert_non_null(strstr(told, "pictures/modem.svg:1:1: warning A515"));
    free(large);
    sources_done(&sources);
}

static void a_picture_is_used_and_says_what_it_shows(void **state)
{
    (void)state;
    struct sources sources;
    char told[TOLD_BYTES];
    sources_make(&sources);
    sources_write(&sources, "pictures/spare.svg", SVG(BOX));
    sources_write(&sources, "pictures/pictures.yaml",
                  "modem:\n  alt: {ko: 모뎀의 불빛, en: Picture}\n"
                  "spare:\n  alt: {ko: 남는 그림, en: Lamps of a spare picture}\n");
    told_run(&sources, "", told);
    assert_non_null(strstr(told, "pictures/pictures.yaml:1:1: warning A517: 'Picture' says"));
    assert_non_null(strstr(told, "pictures/pictures.yaml:3:1: warning A509: Nothing shows the "
                                 "picture 'spare'."));
    assert_null(strstr(told, "the picture 'modem'"));
    sources_done(&sources);
}

static void a_sign_that_does_not_exist_is_told_with_the_nearest_one(void **state)
{
    (void)state;
    struct sources sources;
    char told[TOLD_BYTES];
    sources_make(&sources);
    sources_edit(&sources, "pack.yaml", "icon: globe", "icon: globus");
    told_run(&sources, "", told);
    assert_non_null(strstr(told, "error A512: There is no icon 'globus'. Did you mean 'globe'?"));
    sources_done(&sources);
}

static void files_that_nothing_reads_are_told(void **state)
{
    (void)state;
    struct sources sources;
    char told[TOLD_BYTES];
    char folder[SOURCES_PATH];
    sources_make(&sources);
    sources_write(&sources, "flows/fix.yaml~", "");
    sources_write(&sources, "notes.docx", "");
    sources_write(&sources, "README.md", "");
    sources_write(&sources, ".gitignore", "");
    (void)kstr_format(folder, sizeof folder, "%s/sounds", sources.dir);
    assert_int_equal(0, mkdir(folder, 0700));
    told_run(&sources, "", told);
    assert_non_null(strstr(told, "flows/fix.yaml~:1:1: note A511"));
    assert_non_null(strstr(told, "notes.docx:1:1: warning A510"));
    assert_non_null(strstr(told, "sounds:1:1: warning A510"));
    assert_null(strstr(told, "README.md"));
    assert_null(strstr(told, ".gitignore"));
    assert_null(strstr(told, "A047"));
    sources_done(&sources);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_drawing_is_lines_and_shapes_only),
        cmocka_unit_test(a_drawing_of_too_many_bytes_is_told),
        cmocka_unit_test(a_picture_is_used_and_says_what_it_shows),
        cmocka_unit_test(a_sign_that_does_not_exist_is_told_with_the_nearest_one),
        cmocka_unit_test(files_that_nothing_reads_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
