/* One request as an agent needs it before dialling: who, which number, when, and what was tried. */
#include "hq_internal.h"

#include "kstr.h"

#include <string.h>

#define SEOUL_MIN 540 /* the agents' office */

const char *page_word(const struct page *page, const char *korean, const char *english)
{
    return page->english ? english : korean;
}

/* Ids of documents as an agent reads them; one that is not here stands as it is. */
static const char *id_words(const struct page *page, const char *id)
{
    static const struct {
        const char *id, *korean, *english;
    } words[] = {
        {"guest", "손님", "guest"},
        {"greeted", "이름만 확인", "by name only"},
        {"own", "회원 카드", "member card"},
        {"ko", "한국어", "Korean"},
        {"en", "영어", "English"},
        {"asked", "고객이 요청", "the customer asked"},
        {"offered", "해결되지 않아 권함", "offered, attempts had failed"},
        {"ok", "정상", "all right"},
        {"fault", "고장", "fault"},
        {"maintenance", "점검", "maintenance"},
        {"offline", "연결 안 됨", "no connection"},
        {"failed", "확인 못 함", "could not be checked"},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (kstr_equal(words[i].id, id)) {
            return page_word(page, words[i].korean, words[i].english);
        }
    }
    return id;
}

/* The flow's own sentence; without one the id in words. */
static const char *reason_words(const struct page *page, const struct json *root)
{
    const char *text = json_get_text(root, "reason_text");
    return text[0] != '\0' ? text : id_words(page, json_get_text(root, "reason"));
}

static void when_words(const struct page *page, const char *iso, char *ret_text, size_t size)
{
    int64_t ms = iso_ms(iso);
    char date[48];
    char time[48];
    ret_text[0] = '\0';
    if (ms < 0) {
        return;
    }
    struct kcivil at = kcivil_from_ms(ms, SEOUL_MIN);
    date_words(at, page->english, date, sizeof date);
    time_words(at, page->english, time, sizeof time);
    (void)kstr_format(ret_text, size, "%s %s", date, time);
}

/* <dt>label</dt><dd>text</dd>, nothing for an empty text. */
static void fact(struct page *page, const char *label, const char *text)
{
    if (text[0] != '\0') {
        html_element(&page->html, "dt", label);
        html_element(&page->html, "dd", text);
    }
}

static void write_number(struct page *page, const struct json *callback, const char *ref)
{
    const char *label = page_word(page, "연락처", "Number");
    if (json_bool(json_get(callback, "on_file"), false)) {
        const struct customer *c = people_by_ref(&page->hq->people, ref);
        fact(page, label,
             c ? c->phone.shown : page_word(page, "등록된 번호", "the number on file"));
        return;
    }
    struct phone phone = phone_parse(json_get_text(callback, "phone"));
    fact(page, label, phone.kind != PHONE_NOT ? phone.shown : json_get_text(callback, "phone"));
    fact(page, page_word(page, "이메일", "E-mail"), json_get_text(callback, "email"));
}

static void write_when(struct page *page, const struct json *callback)
{
    const struct json *window = json_get(callback, "window");
    char from[96];
    char until[96];
    char text[224];
    when_words(page, json_get_text(window, "from"), from, sizeof from);
    when_words(page, json_get_text(window, "to"), until, sizeof until);
    if (json_bool(json_get(callback, "soon"), false)) {
        (void)kstr_format(text, sizeof text, "%s (– %s)",
                          page_word(page, "가능한 빨리", "as soon as possible"), until);
    } else {
        (void)kstr_format(text, sizeof text, "%s – %s", from, until);
    }
    fact(page, page_word(page, "시간", "When"), callback ? text : "");
}

static void write_answer(struct page *page, const struct json *step)
{
    int64_t wrong = json_int(json_get(step, "wrong_tries"), 0);
    char tries[64] = "";
    if (wrong > 0) {
        (void)kstr_format(tries, sizeof tries, " (%s: %lld)",
                          page_word(page, "잘못 입력", "wrong tries"), (long long)wrong);
    }
    html_raw(&page->html, "<td>");
    html_text(&page->html, id_words(page, json_get_text(step, "answer")));
    html_text(&page->html, tries);
    html_raw(&page->html, "</td>");
}

static void write_steps(struct page *page, const struct json *flow)
{
    const struct json *steps = json_get(flow, "steps");
    struct html *html = &page->html;
    if (json_count(steps) == 0) {
        return;
    }
    html_raw(html, "<table><thead><tr>");
    html_element(html, "th", page_word(page, "시각", "Time"));
    html_element(html, "th", page_word(page, "안내", "Shown"));
    html_element(html, "th", page_word(page, "답", "Answer"));
    html_element(html, "th", page_word(page, "초", "Seconds"));
    html_raw(html, "</tr></thead><tbody>");
    for (size_t i = 0; i < json_count(steps); i++) {
        const struct json *step = json_at(steps, i);
        char at[96];
        char seconds[24];
        const char *prompt = json_get_text(step, "prompt");
        when_words(page, json_get_text(step, "at"), at, sizeof at);
        (void)kstr_format(seconds, sizeof seconds, "%lld",
                          (long long)json_int(json_get(step, "seconds"), 0));
        html_raw(html, json_bool(json_get(step, "fix"), false) ? "<tr class=fix>" : "<tr>");
        html_element(html, "td", at);
        html_element(html, "td", prompt[0] != '\0' ? prompt : json_get_text(step, "id"));
        write_answer(page, step);
        html_element(html, "td", seconds);
        html_raw(html, "</tr>");
    }
    html_raw(html, "</tbody></table>");
}

static void write_document(struct page *page, const struct entry *entry, const struct json *root)
{
    const struct json *customer = json_get(root, "customer");
    const struct json *kiosk = json_get(root, "kiosk");
    char when[96];
    html_raw(&page->html, "<dl>");
    write_number(page, json_get(root, "callback"), entry->customer);
    write_when(page, json_get(root, "callback"));
    fact(page, page_word(page, "고객 번호", "Customer"), entry->customer);
    fact(page, page_word(page, "확인", "Identified"),
         id_words(page, json_get_text(customer, "auth")));
    fact(page, page_word(page, "언어", "Language"), id_words(page, json_get_text(kiosk, "lang")));
    fact(page, page_word(page, "이유", "Reason"), reason_words(page, root));
    when_words(page, json_get_text(root, "created"), when, sizeof when);
    fact(page, page_word(page, "접수", "Made"), when);
    fact(page, page_word(page, "키오스크", "Kiosk"), json_get_text(kiosk, "id"));
    fact(page, page_word(page, "지점", "Site"), json_get_text(kiosk, "site"));
    html_raw(&page->html, "</dl>");
    write_steps(page, json_get(root, "flow"));
}

static enum kcode write_addition(void *user, const struct entry *entry, const char *document,
                                 struct kerr *err)
{
    struct page *page = user;
    K_CLEANUP(json_free) struct json *root = NULL;
    if (json_parse(document, strlen(document), &root, err) != K_OK) {
        return err->code;
    }
    html_raw(&page->html, "<section class=addition>");
    html_element(&page->html, "h3", page_word(page, "추가된 내용", "Added later"));
    write_document(page, entry, root);
    html_raw(&page->html, "</section>");
    return K_OK;
}

static void write_button(struct page *page, const struct entry *entry, const char *verb,
                         const char *label)
{
    html_raw(&page->html, "<form method=post action=\"/requests/");
    html_text(&page->html, entry->id);
    html_raw(&page->html, "/");
    html_raw(&page->html, verb);
    html_raw(&page->html, page->english ? "?lang=en\"><button>" : "\"><button>");
    html_text(&page->html, label);
    html_raw(&page->html, "</button></form>");
}

static void write_head(struct page *page, const struct entry *entry, const struct json *root)
{
    char number[KUUID_NUMBER_SIZE];
    const char *name = json_get_text(json_get(root, "customer"), "name");
    const char *state = kstr_equal(entry->state, "received") ? page_word(page, "접수", "received")
                        : kstr_equal(entry->state, "handled")
                            ? page_word(page, "처리 중", "in hand")
                            : page_word(page, "완료", "closed");
    kuuid_number(entry->id, number);
    html_raw(&page->html, "<article class=\"");
    html_text(&page->html, entry->state);
    html_raw(&page->html, "\"><h2>");
    html_text(&page->html, name[0] != '\0' ? name : page_word(page, "손님", "Guest"));
    html_raw(&page->html, " · ");
    html_text(&page->html, entry->subject);
    html_raw(&page->html, "</h2><p><strong>");
    html_text(&page->html, number);
    html_raw(&page->html, "</strong> ");
    html_text(&page->html, state);
    html_raw(&page->html, "</p>");
}

enum kcode ticket_write(void *user, const struct entry *entry, const char *document,
                        struct kerr *err)
{
    struct page *page = user;
    K_CLEANUP(json_free) struct json *root = NULL;
    size_t before = page->html.buf->len;
    if (json_parse(document, strlen(document), &root, err) != K_OK) {
        return err->code;
    }
    write_head(page, entry, root);
    write_document(page, entry, root);
    if (ledger_each(page->hq->db, LEDGER_ADDITIONS, entry->id, write_addition, page, err) != K_OK) {
        return err->code;
    }
    if (kstr_equal(entry->state, "received")) {
        write_button(page, entry, "take", page_word(page, "제가 맡을게요", "I take it"));
    }
    if (!kstr_equal(entry->state, "closed")) {
        write_button(page, entry, "close", page_word(page, "완료", "Close"));
    }
    html_raw(&page->html, "</article>");
    if (page->html.full) { /* half a ticket helps nobody */
        page->html.buf->len = before;
        page->html.buf->data[before] = '\0';
        return kerr_fail(err, K_E_FULL, "no room on the page");
    }
    return K_OK;
}
