/** Dead letters, as `spaces dead-letters` has them. */
import { countLetters, type Grouping, groupings, letterJson } from "../../../cli/dead-letters/list.ts";
import { noNote } from "../../../cli/dead-letters/notes.ts";
import { CHECKED, putLetters, WAIT_SECONDS, wouldPut } from "../../../cli/dead-letters/put-letters.ts";
import type { RedriveCounts } from "../../../cli/dead-letters/redrive.ts";
import { redriveSays, sinceSays } from "../../../cli/dead-letters/say.ts";
import { type Selection, selectionOf } from "../../../cli/dead-letters/selection.ts";
import { findLetter } from "../../../cli/dead-letters/show.ts";
import type { Since } from "../../../cli/dead-letters/since.ts";
import { explainerOf } from "../../../cli/explain/of-stage.ts";
import { listed } from "../../../cli/listed.ts";
import type { Progress } from "../../../cli/progress.ts";
import type { GivenUp } from "../../../cli/stage/given-up.ts";
import type { Stage } from "../../../cli/stage/stage.ts";
import { isObject } from "../../../shared/event/event-record.ts";
import type { LetterAnswer, LettersQuery, RedriveAnswer, RedriveRequest, RowJson } from "../../api.ts";
import { Refused } from "../failure.ts";
import { textAsked } from "../place-query.ts";
import type { Route, Send } from "../route.ts";

const REQUEST_BYTES = 64 * 1024;
const PROGRESS_EVERY_MS = 500;
const noProgress: Progress = { tell() {}, end() {} };

export const lettersRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/api/letters",
    async answer({ parameters, signal }, parts) {
      const { stage } = await parts.open();
      const selection = selected(Object.fromEntries(parameters), stage);
      return { json: await countLetters(selection, groupingsAsked(parameters.get("by")), noProgress, signal) };
    },
  },
  {
    method: "GET",
    path: "/api/letters/one",
    async answer({ parameters }, parts) {
      const { stage } = await parts.open();
      const letter = await findLetter(stage.givenUp, textAsked(parameters, "id"));
      const { position, payload, receivedAtMs } = letter;
      const explain = await explainerOf(stage, "auto");
      const answer: LetterAnswer = {
        letter: letterJson(letter, noNote) as RowJson,
        explanation: await explain({ position, payload, receivedAtMs }),
        ...(parameters.get("raw") === "true" && { raw: rawOf(letter) }),
      };
      return { json: answer };
    },
  },
  {
    method: "POST",
    path: "/api/letters/redrive",
    takes: ["application/json"],
    async answer({ body, signal }, parts) {
      const { stage } = await parts.open();
      const { selection, dryRun } = requestOf(await body(REQUEST_BYTES));
      const chosen = selected(selection, stage);
      return { events: (send) => redriveTelling(stage, chosen, dryRun, send, signal) };
    },
  },
];

/** Lists are comma-separated, and empty ones are of all. */
function selected({ code, tenant, type, place, from, to }: LettersQuery, stage: Stage): Selection {
  const lists = Object.entries({ code, tenant, type, place }).flatMap(([name, text]) =>
    text === undefined || text === "" ? [] : [[name, listed(text)] as const],
  );
  return selectionOf({ ...Object.fromEntries(lists), ...(from && { from }), ...(to && { to }) }, stage.givenUp);
}

function groupingsAsked(text: string | null): readonly Grouping[] {
  if (text === null || text === "") return ["code", "channel", "tenant", "hour"];
  return listed(text).map((name) => {
    const found = groupings.find((grouping) => grouping === name);
    if (found === undefined) throw new Refused("bad-request", `by takes names of ${groupings.join(", ")}.`);
    return found;
  });
}

function rawOf({ payload }: GivenUp): NonNullable<LetterAnswer["raw"]> {
  const bytes = Buffer.from(payload);
  const text = bytes.toString("utf8");
  // What is no text comes back in other bytes.
  const isText = Buffer.from(text).equals(bytes);
  return { base64: bytes.toString("base64"), ...(isText && { text }) };
}

function requestOf(body: Buffer): RedriveRequest {
  const asked = parsed(body);
  const { selection, dryRun } = isObject(asked) ? asked : {};
  if (!isObject(selection) || typeof dryRun !== "boolean")
    throw new Refused("bad-request", "A redrive says which letters (selection), and whether it only counts (dryRun).");
  const isText = Object.values(selection).every((value) => typeof value === "string");
  if (!isText) throw new Refused("bad-request", "Each part of the selection is a text.");
  return { selection: selection as LettersQuery, dryRun };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new Refused("bad-request", "The request is no JSON.");
  }
}

async function redriveTelling(
  stage: Stage,
  selection: Selection,
  dryRun: boolean,
  send: Send,
  signal: AbortSignal,
): Promise<void> {
  const progress = progressOver(send);
  const asked = { selection, again: false, check: CHECKED, progress, signal };
  if (dryRun) {
    const would = await wouldPut(stage, asked);
    return send("redriven", answerOf(true, would, undefined, [`Would put ${redriveSays(would)}`]));
  }
  const { counts, watch } = await alone(stage, () => putLetters(stage, asked));
  const put = `Put ${redriveSays(counts)}`;
  if (counts.put === 0 || typeof watch === "string") {
    const says = typeof watch === "string" && counts.put > 0 ? [put, watch] : [put];
    return send("redriven", answerOf(false, counts, undefined, says));
  }
  await send("progress", { says: put });
  const since = await watch.results(WAIT_SECONDS * 1_000, signal);
  return send("redriven", answerOf(false, counts, since, [put, sinceSays(since, WAIT_SECONDS)]));
}

/** Which letters were put is noted after they were: two at once would put each of them twice. */
const redriven = new WeakSet<Stage>();

async function alone<T>(stage: Stage, put: () => Promise<T>): Promise<T> {
  if (redriven.has(stage))
    throw new Refused("failed", "Letters are put again by another window already; look again when it has ended.");
  redriven.add(stage);
  try {
    return await put();
  } finally {
    redriven.delete(stage);
  }
}

/** Now and then; nobody waits for it. */
function progressOver(send: Send): Progress {
  let toldAtMs = performance.now();
  return {
    tell(line) {
      if (performance.now() - toldAtMs < PROGRESS_EVERY_MS) return;
      toldAtMs = performance.now();
      send("progress", { says: line() }).catch(() => {});
    },
    end() {},
  };
}

function answerOf(
  dryRun: boolean,
  { put, putBefore, left }: RedriveCounts,
  since: Since | undefined,
  says: readonly string[],
): RedriveAnswer {
  const leftOut = [...left.values()].reduce((sum, letters) => sum + letters, 0);
  return {
    dryRun,
    letters: put + putBefore + leftOut,
    put,
    stored: since?.stored ?? 0,
    rejectedAgain: Object.fromEntries(since?.rejectedAgain ?? []),
    open: since?.unknown ?? 0,
    says,
  };
}
