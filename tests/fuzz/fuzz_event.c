/* The journal of an interrupted visit, line by line, replayed as after a crash. */
#include "fuzz.h"

#include "kassert.h"
#include "kstr.h"
#include "pack.h"
#include "visit.h"

#include <stdlib.h>
#include <string.h>

static struct visit visit;
static struct site site;
static struct screen screen;
static struct profile profile;
static struct found found;

static const struct content *content_of_small_pack(void)
{
    static struct pack *pack; /* stays open: its content is used to the end */
    struct kerr err = {0};
    if (!pack) {
        KASSERT(pack_open(SMALL_PACK_FILE, &pack, &err) == K_OK);
    }
    return pack_content(pack);
}

static void replay(const char *line)
{
    struct visit_event event = {0};
    struct visit_effects effects = {0};
    struct kerr err = {0};
    enum kcode code = visit_event_decode(line, &event, &profile, &found, &err);
    KASSERT(code == err.code);
    if (code != K_OK) {
        return;
    }
    fuzz_inside();
    event.mono_ms = visit.now_mono_ms + 1000;
    visit_step(&visit, &event, &effects);
    KASSERT(effects.count <= LIMIT_VISIT_EFFECTS);
    visit_screen(&visit, &screen);
    (void)visit_next_tick(&visit);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    char *text = fuzz_text(bytes, count);
    struct visit_world world = {.hq_reachable = true};
    visit_init(&visit, content_of_small_pack(), &site, &world);
    for (char *line = text, *end = NULL; line; line = end) {
        end = strchr(line, '\n');
        if (end) {
            *end++ = '\0';
        }
        replay(line);
    }
    free(text);
    return 0;
}
