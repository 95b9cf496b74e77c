/** What arrived, as a line for a terminal or as one of JSON. */

import { styleText } from "node:util";
import type { Row } from "../../shared/row.ts";
import { isoTime } from "../iso-time.ts";
import { printable } from "../printable.ts";
import { rowColumns } from "../row-columns.ts";
import type { Tapped } from "./tap.ts";

const TYPE_WIDTH = 24;

/** Without a line break, and cut where the terminal's line ends. */
export function tapLine(tapped: Tapped, columns = Number.POSITIVE_INFINITY): string {
  const { receivedAtMs, row, rejected } = tapped;
  const time = isoTime(receivedAtMs).slice(11, 23);
  const type = (row?.event_type ?? rejected?.eventType ?? "-").padEnd(TYPE_WIDTH);
  const tenant = row?.tenant_id ?? rejected?.tenant ?? "-";
  const line = printable([time, type, tenant, tapSays(tapped)].join("  "));
  const cut = [...line].slice(0, columns).join("");
  return row === undefined ? styleText("red", cut) : cut;
}

/** What the event says, without when, of what type and of whom it is. */
export function tapSays({ row, isRepeat, rejected }: Tapped): string {
  const said =
    row === undefined
      ? [`rejected: ${rejected?.code} (${rejected?.stage})`, rejected?.message]
      : [`${row.subject_kind}:${row.subject_id}`, placeOf(row), saidOf(row), isRepeat ? "again" : undefined];
  return said.filter(Boolean).join("  ");
}

export function tapJson({ receivedAtMs, row, rejected, ...tapped }: Tapped): object {
  return {
    ...tapped,
    received_at: isoTime(receivedAtMs),
    ...(row !== undefined && { row: rowColumns(row) }),
    ...(rejected !== undefined && { rejected }),
  };
}

function placeOf({ location_name, floor_name, building_name }: Row): string {
  return [...new Set([location_name, floor_name, building_name])].filter(Boolean).join(", ");
}

/** The first of what an event can say of its subject. */
function saidOf({ presence, x, y, people_count, associated_count, measurements }: Row): string {
  const readings = Object.entries(measurements ?? {});
  return [
    ...(presence === undefined ? [] : [presence]),
    ...(x === undefined || y === undefined ? [] : [`at ${x.toFixed(1)}, ${y.toFixed(1)}`]),
    ...(people_count === undefined ? [] : [`${people_count} people`]),
    ...(associated_count === undefined ? [] : [`${associated_count} devices`]),
    ...readings.slice(0, SHOWN_READINGS).map(([name, value]) => `${name} ${value}`),
  ].join(", ");
}

const SHOWN_READINGS = 3;
