#pragma once

#include "kiosk.h"

/* Shared by the kiosk's own files. */

#define KIOSK_LINE_BYTES 2048 /* one journal line: an event has at most one field of text */

int64_t kiosk_mono_ms(const struct kiosk *kiosk);
int64_t kiosk_wall_ms(const struct kiosk *kiosk);

/* Put an event into the inbox; a full inbox drops it with a log line (touches can be repeated). */
void kiosk_post(struct kiosk *kiosk, const struct visit_event *event);

/* Draw the state. */
void kiosk_show(struct kiosk *kiosk);

/* kiosk_effects.c: carry out what a step wished. */
void kiosk_carry_out(struct kiosk *kiosk, const struct visit_effects *effects);
/* End the visit from outside: everything of its customer is forgotten. */
void kiosk_forget(struct kiosk *kiosk, enum visit_end end);
/* Erase the journal; what cannot be erased now is stale until it can. */
void kiosk_end_journal(struct kiosk *kiosk);
/* Answers that have come meanwhile: courier, search. */
void kiosk_poll(struct kiosk *kiosk);

/* kiosk_input.c: one event of the glass. */
void kiosk_input(struct kiosk *kiosk, struct ui_event *event);

/* kiosk_reader.c: the card reader that kiosk.conf names, grabbed. */
void kiosk_reader_open(struct kiosk *kiosk);
/* Take what it typed; say in the log when it comes or goes. */
void kiosk_reader_look(struct kiosk *kiosk, int64_t now_mono_ms);

/* kiosk_resume.c: take up the visit that a crash interrupted, or close it. */
void kiosk_resume(struct kiosk *kiosk);

/* kiosk_picture.c: a picture's PNG bytes, for the glass; user is the kiosk. */
enum kcode kiosk_picture(void *user, const char *id, struct kbuf *buf, struct kerr *err);
/* The words of the pictures on the screen that came without. */
void kiosk_name_pictures(struct kiosk *kiosk);

/* kiosk_facts.c: tell annae-standby what the pack says of hotline and hours. */
void kiosk_leave_facts(const struct kiosk *kiosk);

/* kiosk_parts.c: what the kiosk is made of, opened in this order. */
enum kcode kiosk_parts_open(struct kiosk *kiosk, struct kerr *err) K_MUST_CHECK;
void kiosk_parts_close(struct kiosk *kiosk);
/* A store that could not be opened at the start may be there by now. */
void kiosk_reopen_store(struct kiosk *kiosk);
