import { useSignal } from "@preact/signals";
import { Field } from "../../parts/field.tsx";
import { parseMoment } from "../../text/moment.ts";
import { eventsAddress } from "../events-address.ts";

/** A name and a span, which stand in the address. */
export function NameForm() {
  const { name, from, to, at } = eventsAddress.values.value;
  const asked = useSignal({ name, from, to });
  const wrong = useSignal(false);
  const set = (changes: Partial<typeof asked.value>) => {
    asked.value = { ...asked.value, ...changes };
  };
  return (
    <form
      class="panel form"
      onSubmit={(event) => {
        event.preventDefault();
        const { from, to } = asked.value;
        wrong.value = [from, to].some((text) => text.trim() !== "" && parseMoment(text) === undefined);
        if (wrong.value) return;
        eventsAddress.go({ ...asked.value, name: asked.value.name.trim(), at: undefined });
      }}
    >
      <h2>One that came</h2>
      <Field
        label="Name"
        value={asked.value.name}
        required
        placeholder="event-1a2b3c4d"
        hint="Its recordUid, its position in the transport, or a dead letter's name"
        onChange={(text) => set({ name: text })}
      />
      <div class="pair">
        <Field
          label="From"
          value={asked.value.from}
          placeholder="an hour ago"
          hint="yyyy-MM-ddThh:mm, UTC"
          onChange={(text) => set({ from: text })}
        />
        <Field label="To" value={asked.value.to} placeholder="now" onChange={(text) => set({ to: text })} />
      </div>
      {wrong.value && (
        <p class="note bad" role="alert">
          From and to are written as yyyy-MM-dd or yyyy-MM-ddThh:mm, in UTC or with an offset such as +01:00.
        </p>
      )}
      {at !== undefined && <p class="quiet-text">The one that is shown was looked for around the time it came.</p>}
      <button class="main" type="submit">
        Explain it
      </button>
    </form>
  );
}
