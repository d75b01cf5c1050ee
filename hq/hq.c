/* The directory of headquarters: made, opened, listed. */
#include "hq_internal.h"

#include "kstr.h"
#include "ksys.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char SAMPLE_CUSTOMERS[] = "token,phone,ref,name,lang,level\n"
                                       "9410123456789012,010-2345-6789,C-1001,홍길동,ko,own\n"
                                       "9410123456789020,010-9876-5432,C-1002,김영희,ko,own\n"
                                       "9410123456789038,010-5555-0101,C-1003,Gildong Hong,en,own\n"
                                       "9410123456789046,010-5555-0202,C-1004,John Smith,en,own\n";

/* Every check of content/telecom/pack.yaml for each of them; of a guest no line is known. */
static const char SAMPLE_CHECKS[] = "question,ref,answer\n"
                                    "outage-area,*,none\n"
                                    "line-status,C-1001,ok\n"
                                    "line-status,C-1002,fault\n"
                                    "line-status,C-1003,ok\n"
                                    "line-status,C-1004,maintenance\n"
                                    "sim-status,C-1001,active\n"
                                    "sim-status,C-1002,active\n"
                                    "sim-status,C-1003,suspended\n"
                                    "sim-status,C-1004,unpaid\n"
                                    "spam-filter,C-1001,off\n"
                                    "spam-filter,C-1002,on\n"
                                    "spam-filter,C-1003,off\n"
                                    "spam-filter,C-1004,on\n"
                                    "bill-roaming,C-1001,no\n"
                                    "bill-roaming,C-1002,yes\n"
                                    "bill-roaming,C-1003,yes\n"
                                    "bill-roaming,C-1004,no\n"
                                    "bill-micropayment,C-1001,yes\n"
                                    "bill-micropayment,C-1002,no\n"
                                    "bill-micropayment,C-1003,no\n"
                                    "bill-micropayment,C-1004,yes\n";

static bool exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

/* ---- the sealing pair ---- */

static enum kcode write_key(const char *dir, const char *name, const uint8_t key[TRUST_KEY_SIZE],
                            unsigned mode, struct kerr *err)
{
    char path[PATH_MAX];
    char text[64];
    struct kbuf buf = KBUF(text);
    if (ksys_path_in(dir, name, path, err) != K_OK ||
        trust_base64(key, TRUST_KEY_SIZE, &buf, err) != K_OK ||
        kbuf_text(&buf, "\n", err) != K_OK) {
        return err->code;
    }
    enum kcode code = ksys_write_file(path, buf.data, buf.len, mode, err);
    kstr_wipe(text, sizeof text);
    return code;
}

static enum kcode read_key(const char *dir, const char *name, uint8_t ret_key[TRUST_KEY_SIZE],
                           struct kerr *err)
{
    char path[PATH_MAX];
    char text[64];
    char bytes[TRUST_KEY_SIZE + 1];
    struct kbuf buf = KBUF(text);
    struct kbuf key = KBUF(bytes);
    if (ksys_path_in(dir, name, path, err) != K_OK || ksys_read_file(path, &buf, err) != K_OK) {
        return err->code;
    }
    struct kerr why = {0};
    if (trust_unbase64(text, strcspn(text, "\n"), &key, &why) != K_OK ||
        key.len != TRUST_KEY_SIZE) {
        return kerr_fail(err, K_E_FORMAT, "%s: not one key of %d bytes as base64", path,
                         TRUST_KEY_SIZE);
    }
    memcpy(ret_key, bytes, TRUST_KEY_SIZE);
    kstr_wipe(text, sizeof text);
    kstr_wipe(bytes, sizeof bytes);
    return K_OK;
}

/* The secret is written last: when it is there, the public half is too. */
static enum kcode make_pair(const char *dir, struct kerr *err)
{
    char path[PATH_MAX];
    struct trust_pair pair;
    if (ksys_path_in(dir, "hq.secret", path, err) != K_OK) {
        return err->code;
    }
    if (exists(path)) {
        return K_OK;
    }
    if (trust_make_pair(&pair, err) != K_OK ||
        write_key(dir, "hq.pub", pair.open, 0644, err) != K_OK ||
        write_key(dir, "hq.secret", pair.secret, 0600, err) != K_OK) {
        return err->code;
    }
    kstr_wipe(&pair, sizeof pair);
    return K_OK;
}

/* ---- life ---- */

static enum kcode write_sample(const char *dir, const char *name, const char *text,
                               struct kerr *err)
{
    char path[PATH_MAX];
    if (ksys_path_in(dir, name, path, err) != K_OK) {
        return err->code;
    }
    return exists(path) ? K_OK : ksys_write_file(path, text, strlen(text), 0600, err);
}

enum kcode hq_init(const char *dir, struct kerr *err)
{
    char path[PATH_MAX];
    K_CLEANUP(store_close) struct store *db = NULL;
    if (ksys_make_dir(dir, err) != K_OK || make_pair(dir, err) != K_OK ||
        ksys_path_in(dir, "hq.db", path, err) != K_OK || ledger_open(path, &db, err) != K_OK ||
        write_sample(dir, "customers.csv", SAMPLE_CUSTOMERS, err) != K_OK ||
        write_sample(dir, "checks.csv", SAMPLE_CHECKS, err) != K_OK) {
        return kerr_at(err, "init");
    }
    return K_OK;
}

/* What is sealed to hq.pub must open with hq.secret: otherwise no request could be read. */
static enum kcode check_pair(const struct trust_pair *pair, struct kerr *err)
{
    static const char plain[] = "a pair";
    char sealed_text[sizeof plain + TRUST_SEAL_EXTRA];
    char text[sizeof plain];
    struct kbuf sealed = KBUF(sealed_text);
    struct kbuf opened = KBUF(text);
    struct kerr why = {0};
    if (trust_seal(pair->open, "", plain, sizeof plain - 1, &sealed, &why) != K_OK ||
        trust_unseal(pair, "", sealed.data, sealed.len, &opened, &why) != K_OK) {
        return kerr_fail(err, K_E_FORMAT, "hq.pub does not belong to hq.secret");
    }
    return K_OK;
}

static enum kcode open_parts(struct hq *hq, const char *dir, struct kerr *err)
{
    char path[PATH_MAX];
    return people_load(dir, &hq->people, err) == K_OK &&
                   read_key(dir, "hq.secret", hq->pair.secret, err) == K_OK &&
                   read_key(dir, "hq.pub", hq->pair.open, err) == K_OK &&
                   check_pair(&hq->pair, err) == K_OK &&
                   ksys_path_in(dir, "hq.db", path, err) == K_OK
               ? ledger_open(path, &hq->db, err)
               : err->code;
}

enum kcode hq_open(const char *dir, struct hq **ret_hq, struct kerr *err)
{
    K_CLEANUP(hq_close) struct hq *hq = calloc(1, sizeof *hq);
    if (!hq) {
        return kerr_fail(err, K_E_IO, "no memory for headquarters");
    }
    if (open_parts(hq, dir, err) != K_OK) {
        return kerr_at(err, "headquarters");
    }
    *ret_hq = hq;
    hq = NULL; /* handed over */
    return K_OK;
}

void hq_close(struct hq **hq)
{
    if (!*hq) {
        return;
    }
    if ((*hq)->daemon) {
        MHD_stop_daemon((*hq)->daemon);
    }
    store_close(&(*hq)->db);
    kstr_wipe(*hq, sizeof **hq);
    free(*hq);
    *hq = NULL;
}

/* ---- the list for scripts ---- */

struct listing {
    FILE *out;
    bool as_json;
    int count;
};

static enum kcode print_line(const struct listing *listing, const struct entry *entry,
                             struct kerr *err)
{
    char number[KUUID_NUMBER_SIZE];
    kuuid_number(entry->id, number);
    return fprintf(listing->out, "%s  %-8s  %-8s  %-8s  %s\n", number, entry->state, entry->kind,
                   entry->customer[0] != '\0' ? entry->customer : "guest", entry->subject) > 0
               ? K_OK
               : kerr_fail(err, K_E_IO, "cannot print");
}

/* {"entry":{...},"document":{...}}: the document as the kiosk wrote it. */
static enum kcode print_json(const struct listing *listing, const struct entry *entry,
                             const char *document, struct kerr *err)
{
    char number[KUUID_NUMBER_SIZE];
    char text[2048];
    struct kbuf buf = KBUF(text);
    K_CLEANUP(json_free) struct json *root = json_new_object();
    kuuid_number(entry->id, number);
    json_set_text(root, "id", entry->id);
    json_set_text(root, "number", number);
    json_set_text(root, "kind", entry->kind);
    json_set_text(root, "kiosk", entry->kiosk);
    json_set_text(root, "state", entry->state);
    json_set_text(root, "joins", entry->joins);
    json_set_text(root, "customer", entry->customer);
    json_set_text(root, "matter", entry->matter);
    json_set_text(root, "subject", entry->subject);
    json_set_int(root, "created", entry->created_ms);
    json_set_int(root, "received", entry->received_ms);
    if (json_write(root, &buf, err) != K_OK) {
        return err->code;
    }
    buf.data[buf.len - 1] = '\0'; /* the document goes in as it is */
    return fprintf(listing->out, "%s%s,\"document\":%s}", listing->count > 0 ? ",\n" : "", buf.data,
                   document) > 0
               ? K_OK
               : kerr_fail(err, K_E_IO, "cannot print");
}

static enum kcode print_entry(void *user, const struct entry *entry, const char *document,
                              struct kerr *err)
{
    struct listing *listing = user;
    enum kcode code = listing->as_json ? print_json(listing, entry, document, err)
                                       : print_line(listing, entry, err);
    listing->count++;
    return code;
}

enum kcode hq_list(struct hq *hq, bool as_json, FILE *out, struct kerr *err)
{
    struct listing listing = {.out = out, .as_json = as_json};
    (void)fputs(as_json ? "[" : "", out);
    enum kcode code = ledger_each(hq->db, LEDGER_ALL, NULL, print_entry, &listing, err);
    (void)fputs(as_json ? "]\n" : "", out);
    return code;
}
