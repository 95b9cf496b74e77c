import { Field } from "../../parts/field.tsx";
import { eventsAddress } from "../events-address.ts";
import { type Grouping, groupings } from "./groups.ts";

export function LetterFilters({ grouped }: { readonly grouped: readonly Grouping[] }) {
  const { code, tenants, types, place, from, to } = eventsAddress.values.value;
  const isNarrow = [code, tenants, types, place, from, to].some((said) => said.length > 0);
  const toggle = (one: Grouping, isOn: boolean) =>
    eventsAddress.go({ by: groupings.filter((other) => (other === one ? isOn : grouped.includes(other))) });
  const lists = { code, tenants, types, place };
  const listField = (name: keyof typeof lists, label: string, placeholder: string) => (
    <Field
      label={label}
      value={lists[name].join(",")}
      placeholder={placeholder}
      onChange={(text) => eventsAddress.go({ [name]: text.split(",").map((one) => one.trim()) })}
    />
  );
  return (
    <search>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        {listField("code", "Codes", "all")}
        {listField("tenants", "Tenants", "all; - is none readable")}
        {listField("types", "Types", "all; - is none readable")}
        {listField("place", "Kept in", "all places")}
        <Field
          label="Received since"
          value={from}
          placeholder="2026-03-02T09:00"
          onChange={(text) => eventsAddress.go({ from: text.trim() })}
        />
        <Field
          label="Received before"
          value={to}
          placeholder="UTC, or with an offset"
          onChange={(text) => eventsAddress.go({ to: text.trim() })}
        />
        <button
          type="button"
          class="quiet"
          hidden={!isNarrow}
          onClick={() => eventsAddress.go({ code: [], tenants: [], types: [], place: [], from: "", to: "" })}
        >
          Clear
        </button>
        <fieldset class="choices">
          <legend>Counted by</legend>
          {groupings.map((one) => (
            <label key={one} class="check">
              <input
                type="checkbox"
                checked={grouped.includes(one)}
                onChange={({ currentTarget }) => toggle(one, currentTarget.checked)}
              />
              {one}
            </label>
          ))}
        </fieldset>
      </form>
    </search>
  );
}
