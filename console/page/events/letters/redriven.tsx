import type { RedriveAnswer } from "../../../api.ts";
import { Mark } from "../../parts/mark.tsx";
import { countText, numberText } from "../../text/number.ts";
import { eventsAddress } from "../events-address.ts";

/** What became of them, as far as it is known; where nobody could ask, why not. */
export function Redriven({ answer: { put, stored, rejectedAgain, open, says } }: { readonly answer: RedriveAnswer }) {
  const codes = Object.entries(rejectedAgain);
  const isKnown = stored > 0 || codes.length > 0 || open > 0;
  if (!isKnown)
    return (
      <div role="status" class="stacked">
        {says.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    );
  return (
    <div role="status" class="stacked">
      <p>
        <b>{countText(put, "letter")} put</b>
      </p>
      <ul class="findings">
        <li>
          <Mark is={stored > 0 ? "good" : "unknown"}>{numberText(stored)}</Mark> stored since
        </li>
        {codes.map(([code, count]) => (
          <li key={code}>
            <Mark is="bad">{numberText(count)}</Mark>
            <span>
              rejected again as <a href={eventsAddress.href({ view: "letters", code: [code] })}>{code}</a>
            </span>
          </li>
        ))}
        {open > 0 && (
          <li>
            <Mark is="unknown">{numberText(open)}</Mark> not known yet: the list tells of them later
          </li>
        )}
      </ul>
    </div>
  );
}
