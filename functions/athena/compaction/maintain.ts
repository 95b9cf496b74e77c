/** What keeps the compacted table's files few and clean, in Athena's own statements. */
import { COMPACTED_TABLE } from "../../../shared/lake/table.ts";

/**
 * Files of the days from `:recent` on put together, replaced copies left out. The bound is a midnight: Athena takes one
 * that whole partitions meet, and no other. https://docs.aws.amazon.com/athena/latest/ug/optimize-statement.html
 */
export const optimizeRecent = `OPTIMIZE ${COMPACTED_TABLE} REWRITE DATA USING BIN_PACK WHERE occurred_at >= TIMESTAMP ':recent 00:00:00'`;

/** The same of the whole table: after somebody was forgotten. */
export const optimizeAll = `OPTIMIZE ${COMPACTED_TABLE} REWRITE DATA USING BIN_PACK`;

/**
 * Snapshots and files nothing refers to any more are deleted, with the right s3:DeleteObject, and without it silently not:
 * https://docs.aws.amazon.com/athena/latest/ug/vacuum-statement.html
 */
export const vacuum = `VACUUM ${COMPACTED_TABLE}`;

/** Retention: what occurred before `:before`. Whole partitions, so that no data file is rewritten. */
export const deleteBefore = `DELETE FROM ${COMPACTED_TABLE} WHERE occurred_at < TIMESTAMP ':before 00:00:00'`;
