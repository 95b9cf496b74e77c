/** The alarms of a stage and the state each is in. */
import { type CloudWatchClient, paginateDescribeAlarms } from "@aws-sdk/client-cloudwatch";
import type { Alarm } from "../stage/figures.ts";

const states = { OK: "ok", ALARM: "alarm", INSUFFICIENT_DATA: "unknown" } as const;

/** By the prefix of their names. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html */
export async function stageAlarms(
  client: CloudWatchClient,
  prefix: string,
  abortSignal: AbortSignal,
): Promise<readonly Alarm[]> {
  const alarms: Alarm[] = [];
  for await (const page of paginateDescribeAlarms({ client }, { AlarmNamePrefix: prefix }, { abortSignal }))
    for (const { AlarmName = "", AlarmDescription, StateValue, ...found } of page.MetricAlarms ?? []) {
      const since = found.StateTransitionedTimestamp ?? found.StateUpdatedTimestamp;
      alarms.push({
        name: AlarmName.slice(prefix.length),
        state: (StateValue !== undefined && states[StateValue]) || "unknown",
        ...(since !== undefined && { since: since.getTime() }),
        ...(AlarmDescription !== undefined && { says: AlarmDescription }),
      });
    }
  return alarms;
}
