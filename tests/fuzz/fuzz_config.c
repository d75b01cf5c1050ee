/* Small files that people write by hand. The first byte says which one it is. */
#include "fuzz.h"

#include "hq_internal.h"
#include "kassert.h"
#include "kstr.h"
#include "offline.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name, *text;
} files[] = {
    {"kiosk.conf", "id = K-0001\nsite = SEOUL-01\n"},
    {"hq.pub", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"},
    {"device.key", "01234567890123456789012345678901"},
    {"customers.csv", "token,phone,ref,name,lang,level\n"},
    {"checks.csv", "question,ref,answer\n"},
};
#define FILE_COUNT (sizeof files / sizeof files[0])

static struct people people;
static bool is_made;

static void restore(size_t which)
{
    fuzz_write(files[which].name, files[which].text, strlen(files[which].text));
}

/* A refusal says in which file. */
static void expect_clear(enum kcode code, const struct kerr *err, const char *name)
{
    KASSERT(code == err->code);
    if (code == K_OK) {
        fuzz_inside();
    }
    KASSERT(code == K_OK || strstr(err->text, name) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    struct device_identity identity;
    struct kerr err = {0};
    if (count == 0) {
        return 0;
    }
    size_t which = bytes[0] % FILE_COUNT;
    if (!is_made) {
        is_made = true;
        for (size_t i = 0; i < FILE_COUNT; i++) {
            restore(i);
        }
    }
    fuzz_write(files[which].name, bytes + 1, count - 1);
    if (which < 3) {
        expect_clear(device_identity_load(fuzz_dir(), &identity, &err), &err, files[which].name);
    } else {
        people.customer_count = 0;
        people.check_count = 0;
        expect_clear(people_load(fuzz_dir(), &people, &err), &err, files[which].name);
    }
    restore(which);
    return 0;
}
