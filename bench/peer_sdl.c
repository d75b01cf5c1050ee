/* The least that a program with a window can do: one filled frame, then it waits for events. What
 * the kiosk's start, memory and idling are held beside. */
#include <SDL.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    SDL_Window *window = NULL;
    SDL_Surface *surface = NULL;
    (void)SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0"); /* as the kiosk: no OpenGL */
    (void)SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    if (SDL_Init(SDL_INIT_VIDEO) == 0) {
        window = SDL_CreateWindow("peer", SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED, 1080,
                                  1920, 0);
        surface = window ? SDL_GetWindowSurface(window) : NULL;
    }
    if (!surface || SDL_FillRect(surface, NULL, 0x0b4fa8) != 0 ||
        SDL_UpdateWindowSurface(window) != 0) {
        (void)fprintf(stderr, "peer: %s\n", SDL_GetError());
        return 1;
    }
    (void)fputs("peer.shown\n", stderr);
    SDL_Event event = {0};
    while (SDL_WaitEvent(&event) && event.type != SDL_QUIT) {
        /* nothing to do */
    }
    SDL_Quit();
    return 0;
}
