/** What must be there in the end, worked out record by record: the rows of the core, and a model that folds nothing. */
import { processBatch } from "../../shared/batch/process-batch.ts";
import type { Row } from "../../shared/row.ts";
import { modelOf } from "../../test/support/model.ts";
import { type Content, contentOfLake, contentOfTables, digest } from "./compare.ts";
import { coreFor } from "./core.ts";
import type { Put } from "./traffic.ts";

export interface Expected {
  readonly tables: Content;
  readonly lake: Content;
  /** Digests of the bytes that must be kept as letters. */
  readonly poison: ReadonlySet<string>;
}

export async function expectedOf(puts: readonly Put[]): Promise<Expected> {
  const core = await coreFor(true)();
  const rows: Row[] = [];
  const poison = new Set<string>();
  const sink = {
    async write(some: readonly Row[]) {
      rows.push(...some);
      return [];
    },
  };
  for (const { payload, atMs } of puts) {
    const deadline = { expired: () => false, remainingMs: () => 1_000 };
    const batch = {
      records: [{ position: "1", payload, receivedAtMs: atMs }],
      source: { name: "one", range: ["1", "1"] as const },
      writeBy: deadline,
      keepBy: deadline,
    };
    await processBatch(batch, {
      ...core,
      sinks: [sink],
      deadLetter: {
        async put(letters) {
          for (const letter of letters) poison.add(digest(letter.payload));
        },
      },
    });
  }
  return { tables: contentOfTables(modelOf(rows)), lake: contentOfLake(rows), poison };
}
