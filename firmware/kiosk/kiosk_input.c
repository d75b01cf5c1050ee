#include "kiosk_internal.h"

#include "device.h"
#include "klog.h"
#include "kstr.h"

#include <string.h>

#define TRAY_UNKNOWN "9400000000000000"                               /* well formed, nobody's */
#define TRAY_PAYMENT "%B4111111111111111^DEMO/CARD^2812101000000000?" /* the usual test number */

static void post_bad(struct kiosk *kiosk, enum token_bad why)
{
    kiosk_post(kiosk, &(struct visit_event){.kind = VISIT_TOKEN_BAD, .token_bad = why});
}

void kiosk_burst(struct kiosk *kiosk, char *burst, size_t burst_size)
{
    struct msr_card card;
    msr_read(burst, burst_size, &card);
    klog("card.read", "kind=%s", msr_kind_name(card.kind));
    struct visit_event event = {.kind = VISIT_TOKEN};
    switch (card.kind) {
    case MSR_MEMBER:
    case MSR_CODE:
        (void)kstr_copy(event.text, sizeof event.text, card.token);
        kiosk_post(kiosk, &event);
        break;
    case MSR_PAYMENT:
        post_bad(kiosk, TOKEN_PAYMENT);
        break;
    case MSR_FOREIGN:
        post_bad(kiosk, TOKEN_FOREIGN);
        break;
    case MSR_UNREADABLE:
        post_bad(kiosk, TOKEN_UNREADABLE);
        break;
    case MSR_NOTHING:
    case MSR_KIND_COUNT:
        break;
    }
    kstr_wipe(&event, sizeof event);
    kstr_wipe(&card, sizeof card);
}

void kiosk_swipe(struct kiosk *kiosk, const char *token)
{
    char burst[LIMIT_FIELD_BYTES + 8]; /* what a reader puts around a number */
    bool is_number = token[strspn(token, "0123456789")] == '\0';
    (void)kstr_format(burst, sizeof burst, is_number ? ";%s=4912?" : "%s", token);
    kiosk_burst(kiosk, burst, sizeof burst);
}

/* F1 to F6 on a developer's machine: the cards of a demonstration. */
static void tray(struct kiosk *kiosk, const char *key)
{
    bool is_short = key[0] == 'F' && key[1] != '\0' && key[2] == '\0'; /* F1 to F9 */
    int number = is_short ? key[1] - '0' : 0;
    if (number >= 1 && number <= KIOSK_TRAY && kiosk->config->tray[number - 1]) {
        kiosk_swipe(kiosk, kiosk->config->tray[number - 1]);
    } else if (number == 4) {
        kiosk_swipe(kiosk, TRAY_UNKNOWN);
    } else if (number == 5) {
        char burst[] = TRAY_PAYMENT;
        kiosk_burst(kiosk, burst, sizeof burst);
    } else if (number == 6) {
        kiosk_post(kiosk, &(struct visit_event){.kind = VISIT_TOUCH, .action.verb = ACT_START});
        kiosk_post(kiosk, &(struct visit_event){.kind = VISIT_TOUCH, .action.verb = ACT_GUEST});
    }
}

void kiosk_input(struct kiosk *kiosk, struct ui_event *event)
{
    struct visit_event out = {.action = event->action};
    switch (event->kind) {
    case UI_TOUCH:
        out.kind = VISIT_TOUCH;
        break;
    case UI_FIELD:
        out.kind = VISIT_FIELD;
        (void)kstr_copy(out.text, sizeof out.text, event->text);
        break;
    case UI_ALIVE:
        out.kind = VISIT_ALIVE;
        break;
    case UI_BURST:
        kiosk_burst(kiosk, event->text, sizeof event->text);
        return;
    case UI_KEY:
        if (kiosk->config->has_tray) {
            tray(kiosk, event->text);
        }
        return;
    case UI_QUIT:
        kiosk->stop = true;
        return;
    }
    kiosk_post(kiosk, &out);
    kstr_wipe(&out, sizeof out);
}
