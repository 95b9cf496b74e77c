/** Values under a heading, with their labels in a column; an empty line ends them. */
export function labelled(heading: string, values: readonly (readonly [label: string, value: string])[]): string {
  const width = Math.max(...values.map(([label]) => label.length));
  return [heading, ...values.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`), ""].join("\n");
}
