#include "kiosk.h"
#include "player.h"

#include "kbeat.h"
#include "klog.h"
#include "kstr.h"
#include "ksys.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_ERROR = 1, EXIT_USAGE = 2 };

static const char usage[] =
    "annae-kiosk: the help kiosk\n"
    "\n"
    "  annae-kiosk --pack FILE --state DIR [--socket PATH] [--panel 1080x1920@0.248]\n"
    "              [--fullscreen] [--lang ko|en] [--tray TOKEN,TOKEN,TOKEN]\n"
    "  annae-kiosk --visit SCRIPT --pack FILE [--out DIR]           play a visit, no window\n"
    "  annae-kiosk --export-journal STATE    the open visit as text, without personal data, for\n"
    "              annae-pack record\n"
    "  annae-kiosk --visit - --state DIR --socket PATH --pack FILE  play line by line from\n"
    "              standard input against the real courier; --window shows it\n"
    "\n"
    "  --pack FILE    help content, as annae-pack builds it\n"
    "  --state DIR    store.db, kiosk.conf, hq.pub and device.key\n"
    "  --socket PATH  the courier's socket (STATE/courier.sock)\n"
    "  --panel WxH@MM pixels and millimetres per pixel of the panel\n"
    "  --look WORD    size=100|150|200 or contrast=high; may be given twice\n"
    "  --tray A,B,C   demo: F1-F3 draw these member cards, F4 an unknown one, F5 a payment card,\n"
    "                 F6 begins as a guest\n"
    "  --out DIR      pictures of every new screen, transcript.txt and, when the visit is open\n"
    "                 at the end, journal.txt for annae-pack record\n"
    "\n"
    "docs/visit-scripts.md describes scripts. Exit: 0 well, 1 error, 2 wrong use.\n";

struct options {
    struct kiosk_config config;
    struct player_config player;
    char tray[KIOSK_TRAY * LIMIT_FIELD_BYTES];
    const char *export_dir; /* NULL = run */
    bool window, help;
};

static bool read_panel(struct options *options, const char *value)
{
    return panel_read(value, &options->config.panel);
}

static bool read_look(struct options *options, const char *value)
{
    return look_read(value, &options->config.look);
}

static bool read_lang(struct options *options, const char *value)
{
    options->config.lang = strcmp(value, "en") == 0 ? LANG_EN : LANG_KO;
    return strcmp(value, "en") == 0 || strcmp(value, "ko") == 0;
}

static bool read_tray(struct options *options, const char *value)
{
    if (!kstr_copy(options->tray, sizeof options->tray, value)) {
        return false;
    }
    char *token = options->tray;
    options->config.has_tray = true;
    for (int i = 0; i < KIOSK_TRAY; i++) {
        options->config.tray[i] = token;
        char *comma = strchr(token, ',');
        if (!comma) {
            return true;
        }
        *comma = '\0';
        token = comma + 1;
    }
    return false; /* more than the tray holds */
}

static bool read_pack(struct options *options, const char *value)
{
    options->config.pack_path = value;
    return true;
}

static bool read_state(struct options *options, const char *value)
{
    options->config.state_dir = value;
    return true;
}

static bool read_socket(struct options *options, const char *value)
{
    options->config.socket_path = value;
    return true;
}

static bool read_visit(struct options *options, const char *value)
{
    options->player.script_path = value;
    return true;
}

static bool read_out(struct options *options, const char *value)
{
    options->player.out_dir = value;
    return true;
}

static bool read_export(struct options *options, const char *value)
{
    options->export_dir = value;
    return true;
}

static bool read_fullscreen(struct options *options, const char *value)
{
    (void)value;
    options->config.fullscreen = true;
    return true;
}

static bool read_window(struct options *options, const char *value)
{
    (void)value;
    options->window = true;
    return true;
}

static bool read_help(struct options *options, const char *value)
{
    (void)value;
    options->help = true;
    return true;
}

static const struct {
    const char *name;
    bool has_value;
    bool (*read)(struct options *options, const char *value);
} option_table[] = {
    {"--pack", true, read_pack},
    {"--state", true, read_state},
    {"--socket", true, read_socket},
    {"--panel", true, read_panel},
    {"--look", true, read_look},
    {"--lang", true, read_lang},
    {"--tray", true, read_tray},
    {"--visit", true, read_visit},
    {"--out", true, read_out},
    {"--fullscreen", false, read_fullscreen},
    {"--export-journal", true, read_export},
    {"--window", false, read_window},
    {"--help", false, read_help},
};
#define OPTION_COUNT (sizeof option_table / sizeof option_table[0])

/* Index of the argument that is wrong, 0 = all are right. */
static int read_options(int argc, char **argv, struct options *options)
{
    int at = 1;
    while (at < argc) {
        size_t i = 0;
        while (i < OPTION_COUNT && strcmp(option_table[i].name, argv[at]) != 0) {
            i++;
        }
        int step = i < OPTION_COUNT && option_table[i].has_value ? 2 : 1;
        if (i == OPTION_COUNT || at + step > argc ||
            !option_table[i].read(options, argv[at + step - 1])) {
            return at;
        }
        at += step;
    }
    return 0;
}

static volatile sig_atomic_t is_asked_to_stop;

static void on_signal(int number)
{
    (void)number;
    is_asked_to_stop = 1;
}

/* After the glass is open: SDL must not have the last word on signals. */
static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGINT, &action, NULL);
}

static struct kbeat beat;

/* Asked once a pass of the loop, which is what the heartbeat tells of. */
static bool must_stop(void)
{
    kbeat(&beat, ksys_mono_ms());
    return is_asked_to_stop;
}

static enum kcode serve(const struct kiosk_config *config, struct kerr *err)
{
    K_CLEANUP(kiosk_close) struct kiosk *kiosk = NULL;
    if (kiosk_open(config, &kiosk, err) != K_OK) {
        return err->code;
    }
    catch_signals();
    klog("kiosk.shown", "frames=%lld", (long long)ui_stats(kiosk->ui).frames);
    while (!kiosk->stop && !must_stop()) {
        kiosk_turn(kiosk, -1);
    }
    kiosk_end_visit(kiosk);
    return K_OK;
}

/* Without a font nobody can be served: until there is one, the panel says where help is. */
static enum kcode serve_or_wait(const struct kiosk_config *config, struct kerr *err)
{
    bool has_font = true;
    while (has_font && serve(config, err) == K_E_NOT_FOUND) {
        klog_err("kiosk.failed", err);
        *err = (struct kerr){0};
        catch_signals();
        if (kiosk_plain_run(config, must_stop, &has_font, err) != K_OK) {
            return err->code;
        }
    }
    return err->code;
}

static int run(const struct kiosk_config *config)
{
    struct kerr err = {0};
    if (config->has_tray) {
        (void)fputs("demo: F1, F2, F3 draw a member card; F4 an unknown card; F5 a payment card; "
                    "F6 begins as a guest; Ctrl-Q ends\n",
                    stderr);
    }
    if (serve_or_wait(config, &err) != K_OK) {
        klog_err("kiosk.failed", &err);
        return EXIT_ERROR;
    }
    klog("kiosk.stop", "reason=asked");
    return 0;
}

static int export_journal(const char *dir)
{
    struct kerr err = {0};
    if (kiosk_export_journal(dir, kiosk_real_world.wall_ms(NULL), stdout, &err) != K_OK) {
        klog_err("export.failed", &err);
        return EXIT_ERROR;
    }
    return 0;
}

/* What is wrong with the options as a whole, NULL = nothing. */
static const char *wrong_use(const struct options *options)
{
    const char *script = options->player.script_path;
    bool is_staged = script && strcmp(script, "-") != 0;
    if (is_staged && options->config.state_dir) {
        return "--state is not for a script: it has a directory of its own";
    }
    if (is_staged && !options->config.pack_path) {
        return "--pack is needed";
    }
    return is_staged || options->config.state_dir ? NULL : "--state is needed";
}

static int refuse(const char *what, const char *which)
{
    (void)fprintf(stderr, "annae-kiosk: %s%s\n\n%s", what, which, usage);
    return EXIT_USAGE;
}

int main(int argc, char **argv)
{
    ksys_no_core();
    ksys_return_memory();
    struct options options = {
        .config = {.panel = {.width_px = 1080, .height_px = 1920, .mm_per_px = 0.248},
                   .world = kiosk_real_world}};
    int wrong = read_options(argc, argv, &options);
    if (options.help) {
        (void)fputs(usage, stdout);
        return 0;
    }
    if (wrong != 0) {
        return refuse("do not understand ", argv[wrong]);
    }
    if (options.export_dir) {
        return export_journal(options.export_dir);
    }
    if (wrong_use(&options)) {
        return refuse(wrong_use(&options), "");
    }
    if (!options.player.script_path) {
        kbeat_open(&beat);
        return run(&options.config);
    }
    options.config.headless = !options.window;
    return player_run(&options.config, &options.player);
}
