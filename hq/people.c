/* Who the customers are and what checks answer: two small tables, read at the start. */
#include "hq_internal.h"

#include "kstr.h"

static const char CUSTOMERS[] = "token,phone,ref,name,lang,level";
static const char CHECKS[] = "question,ref,answer";

static bool one_of(const char *text, const char *a, const char *b, const char *c)
{
    return kstr_equal(text, a) || kstr_equal(text, b) || kstr_equal(text, c);
}

static enum kcode add_customer(void *user, char **field, struct kerr *err)
{
    enum { TOKEN, PHONE, REF, NAME, LANG, LEVEL };
    struct people *people = user;
    if (people->customer_count == HQ_CUSTOMER_MAX) {
        return kerr_fail(err, K_E_FULL, "more than %d customers", HQ_CUSTOMER_MAX);
    }
    struct customer c = {.phone = phone_parse(field[PHONE])};
    bool fits = kstr_copy(c.token, sizeof c.token, field[TOKEN]) &&
                kstr_copy(c.ref, sizeof c.ref, field[REF]) &&
                kstr_copy(c.name, sizeof c.name, field[NAME]) &&
                kstr_copy(c.lang, sizeof c.lang, field[LANG]) &&
                kstr_copy(c.level, sizeof c.level, field[LEVEL]);
    if (!fits || c.ref[0] == '\0' || c.name[0] == '\0') {
        return kerr_fail(err, K_E_FORMAT, "ref and name must be there, nothing may be too long");
    }
    if (field[PHONE][0] != '\0' && c.phone.kind == PHONE_NOT) {
        return kerr_fail(err, K_E_FORMAT, "not a phone number");
    }
    if (!one_of(c.lang, "ko", "en", "en") || !one_of(c.level, "greeted", "own", "change")) {
        return kerr_fail(err, K_E_FORMAT, "lang is ko or en, level is greeted, own or change");
    }
    if (people_by_ref(people, c.ref) || people_by_token(people, c.token)) {
        return kerr_fail(err, K_E_FORMAT, "this ref or token is there twice");
    }
    people->customer[people->customer_count++] = c;
    return K_OK;
}

static enum kcode add_check(void *user, char **field, struct kerr *err)
{
    enum { QUESTION, REF, ANSWER };
    struct people *people = user;
    if (people->check_count == HQ_CHECK_MAX) {
        return kerr_fail(err, K_E_FULL, "more than %d checks", HQ_CHECK_MAX);
    }
    struct check *check = &people->check[people->check_count];
    bool fits = kstr_copy(check->question, sizeof check->question, field[QUESTION]) &&
                kstr_copy(check->ref, sizeof check->ref, field[REF]) &&
                kstr_copy(check->answer, sizeof check->answer, field[ANSWER]);
    if (!fits || check->question[0] == '\0' || check->ref[0] == '\0' || check->answer[0] == '\0') {
        return kerr_fail(err, K_E_FORMAT, "question, ref (or *) and answer must be there");
    }
    people->check_count++;
    return K_OK;
}

enum kcode people_load(const char *dir, struct people *people, struct kerr *err)
{
    char path[PATH_MAX];
    (void)kstr_format(path, sizeof path, "%s/customers.csv", dir);
    if (csv_read(path, CUSTOMERS, add_customer, people, err) != K_OK) {
        return err->code;
    }
    struct kerr checks = {0};
    (void)kstr_format(path, sizeof path, "%s/checks.csv", dir);
    enum kcode code = csv_read(path, CHECKS, add_check, people, &checks);
    return code == K_OK || code == K_E_NOT_FOUND ? K_OK : kerr_fail(err, code, "%s", checks.text);
}

const struct customer *people_by_token(const struct people *people, const char *token)
{
    for (int i = 0; i < people->customer_count && token[0] != '\0'; i++) {
        if (kstr_equal(people->customer[i].token, token)) {
            return &people->customer[i];
        }
    }
    return NULL;
}

const struct customer *people_by_phone(const struct people *people, const char *phone)
{
    struct phone asked = phone_parse(phone);
    for (int i = 0; i < people->customer_count && asked.kind != PHONE_NOT; i++) {
        if (kstr_equal(people->customer[i].phone.e164, asked.e164)) {
            return &people->customer[i];
        }
    }
    return NULL;
}

const struct customer *people_by_ref(const struct people *people, const char *ref)
{
    for (int i = 0; i < people->customer_count && ref[0] != '\0'; i++) {
        if (kstr_equal(people->customer[i].ref, ref)) {
            return &people->customer[i];
        }
    }
    return NULL;
}

const char *people_check(const struct people *people, const char *question, const char *ref)
{
    for (int i = 0; i < people->check_count; i++) {
        const struct check *check = &people->check[i];
        bool about = kstr_equal(check->ref, ref) || kstr_equal(check->ref, "*");
        if (about && kstr_equal(check->question, question)) {
            return check->answer;
        }
    }
    return NULL;
}
