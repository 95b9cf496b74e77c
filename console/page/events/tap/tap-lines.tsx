import { Mark } from "../../parts/mark.tsx";
import { clockText, momentText } from "../../text/time.ts";
import { eventsAddress } from "../events-address.ts";
import type { KeptLine } from "./kept-lines.ts";

const marks = { stored: "good", duplicate: "unknown", rejected: "bad" } as const;
const signs = { stored: "stored", duplicate: "again", rejected: "rejected" } as const;

export function TapLines({ lines }: { readonly lines: readonly KeptLine[] }) {
  const { name } = eventsAddress.values.value;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be scrolled by keys as well.
    <section class="table" aria-label="What arrives, the newest first" tabIndex={0}>
      <table class="tap-lines">
        <caption class="unseen">What arrives, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Received</th>
            <th scope="col">Type</th>
            <th scope="col" class="wide">
              Outcome
            </th>
            <th scope="col" class="wide">
              Tenant
            </th>
            <th scope="col" class="beside-only">
              Says
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={line.number} line={line} isShown={name === nameOf(line)} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A position is of one partition alone, and a uid of all. */
function nameOf({ uid, position }: KeptLine): string {
  return uid ?? position;
}

function Line({ line, isShown }: { readonly line: KeptLine; readonly isShown: boolean }) {
  const { receivedAtMs, type, outcome, tenant } = line;
  const { values } = eventsAddress;
  const href = eventsAddress.href({ ...values.value, name: nameOf(line), at: receivedAtMs });
  const mark = <Mark is={marks[outcome]}>{signs[outcome]}</Mark>;
  const from = tenant ?? <span class="quiet-text">none named</span>;
  return (
    <tr class={outcome === "rejected" ? "rejected" : undefined} aria-current={isShown ? "true" : undefined}>
      <td class="mono" title={momentText(receivedAtMs)}>
        {clockText(receivedAtMs)}
      </td>
      <th scope="row">
        <a href={href}>{UNREADABLE.has(type) ? "unreadable" : type}</a>
        <span class="narrow">
          {mark} {from}
        </span>
        <Said line={line} className="says below" />
      </th>
      <td class="wide">{mark}</td>
      <td class="wide">{from}</td>
      <td class="beside-only">
        <Said line={line} className="says" />
      </td>
    </tr>
  );
}

const UNREADABLE: ReadonlySet<string> = new Set(["", "-"]);

/** Beside the rest of the line, or below its type where there is no room: one of them is displayed. */
function Said({ line: { says, code }, className }: { readonly line: KeptLine; readonly className: string }) {
  return (
    <span class={className}>
      {code !== undefined && <code>{code}</code>} {says}
    </span>
  );
}
