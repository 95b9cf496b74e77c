/**
 * A canary in every text field of the contract, in every spelling, in both encodings: nothing that is stored may hold it.
 * The fields come from the contract's own tables, so a field that is added there is looked for here.
 */
import { describe, expect, it } from "vitest";
import { protobufEncoder } from "../../../cli/encode-protobuf.ts";
import { eventRecordMessage, type Field, type Message } from "../../../shared/contract/contract.ts";
import { eventTypes, mappingOf } from "../../../shared/normalise/event-types.ts";
import type { Row } from "../../../shared/row.ts";
import { rowOf, testCore } from "../../support/core.ts";

/** Each with what must not be found, in lower case. */
const canaries: readonly (readonly [string, RegExp])[] = [
  ["02:00:5e:00:00:01", /02[:.\- _]?00[:.\- _]?5e/],
  ["02-00-5E-00-00-01", /02[:.\- _]?00[:.\- _]?5e/],
  ["0200.5e00.0001", /02[:.\- _]?00[:.\- _]?5e/],
  ["02 00 5e 00 00 01", /02[:.\- _]?00[:.\- _]?5e/],
  ["02005e-000001", /02005e/],
  ["0x02005e000001", /02005e/],
  ["gw=02:00:5e:00:00:01", /02[:.\- _]?00[:.\- _]?5e/],
  ["02:00:5e:ff:fe:00:00:01", /02[:.\- _]?00[:.\- _]?5e/],
  ["canary@example.com", /canary/],
  ["Canary <canary@example.com>", /canary/],
  ["a@example.org canary@example.com", /canary/],
  ["2001:DB8::4711", /4711/],
  ["+49 170 4711 4711", /4711/],
];
const IPV4 = ["10.47.11.1", /47[._]11/] as const;

/** Ids Cisco makes of events and tenants; a version can look like an IPv4 address; an access point's address is nobody's. */
const notLookedAt = new Set(["recordUid", "spacesTenantId", "partnerTenantId"]);
const MAX_DEPTH = 4;

/** A message with `text` in every text field. */
function filled(message: Message, text: string, depth = 0): Record<string, unknown> {
  const fields = message.byName.filter((field) => field.scalar !== "message" || depth < MAX_DEPTH);
  return Object.fromEntries(
    fields.map((field) => [field.json, contentOf(field, text, depth)]).filter(([, value]) => value !== undefined),
  );
}

function contentOf(field: Field, text: string, depth: number): unknown {
  if (notLookedAt.has(field.json)) return "id-1";
  if (field.json === "apMacAddress") return undefined;
  const one =
    field.scalar === "string" ? text : field.message === undefined ? undefined : filled(field.message, text, depth + 1);
  return one === undefined || !field.repeated ? one : [one];
}

const encoder = protobufEncoder();
const types = Object.keys(eventTypes).flatMap((eventType) => {
  const mapping = mappingOf(eventType);
  return mapping?.message === undefined ? [] : [{ eventType, field: mapping.field, message: mapping.message }];
});

/** All that is stored, keys included. */
const everything = (row: Row) => JSON.stringify(row).toLowerCase();

describe("a canary in every text of", () => {
  it.each(types)(
    "$eventType is in nothing that is stored, from JSON and from protobuf",
    ({ eventType, field, message }) => {
      const core = testCore();
      expect(eventRecordMessage().byName.some(({ json }) => json === field)).toBe(true);
      for (const [text, pattern] of canaries) {
        const event = {
          recordUid: "event-1",
          recordTimestamp: 1_700_000_000_000,
          spacesTenantId: "tenant-1",
          eventType,
          [field]: filled(message, text),
        };
        expect(everything(rowOf(event, core)), `${text} from JSON`).not.toMatch(pattern);
        if (encoder.canEncode(event)) {
          expect(everything(rowOf(encoder.encode(event), core)), `${text} from protobuf`).not.toMatch(pattern);
        }
      }
    },
  );

  it.each(types)(
    "$eventType is in nothing that is stored but versions, where it is an IPv4 address",
    ({ eventType, field, message }) => {
      const [text, pattern] = IPV4;
      const payload = filled(message, text);
      const row = rowOf({ recordUid: "event-1", recordTimestamp: 1_700_000_000_000, eventType, [field]: payload });
      const versions = /"(os|os_?version|(firmware|ova|docker)_?version|version)\\?":\\?"[^"\\]*\\?"/g;
      expect(everything(row).replace(versions, "")).not.toMatch(pattern);
    },
  );
});
