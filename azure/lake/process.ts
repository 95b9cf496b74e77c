/** A batch of the hub for the lake: as the tables' function does it, into files and with letters of its own alone. */
import { landing, type PutFile } from "../../shared/lake/landing.ts";
import { lettersOfLake, passedOver } from "../../shared/lake/passed-over.ts";
import { type EventHubsPorts, eventHubsProcess } from "../event-hubs/process.ts";
import type { Process } from "../function-handler.ts";

export type LakePorts = Omit<EventHubsPorts, "sinks"> & { readonly put: PutFile };

export function lakeProcess({ put, deadLetter, ...ports }: LakePorts): Process {
  const process = eventHubsProcess({
    ...ports,
    sinks: (source) => [landing(put, source)],
    deadLetter: lettersOfLake(deadLetter),
  });
  return async (messages, context, timeLeft) => {
    const processed = await process(messages, context, timeLeft);
    return { ...processed, outcomes: passedOver(processed.outcomes), settled: passedOver(processed.settled) };
  };
}
