/** From bytes to items: what became of a record, step by step, and why. */
import type { ExplainAnswer } from "../../../api.ts";
import { Mark, type Marked } from "../../parts/mark.tsx";
import { Empty } from "../../parts/states.tsx";
import { bytesText, countText } from "../../text/number.ts";
import { momentText } from "../../text/time.ts";
import { ExplainedEvent } from "./explained-event.tsx";
import { LeftItems } from "./left-items.tsx";
import { Standing } from "./standing.tsx";

type Explained = ExplainAnswer["records"][number];

const forms: Readonly<Record<Explained["came"]["forms"][number], string>> = {
  kpl: "a KPL aggregate",
  gzip: "gzip",
  json: "JSON",
  unframed: "not one event a line",
  protobuf: "protobuf",
};

const statusMarks: Readonly<Record<Explained["status"], Marked>> = {
  stored: "good",
  duplicate: "unknown",
  ignored: "unknown",
  rejected: "bad",
  retry: "warn",
};

export function Explained({ answer: { records, standing = [] } }: { readonly answer: ExplainAnswer }) {
  if (records.length + standing.length === 0)
    return (
      <Empty title="Nothing of that name arrived then">
        <p>Widen the span of time, or it is past what the transport keeps. What was stored is still under Questions.</p>
      </Empty>
    );
  return (
    <>
      {records.map((record, place) => (
        <Record key={`${place}${record.position}`} record={record} />
      ))}
      {standing.map((event, place) => (
        <Standing key={`${place}${event.lake}`} event={event} />
      ))}
    </>
  );
}

function Record({
  record: { position, found, receivedAt, came, status, events, leaves },
}: {
  readonly record: Explained;
}) {
  const form = came.forms.length === 0 ? "of no known form" : came.forms.map((name) => forms[name]).join(", ");
  return (
    <article class="explained" aria-label={`Record ${position}`}>
      <p>
        <Mark is={statusMarks[status]}>{status}</Mark>
      </p>
      <dl class="fact-list">
        <div>
          <dt>Received</dt>
          <dd>{momentText(receivedAt)}</dd>
        </div>
        <div>
          <dt>Came</dt>
          <dd>
            {bytesText(came.bytes)}, {form}, {countText(came.events, "event")}
          </dd>
        </div>
        {found !== undefined && (
          <div>
            <dt>Found</dt>
            <dd class="breaks">{found}</dd>
          </div>
        )}
      </dl>
      {events.map((event) => (
        <ExplainedEvent key={event.number} event={event} of={came.events} />
      ))}
      <LeftItems leaves={leaves} />
    </article>
  );
}
