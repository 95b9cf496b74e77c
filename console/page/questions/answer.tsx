/** An answer: its picture, its rows, and both to take away. */
import { useMemo } from "preact/hooks";
import type { NamedQueryFacts, QueryAnswer } from "../../api.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { Empty } from "../parts/states.tsx";
import { csvOf } from "../text/csv.ts";
import { countText } from "../text/number.ts";
import { AnswerPicture } from "./answer-picture.tsx";
import { download } from "./download.ts";

type AnswerRow = QueryAnswer["rows"][number];

interface AnswerProps {
  readonly query: NamedQueryFacts;
  readonly answer: QueryAnswer;
}

export function Answer({ query: { name, title }, answer }: AnswerProps) {
  const { columns, rows, sql, more } = answer;
  const shown = useMemo(
    () =>
      columns.map((column, place): Column<AnswerRow> => {
        const value = (row: AnswerRow) => row[place];
        const isNumber = rows.every((row) => row[place] === null || typeof row[place] === "number");
        return { name: column, head: column.replaceAll("_", " "), isNumber, value };
      }),
    [columns, rows],
  );
  return (
    <div class="panel">
      <div class="actions" role="status">
        <p class="counts">
          <b>{countText(rows.length, "row")}</b>
          {more && ", and more that are not given here: spaces query gives all"}
        </p>
        <button
          type="button"
          disabled={rows.length === 0}
          onClick={() => download(`${name}.csv`, csvOf(answer), "text/csv")}
        >
          Download CSV
        </button>
      </div>
      {rows.length === 0 ? (
        <Empty title="No rows">
          <p>The lake has nothing of it in these days. What has just arrived is there after some minutes.</p>
        </Empty>
      ) : (
        <>
          {answer.chart !== undefined && <AnswerPicture title={title} answer={answer} chart={answer.chart} />}
          <DataTable caption={title} captionUnseen columns={shown} rows={rows} />
        </>
      )}
      {sql !== undefined && (
        <details>
          <summary>The SQL, to take away</summary>
          <CopyButton label="Copy SQL" text={() => sql} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be scrolled by keys as well. */}
          <pre class="code" tabIndex={0}>
            {sql}
          </pre>
        </details>
      )}
    </div>
  );
}
