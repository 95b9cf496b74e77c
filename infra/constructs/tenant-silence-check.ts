/** A look, several times in the hours that count as silence, at when each tenant was last heard of. It may read the state table. */
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Code } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import type { TablesConfig } from "../config/spaces-config.ts";
import type { EventStoreStack } from "../stacks/event-store.ts";
import { callEvery } from "./call-every.ts";
import { keyUse, readsTable } from "./key-use.ts";
import { spacesFunction } from "./spaces-function.ts";

const MEMORY_MIB = 256;
/** The longest there is: the table may be large, and nobody waits. */
const TIMEOUT_SECONDS = 900;

const LOOKS_IN_THE_SILENCE = 4;
/** Two looks must fit into the day that an alarm's period has at most. */
const MOST_HOURS_BETWEEN = 12;
/** Of the units that the table has for certain; the rest is the processor's. */
const SHARE_OF_READS = 0.5;

/** So that a silence is told at most a quarter late. */
export function hoursBetweenLooks(silenceHours: number): number {
  return Math.min(MOST_HOURS_BETWEEN, Math.ceil(silenceHours / LOOKS_IN_THE_SILENCE));
}

/** `undefined` where the table takes whatever a look asks for. */
function readUnitsPerSecond({ capacity, onDemand, provisioned }: TablesConfig): number | undefined {
  const bound = capacity === "provisioned" ? provisioned.leastReadUnits : onDemand.maxReadUnits;
  return bound === undefined ? undefined : Math.max(1, Math.floor(bound * SHARE_OF_READS));
}

interface TenantSilenceCheckProps {
  readonly functionName: string;
  readonly code: Code;
  readonly stage: string;
  readonly silenceHours: number;
  readonly tables: TablesConfig;
  readonly store: Pick<EventStoreStack, "stateTable" | "customerKey" | "encryptionKey">;
  readonly logRetentionDays: number;
}

export class TenantSilenceCheck extends Construct {
  constructor(scope: Construct, id: string, props: TenantSilenceCheckProps) {
    super(scope, id);
    const { functionName, code, stage, silenceHours, store, logRetentionDays } = props;
    const units = readUnitsPerSecond(props.tables);
    const check = spacesFunction(this, "Function", {
      functionName,
      description: "Spaces push receiver: how many tenants have fallen silent, as a metric",
      code,
      environment: {
        STAGE: stage,
        STATE_TABLE: store.stateTable.tableName,
        SILENCE_HOURS: String(silenceHours),
        ...(units !== undefined && { READ_UNITS_PER_SECOND: String(units) }),
      },
      memoryMiB: MEMORY_MIB,
      timeoutSeconds: TIMEOUT_SECONDS,
      encryptionKey: store.encryptionKey,
      logRetentionDays,
      statements: [
        new PolicyStatement({ actions: ["dynamodb:Scan"], resources: [store.stateTable.tableArn] }),
        keyUse(store.customerKey, "dynamodb", readsTable),
      ],
    });
    callEvery(this, hoursBetweenLooks(silenceHours), check, "Tenants that have fallen silent");
  }
}
