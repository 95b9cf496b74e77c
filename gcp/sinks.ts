/** Where the rows of the function go: the tables and, where there is one, the lake. An event is stored when every sink has it. */
import { retry } from "../shared/outcome.ts";
import type { EventSink } from "../shared/ports.ts";
import type { PubSubConfiguration } from "./pubsub/configuration.ts";

/** Until the stores are here: nothing is acknowledged that is kept nowhere. */
const noStore: EventSink = {
  write: async (rows) => rows.map((_, index) => ({ index, fate: retry("no store is wired") })),
};

export function sinksOf(_: PubSubConfiguration): readonly EventSink[] {
  return [noStore];
}
