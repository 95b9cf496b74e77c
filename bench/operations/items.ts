/** How many items a local run's tables hold, counted page by page. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { sharedKeyOf, tableEndpoints } from "../../azure/event-hubs/configuration.ts";
import { blobContainer, tableAccount } from "../../azure/storage.ts";
import { tableCalls } from "../../azure/tables/sdk-calls.ts";
import type { AwsLocalAccess } from "../../cli/aws/local-access.ts";
import type { AzureLocalAccess } from "../../cli/azure/local-access.ts";
import type { GoogleLocalAccess } from "../../cli/gcp/local-access.ts";
import type { LocalRun } from "../../cli/stage/local-runs.ts";
import { firestoreDatabase } from "../../gcp/firestore/client.ts";
import { firestoreCalls } from "../../gcp/firestore/sdk-calls.ts";
import { awsReader } from "../../local/aws/reader.ts";
import { azureReader } from "../../local/azure/reader.ts";
import { googleReader } from "../../local/gcp/reader.ts";
import { requiredText } from "../../runtime/configuration.ts";

export function itemsOf({ cloud, access }: LocalRun): Promise<{ readonly events: number; readonly state: number }> {
  if (cloud === "azure") return onAzure(access as AzureLocalAccess);
  if (cloud === "gcp") return onGoogleCloud(access as GoogleLocalAccess);
  return onAws(access as AwsLocalAccess);
}

function onAws({ region, credentials, endpoints, tables, deadLetterBucket: bucket }: AwsLocalAccess) {
  const s3 = new S3Client({ region, credentials, endpoint: endpoints.s3 });
  const dynamoDb = new DynamoDBClient({ region, credentials, endpoint: endpoints.dynamoDb });
  return awsReader({ dynamoDb, tables, s3, bucket }).items();
}

function onAzure({ environment, blobEndpoint }: AzureLocalAccess) {
  const key = sharedKeyOf(environment);
  const [endpoint = ""] = tableEndpoints(environment);
  const calls = tableCalls(tableAccount(endpoint, key, "the client's"));
  return azureReader(calls, blobContainer(`${blobEndpoint}/none`, key)).items();
}

async function onGoogleCloud({ environment }: GoogleLocalAccess) {
  const database = firestoreDatabase({
    project: requiredText(environment, "GOOGLE_CLOUD_PROJECT"),
    database: requiredText(environment, "FIRESTORE_DATABASE"),
    emulatorHost: environment.FIRESTORE_EMULATOR_HOST,
  });
  try {
    return await googleReader(firestoreCalls(database), async function* () {}).items();
  } finally {
    await database.client.close();
  }
}
