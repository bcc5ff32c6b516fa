// Real npm y-websocket clients, told what to do by one JSON object a line on stdin, answering likewise.
import { createInterface } from "node:readline";
import WebSocket from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

const editors = new Map();
const say = (fact) => process.stdout.write(`${JSON.stringify(fact)}\n`);

// What a client warns of, such as a permission that was denied, is worth hearing.
console.warn = (...words) => say({ event: "warned", text: words.join(" ") });
console.log = (...words) => say({ event: "logged", text: words.join(" ") });

function signedIn(token) {
  return class extends WebSocket {
    constructor(url, protocols) {
      super(url, protocols, { headers: { Authorization: `Bearer ${token}` } });
    }
  };
}

const doings = {
  open({ as, url, document, token, client = null, params = {} }) {
    const doc = new Y.Doc();
    if (client !== null) doc.clientID = client;
    const provider = new WebsocketProvider(url, document, doc, {
      WebSocketPolyfill: signedIn(token),
      disableBc: true,
      params,
    });
    provider.on("sync", (isSynced) => isSynced && say({ as, event: "synced" }));
    provider.on("connection-error", (failure) => say({ as, event: "failed", text: failure.message }));
    provider.on("connection-close", (end) => end && say({ as, event: "cut", code: end.code }));
    provider.on("closed", ({ code, reason }) => say({ as, event: "closed", code, reason }));
    editors.set(as, { doc, provider, text: doc.getText("text") });
  },
  insert({ as, at = null, text }) {
    const editor = editors.get(as);
    editor.text.insert(at ?? editor.text.length, text);
  },
  // Patches of an editing trace: [position, deleted, inserted], each a transaction of its own.
  replay({ as, patches }) {
    const { text } = editors.get(as);
    for (const [at, deleted, inserted] of patches) {
      if (deleted) text.delete(at, deleted);
      if (inserted) text.insert(at, inserted);
    }
    say({ as, event: "replayed" });
  },
  paragraph({ as, text }) {
    const element = new Y.XmlElement("paragraph");
    element.insert(0, [new Y.XmlText(text)]);
    editors.get(as).doc.getXmlFragment("default").push([element]);
  },
  // One of each kind of content that Yjs knows.
  fill({ as }) {
    const { doc, text } = editors.get(as);
    doc.transact(() => {
      text.insert(0, "bold ü 😀");
      text.format(0, 4, { bold: true });
      text.insertEmbed(2, { image: "a.png" });
      const map = doc.getMap("map");
      map.set("values", [1, -1, 2 ** 31, 0.5, true, null, undefined, { a: [new Uint8Array([1, 2])] }]);
      map.set("nested", new Y.Map([["list", new Y.Array()]]));
      map.get("nested").get("list").push(["x", new Uint8Array([3])]);
      map.set("gone", 1);
      map.delete("gone");
      map.set("subdocument", new Y.Doc({ guid: "inner", meta: { kind: "note" } }));
      const table = new Y.XmlElement("table");
      table.setAttribute("rows", "2");
      doc.getXmlFragment("default").push([table, new Y.XmlText("plain")]);
    });
  },
  dump({ as }) {
    const { doc, text } = editors.get(as);
    const xml = doc.getXmlFragment("default").toJSON();
    say({ as, event: "dumped", text: text.toDelta(), map: doc.getMap("map").toJSON(), xml });
  },
  show({ as, state }) {
    editors.get(as).provider.awareness.setLocalState(state);
  },
  read({ as }) {
    const { doc, provider, text } = editors.get(as);
    const shown = [...provider.awareness.getStates().values()];
    say({ as, event: "read", text: text.toString(), shown, client: doc.clientID });
  },
  leave({ as }) {
    editors.get(as).provider.disconnect();
  },
  comeBack({ as }) {
    editors.get(as).provider.connect();
  },
  drop({ as }) {
    editors.get(as).provider.ws?.terminate();
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { do: name, ...rest } = JSON.parse(line);
  doings[name](rest);
}
process.exit(0);
