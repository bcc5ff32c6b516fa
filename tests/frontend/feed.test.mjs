import assert from "node:assert/strict";
import { test } from "node:test";
import { Feed } from "../../web/frontend/feed.js";
import { Clock, ROOM, event, reply, stage } from "./stand.mjs";

function open({ streams = { [ROOM]: { epoch: "a", after: 41 } }, stages = [stage()], listener = {} } = {}) {
  const clock = new Clock();
  const seen = [];
  const told = { resync: [], revoked: [], joined: [], state: [], denied: [], ephemeral: [] };
  const feed = new Feed({
    streams,
    transports: stages.map((one) => one.transport),
    time: clock,
    random: () => 1,
    listener: {
      event: (frame) => seen.push(frame.seq),
      ...Object.fromEntries(Object.keys(told).map((name) => [name, (value) => told[name].push(value)])),
      ...listener,
    },
  });
  feed.start();
  return { feed, clock, seen, told, server: stages[0] };
}

function live(stand, options) {
  const connection = stand.server.last();
  connection.opened();
  connection.frame(reply(connection, options));
  return connection;
}

test("a page subscribes from the head that it was printed at", () => {
  const stand = open();

  const connection = live(stand, { head: 44 });

  assert.deepEqual(connection.sent[0].streams, { [ROOM]: { epoch: "a", after: 41 } });
  assert.equal(stand.feed.state, "live");
});

test("events are handed on in order and once, however often they arrive", () => {
  const stand = open();
  const connection = live(stand);

  for (const seq of [42, 43, 42, 43, 44, 41, 44]) connection.frame(event(seq));

  assert.deepEqual(stand.seen, [42, 43, 44]);
});

test("after a drop the feed resumes after the last event it saw", () => {
  const stand = open();
  const first = live(stand);
  first.frame(event(42));
  first.closed({ code: 1006, reason: "" });

  stand.clock.pass(30_000);
  const second = live(stand);
  second.frame(event(42));
  second.frame(event(43));

  assert.equal(second.sent[0].streams[ROOM].after, 42);
  assert.deepEqual(stand.seen, [42, 43]);
});

test("a frame of a connection that was given up is not heard", () => {
  const stand = open();
  const first = live(stand);
  stand.feed.sleep();

  first.frame(event(42));

  assert.deepEqual(stand.seen, []);
});

test("events of an epoch that is not the page's are dropped until the resync", () => {
  const stand = open();
  const connection = live(stand);

  connection.frame(event(42, { epoch: "b" }));
  connection.frame({ frame: "resync", stream: ROOM, epoch: "b", head: 7 });
  connection.frame(event(8, { epoch: "b" }));

  assert.deepEqual(stand.seen, [8]);
  assert.deepEqual(stand.told.resync.map((frame) => frame.head), [7]);
});

test("the first epoch of an empty stream is no reason to fetch the page again", () => {
  const stand = open({ streams: { [ROOM]: { epoch: null, after: 0 } } });
  const connection = live(stand, { epoch: null });

  connection.frame({ frame: "resync", stream: ROOM, epoch: "b", head: 0 });
  connection.frame(event(1, { epoch: "b" }));

  assert.deepEqual(stand.told.resync, []);
  assert.deepEqual(stand.seen, [1]);
});

test("an empty stream is followed from its first event", () => {
  const stand = open({ streams: { [ROOM]: { epoch: null, after: 0 } } });
  const connection = live(stand, { epoch: null });

  connection.frame(event(1, { epoch: "b" }));
  connection.frame(event(2, { epoch: "c" }));

  assert.deepEqual(stand.seen, [1]);
});

test("unknown frames and unknown event types never block the stream", () => {
  const stand = open();
  const connection = live(stand);

  connection.frame({ frame: "of-next-year" });
  connection.frame(event(42, { type: "comet.seen" }));
  connection.frame(event(43));

  assert.deepEqual(stand.seen, [42, 43]);
});

test("a listener that throws does not stop the cursor", (context) => {
  context.mock.method(console, "error", () => {});
  const stand = open({
    listener: {
      event: () => {
        throw new Error("a broken page");
      },
    },
  });
  const connection = live(stand);

  connection.frame(event(42));

  assert.equal(stand.feed.cursors[ROOM].after, 42);
});

test("a revoked stream is told once and not asked for again", () => {
  const stand = open();
  const connection = live(stand);

  connection.frame({ frame: "revoked", stream: ROOM });
  connection.frame(event(42));
  connection.closed({ code: 1006, reason: "" });
  stand.clock.pass(30_000);
  stand.server.last().opened();

  assert.deepEqual(stand.told.revoked, [{ frame: "revoked", stream: ROOM }]);
  assert.deepEqual(stand.seen, []);
  assert.deepEqual(stand.server.last().sent[0].streams, {});
});

test("a stream refused when subscribing counts as revoked", () => {
  const stand = open();

  live(stand, { refused: { [ROOM]: { status: 404 } } });

  assert.deepEqual(stand.told.revoked, [{ stream: ROOM }]);
});

test("a stream joined later is followed from its head", () => {
  const stand = open();
  const connection = live(stand);

  connection.frame({ frame: "joined", stream: "room:2", epoch: "a", head: 3 });
  connection.frame(event(3, { stream: "room:2" }));
  connection.frame(event(4, { stream: "room:2" }));

  assert.deepEqual(stand.seen, [4]);
});

test("two refused sockets make the feed fall over to server-sent events", () => {
  const sockets = stage();
  const sse = stage({ speaks: false });
  const stand = open({ stages: [sockets, sse] });

  sockets.last().closed({ code: 1006, reason: "" });
  stand.clock.pass(30_000);
  sockets.last().closed({ code: 1006, reason: "" });
  stand.clock.pass(30_000);
  sse.last().opened();
  sse.last().frame(event(42));

  assert.equal(stand.feed.state, "live");
  assert.deepEqual(stand.seen, [42]);
  assert.deepEqual(sse.last().wanted(), { [ROOM]: { epoch: "a", after: 42 } });
});

test("a socket that once opened is tried again and not fallen over from", () => {
  const sockets = stage();
  const sse = stage({ speaks: false });
  const stand = open({ stages: [sockets, sse] });
  live(stand);

  for (let round = 0; round < 3; round += 1) {
    sockets.last().opened();
    sockets.last().closed({ code: 1006, reason: "" });
    stand.clock.pass(60_000);
  }

  assert.equal(sse.connections.length, 0);
});

for (const code of [4401, 4403]) {
  test(`close code ${code} ends the feed for good`, () => {
    const stand = open();
    const connection = live(stand);

    connection.closed({ code, reason: "" });
    stand.clock.pass(600_000);

    assert.deepEqual(stand.told.denied, [code]);
    assert.equal(stand.server.connections.length, 1);
  });
}

test("a restarting server's own window for coming back is kept to", () => {
  const stand = open();
  live(stand).closed({ code: 1012, reason: '{"retry_ms": 4000}' });

  stand.clock.pass(3999);
  assert.equal(stand.server.connections.length, 1);
  stand.clock.pass(1);

  assert.equal(stand.server.connections.length, 2);
});

test("a silent server is pinged, and left when it does not answer", () => {
  const stand = open();
  const connection = live(stand);

  stand.clock.pass(25_000);
  assert.equal(connection.sent.at(-1).do, "ping");
  stand.clock.pass(10_000);

  assert.equal(connection.isClosed, true);
});

test("a server that answers its pings is kept", () => {
  const stand = open();
  const connection = live(stand);

  for (let round = 0; round < 10; round += 1) {
    stand.clock.pass(25_000);
    connection.frame({ frame: "pong", heads: {} });
  }

  assert.equal(stand.server.connections.length, 1);
});

test("a page still behind the heads after a second pong starts over from its cursor", () => {
  const stand = open();
  const connection = live(stand);

  connection.frame({ frame: "pong", heads: { [ROOM]: { epoch: "a", head: 45 } } });
  assert.equal(connection.isClosed, false);
  connection.frame({ frame: "pong", heads: { [ROOM]: { epoch: "a", head: 45 } } });

  assert.equal(connection.isClosed, true);
});

test("waking up connects at once instead of waiting out the backoff", () => {
  const stand = open();
  live(stand).closed({ code: 1006, reason: "" });

  stand.feed.wake();

  assert.equal(stand.server.connections.length, 2);
});

test("a page that was told of the network's end tries nothing until it is woken", () => {
  const stand = open();
  live(stand);

  stand.feed.sleep();
  stand.clock.pass(600_000);
  assert.equal(stand.server.connections.length, 1);
  stand.feed.wake();

  assert.equal(stand.server.connections.length, 2);
});

test("typing and presence pass by without moving a cursor", () => {
  const stand = open();
  const connection = live(stand);

  connection.frame({ frame: "typing", stream: ROOM });

  assert.equal(stand.told.ephemeral.length, 1);
  assert.equal(stand.feed.cursors[ROOM].after, 41);
});

test("any order of drops, repeats and posts gives every event exactly once", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = generator(seed);
    const stand = open();
    let head = 41;
    let connection = live(stand, { head });
    for (let step = 0; step < 60; step += 1) {
      const roll = random();
      if (roll < 0.5) connection.frame(event((head += 1)));
      else if (roll < 0.7) connection.frame(event(41 + Math.ceil(random() * (head - 41))));
      else connection = reconnect(stand, connection, () => (head += 1), random);
    }
    connection = reconnect(stand, connection, () => head, random);

    assert.deepEqual(stand.seen, range(42, Math.max(head, stand.seen.at(-1) ?? 41)), `seed ${seed}`);
  }
});

/** Cut the line, post behind the page's back, come back and replay as the server does. */
function reconnect(stand, connection, post, random) {
  connection.closed({ code: 1006, reason: "" });
  let head = 0;
  for (let lost = 0; lost <= random() * 4; lost += 1) head = post();
  stand.clock.pass(60_000);
  const next = stand.server.last();
  next.opened();
  next.frame(reply(next, { head }));
  const { after } = next.sent[0].streams[ROOM];
  for (let seq = after + 1; seq <= head; seq += 1) next.frame(event(seq));
  return next;
}

const range = (from, to) => Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);

function generator(seed) {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
