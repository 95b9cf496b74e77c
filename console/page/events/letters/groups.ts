/** How dead letters are counted, and what a group of them says of itself. */
import type { LettersQuery, QueryAnswer } from "../../../api.ts";

/** As `spaces dead-letters list --by` has them. */
export const groupings = ["code", "place", "channel", "tenant", "type", "hour"] as const;
export type Grouping = (typeof groupings)[number];
const usual: readonly Grouping[] = ["code", "tenant", "type", "hour"];

/** In the order of `groupings`; the usual ones where none is said. */
export function groupingsOf(said: readonly string[]): readonly Grouping[] {
  const known = groupings.filter((one) => said.includes(one));
  return known.length === 0 ? usual : known;
}

export interface LetterGroup {
  readonly values: Readonly<Partial<Record<Grouping, string | null>>>;
  readonly letters: number;
  readonly putAgain: number;
  readonly example: string;
}

export function groupsOf({ columns, rows }: QueryAnswer): readonly LetterGroup[] {
  return rows.map((row) => {
    const cell = (name: string) => row[columns.indexOf(name)];
    const values = groupings.flatMap((one) => (columns.includes(one) ? [[one, textOf(cell(one))] as const] : []));
    return {
      values: Object.fromEntries(values),
      letters: Number(cell("letters") ?? 0),
      putAgain: Number(cell("put_again") ?? 0),
      example: String(cell("for_example") ?? ""),
    };
  });
}

const HOUR_MS = 3_600_000;
/** What the command line calls a tenant or a type that could not be read. */
const NONE = "-";

/** The selection that is this group and no other, but for its channel, by which none is made. */
export function selectionOf(selection: LettersQuery, { values }: LetterGroup): LettersQuery {
  const { code, place, tenant, type, hour } = values;
  const from = hour === undefined || hour === null ? undefined : new Date(hour);
  return {
    ...selection,
    ...(code !== undefined && { code: code ?? NONE }),
    ...(place !== undefined && { place: place ?? NONE }),
    ...(tenant !== undefined && { tenant: tenant ?? NONE }),
    ...(type !== undefined && { type: type ?? NONE }),
    ...(from !== undefined && { from: minuteText(from), to: minuteText(new Date(from.getTime() + HOUR_MS)) }),
  };
}

function minuteText(moment: Date): string {
  return `${moment.toISOString().slice(0, 16)}Z`;
}

function textOf(cell: QueryAnswer["rows"][number][number] | undefined): string | null {
  return cell === null || cell === undefined ? null : String(cell);
}
