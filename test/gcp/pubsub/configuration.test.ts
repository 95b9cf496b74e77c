import { describe, expect, it } from "vitest";
import { pubSubEnvironment } from "../../../gcp/environment.ts";
import { pubSubConfiguration } from "../../../gcp/pubsub/configuration.ts";

const environment = {
  GOOGLE_CLOUD_PROJECT: "project",
  FIRESTORE_DATABASE: "spaces",
  DEAD_LETTER_BUCKET: "letters",
  HISTORY_TTL_DAYS: "30",
  PRIVACY_KEY: "0123456789abcdef0123456789abcdef",
};

describe("the configuration of the Pub/Sub function", () => {
  it("is what the declared variables say, with the defaults of the others", () => {
    expect(pubSubConfiguration(environment)).toMatchObject({
      project: "project",
      firestoreDatabase: "spaces",
      lakeTable: undefined,
      deadLetterBucket: "letters",
      maxRecordAgeMs: 12 * 3_600_000,
      gatherMs: 50,
      gatherMessages: 200,
      tables: { historyTtlSeconds: 30 * 86_400 },
    });
    const declared = pubSubEnvironment.map(({ name }) => name);
    expect(Object.keys(environment).filter((name) => !declared.includes(name))).toEqual([]);
  });

  it.each([
    ["GOOGLE_CLOUD_PROJECT", "", "GOOGLE_CLOUD_PROJECT is not set"],
    ["FIRESTORE_DATABASE", "", "FIRESTORE_DATABASE is not set"],
    ["DEAD_LETTER_BUCKET", "", "DEAD_LETTER_BUCKET is not set"],
    ["LAKE_TABLE", "spaces.events", "LAKE_TABLE is not projects/P/datasets/D/tables/T"],
    ["MAX_RECORD_AGE_HOURS", "16", "MAX_RECORD_AGE_HOURS is not a whole number from 1 to 15"],
    ["GATHER_MILLISECONDS", "1001", "GATHER_MILLISECONDS is not a whole number from 0 to 1000"],
    ["GATHER_MESSAGES", "0", "GATHER_MESSAGES is not a whole number from 1 to 1000"],
    ["PRIVACY_KEY_SECRET_ID", "spaces/key", "PRIVACY_KEY_SECRET_ID is not read on Google Cloud"],
  ])("is refused when %s is %j, in one sentence", (name, value, sentence) => {
    expect(() => pubSubConfiguration({ ...environment, [name]: value })).toThrow(sentence);
  });
});
