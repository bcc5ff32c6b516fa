/* The load generator: many WebSocket listeners on one thread, as cheap as reading can be.
 *
 *   listen PORT PLAN STALLED
 *
 * PLAN has one line per socket: path TAB header lines joined by "|" TAB first frame TAB text that says "subscribed".
 * With STALLED = 1 the last socket of the plan stops reading once it is subscribed.
 * Prints "ready" when all are subscribed, "done N" when all but the stalled one have received the frame that
 * contains "bench#N#", "lost I CODE" when a socket ends. "dump FILE" on stdin writes and forgets the arrivals so
 * far as (int64 ns of CLOCK_MONOTONIC, uint32 N, uint32 socket), then prints "dumped".
 * The answer's Sec-WebSocket-Accept is not verified: the peers are our own. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTING_AT_ONCE = 25, NUMBERS = 1 << 20, FIRST_ROOM = 4096, STDIN_MARK = -1 };
enum state { HANDSHAKE, SUBSCRIBING, READY, STALLED, LOST };

struct client {
    int fd;
    enum state state;
    char *path, *headers, *first, *expect;
    unsigned char *data;
    size_t have, room;
};

struct arrival {
    int64_t ns;
    uint32_t number, client;
};

static struct client *clients;
static int total, started, ready, stalled, port, poller;
static struct arrival *arrivals;
static size_t arrived, arrivals_room;
static uint32_t counts[NUMBERS];

static void die(const char *what) {
    fprintf(stderr, "listen: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void watch(int index, int fd, uint32_t events, int how) {
    struct epoll_event event = {.events = events, .data.u32 = (uint32_t)index};
    if (epoll_ctl(poller, how, fd, &event)) die("epoll_ctl");
}

/* Client frames must be masked; a mask of zeros leaves the payload as it is. */
static void send_frame(struct client *c, int opcode, const void *payload, size_t length) {
    unsigned char frame[70000];
    size_t head = 2;
    frame[0] = 0x80 | opcode;
    if (length < 126) {
        frame[1] = 0x80 | length;
    } else {
        frame[1] = 0x80 | 126;
        frame[2] = length >> 8;
        frame[3] = length & 255;
        head = 4;
    }
    memset(frame + head, 0, 4);
    memcpy(frame + head + 4, payload, length);
    if (write(c->fd, frame, head + 4 + length) < 0) die("write frame");
}

static void start_next(void) {
    if (started == total) return;
    struct client *c = &clients[started];
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (c->fd < 0) die("socket");
    int one = 1, small = 4096;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (stalled && started == total - 1) setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(c->fd, (struct sockaddr *)&to, sizeof to)) die("connect");
    char request[4096];
    int length = snprintf(request, sizeof request,
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n",
        c->path, port, c->headers);
    if (write(c->fd, request, length) != length) die("write request");
    watch(started, c->fd, EPOLLIN, EPOLL_CTL_ADD);
    started++;
}

static void became_ready(struct client *c) {
    int last = stalled && c == &clients[total - 1];
    c->state = last ? STALLED : READY;
    if (last) watch(total - 1, c->fd, 0, EPOLL_CTL_MOD); /* errors only: a reset still shows */
    ready++;
    if (ready == total) puts("ready");
    start_next();
}

static void lost(struct client *c, int code) {
    printf("lost %d %d\n", (int)(c - clients), code);
    close(c->fd);
    c->state = LOST;
}

static void note_arrival(struct client *c, const unsigned char *text, size_t length, int64_t at) {
    const unsigned char *mark = memmem(text, length, "bench#", 6);
    if (!mark) return;
    uint32_t number = strtoul((const char *)mark + 6, NULL, 10) % NUMBERS;
    if (arrived == arrivals_room) {
        arrivals_room = arrivals_room ? arrivals_room * 2 : 1 << 16;
        arrivals = realloc(arrivals, arrivals_room * sizeof *arrivals);
        if (!arrivals) die("realloc");
    }
    arrivals[arrived++] = (struct arrival){at, number, (uint32_t)(c - clients)};
    if (++counts[number] == (uint32_t)(total - stalled)) printf("done %u\n", number);
}

static void take_frame(struct client *c, int opcode, const unsigned char *payload, size_t length, int64_t at) {
    if (opcode == 8) lost(c, length >= 2 ? payload[0] << 8 | payload[1] : 1005);
    else if (opcode == 9) send_frame(c, 10, payload, length);
    else if (c->state == SUBSCRIBING) {
        if (memmem(payload, length, c->expect, strlen(c->expect))) became_ready(c);
    } else note_arrival(c, payload, length, at);
}

/* Takes the frame that starts at `data`; returns its whole size, or 0 while it is not complete. */
static size_t one_frame(struct client *c, const unsigned char *data, size_t have, int64_t at) {
    if (have < 2) return 0;
    size_t length = data[1] & 127, head = length == 126 ? 4 : length == 127 ? 10 : 2;
    if (have < head) return 0;
    if (head > 2) {
        length = 0;
        for (size_t i = 2; i < head; i++) length = length << 8 | data[i];
    }
    if (have < head + length) return 0;
    take_frame(c, data[0] & 15, data + head, length, at);
    return head + length;
}

static size_t finish_handshake(struct client *c) {
    unsigned char *end = memmem(c->data, c->have, "\r\n\r\n", 4);
    if (!end) return 0;
    if (!memmem(c->data, end - c->data, " 101 ", 5)) {
        fprintf(stderr, "listen: refused: %.*s\n", (int)(end - c->data), c->data);
        exit(1);
    }
    if (*c->first) send_frame(c, 1, c->first, strlen(c->first));
    c->state = SUBSCRIBING;
    if (!*c->expect) became_ready(c);
    return end + 4 - c->data;
}

static void read_client(struct client *c) {
    if (c->room - c->have < FIRST_ROOM / 2) {
        c->room = c->room ? c->room * 2 : FIRST_ROOM;
        c->data = realloc(c->data, c->room + 1);
        if (!c->data) die("realloc");
    }
    ssize_t got = read(c->fd, c->data + c->have, c->room - c->have);
    if (got <= 0) {
        lost(c, 1006);
        return;
    }
    int64_t at = now_ns();
    c->have += got;
    c->data[c->have] = 0;
    size_t used = c->state == HANDSHAKE ? finish_handshake(c) : 0, step = 1;
    while (c->state != HANDSHAKE && c->state != LOST && step) {
        step = one_frame(c, c->data + used, c->have - used, at);
        used += step;
    }
    c->have -= used;
    if (c->have) memmove(c->data, c->data + used, c->have);
}

static void read_command(void) {
    char line[4096];
    ssize_t got = read(0, line, sizeof line - 1);
    if (got <= 0) exit(0);
    line[got] = 0;
    line[strcspn(line, "\n")] = 0;
    if (strncmp(line, "dump ", 5)) return;
    FILE *out = fopen(line + 5, "wb");
    if (!out || fwrite(arrivals, sizeof *arrivals, arrived, out) != arrived || fclose(out)) die("dump");
    arrived = 0;
    puts("dumped");
}

static char *field(char **rest) {
    char *value = strsep(rest, "\t");
    return value ? strdup(value) : "";
}

static char *header_lines(char *joined) {
    char *lines = calloc(1, strlen(joined) * 2 + 3), *one;
    while ((one = strsep(&joined, "|"))) {
        if (!*one) continue;
        strcat(lines, one);
        strcat(lines, "\r\n");
    }
    return lines;
}

static void read_plan(const char *path) {
    FILE *plan = fopen(path, "r");
    if (!plan) die(path);
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, plan) > 0) {
        line[strcspn(line, "\n")] = 0;
        char *rest = line;
        clients = realloc(clients, (total + 1) * sizeof *clients);
        struct client *c = &clients[total++];
        memset(c, 0, sizeof *c);
        c->path = field(&rest);
        c->headers = header_lines(field(&rest));
        c->first = field(&rest);
        c->expect = field(&rest);
    }
    fclose(plan);
}

int main(int count, char **args) {
    if (count != 4) return 2;
    port = atoi(args[1]);
    stalled = atoi(args[3]);
    setvbuf(stdout, NULL, _IOLBF, 0);
    read_plan(args[2]);
    poller = epoll_create1(EPOLL_CLOEXEC);
    watch(STDIN_MARK, 0, EPOLLIN, EPOLL_CTL_ADD);
    for (int i = 0; i < CONNECTING_AT_ONCE; i++) start_next();
    struct epoll_event events[256];
    for (;;) {
        int many = epoll_wait(poller, events, 256, -1);
        for (int i = 0; i < many; i++) {
            int index = (int)events[i].data.u32;
            if (index == STDIN_MARK) read_command();
            else if (clients[index].state == STALLED) lost(&clients[index], 1006);
            else if (clients[index].state != LOST) read_client(&clients[index]);
        }
    }
}
