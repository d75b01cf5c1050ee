#include "script.h"

#include "kstr.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A FIFO is opened for writing as well, so that it does not end with its first writer. */
enum kcode script_open(const char *path, struct script *script, struct kerr *err)
{
    struct stat is;
    *script = (struct script){.fd = -1};
    if (stat(path, &is) == 0) {
        script->is_fifo = S_ISFIFO(is.st_mode);
        script->fd = open(path, (script->is_fifo ? O_RDWR : O_RDONLY) | O_NONBLOCK | O_CLOEXEC);
    }
    return script->fd >= 0 ? K_OK : kerr_fail(err, K_E_NOT_FOUND, "%s: %s", path, strerror(errno));
}

void script_close(struct script *script)
{
    if (script->fd >= 0) {
        (void)close(script->fd);
    }
    kstr_wipe(script, sizeof *script);
    script->fd = -1;
}

static bool sees(const struct face *face, const char *text)
{
    for (int i = 0; i < face->count; i++) {
        if (strstr(face->item[i].text, text)) {
            return true;
        }
    }
    return false;
}

static void push_finger(const struct standby *standby, Uint32 type, const struct face_item *item)
{
    SDL_Event event = {.type = type};
    event.tfinger.x = ((float)item->x + (float)item->w / 2) / (float)standby->face.width;
    event.tfinger.y = ((float)item->y + (float)item->h / 2) / (float)standby->face.height;
    (void)SDL_PushEvent(&event);
}

static bool touch(struct standby *standby, const char *label)
{
    const struct face *face = &standby->face;
    for (int i = 0; i < face->count; i++) {
        const struct face_item *item = &face->item[i];
        if (item->kind == FACE_BUTTON && !item->is_off && kstr_equal(item->text, label)) {
            push_finger(standby, SDL_FINGERDOWN, item);
            push_finger(standby, SDL_FINGERUP, item);
            standby_turn(standby, 0);
            return true;
        }
    }
    return false;
}

static bool play_line(struct standby *standby, const char *line)
{
    if (kstr_starts(line, "key ")) {
        return standby_key(standby, line + 4);
    }
    if (kstr_starts(line, "touch ")) {
        return touch(standby, line + 6);
    }
    if (kstr_starts(line, "see not ")) {
        return !sees(&standby->face, line + 8);
    }
    if (kstr_starts(line, "see ")) {
        return sees(&standby->face, line + 4);
    }
    if (kstr_starts(line, "picture ")) {
        return SDL_SaveBMP(standby->canvas, line + 8) == 0;
    }
    if (kstr_equal(line, "end")) {
        standby->is_asked = true;
        return true;
    }
    return line[0] == '\0' || line[0] == '#';
}

static void play_all(struct script *script, struct standby *standby)
{
    char *line = script->text;
    for (char *end = strchr(line, '\n'); end; end = strchr(line, '\n')) {
        *end = '\0';
        bool is_ok = play_line(standby, line);
        standby_turn(standby, 0);
        script->has_failed = script->has_failed || !is_ok;
        (void)printf("%s\n", is_ok ? "ok" : "failed");
        if (!is_ok) {
            (void)fprintf(stderr, "standby: failed: %s\n", line);
        }
        (void)fflush(stdout);
        line = end + 1;
    }
    script->len = strlen(line);
    memmove(script->text, line, script->len + 1);
}

void script_play(struct script *script, struct standby *standby)
{
    ssize_t got = 0;
    do {
        got = read(script->fd, script->text + script->len, sizeof script->text - 1 - script->len);
        if (got > 0) {
            script->len += (size_t)got;
            script->text[script->len] = '\0';
            play_all(script, standby);
        }
    } while (got > 0);
    script->has_ended = script->has_ended || (got == 0 && !script->is_fifo);
}
