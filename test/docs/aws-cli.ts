/**
 * Operations of the AWS CLI and the options they take. An operation's options are its input's members in kebab-case
 * (https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters.html), so they are read from the SDK's clients
 * where this project has them. Of the others, what the pages use is in the table.
 */
import * as athena from "@aws-sdk/client-athena";
import * as cloudFormation from "@aws-sdk/client-cloudformation";
import * as dynamoDb from "@aws-sdk/client-dynamodb";
import * as firehose from "@aws-sdk/client-firehose";
import * as iam from "@aws-sdk/client-iam";
import * as kinesis from "@aws-sdk/client-kinesis";
import * as s3 from "@aws-sdk/client-s3";
import * as secretsManager from "@aws-sdk/client-secrets-manager";

export interface Operation {
  readonly options: readonly string[];
  readonly required: readonly string[];
  /** Bytes: version 2 takes them in base64, unless it is told otherwise. */
  readonly binary: readonly string[];
}

const clients: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  athena,
  cloudformation: cloudFormation,
  dynamodb: dynamoDb,
  firehose,
  iam,
  kinesis,
  s3api: s3,
  secretsmanager: secretsManager,
};

/** Required options end with "!". Each is https://docs.aws.amazon.com/cli/latest/reference/<service>/<operation>.html */
const table: Readonly<Record<string, string>> = {
  "ce get-cost-and-usage": "time-period! granularity! metrics! filter group-by",
  "ce update-cost-allocation-tags-status": "cost-allocation-tags-status!",
  "cloudtrail describe-trails": "trail-name-list",
  "cloudwatch describe-alarm-history": "alarm-name history-item-type start-date end-date",
  "cloudwatch describe-alarms": "alarm-names",
  "cloudwatch get-insight-rule-report":
    "rule-name! start-time! end-time! period! max-contributor-count metrics order-by",
  "cloudwatch get-metric-statistics":
    "namespace! metric-name! dimensions start-time! end-time! period! statistics extended-statistics unit",
  "cloudwatch set-alarm-state": "alarm-name! state-value! state-reason! state-reason-data",
  "kms cancel-key-deletion": "key-id!",
  "kms describe-key": "key-id!",
  "kms enable-key": "key-id!",
  "lambda create-event-source-mapping":
    "function-name! event-source-arn enabled starting-position starting-position-timestamp batch-size maximum-record-age-in-seconds bisect-batch-on-function-error function-response-types",
  "lambda delete-event-source-mapping": "uuid!",
  "lambda get-account-settings": "",
  "lambda list-event-source-mappings": "event-source-arn function-name",
  "lambda publish-version": "function-name! description",
  "lambda update-event-source-mapping": "uuid! enabled function-name batch-size",
  // Commands of the CLI's own, that stand for no one operation; `logs tail` came with version 2.
  "logs tail": "since follow format filter-pattern",
  "scheduler list-schedules": "group-name name-prefix state",
  "service-quotas list-service-quotas": "service-code!",
  "sns list-subscriptions-by-topic": "topic-arn!",
  "stepfunctions get-execution-history": "execution-arn! reverse-order include-execution-data",
  "stepfunctions list-executions": "state-machine-arn status-filter max-items",
  "stepfunctions list-state-machines": "",
  "stepfunctions start-execution": "state-machine-arn! name input",
  "sts get-caller-identity": "",
};

/** https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-options.html and …/cli-usage-pagination.html */
export const globalOptions: readonly string[] = [
  ...["region", "output", "query", "profile", "endpoint-url", "no-cli-pager", "cli-binary-format"],
  ...["max-items", "page-size", "starting-token", "no-paginate"],
];

/** `undefined` for what is no operation, or one that the table lacks. */
export function operationOf(service: string, name: string): Operation | undefined {
  const written = table[`${service} ${name}`];
  if (written !== undefined) {
    const words = written.split(" ").filter((word) => word !== "");
    const required = words.filter((word) => word.endsWith("!")).map((word) => word.slice(0, -1));
    return { options: words.map((word) => word.replace("!", "")), required, binary: [] };
  }
  const schemas = Object.entries(clients[service] ?? {});
  const [, operation] = schemas.find(([key]) => key.endsWith("$") && kebab(key.slice(0, -1)) === name) ?? [];
  return operation === undefined ? undefined : inputOf(operation);
}

/** The SDK describes an operation, and the structure it takes, by arrays: names, members and the number that is required. */
const OPERATION = 9;
const INPUT = 4;
const [MEMBERS, SHAPES, REQUIRED] = [4, 5, 6] as const;
const BLOB = 21;

function inputOf(operation: unknown): Operation | undefined {
  if (!Array.isArray(operation) || operation[0] !== OPERATION) return undefined;
  const read = operation[INPUT];
  const input: readonly unknown[] = typeof read === "function" ? read() : read;
  const options = (input[MEMBERS] as readonly string[]).map(kebab);
  const shapes = input[SHAPES] as readonly unknown[];
  return {
    options,
    required: options.slice(0, Number(input[REQUIRED] ?? 0)),
    binary: options.filter((_, place) => shapes[place] === BLOB),
  };
}

/** As the CLI does: `StreamARN` is stream-arn, `UUID` uuid. */
function kebab(name: string): string {
  return name
    .replaceAll(/(.)([A-Z][a-z]+)/g, "$1-$2")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase();
}
