#include "trial_internal.h"

#include "kstr.h"

#include <stdarg.h>
#include <stdio.h>
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

/* "step 'lights'", "the end of the flow (solved)", "the offer of a person" ... */
static void say_where(const struct playing *playing, char *ret_text, size_t size)
{
    const struct booth *booth = playing->booth;
    const struct flow_run *run = &booth->visit.run;
    struct trial_step at = trial_at(&booth->visit);
    char name[TRIAL_NAME_BYTES] = "";
    if (booth->visit.run_open) {
        trial_step_name(run->book, playing->item->flow, at, name);
    }
    if (booth->screen.kind == SCREEN_OFFER) {
        (void)kstr_copy(ret_text, size, "a person is offered");
    } else if (!booth->visit.run_open) {
        (void)kstr_format(ret_text, size, "no flow is open; the screen is '%s'",
                          screen_kind_name(booth->screen.kind));
    } else if (run->at == FLOW_AT_END) {
        (void)kstr_format(ret_text, size, "the flow has ended as %s%s%s",
                          trial_outcome_names[run->outcome], at.step == FLOW_NO_STEP ? "" : " at ",
                          name);
    } else {
        (void)kstr_format(ret_text, size, "the customer stands at '%s'%s", name,
                          trial_locked(&booth->visit) ? ", which asks who they are" : "");
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

__attribute__((format(printf, 2, 0))) static void put_text(struct playing *playing, const char *fmt,
                                                           va_list args)
{
    struct kerr err = {0};
    char text[1024];
    (void)vsnprintf(text, sizeof text, fmt, args);
    (void)(kbuf_text(&playing->fault, text, &err) == K_OK);
}

bool trial_fail(struct playing *playing, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    put_text(playing, fmt, args);
    va_end(args);
    struct kerr err = {0};
    char where[TRIAL_NAME_BYTES * 2];
    say_where(playing, where, sizeof where);
    (void)(kbuf_format(&playing->fault, &err, "; %s", where) == K_OK);
    put_screen(playing);
    return false;
}

bool trial_fail_plain(struct playing *playing, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    put_text(playing, fmt, args);
    va_end(args);
    return false;
}
