#pragma once

#include "kerr.h"

/*
 * One line per event on standard error: "event.name key=value ...". Only programs (firmware/, hq/)
 * log; layers return errors. Names are stable; never customer data, never a secret.
 */

/* klog("delivery.sent", "id=%s tries=%d", id, tries); */
void klog(const char *event, const char *fmt, ...) K_PRINTF(2, 3);

/* "event code=io text=\"...\""; what happens instead belongs into the event's name. */
void klog_err(const char *event, const struct kerr *err);
