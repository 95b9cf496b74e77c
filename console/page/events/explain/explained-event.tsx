import type { ExplainAnswer } from "../../../api.ts";
import { FieldList } from "../../parts/field-list.tsx";
import { Mark } from "../../parts/mark.tsx";

type Event = ExplainAnswer["records"][number]["events"][number];

export function ExplainedEvent({ event, of }: { readonly event: Event; readonly of: number }) {
  const { number, status, steps, rejection, envelope, row } = event;
  return (
    <section class="explained-event" aria-label={`Event ${number}`}>
      {of > 1 && (
        <h3>
          Event {number} of {of}: {status}
        </h3>
      )}
      <ol class="steps">
        {steps.map(({ step, ok, says }) => (
          <li key={step}>
            <Mark is={ok ? "good" : "bad"}>
              {step}
              {!ok && <span class="unseen"> failed</span>}
            </Mark>
            <span class="breaks">{says}</span>
          </li>
        ))}
      </ol>
      {rejection !== undefined && (
        <div class="note bad">
          <p>
            Rejected in {rejection.stage}: <code>{rejection.code}</code>
            {rejection.field !== undefined && (
              <>
                {" "}
                by <code>{rejection.field}</code>
              </>
            )}
          </p>
          <p>{rejection.message}.</p>
          <p>
            <b>What to do:</b> {rejection.fix}.
          </p>
        </div>
      )}
      {envelope !== undefined && (
        <details>
          <summary>Envelope, as sent</summary>
          <FieldList fields={envelope} />
        </details>
      )}
      {row !== undefined && (
        <details open>
          <summary>Row, after the privacy policy</summary>
          <FieldList fields={row} />
        </details>
      )}
    </section>
  );
}
