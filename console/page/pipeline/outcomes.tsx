/** What became of a channel's events: a bar of all, and the counts it is drawn of. */
import type { ChannelFigures } from "../../api.ts";
import { numberText, shareText } from "../text/number.ts";

type Counts = NonNullable<ChannelFigures["outcomes"]>;

const statuses: readonly { readonly status: keyof Counts; readonly says: string }[] = [
  { status: "stored", says: "in the tables" },
  { status: "duplicate", says: "came again in its batch" },
  { status: "ignored", says: "as configured" },
  { status: "rejected", says: "a dead letter" },
  { status: "retry", says: "will come again" },
];

export function Outcomes({ channel, outcomes }: { readonly channel: string; readonly outcomes: Counts }) {
  const all = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  return (
    <div>
      <h3>Outcomes</h3>
      <div class="stack" aria-hidden="true">
        {statuses.map(({ status }) => (
          <span
            key={status}
            data-status={status}
            style={{ flexGrow: outcomes[status] }}
            hidden={outcomes[status] === 0}
          />
        ))}
      </div>
      <table class="small-table">
        <caption class="unseen">Outcomes of {channel}</caption>
        <thead class="unseen">
          <tr>
            <th scope="col">Outcome</th>
            <th scope="col">Events</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {statuses.map(({ status, says }) => (
            <tr key={status}>
              <th scope="row">
                <span class="swatch" data-status={status} /> {status} <small>{says}</small>
              </th>
              <td class="number">{numberText(outcomes[status])}</td>
              <td class="number">{shareText(outcomes[status], all)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
