#pragma once

#include "visit.h"
#include "words.h"

#include <stddef.h>

/*
 * What the files of visit/ share. A family of screens is one file; a kind of screen is one const
 * struct visit_ops in it and one line of the table in visit_step.c.
 */

#define BAR(place)     (1U << (place))
#define BAR_IN_VISIT   (BAR(BAR_BACK) | BAR(BAR_HOME) | BAR(BAR_LANG) | BAR(BAR_PERSON))
#define BAR_IN_FORM    (BAR(BAR_BACK) | BAR(BAR_HOME) | BAR(BAR_LANG)) /* the way to a person */
#define BAR_AT_DOOR    (BAR(BAR_LANG) | BAR(BAR_PERSON))
#define VISIT_NAMELESS (1U << BAR_COUNT) /* not in the bar: who is not shown here */

#define PAGE_NO_ARG (-1)
enum { OFFER_FLOW = 0, OFFER_ARTICLE = 1 }; /* arg of SCREEN_OFFER */
enum { SLOT_SOON = -1 };                    /* arg of ACT_SLOT: as soon as possible */

struct visit_ops {
    unsigned bar;
    void (*show)(const struct visit *visit, struct screen *screen);
    /* A touch that the screen offers and that is not served alike everywhere; NULL = no such. */
    void (*touch)(struct visit *visit, struct action action, struct visit_effects *effects);
    /* The field's new value. NULL = no field. */
    void (*typed)(struct visit *visit, const char *text, struct visit_effects *effects);
    /* Back inside the page; false = leave it. NULL = leave it. */
    bool (*back)(struct visit *visit);
    /* Ask the world for what the page lacks; called after every step. NULL = nothing. */
    void (*need)(struct visit *visit, struct visit_effects *effects);
    /* The page is about to go off the stack. NULL = nothing to do. */
    void (*leave)(struct visit *visit, struct visit_effects *effects);
};

/* visit_greet.c */
extern const struct visit_ops visit_attract_ops, visit_identify_ops, visit_phone_ops,
    visit_wait_ops;
/* visit_home.c, visit_search.c, visit_article.c */
extern const struct visit_ops visit_home_ops, visit_topic_ops, visit_search_ops, visit_article_ops;
/* visit_flow.c, visit_input.c, visit_answers.c */
extern const struct visit_ops visit_flow_ops, visit_end_ops, visit_input_ops, visit_check_ops,
    visit_answers_ops;
/* visit_callback.c, visit_contact.c, visit_slot.c */
extern const struct visit_ops visit_channel_ops, visit_consent_ops, visit_contact_ops,
    visit_slot_ops;
/* visit_save.c, visit_receipt.c */
extern const struct visit_ops visit_saving_ops, visit_not_saved_ops, visit_receipt_ops,
    visit_requests_ops, visit_request_ops;
/* visit_feedback.c, visit_notice.c */
extern const struct visit_ops visit_feedback_ops, visit_thanks_ops, visit_offer_ops,
    visit_notice_ops, visit_idle_ops, visit_resume_ops;

/* ---- visit_step.c, visit_show.c ---- */

/* The row of this kind; every kind has one. */
const struct visit_ops *visit_ops_of(enum screen_kind kind);
/* One more wish; asserts room. */
struct visit_effect *visit_wish(struct visit_effects *effects, enum visit_effect_kind kind);
/* Does the shown screen offer this touch? */
bool visit_offers(const struct visit *visit, struct action action);

/* ---- visit_page.c: the stack ---- */

/* The kind of the page on top, a flow's page told apart by where the run stands. */
enum screen_kind visit_kind(const struct visit *visit);
/* Argument of the page on top; PAGE_NO_ARG = none. */
int16_t visit_arg(const struct visit *visit);
/* Is a page of this kind on the stack? */
bool visit_has_page(const struct visit *visit, enum screen_kind kind);
/* Argument of the page of this kind, which must be on the stack: asserted. */
int16_t visit_page_arg(const struct visit *visit, enum screen_kind kind);
/* Another page is shown: focus, paging and the field begin anew. */
void visit_turn(struct visit *visit);
/* On top of the others; off the top again. */
void visit_push(struct visit *visit, enum screen_kind kind, int arg, struct visit_effects *effects);
void visit_pop(struct visit *visit, struct visit_effects *effects);
/* Take the page of this kind off the stack, wherever it lies. */
void visit_drop(struct visit *visit, enum screen_kind kind, struct visit_effects *effects);
/* Leave every page; only this one is left. */
void visit_go_to(struct visit *visit, enum screen_kind root, struct visit_effects *effects);
/* The field of the page takes what was typed. */
void visit_take_field(struct visit *visit, const char *text, struct visit_effects *effects);

/* ---- visit_life.c: a visit begins, is quiet, is interrupted, ends ---- */

/* The first touch or card: from here on there is a customer. */
void visit_begin(struct visit *visit, struct visit_effects *effects);
/* What the next visit shall know; once a visit. */
void visit_remember(struct visit *visit, struct visit_effects *effects);
/* Leave every page, remember, wipe. */
void visit_end(struct visit *visit, enum visit_end end, struct visit_effects *effects);
/* The customer is done: feedback when there is something to ask, else thanks. */
void visit_finish(struct visit *visit, struct visit_effects *effects);
/* What falls due by now_mono_ms. */
void visit_time_passes(struct visit *visit, struct visit_effects *effects);
/* Seconds of the countdown that are left, rounded up. */
uint16_t visit_countdown_s(const struct visit *visit);
/* After a replay: ask whether the customer still stands there. */
void visit_resume(struct visit *visit, struct visit_effects *effects);
/* Does the event put a replay that stands at a gap on firm ground again? Then the gap is over. */
bool visit_bridges_gap(struct visit *visit, const struct visit_event *event);

/* ---- visit_who.c: the customer ---- */

/* What the customer may see and do. */
enum level visit_level(const struct visit *visit);
/* Ask who text (a token or a number) is, and say so meanwhile. */
void visit_look_up(struct visit *visit, const char *text, bool by_phone,
                   struct visit_effects *effects);
/* Is it the one this customer is known by? */
bool visit_is_same_token(const struct visit *visit, const char *token);
/* A card or code was read. */
void visit_token(struct visit *visit, const char *token, struct visit_effects *effects);
/* The answer to it; profile is copied, NULL unless LOOKUP_KNOWN. */
void visit_customer(struct visit *visit, enum lookup lookup, const struct profile *profile,
                    struct visit_effects *effects);
/* The customer did not want to wait, or to be known. */
void visit_as_guest(struct visit *visit, struct visit_effects *effects);
/* May the customer be called by name? */
bool visit_has_name(const struct visit *visit);
/* The name as this site shows it, to be followed by 님: "홍*동", "홍 고객"; without one "고객". */
void visit_name(const struct visit *visit, enum name_policy policy, char *ret_text, size_t size);

/* ---- visit_text.c: words and dates of this visit ---- */

/* One of the visit's own sentences in the visit's language. */
const char *visit_say(const struct visit *visit, enum word word);
/* The same with its placeholders filled. */
void visit_fill(const struct visit *visit, enum word word, const struct word_value *values,
                size_t value_count, char *ret_text, size_t size);
/* One text of the pack in the visit's language, "" when there is none; not a template. */
const char *visit_words(const struct visit *visit, const struct words *words);
/* A text of the pack that is a template over the run and the customer. */
void visit_render(const struct visit *visit, const struct words *words, char *ret_text,
                  size_t size);
/* The same in a language of its own: what agents read is Korean. */
void visit_render_in(const struct visit *visit, const struct words *words, enum lang lang,
                     char *ret_text, size_t size);
/* The site's calendar and clock. */
struct kcivil visit_local(const struct visit *visit, int64_t wall_ms);
/* Days since 1970-01-01 at the site. */
int64_t visit_day(const struct visit *visit, int64_t wall_ms);
/* When something was: "오늘", "어제", "11월 14일에". */
void visit_past_words(const struct visit *visit, int64_t wall_ms, char *ret_text, size_t size);
/* "오늘 11월 23일 (월)", "내일 11월 24일 (화)", "11월 25일 (수)" */
void visit_day_title(const struct visit *visit, int64_t wall_ms, char *ret_text, size_t size);
/* "오늘 오전 11시"; any other day as visit_moment_words(). */
void visit_near_words(const struct visit *visit, int64_t wall_ms, char *ret_text, size_t size);
/* "오전 11시 ~ 오후 1시" */
void visit_hours_words(const struct visit *visit, int64_t from_wall_ms, int64_t until_wall_ms,
                       char *ret_text, size_t size);
/* "11월 23일 (월) 오후 1시" */
void visit_moment_words(const struct visit *visit, int64_t wall_ms, char *ret_text, size_t size);
/* "11월 23일 (월) 오후 1시 ~ 오후 3시" */
void visit_span_words(const struct visit *visit, int64_t from_wall_ms, int64_t until_wall_ms,
                      char *ret_text, size_t size);
/* The hotline: number, hours, open now or from when. */
void visit_show_hotline(const struct visit *visit, struct screen *screen);
/* What is typed on this page is somebody's: shown to be checked, or hidden at first (secret); with
 * a touch it is the other way round. Behind the button that takes the field. */
void visit_show_personal(const struct visit *visit, bool secret, struct screen *screen);
/* A field for a phone number. */
void visit_show_phone_field(const struct visit *visit, struct screen *screen);

/* ---- visit_matter.c: what the customer deals with, and what was tried ---- */

struct matter {
    enum matter_kind kind;
    uint16_t index;
};

/* MATTER_NONE when this pack has no such thing. */
struct matter visit_find_matter(const struct visit *visit, enum matter_kind kind, const char *id);
/* The one dealt with; its id and title, "" without one. */
struct matter visit_matter(const struct visit *visit);
const char *visit_matter_id(const struct visit *visit, struct matter matter);
const char *visit_matter_title(const struct visit *visit, struct matter matter);
/* A card that opens it. */
struct screen_item *visit_show_matter(const struct visit *visit, struct screen *screen,
                                      struct matter matter);
/* Flow or article on top of the pages. */
void visit_open_matter(struct visit *visit, struct matter matter, struct visit_effects *effects);
/* The same for a touch of such a card. */
void visit_open_touched(struct visit *visit, struct action action, struct visit_effects *effects);
/* From now on this is what the visit is about. */
void visit_deal_with(struct visit *visit, struct matter matter);

/* A trail that lives in a visit or in a request. */
struct trail_list {
    struct trail *item; /* LIMIT_VISIT_TRAIL */
    uint16_t *count;
};
/* The visit's own; borrowed. */
struct trail_list visit_trail(struct visit *visit);
/* One more thing that was done; the oldest makes room. */
void visit_trail_add(struct trail_list list, const struct trail *trail);
/* The answers of the open run. */
void visit_trail_run(const struct visit *visit, struct trail_list list);
/* Whole seconds, 0 when time went back; at most what a uint16_t holds. */
uint16_t visit_seconds(int64_t from_mono_ms, int64_t until_mono_ms);

/* ---- visit_search.c, visit_strip.c, visit_article.c ---- */

/* An empty search page. */
void visit_search_open(struct visit *visit, struct visit_effects *effects);
/* What the pack has found; copied. */
void visit_found(struct visit *visit, const struct found *found);
/* After a restart: what was typed is not there any more. */
void visit_search_forget(struct visit *visit);
/* A search text without what may be somebody's: the words that the content has, and how many more.
 */
void visit_search_strip(const struct visit *visit, const char *query, char *ret_text, size_t size);
/* The page of an article, which is then asked for; what came is copied. */
void visit_article_open(struct visit *visit, uint16_t index, struct visit_effects *effects);
void visit_article_came(struct visit *visit, const struct article *article);
/* Into the trail, once; nothing when there is no such page. */
void visit_search_note(struct visit *visit);
void visit_article_note(struct visit *visit);

/* ---- flows: visit_flow.c, visit_input.c ---- */

/* A run of this flow from its first step; what its conditions may ask of the world. */
void visit_flow_start(struct visit *visit, uint16_t flow, struct visit_effects *effects);
void visit_flow_facts(const struct visit *visit, uint16_t flow, struct flow_facts *ret_facts);
/* Another step of the run is shown. */
void visit_flow_turned(struct visit *visit);
/* The customer answered: another step, and a person when it is time to offer one. */
void visit_flow_took(struct visit *visit, enum flow_reply reply, struct visit_effects *effects);
/* The step stood on needs to know the customer better. */
bool visit_flow_locked(const struct visit *visit);
/* One answer back; false at the first step. */
bool visit_flow_back(struct visit *visit);
/* Progress, what a change did, and the step stood on. */
void visit_show_run(const struct visit *visit, struct screen *screen);
/* Question, picture, second paragraph of a step. */
void visit_show_step(const struct visit *visit, const struct flow_step *step,
                     struct screen *screen);
/* The choices of an asking step; marked is the exit given before, -1 none. */
void visit_show_choices(const struct visit *visit, const struct flow_step *step, int marked,
                        struct screen *screen);
/* The field of an input step. */
void visit_show_input(const struct visit *visit, const struct flow_step *step, int tries_left,
                      struct screen *screen);
/* The way to the answers so far. */
void visit_show_answers_way(const struct visit *visit, struct screen *screen);
/* The step whose answer is being changed; NULL when none is. */
const struct flow_step *visit_changing(const struct visit *visit);
/* Does the event answer the question that was asked last? */
bool visit_is_answer(const struct visit *visit, const struct visit_event *event);
/* Headquarters' answer to a check; and what is done when it does not come. */
void visit_checked(struct visit *visit, enum flow_check_exit exit, const char *answer,
                   struct visit_effects *effects);
void visit_check_due(struct visit *visit, struct visit_effects *effects);

/* ---- the call-back: visit_callback.c, visit_contact.c, visit_slot.c, visit_save.c ---- */

enum form_reason { FORM_ASKED, FORM_OFFERED };

/* The call-back form from its first question. */
void visit_form_open(struct visit *visit, enum form_reason reason, struct visit_effects *effects);
/* Its pages go off the stack; the request stays. */
void visit_form_close(struct visit *visit, struct visit_effects *effects);
/* Is this kind one of its pages? */
bool visit_is_form(enum screen_kind kind);
/* The ways to a person that the site has, but one (-1 = all of them). */
void visit_show_channels(const struct visit *visit, int without, struct screen *screen);
/* One of them was touched. */
void visit_channel_touch(struct visit *visit, struct action action, struct visit_effects *effects);
/* The next question of the form. */
void visit_contact_open(struct visit *visit, struct visit_effects *effects);
/* From the consent back to the number or address, to correct it. */
void visit_contact_mend(struct visit *visit, struct visit_effects *effects);
/* Is what was typed a number or an address that can be used? */
bool visit_contact_fits(const struct visit *visit);
/* The contact of the request as it may be shown. */
void visit_contact_masked(const struct visit *visit, char *ret_text, size_t size);
/* The times that can be had now. */
void visit_slot_open(struct visit *visit, struct visit_effects *effects);
/* The call that was chosen can still be promised; true for the other channels. */
bool visit_slot_holds(const struct visit *visit);
/* Say that it cannot, and ask anew what can. */
void visit_slot_again(struct visit *visit, struct visit_effects *effects);
/* Can requests be kept at this moment? */
bool visit_can_keep(const struct visit *visit);
/* Ask the world to keep the request; it was not; it was, and under which number. */
void visit_save(struct visit *visit, struct visit_effects *effects);
void visit_not_saved(struct visit *visit, enum missing missing, struct visit_effects *effects);
void visit_accepted(struct visit *visit, const struct visit_accepted *accepted,
                    struct visit_effects *effects);

/* ---- requests: visit_receipt.c ---- */

/* Headquarters has changed the state of one. */
void visit_request_state(struct visit *visit, const char *id, enum request_state state);
/* Requests this customer may see now, newest first. */
int visit_request_count(const struct visit *visit);
/* NULL when the customer has none of this id. */
struct open_request *visit_request_find(struct visit *visit, const char *id);
/* As the newest; the oldest makes room. Copied. */
void visit_request_insert(struct profile *profile, const struct open_request *request);
/* Somebody will read what is added to it: it is not closed, and headquarters did not refuse it. */
bool visit_takes_more(const struct open_request *request);
/* The sentence that is true of a request in this state. */
enum word visit_state_word(enum request_state state);

/* ---- visit_notice.c ---- */

/* The sentence of a notice. */
enum word visit_notice_word(enum visit_notice notice);

/* ---- saved events: visit_event.c encodes, visit_event_decode.c decodes ---- */

enum { VISIT_LOOKUPS = LOOKUP_OFFLINE + 1, VISIT_TOKEN_BADS = TOKEN_FOREIGN + 1 };
enum { VISIT_BANDS = FOUND_NONE + 1 };
#define VISIT_SEARCH_LEFT_OUT "*"                      /* stands for what was searched for */
#define VISIT_TIME_MAX_MS     INT64_C(253402300799999) /* 9999-12-31: what a calendar can show */
extern const char *const visit_event_names[VISIT_EVENT_COUNT];
extern const char *const visit_lookup_names[VISIT_LOOKUPS];
extern const char *const visit_token_names[VISIT_TOKEN_BADS];
extern const char *const visit_band_names[VISIT_BANDS];
