/** The questions as Azure CLI commands. Files they write go below `.local/`, which git does not see. */

import { historyTables, STATE_TABLE } from "../../azure/tables/tables.ts";
import { DEAD_LETTER_PREFIX } from "../../runtime/letter-file.ts";
import { subjectText, timeText } from "../../shared/state/key-text.ts";
import type { SubjectKey } from "../../shared/state/keys.ts";
import { byHand, type Commands, eventByHand, shellQuoted } from "../commands.ts";
import { CONTAINERS, HISTORY_TTL_DAYS } from "./names.ts";

export interface Endpoints {
  readonly eventHubs: string;
  /** Of the hub. */
  readonly connectionString: string;
  readonly storageConnectionString: string;
  readonly tableEndpoint: string;
  readonly blobEndpoint: string;
  readonly lakeDirectory: string;
}

const FOLDER = ".local";
const DAY_SECONDS = 86_400;

export function azureCommands(endpoints: Endpoints): Commands {
  const { eventHubs, connectionString, storageConnectionString, tableEndpoint, blobEndpoint, lakeDirectory } =
    endpoints;
  const storage = `--connection-string ${shellQuoted(storageConnectionString)}`;
  const query = (table: string, filter: string) =>
    `az storage entity query ${storage} --table-name ${table} \\\n  --filter ${shellQuoted(filter)}`;
  const stateOf = (subject: SubjectKey) => query(STATE_TABLE, `PartitionKey eq ${odata(subjectText(subject))}`);
  const now = (question: string, atMs: number) =>
    `npm run --silent spaces -- now ${question} --cloud azure --endpoint ${tableEndpoint} --at ${new Date(atMs).toISOString()}`;
  return {
    first: [
      {
        title: "Endpoints",
        text: `Event Hubs  ${eventHubs}\nTables      ${tableEndpoint}\nBlobs       ${blobEndpoint}\nLake        ${lakeDirectory}`,
      },
      {
        title: "In another shell, first",
        text: `export AZURE_STORAGE_CONNECTION_STRING=${shellQuoted(storageConnectionString)}`,
      },
      {
        title: "Push an event yourself, with the client that is installed here; it is stored a moment later",
        text: `npx node --input-type=module -e ${shellQuoted(pushScript(connectionString))}\n${stateOf(byHand)}`,
      },
    ],
    last: [
      {
        title: "What is in the container of dead letters",
        text: `az storage blob list ${storage} --container-name ${CONTAINERS.deadLetters} --output table`,
      },
    ],
    stateOf,
    whoIsAt: ({ tenant, id }, atMs) =>
      now(`who ${shellQuoted(id)}${tenant === undefined ? "" : ` --tenant ${shellQuoted(tenant)}`}`, atMs),
    zones: (atMs) => now("zones", atMs),
    floors: (atMs) => now("floors", atMs),
    history(subject, fromMs, toMs) {
      const filter = `PartitionKey eq ${odata(subjectText(subject))} and RowKey ge ${odata(timeText(fromMs))} and RowKey lt ${odata(timeText(toMs + 1))}`;
      const tables = historyTables(fromMs, toMs, Date.now(), HISTORY_TTL_DAYS * DAY_SECONDS);
      return tables.map((table) => query(table, filter)).join("\n");
    },
    deadLetters: () =>
      `az storage blob download-batch ${storage} --source ${CONTAINERS.deadLetters} --pattern '${DEAD_LETTER_PREFIX}*' --destination ${FOLDER}`,
  };
}

function odata(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function pushScript(connectionString: string): string {
  return `import { EventHubProducerClient } from "@azure/event-hubs";
const hub = new EventHubProducerClient("${connectionString}");
await hub.sendBatch([{ body: ${JSON.stringify(eventByHand())} }]);
await hub.close();`;
}
