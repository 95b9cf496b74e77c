/** What everything of a local run is called. */
import { ACCOUNT_ID, REGION } from "./clients.ts";

export const STREAM = "spaces-push";
/** The delivery stream of the "AWS Kinesis Firehose" channel. */
export const FIREHOSE_STREAM = "spaces-push-firehose";
/** The bucket the lake's function puts its files into. */
export const LAKE_BUCKET = "spaces-lake";
export { LOCAL_TABLES as TABLES } from "../../cli/now-dynamodb.ts";
export const BUCKET = "spaces-dead-letters";
export const FUNCTION = "spaces-processor";
export const LAKE_FUNCTION = "spaces-lake-writer";
export const TRANSFORM_FUNCTION = "spaces-transform";

export function functionArn(name: string): string {
  return `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${name}`;
}

/** Of the event source mappings, as they appear in the keys of the on-failure destination. */
export const MAPPING_ID = "00000000-0000-4000-8000-000000000000";
export const LAKE_MAPPING_ID = "00000000-0000-4000-8000-000000000001";
