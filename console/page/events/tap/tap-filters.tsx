import { Field } from "../../parts/field.tsx";
import { eventsAddress } from "../events-address.ts";

const outcomes = { any: "any", stored: "stored", duplicate: "duplicate", rejected: "rejected" } as const;

/** They act when the field is left or Enter is pressed: each is another stream. */
export function TapFilters() {
  const { types, tenants, subject, outcome } = eventsAddress.values.value;
  return (
    <search>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <Field
          label="Types"
          value={types.join(",")}
          list="tap-types"
          placeholder="all"
          onChange={(text) => eventsAddress.go({ types: listed(text) })}
        />
        <Field
          label="Tenants"
          value={tenants.join(",")}
          placeholder="all; - is none named"
          onChange={(text) => eventsAddress.go({ tenants: listed(text) })}
        />
        <Field
          label="Subject"
          value={subject}
          placeholder="kind:id, or an id"
          onChange={(text) => eventsAddress.go({ subject: text.trim() })}
        />
        <label class="field">
          Outcome
          <select
            value={outcome}
            onChange={({ currentTarget }) => eventsAddress.go({ outcome: currentTarget.value as typeof outcome })}
          >
            {Object.values(outcomes).map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          class="quiet"
          onClick={() => eventsAddress.go({ types: [], tenants: [], subject: "", outcome: "any" })}
          hidden={types.length === 0 && tenants.length === 0 && subject === "" && outcome === "any"}
        >
          Clear
        </button>
      </form>
    </search>
  );
}

function listed(text: string): readonly string[] {
  return text.split(",").map((one) => one.trim());
}
