/**
 * `aws` for tests that run the commands this project prints: options are the API's parameters in kebab case, as in the
 * real one, and the answer is the API's as JSON. Knows `dynamodb query` and `s3 cp --recursive` from a bucket.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DynamoDBClient, QueryCommand, type QueryCommandInput } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";

const [service, operation, ...rest] = process.argv.slice(2);
const plain: string[] = [];
const parameters: Record<string, unknown> = {};
for (let at = 0; at < rest.length; at++) {
  const word = rest[at] ?? "";
  const next = rest[at + 1];
  if (!word.startsWith("--")) plain.push(word);
  else if (word.startsWith("--no-")) parameters[pascal(word.slice("--no-".length))] = false;
  else if (word === "--recursive") parameters.Recursive = true;
  else if (next !== undefined) {
    parameters[pascal(word.slice(2))] = next.startsWith("{") ? JSON.parse(next) : next;
    at++;
  }
}
const { EndpointUrl, ...input } = parameters;
const client = {
  endpoint: String(EndpointUrl),
  region: "eu-west-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
};

switch (`${service} ${operation}`) {
  case "dynamodb query": {
    const { Items, Count } = await new DynamoDBClient(client).send(
      new QueryCommand(input as unknown as QueryCommandInput),
    );
    console.log(JSON.stringify({ Items, Count }));
    break;
  }
  case "s3 cp":
    await copy(plain[0] ?? "", plain[1] ?? "");
    break;
  default:
    throw new Error(`aws ${service} ${operation} is not known here`);
}

async function copy(from: string, folder: string): Promise<void> {
  const [, Bucket = "", Prefix = ""] = /^s3:\/\/([^/]+)\/(.*)$/.exec(from) ?? [];
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
  for (const { Key = "" } of Contents) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const path = join(folder, Key.slice(Prefix.length));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, (await Body?.transformToString()) ?? "");
  }
}

function pascal(option: string): string {
  return option.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
