/** The tables of docs/cost.md and the README, from the model: `npx node cli/cost-table.ts` prints them. */
import { type CostInput, defaultInput, millionsOf, monthlyBill, totalOf } from "./cost-model.ts";

const rates: readonly number[] = [10, 100, 1_000, 10_000];
const encodings: readonly CostInput["encoding"][] = ["json", "protobuf"];

const whole = (value: number) => Math.round(value).toLocaleString("en-US");

function bill(input: Partial<CostInput> & Pick<CostInput, "eventsPerSecond">) {
  const { usd, naiveUsd } = totalOf(monthlyBill({ ...defaultInput, ...input }));
  const millions = millionsOf(input);
  return { usd, naiveUsd, millions, perMillion: usd / millions, naivePerMillion: naiveUsd / millions };
}

/** Markdown, for docs/cost.md: on demand beside provisioned and the naive design. */
export function costTable(): string {
  const rows = encodings.flatMap((encoding) =>
    rates.map((eventsPerSecond) => {
      const onDemand = bill({ eventsPerSecond, encoding });
      const provisioned = bill({ eventsPerSecond, encoding, capacity: "provisioned" });
      const cells = [
        whole(eventsPerSecond),
        encoding,
        whole(onDemand.millions),
        whole(onDemand.usd),
        whole(provisioned.usd),
        whole(onDemand.naiveUsd),
        onDemand.perMillion.toFixed(2),
        provisioned.perMillion.toFixed(2),
        onDemand.naivePerMillion.toFixed(2),
      ];
      return `| ${cells.join(" | ")} |`;
    }),
  );
  const head = `| events/s | encoding | million a month | USD a month | provisioned | naive | per million events | provisioned | naive |
|---:|---|---:|---:|---:|---:|---:|---:|---:|`;
  return [head, ...rows].join("\n");
}

/** Markdown, for the README: JSON alone. */
export function shortCostTable(): string {
  const rows = rates.map((eventsPerSecond) => {
    const onDemand = bill({ eventsPerSecond });
    const provisioned = bill({ eventsPerSecond, capacity: "provisioned" });
    const cells = [
      whole(eventsPerSecond),
      whole(onDemand.usd),
      onDemand.perMillion.toFixed(2),
      provisioned.perMillion.toFixed(2),
      onDemand.naivePerMillion.toFixed(2),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const head = `| events/s | USD a month | per million events | provisioned at 70 % | naive |
|---:|---:|---:|---:|---:|`;
  return [head, ...rows].join("\n");
}

/** Markdown, for docs/cost.md: where the money goes at 100 events/s of JSON; what to say of a line is the page's. */
export function costLines(): readonly string[] {
  return monthlyBill({ ...defaultInput, eventsPerSecond: 100 }).map(
    ({ name, usd, naiveUsd }) => `| ${name} | ${whole(usd)} | ${whole(naiveUsd)} |`,
  );
}

if (import.meta.main) console.log([costTable(), shortCostTable(), costLines().join("\n")].join("\n\n"));
