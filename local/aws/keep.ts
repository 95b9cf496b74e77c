/** `--keep`: what to copy into a shell while the stand-ins stay up. */
import type { Answer } from "../answers/answer.ts";
import { CREDENTIALS, REGION } from "./clients.ts";
import { BUCKET, STREAM, TABLES } from "./names.ts";
import type { Stack } from "./stack.ts";

export function keepInstructions({ kinesis, dynamoDb, s3, lake }: Stack, answers: readonly Answer[]): string {
  const event = {
    recordUid: "event-by-hand",
    recordTimestamp: 1_767_225_600_000,
    spacesTenantId: "tenant-by-hand",
    eventType: "DEVICE_ENTRY",
    deviceEntry: { device: { deviceId: "device-by-hand" } },
  };
  const sections = [
    [
      "Endpoints",
      `Kinesis   ${kinesis.endpoint}\nDynamoDB  ${dynamoDb.endpoint}\nS3        ${s3.endpoint}\nFirehose  ${lake.pushed.endpoint}\nLake      ${lake.directory}`,
    ],
    [
      "In another shell, first",
      `export AWS_REGION=${REGION} AWS_DEFAULT_REGION=${REGION} AWS_ACCESS_KEY_ID=${CREDENTIALS.accessKeyId} AWS_SECRET_ACCESS_KEY=${CREDENTIALS.secretAccessKey}`,
    ],
    [
      "Push an event yourself; it is stored a moment later",
      `echo '${JSON.stringify(event)}' > event.json
aws kinesis put-record --endpoint-url ${kinesis.endpoint} --stream-name ${STREAM} --partition-key 1 --data fileb://event.json
aws dynamodb query --endpoint-url ${dynamoDb.endpoint} --table-name ${TABLES.state} \\
  --key-condition-expression 'pk = :pk' \\
  --expression-attribute-values '{":pk":{"S":"tenant-by-hand#device#device-by-hand"}}'`,
    ],
    ...answers.map(({ question, command }) => [question, command]),
    ["What is in the bucket", `aws s3 ls --endpoint-url ${s3.endpoint} --recursive s3://${BUCKET}`],
  ];
  return sections.map(([title, text]) => `# ${title}\n${text}\n`).join("\n");
}
