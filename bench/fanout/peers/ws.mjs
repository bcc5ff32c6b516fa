// node `ws` as its documentation shows a broadcast: to every other open client.
import { WebSocket, WebSocketServer } from "ws";

const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]) });

server.on("connection", (socket) => {
  socket.on("message", (data) => {
    const text = data.toString();
    for (const other of server.clients) {
      if (other !== socket && other.readyState === WebSocket.OPEN) other.send(text);
    }
  });
});
