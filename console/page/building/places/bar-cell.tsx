/** A number with its share of the most there is, as a bar. */
import { numberText } from "../../text/number.ts";

interface BarCellProps {
  readonly value: number;
  readonly most: number;
  readonly text?: string;
  readonly isOver?: boolean;
}

export function BarCell({ value, most, text = numberText(value), isOver = false }: BarCellProps) {
  return (
    <span class="bar-cell" data-over={isOver}>
      <span class="bar-share" aria-hidden="true">
        <span style={{ width: `${Math.min((100 * value) / Math.max(most, 1), 100)}%` }} />
      </span>
      <span>{text}</span>
    </span>
  );
}
