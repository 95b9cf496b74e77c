import type { RedriveAnswer } from "../../../api.ts";
import { Mark } from "../../parts/mark.tsx";
import { numberText } from "../../text/number.ts";
import { eventsAddress } from "../events-address.ts";

/** What became of them, as far as it is known. */
export function Redriven({ answer: { put, stored, rejectedAgain, open, says } }: { readonly answer: RedriveAnswer }) {
  const codes = Object.entries(rejectedAgain);
  return (
    <div role="status" class="stacked">
      <p>
        <b>{numberText(put)} put</b>
      </p>
      <p>
        <Mark is="good">{numberText(stored)} stored since</Mark>
      </p>
      {codes.map(([code, count]) => (
        <p key={code}>
          <Mark is="bad">{numberText(count)} rejected again</Mark>{" "}
          <a href={eventsAddress.href({ view: "letters", code: [code] })}>{code}</a>
        </p>
      ))}
      {open > 0 && (
        <p>
          <Mark is="unknown">{numberText(open)} not known yet</Mark> The list tells of them later.
        </p>
      )}
      {says.map((line) => (
        <p key={line} class="quiet-text">
          {line}
        </p>
      ))}
    </div>
  );
}
