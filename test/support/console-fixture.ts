/** The built page, and a server that answers it what a test wants, with the headers of the real one. */
import { once as event } from "node:events";
import { mkdtempSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { ApiError, FloorAnswer, FloorChange, StageFacts } from "../../console/api.ts";
import { buildPage } from "../../console/build.ts";
import { commonHeaders } from "../../console/server/headers.ts";
import { pageFile } from "../../console/server/page-files.ts";
import { once } from "../../shared/once.ts";
import { sampleDay, sampleFloor, samplePlaces, sampleSubject } from "./sample-floor.ts";

type Reply = { readonly json: unknown } | { readonly failure: ApiError } | { readonly open: (stream: Stream) => void };
/** `body` of what is sent, as text. */
type Replies = Readonly<Record<string, (query: URLSearchParams, body: string) => Reply>>;

export interface Stream {
  send(event: string, data: unknown): void;
  end(): void;
}

export interface ConsoleFixture extends AsyncDisposable {
  /** Ends in a slash; what follows # comes after it. */
  readonly address: string;
  /** Of those that are not here, the sample's. */
  replies: Replies;
  /** What is sent to whoever listens to the floor; a new one gets `floor` first. */
  floor: FloorAnswer;
  change(change: Omit<FloorChange, "atMs"> & { readonly atMs?: number }): void;
  /** Nobody answers any more, until `revive`. */
  kill(): Promise<void>;
  revive(): Promise<void>;
  readonly listeners: number;
}

const stage: StageFacts = {
  name: "the stage test",
  cloud: "aws",
  local: true,
  has: { tap: true, lake: true, pipeline: true, alarms: true },
};
const statuses: Readonly<Record<ApiError["code"], number>> = {
  "bad-request": 400,
  "no-rights": 403,
  "not-here": 404,
  failed: 500,
};

/** Once for all tests of a file. */
const builtPage = once(async () => {
  const folder = mkdtempSync(join(tmpdir(), "console-page-"));
  await buildPage(folder);
  return folder;
});

export async function consoleFixture(floor = sampleFloor()): Promise<ConsoleFixture> {
  const folder = await builtPage();
  const streams = new Set<Stream>();
  const sample: Replies = {
    "/api/stage": () => ({ json: stage }),
    "/api/places": () => ({ json: samplePlaces }),
    "/api/floor/day": () => ({ json: sampleDay }),
    "/api/subject": (query) => ({ json: sampleSubject(query.get("kind") ?? "", query.get("id") ?? "") }),
    "/api/floor/live": () => ({
      open(stream) {
        streams.add(stream);
        stream.send("floor", fixture.floor);
      },
    }),
  };

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    const reply = fixture.replies[pathname] ?? sample[pathname];
    if (reply !== undefined) return answer(response, reply(searchParams, await text(request)));
    const file = await pageFile(folder, pathname);
    if (file === undefined) return answer(response, { failure: { code: "not-here", message: "There is none here." } });
    response.writeHead(200, { ...commonHeaders, "content-type": file.type }).end(file.bytes);
  });

  function answer(response: ServerResponse, reply: Reply): void {
    if ("open" in reply) {
      response.writeHead(200, { ...commonHeaders, "content-type": "text/event-stream" });
      const stream: Stream = {
        send: (event, data) => void response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
        end: () => void response.end(),
      };
      response.once("close", () => streams.delete(stream));
      reply.open(stream);
      return;
    }
    const status = "failure" in reply ? statuses[reply.failure.code] : 200;
    response.writeHead(status, { ...commonHeaders, "content-type": "application/json; charset=utf-8" });
    response.end(JSON.stringify("failure" in reply ? reply.failure : reply.json));
  }

  const listen = async (port: number) => {
    server.listen(port, "127.0.0.1");
    await event(server, "listening");
    return (server.address() as AddressInfo).port;
  };
  const kill = async () => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await event(server, "close");
  };
  const port = await listen(0);
  const fixture: ConsoleFixture = {
    address: `http://127.0.0.1:${port}/`,
    replies: {},
    floor,
    change(change) {
      for (const stream of streams) stream.send("change", { atMs: fixture.floor.atMs, ...change });
    },
    kill,
    async revive() {
      await listen(port);
    },
    get listeners() {
      return streams.size;
    },
    async [Symbol.asyncDispose]() {
      await kill();
    },
  };
  return fixture;
}
