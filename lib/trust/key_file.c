#include "trust.h"

#include "kstr.h"
#include "ksys.h"

#include <errno.h>
#include <limits.h>
#include <openssl/rand.h>
#include <string.h>
#include <unistd.h>

/* Two programs may start at once: each writes a file of its own, and the first link() wins. */
static enum kcode make_file(const char *path, struct kerr *err)
{
    uint8_t key[TRUST_KEY_SIZE];
    char mine[PATH_MAX];
    if (!kstr_format(mine, sizeof mine, "%s.%ld", path, (long)getpid())) {
        return kerr_fail(err, K_E_IO, "%s: path too long", path);
    }
    if (RAND_bytes(key, sizeof key) != 1) {
        return kerr_fail(err, K_E_IO, "%s: no randomness", path);
    }
    enum kcode code = ksys_write_file(mine, key, sizeof key, 0600, err);
    kstr_wipe(key, sizeof key);
    if (code != K_OK) {
        return code;
    }
    bool linked = link(mine, path) == 0 || errno == EEXIST;
    int why = errno;
    (void)unlink(mine);
    if (!linked) {
        return kerr_fail(err, K_E_IO, "%s: %s", path, strerror(why));
    }
    return ksys_sync_dir(path, err);
}

static enum kcode read_key(const char *path, uint8_t ret_key[TRUST_KEY_SIZE], struct kerr *err)
{
    char memory[TRUST_KEY_SIZE + 2] = {0}; /* one byte more than a key, and the NUL */
    struct kbuf buf = KBUF(memory);
    struct kerr why = {0};
    enum kcode code = ksys_read_file(path, &buf, &why);
    if (code == K_OK && buf.len == TRUST_KEY_SIZE) {
        memcpy(ret_key, memory, TRUST_KEY_SIZE);
    } else if (code == K_OK || code == K_E_FULL) {
        code = kerr_fail(err, K_E_FORMAT, "%s: not a key of %d bytes", path, TRUST_KEY_SIZE);
    } else {
        *err = why;
    }
    kstr_wipe(memory, sizeof memory);
    return code;
}

enum kcode trust_key_file(const char *path, uint8_t ret_key[TRUST_KEY_SIZE], struct kerr *err)
{
    struct kerr missing = {0};
    enum kcode code = read_key(path, ret_key, &missing);
    if (code == K_OK) {
        return K_OK;
    }
    if (code != K_E_NOT_FOUND) {
        *err = missing;
        return code;
    }
    if (make_file(path, err) != K_OK) {
        return err->code;
    }
    return read_key(path, ret_key, err);
}
