/** Dynalite with its database on disk: a million items are more than a process should hold. */
import type { Server } from "node:http";
import dynalite from "dynalite";
import db, { type Store } from "dynalite/db/index.js";
import type { Counters } from "../../../counters.ts";
import { shortenHotCalls } from "./hot-calls.ts";
import { throttling } from "./throttling.ts";

export interface DynamoDbServer {
  readonly server: Server;
  readonly throttle: (on: boolean) => void;
}

/** `directory` is empty and somebody else's to remove. `written` counts items and write units; `tell` gets the number of throttled calls, see `throttling`. */
export function dynamoDbServer(
  directory: string,
  written: Counters,
  tell: (throttledCalls: number) => void,
): DynamoDbServer {
  let store: Store | undefined;
  const { create } = db;
  // Dynalite does not give its store away.
  db.create = (options) => {
    store = create(options);
    return store;
  };
  const server = dynalite({ path: directory, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  db.create = create;
  if (store === undefined) throw new Error("dynalite made no store");
  shortenHotCalls(server, store, written);
  return { server, throttle: throttling(server, tell) };
}
