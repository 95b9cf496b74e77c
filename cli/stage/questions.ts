/** The named queries, asked of a stage's lake by whatever engine it has. */
import type { NamedQuery, ParameterValues } from "../../shared/lake/named-query.ts";
import type { QueryResult } from "../../shared/lake/query-result.ts";

/** `ask` and `sql` throw a RangeError for a value that does not fit, before anything is asked; see `boundSql`. */
export interface LakeQuestions {
  /** All there are, in the words of its engine. */
  readonly queries: readonly NamedQuery[];
  /** Of an answer that is longer than `mostRows`, no more is read than shows that it is. @default all of it */
  ask(query: NamedQuery, values: ParameterValues, mostRows?: number): Promise<QueryResult>;
  /** What the cloud's own engine is asked, with the values in it. */
  sql(query: NamedQuery, values: ParameterValues): Promise<string>;
}
