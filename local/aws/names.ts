/** What everything of a local run is called. */
import { ACCOUNT_ID, REGION } from "./clients.ts";

export const STREAM = "spaces-push";
/** The delivery stream of the "AWS Kinesis Firehose" channel. */
export const FIREHOSE_STREAM = "spaces-push-firehose";
/** The delivery stream the Kinesis function packs its rows into. */
export const LAKE_STREAM = "spaces-lake";
export { LOCAL_TABLES as TABLES } from "../../cli/now-dynamodb.ts";
export const BUCKET = "spaces-dead-letters";
export const FUNCTION = "spaces-processor";
export const TRANSFORM_FUNCTION = "spaces-transform";
export const FUNCTION_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${FUNCTION}`;
/** Of the event source mapping, as it appears in the keys of the on-failure destination. */
export const MAPPING_ID = "00000000-0000-4000-8000-000000000000";
