/** The plan on the page: its canvases, who is under the pointer, its buttons and keys. */
import { type Signal, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import type { FloorSubject } from "../../../api.ts";
import { pathOf } from "../../api.ts";
import { agoText } from "../../text/time.ts";
import { colourScheme } from "../../theme.ts";
import { counted, groups } from "../floor/groups.ts";
import type { UsedFloor } from "../floor/use-floor.ts";
import { zoneMarks } from "../floor/zone-marks.ts";
import type { PathPoint } from "../subject/path.ts";
import { type FloorPlan, floorPlan } from "./floor-plan.ts";
import { BUTTON_ZOOM } from "./plan-buttons.tsx";
import { listenToPointers } from "./pointers.ts";

interface PlanViewProps {
  readonly floor: UsedFloor;
  readonly selected: string;
  /** Who is under the pointer, or in the list beside. */
  readonly pointed: Signal<string | undefined>;
  readonly path: readonly PathPoint[];
  readonly hide: readonly string[];
  readonly isHeatShown: boolean;
  readonly view: string;
  /** Who uses it besides pointers and keys on it. */
  readonly plan: { current: FloorPlan | undefined };
  /** Nobody is there to use it: no buttons, larger dots. */
  readonly isKiosk?: boolean;
  onSelect(key: string): void;
  onView(text: string): void;
}

const STEP_PX = 60;
const VIEW_SAID_AFTER_MS = 300;

export function PlanView(props: PlanViewProps) {
  const { floor, selected, pointed, path, hide, isHeatShown, view, plan, isKiosk = false } = props;
  const box = useRef<HTMLDivElement>(null);
  const ground = useRef<HTMLCanvasElement>(null);
  const top = useRef<HTMLCanvasElement>(null);
  const acts = useRef(props);
  acts.current = props;
  const tip = useSignal<string | undefined>(undefined);
  const keysId = useId();
  const shown = floor.shown.value;
  const map = shown?.said.map;

  useEffect(() => {
    if (box.current === null || ground.current === null || top.current === null) return;
    const element = box.current;
    let said: ReturnType<typeof setTimeout> | undefined;
    const own = floorPlan({
      ground: ground.current,
      top: top.current,
      dots: floor.model.dots,
      nowMs: floor.nowMs,
      isKiosk,
      onView(text) {
        clearTimeout(said);
        said = setTimeout(() => acts.current.onView(text), VIEW_SAID_AFTER_MS);
      },
    });
    plan.current = own;
    own.showView(acts.current.view);
    const sized = new ResizeObserver(([entry]) => {
      if (entry !== undefined) own.resize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    sized.observe(element);
    const forget = floor.onChange(own.wake);
    const release = isKiosk
      ? () => {}
      : listenToPointers(element, {
          move: own.move,
          zoom: own.zoom,
          pick: (px, py, reachPx) => acts.current.onSelect(own.at(px, py, reachPx) ?? ""),
          hover(px, py) {
            pointed.value = tip.value = own.at(px, py, 9);
          },
          leave() {
            pointed.value = tip.value = undefined;
          },
        });
    return () => {
      clearTimeout(said);
      sized.disconnect();
      forget();
      release();
      own.close();
    };
  }, []);
  useEffect(() => plan.current?.repaint(), [colourScheme.value]);
  useEffect(() => plan.current?.showView(view), [view]);
  useEffect(() => plan.current?.look({ map }), [map?.widthFt, map?.lengthFt]);
  useEffect(
    () =>
      plan.current?.look({
        path,
        selected,
        isHeatShown,
        areGroupsShown: groups.map(({ name }) => !hide.includes(name)),
      }),
    [path, selected, isHeatShown, hide.join()],
  );
  useEffect(() => {
    if (shown !== undefined) plan.current?.look({ marks: marksOf(floor) });
  }, [shown]);
  useSignalEffect(() => plan.current?.look({ pointed: pointed.value }));
  const place = shown?.said.place;
  useEffect(() => {
    if (map?.picture !== true || place === undefined) return;
    const picture = new Image();
    picture.onload = () => plan.current?.look({ picture });
    picture.src = pathOf("api/floor/map", { ...place });
  }, [map?.picture, place?.id]);

  const onKeyDown = (event: KeyboardEvent) => {
    const act = keys[event.key];
    const { current } = plan;
    if (act === undefined || current === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act(current, event.shiftKey ? 4 : 1);
  };
  const tipped = tip.value === undefined ? undefined : floor.model.subjects.get(tip.value);
  const at = tip.value === undefined ? undefined : plan.current?.placeOf(tip.value);
  const label =
    shown === undefined
      ? "Plan of the floor"
      : `Plan of ${shown.said.names.floor}: ${shown.counts.map((count, group) => counted(count, groups[group] ?? groups[0])).join(", ")}`;
  return (
    <div class="plan">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset groups what is filled in. */}
      <div
        ref={box}
        class="plan-box"
        role="group"
        aria-label="The floor's plan"
        aria-describedby={isKiosk ? undefined : keysId}
        tabIndex={isKiosk ? undefined : 0}
        onKeyDown={isKiosk ? undefined : onKeyDown}
      >
        <canvas ref={ground} />
        <canvas ref={top} role="img" aria-label={label} />
        {tipped !== undefined && at !== undefined && <Tip subject={tipped} at={at} nowMs={floor.nowMs()} />}
      </div>
      <p id={keysId} class="unseen">
        Arrow keys move it, plus and minus zoom, zero shows all of it. All that is on it is also in the tables below.
      </p>
    </div>
  );
}

const keys: Readonly<Record<string, (plan: FloorPlan, times: number) => void>> = {
  ArrowLeft: (plan, times) => plan.move(STEP_PX * times, 0),
  ArrowRight: (plan, times) => plan.move(-STEP_PX * times, 0),
  ArrowUp: (plan, times) => plan.move(0, STEP_PX * times),
  ArrowDown: (plan, times) => plan.move(0, -STEP_PX * times),
  "+": (plan) => plan.zoom(BUTTON_ZOOM),
  "=": (plan) => plan.zoom(BUTTON_ZOOM),
  "-": (plan) => plan.zoom(1 / BUTTON_ZOOM),
  "0": (plan) => plan.fit(),
};

function marksOf({ model }: UsedFloor) {
  const zones = model.said?.zones ?? [];
  return zoneMarks(model.subjects.values()).map(({ name, xFt, yFt }) => {
    const zone = zones.find((one) => one.name === name || one.id === name);
    return { xFt, yFt, text: zone === undefined ? name : `${zone.name} ${zone.devices}` };
  });
}

function Tip({
  subject,
  at,
  nowMs,
}: {
  readonly subject: FloorSubject;
  readonly at: { readonly x: number; readonly y: number };
  readonly nowMs: number;
}) {
  return (
    <div
      class="plan-tip"
      aria-hidden="true"
      style={{ transform: `translate(${Math.round(at.x)}px, ${Math.round(at.y)}px)` }}
    >
      <div>
        <b>{subject.label}</b>
        <span>
          {[subject.kind.replaceAll("_", " "), subject.zone, agoText(subject.seenAtMs, nowMs)]
            .filter((part) => part !== undefined)
            .join(" · ")}
        </span>
      </div>
    </div>
  );
}
