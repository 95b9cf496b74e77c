/** What stands of an event whose record nobody keeps any more: in the lake, in its history, in its state. */
import { capitalised } from "../../../../cli/capitalised.ts";
import type { StandingEvent } from "../../../../cli/explain/what-stands.ts";
import { FieldList } from "../../parts/field-list.tsx";
import { momentText } from "../../text/time.ts";

export function Standing({
  event: { found, lake, receivedAt, history, state, row },
}: {
  readonly event: StandingEvent;
}) {
  return (
    <article class="explained" aria-label={`What stands in ${lake}`}>
      <p class="note">{capitalised(found)}.</p>
      <dl class="fact-list">
        <div>
          <dt>Received</dt>
          <dd>{momentText(receivedAt)}</dd>
        </div>
        <div>
          <dt>Lake</dt>
          <dd class="breaks">{lake}</dd>
        </div>
        <div>
          <dt>History</dt>
          <dd>{history}</dd>
        </div>
        <div>
          <dt>State</dt>
          {state.map((clause) => (
            <dd key={clause}>{clause}</dd>
          ))}
        </div>
      </dl>
      <details open>
        <summary>Row, after the privacy policy of then</summary>
        <FieldList fields={row} />
      </details>
    </article>
  );
}
