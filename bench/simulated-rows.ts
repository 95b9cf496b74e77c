/** Simulated events as rows that arrive when they happen, one by one: a minute of a busy site need not fit the memory. */
import { simulate } from "../cli/simulator/simulate.ts";
import type { Row } from "../shared/row.ts";
import { core, rowsOf } from "./core.ts";

const START_MS = Date.UTC(2026, 0, 5, 9);
const SEED = 1;

export interface SimulatedRows {
  readonly eventsPerSecond: number;
  readonly seconds: number;
  /** Whether a row has its payload. Default: no, as the tables keep none. */
  readonly withPayload?: boolean;
}

export function* simulatedRows({ eventsPerSecond, seconds, withPayload = false }: SimulatedRows): Generator<Row> {
  const ports = core(withPayload);
  for (const event of simulate({ events: eventsPerSecond * seconds, seed: SEED, startMs: START_MS, eventsPerSecond })) {
    const record = Buffer.from(`${JSON.stringify(event)}\n`).toString("base64");
    for (const row of rowsOf([record], ports)) yield { ...row, received_at: row.occurred_at };
  }
}
