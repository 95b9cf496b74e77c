/** The questions as commands of the AWS CLI, and of `spaces` where those read items through an index of keys. Files they write go below `.local/`, which git does not see. */
import { historyRange } from "../../functions/dynamodb/history-range.ts";
import { subjectText } from "../../functions/dynamodb/keys.ts";
import { DEAD_LETTER_PREFIX } from "../../runtime/letter-file.ts";
import { type Commands, shellQuoted } from "../commands.ts";
import { CREDENTIALS, REGION } from "./clients.ts";
import { BUCKET, STREAM, TABLES } from "./names.ts";

export interface Endpoints {
  readonly kinesis: string;
  readonly dynamoDb: string;
  readonly s3: string;
  readonly firehose: string;
  readonly lakeDirectory: string;
}

const FOLDER = ".local";
const byHand = { tenant: "tenant-by-hand", kind: "device", id: "device-by-hand" } as const;

export function awsCommands({ kinesis, dynamoDb, s3, firehose, lakeDirectory }: Endpoints): Commands {
  const query = (table: string, rest: string) =>
    `aws dynamodb query --endpoint-url ${dynamoDb} --table-name ${table} ${rest}`;
  const now = (question: string, atMs: number) =>
    `npm run --silent spaces -- now ${question} --endpoint ${dynamoDb} --at ${new Date(atMs).toISOString()}`;
  const values = (texts: Readonly<Record<string, object>>) => `--expression-attribute-values ${shellQuoted(texts)}`;

  function stateOf(subject: Parameters<Commands["stateOf"]>[0]): string {
    return query(
      TABLES.state,
      `\\
  --key-condition-expression 'pk = :pk' \\
  ${values({ ":pk": { S: subjectText(subject) } })}`,
    );
  }

  return {
    first: [
      {
        title: "Endpoints",
        text: `Kinesis   ${kinesis}\nDynamoDB  ${dynamoDb}\nS3        ${s3}\nFirehose  ${firehose}\nLake      ${lakeDirectory}`,
      },
      {
        title: "In another shell, first",
        text: `export AWS_REGION=${REGION} AWS_DEFAULT_REGION=${REGION} AWS_ACCESS_KEY_ID=${CREDENTIALS.accessKeyId} AWS_SECRET_ACCESS_KEY=${CREDENTIALS.secretAccessKey}
export E=${dynamoDb} AWS_ENDPOINT_URL_KINESIS=${kinesis} AWS_ENDPOINT_URL_DYNAMODB=${dynamoDb} AWS_ENDPOINT_URL_S3=${s3} AWS_ENDPOINT_URL_FIREHOSE=${firehose}`,
      },
      {
        title: "Push an event yourself; it is stored a moment later",
        text: `echo '${JSON.stringify(eventByHand())}' > ${FOLDER}/event.json
aws kinesis put-record --endpoint-url ${kinesis} --stream-name ${STREAM} --partition-key 1 --data fileb://${FOLDER}/event.json
${stateOf(byHand)}`,
      },
    ],
    last: [
      { title: "What is in the bucket", text: `aws s3 ls --endpoint-url ${s3} --recursive s3://${BUCKET}` },
      {
        title: "What an operator does with a stage, done with this run",
        text: ["dead-letters list", "dead-letters redrive", "put FILE", "replay --from TIME --dry-run"]
          .map((command) => `npm run --silent spaces -- ${command} --local`)
          .join("\n"),
      },
    ],
    stateOf,
    whoIsAt: ({ tenant, id }, atMs) =>
      now(`who ${shellQuoted(id)}${tenant === undefined ? "" : ` --tenant ${shellQuoted(tenant)}`}`, atMs),
    zones: (atMs) => now("zones", atMs),
    floors: (atMs) => now("floors", atMs),
    history(subject, fromMs, toMs) {
      const [from, to] = historyRange(fromMs, toMs);
      return query(
        TABLES.events,
        `--no-scan-index-forward \\
  --key-condition-expression 'pk = :pk AND sk BETWEEN :from AND :to' \\
  ${values({ ":pk": { S: subjectText(subject) }, ":from": { S: from }, ":to": { S: to } })}`,
      );
    },
    deadLetters: () =>
      `aws s3 cp --endpoint-url ${s3} --recursive s3://${BUCKET}/${DEAD_LETTER_PREFIX} ${FOLDER}/dead-letters`,
  };
}

function eventByHand(): object {
  return {
    recordUid: "event-by-hand",
    recordTimestamp: Date.now(),
    spacesTenantId: byHand.tenant,
    eventType: "DEVICE_ENTRY",
    deviceEntry: { device: { deviceId: byHand.id } },
  };
}
