// socket.io as its documentation shows a broadcast; pings are rare so that they cost nobody anything here.
import { createServer } from "node:http";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http, { transports: ["websocket"], pingInterval: 300_000 });

io.on("connection", (socket) => {
  socket.on("say", (text) => socket.broadcast.emit("say", text));
});

http.listen(Number(process.argv[2]), "127.0.0.1");
