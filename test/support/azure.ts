/** The store under test on a real Table Storage engine: an embedded one, or whatever AZURE_STORAGE_CONNECTION_STRING names. */
import { TableClient, TableServiceClient } from "@azure/data-tables";
import { acrossAccounts } from "../../azure/tables/accounts.ts";
import { tableReader } from "../../azure/tables/reader.ts";
import { type TableAccount, tableCalls } from "../../azure/tables/sdk-calls.ts";
import { type TableStore, tableStore } from "../../azure/tables/store.ts";
import { BY_PLACE_TABLE, PLACES_TABLE, STATE_TABLE } from "../../azure/tables/tables.ts";
import { startAzurite } from "../../local/azure/azurite.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import { eventKeyOf } from "../../shared/state/keys.ts";
import { testOptions } from "./store-options.ts";
import { comparable, eventText, type StoredTables, stateText, type TestStore } from "./stored-tables.ts";

export interface TestAccount {
  readonly connectionString: string;
  close(): Promise<void>;
}

export async function startTestAccount(): Promise<TestAccount> {
  const given = process.env.AZURE_STORAGE_CONNECTION_STRING;
  return given === undefined ? startAzurite() : { connectionString: given, close: async () => {} };
}

let stores = 0;

/** Tables of its own: every name has a prefix, as an account's tables have one name space. */
function prefixedAccount(connectionString: string): TableAccount {
  const prefix = `s${Date.now().toString(36)}${stores++}x`;
  const insecure = { allowInsecureConnection: true };
  const service = TableServiceClient.fromConnectionString(connectionString, insecure);
  return {
    table: (name) => TableClient.fromConnectionString(connectionString, `${prefix}${name}`, insecure),
    service: {
      createTable: (name: string, options) => service.createTable(`${prefix}${name}`, options),
      deleteTable: (name: string) => service.deleteTable(`${prefix}${name}`),
      listTables: () => ({
        async *byPage() {
          const own: { name: string }[] = [];
          for await (const { name } of service.listTables())
            if (name?.startsWith(prefix)) own.push({ name: name.slice(prefix.length) });
          yield own;
        },
      }),
    },
  };
}

export interface TestTables extends TestStore {
  readonly calls: ReturnType<typeof tableCalls>;
}

/** A store on tables of its own that waits for nothing, and can tell what it holds. */
export async function tableTestStore(
  { connectionString }: TestAccount,
  overrides: Partial<Omit<TableStore, "calls">> = {},
  accounts = 1,
): Promise<TestTables> {
  const calls = acrossAccounts(Array.from({ length: accounts }, () => tableCalls(prefixedAccount(connectionString))));
  for (const table of [STATE_TABLE, BY_PLACE_TABLE, PLACES_TABLE]) await calls.createTable(table, noDeadline);
  const options = {
    ...testOptions,
    calls,
    ...overrides,
  };
  return { ...tableStore(options), calls, tables: () => readTables(options) };
}

async function readTables(
  options: TableStore & { readonly calls: ReturnType<typeof tableCalls> },
): Promise<StoredTables> {
  const reader = tableReader(options);
  const [events, state] = await Promise.all([reader.allEvents(), reader.allState()]);
  return {
    events: Object.fromEntries(events.map((row) => [eventText(eventKeyOf(row)), comparable(row)])),
    state: Object.fromEntries(state.map(({ key, row, place }) => [stateText(key), { row: comparable(row), place }])),
  };
}
