/** What arrives, judged: a line for each thing that can be wrong with it. */
import type { Finding, Verdict } from "../stage/check.ts";
import { notReachedSays } from "../stage/not-reached.ts";
import type { Arrivals } from "./arrivals.ts";
import { durationText } from "./duration-text.ts";
import { disorderedShare, lagByTenant, largestShare, recordsPerSecond, repeatedShare } from "./measures.ts";

/** Cisco repeats what it could not put; more than this is no chance. */
const MOST_REPEATED = 0.1;
/** Fewer records can lie on one shard by chance. */
const FEWEST_TO_SPREAD = 100;
const MOST_ON_ONE_SOURCE = 0.8;
const SLOW_MS = 10 * 60_000;
const AHEAD_MS = -60_000;
const TENANTS_NAMED = 3;
const FORMS_NAMED = 4;

/** `isSimulated`: the times events say are of a simulation, and not to be judged. */
export function arrivalFindings(channel: string, arrivals: Arrivals, isSimulated: boolean): readonly Finding[] {
  const minutes = durationText(arrivals.span.toMs - arrivals.span.fromMs);
  if (arrivals.records === 0 && arrivals.cut)
    return [
      {
        name: "arriving",
        verdict: "unknown",
        says: `${channel} gave nothing of the last ${minutes} in the time of a look`,
        todo: "Look again, or watch what comes: spaces tap.",
      },
    ];
  if (arrivals.records === 0)
    return [
      {
        name: "arriving",
        verdict: "bad",
        says: `nothing was put into ${channel} in the last ${minutes}`,
        todo: "Is it night there, or a closed building? Otherwise go through the reasons below.",
      },
    ];
  return [
    arriving(channel, arrivals, minutes),
    encoding(arrivals),
    rejected(arrivals),
    keys(arrivals),
    ...(arrivals.rows.length === 0 ? [] : [duplicates(arrivals), disorder(arrivals), lag(arrivals, isSimulated)]),
  ];
}

function arriving(channel: string, arrivals: Arrivals, minutes: string): Finding {
  const { records, events, cut, missed } = arrivals;
  const rate = recordsPerSecond(arrivals);
  const looked = [
    cut ? `the first ${records} records of the last ${minutes}` : `${records} records in ${minutes}`,
    ...(missed === undefined ? [] : [notReachedSays(missed)]),
  ].join("; ");
  return line(
    "arriving",
    "good",
    `${channel}: ${rate.toFixed(rate < 10 ? 2 : 0)} records/s (${looked}), ${(events / records).toFixed(2)} events each`,
  );
}

function encoding({ forms, records }: Arrivals): Finding {
  const sorted = [...forms].sort((a, b) => b[1] - a[1]);
  const others = sorted.slice(FORMS_NAMED).reduce((sum, [, count]) => sum + count, 0);
  const shares = [...sorted.slice(0, FORMS_NAMED), ...(others > 0 ? [["other", others] as const] : [])].map(
    ([form, count]) => `${form} ${percent(count / records)}`,
  );
  const unknown = forms.get("unknown") ?? 0;
  return line(
    "encoding",
    unknown === 0 ? "good" : "bad",
    shares.join("; "),
    unknown > 0 && "Somebody puts what is neither JSON nor protobuf: spaces tap --rejected shows it come.",
  );
}

function rejected({ rejections, events, ignored }: Arrivals): Finding {
  const sum = [...rejections.values()].reduce((all, count) => all + count, 0);
  const codes = Array.from(rejections, ([code, count]) => `${count} ${code}`).join(", ");
  const left = ignored === 0 ? "" : `; ${ignored} ignored, as configured`;
  if (ignored === events)
    return line(
      "usable",
      "bad",
      `all ${events} events are ignored, as configured`,
      "Is ignoreEventTypes right? If only KEEP_ALIVE comes: the reasons below.",
    );
  return line(
    "usable",
    sum === 0 ? "good" : "bad",
    sum === 0 ? `all of ${events} events${left}` : `${sum} of ${events} events are rejected: ${codes}${left}`,
    sum > 0 && "spaces dead-letters list --by tenant,code says whose; spaces explain says why.",
  );
}

function keys(arrivals: Arrivals): Finding {
  const { sources, records } = arrivals;
  if (sources.size < 2) return line("key spread", "good", "one shard, nothing to spread");
  const share = largestShare(arrivals);
  const used = [...sources.values()].filter((source) => source.records > 0).length;
  const says = `${used} of ${sources.size} shards have records, the fullest ${percent(share)}`;
  if (arrivals.cut || records < FEWEST_TO_SPREAD)
    return line("key spread", "unknown", `${says}, of ${records} records`);
  return line(
    "key spread",
    share > MOST_ON_ONE_SOURCE ? "bad" : "good",
    says,
    share > MOST_ON_ONE_SOURCE && "One partition key takes nearly all: more shards do not help; ask Cisco.",
  );
}

function duplicates({ rows }: Arrivals): Finding {
  const share = repeatedShare(rows);
  return line(
    "duplicates",
    share > MOST_REPEATED ? "bad" : "good",
    `${percent(share)} came before; stored once`,
    share > MOST_REPEATED && "Cisco repeats what it could not put: docs/runbook.md, Put failures.",
  );
}

function disorder({ rows }: Arrivals): Finding {
  return line("disorder", "good", `${percent(disorderedShare(rows))} are older than what came before; newest wins`);
}

function lag({ rows }: Arrivals, isSimulated: boolean): Finding {
  const lags = lagByTenant(rows);
  const slow = lags.filter(({ medianMs }) => medianMs > SLOW_MS);
  const ahead = lags.filter(({ leastMs }) => leastMs < AHEAD_MS);
  const named = (slow.length > 0 ? slow : ahead.length > 0 ? ahead : lags).slice(0, TENANTS_NAMED);
  const texts = named.map(
    ({ tenant, medianMs, mostMs }) => `${tenant} ${durationText(medianMs)} (at most ${durationText(mostMs)})`,
  );
  const more = lags.length > named.length ? `; ${lags.length} tenants in all` : "";
  if (isSimulated && slow.length + ahead.length > 0)
    return line(
      "lag by tenant",
      "unknown",
      `${texts.join(", ")}${more}; a local run's events are simulated, of other times than they arrive at`,
    );
  return line(
    "lag by tenant",
    slow.length + ahead.length > 0 ? "bad" : "good",
    `${texts.join(", ")}${more}`,
    slow.length > 0
      ? "These arrive late from Cisco, not from here: the customer's connector, a backlog at Cisco, or simulated events, which are of the hour before."
      : ahead.length > 0 &&
          "Its events are of the future: a clock at the customer's is wrong, and its state stays newest.",
  );
}

function line(name: string, verdict: Verdict, says: string, todo?: string | false): Finding {
  return { name, verdict, says, ...(todo !== undefined && todo !== false && { todo }) };
}

function percent(share: number): string {
  return share > 0 && share < 0.01 ? "< 1 %" : `${Math.round(share * 100)} %`;
}
