/** `spaces cost`: the modelled monthly bill, by line and per million events, beside the naive design's. */
import Table from "cli-table3";
import { type Command, Option } from "commander";
import { channels } from "../functions/channel.ts";
import { billOnAzure } from "./azure/cost.ts";
import { type CloudName, cloudOption } from "./cloud-option.ts";
import { type Bill, type BillInput, billAsJson, billAsTable } from "./cost-bill.ts";
import { type CostInput, type CostLine, defaultInput, millionsOf, monthlyBill, totalOf } from "./cost-model.ts";
import { DEFAULT_REGION, regions } from "./cost-prices.ts";
import { quotasMet } from "./cost-quotas.ts";
import { billOnGcp } from "./gcp/cost.ts";
import { numberFrom, wholeNumber } from "./number-option.ts";
import { UserError } from "./user-error.ts";

const MAX_EVENTS_PER_SECOND = 1_000_000;
const MAX_DAYS = 3_650;
const MAX_WINDOW_SECONDS = 300;
const MAX_SHARDS = 10_000;

const examples = `
Examples:
  $ spaces cost --events-per-second 100
  $ spaces cost --events-per-second 1000 --capacity provisioned --utilization 50 --shards 4
  $ spaces cost --events-per-second 10000 --encoding protobuf --history-days 365 --window 20
  $ spaces cost --events-per-second 100 --cloud azure
  $ spaces cost --events-per-second 100 --cloud gcp
  $ spaces cost --events-per-second 100 --channel firehose --region eu-central-1 --json

The naive design puts every event as it comes into history and state, and sends each to the lake as a record of its own.`;

export function register(program: Command): void {
  program
    .command("cost")
    .description("model the monthly bill of a steady rate of events")
    .requiredOption(
      "--events-per-second <rate>",
      "events per second, all day",
      numberFrom(0.001, MAX_EVENTS_PER_SECOND),
    )
    .addOption(choice("--encoding <encoding>", "what Cisco Spaces pushes", ["json", "protobuf"], "json"))
    .addOption(choice("--channel <channel>", "what it pushes to", channels, "kinesis"))
    .option("--window <seconds>", "batchWindowSeconds of the deployment", numberFrom(0, MAX_WINDOW_SECONDS), 5)
    .option("--shards <count>", "shards of the stream; absent means on demand", wholeNumber(1, MAX_SHARDS))
    .addOption(choice("--capacity <mode>", "of history and state", ["onDemand", "provisioned"], "onDemand"))
    .option("--utilization <percent>", "share of provisioned units used in the mean", numberFrom(1, 100), 70)
    .addOption(choice("--region <region>", "whose prices", Object.keys(regions), DEFAULT_REGION))
    .option("--history-days <days>", "days a history item is kept", numberFrom(1, MAX_DAYS), 30)
    .option("--history-recovery", "with point-in-time recovery of the history", false)
    .addOption(choice("--payload <keep>", "the payload column of the lake", ["keep", "omit"], "keep"))
    .option("--json", "print one line of JSON")
    .addOption(cloudOption().default("aws"))
    .addHelpText("after", examples)
    .action(({ cloud, ...options }: Options & { readonly cloud: CloudName }, command: Command) => {
      if (cloud !== "aws") {
        refuseOfAws(cloud, command);
        const { eventsPerSecond, encoding, historyDays, payload, json } = options;
        const bill = billOn[cloud]({ eventsPerSecond, encoding, historyDays, payload });
        return console.log(json ? billAsJson(bill) : billAsTable(bill));
      }
      const input = inputOf(options);
      console.log(options.json ? asJson(input) : asTable(input));
    });
}

const billOn = { azure: billOnAzure, gcp: billOnGcp } satisfies Record<string, (input: BillInput) => Bill>;
const called = { azure: "Azure", gcp: "Google Cloud" } as const;

/** Options that would change nothing of another cloud's bill. */
const awsOnly = ["channel", "window", "shards", "capacity", "utilization", "region", "historyRecovery"];

function refuseOfAws(cloud: keyof typeof called, command: Command): void {
  const given = command.options.filter(
    (option) =>
      awsOnly.includes(option.attributeName()) && command.getOptionValueSource(option.attributeName()) === "cli",
  );
  if (given.length > 0)
    throw new UserError(
      `${given.map(({ long }) => long).join(", ")} cannot be said of ${called[cloud]}: it is of AWS alone.`,
    );
}

interface Options extends Omit<CostInput, "windowSeconds" | "shards"> {
  readonly window: number;
  readonly shards?: number;
  readonly json?: true;
}

function inputOf({ window, shards, json: _, utilization, ...others }: Options): CostInput {
  return {
    ...defaultInput,
    ...others,
    windowSeconds: window,
    shards: shards ?? "onDemand",
    utilization: utilization / 100,
  };
}

function choice(flags: string, description: string, choices: readonly string[], absent: string): Option {
  return new Option(flags, description).choices(choices).default(absent);
}

function asJson(input: CostInput): string {
  const lines = monthlyBill(input);
  const { usd, naiveUsd } = totalOf(lines);
  const millions = millionsOf(input);
  return JSON.stringify({
    ...input,
    pricesAsOf: regions[input.region]?.asOf,
    pricesNote: regions[input.region]?.note,
    lines,
    monthly: { usd, naiveUsd },
    perMillionEvents: { usd: usd / millions, naiveUsd: naiveUsd / millions },
    quotas: quotasMet(input),
  });
}

function asTable(input: CostInput): string {
  const lines = monthlyBill(input);
  const millions = millionsOf(input);
  const table = new Table({
    head: ["USD", "a month", "naive", "per million events", "naive"],
    colAligns: ["left", "right", "right", "right", "right"],
    style: { head: [], border: [] },
  });
  const row = ({ name, usd, naiveUsd }: CostLine) => [
    name,
    usd.toFixed(2),
    naiveUsd.toFixed(2),
    (usd / millions).toFixed(3),
    (naiveUsd / millions).toFixed(3),
  ];
  table.push(...lines.map(row), row({ name: "Total", ...totalOf(lines) }));
  return [
    `${input.eventsPerSecond} events/s as ${input.encoding} on the ${input.channel} channel: ${millions.toFixed(1)} million a month`,
    table.toString(),
    pricesOf(input.region),
    ...quotasMet(input).map((quota) => `Quota: ${quota}`),
  ].join("\n");
}

function pricesOf(region: string): string {
  const { asOf, note } = regions[region] ?? { asOf: "", note: "" };
  const known = note === "complete" ? "" : ` Of ${region}: ${note}.`;
  return `List prices of ${region}, ${asOf}, without free tiers; sources in cli/cost-prices.ts.${known}`;
}
