/**
 * The lake as Athena reads it: what arrived lies in landing until its files expire, and then in the compacted table alone.
 * Whom the lake has forgotten, only its tables know.
 */
import { notErased } from "../../functions/athena/compaction/erased.ts";
import type { LakeForm } from "../../shared/lake/lake-form.ts";
import type { QueryResult } from "../../shared/lake/query-result.ts";
import { sqlLiteral } from "../../shared/lake/sql-literal.ts";
import { COMPACTED_TABLE, LAKE_TABLE, partitionOf } from "../../shared/lake/table.ts";
import { type Column, columnList, newRow, type Row, storedColumns } from "../../shared/row.ts";
import { hoursOf } from "../stage/hours.ts";
import type { FoundRow, StageLake } from "../stage/lake.ts";
import type { Span } from "../stage/transport.ts";

export interface AskAthena {
  form(): Promise<LakeForm>;
  /** Page by page; rejects with Athena's reason. */
  pages(sql: string): AsyncIterable<QueryResult>;
}

export function athenaLake({ form, pages }: AskAthena): Pick<StageLake, "find" | "read"> {
  async function tables(): Promise<readonly Table[]> {
    return (await form()) === "compacted" ? [LAKE_TABLE, COMPACTED_TABLE] : [LAKE_TABLE];
  }
  return {
    async find(uid, span, signal) {
      const there = await tables();
      const found: FoundRow[] = [];
      for (const table of there)
        for await (const page of signal.aborted ? [] : pages(findSql(table, uid, span, there.length > 1)))
          for (const cells of page.rows) found.push({ row: rowOf(cells, columnList), at: String(cells.at(-1)) });
      return found;
    },
    async read(span, take, signal) {
      const there = await tables();
      // Landing has all of an hour, or nothing of it any more: of both it is told last.
      const lies = new Map<string, Table>();
      for (const table of there.toReversed())
        for await (const { rows } of signal.aborted ? [] : pages(hoursSql(table, span)))
          for (const [dt, hour] of rows) lies.set(`${dt} ${hour}`, table);
      for (const part of hoursOf(span)) {
        const { dt, hour } = partitionOf(part.fromMs);
        const table = lies.get(`${dt} ${hour}`);
        if (table === undefined) continue;
        for await (const page of pages(readSql(table, part, there.length > 1))) {
          if (signal.aborted) return;
          await take({ rows: page.rows.map((cells) => rowOf(cells, storedColumns)), reachedMs: part.fromMs });
        }
        if (signal.aborted) return;
        await take({ rows: [], reachedMs: part.toMs });
      }
      if (!signal.aborted) await take({ rows: [], reachedMs: span.toMs });
    },
  };
}

type Table = typeof LAKE_TABLE | typeof COMPACTED_TABLE;

/** The days bound what is read: by landing's folders, and by what Iceberg notes of each file. */
function onDays({ fromMs, toMs }: Span): string {
  return `l.dt BETWEEN ${[fromMs, toMs - 1].map((ms) => sqlLiteral(partitionOf(ms).dt)).join(" AND ")}`;
}

function arrivedIn(span: Span): string {
  const { fromMs, toMs } = span;
  return `${onDays(span)} AND l.received_at >= ${moment(fromMs)} AND l.received_at < ${moment(toMs)}`;
}

/** Forgotten rows are no longer in the compacted table; a lake that is not compacted knows of none. */
function known(table: Table, isCompacted: boolean): string {
  return isCompacted && table === LAKE_TABLE ? `\n  AND ${notErased("l")}` : "";
}

/** The hours in which anything arrived: of two short columns, or of folders' names. */
export function hoursSql(table: Table, span: Span): string {
  return `SELECT DISTINCT l.dt, l.hour FROM ${table} AS l WHERE ${onDays(span)}`;
}

export function readSql(table: Table, part: Span, isCompacted: boolean): string {
  return `SELECT ${storedColumns.map(selected).join(", ")}
FROM ${table} AS l
WHERE ${arrivedIn(part)} AND l.hour = ${partitionOf(part.fromMs).hour}${known(table, isCompacted)}`;
}

/** `$path` of both kinds of table: https://docs.aws.amazon.com/athena/latest/ug/querying-iceberg-table-data.html */
export function findSql(table: Table, uid: string, span: Span, isCompacted: boolean): string {
  return `SELECT ${columnList.map(selected).join(", ")}, l."$path"
FROM ${table} AS l
WHERE ${arrivedIn(span)} AND l.record_uid = ${sqlLiteral(uid)}${known(table, isCompacted)}`;
}

/** Athena prints maps and lists so that they cannot be read again: as JSON they can. */
function selected({ name, type }: Column): string {
  if (type === "timestamp") return `CAST(round(to_unixtime(l.${name}) * 1000) AS bigint)`;
  return type.startsWith("map") || type === "string[]" ? `json_format(CAST(l.${name} AS json))` : `l.${name}`;
}

function moment(ms: number): string {
  return `TIMESTAMP '${new Date(ms).toISOString().slice(0, -1).replace("T", " ")}'`;
}

function rowOf(cells: QueryResult["rows"][number], columns: readonly Column[]): Row {
  const row: Record<string, unknown> = { ...newRow("", "", 0, 0, "") };
  for (const [place, { name, type }] of columns.entries()) {
    const cell = cells[place];
    if (cell === null || cell === undefined) continue;
    row[name] = type.startsWith("map") || type === "string[]" ? JSON.parse(String(cell)) : cell;
  }
  return row as unknown as Row;
}
