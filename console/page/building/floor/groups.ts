/** What a floor's subjects are to who looks at it: four groups, told apart by shape and by colour. */
export const groups = [
  { name: "people", one: "person", many: "people", shape: "circle", colour: "--series-2" },
  { name: "devices", one: "device", many: "devices", shape: "square", colour: "--series-1" },
  { name: "assets", one: "asset", many: "assets", shape: "diamond", colour: "--series-4" },
  { name: "sensors", one: "sensor", many: "sensors", shape: "triangle", colour: "--series-3" },
] as const;

export type Group = (typeof groups)[number];
export type Shape = Group["shape"];

/** Place in `groups`. Whatever measures and stays where it is counts as a sensor: cameras, room devices, anchors. */
export function groupOf(kind: string): number {
  if (kind === "user") return 0;
  if (kind === "device") return 1;
  return kind === "asset" ? 2 : 3;
}

export function counted(count: number, { one, many }: Pick<Group, "one" | "many">): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
