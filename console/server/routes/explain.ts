/** One record from its bytes to its items, as `spaces explain` tells it. */

import type { Explanation } from "../../../cli/explain/explanation.ts";
import { explainerOf, explainNamed, spanOf, standingOf } from "../../../cli/explain/of-stage.ts";
import { MAX_RECORD_BYTES_LIMIT } from "../../../shared/decode/decode.ts";
import { Refused } from "../failure.ts";
import { textAsked, timeAsked } from "../place-query.ts";
import type { Route } from "../route.ts";

export const explainRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/api/explain",
    async answer({ parameters, signal }, parts) {
      const { stage } = await parts.open();
      const name = textAsked(parameters, "name");
      const span = spanOf(timeAsked(parameters, "from"), timeAsked(parameters, "to"));
      const explain = await explainerOf(stage, "auto");
      const records: Explanation[] = [];
      for await (const explanation of explainNamed(name, stage, explain, span, signal)) records.push(explanation);
      // Its record is gone: what the lake and the tables say of it.
      const standing = records.length === 0 ? await standingOf(name, stage, span, signal) : undefined;
      return { json: { records, ...(standing !== undefined && { standing }) } };
    },
  },
  {
    method: "POST",
    path: "/api/explain",
    takes: ["application/octet-stream", "application/json"],
    async answer({ body }, parts) {
      const payload = await body(MAX_RECORD_BYTES_LIMIT);
      if (payload.length === 0) throw new Refused("bad-request", "There are no bytes to explain.");
      const explain = await explainerOf((await parts.open()).stage, "auto");
      return { json: { records: [await explain({ position: "1", payload, receivedAtMs: Date.now() })] } };
    },
  },
];
