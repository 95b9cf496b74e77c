/**
 * A stand-in for Cisco's side of the pull channel and of the supporting APIs that are used here, with their failures.
 * https://developer.cisco.com/docs/cisco-spaces-firehose/http-streaming/
 * https://partners.dnaspaces.eu/docs/v1/basic/c-rest-api-location-info.html
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { SpacesEvent } from "../event.ts";
import { eventLog } from "./event-log.ts";
import { type ApiFault, type NextFault, noFaults } from "./faults.ts";
import { knownApiPlaces } from "./known-places.ts";
import { type Answer, lookUp, refusal } from "./lookups.ts";
import { KEEP_ALIVE_MS, streamEvents, wantedOf } from "./stream-events.ts";

export interface SpacesApiOptions {
  /** What X-API-KEY must be. */
  readonly apiKey: string;
  /** On 127.0.0.1. @default a free one */
  readonly port?: number;
  /** How long events can be asked for again. @default an hour */
  readonly windowMs?: number;
  /** @default 15 s */
  readonly keepAliveMs?: number;
  readonly nextFault?: NextFault;
}

export interface SpacesApi {
  readonly url: string;
  /** Makes an event happen: it is streamed, and its places are known from then on. */
  tell(event: SpacesEvent): void;
  /** Paths asked for so far, with what followed `?`. */
  readonly calls: readonly string[];
  close(): Promise<void>;
}

const HOUR_MS = 3_600_000;
const BASE = "/api/partners/v1/";
const EVENTS = `${BASE}firehose/events`;

/** Rejects with the system's error where the port cannot be listened on. */
export async function startSpacesApi(options: SpacesApiOptions): Promise<SpacesApi> {
  const { apiKey, port = 0, windowMs = HOUR_MS, keepAliveMs = KEEP_ALIVE_MS, nextFault = noFaults } = options;
  const log = eventLog(windowMs);
  const places = knownApiPlaces();
  const calls: string[] = [];

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, search, searchParams } = new URL(request.url ?? "/", "http://localhost");
    calls.push(`${pathname}${search}`);
    const fault = nextFault(pathname);
    const wanted = pathname === EVENTS ? wantedOf(searchParams) : undefined;
    if (wanted !== undefined && fault?.kind !== "status" && isAllowed(request)) {
      streamEvents(response, log, wanted, fault, keepAliveMs);
      return;
    }
    const { status, headers, body } = answerOf(request, pathname, searchParams, fault);
    response.writeHead(status, headers).end(body);
  }

  function answerOf(
    request: IncomingMessage,
    path: string,
    parameters: URLSearchParams,
    fault: ApiFault | undefined,
  ): Answer {
    if (fault?.kind === "status") {
      const { status, retryAfterSeconds } = fault;
      return refusal(status, retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) });
    }
    if (!isAllowed(request)) return refusal(401);
    if (path === EVENTS) return refusal(400);
    if (request.method !== "GET" || !path.startsWith(BASE)) return refusal(404);
    return lookUp(path.slice(BASE.length), parameters.get("partnerTenantId"), request.headers["if-none-match"], places);
  }

  function isAllowed(request: IncomingMessage): boolean {
    return request.headers["x-api-key"] === apiKey;
  }

  const server = createServer(answer);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    tell(event) {
      places.learn(event);
      log.append(event);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
