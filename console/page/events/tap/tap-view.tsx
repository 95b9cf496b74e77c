/** What arrives now, the newest first: after the privacy policy, and as much of it as can be read. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { TapCounts, TappedLine, TapQuery } from "../../../api.ts";
import { useShortcuts } from "../../keys/use-shortcuts.ts";
import { useLive } from "../../live/use-live.ts";
import { LostLine } from "../../parts/lost-line.tsx";
import { Empty, Failed } from "../../parts/states.tsx";
import { useStage } from "../../stage.ts";
import { countText, numberText } from "../../text/number.ts";
import { eventsAddress } from "../events-address.ts";
import { NamedExplanation } from "../explain/named-explanation.tsx";
import { type KeptLines, noLines, withLines } from "./kept-lines.ts";
import { TapFilters } from "./tap-filters.tsx";
import { TapLines } from "./tap-lines.tsx";

/** More nobody scrolls back to; a link to `explain` finds what is older. */
const MOST_LINES = 300;

export function TapView() {
  const stage = useStage();
  const { types, tenants, subject, outcome, name } = eventsAddress.values.value;
  if (stage?.has.tap === false)
    return (
      <Empty title="What arrives here cannot be watched">
        <p>
          The transport of this stage is read by nobody else. What became of it is under Questions and Dead letters.
        </p>
      </Empty>
    );
  const query: TapQuery = {
    types: types.join(","),
    tenants: tenants.join(","),
    subject,
    ...(outcome === "rejected" && { rejected: "true" }),
  };
  return (
    <>
      <TapFilters />
      <div class={name === "" ? "beside" : "beside open"}>
        {/* Another question is another list: what came for the last one is gone. */}
        <Tap key={JSON.stringify(query)} query={query} />
        {name !== "" && <NamedExplanation />}
      </div>
    </>
  );
}

function Tap({ query }: { readonly query: TapQuery }) {
  const kept = useSignal<KeptLines>(noLines);
  /** While it is paused: what is shown. */
  const paused = useSignal<KeptLines | undefined>(undefined);
  const counts = useSignal<TapCounts | undefined>(undefined);
  const seenTypes = useRef(new Set<string>());
  const live = useLive(
    "api/tap",
    { ...query },
    {
      tapped: (lines: readonly TappedLine[]) => {
        kept.value = withLines(kept.value, lines, MOST_LINES);
        for (const { type } of lines) seenTypes.current.add(type);
      },
      counts: (said: TapCounts) => {
        counts.value = said;
      },
    },
  );
  const pause = () => {
    paused.value = paused.value === undefined ? kept.value : undefined;
  };
  useShortcuts([{ keys: "p", says: "Pause what arrives, or go on", act: pause }]);
  const { outcome } = eventsAddress.values.value;
  const shown = paused.value ?? kept.value;
  const waiting = kept.value.came - shown.came;
  const lines = outcome === "any" ? shown.lines : shown.lines.filter((line) => line.outcome === outcome);
  if (live.failure.value !== undefined && kept.value.came === 0)
    return <Failed failure={live.failure.value} onRetry={live.retry} />;
  return (
    <section class="panel tap">
      <LostLine live={live} />
      <div class="actions">
        <button type="button" onClick={pause} aria-pressed={paused.value !== undefined}>
          {paused.value === undefined ? "Pause" : waiting === 0 ? "Go on" : `Go on, ${numberText(waiting)} new`}
        </button>
        <Counts counts={counts.value} />
      </div>
      <datalist id="tap-types">
        {[...seenTypes.current].map((type) => (
          <option key={type} value={type} />
        ))}
      </datalist>
      {lines.length > 0 ? <TapLines lines={lines} /> : <Waiting counts={counts.value} />}
    </section>
  );
}

function Counts({ counts }: { readonly counts: TapCounts | undefined }) {
  if (counts === undefined) return null;
  const { events, rejected, ignored, wanted, leftOut } = counts;
  return (
    <p class="counts">
      <b>{countText(events, "event")}</b> since this was opened, {numberText(rejected)} rejected, {numberText(ignored)}{" "}
      ignored
      {wanted !== events && `, ${numberText(wanted)} of what is asked for`}
      {leftOut > 0 && (
        <>
          ; <b>{numberText(leftOut)} left out</b>, faster than can be read
        </>
      )}
    </p>
  );
}

function Waiting({ counts }: { readonly counts: TapCounts | undefined }) {
  if (counts !== undefined && counts.events > 0)
    return (
      <Empty title="Nothing of what is asked for has come yet">
        <p>Other events come; take a filter away to see them.</p>
      </Empty>
    );
  return (
    <Empty title="Nothing has come yet">
      <p>
        Only what arrives from now on is shown. Where it stays quiet, the <a href="#/pipeline?view=doctor">doctor</a>{" "}
        looks at why.
      </p>
    </Empty>
  );
}
