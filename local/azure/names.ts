/** What everything of a local run is called. */
export const HUB = "spaces-push";
export const CONSUMER_GROUP = "spaces";
export const CONTAINERS = { deadLetters: "dead-letters", notes: "batch-notes", checkpoints: "checkpoints" } as const;
/** Each has one batch in flight; on two cores a third would only wait. */
export const PARTITIONS = 2;
export const FUNCTION_MEMORY_MB = 1_024;
export const HISTORY_TTL_DAYS = 365;
