#include "trial_internal.h"

#include "kstr.h"

#include <string.h>

/* What is told of a line that was not met: what was wanted, where the customer is, the screen. */

void trial_step_name(const struct flow_book *book, uint16_t root, struct trial_step at,
                     char ret_name[TRIAL_NAME_BYTES])
{
    const struct flow_chart *chart = &book->chart[at.flow];
    const char *step = at.step == FLOW_NO_STEP ? "" : chart->step[at.step].id;
    if (at.flow == root) {
        (void)kstr_copy(ret_name, TRIAL_NAME_BYTES, step);
    } else {
        (void)kstr_format(ret_name, TRIAL_NAME_BYTES, "%s/%s", chart->id, step);
    }
}

bool trial_same_step(struct trial_step a, struct trial_step b)
{
    return a.step != FLOW_NO_STEP && a.flow == b.flow && a.step == b.step;
}

struct trial_step trial_at(const struct visit *visit)
{
    const struct flow_run *run = &visit->run;
    if (!visit->run_open) {
        return (struct trial_step){0, FLOW_NO_STEP};
    }
    if (run->at == FLOW_AT_END) {
        return (struct trial_step){run->end_flow, run->end_step};
    }
    const struct flow_frame *frame = &run->frame[run->depth - 1];
    return (struct trial_step){frame->flow, frame->step};
}

bool trial_locked(const struct visit *visit)
{
    static const enum level least[] = {
        [KNOWN_NOT] = LEVEL_GUEST, [KNOWN_TOKEN] = LEVEL_GREETED, [KNOWN_PHONE] = LEVEL_GREETED};
    const struct flow_run *run = &visit->run;
    if (!visit->run_open || run->at == FLOW_AT_END) {
        return false;
    }
    enum level has = least[visit->known];
    if (visit->known == KNOWN_TOKEN && visit->profile.level > has) {
        has = visit->profile.level;
    }
    return run->book->chart[run->root].needs > has || flow_step_now(run)->needs > has;
}

/* Where the customer is, in both languages; {1} is the step, {2} how the flow ended. */
enum where {
    WHERE_STEP,
    WHERE_LOCKED,
    WHERE_END,
    WHERE_END_AT,
    WHERE_OFFER,
    WHERE_OUTSIDE,
    WHERE_COUNT
};

static enum where where_is(const struct booth *booth)
{
    bool has_step = trial_at(&booth->visit).step != FLOW_NO_STEP;
    if (booth->screen.kind == SCREEN_OFFER) {
        return WHERE_OFFER;
    }
    if (!booth->visit.run_open) {
        return WHERE_OUTSIDE;
    }
    if (booth->visit.run.at == FLOW_AT_END) {
        return has_step ? WHERE_END_AT : WHERE_END;
    }
    return trial_locked(&booth->visit) ? WHERE_LOCKED : WHERE_STEP;
}

static const struct words where_words[WHERE_COUNT] = {
    [WHERE_STEP] = {{"고객은 '{1}' 단계에 있습니다", "the customer stands at '{1}'"}},
    [WHERE_LOCKED] = {{"고객은 본인 확인을 바라는 '{1}' 단계에 있습니다",
                       "the customer stands at '{1}', which asks who they are"}},
    [WHERE_END] = {{"흐름은 {2} 상태로 끝났습니다", "the flow has ended as {2}"}},
    [WHERE_END_AT] = {{"흐름은 '{1}' 단계에서 {2} 상태로 끝났습니다",
                       "the flow has ended as {2} at '{1}'"}},
    [WHERE_OFFER] = {{"상담원을 권하는 화면입니다", "a person is offered"}},
    [WHERE_OUTSIDE] = {{"열린 흐름이 없습니다", "no flow is open"}},
};

static const struct words fault_words[FAULT_COUNT] = {
    [FAULT_COMES_TO] = {{"고객이 '{1}' 단계에 이르러야 합니다",
                         "the customer should come to '{1}'"}},
    [FAULT_OFFERED] = {{"여기서 상담원을 권해야 합니다", "a person should be offered here"}},
    [FAULT_ENDS] = {{"흐름이 여기서 {1} 상태로 끝나야 합니다", "the flow should end here as {1}"}},
    [FAULT_ENDS_AS] = {{"흐름이 {1} 상태로 끝나야 합니다", "the flow should end as {1}"}},
    [FAULT_ENDS_AT] = {{"흐름이 '{1}' 단계에서 끝나야 합니다", "the flow should end at '{1}'"}},
    [FAULT_UNLOCKED] = {{"이 단계는 본인 확인을 바라야 합니다",
                         "this step should ask who the customer is"}},
    [FAULT_LOCKED] =
        {{"이 단계는 본인 확인을 바랍니다. 그래야 맞으면 'locked: true'를 쓰십시오",
          "this step needs to know the customer better; expect it with 'locked: true'"}},
    [FAULT_SHOWS] = {{"화면에 \"{1}\" 글이 있어야 합니다", "the screen should say \"{1}\""}},
    [FAULT_HIDES] = {{"화면에 \"{1}\" 글이 없어야 합니다", "the screen should not say \"{1}\""}},
    [FAULT_NO_BUTTON] = {{"'{1}' 단추가 없습니다", "there is no button for '{1}'"}},
    [FAULT_UNANSWERED] = {{"바꾸려는 '{1}' 단계에 답한 적이 없습니다",
                           "'{1}' should be changed, but was never answered"}},
    [FAULT_NO_START] = {{"'{1}' 흐름을 보여 주는 주제가 없어 고객이 시작할 수 없습니다",
                         "no topic offers the flow '{1}', so nobody can start it"}},
    [FAULT_NO_PERSON] = {{"상담원에게 가는 단추가 없습니다",
                          "there is no button to ask for a person"}},
    [FAULT_FORM] = {{"상담 신청서를 끝까지 적을 수 없습니다",
                     "the form for a call-back cannot be filled in"}},
    [FAULT_SAYS] = {{"신청의 '{1}' 값은 '{2}'이어야 하는데 '{3}'입니다",
                     "the request's '{1}' should be '{2}'; it is '{3}'"}},
    [FAULT_TRIED] = {{"신청에 적힌 시도가 다릅니다. 적힌 것은 [{1}]입니다",
                      "the request should tell other attempts; it tells [{1}]"}},
    [FAULT_NO_ANSWER] = {{"신청에 '{1}' 단계의 답이 있어야 합니다",
                          "the request should tell the answer to '{1}'"}},
    [FAULT_ANSWER] = {{"신청에 적힌 '{2}' 단계의 답은 '{1}'이어야 하는데 '{3}'입니다",
                       "the request should tell '{1}' as the answer to '{2}'; it tells '{3}'"}},
    [FAULT_WITHOUT] = {{"신청에 '{1}' 글이 없어야 합니다", "the request should not say '{1}'"}},
};

/* A sentence with its arguments. */
static void put_words(struct playing *playing, const struct words *words,
                      const char *const args[FAULT_ARGS_MAX])
{
    struct kerr err = {0};
    for (const char *from = words->in [playing->lang]; *from != '\0';) {
        bool is_argument = from[0] == '{' && from[1] >= '1' && from[1] < '1' + FAULT_ARGS_MAX;
        const char *text = is_argument && args ? args[from[1] - '1'] : "";
        size_t len = is_argument ? strlen("{1}") : strcspn(from + 1, "{") + 1;
        (void)(kbuf_add(&playing->fault, is_argument ? text : from,
                        is_argument ? strlen(text) : len, &err) == K_OK);
        from += len;
    }
}

/* Each line of the screen behind a bar, as much as fits. */
static void put_screen(struct playing *playing)
{
    struct kerr err = {0};
    const char *text = booth_text(playing->booth);
    while (*text != '\0') {
        int len = (int)strcspn(text, "\n");
        if (kbuf_format(&playing->fault, &err, "\n    | %.*s", len, text) != K_OK) {
            return;
        }
        text += len + (text[len] == '\n');
    }
}

bool trial_fail(struct playing *playing, enum fault_kind kind,
                const char *const args[FAULT_ARGS_MAX])
{
    const struct booth *booth = playing->booth;
    struct trial_step at = trial_at(&booth->visit);
    static const struct words gap = {{"; ", "; "}};
    char name[TRIAL_NAME_BYTES] = "";
    if (at.step != FLOW_NO_STEP) {
        trial_step_name(&booth->content->book, playing->item->flow, at, name);
    }
    put_words(playing, &fault_words[kind], args);
    put_words(playing, &gap, NULL);
    put_words(playing, &where_words[where_is(booth)],
              FAULT_ARGS(name, trial_outcome_names[booth->visit.run.outcome]));
    put_screen(playing);
    return false;
}

bool trial_fail_plain(struct playing *playing, enum fault_kind kind,
                      const char *const args[FAULT_ARGS_MAX])
{
    put_words(playing, &fault_words[kind], args);
    return false;
}
