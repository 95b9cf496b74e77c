/** Who or what a dot is: what it says now, where it has been, its readings through the last day. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { FloorSubject, PlaceQuery, RowJson, SubjectAnswer } from "../../../api.ts";
import { eventsAddress } from "../../events/events-address.ts";
import type { UsedAnswer } from "../../live/use-answer.ts";
import { Chart } from "../../parts/chart.tsx";
import { DataTable } from "../../parts/data-table.tsx";
import { Failed, Loading } from "../../parts/states.tsx";
import { countText } from "../../text/number.ts";
import { agoText, clockText, momentText } from "../../text/time.ts";
import { discomfort } from "../floor/comfort.ts";
import { subjectOfKey } from "../floor/floor-model.ts";
import { groupOf, groups } from "../floor/groups.ts";
import { Mark } from "../floor/mark.tsx";
import { readingName, readingValue } from "../floor/reading-text.ts";
import { whereText } from "../floor/subject-list.tsx";
import { measuredSeries } from "./measured-series.ts";
import { momentOf } from "./path.ts";

interface SubjectPanelProps {
  readonly subjectKey: string;
  /** Absent once it has left. */
  readonly subject: FloorSubject | undefined;
  readonly place: PlaceQuery;
  readonly asked: UsedAnswer<SubjectAnswer>;
  readonly nowMs: number;
  readonly timeZone: string | undefined;
  onClose(): void;
}

export function SubjectPanel({ subjectKey, subject, asked, nowMs, timeZone, onClose }: SubjectPanelProps) {
  const named = subjectOfKey(subjectKey) ?? { kind: "", id: subjectKey };
  const { shape } = groups[groupOf(named.kind)] ?? groups[3];
  const head = useRef<HTMLHeadingElement>(null);
  // The row that was chosen is gone from the page, and whoever uses keys would start again at its top.
  useEffect(() => {
    if (document.activeElement === document.body) head.current?.focus({ preventScroll: true });
  }, [subjectKey]);
  const answer = asked.answer.value;
  return (
    <section class="subject" aria-label="Selected">
      <div class="subject-head">
        <Mark shape={shape} />
        <h2 ref={head} tabIndex={-1}>
          {subject?.label ?? named.id}
        </h2>
        <button type="button" class="quiet" onClick={onClose} aria-label="Close" title="Close (Escape)">
          ✕
        </button>
      </div>
      <dl class="subject-facts">
        <Fact name="Kind" value={named.kind.replaceAll("_", " ")} />
        <Fact name="Id" value={named.id} isCode />
        {subject === undefined ? (
          <Fact name="Now" value="not on this floor any more" />
        ) : (
          <>
            <Fact name="Where" value={whereText(subject)} />
            <Fact
              name="Seen"
              value={`${agoText(subject.seenAtMs, nowMs)}, ${clockText(subject.seenAtMs, zoned(timeZone))}`}
            />
            {subject.presence !== undefined && <Fact name="Presence" value={subject.presence.replaceAll("_", " ")} />}
          </>
        )}
        {subject?.readings.map((reading) => (
          <Fact
            key={reading.name}
            name={readingName(reading.name).says}
            value={[readingValue(reading), discomfort(reading)].filter((part) => part !== undefined).join(", ")}
          />
        ))}
      </dl>
      <p>
        <a href={eventsAddress.href({ subject: named.id })}>Its events as they arrive</a>
      </p>
      {answer !== undefined ? (
        <History answer={answer} timeZone={timeZone} label={subject?.label ?? named.id} />
      ) : asked.failure.value !== undefined ? (
        <Failed failure={asked.failure.value} onRetry={asked.again} />
      ) : (
        <Loading what="its last 24 hours" />
      )}
    </section>
  );
}

function Fact({
  name,
  value,
  isCode = false,
}: {
  readonly name: string;
  readonly value: string;
  readonly isCode?: boolean;
}) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{isCode ? <code>{value}</code> : value}</dd>
    </>
  );
}

function History({
  answer: { history, more },
  label,
  timeZone,
}: {
  readonly answer: SubjectAnswer;
  readonly label: string;
  readonly timeZone: string | undefined;
}) {
  const measured = useMemo(() => measuredSeries(history), [history]);
  return (
    <>
      {measured.map(({ name, xs, values }) => {
        const { says, unit } = readingName(name);
        return (
          <div key={name}>
            <h3>{unit === "" ? says : `${says}, ${unit}`}</h3>
            <Chart
              label={`${says} of ${label}`}
              kind="line"
              xIs="moment"
              xs={xs}
              series={[{ name: says, values }]}
              {...zoned(timeZone)}
            />
          </div>
        );
      })}
      <h3>Where it has been</h3>
      {history.length === 0 ? (
        <p class="quiet-text">Nothing was kept of it in the last 24 hours.</p>
      ) : (
        <DataTable
          caption={`${countText(history.length, "event")} of the last 24 hours${more ? ", the newest" : ""}`}
          rows={history}
          columns={[
            {
              name: "at",
              head: "Time",
              isHead: true,
              value: (row) => momentOf(row.occurred_at) ?? null,
              cell: (row) => momentText(momentOf(row.occurred_at) ?? 0, zoned(timeZone)),
            },
            { name: "where", head: "Where", value: rowWhere },
            {
              name: "what",
              head: "What",
              value: rowWhat,
              cell: (row) => <a href={explainHref(row)}>{rowWhat(row)}</a>,
            },
          ]}
        />
      )}
    </>
  );
}

function zoned(timeZone: string | undefined): { readonly timeZone?: string } {
  return timeZone === undefined ? {} : { timeZone };
}

/** From its bytes to what is kept of it. */
function explainHref({ record_uid, occurred_at }: RowJson): string {
  return eventsAddress.href({ view: "explain", name: String(record_uid ?? ""), at: momentOf(occurred_at) });
}

function rowWhere({ floor_name, zone_name, location_name, x, y }: RowJson): string {
  const place = [floor_name, zone_name ?? (floor_name === undefined ? location_name : undefined)];
  const position =
    typeof x === "number" && typeof y === "number" ? `${Math.round(x)},\u00a0${Math.round(y)}\u00a0ft` : undefined;
  return [...place, position].filter((part) => part !== undefined).join(" · ");
}

function rowWhat({ event_type, presence }: RowJson): string {
  const type = String(event_type ?? "")
    .toLowerCase()
    .replaceAll("_", " ");
  return presence === undefined ? type : `${type}, ${String(presence).replaceAll("_", " ")}`;
}
