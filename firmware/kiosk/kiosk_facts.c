#include "kiosk_internal.h"

#include "klog.h"
#include "kstr.h"
#include "ksys.h"

#include <string.h>

/* What annae-standby says of the help desk when this program cannot: STATE/standby.conf, as
 * firmware/standby/facts.h reads it. */

#define FACTS_BYTES 1024

static enum kcode write_facts(const struct content *content, struct kbuf *buf, struct kerr *err)
{
    if (kbuf_format(buf, err,
                    "# annae-kiosk writes this for annae-standby\n"
                    "hotline = %s\nprimary = %06X\non_primary = %06X\n",
                    content->hotline, content->primary, content->on_primary) != K_OK) {
        return err->code;
    }
    for (int day = 1; day <= 7; day++) {
        const struct day_hours *hours = &content->hours[day];
        if (hours->close_min > hours->open_min &&
            kbuf_format(buf, err, "hours.%d = %02d:%02d-%02d:%02d\n", day, hours->open_min / 60,
                        hours->open_min % 60, hours->close_min / 60,
                        hours->close_min % 60) != K_OK) {
            return err->code;
        }
    }
    return K_OK;
}

void kiosk_leave_facts(const struct kiosk *kiosk)
{
    char path[PATH_MAX];
    char text[FACTS_BYTES];
    char old[FACTS_BYTES];
    struct kbuf buf = KBUF(text);
    struct kbuf there = KBUF(old);
    struct kerr err = {0};
    struct kerr ignored = {0};
    if (!kiosk->pack) {
        return; /* what the last good pack said still stands */
    }
    enum kcode code = write_facts(kiosk->content, &buf, &err);
    if (code == K_OK) {
        code = ksys_path_in(kiosk->config->state_dir, "standby.conf", path, &err);
    }
    if (code == K_OK && ksys_read_file(path, &there, &ignored) == K_OK && strcmp(text, old) == 0) {
        return;
    }
    if (code != K_OK || ksys_write_file(path, text, buf.len, 0640, &err) != K_OK) {
        klog_err("standby.not_told", &err); /* standby says less */
    }
}
