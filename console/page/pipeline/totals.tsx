/** The few numbers one looks at first. */
import type { PipelineAnswer } from "../../api.ts";
import { dollarText, numberText, shareText } from "../text/number.ts";
import { spanText } from "../text/time.ts";
import { outcomesOf, rateOf, worstLagOf } from "./sums.ts";

export function Totals({ answer: { channels, cost, tenants } }: { readonly answer: PipelineAnswer }) {
  const outcomes = outcomesOf(channels);
  const all = outcomes === undefined ? 0 : Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  const rate = rateOf(channels);
  const lag = worstLagOf(channels);
  const silent = tenants.filter((tenant) => tenant.silent).length;
  return (
    <>
      <dl class="totals">
        <Total name="Events a second" value={rate === undefined ? undefined : numberText(rate)} />
        <Total name="Lag" value={lag === undefined ? undefined : spanText(lag)} note="from Cisco's put to the tables" />
        <Total name="Events" value={outcomes === undefined ? undefined : numberText(all)} />
        <Total
          name="Rejected"
          value={outcomes === undefined ? undefined : numberText(outcomes.rejected)}
          note={outcomes === undefined ? undefined : shareText(outcomes.rejected, all)}
          isBad={(outcomes?.rejected ?? 0) > 0}
        />
        <Total
          name="Silent tenants"
          value={tenants.length === 0 ? undefined : numberText(silent)}
          note={`of ${numberText(tenants.length)}`}
          isBad={silent > 0}
        />
        <Total name="Cost so far" value={cost === undefined ? undefined : dollarText(cost.soFar)} />
        <Total name="Cost per million events" value={cost === undefined ? undefined : dollarText(cost.perMillion)} />
      </dl>
      {cost !== undefined && <p class="quiet-text">Cost: {cost.says}</p>}
    </>
  );
}

interface TotalProps {
  readonly name: string;
  /** Absent: nobody measured it. */
  readonly value: string | undefined;
  readonly note?: string | undefined;
  readonly isBad?: boolean;
}

function Total({ name, value, note, isBad = false }: TotalProps) {
  return (
    <div class={isBad ? "bad" : undefined}>
      <dt>{name}</dt>
      <dd>
        <b>{value ?? "–"}</b>
        <small>{value === undefined ? "not measured" : note}</small>
      </dd>
    </div>
  );
}
