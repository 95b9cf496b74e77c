/** Who is where now: the questions of `spaces now`, about this run. */
import { type BusyFloor, floorsResult } from "../../cli/now/busiest-floors.ts";
import { busiestZones } from "../../cli/now/busiest-zones.ts";
import { SEEN_WITHIN_MS } from "../../cli/now/floors.ts";
import { whoIsThere } from "../../cli/now/who-is-there.ts";
import { type Answer, answer } from "./answer.ts";
import type { Asked } from "./answers.ts";

const SEEN_WITHIN = `seen within ${SEEN_WITHIN_MS / 60_000} minutes`;

export async function whoIsOnFloor({ read, commands }: Asked, floor: BusyFloor, asOfMs: number): Promise<Answer> {
  const name = floor.building === null ? floor.floor : `${floor.building}, ${floor.floor}`;
  const { columns, rows } = await whoIsThere(read, floor.place, asOfMs);
  return answer(
    `Who is on ${name} of ${floor.tenant} now (${SEEN_WITHIN})?`,
    columns,
    rows,
    commands.whoIsAt(floor.place, asOfMs),
  );
}

export async function whichZonesAreBusiest({ read, commands }: Asked, asOfMs: number): Promise<Answer> {
  const { columns, rows } = await busiestZones(read, asOfMs);
  return answer(`Which zones are the busiest now (${SEEN_WITHIN})?`, columns, rows, commands.zones(asOfMs));
}

export async function howBusyIsEachFloor(
  { commands }: Asked,
  floors: readonly BusyFloor[],
  asOfMs: number,
): Promise<Answer> {
  const { columns, rows } = floorsResult(floors);
  return answer("How busy is each floor now?", columns, rows, commands.floors(asOfMs));
}
