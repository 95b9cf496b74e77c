/** Wires between functions and the stores they call, which can be cut: nobody answers then, whatever the protocol. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

interface Wire {
  readonly port: number;
  /** Ends what is under way, and takes nothing more until it is mended. */
  cut(on: boolean): void;
  close(): void;
}

/** `port`: where the store listens on this machine; `refusal`: what is answered in its place, else the connection ends. */
async function startWire(port: number, refusal: string | undefined): Promise<Wire> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const end = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((near) => {
    if (isCut) {
      near.on("error", () => undefined);
      if (refusal === undefined) near.destroy();
      else near.once("data", () => near.end(refusal));
      return;
    }
    const far = connect(port, "127.0.0.1");
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    cut(on) {
      isCut = on;
      if (on) end();
    },
    close() {
      end();
      server.close();
    },
  };
}

/** What is behind a wire, as an outage tells it. */
type Wired = "stores" | "letters";

export interface Wires {
  /** A function's variables with every store's address behind a wire. */
  through(environment: Readonly<Record<string, string>>): Promise<Record<string, string>>;
  cut(what: Wired, on: boolean): void;
  close(): void;
}

const ADDRESS = /127\.0\.0\.1:(\d+)/;
const LETTER_VARIABLES = ["DEAD_LETTER_CONTAINER", "BATCH_NOTE_CONTAINER", "STORAGE_EMULATOR_HOST"];

export function newWires(refusal?: string): Wires {
  const wires: { readonly what: Wired; readonly wire: Wire }[] = [];
  const isCut = { stores: false, letters: false };
  return {
    async through(environment) {
      const wired = Object.entries(environment).map(async ([name, value]) => {
        const [, port] = ADDRESS.exec(value) ?? [];
        if (port === undefined) return [name, value] as const;
        const wire = await startWire(Number(port), refusal);
        const what = whatOf(name, environment);
        // A function may start in the middle of it.
        wire.cut(isCut[what]);
        wires.push({ what, wire });
        return [name, value.replace(ADDRESS, `127.0.0.1:${wire.port}`)] as const;
      });
      return Object.fromEntries(await Promise.all(wired));
    },
    cut(what, on) {
      isCut[what] = on;
      for (const one of wires) if (one.what === what) one.wire.cut(on);
    },
    close() {
      for (const { wire } of wires) wire.close();
    },
  };
}

/** S3 has the letters of one function and the lake of another. */
function whatOf(name: string, environment: Readonly<Record<string, string>>): Wired {
  const isLetters =
    name === "AWS_ENDPOINT_URL_S3" ? "DEAD_LETTER_BUCKET" in environment : LETTER_VARIABLES.includes(name);
  return isLetters ? "letters" : "stores";
}
