/** A stage on AWS, deployed or of a local run, as the commands' port. */
import { AthenaClient } from "@aws-sdk/client-athena";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { FirehoseClient } from "@aws-sdk/client-firehose";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { tablesConfiguration } from "../../functions/dynamodb/configuration.ts";
import { dynamoDbPlaces } from "../../functions/dynamodb/place-table.ts";
import { readCalls } from "../../functions/dynamodb/read-calls.ts";
import { dynamoDbReader } from "../../functions/dynamodb/reader.ts";
import { dynamoDbStore } from "../../functions/dynamodb/store.ts";
import { lakeNames, namesOf } from "../../infra/names.ts";
import { backOff } from "../../runtime/back-off.ts";
import { coreConfiguration, type Environment } from "../../runtime/configuration.ts";
import type { ReadSecret } from "../../runtime/privacy-key.ts";
import { startCore } from "../../runtime/start-core.ts";
import { duckQuestions } from "../duck-questions.ts";
import { athenaSend, formOf, pagesOfSql } from "../query-athena.ts";
import type { Check } from "../stage/check.ts";
import { folderObjects } from "../stage/folder.ts";
import { landingLake } from "../stage/landing-lake.ts";
import { getterOf, type Objects } from "../stage/objects.ts";
import type { LakeQuestions } from "../stage/questions.ts";
import type { Stage, TablesConsumer } from "../stage/stage.ts";
import { stageConfiguration } from "../stage-configuration.ts";
import { type AskAthena, athenaLake } from "./athena-lake.ts";
import { athenaQuestions } from "./athena-questions.ts";
import { bucketObjects } from "./bucket.ts";
import { deliveryStreamCheck, deployedChecks, streamCheck } from "./checks.ts";
import { deployedStage } from "./deployed-stage.ts";
import { awsFigures } from "./figures.ts";
import { firehoseTransport } from "./firehose-transport.ts";
import { deadLetterPlaces, firehosePlaces } from "./given-up-places.ts";
import { keptByStandIn } from "./kept-by-stand-in.ts";
import { kinesisTransport } from "./kinesis-transport.ts";
import type { AwsLocalAccess } from "./local-access.ts";
import { dynamoDbEraser } from "./tables-eraser.ts";
import { dynamoDbWriteCalls } from "./write-calls.ts";

/** A UserError where nothing of the stage is deployed in the Region, or AWS lets nobody in. */
export async function awsStage(stage: string, region: string): Promise<Stage> {
  const names = namesOf(stage, region);
  const found = await deployedStage(stage, region, names);
  const s3 = new S3Client({ region });
  const firehose = found.has.firehose ? new FirehoseClient({ region }) : undefined;
  const cloudWatch = new CloudWatchClient({ region });
  const deployed = stageOf({
    name: `the stage ${stage} in ${region}`,
    local: false,
    kinesis: found.has.kinesis ? new KinesisClient({ region }) : undefined,
    firehose,
    checks: [
      ...(firehose === undefined ? [] : [deliveryStreamCheck(firehose, names.pushStream.firehose)]),
      ...deployedChecks(names, region, found.has, () => stageConfiguration(stage)),
    ],
    dynamoDb: new DynamoDBClient({ region }),
    streams: names.pushStream,
    tables: { events: names.eventsTable, state: names.stateTable, places: names.placesTable },
    deadLetters: found.deadLetterBucket === undefined ? undefined : bucketObjects(s3, found.deadLetterBucket),
    lake:
      found.lakeBucket === undefined
        ? undefined
        : { objects: bucketObjects(s3, found.lakeBucket), athena: askAthena(stage, region) },
    questions: found.lakeBucket === undefined ? undefined : athenaQuestions(stage, region),
    environment: found.environment,
    readSecret: found.readSecret,
    s3,
  });
  return {
    ...deployed,
    figures: awsFigures({ client: cloudWatch, stage, region, names, has: found.has }),
    close() {
      deployed.close();
      cloudWatch.destroy();
    },
  };
}

export function localAwsStage(run: string, access: AwsLocalAccess): Stage {
  const { region, credentials, endpoints, streams, tables, deadLetterBucket, lakeDirectory, environment } = access;
  const common = { region, credentials };
  const s3 = new S3Client({ ...common, endpoint: endpoints.s3, forcePathStyle: true });
  return stageOf({
    name: `the local run ${run}`,
    local: true,
    // The stand-in speaks HTTP/1.1.
    kinesis: new KinesisClient({ ...common, endpoint: endpoints.kinesis, requestHandler: new NodeHttpHandler() }),
    firehose: new FirehoseClient({ ...common, endpoint: endpoints.firehose }),
    dynamoDb: new DynamoDBClient({ ...common, endpoint: endpoints.dynamoDb }),
    kept: keptByStandIn,
    checks: [],
    streams,
    tables,
    deadLetters: bucketObjects(s3, deadLetterBucket),
    lake: { objects: folderObjects(lakeDirectory) },
    questions: duckQuestions(lakeDirectory),
    environment: async () => environment,
    readSecret: async () => undefined,
    s3,
  });
}

interface Parts {
  readonly name: string;
  readonly local: boolean;
  /** Absent where the channel is not deployed. */
  readonly kinesis: KinesisClient | undefined;
  readonly firehose: FirehoseClient | undefined;
  /** Absent: by the stream's retention. */
  readonly kept?: typeof keptByStandIn;
  readonly dynamoDb: DynamoDBClient;
  /** Besides that of the stream. */
  readonly checks: readonly Check[];
  readonly streams: Readonly<Record<"kinesis" | "firehose", string>>;
  readonly tables: { readonly events: string; readonly state: string; readonly places: string };
  readonly deadLetters: Objects | undefined;
  /** Without Athena its landing files are all there is. */
  readonly lake: { readonly objects: Objects; readonly athena?: AskAthena } | undefined;
  readonly questions: LakeQuestions | undefined;
  readonly environment: () => Promise<Environment>;
  readonly readSecret: ReadSecret;
  readonly s3: S3Client;
}

/** It asks nothing before it is asked. */
function askAthena(stage: string, region: string): AskAthena {
  const send = athenaSend(new AthenaClient({ region }));
  const names = lakeNames(stage);
  return { form: () => formOf(send, names), pages: (sql) => pagesOfSql(send, names, sql) };
}

function stageOf({ name, local, kinesis, firehose, dynamoDb, streams, tables, ...parts }: Parts): Stage {
  return {
    name,
    cloud: "aws",
    local,
    givenUp: [
      ...(parts.deadLetters === undefined || kinesis === undefined ? [] : deadLetterPlaces(parts.deadLetters)),
      ...(parts.lake === undefined || firehose === undefined
        ? []
        : firehosePlaces(parts.lake.objects, streams.firehose)),
    ],
    transports: [
      ...(kinesis === undefined ? [] : [kinesisTransport(kinesis, streams.kinesis, parts.kept)]),
      ...(firehose === undefined ? [] : [firehoseTransport(firehose, streams.firehose)]),
    ],
    tables: dynamoDbReader({ calls: readCalls(dynamoDb), tables }),
    eraser: dynamoDbEraser(dynamoDb, tables),
    lake: parts.lake && { ...landingLake(parts.lake.objects), ...(parts.lake.athena && athenaLake(parts.lake.athena)) },
    checks: [...(kinesis === undefined ? [] : [streamCheck(kinesis, streams.kinesis)]), ...parts.checks],
    readSecret: parts.readSecret,
    questions: parts.questions,
    bucket: (Bucket) => ({
      async put(Key, Body, ContentType) {
        await parts.s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType }));
      },
      get: getterOf(bucketObjects(parts.s3, Bucket)),
    }),
    async consumer(): Promise<TablesConsumer> {
      const environment = await parts.environment();
      const configuration = tablesConfiguration(environment);
      const calls = dynamoDbWriteCalls(dynamoDb);
      return {
        core: await startCore(coreConfiguration(environment), false, parts.readSecret),
        sink: dynamoDbStore({ ...configuration, calls, backOff }),
        places: dynamoDbPlaces({ calls, table: tables.places, backOff }),
        historyExcludedTypes: configuration.historyExcludedTypes,
      };
    },
    close() {
      for (const client of [kinesis, firehose, dynamoDb, parts.s3]) client?.destroy();
    },
  };
}
