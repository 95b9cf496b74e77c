/**
 * What an operator's commands need of a stage, in the core's words. `cli/aws` (azure and gcp beside it) implement this
 * over a deployed stage and over a local run; no command knows which of them it has.
 */
import type { ReadSecret } from "../../runtime/privacy-key.ts";
import type { Core } from "../../runtime/start-core.ts";
import type { EventSink, PlaceTable } from "../../shared/ports.ts";
import type { TablesReader } from "../../shared/state/tables-reader.ts";
import type { CloudName } from "../cloud-option.ts";
import type { Check } from "./check.ts";
import type { StageFigures } from "./figures.ts";
import type { GivenUpPlace } from "./given-up.ts";
import type { StageLake } from "./lake.ts";
import type { GetObject, OwnObjects } from "./objects.ts";
import type { LakeQuestions } from "./questions.ts";
import type { TablesEraser } from "./tables-eraser.ts";
import type { Transport } from "./transport.ts";

export interface Stage {
  /** For sentences: `the stage prod in eu-west-1`, `the local run 2026-…`. */
  readonly name: string;
  readonly cloud: CloudName;
  /** A run on this machine, whose events may be dated back. */
  readonly local: boolean;
  /** Every place a record can be given up to. */
  readonly givenUp: readonly GivenUpPlace[];
  /** Where Cisco puts records, one for each channel that is deployed; the first is put into where none is named. */
  readonly transports: readonly Transport[];
  readonly tables: TablesReader;
  readonly eraser?: TablesEraser;
  /** Absent where none is deployed. */
  readonly lake?: StageLake | undefined;
  readonly questions?: LakeQuestions | undefined;
  /** What only this cloud can tell of itself. */
  readonly checks?: readonly Check[];
  /** Of its pipeline; absent where nobody keeps them. */
  readonly figures?: StageFigures;
  /** Of floors, by the keys of `places sync`: a run makes them up with its events. */
  readonly maps?: GetObject;
  /** The cloud's secret store; a local run has none. */
  readonly readSecret: ReadSecret;
  /** A bucket, or what stands for one, of whoever operates the stage. */
  bucket(name: string): OwnObjects;
  /**
   * The core and the store of the function that fills the tables, configured as that function is. A UserError where its
   * configuration or its key may not be read.
   */
  consumer(): Promise<TablesConsumer>;
  close(): void;
}

export interface TablesConsumer {
  readonly core: Core;
  readonly sink: EventSink;
  /** What places say of themselves. */
  readonly places: PlaceTable;
  /** Event types whose history only the lake keeps. */
  readonly historyExcludedTypes: ReadonlySet<string>;
}
