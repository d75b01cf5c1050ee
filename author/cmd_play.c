/* annae-pack play: a flow in a terminal, as text, without a kiosk. */
#include "booth.h"
#include "command.h"
#include "opened.h"
#include "options.h"

#include "kstr.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE_BYTES = 512 };

struct playing {
    const char *dir, *flow_id, *customer, *time, *record;
    bool is_returning, is_offline;
    enum lang lang;
    struct booth *booth;
    bool told_request; /* what the agent gets was shown */
};

static const char *say(const struct playing *playing, const char *ko, const char *en)
{
    return playing->lang == LANG_KO ? ko : en;
}

/* ---- what is shown ---- */

static bool is_button(const struct screen_item *item)
{
    return item->kind == ITEM_BUTTON;
}

/* The button with this number, counted from 1; NULL when there is none. */
static const struct screen_item *button_at(const struct screen *screen, long number)
{
    for (int i = 0; i < screen->item_count; i++) {
        if (is_button(&screen->item[i]) && --number == 0) {
            return &screen->item[i];
        }
    }
    return NULL;
}

static void print_item(const struct screen_item *item, int *number)
{
    const char *gap = item->detail[0] != '\0' ? "  - " : "";
    if (is_button(item)) {
        (void)printf("  %d) %s%s%s\n", ++*number, item->text, gap, item->detail);
    } else if (item->kind != ITEM_FIELD && item->text[0] != '\0') {
        (void)printf("%s%s%s%s\n", item->kind == ITEM_BULLET ? "- " : "", item->text, gap,
                     item->detail);
    }
}

/* What headquarters may say to the question that is open. */
static void print_answers(const struct booth *booth)
{
    const struct flow_step *step = flow_step_now(&booth->visit.run);
    for (int i = 0; i < step->check.answer_count; i++) {
        (void)printf("%s ", step->check.answers[i]);
    }
    (void)printf("offline failed");
}

static void print_help(const struct playing *playing)
{
    const struct booth *booth = playing->booth;
    const struct screen_field *field = &booth->screen.field;
    if (booth->screen.kind == SCREEN_CHECK) {
        (void)printf("%s '%s' (", say(playing, "본사의 답", "headquarters answers"),
                     booth->question);
        print_answers(booth);
        (void)printf(")> ");
        return;
    }
    if (field->keyboard != KEYBOARD_NONE) {
        (void)printf("%s%s%s\n", field->error, field->error[0] != '\0' ? "\n" : "",
                     say(playing, "(글자를 적으면 입력합니다. 단추는 .1처럼 고릅니다.)",
                         "(What you write is typed. A button is chosen as .1)"));
    }
    (void)printf("%s> ", say(playing, "[b 뒤로, p 상담원, l English, q 그만]",
                             "[b back, p person, l 한국어, q quit]"));
}

/* What the agent gets, once the customer has asked for a person. */
static void print_request(struct playing *playing)
{
    const struct request *request = &playing->booth->request;
    if (!playing->booth->has_request || playing->told_request) {
        return;
    }
    playing->told_request = true;
    (void)printf("\n== %s: %s (%s)\n", say(playing, "상담원이 받는 것", "the agent gets"),
                 request->subject, request->reason);
    for (int i = 0; i < request->trail_count; i++) {
        const struct trail *trail = &request->trail[i];
        (void)printf("   %s %s: %s\n", trail->fix ? "*" : "-", trail->id, trail->answer);
    }
}

static void print_screen(struct playing *playing)
{
    const struct screen *screen = &playing->booth->screen;
    int number = 0;
    (void)printf("\n----");
    if (screen->progress_total > 0) {
        (void)printf(" %u/%u", (unsigned)screen->progress_done, (unsigned)screen->progress_total);
    }
    (void)printf("\n");
    for (int i = 0; i < screen->item_count; i++) {
        print_item(&screen->item[i], &number);
    }
    print_request(playing);
    print_help(playing);
    (void)fflush(stdout);
}

/* ---- what is done ---- */

static void wrong(const struct playing *playing, const char *line)
{
    (void)printf("%s: %s\n", say(playing, "알아듣지 못했습니다", "not understood"), line);
}

static void press(struct playing *playing, const char *line)
{
    char *end = NULL;
    long number = strtol(line, &end, 10);
    const struct screen_item *item = button_at(&playing->booth->screen, number);
    if (end == line || *end != '\0' || number < 1 || !item) {
        wrong(playing, line);
        return;
    }
    booth_touch(playing->booth, item->action.verb, item->action.arg);
}

static void answer_check(struct playing *playing, const char *line)
{
    const struct flow_step *step = flow_step_now(&playing->booth->visit.run);
    bool is_known = strcmp(line, "offline") == 0 || strcmp(line, "failed") == 0;
    for (int i = 0; i < step->check.answer_count && !is_known; i++) {
        is_known = strcmp(line, step->check.answers[i]) == 0;
    }
    if (is_known) {
        booth_answer(playing->booth, line);
        return;
    }
    wrong(playing, line);
}

static void type(struct playing *playing, const char *line)
{
    if (line[0] == '.') {
        press(playing, line + 1);
        return;
    }
    booth_type(playing->booth, line);
    booth_touch(playing->booth, ACT_OK, 0);
}

/* b, p, l: the buttons that are always there. */
static bool take_letter(struct playing *playing, const char *line)
{
    static const struct {
        const char *letter;
        enum action_verb verb;
    } letters[] = {{"b", ACT_BACK}, {"p", ACT_PERSON}, {"l", ACT_LANG}};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (strcmp(letters[i].letter, line) == 0) {
            booth_touch(playing->booth, letters[i].verb, 0);
            return true;
        }
    }
    return false;
}

static void take_line(struct playing *playing, const char *line)
{
    struct booth *booth = playing->booth;
    if (take_letter(playing, line)) {
        playing->lang = booth->visit.lang;
    } else if (booth->screen.kind == SCREEN_CHECK) {
        answer_check(playing, line);
    } else if (booth->screen.field.keyboard != KEYBOARD_NONE) {
        type(playing, line);
    } else {
        press(playing, line);
    }
    if (booth->screen.kind == SCREEN_CHECK && booth_known_answer(booth)) {
        booth_answer(booth, booth_known_answer(booth));
    }
}

/* The next line without its end; false at the end of the input, or when the author has enough. */
static bool read_line(char line[LINE_BYTES])
{
    if (!fgets(line, LINE_BYTES, stdin)) {
        return false;
    }
    line[strcspn(line, "\r\n")] = '\0';
    if (!isatty(STDIN_FILENO)) {
        (void)printf("%s\n", line);
    }
    return strcmp(line, "q") != 0;
}

/* The author plays until the customer has left the flow. */
static void play(struct playing *playing)
{
    char line[LINE_BYTES];
    struct booth *booth = playing->booth;
    do {
        print_screen(playing);
    } while (read_line(line) && (take_line(playing, line), booth->visit.running) &&
             booth->screen.kind != SCREEN_HOME && booth->screen.kind != SCREEN_TOPIC);
    (void)printf("\n");
}

/* ---- the command ---- */

static const char *read_given(const struct playing *playing, const struct content *content,
                              struct trial_given *given)
{
    enum { NUMBER = LEVEL_COUNT, WHO };
    static const char *const names[WHO] = {"guest", "greeted", "own", "change", "number"};
    *given = trial_given_default(content);
    given->lang = playing->lang;
    given->is_offline = playing->is_offline;
    if (playing->time && !trial_time(content, playing->time, &given->wall_ms)) {
        return "--time is like \"2026-11-23 10:30\"";
    }
    int level = 0;
    while (playing->customer && level < WHO && strcmp(names[level], playing->customer) != 0) {
        level++;
    }
    if (level == WHO) {
        return "--customer is guest, number, greeted, own or change";
    }
    bool is_known = level != LEVEL_GUEST && level != NUMBER;
    if (playing->is_returning && !is_known) {
        return "--returning needs --customer greeted, own or change";
    }
    given->by_number = level == NUMBER;
    given->level = is_known ? (enum level)level : LEVEL_GUEST;
    given->name = is_known ? "홍길동" : NULL;
    given->phone = is_known ? "010-****-5678" : NULL;
    given->returning = playing->is_returning;
    return NULL;
}

static enum kcode write_record(const struct playing *playing, struct trial_recorder *recorder,
                               uint16_t flow, struct kerr *err)
{
    trial_recorder_end(recorder, &playing->booth->visit);
    return trial_recorder_save(recorder, flow, playing->record, err);
}

static int play_flow(struct playing *playing, const struct content *content, uint16_t flow)
{
    struct kerr err = {0};
    struct trial_given given;
    const char *what = read_given(playing, content, &given);
    if (what) {
        return command_not_understood(what);
    }
    K_CLEANUP(booth_close) struct booth *booth = booth_open(content);
    K_CLEANUP(trial_recorder_close) struct trial_recorder *recorder = trial_recorder_open(content);
    playing->booth = booth;
    booth_reset(booth, &given);
    booth->on_event = trial_recorder_event;
    booth->on_event_user = recorder;
    if (!booth_start(booth, flow)) {
        (void)kerr_fail(&err, K_E_NOT_FOUND, "%s: is in no topic, nobody can start it",
                        playing->flow_id);
        return command_failed(&err);
    }
    play(playing);
    if (playing->record && write_record(playing, recorder, flow, &err) != K_OK) {
        return command_failed(&err);
    }
    return EXIT_OK;
}

static int run_play(int count, char **args)
{
    struct playing playing = {.lang = LANG_KO};
    const char *words[2];
    const char *lang = NULL;
    const struct option known[] = {
        {"--lang", &lang, NULL},
        {"--customer", &playing.customer, NULL},
        {"--time", &playing.time, NULL},
        {"--returning", NULL, &playing.is_returning},
        {"--offline", NULL, &playing.is_offline},
        {"--record", &playing.record, NULL},
    };
    const char *wrong_word = options_read(count, args, OPTIONS(known), words, 2);
    if (wrong_word || !words[1]) {
        return command_not_understood(wrong_word ? wrong_word : "play wants DIR FLOW");
    }
    playing.lang = lang && strcmp(lang, "en") == 0 ? LANG_EN : LANG_KO;
    if (lang && strcmp(lang, lang_name(playing.lang)) != 0) {
        return command_not_understood("--lang is ko or en");
    }
    playing.dir = words[0];
    playing.flow_id = words[1];
    struct kerr err = {0};
    K_CLEANUP(compile_close) struct compile *compile = NULL;
    if (opened_open(playing.dir, playing.lang, &compile, &err) != K_OK) {
        return command_failed(&err);
    }
    const struct content *content = compile_content(compile);
    uint16_t flow = flow_find(&content->book, playing.flow_id);
    if (flow == UINT16_MAX) {
        (void)kerr_fail(&err, K_E_NOT_FOUND, "%s: no such flow in %s", playing.flow_id,
                        playing.dir);
        return command_failed(&err);
    }
    return play_flow(&playing, content, flow);
}

const struct command command_play = {
    .name = "play",
    .usage =
        "  annae-pack play DIR FLOW [--customer guest|number|greeted|own|change]\n"
        "                      [--returning] [--time \"2026-11-23 10:30\"] [--offline]\n"
        "                      [--lang ko|en] [--record FILE]\n"
        "                                         play a flow in the terminal; --record writes\n"
        "                                         what was played as a test file\n",
    .run = run_play,
};
