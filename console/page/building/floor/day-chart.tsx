/** How full the floor was through the last day: what Wi-Fi counts, beside what cameras do. */
import { useMemo, useRef } from "preact/hooks";
import type { DayAnswer, PlaceQuery } from "../../../api.ts";
import { useAnswer } from "../../live/use-answer.ts";
import { Chart } from "../../parts/chart.tsx";
import { Empty, Failed, Loading } from "../../parts/states.tsx";

const DAY_MS = 86_400_000;
/** So long the question stays the same: it may be one to the lake, which costs. */
const STEP_MS = 900_000;

interface DayChartProps {
  readonly place: PlaceQuery;
  readonly floor: string;
  readonly nowMs: number;
  readonly timeZone?: string | undefined;
}

export function DayChart({ place, floor, nowMs, timeZone }: DayChartProps) {
  const to = Math.ceil(nowMs / STEP_MS) * STEP_MS;
  const day = useAnswer<DayAnswer>("api/floor/day", { ...place, from: String(to - DAY_MS), to: String(to) });
  // What was answered last stays until there is something newer.
  const last = useRef<DayAnswer | undefined>(undefined);
  last.current = day.answer.value ?? last.current;
  return (
    <section class="panel">
      <h2>The last 24 hours</h2>
      {last.current !== undefined ? (
        <Drawn day={last.current} floor={floor} timeZone={timeZone} />
      ) : day.failure.value !== undefined ? (
        <Failed failure={day.failure.value} onRetry={day.again} />
      ) : (
        <Loading what="the day" />
      )}
    </section>
  );
}

function Drawn({
  day: { slots, source },
  floor,
  timeZone,
}: {
  readonly day: DayAnswer;
  readonly floor: string;
  readonly timeZone?: string | undefined;
}) {
  const xs = useMemo(() => slots.map(({ fromMs }) => fromMs), [slots]);
  const series = useMemo(() => {
    const counted = [
      { name: "Devices", values: slots.map(({ devices }) => devices) },
      { name: "People known to Wi-Fi", values: slots.map(({ users }) => users) },
    ];
    const people = slots.map(({ people }) => people ?? null);
    return people.every((count) => count === null)
      ? counted
      : [...counted, { name: "People cameras see", values: people }];
  }, [slots]);
  if (slots.length === 0)
    return <Empty title="Nobody was seen in the last 24 hours.">Events that arrive from now on will show here.</Empty>;
  return (
    <>
      <Chart
        label={`Devices and people on ${floor} through the last 24 hours`}
        kind="line"
        xIs="moment"
        xs={xs}
        series={series}
        {...(timeZone !== undefined && { timeZone })}
      />
      <p class="quiet-text">Counted from {source}.</p>
    </>
  );
}
