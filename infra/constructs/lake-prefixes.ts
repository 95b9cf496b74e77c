/** Where things are in the lake bucket. */

/** The table's files. */
export const EVENTS_PREFIX = "events/";
/** The files of what is compacted, a folder for each table. */
export const COMPACTED_PREFIX = "compacted/";
/** What could not be transformed or converted, as sent: personal data, short-lived. */
export const ERRORS_PREFIX = "errors/";
/** Events as sent, of a channel without transform. */
export const RAW_PREFIX = "raw/";
export const QUERY_RESULTS_PREFIX = "query-results/";
