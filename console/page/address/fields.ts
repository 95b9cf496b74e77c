/** What a parameter of the address says. Whatever stands there is read as something: an address is typed by people too. */
import type { Params } from "./address.ts";

export interface Field<T> {
  read(text: string | undefined): T;
  /** Empty: as good as absent. */
  write(value: T): string;
}

export const text: Field<string> = { read: (said) => said ?? "", write: (value) => value };

export const flag: Field<boolean> = { read: (said) => said === "true", write: (value) => (value ? "true" : "") };

/** Comma-separated. */
export const list: Field<readonly string[]> = {
  read: (said) => (said ?? "").split(",").flatMap((one) => (one.trim() === "" ? [] : [one.trim()])),
  write: (values) => values.join(","),
};

/** Absent where it is no number. */
export const number: Field<number | undefined> = {
  read: (said) =>
    said === undefined || said.trim() === "" || !Number.isFinite(Number(said)) ? undefined : Number(said),
  write: (value) => (value === undefined ? "" : String(value)),
};

/** The first is what is meant where nothing is said. */
export function oneOf<const T extends string>(...choices: readonly [T, ...T[]]): Field<T> {
  return {
    read: (said) => choices.find((choice) => choice === said) ?? choices[0],
    write: (value) => (value === choices[0] ? "" : value),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a field of whatever type.
export type Fields = Readonly<Record<string, Field<any>>>;
export type Values<F extends Fields> = { readonly [Name in keyof F]: F[Name] extends Field<infer T> ? T : never };

export function readFields<F extends Fields>(fields: F, params: Params): Values<F> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, field.read(params[name])]),
  ) as Values<F>;
}

export function writeFields<F extends Fields>(fields: F, values: Values<F>): Params {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.write(values[name])]));
}
