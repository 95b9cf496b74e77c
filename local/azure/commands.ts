/** The questions as Azure CLI commands. Files they write go below `.local/`, which git does not see. */
import { DEAD_LETTER_PREFIX } from "../../azure/blob-dead-letter.ts";
import { placeText, slotText, subjectText, timeText } from "../../azure/tables/keys.ts";
import { BY_PLACE_TABLE, historyTables, STATE_TABLE } from "../../azure/tables/tables.ts";
import type { PlaceKey, SubjectKey } from "../../shared/state/keys.ts";
import { slotOf } from "../../shared/state/seen.ts";
import { type Commands, shellQuoted } from "../commands.ts";
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
const byHand = { tenant: "tenant-by-hand", kind: "device", id: "device-by-hand" } as const;

export function azureCommands(endpoints: Endpoints): Commands {
  const { eventHubs, connectionString, storageConnectionString, tableEndpoint, blobEndpoint, lakeDirectory } =
    endpoints;
  const storage = `--connection-string ${shellQuoted(storageConnectionString)}`;
  const query = (table: string, filter: string) =>
    `az storage entity query ${storage} --table-name ${table} \\\n  --filter ${shellQuoted(filter)}`;
  const stateOf = (subject: SubjectKey) => query(STATE_TABLE, `PartitionKey eq ${odata(subjectText(subject))}`);
  const indexAt = (place: PlaceKey, sinceMs: number) =>
    query(
      BY_PLACE_TABLE,
      `PartitionKey eq ${odata(placeText(place))} and RowKey ge ${odata(slotText(slotOf(sinceMs)))}`,
    );
  return {
    first: [
      {
        title: "Endpoints",
        text: `Event Hubs  ${eventHubs}\nTables      ${tableEndpoint}\nBlobs       ${blobEndpoint}\nLake        ${lakeDirectory}`,
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
    // The index may tell of who has left meanwhile; the state of each says where it is.
    stateAt: indexAt,
    countAt: (place, _kind, seenSinceMs) => `${indexAt(place, seenSinceMs)} --query 'length(items)'`,
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
  const event = {
    recordUid: "event-by-hand",
    recordTimestamp: Date.now(),
    spacesTenantId: byHand.tenant,
    eventType: "DEVICE_ENTRY",
    deviceEntry: { device: { deviceId: byHand.id } },
  };
  return `import { EventHubProducerClient } from "@azure/event-hubs";
const hub = new EventHubProducerClient("${connectionString}");
await hub.sendBatch([{ body: ${JSON.stringify(event)} }]);
await hub.close();`;
}
