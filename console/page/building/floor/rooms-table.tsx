/** How full each room is, and whether one can stand it there. */
import type { RoomLine } from "../../../api.ts";
import { DataTable } from "../../parts/data-table.tsx";
import { agoText } from "../../text/time.ts";
import { BarCell } from "../places/bar-cell.tsx";
import { comfortOf, discomfort } from "./comfort.ts";
import { readingName, readingValue } from "./reading-text.ts";

/** Of all that a room may measure, what people feel. */
const FELT = ["temperature_c", "co2_ppm", "humidity_pct", "sound_level_dba", "ambient_noise_dba"];

export function RoomsTable({ rooms, nowMs }: { readonly rooms: readonly RoomLine[]; readonly nowMs: number }) {
  return (
    <section class="panel">
      <h2>Rooms</h2>
      {rooms.length === 0 ? (
        <p class="quiet-text">No room of this floor has said anything.</p>
      ) : (
        <DataTable
          caption="Rooms, how full they are, and their air"
          captionUnseen
          rows={rooms}
          keyOf={({ id }) => id}
          columns={[
            { name: "room", head: "Room", isHead: true, value: ({ name }) => name },
            {
              name: "people",
              head: "People",
              isNumber: true,
              value: ({ people }) => people ?? null,
              cell: (room) => <Fullness room={room} />,
            },
            {
              name: "comfort",
              head: "Comfort",
              value: ({ readings }) => comfortOf(readings)?.says ?? null,
              cell: ({ readings }) => <Comfort readings={readings} />,
            },
            {
              name: "said",
              head: "Said",
              value: ({ saidAtMs }) => -saidAtMs,
              cell: ({ saidAtMs }) => agoText(saidAtMs, nowMs),
            },
          ]}
        />
      )}
      <p class="quiet-text">
        In range is 18–27 °C, 30–60 % humidity and at most 1,000 ppm CO₂, as in the question Comfort by room and hour.
      </p>
    </section>
  );
}

function Fullness({ room: { people, capacity } }: { readonly room: RoomLine }) {
  if (people === undefined) return <>not said{capacity === undefined ? "" : ` of ${capacity}`}</>;
  if (capacity === undefined) return <>{people}</>;
  return <BarCell value={people} most={capacity} text={`${people} of ${capacity}`} isOver={people > capacity} />;
}

function Comfort({ readings }: Pick<RoomLine, "readings">) {
  const comfort = comfortOf(readings);
  const felt = FELT.flatMap((name) => readings.find((reading) => reading.name === name) ?? []);
  return (
    <span class="comfort">
      {comfort !== undefined && <b class={comfort.isGood ? "good" : "warn"}>{comfort.says}</b>}
      {felt.map((reading) => (
        <span
          key={reading.name}
          title={readingName(reading.name).says}
          class={discomfort(reading) === undefined ? undefined : "warn"}
        >
          {readingName(reading.name).unit === "%" || readingName(reading.name).unit === "ppm"
            ? `${readingName(reading.name).says} `
            : ""}
          {readingValue(reading)}
        </span>
      ))}
    </span>
  );
}
