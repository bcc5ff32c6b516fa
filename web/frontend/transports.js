// The two ways to hear the journal: a WebSocket, or Server-Sent Events where those are refused.
// Each opens with the same three callbacks: opened(), frame(object), closed({code, reason}).

/** Frames both ways over `/ws/feed/`. */
export function webSocketTransport(url) {
  return ({ opened, frame, closed }) => {
    const socket = new WebSocket(url);
    socket.onopen = opened;
    socket.onmessage = (message) => frame(JSON.parse(message.data));
    socket.onclose = (end) => closed({ code: end.code, reason: end.reason });
    return {
      speaks: true,
      send: (object) => socket.send(JSON.stringify(object)),
      close: () => socket.close(),
    };
  };
}

/** The same frames, one way. Commands go over HTTP. `url` gets the cursors to go on from. */
export function eventSourceTransport(url) {
  return ({ opened, frame, closed, wanted }) => {
    const source = new EventSource(`${url}?streams=${encodeURIComponent(JSON.stringify(wanted()))}`);
    source.onopen = opened;
    source.onmessage = (message) => frame(JSON.parse(message.data));
    source.onerror = () => {
      source.close(); // The feed decides when to come back, and from which cursor.
      closed({ code: 1006, reason: "" });
    };
    return { speaks: false, send: () => {}, close: () => source.close() };
  };
}
