/** An answer drawn as its question says: the same series, in the same order, as on the command line. */
import { useMemo } from "preact/hooks";
import { type Chart as ChartOf, drawingOf } from "../../../shared/lake/chart.ts";
import type { QueryAnswer } from "../../api.ts";
import { Bars } from "../parts/bars.tsx";
import { Chart } from "../parts/chart.tsx";
import { COLOURS } from "../parts/chart-options.ts";
import { countText } from "../text/number.ts";
import { aligned } from "./aligned.ts";

interface AnswerPictureProps {
  readonly title: string;
  readonly answer: QueryAnswer;
  readonly chart: ChartOf;
}

export function AnswerPicture({ title, answer, chart }: AnswerPictureProps) {
  const drawing = useMemo(() => drawingOf(answer, chart, COLOURS), [answer, chart]);
  const { xs, series } = useMemo(() => aligned(drawing), [drawing]);
  if (drawing.series.length === 0) return null;
  const measured = chart.y.join(", ").replaceAll("_", " ");
  const along = chart.x.join(" · ").replaceAll("_", " ");
  return (
    <>
      {drawing.xIs === "name" ? (
        <Bars label={`${title}: ${measured} by ${along}`} measured={measured} series={drawing.series} />
      ) : (
        <Chart
          label={`${title}: ${measured} along ${along}, ${countText(drawing.series.length, "series", "series")}`}
          kind={chart.kind === "points" ? "points" : "line"}
          xIs={drawing.xIs}
          xName={along}
          xs={xs}
          series={named(series, measured)}
          joined
          down={chart.kind === "points"}
          timeZone="UTC"
        />
      )}
      {drawing.leftOut > 0 && (
        <p class="quiet-text">
          {countText(drawing.leftOut, "series", "series")} more with lower sums are not drawn; the table has all.
        </p>
      )}
    </>
  );
}

/** A series alone has no name of its own. */
function named<T extends { readonly name: string }>(series: readonly T[], measured: string): readonly T[] {
  return series.map((one) => (one.name === "" ? { ...one, name: measured } : one));
}
