#include "hq_internal.h"

#include <string.h>

static void add(struct html *html, const char *bytes, size_t count)
{
    struct kerr err = {0};
    html->full = html->full || kbuf_add(html->buf, bytes, count, &err) != K_OK;
}

void html_raw(struct html *html, const char *markup)
{
    add(html, markup, strlen(markup));
}

static const char *entity_of(char character)
{
    switch (character) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    default:
        return "&#39;";
    }
}

void html_text(struct html *html, const char *text)
{
    for (;;) {
        size_t plain = strcspn(text, "&<>\"'");
        add(html, text, plain);
        text += plain;
        if (*text == '\0') {
            return;
        }
        html_raw(html, entity_of(*text++));
    }
}

void html_element(struct html *html, const char *name, const char *text)
{
    html_raw(html, "<");
    html_raw(html, name);
    html_raw(html, ">");
    html_text(html, text);
    html_raw(html, "</");
    html_raw(html, name);
    html_raw(html, ">");
}
