#include "kiosk_internal.h"

#include "kassert.h"
#include "klog.h"
#include "kstr.h"
#include "ksys.h"
#include "reader.h"

#include <stdlib.h>

#define UI_EVENTS_MAX    16    /* taken from the glass in one pass */
#define PENDING_WAIT_MS  15    /* while a question is on its way */
#define WATCH_EVERY_MS   300   /* states of requests, while a customer looks at them */
#define REFRESH_EVERY_MS 2000  /* room on the disk, during a visit */
#define REOPEN_EVERY_MS  15000 /* a missing store, while nobody is there */
#define IDLE_WAIT_MS     5000  /* nobody is there */
#define HELLO_VISIT_MS   2000  /* "does headquarters answer?" is asked this often, */
#define HELLO_IDLE_MS    5000  /* and this often while nobody is there, */
#define HELLO_LOOK_MS    500   /* its answer is looked for this often, */
#define HELLO_GIVE_UP_MS 1000  /* and so long */

static int64_t real_mono_ms(void *user)
{
    (void)user;
    return ksys_mono_ms();
}

static int64_t real_wall_ms(void *user)
{
    (void)user;
    return ksys_wall_ms();
}

static bool real_has_room(void *user, struct device_store *store)
{
    (void)user;
    device_store_set_clock(store, ksys_clock_is_set());
    return device_store_has_room(store);
}

const struct kiosk_world kiosk_real_world = {
    .mono_ms = real_mono_ms, .wall_ms = real_wall_ms, .has_room = real_has_room};

int64_t kiosk_mono_ms(const struct kiosk *kiosk)
{
    return kiosk->config->world.mono_ms(kiosk->config->world.user);
}

int64_t kiosk_wall_ms(const struct kiosk *kiosk)
{
    return kiosk->config->world.wall_ms(kiosk->config->world.user);
}

/* ---- the inbox ---- */

void kiosk_post(struct kiosk *kiosk, const struct visit_event *event)
{
    struct kiosk_person *person = &kiosk->person;
    if (person->inbox_count == KIOSK_INBOX) {
        klog("inbox.full", "dropped=%d", (int)event->kind);
        return;
    }
    int at = (person->inbox_head + person->inbox_count) % KIOSK_INBOX;
    person->inbox[at] = *event;
    person->inbox_count++;
}

static bool take(struct kiosk *kiosk, struct visit_event *ret_event)
{
    struct kiosk_person *person = &kiosk->person;
    if (person->inbox_count == 0) {
        return false;
    }
    struct visit_event *event = &person->inbox[person->inbox_head];
    *ret_event = *event;
    kstr_wipe(event, sizeof *event);
    person->inbox_head = (uint8_t)((person->inbox_head + 1) % KIOSK_INBOX);
    person->inbox_count--;
    return true;
}

/* ---- one step ---- */

void kiosk_show(struct kiosk *kiosk)
{
    visit_screen(&kiosk->visit, &kiosk->screen);
    kiosk_name_pictures(kiosk);
    ui_show(kiosk->ui, &kiosk->screen, kiosk_mono_ms(kiosk));
}

static void journal(struct kiosk *kiosk, const char *line)
{
    struct kerr err = {0};
    if (kiosk->store && journal_add(kiosk->store, line, kiosk_mono_ms(kiosk), &err) != K_OK) {
        klog_err("journal.skipped", &err); /* a crash now would resume one answer earlier */
    }
}

/* Did a card end one visit and begin the next in the same step? */
static bool began_with_card(const struct visit_effects *effects)
{
    int i = 0;
    while (i < effects->count &&
           (effects->item[i].kind != EFFECT_WIPE || effects->item[i].end != VISIT_END_CARD)) {
        i++;
    }
    return i < effects->count;
}

/* That card stands in the journal of the visit it ended; the journal it began needs it as well. */
static void journal_card(struct kiosk *kiosk, const struct visit_event *event)
{
    const struct visit_event card = {
        .kind = VISIT_TOKEN, .mono_ms = event->mono_ms, .wall_ms = event->wall_ms};
    char line[KIOSK_LINE_BYTES];
    struct kbuf buf = KBUF(line);
    struct kerr err = {0};
    if (visit_event_encode(&kiosk->visit, &card, &buf, &err) == K_OK) {
        journal(kiosk, line);
    }
}

/* The event is in the journal before its effect can be seen: the line is made from the state the
 * event met, and added once the step has begun a journal or ended it. */
static void step(struct kiosk *kiosk, struct visit_event *event)
{
    char line[KIOSK_LINE_BYTES];
    struct kbuf buf = KBUF(line);
    struct kerr err = {0};
    event->mono_ms = kiosk_mono_ms(kiosk);
    event->wall_ms = kiosk_wall_ms(kiosk);
    bool is_kept = visit_event_encode(&kiosk->visit, event, &buf, &err) == K_OK;
    struct visit_effects effects = {0};
    visit_step(&kiosk->visit, event, &effects);
    kiosk_carry_out(kiosk, &effects);
    if (began_with_card(&effects)) {
        journal_card(kiosk, event);
    }
    if (is_kept && kiosk->visit.running) {
        journal(kiosk, line);
    }
    kstr_wipe(&effects, sizeof effects);
    kstr_wipe(line, sizeof line);
}

static void step_all(struct kiosk *kiosk)
{
    struct visit_event event;
    while (take(kiosk, &event)) {
        step(kiosk, &event);
    }
    kstr_wipe(&event, sizeof event);
}

/* ---- the world ---- */

/* The one thing missing that matters most to a customer. */
static enum missing missing_now(const struct kiosk *kiosk, bool hq_reachable)
{
    if (!kiosk->pack) {
        return MISSING_PACK;
    }
    if (!kiosk->store) {
        return MISSING_STORE;
    }
    if (!kiosk->has_room) {
        return MISSING_DISK;
    }
    return hq_reachable ? MISSING_NOTHING : MISSING_HEADQUARTERS;
}

static struct visit_world world_now(const struct kiosk *kiosk)
{
    bool reachable = kiosk->ask && ask_hq_reachable(kiosk->ask);
    return (struct visit_world){.missing = missing_now(kiosk, reachable),
                                .hq_reachable = reachable};
}

/* Never during a visit: checking a big file takes longer than a touch may. */
static void look_for_store(struct kiosk *kiosk, int64_t now_mono_ms)
{
    if (!kiosk->store && !kiosk->visit.running &&
        now_mono_ms - kiosk->reopened_mono_ms >= REOPEN_EVERY_MS) {
        kiosk->reopened_mono_ms = now_mono_ms;
        kiosk_reopen_store(kiosk);
    }
}

static void look_at_world(struct kiosk *kiosk, int64_t now_mono_ms)
{
    look_for_store(kiosk, now_mono_ms);
    if (kiosk->store && now_mono_ms - kiosk->refreshed_mono_ms >= REFRESH_EVERY_MS) {
        const struct kiosk_world *world = &kiosk->config->world;
        kiosk->has_room = world->has_room(world->user, kiosk->store);
        kiosk->refreshed_mono_ms = now_mono_ms;
        if (kiosk->is_journal_stale) {
            kiosk_end_journal(kiosk);
        }
        if (kiosk->visit.running) {
            device_store_prepare(kiosk->store); /* long before the form is filled in */
        }
    }
    struct visit_event event = {.kind = VISIT_WORLD, .world = world_now(kiosk)};
    const struct visit_world *was = &kiosk->visit.world;
    if (was->missing != event.world.missing || was->hq_reachable != event.world.hq_reachable) {
        klog("world.changed", "missing=%s hq=%d", fallback_mode(event.world.missing)->name,
             event.world.hq_reachable);
        kiosk_post(kiosk, &event);
    }
}

/* So that the screen tells how headquarters is before anybody asks it something. */
static void say_hello(struct kiosk *kiosk, int64_t now_mono_ms)
{
    if (kiosk->ask && now_mono_ms >= kiosk->hello_due_mono_ms) {
        ask_hello(kiosk->ask, now_mono_ms + HELLO_GIVE_UP_MS);
        kiosk->hello_due_mono_ms =
            now_mono_ms + (kiosk->visit.running ? HELLO_VISIT_MS : HELLO_IDLE_MS);
    }
}

static bool shows_requests(const struct kiosk *kiosk)
{
    enum screen_kind kind = kiosk->screen.kind;
    return kind == SCREEN_RECEIPT || kind == SCREEN_REQUESTS || kind == SCREEN_REQUEST;
}

static void look_at_requests(struct kiosk *kiosk, int64_t now_mono_ms)
{
    if (!kiosk->store || !shows_requests(kiosk) ||
        now_mono_ms - kiosk->watched_mono_ms < WATCH_EVERY_MS) {
        return;
    }
    kiosk->watched_mono_ms = now_mono_ms;
    struct open_request changed[LIMIT_VISIT_REQUESTS];
    int count = request_changes(kiosk->store, &kiosk->revision, changed, LIMIT_VISIT_REQUESTS);
    for (int i = 0; i < count; i++) {
        struct visit_event event = {.kind = VISIT_REQUEST, .request_state = changed[i].state};
        (void)kstr_copy(event.request_id, sizeof event.request_id, changed[i].id);
        kiosk_post(kiosk, &event);
    }
}

static void look_at_clock(struct kiosk *kiosk, int64_t now_mono_ms)
{
    int64_t due_mono_ms = visit_next_tick(&kiosk->visit);
    if (due_mono_ms >= 0 && now_mono_ms >= due_mono_ms) {
        kiosk_post(kiosk, &(struct visit_event){.kind = VISIT_TICK});
    }
}

/* ---- the loop ---- */

static bool is_asking(const struct kiosk *kiosk)
{
    return kiosk->ask &&
           (ask_is_open(kiosk->ask, ASK_CUSTOMER) || ask_is_open(kiosk->ask, ASK_CHECK));
}

bool kiosk_busy(const struct kiosk *kiosk)
{
    return kiosk->person.inbox_count > 0 || kiosk->person.query_due_mono_ms > 0 || is_asking(kiosk);
}

static int64_t sooner(int64_t wait_ms, int64_t other_ms)
{
    int64_t least_ms = other_ms < 0 ? 0 : other_ms;
    return least_ms < wait_ms ? least_ms : wait_ms;
}

/* Until when nothing can happen by itself: an idle kiosk sleeps. */
static int due_in_ms(const struct kiosk *kiosk)
{
    int64_t now_mono_ms = kiosk_mono_ms(kiosk);
    int64_t wait_ms = kiosk->visit.running ? REFRESH_EVERY_MS : IDLE_WAIT_MS;
    int64_t tick_mono_ms = visit_next_tick(&kiosk->visit);
    if (tick_mono_ms >= 0) {
        wait_ms = sooner(wait_ms, tick_mono_ms - now_mono_ms);
    }
    if (kiosk->person.query_due_mono_ms > 0) {
        wait_ms = sooner(wait_ms, kiosk->person.query_due_mono_ms - now_mono_ms);
    }
    if (is_asking(kiosk)) {
        wait_ms = sooner(wait_ms, PENDING_WAIT_MS);
    }
    if (kiosk->ask) {
        bool is_said = ask_is_open(kiosk->ask, ASK_HELLO);
        wait_ms = sooner(wait_ms, is_said ? HELLO_LOOK_MS : kiosk->hello_due_mono_ms - now_mono_ms);
    }
    if (shows_requests(kiosk)) {
        wait_ms = sooner(wait_ms, WATCH_EVERY_MS);
    }
    if (kiosk->reader) {
        bool is_watched = kiosk->is_reader_watched;
        int64_t reader_ms = reader_wait_ms(kiosk->reader, is_watched, now_mono_ms);
        wait_ms = reader_ms < 0 ? wait_ms : sooner(wait_ms, reader_ms);
    }
    return (int)(kiosk->person.inbox_count > 0 ? 0 : wait_ms);
}

void kiosk_turn(struct kiosk *kiosk, int wait_ms)
{
    struct ui_event events[UI_EVENTS_MAX];
    int count = ui_wait(kiosk->ui, wait_ms < 0 ? due_in_ms(kiosk) : wait_ms, events, UI_EVENTS_MAX);
    for (int i = 0; i < count; i++) {
        kiosk_input(kiosk, &events[i]);
    }
    kstr_wipe(events, sizeof events);
    kiosk_poll(kiosk);
    int64_t now_mono_ms = kiosk_mono_ms(kiosk);
    kiosk_reader_look(kiosk, now_mono_ms);
    look_at_world(kiosk, now_mono_ms);
    look_at_requests(kiosk, now_mono_ms);
    look_at_clock(kiosk, now_mono_ms);
    say_hello(kiosk, now_mono_ms);
    step_all(kiosk);
    kiosk_show(kiosk);
}

/* ---- life ---- */

enum kcode kiosk_open(const struct kiosk_config *config, struct kiosk **ret_kiosk, struct kerr *err)
{
    K_CLEANUP(kiosk_close) struct kiosk *kiosk = calloc(1, sizeof *kiosk);
    if (!kiosk) {
        return kerr_fail(err, K_E_IO, "kiosk: no memory");
    }
    kiosk->config = config;
    kiosk->lock_fd = -1;
    if (kiosk_parts_open(kiosk, err) != K_OK) {
        return err->code;
    }
    say_hello(kiosk, kiosk_mono_ms(kiosk));
    kiosk->reopened_mono_ms = kiosk_mono_ms(kiosk);
    kiosk->site.lang = config->lang;
    struct visit_world world = world_now(kiosk);
    visit_init(&kiosk->visit, kiosk->content, &kiosk->site, &world);
    klog("kiosk.open", "pack=%s missing=%s", kiosk->content->version,
         fallback_mode(world.missing)->name);
    kiosk_resume(kiosk);
    kiosk_show(kiosk);
    kiosk_leave_facts(kiosk); /* the customer first */
    *ret_kiosk = kiosk;
    kiosk = NULL;
    return K_OK;
}

void kiosk_close(struct kiosk **kiosk)
{
    if (!*kiosk) {
        return;
    }
    kiosk_parts_close(*kiosk);
    kstr_wipe(*kiosk, sizeof **kiosk);
    free(*kiosk);
    *kiosk = NULL;
}

void kiosk_end_visit(struct kiosk *kiosk)
{
    if (kiosk->visit.running) {
        kiosk_forget(kiosk, VISIT_END_POWER);
        kiosk_show(kiosk);
    }
}
