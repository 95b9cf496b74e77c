/** What a record leaves in each table, under which key, and why not. */
import type { ExplainAnswer } from "../../../api.ts";
import { FieldList } from "../../parts/field-list.tsx";
import { Mark, type Marked } from "../../parts/mark.tsx";

type Item = ExplainAnswer["records"][number]["leaves"][number];

const marks: Readonly<Record<Item["outcome"], Marked>> = {
  written: "good",
  "left as it was": "unknown",
  "not written": "unknown",
};

export function LeftItems({ leaves }: { readonly leaves: readonly Item[] }) {
  if (leaves.length === 0) return <p class="quiet-text">It leaves nothing in the tables.</p>;
  return (
    <section aria-label="What it leaves">
      <h3>Leaves in the tables</h3>
      <ul class="findings">
        {leaves.map(({ table, outcome, key, says, row }, place) => (
          <li key={`${place}${table}`}>
            <Mark is={marks[outcome]}>{outcome}</Mark>
            <div>
              <b>{table}</b>
              <p class="key">
                {Object.entries(key).map(([name, value]) => (
                  <span key={name}>
                    {name} <code>{value ?? "(none)"}</code>
                  </span>
                ))}
              </p>
              {says !== undefined && <p>{says}</p>}
              {row !== undefined && (
                <details>
                  <summary>The whole state</summary>
                  <FieldList fields={row} />
                </details>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
