/** What everything of a local run is called. */
import { LOCAL_DATABASE, LOCAL_PROJECT } from "../../cli/gcp/now.ts";

export const PROJECT = LOCAL_PROJECT;
export const DATABASE = LOCAL_DATABASE;
export const TOPIC = "spaces-push";
export const SUBSCRIPTION = "spaces";
/** For what the function never saw. */
export const UNSEEN = "spaces-unseen";
export const DEAD_LETTER_BUCKET = "dead-letters";
export const LAKE_TABLE = `projects/${PROJECT}/datasets/spaces/tables/arrived`;
export const FUNCTION_MEMORY_MB = 1_024;
export const HISTORY_TTL_DAYS = 365;
