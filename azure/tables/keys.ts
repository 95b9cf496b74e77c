/**
 * Keys as Table Storage has them: texts of `shared/state/key-text.ts`, within 512 UTF-16 units each (1 KiB), without
 * `/ \ # ?` and control characters. https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model
 */
import { type Rejected, rejected } from "../../shared/outcome.ts";
import type { SubjectKind } from "../../shared/row.ts";
import type { Aspect } from "../../shared/state/aspects.ts";
import {
  escaped,
  placeText,
  referenceOfText,
  referenceText,
  SEPARATOR,
  subjectOfText,
  subjectText,
  tenantOfText,
  tenantText,
  unescaped,
  versionOfText,
  versionText,
} from "../../shared/state/key-text.ts";
import type { EventKey, PlaceKey, StateKey } from "../../shared/state/keys.ts";
import type { PlaceReference } from "../../shared/state/place-facts.ts";

export interface EntityKey {
  readonly partitionKey: string;
  readonly rowKey: string;
}

const MAX_KEY_LENGTH = 512;
const SLOT_DIGITS = 10;

/** `tenant!kind!id` and `time!uid`. */
export function eventEntityKey({ subject, ...version }: EventKey): EntityKey {
  return { partitionKey: subjectText(subject), rowKey: versionText(version) };
}

export function eventKeyOf({ partitionKey, rowKey }: EntityKey): EventKey {
  return { subject: subjectOfText(partitionKey), ...versionOfText(rowKey) };
}

/** `tenant!kind!id` and the aspect. */
export function stateEntityKey({ subject, aspect }: StateKey): EntityKey {
  return { partitionKey: subjectText(subject), rowKey: aspect };
}

export function stateKeyOf({ partitionKey, rowKey }: EntityKey): StateKey {
  return { subject: subjectOfText(partitionKey), aspect: rowKey as Aspect };
}

/** `tenant!place` and `slot!kind!id!aspect`: who was last seen there. */
export function placeIndexKey(place: PlaceKey, slotMs: number, { subject, aspect }: StateKey): EntityKey {
  return {
    partitionKey: placeText(place),
    rowKey: [slotText(slotMs), subject.kind, escaped(subject.id), aspect].join(SEPARATOR),
  };
}

/** What stands at a place in the index; the tenant is the place's. */
export function placeIndexEntryOf({ partitionKey, rowKey }: EntityKey): {
  readonly key: StateKey;
  readonly slotMs: number;
} {
  const [tenant = ""] = partitionKey.split(SEPARATOR);
  const [slot = "", kind = "", id = "", aspect = ""] = rowKey.split(SEPARATOR);
  return {
    key: {
      subject: { tenant: tenantOfText(tenant), kind: kind as SubjectKind, id: unescaped(id) },
      aspect: aspect as Aspect,
    },
    slotMs: Number(slot) * 1_000,
  };
}

/** `tenant` and `location!digest`. */
export function placeEntityKey(reference: PlaceReference): EntityKey {
  return { partitionKey: tenantText(reference.tenant), rowKey: referenceText(reference) };
}

export function referenceOfKey({ partitionKey, rowKey }: EntityKey): PlaceReference {
  return referenceOfText(tenantOfText(partitionKey), rowKey);
}

/** Epoch seconds: the least row key of a slot of the index. */
export function slotText(slotMs: number): string {
  return String(slotMs / 1_000).padStart(SLOT_DIGITS, "0");
}

/** Why Table Storage would refuse a key for ever, if it would. */
export function keyProblem({ partitionKey, rowKey }: EntityKey): Rejected | undefined {
  const long = partitionKey.length > MAX_KEY_LENGTH ? "partition" : rowKey.length > MAX_KEY_LENGTH ? "row" : undefined;
  if (long === undefined) return undefined;
  const message = `the ${long} key of its tenant, subject, place or recordUid has more than the ${MAX_KEY_LENGTH} characters Table Storage takes`;
  return rejected({ stage: "write", code: "invalid-identity", message });
}
