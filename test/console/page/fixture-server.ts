/** The built page with canned answers, as `console/api.ts` has them: to look at pages without a stage. */
import { readFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { coreOptions } from "../../../cli/core-options.ts";
import { explainer } from "../../../cli/explain/explain.ts";
import { memoryTables } from "../../../cli/explain/memory-tables.ts";
import type { ApiError } from "../../../console/api.ts";
import { newCore } from "../../../runtime/start-core.ts";
import * as canned from "./canned.ts";

const dist = fileURLToPath(new URL("../../../dist/console/", import.meta.url));
const types: Readonly<Record<string, string>> = {
  html: "text/html",
  js: "text/javascript",
  css: "text/css",
  svg: "image/svg+xml",
};
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export interface FixtureOptions {
  /** What is answered in place of the canned answer, by the path after `api/`. */
  readonly failing?: Readonly<Record<string, ApiError>>;
  readonly answers?: Readonly<Record<string, unknown>>;
  /** Of the tap, a second. */
  readonly eventsPerSecond?: number;
}

export interface FixtureServer {
  readonly address: string;
  close(): Promise<void>;
}

const event = {
  recordUid: "event-1a2b3c4d",
  recordTimestamp: 1_772_442_843_120,
  spacesTenantId: "spaces-tenant-a087eaf3",
  spacesTenantName: "Simulation-Workspaces",
  partnerTenantId: "Simulation-Workspaces",
  eventType: "DEVICE_PRESENCE",
  devicePresence: {
    presenceEventType: "DEVICE_ENTRY_EVENT",
    device: { deviceId: "device-1", macAddress: "00:11:22:33:44:55" },
  },
};

export async function fixtureServer({
  failing = {},
  answers = {},
  eventsPerSecond = 6,
}: FixtureOptions = {}): Promise<FixtureServer> {
  const options = { encoding: "auto", framing: "whole", ignore: "KEEP_ALIVE" } as const;
  const core = newCore(coreOptions(options));
  const explain = async (payload: Uint8Array, position: string, found?: string) => {
    const one = explainer({ core, encoding: "auto", tables: memoryTables() });
    const explanation = await one({ position, payload, receivedAtMs: Date.now() });
    return { records: [found === undefined ? explanation : { ...explanation, found }] };
  };
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    response.setHeader("content-security-policy", policy);
    if (!pathname.startsWith("/api/")) return sendFile(response, pathname);
    const path = pathname.slice("/api/".length);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const failure = failing[path];
    if (failure !== undefined) return sendJson(response, failure, failure.code === "no-rights" ? 403 : 400);
    if (answers[path] !== undefined && !path.endsWith("live")) return sendJson(response, answers[path]);
    switch (path) {
      case "stage":
        return sendJson(response, canned.stage);
      case "queries":
        return sendJson(response, canned.queries);
      case "query":
        return sendJson(response, canned.answer(searchParams.get("name") ?? ""));
      case "letters":
        return sendJson(response, canned.letters);
      case "letters/one":
        return sendJson(response, canned.letter(searchParams.get("id") ?? "", searchParams.get("raw") === "true"));
      case "explain":
        return request.method === "POST"
          ? sendJson(response, await explain(body, "1"))
          : sendJson(
              response,
              await explain(
                Buffer.from(JSON.stringify(event)),
                "4965",
                "in the kinesis transport, shardId-000000000002, position 4965",
              ),
            );
      case "pipeline/live":
        return every(openEvents(response), 2_000, (send) =>
          send("pipeline", answers[path] ?? canned.pipeline(Date.now())),
        );
      case "doctor": {
        const send = openEvents(response);
        for (let done = 0; done <= 8; done++) {
          send("progress", { done, of: 8 });
          await new Promise((resolve) => setTimeout(resolve, 30));
        }
        send("findings", canned.doctor);
        return response.end();
      }
      case "letters/redrive": {
        const { dryRun } = JSON.parse(body.toString()) as { dryRun: boolean };
        const send = openEvents(response);
        send("progress", { says: "60 letters read" });
        await new Promise((resolve) => setTimeout(resolve, 100));
        send("redriven", canned.redriven(dryRun));
        return response.end();
      }
      case "tap": {
        let number = 0;
        return every(openEvents(response), 500, (send) => {
          const lines = Array.from({ length: eventsPerSecond / 2 }, () => canned.tapped(number++, Date.now()));
          if (lines.length > 0) send("tapped", lines);
          const leftOut = Math.floor(number / 4);
          send("counts", {
            events: number + leftOut,
            rejected: Math.floor(number / 9),
            ignored: 2,
            wanted: number + leftOut,
            leftOut,
          });
        });
      }
      default:
        return sendJson(response, { code: "not-here", message: "There is nothing of that name to ask for." }, 404);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Send = (event: string, data: unknown) => void;

function openEvents(response: ServerResponse): Send & { readonly response: ServerResponse } {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const send: Send = (name, data) => response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  return Object.assign(send, { response });
}

function every(send: Send & { readonly response: ServerResponse }, ms: number, tell: (send: Send) => void): void {
  tell(send);
  const timer = setInterval(() => tell(send), ms);
  send.response.once("close", () => clearInterval(timer));
}

function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

async function sendFile(response: ServerResponse, path: string): Promise<void> {
  const name = path === "/" ? "index.html" : path.slice(1);
  try {
    const bytes = await readFile(dist + name);
    response.writeHead(200, { "content-type": types[name.split(".").at(-1) ?? ""] ?? "text/plain" }).end(bytes);
  } catch {
    sendJson(response, { code: "not-here", message: "There is no such file." }, 404);
  }
}
