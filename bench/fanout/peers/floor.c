/* The floor: what a frame arrives in is framed once and written once to each other socket. Nothing can be cheaper
 * with one write per socket. Usage: floor PORT. Any request is answered with 101; no check of any kind. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 4096, ROOM = 65536 };
static const char ACCEPTED[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
static char is_open[MOST];
static int highest;

static size_t framed(const unsigned char *in, size_t have, unsigned char *out) {
    size_t length = in[1] & 127, head = 2, put = 2;
    if (length == 126) {
        length = in[2] << 8 | in[3];
        head = 4;
    }
    if (have < head + 4 + length) return 0;
    out[0] = 0x81;
    out[1] = length;
    if (length > 125) {
        out[1] = 126;
        out[2] = length >> 8;
        out[3] = length & 255;
        put = 4;
    }
    for (size_t i = 0; i < length; i++) out[put + i] = in[head + 4 + i] ^ in[head + i % 4];
    return put + length;
}

static void forget(int fd) {
    close(fd);
    is_open[fd] = 0;
}

static void serve(int fd) {
    unsigned char in[ROOM], out[ROOM];
    ssize_t got = read(fd, in, sizeof in);
    if (got <= 0 || (in[0] & 15) == 8) {
        forget(fd);
        return;
    }
    if (in[0] == 'G') {
        if (write(fd, ACCEPTED, sizeof ACCEPTED - 1) > 0) is_open[fd] = 1;
        return;
    }
    size_t size = framed(in, got, out);
    for (int other = 0; size && other <= highest; other++)
        if (is_open[other] && other != fd && write(other, out, size) < 0) forget(other);
}

int main(int count, char **args) {
    if (count != 2) return 2;
    int door = socket(AF_INET, SOCK_STREAM, 0), one = 1, poller = epoll_create1(0);
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(atoi(args[1]))};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(door, (struct sockaddr *)&at, sizeof at) || listen(door, 1024)) return 1;
    struct epoll_event event = {.events = EPOLLIN, .data.fd = door}, events[64];
    epoll_ctl(poller, EPOLL_CTL_ADD, door, &event);
    for (;;) {
        int many = epoll_wait(poller, events, 64, -1);
        for (int i = 0; i < many; i++) {
            if (events[i].data.fd != door) {
                serve(events[i].data.fd);
                continue;
            }
            int fd = accept(door, NULL, NULL);
            if (fd < 0 || fd >= MOST) return 1;
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
            if (fd > highest) highest = fd;
            event.data.fd = fd;
            epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
        }
    }
}
