/** The cloud's alarms of the stage, those that ring first. */
import type { PipelineAnswer } from "../../api.ts";
import { Mark, type Marked } from "../parts/mark.tsx";
import { agoText, momentText } from "../text/time.ts";

type Alarm = NonNullable<PipelineAnswer["alarms"]>[number];

const marks: Readonly<Record<Alarm["state"], Marked>> = { alarm: "bad", unknown: "unknown", ok: "good" };
const order: readonly Alarm["state"][] = ["alarm", "unknown", "ok"];

export function Alarms({ alarms, atMs }: { readonly alarms: readonly Alarm[]; readonly atMs: number }) {
  const inOrder = alarms.toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
  return (
    <section class="panel">
      <h2>Alarms</h2>
      {alarms.length === 0 && <p>No alarm is set up in this stage.</p>}
      <ul class="findings">
        {inOrder.map(({ name, state, since, says }) => (
          <li key={name}>
            <Mark is={marks[state]}>{state}</Mark>
            <div>
              <b>{name}</b>
              {since !== undefined && <span title={momentText(since)}> since {agoText(since, atMs)}</span>}
              {says !== undefined && <p>{says}</p>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
