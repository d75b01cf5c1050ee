/* Every refusal of the compiler: one mistake in the small pack, one sentence at the exact place. */
#include "check.h"
#include "kstr.h"
#include "sources.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct mistake {
    const char *file, *find, *replace;
    const char *told; /* how one of the problems begins */
};

static const struct mistake mistakes[] = {
    /* YAML */
    {"pack.yaml", "name: {ko: 작은 안내, en: Small help}", "name: {ko: 작은 안내, en: Small help",
     "pack.yaml:4:6: did not find expected ',' or '}' (begun in line 3)"},
    {"pack.yaml", "greet_name: masked", "greet_name: masked\ngreet_name: full",
     "pack.yaml:16:1: key 'greet_name' comes twice (first in line 15)"},
    {"pack.yaml", "id: small", "id: &a small", "pack.yaml:1:5: anchors (&name) are not part"},
    {"pack.yaml", "id: small", "id: *a", "pack.yaml:1:5: aliases (*name) are not part"},
    {"pack.yaml", "id: small", "id: !t small", "pack.yaml:1:5: tags (!name) are not part"},
    {"pack.yaml", "  - id: net", "\t- id: net", "pack.yaml:20:1: a tab; indent with spaces"},
    {"pack.yaml", "id: small", "id: sm\xFF", "pack.yaml:1:7: a byte that is not UTF-8 text"},
    /* pack.yaml */
    {"pack.yaml", "greet_name: masked", "greet_nane: masked",
     "pack.yaml:15:1: unknown key 'greet_nane'; did you mean 'greet_name'?"},
    {"pack.yaml", "greet_name: masked", "greet_name: nick",
     "pack.yaml:15:13: greet_name is 'nick'; it must be one of: full, masked, surname, none"},
    {"pack.yaml", "utc_offset_minutes: 540", "utc_offset_minutes: noon",
     "pack.yaml:5:21: utc_offset_minutes is 'noon'; write a whole number"},
    {"pack.yaml", "utc_offset_minutes: 540", "utc_offset_minutes: 5400",
     "pack.yaml:5:21: utc_offset_minutes is 5400; it must be -720 to 840"},
    {"pack.yaml", "utc_offset_minutes: 540\n", "",
     "pack.yaml:1:1: 'utc_offset_minutes' is missing; add it"},
    {"pack.yaml", "days_ahead: 5", "days_ahead: [5]",
     "pack.yaml:11:43: days_ahead is a list; it must be text"},
    {"pack.yaml", "primary: \"#0B4FA8\"", "primary: blue",
     "pack.yaml:4:18: primary is 'blue'; write a colour"},
    {"pack.yaml", "mon: 09:00-18:00", "mon: 18:00-09:00",
     "pack.yaml:7:14: '18:00-09:00' are no hours; write 09:00-18:00"},
    {"pack.yaml", "sat: 09:00", "sun: 9", "pack.yaml:7:32: '9-13:00' are no hours"},
    {"pack.yaml", "sat: 09:00", "sab: 09:00",
     "pack.yaml:7:27: unknown key 'sab'; days are mon, tue"},
    {"pack.yaml", "date: 2026-12-25", "date: 2026-02-30",
     "pack.yaml:9:12: '2026-02-30' is no date"},
    {"pack.yaml", "date: 2027-01-01", "date: 2026-12-25",
     "pack.yaml:10:5: this holiday is not after the one above"},
    {"pack.yaml", "channels: [call, email]", "channels: [call, pigeon]",
     "pack.yaml:11:81: no such channel; it must be one of: call, text, email"},
    {"pack.yaml", "name: {ko: 작은 안내, en: Small help}", "name: {ko: 작은 안내}",
     "pack.yaml:3:1: name has no 'en'; every text needs ko and en"},
    {"pack.yaml", "name: {ko: 작은 안내, en: Small help}",
     "name: {ko: 작은 안내, en: Small help, de: Hilfe}",
     "pack.yaml:3:35: unknown key 'de'; a text has ko and en"},
    {"pack.yaml", "  - id: net\n", "  - {id: net, title: {ko: 가, en: a}}\n  - id: net\n",
     "pack.yaml:21:9: topic 'net' comes twice"},
    {"pack.yaml", "countdown_seconds: 30", "countdown_seconds: 10",
     "pack.yaml:17:45: countdown_seconds is 10; it must be 20 to 600"},
    {"pack.yaml", "version: 1.0.0", "version: \"\"", "pack.yaml:2:10: version is empty"},
    /* synonyms.yaml */
    {"synonyms.yaml", "[모뎀, 모뎀기, modem]", "[모뎀]",
     "synonyms.yaml:1:3: a group needs two words or more"},
    {"synonyms.yaml", "- [모뎀", "a: [모뎀",
     "synonyms.yaml:1:1: the file is a map; it must be a list"},
    /* heads of flows */
    {"flows/fix.yaml", "id: fix", "id: mend",
     "flows/fix.yaml:1:5: id 'mend' is not the file's name"},
    {"flows/fix.yaml", "id: fix", "id: Fix",
     "flows/fix.yaml:1:5: 'Fix' is not an id; use 1 to 63 lower-case letters, digits and hyphens"},
    {"flows/fix.yaml", "topic: net", "topic: nett",
     "flows/fix.yaml:4:8: no topic 'nett' in pack.yaml; did you mean 'net'?"},
    {"flows/fix.yaml", "needs: guest", "needs: king",
     "flows/fix.yaml:7:8: needs is 'king'; it must be one of: guest, greeted, own, change"},
    {"flows/fix.yaml", "minutes: 6", "minuts: 6",
     "flows/fix.yaml:6:1: unknown key 'minuts'; did you mean 'minutes'?"},
    {"flows/fix.yaml", "keywords: {ko: [먹통], en: [offline]}", "keywords: {ko: [먹통]}",
     "flows/fix.yaml:8:11: 'en' is missing; add it"},
    /* steps and their ways */
    {"flows/fix.yaml", "  - id: restart\n", "  - id: lights\n",
     "flows/fix.yaml:17:9: step 'lights' comes twice"},
    {"flows/fix.yaml", "    ask: {ko: \"{cus", "    aks: {ko: \"{cus",
     "flows/fix.yaml:10:5: a step is exactly one of tell, ask, input, branch, check, call, again, "
     "solved, hand_over, end; did you mean 'ask'?"},
    {"flows/fix.yaml", "tell: {ko: \"{age}년", "ask: {ko: a, en: b}\n    tell: {ko: \"{age}년",
     "flows/fix.yaml:41:5: a step is exactly one of"},
    {"flows/fix.yaml", "    picture: modem\n", "    picture: modm\n",
     "flows/fix.yaml:12:14: no picture 'modm' in pictures/; did you mean 'modem'?"},
    {"flows/fix.yaml", "go: line}", "go: lime}",
     "flows/fix.yaml:14:45: no step 'lime' in this flow; did you mean 'line'?"},
    {"flows/fix.yaml", "    go: test\n", "    go: restart\n",
     "flows/fix.yaml:30:9: 'restart' is not below this step; only 'again' goes back"},
    {"flows/fix.yaml", "again: lights", "again: person",
     "flows/fix.yaml:50:12: 'person' is not above this step; use 'go'"},
    {"flows/fix.yaml", "times: 1", "times: 10",
     "flows/fix.yaml:51:12: times is 10; it must be 1 to 9"},
    {"flows/fix.yaml", "    hand_over: line-fault\n", "    tell: {ko: 가, en: a}\n",
     "flows/fix.yaml:53:5: nothing comes after the last step"},
    {"flows/fix.yaml", "    say: {ko: 상담원이 돕겠습니다., en: A person will help.}\n",
     "    say: {ko: 상담원이 돕겠습니다., en: A person will help.}\n  - id: lost\n    end: "
     "solved\n",
     "flows/fix.yaml:56:5: no way leads to step 'lost'"},
    {"flows/fix.yaml", "hand_over: line-fault", "end: happy",
     "flows/fix.yaml:54:10: end is 'happy'; it must be one of: solved, unsolved, informed"},
    {"flows/fix.yaml", "fix: true", "fix: yes",
     "flows/fix.yaml:43:10: fix is 'yes'; write true or false"},
    /* choices, texts, conditions */
    {"flows/fix.yaml", "go: line}", "g: line}",
     "flows/fix.yaml:14:41: unknown key 'g'; did you mean 'go'?"},
    {"flows/fix.yaml", ", en: Green, go", ", go", "flows/fix.yaml:14:9: 'en' is missing; add it"},
    {"flows/fix.yaml", "id: red, ko", "id: green, ko",
     "flows/fix.yaml:15:14: choice 'green' comes twice"},
    {"flows/fix.yaml", "en: None",
     "en: "
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
     "flows/fix.yaml:16:32: en has 128 bytes; at most 127 fit"},
    {"flows/restart-it.yaml", "      - {id: \"no\", ko: 아니오, en: \"No\"}\n", "",
     "flows/restart-it.yaml:12:7: 1 choices; a question has 2 to 6"},
    {"flows/fix.yaml", "{customer.name}", "{customer.nmae}",
     "flows/fix.yaml:11:15: text: nothing is called 'customer.nmae' here"},
    {"flows/fix.yaml", "{age}년", "{age년",
     "flows/fix.yaml:42:16: text: the brace at character 1 does not close a name"},
    {"flows/restart-it.yaml", "을/를", "을/은",
     "flows/restart-it.yaml:8:16: text: '을/은' is not a pair of particles"},
    {"flows/fix.yaml", "restart.done and lights = 'red'", "restart.done and and lights = 'red'",
     "flows/fix.yaml:23:34: expected a value: a number, a 'word' or a name"},
    {"flows/fix.yaml", "restart.done and lights = 'red'", "restart.done and light = 'red'",
     "flows/fix.yaml:23:34: nothing is called 'light' here"},
    {"flows/fix.yaml", "restart.done and lights = 'red'", "restart.done and lights = 'rde'",
     "flows/fix.yaml:23:44: 'lights' is never 'rde'; use one of its answers"},
    {"flows/fix.yaml", "restart.done and lights = 'red'", "1 + 2",
     "flows/fix.yaml:23:16: this gives a number; it must give a truth"},
    {"flows/fix.yaml", "      - {else: age}\n", "",
     "flows/fix.yaml:23:9: the last case must be {else: STEP}"},
    {"flows/fix.yaml", "{else: age}", "{when: \"true\", else: age}",
     "flows/fix.yaml:24:9: the last case must be {else: STEP}"},
    /* input, check, call */
    {"flows/fix.yaml", "    min: 0\n", "    min: 40\n",
     "flows/fix.yaml:37:10: min 40 and max 30 must be in order"},
    {"flows/fix.yaml", "type: number", "type: numbr",
     "flows/fix.yaml:35:11: type is 'numbr'; it must be one of: number, text, date, phone, code"},
    {"flows/fix.yaml", "check: line-status", "check: line-state",
     "flows/fix.yaml:26:12: no question 'line-state' in checks of pack.yaml; did you mean "
     "'line-status'?"},
    {"flows/fix.yaml", "answers: [ok, fault]", "answers: [ok, falt]",
     "flows/fix.yaml:28:19: 'falt' is no answer of 'line-status' in pack.yaml; did you mean "
     "'fault'?"},
    {"flows/fix.yaml", "wait: 8", "wait: 60",
     "flows/fix.yaml:27:11: wait is 60; it must be 1 to 20"},
    {"flows/fix.yaml", "    offline: age\n", "",
     "flows/fix.yaml:25:5: 'offline' is missing; add it"},
    {"flows/fix.yaml", "call: restart-it", "call: restart-is",
     "flows/fix.yaml:18:11: no flow 'restart-is' in flows/; did you mean 'restart-it'?"},
    {"flows/fix.yaml", "give: {device: \"'modem'\"}", "give: {device: \"'tv'\"}",
     "flows/fix.yaml:19:20: input 'device' of 'restart-it' is never 'tv'"},
    {"flows/fix.yaml", "give: {device: \"'modem'\"}", "give: {devise: \"'modem'\"}",
     "flows/fix.yaml:19:12: flow 'restart-it' has no input 'devise'; did you mean 'device'?"},
    {"flows/fix.yaml", "    give: {device: \"'modem'\"}\n", "",
     "flows/fix.yaml:18:11: flow 'restart-it' needs the input 'device'; add it to 'give'"},
    {"flows/fix.yaml", "take: [done]", "take: [dane]",
     "flows/fix.yaml:20:12: flow 'restart-it' has no output 'dane'; did you mean 'done'?"},
    {"flows/restart-it.yaml", "    end: informed\n",
     "    call: fix\n    go: last\n  - id: last\n    end: informed\n",
     "flows/restart-it.yaml:15:11: flow 'fix' leads back here; flows must not call in a circle"},
    /* articles */
    {"articles/lights.md", "---\nid", "id",
     "articles/lights.md:1:1: an article begins with '---' and its head"},
    {"articles/lights.md", "topic: net", "topic: nit",
     "articles/lights.md:3:8: no topic 'nit' in pack.yaml; did you mean 'net'?"},
    {"articles/lights.md", "flow: fix", "flow: fixx",
     "articles/lights.md:8:7: no flow 'fixx' in flows/; did you mean 'fix'?"},
    {"articles/lights.md", ", en: Read the modem lights", "",
     "articles/lights.md:5:1: title has no 'en'"},
    {"articles/lights.md", "](modem)", "](modim)",
     "articles/lights.md:15:14: no picture 'modim' in pictures/; did you mean 'modem'?"},
    {"articles/lights.md", "![초록 불빛 네 개](modem)", "![](modem)",
     "articles/lights.md:15:5: a picture without words; write ![what it shows](id)"},
    {"articles/lights.md", "**Green** is", "[Green](http://x) is",
     "articles/lights.md:24:1: links and code cannot be shown"},
    {"articles/lights.md", "**Green** is", "> Green is",
     "articles/lights.md:24:1: quotes, code, lines, tables and HTML cannot be shown"},
    {"articles/lights.md", "- Red is a fault.", "- Red is a fault.\n  - deep",
     "articles/lights.md:29:3: a list inside of a list"},
    {"articles/lights.md", "::: en", "::: fr",
     "articles/lights.md:22:1: no such part; write '::: ko' or '::: en'"},
    /* pictures */
    {"pictures/pictures.yaml", "modem:\n", "modum:\n",
     "pictures/pictures.yaml:1:1: no drawing pictures/modum.svg"},
    {"pictures/pictures.yaml", ", en: A modem with four green lights", "",
     "pictures/pictures.yaml:2:3: alt has no 'en'"},
    {"pictures/modem.svg", "</svg>", "<text>hi</text></svg>",
     "pictures/modem.svg:4:1: text inside of a drawing stays in one language"},
    {"pictures/modem.svg", " viewBox=\"0 0 96 54\"", "",
     "pictures/modem.svg:1:1: no viewBox that fits"},
    {"pictures/modem.svg", "</svg>", "", "pictures/modem.svg:1:1: not an SVG drawing"},
};

static void the_small_pack_has_no_problems(void **state)
{
    struct sources sources;
    struct kerr err;
    (void)state;
    sources_make(&sources);
    enum kcode code = sources_build(&sources, &err);
    assert_string_equal("", sources.told[0]);
    assert_ok(code, &err);
    sources_done(&sources);
}

static bool was_told(const struct sources *sources, const char *wanted)
{
    for (int i = 0; i < sources->told_count && i < SOURCES_TOLD_MAX; i++) {
        if (strncmp(sources->told[i], wanted, strlen(wanted)) == 0) {
            return true;
        }
    }
    return false;
}

static void every_mistake_is_told_where_it_stands_and_leaves_no_file(void **state)
{
    int wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        const struct mistake *mistake = &mistakes[i];
        struct sources sources;
        struct kerr err;
        sources_make(&sources);
        sources_edit(&sources, mistake->file, mistake->find, mistake->replace);
        enum kcode code = sources_build(&sources, &err);
        bool told = was_told(&sources, mistake->told);
        if (!told || code != K_E_FORMAT || access(sources.pack, F_OK) == 0) {
            print_error("mistake %zu (%s): code %s, %d told\n  want %s\n", i, mistake->replace,
                        kcode_name(code), sources.told_count, mistake->told);
            for (int k = 0; k < sources.told_count && k < SOURCES_TOLD_MAX; k++) {
                print_error("  got  %s\n", sources.told[k]);
            }
            wrong++;
        }
        sources_done(&sources);
    }
    assert_int_equal(0, wrong);
}

/* Whatever an editor, a merge or a disk does to a file: an answer, never a crash (ASan watches). */
static void sources_with_bytes_changed_at_random_never_crash(void **state)
{
    static const char *const files[] = {"pack.yaml", "flows/fix.yaml", "flows/restart-it.yaml",
                                        "articles/lights.md", "pictures/pictures.yaml"};
    static const char bytes[] = "{}[]:-#'\"&*!|>%@`, \n\tab0_.(";
    struct sources sources;
    uint32_t random = 26;
    (void)state;
    sources_make(&sources);
    for (int i = 0; i < 500; i++) {
        const char *file = files[i % 5];
        char path[2 * SOURCES_PATH];
        size_t count = 0;
        struct kerr err;
        (void)kstr_format(path, sizeof path, "%s/%s", sources.dir, file);
        char *text = sources_bytes(path, &count);
        char *changed = strdup(text);
        for (int k = 0; k <= i % 3; k++) {
            random = random * 1664525U + 1013904223U;
            changed[(random >> 8) % count] = bytes[(random >> 3) % (sizeof bytes - 1)];
        }
        sources_write(&sources, file, changed);
        enum kcode code = sources_build(&sources, &err);
        assert_true(code == K_OK || (code == K_E_FORMAT && sources.told_count > 0));
        sources_write(&sources, file, text);
        free(changed);
        free(text);
    }
    sources_done(&sources);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_small_pack_has_no_problems),
        cmocka_unit_test(sources_with_bytes_changed_at_random_never_crash),
        cmocka_unit_test(every_mistake_is_told_where_it_stands_and_leaves_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
