/** What stands of an event whose record is gone: the lake's row, and what the tables say of it. */

import type { Row } from "../../shared/row.ts";
import { aspectsOf } from "../../shared/state/aspects.ts";
import { isNewer, subjectOf, versionOf } from "../../shared/state/keys.ts";
import { isoTime } from "../iso-time.ts";
import { rowColumns } from "../row-columns.ts";
import type { Stage } from "../stage/stage.ts";
import type { Span } from "../stage/transport.ts";

/** Plain values, printed as text or as JSON. Personal: it holds what the event says. */
export interface StandingEvent {
  /** A sentence without its stop. */
  readonly found: string;
  /** A file, or a table. */
  readonly lake: string;
  /** Epoch ms. */
  readonly receivedAt: number;
  /** A clause each. */
  readonly history: string;
  readonly state: readonly string[];
  /** As it was mapped then, after the privacy policy; with the payload, where the lake keeps it. */
  readonly row: ReturnType<typeof rowColumns>;
}

const FOUND = "its record is gone from the transport, and in no dead letter; this is what stands of it";

/** Empty where the lake has no such event of the span, or there is no lake. */
export async function whatStands(
  uid: string,
  { lake, tables }: Pick<Stage, "lake" | "tables">,
  span: Span,
  signal: AbortSignal,
): Promise<readonly StandingEvent[]> {
  const found = (await lake?.find(uid, span, signal)) ?? [];
  return Promise.all(
    found.map(async ({ row, at }) => ({
      found: FOUND,
      lake: at,
      receivedAt: row.received_at,
      history: await historySays(tables, row),
      state: await stateSays(tables, row),
      row: rowColumns(row),
    })),
  );
}

async function historySays({ history }: Stage["tables"], row: Row): Promise<string> {
  const rows = await history(subjectOf(row), row.occurred_at, row.occurred_at);
  return rows.some(({ record_uid }) => record_uid === row.record_uid)
    ? "the row stands"
    : "no row: it has expired, its type is left out of the history, or it was forgotten or never stored";
}

async function stateSays({ stateOf }: Stage["tables"], row: Row): Promise<readonly string[]> {
  const aspects = aspectsOf(row, row.received_at);
  if (aspects.length === 0) return ["it leaves none"];
  const items = await stateOf(subjectOf(row));
  return aspects.map((aspect) => {
    const version = items.find(({ key }) => key.aspect === aspect)?.version;
    if (version === undefined) return `${aspect}: nothing is there now`;
    if (isNewer(version, versionOf(row)))
      return `${aspect}: a newer event stands there now, ${version.recordUid} of ${isoTime(version.occurredAtMs)}`;
    return isNewer(versionOf(row), version)
      ? `${aspect}: an older event stands there now`
      : `${aspect}: this event stands there now`;
  });
}
