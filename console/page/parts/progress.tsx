import { numberText } from "../text/number.ts";

interface ProgressProps {
  readonly done: number;
  /** Absent while it is not known. */
  readonly of?: number | undefined;
  /** `letters read`. */
  readonly what: string;
}

export function Progress({ done, of, what }: ProgressProps) {
  const says = of === undefined ? `${numberText(done)} ${what}` : `${numberText(done)} of ${numberText(of)} ${what}`;
  return (
    <span class="progress" role="status">
      <progress {...(of === undefined ? {} : { value: done, max: of })} aria-label={what} /> {says}
    </span>
  );
}

/** Where nobody knows how much there is. */
export function Working({ says }: { readonly says: string }) {
  return (
    <span class="progress" role="status">
      <span class="spinner" aria-hidden="true" /> {says}
    </span>
  );
}
