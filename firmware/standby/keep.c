#include "keep.h"

#include "kassert.h"
#include "kcivil.h"
#include "kslip.h"
#include "kstr.h"
#include "trust.h"

#include <string.h>

#define DOCUMENT_BYTES 1536
#define SEALED_BYTES   (DOCUMENT_BYTES + TRUST_SEAL_EXTRA)
#define CONSENT        "standby-1" /* SAY_CONSENT of this program */

static_assert((SEALED_BYTES + 2) / 3 * 4 + 256 < LIMIT_SLIP_BYTES, "a request is one record");

enum kcode keep_path(const char *state_dir, char *ret_path, size_t size, struct kerr *err)
{
    return kstr_format(ret_path, size, "%s/standby/journal", state_dir)
               ? K_OK
               : kerr_fail(err, K_E_IO, "%s: path too long", state_dir);
}

static void write_time(int64_t wall_ms, char ret_text[32])
{
    struct kcivil at = kcivil_from_ms(wall_ms > 0 ? wall_ms : 0, 0);
    (void)kstr_format(ret_text, 32, "%04d-%02d-%02dT%02d:%02d:%02dZ", at.year, at.month, at.day,
                      at.hour, at.minute, at.second);
}

/* Every value is of letters that JSON leaves as they are: ids, digits, times. */
static enum kcode write_document(const struct keep_call *call, struct kbuf *buf, struct kerr *err)
{
    const struct facts *facts = call->facts;
    const char *lang = call->form->lang == SAY_KO ? "ko" : "en";
    char phone[FORM_DIGITS + 4];
    char at[32];
    form_e164(call->form, phone);
    write_time(call->wall_ms, at);
    enum kcode code = kbuf_format(
        buf, err,
        "{\"callback\":{\"channel\":\"call\",\"lang\":\"%s\",\"phone\":\"%s\",\"soon\":true,"
        "\"window\":{}},\"created\":\"%s\",\"created_trust\":\"none\",\"customer\":{\"auth\":"
        "\"guest\",\"consents\":[{\"at\":\"%s\",\"text_version\":\"" CONSENT
        "\",\"what\":\"callback\"}]},\"flow\":{\"steps\":[]},\"id\":\"%s\",\"kind\":\"callback\","
        "\"kiosk\":{\"id\":\"%s\",\"lang\":\"%s\"%s%s%s},\"priority\":\"normal\","
        "\"reason\":\"standby\",\"reason_text\":\"안내 화면이 멈춘 동안 남긴 전화 신청입니다.\","
        "\"schema\":\"kiosk.request/1\",\"uptime_s\":%lld}",
        lang, phone, at, at, call->id, facts->kiosk, lang, facts->site[0] ? ",\"site\":\"" : "",
        facts->site, facts->site[0] ? "\"" : "", (long long)(call->mono_ms / 1000));
    kstr_wipe(phone, sizeof phone);
    return code;
}

enum kcode keep_request(const char *path, const struct keep_call *call, struct kerr *err)
{
    char plain[DOCUMENT_BYTES];
    char sealed[SEALED_BYTES];
    char record[LIMIT_SLIP_BYTES];
    struct kbuf plain_buf = KBUF(plain);
    struct kbuf sealed_buf = KBUF(sealed);
    struct kbuf buf = KBUF(record);
    KASSERT(call->facts->has_hq_key);
    enum kcode code = write_document(call, &plain_buf, err);
    if (code == K_OK) {
        code = trust_seal(call->facts->hq_key, call->id, plain, plain_buf.len, &sealed_buf, err);
    }
    kstr_wipe(plain, sizeof plain);
    if (code != K_OK ||
        kbuf_format(&buf, err, "%s %s %lld ", call->id, call->facts->kiosk,
                    (long long)call->wall_ms) != K_OK ||
        trust_base64(sealed, sealed_buf.len, &buf, err) != K_OK) {
        return kerr_at(err, "keep");
    }
    return kslip_append(path, record, err);
}
