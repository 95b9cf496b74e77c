/** Reads the tables and the container of dead letters with the real clients. */
import type { ContainerClient } from "@azure/storage-blob";
import type { TableReadCalls } from "../../azure/tables/calls.ts";
import { tableReader } from "../../azure/tables/reader.ts";
import { isHistory, STATE_TABLE } from "../../azure/tables/tables.ts";
import { DEAD_LETTER_PREFIX } from "../../runtime/letter-file.ts";
import type { LetterLine } from "../../shared/letter-line.ts";
import type { Reader } from "../reader.ts";
import { HISTORY_TTL_DAYS } from "./names.ts";

const DAY_SECONDS = 86_400;

export function azureReader(calls: TableReadCalls, deadLetters: ContainerClient): Reader {
  const reader = tableReader({ calls, historyTtlSeconds: HISTORY_TTL_DAYS * DAY_SECONDS, nowMs: Date.now });

  async function count(table: string): Promise<number> {
    let entities = 0;
    for await (const _ of calls.query(table)) entities++;
    return entities;
  }

  return {
    ...reader,
    async items() {
      let events = 0;
      for await (const table of calls.tables()) if (isHistory(table)) events += await count(table);
      return { events, state: await count(STATE_TABLE) };
    },
    deadLetters: () => letters(deadLetters),
  };
}

async function* letters(container: ContainerClient): AsyncGenerator<LetterLine> {
  for await (const { name } of container.listBlobsFlat({ prefix: DEAD_LETTER_PREFIX })) {
    const text = (await container.getBlobClient(name).downloadToBuffer()).toString();
    for (const line of text.split("\n")) if (line !== "") yield JSON.parse(line) as LetterLine;
  }
}
