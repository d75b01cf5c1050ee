/* Properties that hold for every chart and every answer, tried on many random ones. */
#include "charts.h"
#include "random_book.h"

#include "kcivil.h"
#include "kstr.h"

#include <inttypes.h>
#include <string.h>

enum { BOOKS = 300, ANSWERS = 60 };

static struct random_book made;
static struct flow_run run, before, again;

static void make(uint32_t seed)
{
    random_book_make(&made, seed);
    assert_sound(&made.book);
}

static void assert_values_equal(const struct flow_value *a, const struct flow_value *b)
{
    assert_int_equal(a->type, b->type);
    assert_int_equal(a->number, b->number);
    assert_string_equal(a->word, b->word);
}

static void assert_frames_equal(const struct flow_frame *a, const struct flow_frame *b)
{
    assert_int_equal(a->flow, b->flow);
    assert_int_equal(a->step, b->step);
    assert_memory_equal(a->again_taken, b->again_taken, sizeof a->again_taken);
    for (int i = 0; i < LIMIT_FLOW_VARS; i++) {
        assert_values_equal(&a->var[i], &b->var[i]);
    }
}

static void assert_answers_equal(const struct flow_answer *a, const struct flow_answer *b)
{
    assert_int_equal(a->flow, b->flow);
    assert_int_equal(a->step, b->step);
    assert_int_equal(a->exit, b->exit);
    assert_values_equal(&a->value, &b->value);
    assert_int_equal(a->answered_mono_ms, b->answered_mono_ms);
    assert_memory_equal(&a->facts, &b->facts, sizeof a->facts);
}

/* Everything but what the log does not know: when a step was shown, wrong tries. */
static void assert_runs_equal(const struct flow_run *a, const struct flow_run *b)
{
    assert_ptr_equal(a->book, b->book);
    assert_int_equal(a->root, b->root);
    assert_int_equal(a->at, b->at);
    assert_int_equal(a->outcome, b->outcome);
    assert_int_equal(a->end_flow, b->end_flow);
    assert_int_equal(a->end_step, b->end_step);
    assert_true(a->at == FLOW_AT_STEP || a->tries_left == 0);
    assert_int_equal(a->depth, b->depth);
    for (int i = 0; i < LIMIT_FLOW_NESTING; i++) {
        assert_frames_equal(&a->frame[i], &b->frame[i]);
    }
    assert_int_equal(a->log_count, b->log_count);
    for (int i = 0; i < LIMIT_FLOW_LOG; i++) {
        assert_answers_equal(&a->log[i], &b->log[i]);
    }
    assert_memory_equal(&a->start, &b->start, sizeof a->start);
}

/* What a customer would type to give this value. */
static void retype(const struct flow_step *step, const struct flow_value *value, char *ret_typed,
                   size_t typed_size)
{
    if (step->input.type == FLOW_INPUT_DATE) {
        struct kcivil day = kcivil_from_ms(value->number * KCIVIL_DAY_MS, 0);
        (void)kstr_format(ret_typed, typed_size, "%04d%02d%02d", day.year, day.month, day.day);
    } else if (step->input.type == FLOW_INPUT_NUMBER) {
        (void)kstr_format(ret_typed, typed_size, "%" PRId64, value->number);
    } else {
        (void)kstr_copy(ret_typed, typed_size, value->word);
    }
}

/* Give one logged answer anew, through the front door. */
static void give(const struct flow_answer *answer)
{
    const struct flow_step *step = flow_step_now(&again);
    int64_t at_ms = answer->answered_mono_ms;
    if (step->kind == FLOW_CHECK) {
        assert_int_equal(FLOW_TAKEN, flow_checked(&again, answer->exit, answer->value.word,
                                                  &answer->facts, at_ms));
    } else if (step->kind != FLOW_INPUT) {
        assert_int_equal(FLOW_TAKEN, flow_choose(&again, answer->exit, &answer->facts, at_ms));
    } else if (answer->exit == 0) {
        char typed[LIMIT_FIELD_BYTES];
        retype(step, &answer->value, typed, sizeof typed);
        assert_int_equal(FLOW_TAKEN, flow_type(&again, typed, &answer->facts, at_ms));
    } else {
        enum flow_reply reply = FLOW_WRONG;
        while (reply == FLOW_WRONG) {
            reply = flow_type(&again, "no answer to anything", &answer->facts, at_ms);
        }
        assert_int_equal(FLOW_TRIES_UP, reply);
    }
}

static void assert_run_is_its_log(void)
{
    flow_start(&again, run.book, run.root, &run.start, 0);
    for (uint16_t i = 0; i < run.log_count; i++) {
        give(&run.log[i]);
    }
    assert_runs_equal(&run, &again);
}

static void a_run_is_always_what_its_log_says(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= BOOKS; seed++) {
        make(seed);
        uint32_t dice = seed;
        flow_start(&run, &made.book, 0, &no_facts, 0);
        for (int i = 0; i < ANSWERS && run.at == FLOW_AT_STEP; i++) {
            (void)random_answer(&run, &dice, i);
            if (random_below(&dice, 4) == 0) {
                (void)flow_back(&run, i);
            }
        }
        assert_run_is_its_log();
    }
}

static void every_run_ends(void **state)
{
    (void)state;
    int ended = 0;
    for (uint32_t seed = 1; seed <= BOOKS; seed++) {
        make(seed);
        uint32_t dice = seed;
        enum flow_reply reply = FLOW_TAKEN;
        flow_start(&run, &made.book, 0, &no_facts, 0);
        for (int i = 0; run.at == FLOW_AT_STEP && reply != FLOW_LOG_FULL; i++) {
            reply = random_answer(&run, &dice, i);
            assert_true(i < 100 * LIMIT_FLOW_LOG);
        }
        ended += run.at == FLOW_AT_END;
    }
    assert_true(ended > BOOKS / 2); /* the others filled their log: three loops in a row */
}

/* Back takes the last answer that a customer gave; the property holds answer by answer. */
static void back_returns_exactly_to_where_the_answer_was_given(void **state)
{
    (void)state;
    int compared = 0;
    for (uint32_t seed = 1; seed <= BOOKS; seed++) {
        make(seed);
        uint32_t dice = seed;
        flow_start(&run, &made.book, 0, &no_facts, 0);
        for (int i = 0; i < ANSWERS && run.at == FLOW_AT_STEP; i++) {
            bool by_customer = flow_step_now(&run)->kind != FLOW_CHECK;
            uint16_t count = run.log_count;
            before = run;
            (void)random_answer(&run, &dice, i);
            if (by_customer && run.log_count > count) {
                again = run;
                assert_true(flow_back(&again, i));
                assert_runs_equal(&before, &again);
                assert_int_equal(i, again.shown_mono_ms);
                compared++;
            }
        }
    }
    assert_true(compared > 1000);
}

static void back_to_the_start_is_the_start(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= BOOKS; seed++) {
        make(seed);
        uint32_t dice = seed;
        flow_start(&run, &made.book, 0, &no_facts, 0);
        uint16_t first_checks = 0; /* answers before the customer's first one stay */
        bool customer = false;
        for (int i = 0; i < ANSWERS && run.at == FLOW_AT_STEP; i++) {
            customer = customer || flow_step_now(&run)->kind != FLOW_CHECK;
            (void)random_answer(&run, &dice, i);
            first_checks = customer ? first_checks : run.log_count;
        }
        int steps = 0;
        while (flow_back(&run, 0)) {
            steps++;
            assert_true(steps <= ANSWERS);
        }
        assert_true(run.log_count >= first_checks);
        for (uint16_t i = 0; i < run.log_count; i++) {
            assert_int_equal(FLOW_CHECK, made.chart[run.log[i].flow].step[run.log[i].step].kind);
        }
        assert_run_is_its_log();
    }
}

static void a_changed_answer_keeps_what_fits_and_drops_the_rest(void **state)
{
    (void)state;
    int changed = 0;
    int dropped_some = 0;
    for (uint32_t seed = 1; seed <= BOOKS; seed++) {
        make(seed);
        uint32_t dice = seed;
        flow_start(&run, &made.book, 0, &no_facts, 0);
        for (int i = 0; i < ANSWERS && run.at == FLOW_AT_STEP; i++) {
            (void)random_answer(&run, &dice, i);
        }
        if (run.log_count == 0) {
            continue;
        }
        uint16_t at = (uint16_t)random_below(&dice, run.log_count);
        const char *typed = random_below(&dice, 2) ? "5" : NULL;
        before = run;
        int dropped = flow_change(&run, at, (uint8_t)random_below(&dice, 3), typed, 77);
        assert_run_is_its_log();
        if (dropped < 0) {
            assert_memory_equal(&before, &run, sizeof run);
            continue;
        }
        changed++;
        dropped_some += dropped > 0;
        assert_int_equal(before.log_count - dropped, run.log_count);
        for (uint16_t i = 0; i < run.log_count; i++) {
            if (i != at) {
                assert_answers_equal(&before.log[i], &run.log[i]);
            }
        }
    }
    assert_true(changed > BOOKS / 4);
    assert_true(dropped_some > BOOKS / 20);
}

static void progress_never_promises_less_than_a_way_without_loops_takes(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= BOOKS; seed++) {
        make(seed);
        for (uint16_t flow = 0; flow < RANDOM_FLOWS; flow++) {
            for (uint16_t at = 0; at < RANDOM_STEPS; at++) {
                struct flow_step *step = &made.step[flow][at];
                if (step->kind == FLOW_AGAIN) { /* no loops: let it point forward twice */
                    step->kind = FLOW_BRANCH;
                    step->exit[0].to = step->exit[1].to;
                }
            }
        }
        uint32_t dice = seed;
        int done = 0;
        int promised = 0;
        flow_start(&run, &made.book, 0, &no_facts, 0);
        flow_progress(&run, &done, &promised);
        assert_int_equal(0, done);
        while (run.at == FLOW_AT_STEP && run.log_count < LIMIT_FLOW_LOG) {
            int total = 0;
            (void)random_answer(&run, &dice, 0);
            flow_progress(&run, &done, &total);
            assert_int_equal(run.log_count, done);
            assert_true(total <= promised);
            promised = total;
        }
        assert_int_equal(done, promised);
    }
}

/* Loops included: what was promised to be done is not taken back by an answer. */
static void an_answer_never_moves_progress_backwards(void **state)
{
    (void)state;
    int grown = 0; /* times that the way became longer */
    for (uint32_t seed = 1; seed <= BOOKS; seed++) {
        make(seed);
        uint32_t dice = seed;
        int done = 0;
        int total = 0;
        flow_start(&run, &made.book, 0, &no_facts, 0);
        flow_progress(&run, &done, &total);
        while (run.at == FLOW_AT_STEP && run.log_count < LIMIT_FLOW_LOG) {
            int done_before = done;
            int total_before = total;
            (void)random_answer(&run, &dice, 0);
            flow_progress(&run, &done, &total);
            assert_true(done * total_before >= done_before * total);
            assert_true(run.at == FLOW_AT_STEP ? done < total || total == LIMIT_FLOW_LOG
                                               : done == total);
            grown += total > total_before;
        }
    }
    assert_true(grown > BOOKS / 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_is_always_what_its_log_says),
        cmocka_unit_test(every_run_ends),
        cmocka_unit_test(back_returns_exactly_to_where_the_answer_was_given),
        cmocka_unit_test(back_to_the_start_is_the_start),
        cmocka_unit_test(a_changed_answer_keeps_what_fits_and_drops_the_rest),
        cmocka_unit_test(progress_never_promises_less_than_a_way_without_loops_takes),
        cmocka_unit_test(an_answer_never_moves_progress_backwards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
