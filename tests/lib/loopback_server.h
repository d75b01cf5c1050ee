#pragma once

#include <sys/types.h>

/*
 * A small HTTP server in a child process, one connection at a time; the path says how it
 * misbehaves:
 *
 *   /echo       200, JSON by its type, the body is the request as it came
 *   /cut        promises 100 bytes, sends 10        /cut-head  ends in the middle of the head
 *   /nothing    reads and hangs up                  /slow      reads and never answers
 *   /long       70000 bytes                         /limit     65535 bytes
 *   /redirect   302 to /echo                        /portal    200 with a page
 *   /busy       503, Retry-After: 7                 /garbage   no HTTP at all
 *   /empty      204                                 /early     cut in the head behind a 103
 *   /chunks     200, chunked                        /cut-chunks  the last chunk is missing
 *   /drip       a byte every 10 ms, never finished
 *   /cut-204    ends in the middle of the head of a 204
 *   /open-end   neither length nor chunks: only the hang-up ends the body
 */
struct loopback_server {
    pid_t child;
    int port;
};

void loopback_server_start(struct loopback_server *server);
void loopback_server_stop(struct loopback_server *server);
