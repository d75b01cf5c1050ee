/* What the courier (or whoever sits on its socket) says to the kiosk. The first byte says whether
 * the message begins with the number that was asked for, and which question was asked. */
#include "fuzz.h"

#include "ask.h"
#include "kassert.h"
#include "kstr.h"
#include "pack.h"
#include "visit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define DEADLINE_MS 10
#define SERIAL      5

static struct ask *ask;
static int listen_fd = -1, fd = -1;
static struct ask_answer answer;

static void close_all(void)
{
    ask_close(&ask);
    (void)close(fd);
    (void)close(listen_fd);
}

static void open_socket(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct kerr err = {0};
    KASSERT(kstr_format(address.sun_path, sizeof address.sun_path, "%s/sock", fuzz_dir()));
    listen_fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    KASSERT(bind(listen_fd, (struct sockaddr *)&address, sizeof address) == 0);
    KASSERT(listen(listen_fd, 4) == 0);
    KASSERT(ask_open(address.sun_path, &ask, &err) == K_OK);
    KASSERT(atexit(close_all) == 0);
}

/* Ask, and read the question's number as a courier would. */
static long put_question(bool is_check)
{
    char question[LIMIT_ASK_BYTES];
    if (is_check) {
        ask_check(ask, SERIAL, "line-status", "C-1", DEADLINE_MS);
    } else {
        ask_customer(ask, SERIAL, "9410123456789012", false, DEADLINE_MS);
    }
    if (fd < 0) {
        fd = accept(listen_fd, NULL, NULL);
    }
    ssize_t got = recv(fd, question, sizeof question - 1, 0);
    KASSERT(got > 0);
    question[got] = '\0';
    const char *number = strstr(question, "\"n\":");
    KASSERT(number != NULL);
    return strtol(number + 4, NULL, 10);
}

static void say(long number, bool has_number, const uint8_t *bytes, size_t count)
{
    static char message[LIMIT_ANSWER_BYTES * 2];
    (void)kstr_format(message, sizeof message, "{\"n\":%ld,", number);
    size_t len = has_number ? strlen(message) : 0;
    count = count < sizeof message - len ? count : sizeof message - len;
    memcpy(message + len, bytes, count);
    if (len + count > 0) { /* nothing at all would mean that the courier has gone */
        KASSERT(send(fd, message, len + count, MSG_NOSIGNAL) == (ssize_t)(len + count));
    }
}

/* Whatever is known of a customer can be shown. */
static void greet(const struct profile *profile)
{
    static struct pack *pack; /* stays open: its content is used to the end */
    static struct visit visit;
    static struct site site;
    static struct screen screen;
    struct kerr err = {0};
    struct visit_effects effects = {0};
    struct visit_world world = {.hq_reachable = true};
    KASSERT(pack || pack_open(SMALL_PACK_FILE, &pack, &err) == K_OK);
    visit_init(&visit, pack_content(pack), &site, &world);
    struct visit_event event = {.kind = VISIT_TOKEN, .mono_ms = 1, .wall_ms = 1795266000000};
    (void)kstr_copy(event.text, sizeof event.text, "9410123456789012");
    visit_step(&visit, &event, &effects);
    KASSERT(effects.count > 0);
    event = (struct visit_event){.kind = VISIT_CUSTOMER,
                                 .serial = effects.item[effects.count - 1].serial,
                                 .mono_ms = 2,
                                 .wall_ms = 1795266000000,
                                 .lookup = LOOKUP_KNOWN,
                                 .profile = profile};
    visit_step(&visit, &event, &effects);
    visit_screen(&visit, &screen);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    if (count == 0) {
        return 0;
    }
    if (!ask) {
        open_socket();
    }
    bool is_check = (bytes[0] & 1) != 0;
    enum ask_kind kind = is_check ? ASK_CHECK : ASK_CUSTOMER;
    say(put_question(is_check), (bytes[0] & 2) != 0, bytes + 1, count - 1);
    bool answered = ask_poll(ask, 0, &answer) || ask_poll(ask, DEADLINE_MS, &answer);
    KASSERT(answered); /* in any case, and at the deadline at the latest */
    KASSERT(answer.kind == kind);
    KASSERT(!ask_is_open(ask, kind));
    KASSERT(answer.serial == SERIAL);
    KASSERT((unsigned)answer.check <= FLOW_CHECK_FAILED);
    if (!answer.offline) {
        fuzz_inside();
    }
    if (kind == ASK_CUSTOMER && answer.lookup == LOOKUP_KNOWN) {
        KASSERT(answer.profile.ref[0] != '\0');
        greet(&answer.profile);
    }
    return 0;
}
