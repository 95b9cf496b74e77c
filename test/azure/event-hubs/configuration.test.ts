import { describe, expect, it } from "vitest";
import { eventHubsEnvironment } from "../../../azure/environment.ts";
import { eventHubsConfiguration } from "../../../azure/event-hubs/configuration.ts";

const environment = {
  TABLE_ENDPOINTS: "https://one.table.core.windows.net/,https://two.table.core.windows.net/",
  DEAD_LETTER_CONTAINER: "https://spaces.blob.core.windows.net/dead-letters",
  BATCH_NOTE_CONTAINER: "https://spaces.blob.core.windows.net/batch-notes",
  HISTORY_TTL_DAYS: "30",
  PRIVACY_KEY: "0123456789abcdef0123456789abcdef",
};

describe("the configuration of the Event Hubs function", () => {
  it("is what the declared settings say, with the defaults of the others", () => {
    expect(eventHubsConfiguration(environment)).toMatchObject({
      tableEndpoints: ["https://one.table.core.windows.net/", "https://two.table.core.windows.net/"],
      deadLetterContainer: environment.DEAD_LETTER_CONTAINER,
      sharedKey: undefined,
      tables: { historyTtlSeconds: 30 * 86_400, stateTtlSeconds: 30 * 86_400 },
      maxRecordAgeMs: 24 * 3_600_000,
    });
    const declared = eventHubsEnvironment.map(({ name }) => name);
    expect(Object.keys(environment).filter((name) => !declared.includes(name))).toEqual([]);
  });

  it.each([
    ["TABLE_ENDPOINTS", "", "TABLE_ENDPOINTS is not set"],
    ["BATCH_NOTE_CONTAINER", "", "BATCH_NOTE_CONTAINER is not set"],
    ["STORAGE_SHARED_KEY", "key", "STORAGE_SHARED_KEY is not <account>:<key>"],
    ["MAX_RECORD_AGE_HOURS", "168", "MAX_RECORD_AGE_HOURS is not a whole number from 1 to 167"],
    ["PRIVACY_KEY_SECRET_ID", "spaces/key", "PRIVACY_KEY_SECRET_ID is not read on Azure"],
    [
      "PRIVACY_KEY",
      "@Microsoft.KeyVault(SecretUri=https://spaces.vault.azure.net/secrets/privacy-key)",
      "PRIVACY_KEY is a reference to Key Vault that could not be followed",
    ],
  ])("is refused when %s is %j, in one sentence", (name, value, sentence) => {
    expect(() => eventHubsConfiguration({ ...environment, [name]: value })).toThrow(sentence);
  });

  it("takes an account's key in place of the managed identity", () => {
    const { sharedKey } = eventHubsConfiguration({ ...environment, STORAGE_SHARED_KEY: "devstoreaccount1:a+b/c==" });
    expect(sharedKey).toEqual({ account: "devstoreaccount1", key: "a+b/c==" });
  });
});
