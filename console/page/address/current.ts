/** The address of this window, as a signal: back and forward move it as links do. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type Address, formatAddress, parseAddress } from "./address.ts";
import { type Fields, readFields, type Values, writeFields } from "./fields.ts";

const current = signal(parseAddress(location.hash));
window.addEventListener("hashchange", () => {
  current.value = parseAddress(location.hash);
});

export const address: ReadonlySignal<Address> = current;

/** A step that the reader's back button undoes. */
export function go(to: Address): void {
  location.hash = formatAddress(to);
}

/** The same place said better: no step of its own. */
function amend(to: Address): void {
  history.replaceState(undefined, "", formatAddress(to));
  current.value = to;
}

export interface PageAddress<F extends Fields> {
  /** Defaults while another page is shown. */
  readonly values: ReadonlySignal<Values<F>>;
  /** Of this page with these values; what is not said is as if it were absent. */
  href(values?: Partial<Values<F>>): string;
  /** Changes some, leaves the others. */
  go(changes: Partial<Values<F>>): void;
  /** The same without a step: for what changes with every key. */
  amend(changes: Partial<Values<F>>): void;
}

export function pageAddress<F extends Fields>(page: string, fields: F): PageAddress<F> {
  const paramsOf = (values: Partial<Values<F>>) => writeFields(fields, { ...readFields(fields, {}), ...values });
  const values = computed(() => readFields(fields, current.value.page === page ? current.value.params : {}));
  return {
    values,
    href: (said = {}) => formatAddress({ page, params: paramsOf(said) }),
    go: (changes) => go({ page, params: paramsOf({ ...values.peek(), ...changes }) }),
    amend: (changes) => amend({ page, params: paramsOf({ ...values.peek(), ...changes }) }),
  };
}
