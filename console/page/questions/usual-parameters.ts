/** What a question is asked with where the reader has said nothing: the last seven days, today. All of it can be changed. */
import type { NamedQueryFacts } from "../../api.ts";
import type { Params } from "../address/address.ts";

const DAY_MS = 86_400_000;
const DAYS = 7;

/** `nowMs` is the stage's: a local run tells of days gone by. What has a default of its own is not said. */
export function usualParameters(parameters: NamedQueryFacts["parameters"], nowMs: number): Params {
  const asked = parameters.filter((parameter) => parameter.default === undefined);
  return Object.fromEntries(
    asked.flatMap(({ name, type }) => {
      if (type === "date") return [[name, dayOf(nowMs)]];
      if (type !== "moment") return [];
      return [[name, dayOf(name === "to" ? nowMs + DAY_MS : nowMs - (DAYS - 1) * DAY_MS)]];
    }),
  );
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
