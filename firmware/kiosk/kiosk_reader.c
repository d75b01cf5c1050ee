#include "kiosk_internal.h"

#include "klog.h"
#include "reader.h"

#define BURSTS_MAX 8 /* in one pass: a reader that floods us does not stop the kiosk */

void kiosk_reader_open(struct kiosk *kiosk)
{
    if (kiosk->reader || kiosk->reader_path[0] == '\0') {
        return;
    }
    kiosk->reader = reader_open(kiosk->reader_path);
    if (!kiosk->reader) {
        klog("reader.missing", "why=memory");
    }
}

static void say(struct kiosk *kiosk)
{
    struct kerr why = {0};
    if (!reader_changed(kiosk->reader, &why)) {
        return;
    }
    if (why.code == K_OK) {
        klog("reader.ready", "grabbed=1");
    } else {
        klog_err("reader.missing", &why); /* code, number and guest are still there */
    }
}

void kiosk_reader_look(struct kiosk *kiosk, int64_t now_mono_ms)
{
    char burst[LIMIT_BURST_BYTES];
    if (!kiosk->reader) {
        return;
    }
    for (int i = 0; i < BURSTS_MAX && reader_poll(kiosk->reader, now_mono_ms, burst); i++) {
        kiosk_burst(kiosk, burst, sizeof burst);
    }
    say(kiosk);
    kiosk->is_reader_watched = ui_watch(kiosk->ui, reader_fd(kiosk->reader));
}
