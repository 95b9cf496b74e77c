/** What a record's rows leave in the tables, item by item, with the reason for each that they do not leave. */

import type { Row } from "../../shared/row.ts";
import { whyStateless } from "../../shared/state/aspects.ts";
import { foldState } from "../../shared/state/fold.ts";
import { eventKeyOf, type SubjectKey, stateText } from "../../shared/state/keys.ts";
import type { PlaceFacts } from "../../shared/state/place-facts.ts";
import type { StateItem } from "../../shared/state/state-item.ts";
import { isoTime } from "../iso-time.ts";
import { rowColumns } from "../row-columns.ts";
import type { LeftItem } from "./explanation.ts";
import type { Written } from "./memory-tables.ts";

/** `rows` are those that were stored, repeats left out. */
export function leavesOf(rows: readonly Row[], written: Written, nowMs: number): readonly LeftItem[] {
  return [
    ...rows.map((row) => eventItem(row, written)),
    ...stateItems(rows, written, nowMs),
    ...written.places.map(placeItem),
  ];
}

function eventItem(row: Row, { events, standing }: Written): LeftItem {
  const { subject, occurredAtMs, recordUid } = eventKeyOf(row);
  const key = { ...subjectKey(subject), occurred_at: isoTime(occurredAtMs), record_uid: recordUid };
  if (!events.includes(row))
    return {
      table: "events",
      outcome: "not written",
      key,
      says: "its type is left out of the history (historyExclude)",
    };
  const says = "it stands there already: it is stored, and would be the same item again";
  return { table: "events", outcome: "written", key, ...(standing.has(row) && { says }) };
}

function stateItems(rows: readonly Row[], { state }: Written, nowMs: number): readonly LeftItem[] {
  const told = new Map(state.map((one) => [stateText(one.item.key), one]));
  return foldState(rows, nowMs).flatMap(({ key }) => {
    const one = told.get(stateText(key));
    const place = { ...subjectKey(key.subject), aspect: key.aspect };
    if (one === undefined)
      return [
        {
          table: "state",
          outcome: "left as it was",
          key: place,
          says: "it adds nothing to what stands there",
        } as const,
      ];
    const { item, isNew } = one;
    if (!isNew)
      return [
        {
          table: "state",
          outcome: "left as it was",
          key: place,
          says: `what stands there is of ${isoTime(item.version.occurredAtMs)}, as new or newer`,
        } as const,
      ];
    const written: LeftItem = {
      table: "state",
      outcome: "written",
      key: place,
      ...(item.merges && { says: "its readings are joined with those that stand there", row: rowColumns(item.row) }),
    };
    return [written, byPlace(item)];
  });
}

function byPlace({ key, row, place, seenSlotMs }: StateItem): LeftItem {
  const { kind, id } = key.subject;
  if (place === undefined)
    return { table: "by place", outcome: "not written", key: { kind, id, aspect: key.aspect }, says: whyNowhere(row) };
  return {
    table: "by place",
    outcome: "written",
    key: { tenant: place.tenant, place: place.id, slot: isoTime(seenSlotMs), kind, id, aspect: key.aspect },
  };
}

function whyNowhere(row: Row): string {
  if (row.presence === "exit") return "who has left is nowhere";
  if (row.floor_id === undefined && row.location_id === undefined) return "it names no place";
  return "only a position or a presence says where a person or their device is";
}

function placeItem({ tenant, locationId, digest, timeZone }: PlaceFacts): LeftItem {
  return {
    table: "places",
    outcome: "written",
    key: { tenant, location: locationId, digest },
    ...(timeZone !== undefined && { says: `time zone ${timeZone}` }),
  };
}

const whyNoState = {
  "type-without-state": "what an event of this type says replaces nothing that is known",
  "no-subject": "nothing says what it is about",
  "says-nothing": "it says neither where its subject is nor what it does",
  "in-the-future": "its time is more than a day ahead of the clock here",
} as const;

/** Which sides of its subject an event updates, or why none. */
export function foldSays(row: Row, nowMs: number): string {
  const why = whyStateless(row, nowMs);
  if (why !== undefined) return `no state: ${whyNoState[why]}`;
  return foldState([row], nowMs)
    .map(
      ({ key, kind }) => `${key.aspect}: ${kind === "merge" ? "each reading, where it is newer" : "where it is newer"}`,
    )
    .join("; ");
}

function subjectKey({ tenant, kind, id }: SubjectKey) {
  return { tenant, kind, id };
}
