/**
 * What the console's server and its page say to each other: JSON, times as epoch ms, lengths in feet as the events have
 * them. Everything is what the readers of the command line give; the page shows no more than the tables hold.
 *
 * | path                              | answer                                       |
 * | --------------------------------- | -------------------------------------------- |
 * | GET  /api/stage                   | StageFacts                                   |
 * | GET  /api/places                  | PlacesAnswer                                 |
 * | GET  /api/floor?PlaceQuery        | FloorAnswer                                  |
 * | GET  /api/floor/live?PlaceQuery   | events: `floor` (FloorAnswer), `change` (FloorChange) |
 * | GET  /api/floor/map?PlaceQuery    | the picture                                  |
 * | GET  /api/floor/day?PlaceQuery&from&to | DayAnswer                               |
 * | GET  /api/subject?tenant&kind&id&from&to | SubjectAnswer, of a period in epoch ms |
 * | GET  /api/pipeline/live           | events: `pipeline` (PipelineAnswer)          |
 * | GET  /api/doctor                  | events: `progress` (DoctorProgress), `findings` (DoctorAnswer) |
 * | GET  /api/tap?TapQuery            | events: `tapped` (TappedLine[]), `counts` (TapCounts) |
 * | GET  /api/explain?name&from&to    | ExplainAnswer                                |
 * | POST /api/explain                 | ExplainAnswer, of the body's bytes           |
 * | GET  /api/letters?LettersQuery    | QueryAnswer, a group a row; `for_example` is a letter's id |
 * | GET  /api/letters/one?id&raw      | LetterAnswer                                 |
 * | POST /api/letters/redrive         | events: `progress`, `redriven` (RedriveAnswer) |
 * | GET  /api/queries                 | NamedQueryFacts[]                            |
 * | GET  /api/query?name&…parameters  | QueryAnswer                                  |
 *
 * A failure is a status from 400 on with an `ApiError`; within a stream of events it is an event `failed` with one.
 */
import type { ExplainedEvent, Explanation } from "../cli/explain/explanation.ts";
import type { StandingEvent } from "../cli/explain/what-stands.ts";
import type { Finding } from "../cli/stage/check.ts";
import type { Alarm, ChannelFigures, Cost } from "../cli/stage/figures.ts";
import type { Chart } from "../shared/lake/chart.ts";
import type { QueryParameter } from "../shared/lake/named-query.ts";

export type { ChannelFigures };

export interface ApiError {
  /** A sentence for a person; never a field value of an event. */
  readonly message: string;
  /** `no-rights`: whoever runs the console may not look; `not-here`: this stage has none of it. */
  readonly code: "bad-request" | "not-here" | "no-rights" | "failed";
}

export interface StageFacts {
  /** `the local run 2026-…`, `the stage prod in eu-west-1`. */
  readonly name: string;
  readonly cloud: "aws" | "azure" | "gcp";
  readonly local: boolean;
  /** What this stage can be asked. */
  readonly has: {
    readonly tap: boolean;
    readonly lake: boolean;
    readonly pipeline: boolean;
    readonly alarms: boolean;
  };
}

/** Of a place: `tenant` is absent where events named none. */
export interface PlaceQuery {
  readonly tenant?: string;
  readonly id: string;
}

export interface PlacesAnswer {
  readonly atMs: number;
  readonly tenants: readonly {
    readonly id: string | null;
    readonly name: string;
    readonly campuses: readonly {
      readonly name: string | null;
      readonly buildings: readonly { readonly name: string | null; readonly floors: readonly FloorLine[] }[];
    }[];
  }[];
}

/** Counts are of who was seen in the last 15 minutes, sensors' and cameras' of a day. */
export interface FloorLine {
  readonly id: string;
  readonly name: string;
  readonly number: number | null;
  readonly devices: number;
  readonly users: number;
  /** Absent where there is no camera. */
  readonly people?: number;
  readonly sensors: number;
}

export interface FloorAnswer {
  readonly atMs: number;
  readonly place: PlaceQuery;
  readonly names: {
    readonly tenant: string;
    readonly campus?: string;
    readonly building?: string;
    readonly floor: string;
  };
  /** IANA; the machine's where the place has none. */
  readonly timeZone?: string;
  /** What `places sync` brought; absent: an outline round what has a position. */
  readonly map?: { readonly widthFt: number; readonly lengthFt: number; readonly picture: boolean };
  readonly subjects: readonly FloorSubject[];
  readonly zones: readonly ZoneLine[];
  readonly rooms: readonly RoomLine[];
}

export interface FloorSubject {
  readonly kind: string;
  readonly id: string;
  /** What to call it: its name or type, as the tables hold them. */
  readonly label: string;
  readonly seenAtMs: number;
  /** From the map's upper left corner; absent for who is on the floor at no position. */
  readonly xFt?: number;
  readonly yFt?: number;
  readonly zone?: string;
  readonly presence?: string;
  readonly readings: readonly Reading[];
}

export interface Reading {
  /** As the row has it: `air_temperature_c`. */
  readonly name: string;
  readonly value: number | string;
  readonly atMs: number;
}

export interface ZoneLine {
  readonly id: string;
  readonly name: string;
  readonly devices: number;
  readonly users: number;
}

export interface RoomLine {
  readonly id: string;
  readonly name: string;
  /** Absent is not said by anyone, not none. */
  readonly capacity?: number;
  readonly people?: number;
  readonly readings: readonly Reading[];
  readonly saidAtMs: number;
}

/** Against the answer before; zones and rooms are whole where they are there. */
export interface FloorChange {
  readonly atMs: number;
  readonly seen: readonly FloorSubject[];
  readonly gone: readonly { readonly kind: string; readonly id: string }[];
  readonly zones?: readonly ZoneLine[];
  readonly rooms?: readonly RoomLine[];
}

/** A slot's counts; `people` of cameras is absent where none said anything. */
export interface DayAnswer {
  readonly slotMs: number;
  readonly slots: readonly {
    readonly fromMs: number;
    readonly devices: number;
    readonly users: number;
    readonly people?: number;
  }[];
  /** Where the counts come from, a clause. */
  readonly source: string;
}

/** Rows by column, as the command line prints them. */
export type RowJson = Readonly<Record<string, unknown>>;

export interface SubjectAnswer {
  readonly state: readonly RowJson[];
  /** Newest first; `more` where there is more than is given. */
  readonly history: readonly RowJson[];
  readonly more: boolean;
}

/** What nobody measured is absent, never 0. */
export interface PipelineAnswer {
  readonly atMs: number;
  readonly channels: readonly ChannelFigures[];
  /** Tenants that were heard of, the longest silent first. */
  readonly tenants: readonly { readonly name: string; readonly lastHeardMs: number; readonly silent: boolean }[];
  readonly alarms?: readonly Alarm[];
  readonly cost?: Cost;
  /** A clause for each figure that cannot be had here, and why. */
  readonly missing: readonly string[];
}

export interface DoctorProgress {
  readonly done: number;
  readonly of: number;
}

export interface DoctorAnswer {
  readonly findings: readonly Finding[];
  /** The guide's own reasons for silence, a sentence each. */
  readonly silence: readonly string[];
}

export interface TapQuery {
  /** Comma-separated. */
  readonly types?: string;
  readonly tenants?: string;
  readonly subject?: string;
  readonly rejected?: "true";
}

export interface TappedLine {
  /** Of the record, for `explain`. */
  readonly position: string;
  readonly receivedAtMs: number;
  readonly type: string;
  readonly tenant?: string;
  readonly outcome: "stored" | "duplicate" | "rejected";
  /** Its line in the terminal, without time, type and tenant. */
  readonly says: string;
  readonly code?: string;
  readonly uid?: string;
  readonly row?: RowJson;
}

export interface TapCounts {
  readonly events: number;
  readonly rejected: number;
  readonly ignored: number;
  readonly wanted: number;
  readonly leftOut: number;
}

export interface ExplainAnswer {
  /** Where no record of the name is kept any more: what stands of its event in lake and tables. */
  readonly standing?: readonly StandingEvent[];
  readonly records: readonly (Explanation & { readonly events: readonly ExplainedEvent[] })[];
}

/** Lists are comma-separated; `by` as `dead-letters list --by`. */
export interface LettersQuery {
  readonly by?: string;
  readonly code?: string;
  readonly tenant?: string;
  readonly type?: string;
  readonly place?: string;
  readonly from?: string;
  readonly to?: string;
}

export interface LetterAnswer {
  readonly letter: RowJson;
  readonly explanation?: Explanation;
  /** Asked for by `raw=true` alone: personal. `text` where the bytes are such. */
  readonly raw?: { readonly base64: string; readonly text?: string };
}

export interface RedriveRequest {
  readonly selection: LettersQuery;
  readonly dryRun: boolean;
}

export interface RedriveAnswer {
  readonly dryRun: boolean;
  readonly letters: number;
  readonly put: number;
  readonly stored: number;
  readonly rejectedAgain: Readonly<Record<string, number>>;
  readonly open: number;
  /** Lines as the command prints them. */
  readonly says: readonly string[];
}

export interface NamedQueryFacts {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly parameters: readonly QueryParameter[];
}

export interface QueryAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
  /** There are more than are given. */
  readonly more?: true;
  readonly chart?: Chart;
  /** To take away, with the parameters in it. */
  readonly sql?: string;
}
