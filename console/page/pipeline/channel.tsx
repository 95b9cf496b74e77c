/** One channel: its rate and lag, what became of its events, and what they took. */

import { useMemo } from "preact/hooks";
import { capitalised } from "../../../cli/capitalised.ts";
import type { ChannelFigures } from "../../api.ts";
import { Chart } from "../parts/chart.tsx";
import { countText, numberText, shareText } from "../text/number.ts";
import { momentText, spanText } from "../text/time.ts";
import { Outcomes } from "./outcomes.tsx";
import { Rejections } from "./rejections.tsx";
import { lastOf, momentsOf } from "./sums.ts";

interface ChannelProps {
  readonly figures: ChannelFigures;
  readonly atMs: number;
}

export function Channel({ figures, atMs }: ChannelProps) {
  const { channel, stepMs, rate, lagMs, outcomes, rejections, countedFromMs } = figures;
  return (
    <section class="panel channel" aria-label={channel}>
      <div class="panel-head">
        <h2>{channel}</h2>
        {countedFromMs !== undefined && (
          <p class="quiet-text">outcomes and batches are counted since {momentText(countedFromMs)}</p>
        )}
      </div>
      <div class="columns">
        <Measured
          what="Events a second"
          channel={channel}
          points={rate}
          stepMs={stepMs}
          atMs={atMs}
          valueText={numberText}
        />
        <Measured what="Lag" channel={channel} points={lagMs} stepMs={stepMs} atMs={atMs} valueText={spanText} />
      </div>
      <div class="columns few">
        {outcomes !== undefined && <Outcomes channel={channel} outcomes={outcomes} />}
        {rejections !== undefined && Object.keys(rejections).length > 0 && (
          <Rejections channel={channel} rejections={rejections} />
        )}
        <Work figures={figures} />
      </div>
    </section>
  );
}

interface MeasuredProps {
  readonly what: string;
  readonly channel: string;
  readonly points: readonly (number | null)[];
  readonly stepMs: number;
  readonly atMs: number;
  valueText(value: number): string;
}

function Measured({ what, channel, points, stepMs, atMs, valueText }: MeasuredProps) {
  const xs = useMemo(() => momentsOf(points.length, stepMs, atMs), [points, stepMs, atMs]);
  const series = useMemo(() => [{ name: what, values: points }], [points, what]);
  const now = lastOf(points);
  const known = points.filter((point) => point !== null);
  const most = known.length === 0 ? "" : `, ${valueText(Math.max(...known))} at most`;
  return (
    <div class="measured">
      <h3>
        {what} <b>{now === undefined ? "not measured" : valueText(now)}</b>
      </h3>
      {known.length > 0 && (
        <Chart
          kind="line"
          xIs="moment"
          xs={xs}
          series={series}
          valueText={valueText}
          label={`${what} of ${channel} in the last ${spanText(points.length * stepMs)}: ${now === undefined ? "nothing" : valueText(now)} now${most}`}
        />
      )}
    </div>
  );
}

function Work({
  figures: { batches, throttled, writesPerEvent, unitsPerEvent, unit },
}: {
  readonly figures: ChannelFigures;
}) {
  const facts: (readonly [string, string, string?])[] = [];
  if (batches !== undefined) {
    const { count, records, failed } = batches;
    facts.push(["Batches", numberText(count)]);
    if (records !== undefined && count > 0)
      facts.push(["Records in a batch", numberText(records / count), "on average"]);
    if (failed !== undefined) facts.push(["Failed batches", numberText(failed), shareText(failed, count)]);
  }
  if (throttled !== undefined) facts.push(["Throttled calls", numberText(throttled), "refused for want of capacity"]);
  if (writesPerEvent !== undefined) facts.push(["Writes per event", numberText(writesPerEvent)]);
  if (unitsPerEvent !== undefined) facts.push([`${capitalised(unit ?? "units")} per event`, numberText(unitsPerEvent)]);
  if (facts.length === 0) return null;
  return (
    <div>
      <h3>Work</h3>
      <dl class="fact-list">
        {facts.map(([name, value, note]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value} {note !== undefined && <small>{note}</small>}
            </dd>
          </div>
        ))}
      </dl>
      {batches?.failed !== undefined && batches.failed > 0 && (
        <p class="quiet-text">{countText(batches.failed, "batch", "batches")} came again: nothing of them is lost.</p>
      )}
    </div>
  );
}
