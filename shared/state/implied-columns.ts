/** What a row's subject and event type imply of its other columns: a store leaves out what is as implied. */
import { mappingOf } from "../normalise/event-types.ts";
import type { Row, SubjectKind } from "../row.ts";

export const impliedNames = ["event_family", "device_id", "user_id"] as const;

type Implied = Pick<Row, (typeof impliedNames)[number]>;

/** Subjects whose id is a column of its own, too. */
const idColumns: Partial<Record<SubjectKind, "device_id" | "user_id">> = {
  device: "device_id",
  sensor: "device_id",
  asset: "device_id",
  room_device: "device_id",
  user: "user_id",
};

/** `undefined` where nothing is implied. A row may say otherwise; a store then keeps what it says. */
export function impliedColumns(row: Pick<Row, "event_type" | "subject_kind" | "subject_id">): Implied {
  const idColumn = idColumns[row.subject_kind];
  return {
    event_family: mappingOf(row.event_type)?.family ?? "other",
    device_id: idColumn === "device_id" ? row.subject_id : undefined,
    user_id: idColumn === "user_id" ? row.subject_id : undefined,
  };
}
