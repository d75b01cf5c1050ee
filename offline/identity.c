/* Who this kiosk is: the files a technician (or script/demo) put into its state directory. */
#include "offline_internal.h"

#include "kstr.h"
#include "ksys.h"
#include "text.h"

#include <stddef.h>
#include <string.h>

#define CONF_BYTES 4096

/* Ids travel in URLs and logs: letters, digits and dashes. */
static bool is_plain_id(const char *text)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    return text[0] != '\0' && text[strspn(text, allowed)] == '\0';
}

/* A path from the root, of plain characters: it goes into the log. */
static bool is_device_path(const char *text)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:+,@/";
    return text[0] == '/' && text[strspn(text, allowed)] == '\0';
}

/* What the network makes of it is the network's to say. */
static bool is_url(const char *text)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/[]";
    return (kstr_starts(text, "http://") || kstr_starts(text, "https://")) &&
           text[strspn(text, allowed)] == '\0';
}

/* What kiosk.conf may say. */
static const struct conf_key {
    const char *name;
    size_t at, size; /* in struct device_identity */
    bool (*is_good)(const char *value);
    const char *wanted;
} conf_keys[] = {
    {"id", offsetof(struct device_identity, kiosk_id), LIMIT_ID_BYTES, is_plain_id,
     "letters, digits and - only"},
    {"site", offsetof(struct device_identity, site), LIMIT_ID_BYTES, is_plain_id,
     "letters, digits and - only"},
    {"reader", offsetof(struct device_identity, reader), LIMIT_FIELD_BYTES, is_device_path,
     "a path from / on, without blanks"},
    {"hq2", offsetof(struct device_identity, hq2), LIMIT_FIELD_BYTES, is_url,
     "http://HOST:PORT or https://..., without blanks"},
};
#define CONF_KEYS (sizeof conf_keys / sizeof conf_keys[0])

/* One "key = value" line into identity. */
static enum kcode read_line(char *line, const char *where, int number,
                            struct device_identity *identity, struct kerr *err)
{
    char *text = kstr_trim(line);
    if (text[0] == '\0' || text[0] == '#') {
        return K_OK;
    }
    char *equals = strchr(text, '=');
    if (!equals) {
        return kerr_fail(err, K_E_FORMAT, "%s:%d: not \"key = value\"", where, number);
    }
    *equals = '\0';
    const char *key = kstr_trim(text);
    const char *value = kstr_trim(equals + 1);
    size_t i = 0;
    while (i < CONF_KEYS && !kstr_equal(conf_keys[i].name, key)) {
        i++;
    }
    if (i == CONF_KEYS) {
        return kerr_fail(err, K_E_FORMAT, "%s:%d: unknown key %.32s", where, number,
                         utf8_valid(key) ? key : "that is no text");
    }
    char *field = (char *)identity + conf_keys[i].at;
    if (field[0] != '\0') {
        return kerr_fail(err, K_E_FORMAT, "%s:%d: %s is there twice", where, number, key);
    }
    if (!conf_keys[i].is_good(value) || !kstr_copy(field, conf_keys[i].size, value)) {
        return kerr_fail(err, K_E_FORMAT, "%s:%d: %s: %s, below %zu bytes", where, number, key,
                         conf_keys[i].wanted, conf_keys[i].size);
    }
    return K_OK;
}

static enum kcode read_conf(const char *path, struct device_identity *identity, struct kerr *err)
{
    char text[CONF_BYTES];
    struct kbuf buf = KBUF(text);
    if (ksys_read_file(path, &buf, err) != K_OK) {
        return err->code;
    }
    int number = 0;
    for (char *line = text, *end = NULL; line; line = end) {
        end = strchr(line, '\n');
        if (end) {
            *end++ = '\0';
        }
        number++;
        if (!end && line + strlen(line) != text + buf.len) {
            return kerr_fail(err, K_E_FORMAT, "%s:%d: a NUL byte: not text", path, number);
        }
        if (read_line(line, path, number, identity, err) != K_OK) {
            return err->code;
        }
    }
    return identity->kiosk_id[0] != '\0' && identity->site[0] != '\0'
               ? K_OK
               : kerr_fail(err, K_E_FORMAT, "%s: id and site must be there", path);
}

static enum kcode read_hq_key(const char *path, uint8_t ret_key[TRUST_KEY_SIZE], struct kerr *err)
{
    char text[128];
    char bytes[TRUST_KEY_SIZE + 1];
    struct kbuf buf = KBUF(text);
    struct kbuf key = KBUF(bytes);
    if (ksys_read_file(path, &buf, err) != K_OK) {
        return err->code;
    }
    size_t len = strcspn(text, "\n");
    if (trust_unbase64(text, len, &key, err) != K_OK) {
        return kerr_at(err, path);
    }
    if (key.len != TRUST_KEY_SIZE || text[len + strspn(text + len, "\n")] != '\0') {
        return kerr_fail(err, K_E_FORMAT, "%s: not one key of %d bytes as base64", path,
                         TRUST_KEY_SIZE);
    }
    memcpy(ret_key, bytes, TRUST_KEY_SIZE);
    return K_OK;
}

enum kcode device_identity_load(const char *dir, struct device_identity *ret_identity,
                                struct kerr *err)
{
    struct device_identity identity = {0};
    char path[PATH_MAX];
    if (ksys_path_in(dir, "kiosk.conf", path, err) != K_OK ||
        read_conf(path, &identity, err) != K_OK || ksys_path_in(dir, "hq.pub", path, err) != K_OK ||
        read_hq_key(path, identity.hq_key, err) != K_OK ||
        ksys_path_in(dir, "device.key", path, err) != K_OK ||
        trust_key_file(path, identity.device_key, err) != K_OK) {
        return err->code;
    }
    *ret_identity = identity;
    return K_OK;
}
