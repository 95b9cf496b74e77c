/** What the dataset's tables are called. */

/** Landing: every copy of every event, by the day it arrived; the function writes here. */
export const ARRIVED_TABLE = "arrived";
/** Each event once, by the day it occurred. */
export const ONCE_TABLE = "events_once";
/** How many rows each day of arrival had when it was last merged. */
export const MERGED_DAYS_TABLE = "merged_days";
/** Whom the lake has forgotten, and up to when. */
export const ERASED_TABLE = "erased_subjects";
/** Each event once, wherever it lies. */
export const LATEST_VIEW = "events_latest";
