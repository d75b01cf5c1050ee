/* annae-standby --state DIR [--panel WxH@MM] [--fullscreen] [--script FILE] */
#include "script.h"

#include "klog.h"
#include "kstr.h"
#include "ksys.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static const char usage[] =
    "annae-standby: what stands on the panel when the kiosk cannot: an apology, the opening hours "
    "and\n"
    "a form for a call-back\n"
    "\n"
    "  annae-standby --state DIR [--panel 1080x1920@0.248] [--fullscreen] [--script FILE]\n"
    "\n"
    "  --state DIR    kiosk.conf, standby.conf and hq.pub are read, standby/journal is appended "
    "to\n"
    "  --script FILE  played line by line without a window; a FIFO goes on for ever\n"
    "\n"
    "SIGTERM ends it when nobody is in the middle of the form, a minute later at the latest. Exit: "
    "0\n"
    "well, 1 error, 2 wrong use.\n";

#define SCRIPT_LOOK_MS 50

static volatile sig_atomic_t is_signalled;

static void on_signal(int number)
{
    (void)number;
    is_signalled = 1;
}

static bool read_panel(const char *text, struct face_panel *ret_panel)
{
    struct face_panel p;
    char more = 0;
    // NOLINTNEXTLINE(cert-err34-c): four digits each; every number is checked below
    int fields = sscanf(text, "%4dx%4d@%lf%c", &p.width_px, &p.height_px, &p.mm_per_px, &more);
    if (fields != 3) {
        return false;
    }
    *ret_panel = p;
    return p.width_px >= 320 && p.height_px >= 320 && p.width_px <= 4096 && p.height_px <= 4096 &&
           p.mm_per_px > 0.02 && p.mm_per_px < 2;
}

static bool read_options(int argc, char **argv, struct standby_config *config)
{
    for (int i = 1; i < argc; i++) {
        bool has_value = i + 1 < argc;
        if (kstr_equal(argv[i], "--fullscreen")) {
            config->fullscreen = true;
        } else if (kstr_equal(argv[i], "--state") && has_value) {
            config->state_dir = argv[++i];
        } else if (kstr_equal(argv[i], "--script") && has_value) {
            config->script = argv[++i];
        } else if (!kstr_equal(argv[i], "--panel") || !has_value ||
                   !read_panel(argv[++i], &config->panel)) {
            return false;
        }
    }
    return config->state_dir != NULL;
}

static int run(struct standby *standby, struct script *script)
{
    bool is_asked = false;
    while (!is_asked || form_busy(&standby->form)) {
        int wait_ms = standby_due_ms(standby);
        standby_turn(standby, script && wait_ms > SCRIPT_LOOK_MS ? SCRIPT_LOOK_MS : wait_ms);
        if (script) {
            script_play(script, standby);
        }
        is_asked = is_signalled || standby->is_asked;
        if (script && script->has_ended) {
            return script->has_failed ? 1 : 0;
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct standby_config config = {
        .panel = {.width_px = 1080, .height_px = 1920, .mm_per_px = 0.248}};
    struct kerr err = {0};
    static struct standby standby;
    static struct script script;
    if (!read_options(argc, argv, &config)) {
        (void)fputs(usage, stderr);
        return 2;
    }
    ksys_no_core();
    struct sigaction action = {.sa_handler = on_signal};
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGINT, &action, NULL);
    if ((config.script && script_open(config.script, &script, &err) != K_OK) ||
        standby_open(&config, &standby, &err) != K_OK) {
        klog_err("standby.failed", &err);
        return 1;
    }
    klog("standby.shown", "can_keep=%d", standby.form.can_keep);
    int code = run(&standby, config.script ? &script : NULL);
    klog("standby.stop", "reason=%s", is_signalled ? "asked" : "script");
    standby_close(&standby);
    script_close(&script);
    return code;
}
