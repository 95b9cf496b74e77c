/** Why events were rejected, the most frequent first; each code leads to its dead letters. */
import type { ChannelFigures } from "../../api.ts";
import { eventsAddress } from "../events/events-address.ts";
import { numberText } from "../text/number.ts";

interface RejectionsProps {
  readonly channel: string;
  readonly rejections: NonNullable<ChannelFigures["rejections"]>;
}

export function Rejections({ channel, rejections }: RejectionsProps) {
  const codes = Object.entries(rejections).toSorted(([, one], [, other]) => other - one);
  return (
    <div>
      <h3>Rejected by code</h3>
      <table class="small-table">
        <caption class="unseen">Rejected events of {channel} by code</caption>
        <thead class="unseen">
          <tr>
            <th scope="col">Code</th>
            <th scope="col">Events</th>
          </tr>
        </thead>
        <tbody>
          {codes.map(([code, count]) => (
            <tr key={code}>
              <th scope="row">
                <a href={eventsAddress.href({ view: "letters", code: [code] })}>{code}</a>
              </th>
              <td class="number">{numberText(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
