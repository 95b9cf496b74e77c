/** What only a deployed stage can be asked for: what waits, as Cloud Monitoring counts it, and the lake's table. */
import type { BigQuery } from "@google-cloud/bigquery";
import { ARRIVED_TABLE } from "../../gcp/bigquery/tables.ts";
import { durationText } from "../doctor/duration-text.ts";
import type { Check } from "../stage/check.ts";
import { lookAs } from "./look-as.ts";
import type { Dataset } from "./query.ts";

const MONITORING = "https://monitoring.googleapis.com/v3";
/** Sampled each minute, and to be seen two to four minutes later: https://cloud.google.com/monitoring/api/metrics_gcp_p_z#gcp-pubsub */
const SAMPLED_MS = 10 * 60_000;
/** Pauses between attempts are as long. */
const OLD_SECONDS = 10 * 60;

export interface Waiting {
  readonly project: string;
  /** Ids. */
  readonly subscription: string;
  readonly unseen: string;
  readonly accessToken: () => Promise<string | null | undefined>;
  /** Replaced in tests. */
  readonly endpoint?: string;
}

export function waitingChecks(waiting: Waiting): readonly Check[] {
  const common = { what: "such metric", right: "monitoring.timeSeries.list", todo: "Look again in some minutes." };
  const notYet = { verdict: "unknown", says: "Cloud Monitoring has no figure of the last 10 min" } as const;
  return [
    lookAs({ ...common, name: "backlog" }, async () => {
      const name = "backlog";
      const seconds = await newest(waiting, waiting.subscription, "oldest_unacked_message_age");
      if (seconds === undefined) return [{ name, ...notYet, todo: common.todo }];
      if (seconds < OLD_SECONDS) return [{ name, verdict: "good", says: `the oldest waits ${seconds} s` }];
      const todo = "The function is behind or does not answer: docs/google-cloud.md, Late, Errors and Not invoked.";
      return [{ name, verdict: "bad", says: `the oldest waits ${durationText(seconds * 1_000)}`, todo }];
    }),
    lookAs({ ...common, name: "unseen backlog" }, async () => {
      const name = "unseen backlog";
      const messages = await newest(waiting, waiting.unseen, "num_undelivered_messages");
      if (messages === undefined) return [{ name, ...notYet, todo: common.todo }];
      if (messages === 0) return [{ name, verdict: "good", says: "nothing waits that the function never saw" }];
      const todo = "spaces dead-letters list --place unseen says of what; redrive puts it again.";
      return [{ name, verdict: "bad", says: `${messages} wait that the function never saw`, todo }];
    }),
  ];
}

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/tables/get */
export function lakeTableCheck(client: BigQuery, { projectId, datasetId }: Dataset): Check {
  const name = "lake's table";
  const todo = "terraform apply makes it anew.";
  return lookAs({ name, what: `table ${ARRIVED_TABLE}`, right: "bigquery.tables.get", todo }, async () => {
    await client.dataset(datasetId, { projectId }).table(ARRIVED_TABLE).getMetadata();
    return [{ name, verdict: "good", says: `${datasetId}.${ARRIVED_TABLE} is there` }];
  });
}

/** https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/list; the newest comes first. */
async function newest(
  { project, accessToken, endpoint = MONITORING }: Waiting,
  subscription: string,
  metric: "oldest_unacked_message_age" | "num_undelivered_messages",
): Promise<number | undefined> {
  const nowMs = Date.now();
  const asked = new URLSearchParams({
    filter: `metric.type = "pubsub.googleapis.com/subscription/${metric}" AND resource.labels.subscription_id = "${subscription}"`,
    "interval.startTime": new Date(nowMs - SAMPLED_MS).toISOString(),
    "interval.endTime": new Date(nowMs).toISOString(),
  });
  const headers = { authorization: `Bearer ${await accessToken()}` };
  const response = await fetch(`${endpoint}/projects/${project}/timeSeries?${asked}`, { headers });
  if (!response.ok) throw Object.assign(new Error("Cloud Monitoring refused"), { code: response.status });
  const { timeSeries: [series] = [] } = (await response.json()) as Answer;
  const value = series?.points?.[0]?.value?.int64Value;
  return value === undefined ? undefined : Number(value);
}

interface Answer {
  readonly timeSeries?: readonly {
    readonly points?: readonly { readonly value?: { readonly int64Value?: string } }[];
  }[];
}
