/** A native table: with a caption, sorted by its heads' buttons, and so many rows as can be read. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { numberText } from "../text/number.ts";
import { nextSort, type Sort, type SortValue, sorted } from "./sorting.ts";

export interface Column<T> {
  readonly name: string;
  readonly head?: string;
  readonly isNumber?: boolean;
  /** Names the row: a `th`. */
  readonly isHead?: boolean;
  value(row: T): SortValue;
  /** Default: the value. */
  cell?(row: T): ComponentChildren;
}

export interface TableProps<T> {
  readonly caption: string;
  /** Where the heading above says the same to who sees. */
  readonly captionUnseen?: boolean;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf?: (row: T, place: number) => string;
  readonly rowClass?: (row: T) => string | undefined;
  /** Kept by the caller, such as in the address; else by the table. */
  readonly sort?: Sort | undefined;
  readonly onSort?: (sort: Sort | undefined) => void;
}

const STEP = 500;

export function DataTable<T>(props: TableProps<T>) {
  const { caption, captionUnseen, columns, rows, keyOf = (_, place) => String(place), rowClass } = props;
  const ownSort = useSignal<Sort | undefined>(undefined);
  const most = useSignal(STEP);
  const sort = props.onSort === undefined ? ownSort.value : props.sort;
  const by = columns.find(({ name }) => name === sort?.by);
  const inOrder = useMemo(
    () => (by === undefined || sort === undefined ? rows : sorted(rows, by.value, sort.down)),
    [rows, by, sort?.down],
  );
  const onSort = (name: string) => {
    const next = nextSort(sort, name);
    if (props.onSort === undefined) ownSort.value = next;
    else props.onSort(next);
  };
  const showMore = () => {
    most.value += STEP;
  };
  const left = rows.length - most.value;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be scrolled by keys as well.
    <section class="table" aria-label={caption} tabIndex={0}>
      <table>
        <caption class={captionUnseen ? "unseen" : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name, head = name, isNumber }) => (
              <th
                key={name}
                scope="col"
                class={isNumber ? "number" : undefined}
                aria-sort={sort?.by === name ? (sort.down ? "descending" : "ascending") : undefined}
              >
                <button type="button" onClick={() => onSort(name)}>
                  {head}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {inOrder.slice(0, most.value).map((row, place) => (
            <tr key={keyOf(row, place)} class={rowClass?.(row)}>
              {columns.map((column) => (
                <TableCell key={column.name} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 && (
        <p class="table-rest">
          {numberText(most.value)} of {numberText(rows.length)} rows are shown.{" "}
          <button type="button" onClick={showMore}>
            Show {numberText(Math.min(STEP, left))} more
          </button>
        </p>
      )}
    </section>
  );
}

function TableCell<T>({ column, row }: { readonly column: Column<T>; readonly row: T }) {
  const content = column.cell === undefined ? shown(column.value(row)) : column.cell(row);
  const className = column.isNumber ? "number" : undefined;
  return column.isHead ? (
    <th scope="row" class={className}>
      {content}
    </th>
  ) : (
    <td class={className}>{content}</td>
  );
}

function shown(value: SortValue): string {
  if (value === null || value === undefined) return "";
  return typeof value === "number" ? numberText(value) : String(value);
}
