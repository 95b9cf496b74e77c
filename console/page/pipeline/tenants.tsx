/** Who was heard of, and who has fallen silent. */
import type { PipelineAnswer } from "../../api.ts";
import { DataTable } from "../parts/data-table.tsx";
import { Mark } from "../parts/mark.tsx";
import { agoText, momentText } from "../text/time.ts";

export function Tenants({ tenants, atMs }: Pick<PipelineAnswer, "tenants" | "atMs">) {
  if (tenants.length === 0) return null;
  return (
    <section class="panel">
      <h2>Tenants</h2>
      <DataTable
        caption="Tenants, the longest silent first"
        captionUnseen
        keyOf={({ name }) => name}
        columns={[
          { name: "tenant", head: "Tenant", isHead: true, value: ({ name }) => name },
          {
            name: "heard",
            head: "Last heard of",
            value: ({ lastHeardMs }) => lastHeardMs,
            cell: ({ lastHeardMs }) => <span title={momentText(lastHeardMs)}>{agoText(lastHeardMs, atMs)}</span>,
          },
          {
            name: "silent",
            head: "State",
            value: ({ silent }) => silent,
            cell: ({ silent }) => <Mark is={silent ? "bad" : "good"}>{silent ? "silent" : "heard"}</Mark>,
          },
        ]}
        rows={tenants}
      />
    </section>
  );
}
