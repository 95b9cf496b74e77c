/** One floor for a screen on a wall: its plan, its counts, its time, and nothing to use. It runs for weeks. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { PlaceQuery } from "../../../api.ts";
import { Failed, Loading } from "../../parts/states.tsx";
import { numberText } from "../../text/number.ts";
import { clockText, spanText } from "../../text/time.ts";
import { buildingAddress } from "../address.ts";
import { groups } from "../floor/groups.ts";
import { Mark } from "../floor/mark.tsx";
import { useFloor } from "../floor/use-floor.ts";
import type { FloorPlan } from "../plan/floor-plan.ts";
import { PlanView } from "../plan/plan-view.tsx";
import { keepAwake } from "./keep-awake.ts";

/** Nobody presses "Try again" on a wall, not even where trying seems in vain. */
const AGAIN_EVERY_MS = 60_000;
const nothing = () => {};

export function Kiosk({ place }: { readonly place: PlaceQuery }) {
  const floor = useFloor(place);
  const plan = useRef<FloorPlan | undefined>(undefined);
  const pointed = useSignal<string | undefined>(undefined);
  const { heat, hide, view } = buildingAddress.values.value;
  const lostAt = useSignal<number | undefined>(undefined);
  useEffect(keepAwake, []);
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === "Escape") buildingAddress.go({ kiosk: false });
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  useEffect(() => {
    const again = setInterval(() => {
      if (floor.live.state.peek() === "lost") floor.live.retry();
    }, AGAIN_EVERY_MS);
    return () => clearInterval(again);
  }, []);
  const isLost = floor.live.state.value === "lost";
  useEffect(() => {
    // Between two tries it is connecting, and still lost.
    if (floor.live.state.value === "live") lostAt.value = undefined;
    else if (isLost) lostAt.value ??= Date.now();
  }, [floor.live.state.value]);
  const shown = floor.shown.value;
  if (shown === undefined)
    return (
      <div class="kiosk">
        <h1>Floor</h1>
        {floor.live.failure.value === undefined ? (
          <Loading what="the floor" />
        ) : (
          <Failed failure={floor.live.failure.value} />
        )}
      </div>
    );
  const { said, counts } = shown;
  const timeZone = said.timeZone === undefined ? {} : { timeZone: said.timeZone };
  return (
    <div class="kiosk">
      <header>
        <div>
          <h1>{said.names.floor}</h1>
          <p>{[said.names.campus, said.names.building].filter((part) => part !== undefined).join(" · ")}</p>
        </div>
        <dl>
          {groups.map(({ name, shape }, place) =>
            hide.includes(name) ? null : (
              <div key={name}>
                <dd>{numberText(counts[place] ?? 0)}</dd>
                <dt>
                  <Mark shape={shape} /> {name}
                </dt>
              </div>
            ),
          )}
        </dl>
        <p class="kiosk-time" role="status">
          {lostAt.value === undefined ? (
            <time>{clockText(shown.nowMs, timeZone).slice(0, 5)}</time>
          ) : (
            <b class="warn">
              As of {clockText(said.atMs, timeZone).slice(0, 5)}
              <span> · connection lost {spanText(Date.now() - lostAt.value)} ago, it is tried again</span>
            </b>
          )}
        </p>
      </header>
      <PlanView
        plan={plan}
        floor={floor}
        selected=""
        pointed={pointed}
        path={noPath}
        hide={hide}
        isHeatShown={heat}
        view={view}
        isKiosk
        onSelect={nothing}
        onView={nothing}
      />
    </div>
  );
}

const noPath: readonly never[] = [];
