#include "klog.h"

#include <stdarg.h>
#include <stdio.h>

void klog(const char *event, const char *fmt, ...)
{
    char line[1024];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    (void)fprintf(stderr, "%s %s\n", event, line);
}

void klog_err(const char *event, const struct kerr *err)
{
    (void)fprintf(stderr, "%s code=%s text=\"%s\"\n", event, kcode_name(err->code), err->text);
}
