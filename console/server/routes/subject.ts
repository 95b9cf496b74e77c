/** One person, device or thing: what the tables hold of it now, and what it said. */
import { rowColumns } from "../../../cli/row-columns.ts";
import { isSubjectKind } from "../../../shared/row.ts";
import type { SubjectAnswer } from "../../api.ts";
import { Refused } from "../failure.ts";
import { textAsked, timeAsked } from "../place-query.ts";
import type { Route } from "../route.ts";

const HOUR_MS = 3_600_000;
/** Some thousand events of a device that moves: the period is read whole. */
const LONGEST_MS = 7 * 24 * HOUR_MS;
const LOOK_BACK_MS = 6 * HOUR_MS;
const MOST_ROWS = 2_000;

export const subjectRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/api/subject",
    async answer({ parameters }, parts) {
      const { stage, clock } = await parts.open();
      const kind = textAsked(parameters, "kind");
      if (!isSubjectKind(kind)) throw new Refused("bad-request", "kind is none of those that the tables have.");
      const subject = { tenant: parameters.get("tenant") ?? undefined, kind, id: textAsked(parameters, "id") };
      const state = await stage.tables.stateOf(subject);
      clock.saw(state);
      const toMs = timeAsked(parameters, "to") ?? Date.now();
      const fromMs = timeAsked(parameters, "from") ?? Math.min(toMs, clock.nowMs()) - LOOK_BACK_MS;
      if (fromMs > toMs || toMs - fromMs > LONGEST_MS)
        throw new Refused("bad-request", "The period is of 7 days at most, and ends after it begins.");
      const history = await stage.tables.history(subject, fromMs, toMs);
      const answer: SubjectAnswer = {
        state: state.map(({ key, row }) => ({ aspect: key.aspect, ...rowColumns(row) })),
        history: history.slice(0, MOST_ROWS).map(rowColumns),
        more: history.length > MOST_ROWS,
      };
      return { json: answer };
    },
  },
];
