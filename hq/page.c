/* The agents' plain page: call-backs with all that was tried, two buttons, and what customers said
 * afterwards. Works without script. */
#include "hq_internal.h"

#include "klog.h"
#include "kstr.h"

#include <string.h>

static const char STYLE[] =
    "body{font:16px/1.5 'Noto Sans CJK KR','Noto Sans KR',sans-serif;max-width:60rem;margin:auto;"
    "padding:1rem;word-break:keep-all}article{border:2px solid #345;border-radius:.5rem;"
    "padding:.5rem 1rem;margin:1rem 0}.closed{border-color:#999;color:#555}"
    ".received{border-left-width:.7rem}h2,h3{margin:.2rem 0}dl{display:grid;"
    "grid-template-columns:max-content 1fr;gap:.1rem 1rem}dt{color:#456}dd{margin:0}"
    "table{border-collapse:collapse;width:100%}td,th{border-top:1px solid #bbb;padding:.2rem .5rem;"
    "text-align:left;vertical-align:top}.fix td:nth-child(2){font-weight:bold}"
    ".addition{margin-left:1.5rem}form{display:inline}button{font:inherit;padding:.4rem 1rem;"
    "margin:.5rem .5rem 0 0}";

static enum kcode write_feedback(void *user, const struct entry *entry, const char *document,
                                 struct kerr *err)
{
    struct page *page = user;
    (void)document;
    (void)err;
    html_raw(&page->html, "<li>");
    html_text(&page->html, entry->subject);
    html_raw(&page->html, " – ");
    html_text(&page->html, entry->solved == 1   ? page_word(page, "해결됨", "solved")
                           : entry->solved == 0 ? page_word(page, "해결 안 됨", "not solved")
                                                : page_word(page, "답 없음", "no answer"));
    html_raw(&page->html, "</li>");
    return K_OK;
}

static void write_top(struct page *page)
{
    struct html *html = &page->html;
    html_raw(html, "<!doctype html><html lang=");
    html_raw(html, page_word(page, "ko", "en"));
    html_raw(html,
             "><head><meta charset=utf-8><meta name=viewport content=\"width=device-width\">");
    html_element(html, "title", page_word(page, "안내 본부", "Annae headquarters"));
    html_raw(html, "<link rel=stylesheet href=/hq.css></head><body>");
    html_element(html, "h1", page_word(page, "상담 요청", "Requests"));
    html_raw(html, page_word(page, "<p><a href=\"/?lang=en\" lang=en>English</a></p>",
                             "<p><a href=\"/\" lang=ko>한국어</a></p>"));
}

static void write_page(struct hq *hq, struct call *call)
{
    struct page page = {
        .hq = hq, .html = {.buf = &call->answer}, .english = kstr_equal(call->lang, "en")};
    struct kerr err = {0};
    call->answer.size -= 256; /* the end of the page always fits */
    write_top(&page);
    enum kcode code = ledger_each(hq->db, LEDGER_PAGE, NULL, ticket_write, &page, &err);
    if (code == K_OK) {
        html_element(&page.html, "h2", page_word(&page, "의견", "Feedback"));
        html_raw(&page.html, "<ul>");
        code = ledger_each(hq->db, LEDGER_FEEDBACK, NULL, write_feedback, &page, &err);
    }
    call->answer.size += 256;
    page.html.full = false;
    html_raw(&page.html, "</ul></body></html>\n");
    call->type = "text/html; charset=utf-8";
    call->status = code == K_OK ? 200 : 500;
    if (code != K_OK) {
        klog_err("page.not_shown", &err);
    }
}

static void answer_text(struct call *call, int status, const char *type, const char *text)
{
    struct kerr err = {0};
    kbuf_clear(&call->answer);
    call->type = type;
    call->status = kbuf_text(&call->answer, text, &err) == K_OK ? status : 500;
}

/* "/requests/ID/take" and "/requests/ID/close". */
static bool press(struct hq *hq, struct call *call)
{
    static const char prefix[] = "/requests/";
    char id[KUUID_TEXT_SIZE];
    struct kerr err = {0};
    if (!kstr_equal(call->method, "POST") || !kstr_starts(call->path, prefix)) {
        return false;
    }
    const char *rest = call->path + sizeof prefix - 1;
    (void)kstr_copy(id, sizeof id, rest);
    const char *verb = kuuid_valid(id) ? rest + KUUID_TEXT_SIZE - 1 : "";
    const char *state = kstr_equal(verb, "/take")    ? "handled"
                        : kstr_equal(verb, "/close") ? "closed"
                                                     : NULL;
    if (!state) {
        return false;
    }
    if (!call->is_same_origin) {
        klog("page.foreign_form", "id=%s", id);
        answer_text(call, 403, "text/plain", "not from this page\n");
        return true;
    }
    if (ledger_set_state(hq->db, id, state, &err) != K_OK) {
        klog_err("request.state_not_kept", &err);
        answer_text(call, 503, "text/plain; charset=utf-8", "저장하지 못했습니다. Not saved.\n");
        return true;
    }
    klog("request.state", "id=%s state=%s", id, state);
    (void)kstr_copy(call->location, sizeof call->location,
                    kstr_equal(call->lang, "en") ? "/?lang=en" : "/");
    answer_text(call, 303, "text/plain", "");
    return true;
}

bool page_answer(struct hq *hq, struct call *call)
{
    if (press(hq, call)) {
        return true;
    }
    if (!kstr_equal(call->method, "GET")) {
        return false;
    }
    if (kstr_equal(call->path, "/")) {
        write_page(hq, call);
        return true;
    }
    if (kstr_equal(call->path, "/hq.css")) {
        answer_text(call, 200, "text/css", STYLE);
        return true;
    }
    return false;
}
