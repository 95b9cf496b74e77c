/** What the tables refuse once is not what the page is told; a right that is missing is. */
import { expect, it } from "vitest";
import { patientTables } from "../../../console/server/patient-tables.ts";
import type { TablesReader } from "../../../shared/state/tables-reader.ts";

function failing(...errors: Error[]) {
  let reads = 0;
  const allPlaces = async () => {
    reads++;
    const error = errors.shift();
    if (error !== undefined) throw error;
    return [];
  };
  return { tables: patientTables({ allPlaces } as unknown as TablesReader), reads: () => reads };
}
const broken = () => Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });

it("reads again what broke on the way, and gives up what stays broken", async () => {
  const once = failing(broken(), broken());
  expect([await once.tables.allPlaces(), once.reads()]).toEqual([[], 3]);
  const always = failing(broken(), broken(), broken());
  await expect(always.tables.allPlaces()).rejects.toThrow("socket hang up");
  expect(always.reads()).toBe(3);
});

it("asks once where it may not look", async () => {
  const denied = failing(Object.assign(new Error("no"), { name: "AccessDeniedException" }));
  await expect(denied.tables.allPlaces()).rejects.toThrow("no");
  expect(denied.reads()).toBe(1);
});
