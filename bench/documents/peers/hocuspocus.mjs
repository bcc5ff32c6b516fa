// Hocuspocus as its documentation shows it, with SQLite; saving is debounced by its defaults (2 to 10 s).
import { SQLite } from "@hocuspocus/extension-sqlite";
import { Server } from "@hocuspocus/server";

const [port, database] = process.argv.slice(2);
const server = Server.configure({
  address: "127.0.0.1",
  port: Number(port),
  quiet: true,
  extensions: [new SQLite({ database })],
});
server.listen();
