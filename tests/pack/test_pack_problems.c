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
     "pack.yaml:4:6: error A010: This is not YAML: did not find expected ',' or '}' (begun in line "
     "3). Check indentation and braces; put a text with ':', '#' or quotes in it into quotes."},
    {"pack.yaml", "greet_name: masked", "greet_name: masked\ngreet_name: full",
     "pack.yaml:16:1: error A011: The key 'greet_name' comes twice (first in line 15). Keep one."},
    {"pack.yaml", "id: small", "id: &a small",
     "pack.yaml:1:5: error A018: Anchors (&name) are not part of the language. Leave the anchor "
     "out."},
    {"pack.yaml", "id: small", "id: *a",
     "pack.yaml:1:5: error A017: Aliases (*name) are not part of the language. Write the value "
     "out."},
    {"pack.yaml", "id: small", "id: !t small",
     "pack.yaml:1:5: error A019: Tags (!name) are not part of the language. Leave the tag out."},
    {"pack.yaml", "  - id: net", "\t- id: net",
     "pack.yaml:20:1: error A004: There is a tab. Indent with spaces."},
    {"pack.yaml", "id: small", "id: sm\xFF",
     "pack.yaml:1:7: error A006: There is a byte that is not UTF-8 text. Save the file as UTF-8."},
    {"pack.yaml", "id: small", "<<: {id: small}\nid: small",
     "pack.yaml:1:1: error A025: Merge keys (<<) are not part of the language."},
    {"pack.yaml", "id: small", "? {a: b}\n: small\nid: small",
     "pack.yaml:1:3: error A021: A key must be a word."},
    {"pack.yaml", "id: small", "--- \nid: small\n---\nid: other",
     "pack.yaml:3:1: error A020: A second document begins here."},
    {"pack.yaml", "id: small", "id: [[[[[[[[[[[[[]]]]]]]]]]]]]",
     "pack.yaml:1:16: error A022: This is nested more than 12 deep."},
    {"pack.yaml", "id: small", "id: sm\xE2\x80", "pack.yaml:1:7: error A006"},
    {"pack.yaml", "id: small\n", "id: small\r\n",
     "pack.yaml:1:10: error A005: There is a carriage return. Save the file with Unix line ends "
     "(LF)."},
    {"pack.yaml", "id: small", "\xEF\xBB\xBFid: small",
     "pack.yaml:1:1: error A008: There is a byte order mark (BOM)."},
    {"pack.yaml", "id: small", "id: sm\x07",
     "pack.yaml:1:7: error A009: There is a control "
     "character (code 7). Leave it out."},
    {"pack.yaml", "id: small", "id: \"sm\\0\"",
     "pack.yaml:1:5: error A007: There is a NUL "
     "character."},
    {"synonyms.yaml", "- [모뎀, 모뎀기, modem]\n", "# nothing\n",
     "synonyms.yaml:1:1: error A024: The file is empty."},
    /* what YAML would read as something else */
    {"flows/fix.yaml", "ko: 초록색", "ko: no",
     "flows/fix.yaml:14:25: error A026: YAML may read no as "
     "a truth instead of a text. Put it in quotes: \"no\"."},
    {"flows/fix.yaml", "ko: 초록색", "ko: 0x1F",
     "flows/fix.yaml:14:25: error A026: YAML may read 0x1F "
     "as a number"},
    {"flows/fix.yaml", "ko: 초록색", "ko: 12:30",
     "flows/fix.yaml:14:25: error A026: YAML may read "
     "12:30 as a number"},
    {"flows/fix.yaml", "ko: 초록색", "ko: 2026-12-25",
     "flows/fix.yaml:14:25: error A026: YAML may "
     "read 2026-12-25 as a date"},
    {"flows/fix.yaml", "ko: 초록색", "ko: ~",
     "flows/fix.yaml:14:25: error A026: YAML may read ~ as "
     "nothing"},
    {"flows/fix.yaml", "id: green", "id: on",
     "flows/fix.yaml:14:14: error A026: YAML may read on as "
     "a truth"},
    {"flows/fix.yaml", "ko: [먹통]", "ko: [118]",
     "flows/fix.yaml:8:17: error A026: YAML may read 118 "
     "as a number"},
    {"flows/fix.yaml", "minutes: 6", "minutes: 010",
     "flows/fix.yaml:6:10: error A034: minutes is "
     "'010'. Write a whole number."},
    /* pack.yaml */
    {"pack.yaml", "Wi-Fi: 와이파이", "Wi-Fi: [와이파이]",
     "pack.yaml:24:19: error A014: Wi-Fi must be one value. Write it instead of a list or a map."},
    {"pack.yaml", "{ko: 심, en: sim}", "{en: sim}",
     "pack.yaml:24:25: error A033: SIM has no 'ko'. Write it in Korean (ko) and in English (en)."},
    {"pack.yaml", "{ko: 심, en: sim}", "{ko: 심, jp: sim}",
     "pack.yaml:24:38: error A012: Nothing is called 'jp' here. Remove it."},
    {"pack.yaml", "{Wi-Fi: 와이파이, SIM: {ko: 심, en: sim}}", "[Wi-Fi]",
     "pack.yaml:24:11: error A016: readings must be a map. Write {key: value}, or one 'key: value' "
     "per line."},
    {"pack.yaml", "greet_name: masked", "greet_nane: masked",
     "pack.yaml:15:1: error A012: Nothing is called 'greet_nane' here. Did you mean 'greet_name'?"},
    {"pack.yaml", "greet_name: masked", "greet_name: nick",
     "pack.yaml:15:13: error A037: greet_name is 'nick'. Use one of: full, masked, surname, none."},
    {"pack.yaml", "utc_offset_minutes: 540", "utc_offset_minutes: noon",
     "pack.yaml:5:21: error A034: utc_offset_minutes is 'noon'. Write a whole number."},
    {"pack.yaml", "utc_offset_minutes: 540", "utc_offset_minutes: 5400",
     "pack.yaml:5:21: error A035: utc_offset_minutes is 5400. Use a number from -720 to 840."},
    {"pack.yaml", "utc_offset_minutes: 540\n", "",
     "pack.yaml:1:1: error A013: The key 'utc_offset_minutes' is missing. Add it."},
    {"pack.yaml", "days_ahead: 5", "days_ahead: [5]",
     "pack.yaml:11:43: error A014: days_ahead must be one value. Write it instead of a list or a "
     "map."},
    {"pack.yaml", "primary: \"#0B4FA8\"", "primary: blue",
     "pack.yaml:4:18: error A038: primary is 'blue'. Write a colour as \"#0B4FA8\"."},
    {"pack.yaml", "mon: 09:00-18:00", "mon: 18:00-09:00",
     "pack.yaml:7:14: error A040: '18:00-09:00' are no hours. Write 09:00-18:00."},
    {"pack.yaml", "sat: 09:00", "sun: 9",
     "pack.yaml:7:32: error A040: '9-13:00' are no hours. Write 09:00-18:00."},
    {"pack.yaml", "sat: 09:00", "sab: 09:00",
     "pack.yaml:7:27: error A012: Nothing is called 'sab' here. Did you mean 'sat'?"},
    {"pack.yaml", "date: 2026-12-25", "date: 2026-02-30",
     "pack.yaml:9:12: error A041: '2026-02-30' is no date. Write 2026-12-25."},
    {"pack.yaml", "date: 2027-01-01", "date: 2026-12-25",
     "pack.yaml:10:5: error A042: This holiday is not after the one above. Sort the holidays by "
     "date."},
    {"pack.yaml", "channels: [call, email]", "channels: [call, pigeon]",
     "pack.yaml:11:81: error A037: channels is 'pigeon'. Use one of: call, text, email."},
    {"pack.yaml", "name: {ko: 작은 안내, en: Small help}", "name: {ko: 작은 안내}",
     "pack.yaml:3:1: error A033: name has no 'en'. Write it in Korean (ko) and in English (en)."},
    {"pack.yaml", "name: {ko: 작은 안내, en: Small help}",
     "name: {ko: 작은 안내, en: Small help, de: Hilfe}",
     "pack.yaml:3:35: error A012: Nothing is called 'de' here. Remove it."},
    {"pack.yaml", "name: {ko: 작은 안내, en: Small help}", "name: {ko: 작은, 안내, en: Small help}",
     "pack.yaml:3:16: error A049: '안내' is the rest of a text with a comma. Put the whole text in "
     "quotes."},
    {"pack.yaml", "  - id: net\n", "  - {id: net, title: {ko: 가, en: a}}\n  - id: net\n",
     "pack.yaml:21:9: error A044: The id 'net' comes twice (first in line 20). Rename one."},
    {"pack.yaml", "countdown_seconds: 30", "countdown_seconds: 10",
     "pack.yaml:17:45: error A035: countdown_seconds is 10. Use a number from 20 to 600."},
    {"pack.yaml", "version: 1.0.0", "version: \"\"",
     "pack.yaml:2:10: error A031: version is empty. Write something or leave the key out."},
    /* synonyms.yaml */
    {"synonyms.yaml", "[모뎀, 모뎀기, modem]", "[모뎀]",
     "synonyms.yaml:1:3: error A046: A group of synonyms has fewer than two words. Add a word or "
     "remove the group."},
    {"synonyms.yaml", "- [모뎀", "a: [모뎀",
     "synonyms.yaml:1:1: error A015: The file must be a list. Write [a, b] or one '- entry' per "
     "line."},
    /* heads of flows */
    {"flows/fix.yaml", "id: fix", "id: mend",
     "flows/fix.yaml:1:5: error A045: The id 'mend' is not the file's name. Rename the file or the "
     "id."},
    {"flows/fix.yaml", "id: fix", "id: Fix",
     "flows/fix.yaml:1:5: error A030: 'Fix' is not an id. Use 1 to 63 lower-case letters, digits "
     "and hyphens."},
    {"flows/fix.yaml", "topic: net", "topic: nett",
     "flows/fix.yaml:4:8: error A109: There is no topic 'nett' in pack.yaml. Did you mean 'net'?"},
    {"flows/fix.yaml", "needs: guest", "needs: king",
     "flows/fix.yaml:7:8: error A037: needs is 'king'. Use one of: guest, greeted, own, change."},
    {"flows/fix.yaml", "minutes: 6", "minuts: 6",
     "flows/fix.yaml:6:1: error A012: Nothing is called 'minuts' here. Did you mean 'minutes'?"},
    {"flows/fix.yaml", "keywords: {ko: [먹통], en: [offline]}", "keywords: {ko: [먹통]}",
     "flows/fix.yaml:8:11: error A013: The key 'en' is missing. Add it."},
    /* steps and their ways */
    {"flows/fix.yaml", "  - id: restart\n", "  - id: lights\n",
     "flows/fix.yaml:17:9: error A044: The id 'lights' comes twice (first in line 10). Rename "
     "one."},
    {"flows/fix.yaml", "    ask: {ko: \"{cus", "    aks: {ko: \"{cus",
     "flows/fix.yaml:10:5: error A065: A step is exactly one of tell, ask, input, branch, check, "
     "call, again, solved, hand_over, end. Did you mean 'ask'?"},
    {"flows/fix.yaml", "tell: {ko: \"{age}년", "ask: {ko: a, en: b}\n    tell: {ko: \"{age}년",
     "flows/fix.yaml:41:5: error A065: A step is exactly one of tell, ask, input, branch, check, "
     "call, again, solved, hand_over, end. Keep one of them."},
    {"flows/fix.yaml", "    picture: modem\n", "    picture: modm\n",
     "flows/fix.yaml:12:14: error A501: There is no picture 'modm' in pictures/. Did you mean "
     "'modem'?"},
    {"flows/fix.yaml", "go: line}", "go: lime}",
     "flows/fix.yaml:14:45: error A101: There is no step 'lime' in this flow. Did you mean "
     "'line'?"},
    {"flows/fix.yaml", "    go: test\n", "    go: restart\n",
     "flows/fix.yaml:30:9: error A103: The step 'restart' is not below this one. Move it down, or "
     "go back with a step 'again'."},
    {"flows/fix.yaml", "again: lights", "again: person",
     "flows/fix.yaml:50:12: error A104: The step 'person' is not above this one. Use 'go' to go "
     "forward."},
    {"flows/fix.yaml", "times: 1", "times: 10",
     "flows/fix.yaml:51:12: error A035: times is 10. Use a number from 1 to 9."},
    {"flows/fix.yaml", "    hand_over: line-fault\n", "    tell: {ko: 가, en: a}\n",
     "flows/fix.yaml:53:5: error A105: Nothing comes after the last step. Add 'go', or end the "
     "flow here."},
    {"flows/fix.yaml", "    say: {ko: 상담원이 돕겠습니다., en: A person will help.}\n",
     "    say: {ko: 상담원이 돕겠습니다., en: A person will help.}\n  - id: lost\n    end: "
     "solved\n",
     "flows/fix.yaml:56:5: error A106: No way leads to the step 'lost'. Lead one here or remove "
     "it."},
    {"flows/fix.yaml", "hand_over: line-fault", "end: happy",
     "flows/fix.yaml:54:10: error A037: end is 'happy'. Use one of: solved, unsolved, informed."},
    {"flows/fix.yaml", "fix: true", "fix: yes",
     "flows/fix.yaml:43:10: error A036: fix is 'yes'. Write true or false."},
    /* choices, texts, conditions */
    {"flows/fix.yaml", "go: line}", "g: line}",
     "flows/fix.yaml:14:41: error A012: Nothing is called 'g' here. Did you mean 'go'?"},
    {"flows/fix.yaml", ", en: Green, go", ", go",
     "flows/fix.yaml:14:9: error A013: The key 'en' is missing. Add it."},
    {"flows/fix.yaml", "id: red, ko", "id: green, ko",
     "flows/fix.yaml:15:14: error A044: The id 'green' comes twice (first in line 14). Rename "
     "one."},
    {"flows/fix.yaml", "en: None",
     "en: "
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
     "flows/fix.yaml:16:32: error A032: en has 128 bytes. Use at most 127 (a Korean letter takes "
     "3)."},
    {"flows/restart-it.yaml", "      - {id: \"no\", ko: 아니오, en: \"No\"}\n", "",
     "flows/restart-it.yaml:12:7: error A043: choices has 1 entries. There must be 2 to 6."},
    {"flows/fix.yaml", "{customer.name}", "{customer.nmae}",
     "flows/fix.yaml:11:15: error A208: Nothing is called 'customer.nmae' in this flow. Did you "
     "mean 'customer.name'?"},
    {"flows/fix.yaml", "{age}년", "{age년",
     "flows/fix.yaml:42:16: error A210: The brace at character 1 of this text does not close a "
     "name. Close it, or write {{ to show a brace."},
    {"flows/restart-it.yaml", "을/를", "을/은",
     "flows/restart-it.yaml:8:16: error A209: '을/은' is not a pair of particles. Use one of 은/는 "
     "이/가 을/를 과/와 으로/로 아/야 이/."},
    {"flows/fix.yaml", "restart.done and lights = 'red'", "restart.done and and lights = 'red'",
     "flows/fix.yaml:23:34: error A201: The condition cannot be read: expected a value: a number, "
     "a 'word' or a name. Correct it."},
    {"flows/fix.yaml", "restart.done and lights = 'red'", "restart.done and light = 'red'",
     "flows/fix.yaml:23:34: error A208: Nothing is called 'light' in this flow. Did you mean "
     "'lights'?"},
    {"flows/fix.yaml", "restart.done and lights = 'red'", "restart.done and line.found",
     "flows/fix.yaml:23:34: error A208: Nothing is called 'line.found' in this flow. Use the id "},
    {"flows/fix.yaml", "restart.done and lights = 'red'", "restart.done and lights = 'rde'",
     "flows/fix.yaml:23:44: error A203: 'lights' is never 'rde'. Use one of its answers."},
    {"flows/fix.yaml", "restart.done and lights = 'red'", "1 + 2",
     "flows/fix.yaml:23:16: error A202: This gives a number. It must give a truth."},
    {"flows/fix.yaml", "      - {else: age}\n", "",
     "flows/fix.yaml:23:9: error A067: The last case of a branch must be {else: STEP}. Add it."},
    {"flows/fix.yaml", "{else: age}", "{when: \"true\", else: age}",
     "flows/fix.yaml:24:9: error A067: The last case of a branch must be {else: STEP}. Add it."},
    {"flows/fix.yaml", "    solved: {ko: 이제 됩니까?, en: Does it work now?}\n    no: retry\n",
     "    branch:\n      - {when: \"age > 40\", go: retry}\n      - {else: retry}\n",
     "flows/fix.yaml:48:16: error A207: 'age' is always from 0 to 30; comparing it with 40 decides "
     "nothing."},
    /* input, check, call */
    {"flows/fix.yaml", "type: number\n    min: 0\n", "type: phone\n    min: 0\n",
     "flows/fix.yaml:37:5: error A069: A phone number has no range."},
    {"flows/fix.yaml", "{when: \"restart.done and lights = 'red'\", go: line}", "{go: line}",
     "flows/fix.yaml:23:9: error A066: This is not a case of a branch."},
    {"flows/restart-it.yaml", "id: asked", "id: device",
     "flows/restart-it.yaml:9:5: error A070: The name 'device' is taken in this flow."},
    {"flows/fix.yaml", "    min: 0\n", "    min: 40\n",
     "flows/fix.yaml:37:10: error A068: min 40 and max 30 cannot be. Write them in order, from "
     "-1000000000000 to 1000000000000."},
    {"flows/fix.yaml", "type: number", "type: numbr",
     "flows/fix.yaml:35:11: error A037: type is 'numbr'. Use one of: number, text, date, phone, "
     "code."},
    {"flows/fix.yaml", "check: line-status", "check: line-state",
     "flows/fix.yaml:26:12: error A204: There is no question 'line-state' in checks of pack.yaml. "
     "Did you mean 'line-status'?"},
    {"flows/fix.yaml", "answers: [ok, fault]", "answers: [ok, falt]",
     "flows/fix.yaml:28:19: error A205: 'falt' is no answer of 'line-status' in pack.yaml. Did you "
     "mean 'fault'?"},
    {"flows/fix.yaml", "wait: 8", "wait: 60",
     "flows/fix.yaml:27:11: error A035: wait is 60. Use a number from 1 to 20."},
    {"flows/fix.yaml", "    offline: age\n", "",
     "flows/fix.yaml:25:5: error A013: The key 'offline' is missing. Add it."},
    {"flows/fix.yaml", "call: restart-it", "call: restart-is",
     "flows/fix.yaml:18:11: error A102: There is no flow 'restart-is' in flows/. Did you mean "
     "'restart-it'?"},
    {"flows/fix.yaml", "give: {device: \"'modem'\"}", "give: {device: \"'tv'\"}",
     "flows/fix.yaml:19:20: error A112: The input 'device' of 'restart-it' is never 'tv'. Give one "
     "of its values."},
    {"flows/fix.yaml", "give: {device: \"'modem'\"}", "give: {devise: \"'modem'\"}",
     "flows/fix.yaml:19:12: error A110: The flow 'restart-it' has no input 'devise'. Did you mean "
     "'device'?"},
    {"flows/fix.yaml", "    give: {device: \"'modem'\"}\n", "",
     "flows/fix.yaml:18:11: error A111: The flow 'restart-it' needs the input 'device'. Add it to "
     "'give'."},
    {"flows/fix.yaml", "take: [done]", "take: [dane]",
     "flows/fix.yaml:20:12: error A113: The flow 'restart-it' has no output 'dane'. Did you mean "
     "'done'?"},
    {"flows/restart-it.yaml", "    end: informed\n",
     "    call: fix\n    go: last\n  - id: last\n    end: informed\n",
     "flows/restart-it.yaml:15:11: error A107: The flow 'fix' leads back here. Flows must not call "
     "in a circle: take one call out."},
    /* articles */
    {"articles/lights.md", "---\nid", "id",
     "articles/lights.md:1:1: error A050: An article begins with '---' and its head. Add them."},
    {"articles/lights.md", "topic: net\n", "topic: net\nicon: globe\ntitle: {ko: 가, en: a}\n---\n",
     "articles/lights.md:7:1: error A052: There is text before '::: ko'."},
    {"articles/lights.md", "\n---\n::: ko", "\n::: ko",
     "articles/lights.md:32:1: error A051: The head of the article does not end."},
    {"articles/lights.md", "::: en\n", "::: ko\n",
     "articles/lights.md:22:1: error A054: '::: ko' comes twice."},
    {"articles/lights.md", "초록색**은", "초록색&nbsp;**은",
     "articles/lights.md:12:6: error A061: '&nbsp;' cannot be shown."},
    {"articles/lights.md", "topic: net", "topic: nit",
     "articles/lights.md:3:8: error A109: There is no topic 'nit' in pack.yaml. Did you mean "
     "'net'?"},
    {"articles/lights.md", "flow: fix", "flow: fixx",
     "articles/lights.md:8:7: error A102: There is no flow 'fixx' in flows/. Did you mean 'fix'?"},
    {"articles/lights.md", ", en: Read the modem lights", "",
     "articles/lights.md:5:1: error A033: title has no 'en'. Write it in Korean (ko) and in "
     "English (en)."},
    {"articles/lights.md", "](modem)", "](modim)",
     "articles/lights.md:15:14: error A501: There is no picture 'modim' in pictures/. Did you mean "
     "'modem'?"},
    {"articles/lights.md", "![초록 불빛 네 개](modem)", "![](modem)",
     "articles/lights.md:15:5: error A508: This picture has no words for who cannot see it. Write "
     "![what it shows](id)."},
    {"articles/lights.md", "**Green** is", "[Green](http://x) is",
     "articles/lights.md:24:1: error A060: Links and code cannot be shown. Write the words "
     "themselves."},
    {"articles/lights.md", "**Green** is", "> Green is",
     "articles/lights.md:24:1: error A059: Quotes, code, lines, tables and HTML cannot be shown. "
     "Use paragraphs, ## headings and lists."},
    {"articles/lights.md", "- Red is a fault.", "- Red is a fault.\n  - deep",
     "articles/lights.md:29:3: error A058: There is a list inside of a list. Make it one list."},
    {"articles/lights.md", "::: en", "::: fr",
     "articles/lights.md:22:1: error A053: There is no such part of an article. Write '::: ko' or "
     "'::: en'."},
    /* pictures */
    {"pictures/pictures.yaml", "modem:\n", "modum:\n",
     "pictures/modem.svg:1:1: error A502: The picture 'modem' has no words in pictures.yaml. Add "
     "'modem: {alt: {ko: ..., en: ...}}'."},
    {"pictures/pictures.yaml", "modem:\n", "modum:\n",
     "pictures/pictures.yaml:1:1: error A503: There is no drawing pictures/modum.svg. Draw it or "
     "remove this."},
    {"pictures/pictures.yaml", ", en: A modem with four green lights", "",
     "pictures/pictures.yaml:2:3: error A033: alt has no 'en'. Write it in Korean (ko) and in "
     "English (en)."},
    {"pictures/modem.svg", "</svg>", "<text>hi</text></svg>",
     "pictures/modem.svg:4:1: error A504: Text inside of a drawing stays in one language. Say it "
     "in 'alt' instead."},
    {"pictures/modem.svg", " viewBox=\"0 0 96 54\"", "",
     "pictures/modem.svg:1:1: error A507: The picture says no size that fits. Add viewBox=\"0 0 "
     "960 540\"."},
    {"pictures/modem.svg", "</svg>", "",
     "pictures/modem.svg:1:1: error A506: The picture cannot be drawn: not an SVG drawing: XML "
     "parse error: Error domain 1 code 77 on line 5 column 1 of data: Premature end of data in tag "
     "svg line 1. Correct the SVG file."},
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
