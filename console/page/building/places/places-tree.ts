/** The places as they are looked through: campus, building, floor, with what is on the floors below added up. */
import type { FloorLine, PlacesAnswer } from "../../../api.ts";

export interface Busy {
  readonly devices: number;
  readonly users: number;
  /** Of cameras; absent where there is none. */
  readonly people?: number;
  readonly sensors: number;
}

export interface BuildingNode extends Busy {
  readonly tenant: string | null;
  readonly tenantName: string;
  readonly campus: string | null;
  readonly name: string | null;
  /** The highest first, as one stands before a building. */
  readonly floors: readonly FloorLine[];
}

export function buildingsOf({ tenants }: PlacesAnswer): readonly BuildingNode[] {
  return tenants.flatMap(({ id, name: tenantName, campuses }) =>
    campuses.flatMap(({ name: campus, buildings }) =>
      buildings.map(({ name, floors }) => ({
        tenant: id,
        tenantName,
        campus,
        name,
        floors: floors.toSorted((one, other) => (other.number ?? 0) - (one.number ?? 0)),
        ...added(floors),
      })),
    ),
  );
}

export function added(lines: readonly Busy[]): Busy {
  const sum = (of: (line: Busy) => number) => lines.reduce((total, line) => total + of(line), 0);
  return {
    devices: sum(({ devices }) => devices),
    users: sum(({ users }) => users),
    ...(lines.some(({ people }) => people !== undefined) && { people: sum(({ people }) => people ?? 0) }),
    sensors: sum(({ sensors }) => sensors),
  };
}

/** Of how many people one knows there: cameras see those without a device, Wi-Fi those whom no camera sees. */
export function busiest(buildings: readonly BuildingNode[]): number {
  return Math.max(1, ...buildings.flatMap(({ floors }) => floors.map(({ devices }) => devices)));
}
