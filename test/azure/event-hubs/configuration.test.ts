import { describe, expect, it } from "vitest";
import { eventHubsEnvironment } from "../../../azure/environment.ts";
import { eventHubsConfiguration } from "../../../azure/event-hubs/configuration.ts";

const environment = {
  TABLE_ENDPOINT: "https://spaces.table.core.windows.net",
  BLOB_ENDPOINT: "https://spaces.blob.core.windows.net",
  DEAD_LETTER_CONTAINER: "dead-letters",
  NOTE_CONTAINER: "notes",
  HISTORY_TTL_DAYS: "30",
  PRIVACY_KEY: "0123456789abcdef0123456789abcdef",
};

describe("the configuration of the Event Hubs function", () => {
  it("is what the declared settings say, with the defaults of the others", () => {
    expect(eventHubsConfiguration(environment)).toMatchObject({
      storage: { tableEndpoint: environment.TABLE_ENDPOINT, blobEndpoint: environment.BLOB_ENDPOINT },
      tables: { historyTtlSeconds: 30 * 86_400, stateTtlSeconds: 30 * 86_400 },
      maxRecordAgeMs: 24 * 3_600_000,
    });
    const declared = eventHubsEnvironment.map(({ name }) => name);
    expect(Object.keys(environment).filter((name) => !declared.includes(name))).toEqual([]);
  });

  it.each([
    ["BLOB_ENDPOINT", "", "BLOB_ENDPOINT is not set"],
    ["NOTE_CONTAINER", "", "NOTE_CONTAINER is not set"],
    ["MAX_RECORD_AGE_HOURS", "169", "MAX_RECORD_AGE_HOURS is not a whole number from 1 to 168"],
    ["PRIVACY_KEY_SECRET_ID", "spaces/key", "PRIVACY_KEY_SECRET_ID is not read on Azure"],
    [
      "PRIVACY_KEY",
      "@Microsoft.KeyVault(SecretUri=https://spaces.vault.azure.net/secrets/privacy-key)",
      "PRIVACY_KEY is a reference to Key Vault that could not be followed",
    ],
  ])("is refused when %s is %j, in one sentence", (name, value, sentence) => {
    expect(() => eventHubsConfiguration({ ...environment, [name]: value })).toThrow(sentence);
  });

  it("takes a connection string in place of endpoints and identity", () => {
    const { TABLE_ENDPOINT: _, BLOB_ENDPOINT: __, ...rest } = environment;
    expect(eventHubsConfiguration({ ...rest, STORAGE_CONNECTION_STRING: "x" }).storage).toEqual({
      connectionString: "x",
    });
  });
});
