/** The ids that become keys of tables; what does not fit would be refused there for ever. */
import type { Rejection } from "../outcome.ts";
import type { Row } from "../row.ts";

/**
 * DynamoDB's sort keys have 1,024 bytes and the by-location index puts a subject's id in one; a character has at most
 * 3 bytes. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const MAX_ID_LENGTH = 300;

const idColumns = ["tenant_id", "subject_id", "location_id", "floor_id"] as const;

/** Why the row cannot have a key, if it cannot. */
export function identityProblem(row: Row): Rejection | undefined {
  for (const column of idColumns) {
    const id = row[column];
    if (id === undefined) continue;
    if (id.length > MAX_ID_LENGTH) return problem(`${column} has more than ${MAX_ID_LENGTH} characters`);
    // Stores replace half a surrogate pair, and two ids could become one.
    if (!id.isWellFormed()) return problem(`${column} is not well-formed Unicode`);
  }
  return undefined;
}

function problem(message: string): Rejection {
  return { stage: "validate", code: "invalid-identity", message };
}
