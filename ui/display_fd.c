#include "ui_internal.h"

#include <SDL_syswm.h>

int display_fd(SDL_Window *window)
{
#ifdef SDL_VIDEO_DRIVER_X11
    SDL_SysWMinfo info;
    SDL_VERSION(&info.version);
    if (SDL_GetWindowWMInfo(window, &info) && info.subsystem == SDL_SYSWM_X11) {
        return ConnectionNumber(info.info.x11.display); /* a macro of Xlib.h: nothing to link */
    }
#else
    (void)window;
#endif
    return -1;
}
