/** Putting many records: calls within the transport's limits, what is refused for a moment again, and each record once. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apart } from "../../../cli/stage/apart.ts";
import { putAll } from "../../../cli/stage/put-all.ts";
import type { Transport } from "../../../cli/stage/transport.ts";

const noWait = { wait: async () => {} };

interface Taken {
  readonly transport: Transport;
  readonly calls: number[];
  readonly records: string[];
}

/** Takes all but those that `refuses` names, so often. */
function transportOf(refuses: (record: string, attempt: number) => boolean = () => false): Taken {
  const calls: number[] = [];
  const records: string[] = [];
  const attempts = new Map<string, number>();
  return {
    calls,
    records,
    transport: {
      channel: "test",
      maxCallRecords: 10,
      maxCallBytes: 100,
      maxRecordBytes: 100,
      async put(payloads) {
        calls.push(payloads.length);
        return payloads.map((payload) => {
          const text = Buffer.from(payload).toString();
          const attempt = (attempts.get(text) ?? 0) + 1;
          attempts.set(text, attempt);
          if (refuses(text, attempt)) return { refused: "Throttled" };
          records.push(text);
          return { position: `at ${text}` };
        });
      },
    },
  };
}

async function* given(texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

async function put(texts: readonly string[], transport: Transport, signal = new AbortController().signal) {
  const answers: { text: string; position: string | undefined; refused: string | undefined }[] = [];
  const options = { transport, payloadOf: (text: string) => Buffer.from(text), backOff: noWait, signal };
  for await (const call of putAll(given(texts), options))
    for (const { item, answer } of call)
      answers.push({ text: item, position: answer.position, refused: answer.refused });
  return answers;
}

describe("putting many records", () => {
  it("puts each once and answers in order, whatever is refused on the way", async () => {
    const texts = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 40 }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 0, max: 7 }), async (records, refusals) => {
        const { transport, records: taken } = transportOf(
          (record, attempt) => attempt <= (record.length * refusals) % 5,
        );
        const answers = await put(records, transport);
        expect(answers).toEqual(records.map((text) => ({ text, position: `at ${text}`, refused: undefined })));
        expect([...taken].sort()).toEqual([...records].sort());
      }),
    );
  });

  it("keeps to the records and the bytes of a call", async () => {
    const { transport, calls } = transportOf();
    await put(
      Array.from({ length: 25 }, (_, index) => String(index).padStart(2, "0")),
      transport,
    );
    expect(calls).toEqual([10, 10, 5]);
    calls.length = 0;
    await put(["a".repeat(60), "b".repeat(60), "c".repeat(40), "d".repeat(300)], transport);
    expect(calls).toEqual([1, 2, 1]);
  });

  it("says so in one sentence where nothing at all is taken for long", async () => {
    const { transport } = transportOf(() => true);
    await expect(put(["a"], transport)).rejects.toThrow(
      "The test channel takes nothing (Throttled); run the command again later",
    );
  });

  it("ends after the call under way when it is stopped", async () => {
    const { transport } = transportOf();
    const abort = new AbortController();
    abort.abort();
    expect(await put(Array.from({ length: 25 }, String), transport, abort.signal)).toHaveLength(10);
  });

  it("puts the others of a call that is refused for one record", async () => {
    const { transport } = transportOf();
    const calls = apart(
      async (records) => {
        if (records.some(({ length }) => length > 20))
          throw Object.assign(new Error("too large"), { name: "ValidationException" });
        return transport.put(records);
      },
      (error) => (error instanceof Error ? error.name : undefined),
    );
    const answers = await put(["a", "b", "x".repeat(30), "c"], { ...transport, put: calls });
    expect(answers.map(({ position, refused }) => position ?? refused)).toEqual([
      "at a",
      "at b",
      "ValidationException",
      "at c",
    ]);
  });
});
