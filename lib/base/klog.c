#include "klog.h"

#include <stdarg.h>
#include <stdio.h>

/* One event is one line: whatever a file's name or a foreign text brings along. */
static void print(const char *event, char *line)
{
    for (char *at = line; *at != '\0'; at++) {
        unsigned char c = (unsigned char)*at;
        *at = c < 0x20 || c == 0x7F ? '?' : *at;
    }
    (void)fprintf(stderr, "%s %s\n", event, line);
}

void klog(const char *event, const char *fmt, ...)
{
    char line[1024];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    print(event, line);
}

void klog_err(const char *event, const struct kerr *err)
{
    char line[KERR_TEXT_MAX + 64];
    (void)snprintf(line, sizeof line, "code=%s text=\"%s\"", kcode_name(err->code), err->text);
    print(event, line);
}
