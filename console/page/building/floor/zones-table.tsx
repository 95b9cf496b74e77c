/** How many are in each zone of the floor. */
import type { ZoneLine } from "../../../api.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { numberText } from "../../text/number.ts";
import { BarCell } from "../places/bar-cell.tsx";

export function ZonesTable({ zones }: { readonly zones: readonly ZoneLine[] }) {
  const most = Math.max(1, ...zones.map(({ devices }) => devices));
  return (
    <section class="panel">
      <h2>Zones</h2>
      {zones.length === 0 ? (
        <p class="quiet-text">Nobody was seen in a zone of this floor in the last 15 minutes.</p>
      ) : (
        <DataTable
          caption="Zones, and how many were seen there in the last 15 minutes"
          captionUnseen
          rows={zones}
          keyOf={({ id }) => id}
          columns={[
            { name: "zone", head: "Zone", isHead: true, value: ({ name }) => name },
            {
              name: "devices",
              head: "Devices",
              isNumber: true,
              value: ({ devices }) => devices,
              cell: ({ devices }) => <BarCell value={devices} most={most} />,
            },
            {
              name: "users",
              head: "People",
              isNumber: true,
              value: ({ users }) => users,
              cell: ({ users }) => numberText(users),
            },
          ]}
        />
      )}
    </section>
  );
}
