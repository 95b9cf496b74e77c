/**
 * The few numbers one looks at first. Channels stand beside each other and are never added up: those of a stage may each
 * be given the same events.
 */
import { settledEvents } from "../../../cli/stage/figures.ts";
import type { ChannelFigures, PipelineAnswer } from "../../api.ts";
import { dollarText, numberText, shareText } from "../text/number.ts";
import { spanText } from "../text/time.ts";
import { lastOf, worstLagOf } from "./sums.ts";

export function Totals({ answer: { channels, cost, tenants } }: { readonly answer: PipelineAnswer }) {
  const lag = worstLagOf(channels);
  const silent = tenants.filter((tenant) => tenant.silent).length;
  return (
    <>
      <dl class="totals">
        <OfEach name="Events a second" channels={channels} of={rateOf} />
        <Total name="Lag" value={lag === undefined ? undefined : spanText(lag)} note={lagNote(channels)} />
        <OfEach name="Events" channels={channels} of={eventsOf} />
        <OfEach name="Rejected" channels={channels} of={rejectedOf} />
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

interface Figure {
  readonly value: string;
  readonly note?: string;
  readonly isBad?: boolean;
}

function rateOf({ rate }: ChannelFigures): Figure | undefined {
  const now = lastOf(rate);
  return now === undefined ? undefined : { value: numberText(now) };
}

function eventsOf({ outcomes }: ChannelFigures): Figure | undefined {
  return outcomes === undefined ? undefined : { value: numberText(settledEvents(outcomes)) };
}

function rejectedOf({ outcomes }: ChannelFigures): Figure | undefined {
  if (outcomes === undefined) return undefined;
  const { rejected } = outcomes;
  return { value: numberText(rejected), note: shareText(rejected, settledEvents(outcomes)), isBad: rejected > 0 };
}

function lagNote(channels: readonly ChannelFigures[]): string {
  const measured = channels.filter(({ lagMs }) => lastOf(lagMs) !== undefined);
  const from = "from Cisco's put to the tables";
  if (channels.length === 1) return from;
  const [only] = measured;
  return measured.length === 1 && only !== undefined
    ? `of ${only.channel}, ${from}`
    : `of the slowest channel, ${from}`;
}

interface OfEachProps {
  readonly name: string;
  readonly channels: readonly ChannelFigures[];
  of(channel: ChannelFigures): Figure | undefined;
}

/** Of the only channel, or a line for each that measured it. */
function OfEach({ name, channels, of }: OfEachProps) {
  const measured = channels.flatMap((channel) => {
    const figure = of(channel);
    return figure === undefined ? [] : [{ ...figure, channel: channel.channel }];
  });
  if (measured.length === 0) return <Total name={name} value={undefined} />;
  return (
    <div>
      <dt>{name}</dt>
      {measured.map(({ channel, value, note, isBad = false }) => (
        <dd key={channel} class={isBad ? "bad" : undefined}>
          <b>{value}</b>
          <small>{[...(channels.length > 1 ? [channel] : []), ...(note === undefined ? [] : [note])].join(", ")}</small>
        </dd>
      ))}
    </div>
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
