/** A stage on Azure, deployed or of a local run, as the commands' port. */
import { EventHubConsumerClient, EventHubProducerClient } from "@azure/event-hubs";
import { DefaultAzureCredential } from "@azure/identity";
import type { ContainerClient } from "@azure/storage-blob";
import { eventHubsConfiguration, sharedKeyOf, tableEndpoints } from "../../azure/event-hubs/configuration.ts";
import { blobContainer, tableAccount } from "../../azure/storage.ts";
import { acrossAccounts } from "../../azure/tables/accounts.ts";
import { tablePlaces } from "../../azure/tables/place-table.ts";
import { tableReader } from "../../azure/tables/reader.ts";
import { type TableAccount, tableCalls } from "../../azure/tables/sdk-calls.ts";
import { tableStore } from "../../azure/tables/store.ts";
import { backOff } from "../../runtime/back-off.ts";
import { type Environment, optionalText, requiredText } from "../../runtime/configuration.ts";
import { DEAD_LETTER_PREFIX } from "../../runtime/letter-file.ts";
import type { ReadSecret } from "../../runtime/privacy-key.ts";
import { startCore } from "../../runtime/start-core.ts";
import { tablesPolicy } from "../../runtime/tables-configuration.ts";
import { duckQuestions } from "../duck-questions.ts";
import type { Check } from "../stage/check.ts";
import { deadLetters, place } from "../stage/letter-place.ts";
import { getterOf } from "../stage/objects.ts";
import type { LakeQuestions } from "../stage/questions.ts";
import type { Stage, TablesConsumer } from "../stage/stage.ts";
import { UserError } from "../user-error.ts";
import { checkpointsCheck } from "./checkpoints-check.ts";
import { containerCheck, hubCheck, pushRuleCheck, receiveCheck, tablesCheck } from "./checks.ts";
import { containerObjects } from "./container.ts";
import { containerLake } from "./container-lake.ts";
import { containerQuestions } from "./container-questions.ts";
import { eventHubsTransport } from "./event-hubs-transport.ts";
import { azureFigures } from "./figures.ts";
import { keyVaultSecrets, referredSecret } from "./key-vault.ts";
import type { AzureLocalAccess } from "./local-access.ts";
import type { Outputs } from "./outputs.ts";
import { READER_GROUP } from "./read-hub.ts";
import { accountAt, containerAt } from "./storage.ts";
import { tableEraser } from "./tables-eraser.ts";

const CHANNEL = "event-hubs";
const NOTES_PREFIX = "redriven/";

/** As whoever is signed in. A UserError where the outputs are of something else, or of before this version. */
export function azureStage(outputs: Outputs): Stage {
  const { event_hub: hub, function_settings: environment, checkpoints, push = {} } = outputs;
  if (hub === undefined || environment === undefined)
    throw new UserError(
      "The outputs say neither where the hub is nor how the function is set: they are not those of azure/infra, or were made by an older version; terraform apply makes them anew.",
    );
  const credential = new DefaultAzureCredential();
  const figures = azureFigures({ outputs, credential });
  const deployed = stageOf({
    name: `the stage ${environment.STAGE ?? ""} on Azure`,
    local: false,
    producer: new EventHubProducerClient(hub.host, hub.name, credential),
    connect: () => new EventHubConsumerClient(READER_GROUP, hub.host, hub.name, credential),
    retentionDays: hub.retention_days,
    group: hub.consumer_group,
    checkpoints,
    checks: [pushRuleCheck(Object.keys(push))],
    environment,
    blobEndpoint: new URL(requiredText(environment, "DEAD_LETTER_CONTAINER")).origin,
    account: accountAt,
    container: containerAt,
    readSecret: keyVaultSecrets(credential),
  });
  return { ...deployed, ...(figures !== undefined && { figures }) };
}

export function localAzureStage(run: string, access: AzureLocalAccess): Stage {
  const { connectionString, environment, blobEndpoint, checkpoints, lakeDirectory } = access;
  const sharedKey = sharedKeyOf(environment);
  return stageOf({
    name: `the local run ${run}`,
    local: true,
    producer: new EventHubProducerClient(connectionString),
    connect: () => new EventHubConsumerClient(READER_GROUP, connectionString),
    retentionDays: undefined,
    group: requiredText(environment, "EVENT_HUB_CONSUMER_GROUP"),
    checkpoints,
    checks: [],
    environment,
    blobEndpoint,
    questions: duckQuestions(lakeDirectory),
    account: (endpoint) => tableAccount(endpoint, sharedKey, "the client's"),
    container: (url) => blobContainer(url, sharedKey),
    readSecret: async () => undefined,
  });
}

interface Parts {
  readonly name: string;
  readonly local: boolean;
  readonly producer: EventHubProducerClient;
  readonly connect: () => EventHubConsumerClient;
  readonly retentionDays: number | undefined;
  /** By which the tables' function reads. */
  readonly group: string;
  /** Absent where outputs of an older version do not tell. */
  readonly checkpoints: string | undefined;
  /** Besides those of hub and storage. */
  readonly checks: readonly Check[];
  /** Of the function; its key may be a reference to Key Vault. */
  readonly environment: Environment;
  /** In which a container is that is named without its address. */
  readonly blobEndpoint: string;
  readonly account: (endpoint: string) => TableAccount;
  readonly container: (url: string) => ContainerClient;
  readonly readSecret: ReadSecret;
  /** Where the lake is a folder of this machine; else they are asked of the container. */
  readonly questions?: LakeQuestions;
}

function stageOf({ name, local, producer, connect, retentionDays, environment, readSecret, ...parts }: Parts): Stage {
  const { account, container, blobEndpoint } = parts;
  const accounts = tableEndpoints(environment).map((endpoint) => ({ endpoint, calls: tableCalls(account(endpoint)) }));
  const calls = acrossAccounts(accounts.map((each) => each.calls));
  // It connects when it is asked.
  const consumer = connect();
  const { historyTtlSeconds } = tablesPolicy(environment);
  const objects = containerObjects(container(requiredText(environment, "DEAD_LETTER_CONTAINER")));
  const lake = optionalText(environment, "LAKE_CONTAINER");
  return {
    name,
    cloud: "azure",
    local,
    // What grows too old is a letter, too: the tables' function and the lake's give up by themselves.
    givenUp: [
      place(
        { name: "dead-letters", channel: CHANNEL, objects, prefix: DEAD_LETTER_PREFIX, notesPrefix: NOTES_PREFIX },
        deadLetters,
      ),
    ],
    transports: [eventHubsTransport({ producer, connect, retentionDays })],
    tables: tableReader({ calls, historyTtlSeconds, nowMs: Date.now }),
    eraser: tableEraser(calls),
    lake: lake === undefined ? undefined : containerLake(container(lake)),
    questions: parts.questions ?? (lake === undefined ? undefined : containerQuestions(container(lake))),
    checks: [
      hubCheck(consumer),
      receiveCheck(connect),
      ...readingChecks(consumer, environment, parts),
      ...accounts.map((each) => tablesCheck(each.endpoint, each.calls)),
      ...containerChecks(environment, container),
      ...parts.checks,
    ],
    readSecret,
    /** By its address, or by its name in the account of the dead letters. */
    bucket(to) {
      const into = container(to.includes("://") ? to : `${blobEndpoint}/${to}`);
      return {
        async put(key, bytes, blobContentType) {
          await into.getBlockBlobClient(key).upload(bytes, bytes.length, { blobHTTPHeaders: { blobContentType } });
        },
        get: getterOf(containerObjects(into)),
      };
    },
    async consumer(): Promise<TablesConsumer> {
      const { core, tables } = eventHubsConfiguration(await withKey(environment, readSecret));
      return {
        core: await startCore(core, false, readSecret),
        sink: tableStore({ ...tables, calls, backOff, nowMs: Date.now }),
        places: tablePlaces({ calls, backOff }),
        historyExcludedTypes: tables.historyExcludedTypes,
      };
    },
    close() {
      for (const client of [producer, consumer]) client.close().catch(() => {});
    },
  };
}

function readingChecks(
  consumer: EventHubConsumerClient,
  environment: Environment,
  { group, checkpoints, container }: Pick<Parts, "group" | "checkpoints" | "container">,
): readonly Check[] {
  if (checkpoints === undefined) return [];
  const lakeGroup = optionalText(environment, "LAKE_CONSUMER_GROUP");
  const readers = [
    { name: "tables' function", group },
    ...(lakeGroup === undefined ? [] : [{ name: "lake's function", group: lakeGroup }]),
  ];
  return readers.map((reader) => checkpointsCheck({ ...reader, consumer, checkpoints: container(checkpoints) }));
}

function containerChecks(environment: Environment, container: Parts["container"]): readonly Check[] {
  const settings = { "dead letters": "DEAD_LETTER_CONTAINER", notes: "BATCH_NOTE_CONTAINER", lake: "LAKE_CONTAINER" };
  return Object.entries(settings).flatMap(([what, setting]) => {
    const url = optionalText(environment, setting);
    return url === undefined ? [] : [containerCheck(what, container(url))];
  });
}

/** The platform puts the secret in place of the reference; here we do. */
async function withKey(environment: Environment, readSecret: ReadSecret): Promise<Environment> {
  const secret = referredSecret(environment.PRIVACY_KEY ?? "");
  return secret === undefined ? environment : { ...environment, PRIVACY_KEY: await readSecret(secret) };
}
