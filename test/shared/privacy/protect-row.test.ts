import { describe, expect, it } from "vitest";
import { hmacPseudonyms } from "../../../runtime/hmac.ts";
import { defaultPrivacyPolicy } from "../../../shared/privacy/policy.ts";
import { privacy } from "../../../shared/privacy/privacy.ts";
import { rowProtection } from "../../../shared/privacy/protect-row.ts";
import { columnList, newRow, type Row } from "../../../shared/row.ts";

const MAC = "02:00:5e:00:00:01";
const protect = rowProtection(privacy(defaultPrivacyPolicy, hmacPseudonyms("0123456789-a-key-for-this-test-only")));
/** Made by Cisco or by this project, or protected by themselves. */
const notLookedAt = new Set(["record_uid", "event_type", "tenant_id", "partner_tenant_id", "pipeline", "payload"]);
const closed = new Set(["event_family", "subject_kind", "presence"]);
const texts = columnList.filter(
  ({ name, type }) => (type === "string" || type === "string[]") && !notLookedAt.has(name) && !closed.has(name),
);
const rowAt = (name: string, value: unknown): Row =>
  Object.assign(
    newRow("u", "T", 1, 2, "test/1"),
    { location_path: "root/leaf", subject_kind: "device", subject_id: "d" },
    { [name]: value },
  );

describe("an address in the column", () => {
  it.each(texts)("$name is gone, the first time and when the place is known", ({ name, type }) => {
    const value = type === "string[]" ? [MAC] : MAC;
    protect(rowAt("location_name", "Lobby"));
    for (const row of [rowAt(name, value), rowAt(name, value)]) {
      protect(row);
      expect(JSON.stringify(row)).not.toContain(MAC);
    }
  });
});

describe("a place that was found harmless", () => {
  it.each(texts.filter(({ name }) => /^(location|zone|floor|building|campus)_/.test(name)))(
    "does not let another $name of the same path through",
    ({ name, type }) => {
      const known = {
        location_id: "leaf",
        location_name: "Lobby",
        floor_id: "f",
        floor_name: "1",
        location_path: "root/leaf",
      };
      protect(Object.assign(rowAt("os", "x"), known));
      const drifted = Object.assign(rowAt("os", "x"), known, { [name]: type === "string[]" ? [MAC] : MAC });
      protect(drifted);
      expect(JSON.stringify(drifted)).not.toContain(MAC);
    },
  );
});
