/** One floor: who and what is on it, where they are, how full it was, and one of them looked at closely. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { PlaceQuery, SubjectAnswer } from "../../../api.ts";
import { useAnswer } from "../../live/use-answer.ts";
import { LostLine } from "../../parts/lost-line.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { Failed, Loading } from "../../parts/states.tsx";
import { clockText } from "../../text/time.ts";
import { buildingAddress } from "../address.ts";
import type { FloorPlan } from "../plan/floor-plan.ts";
import { PlanButtons } from "../plan/plan-buttons.tsx";
import { PlanView } from "../plan/plan-view.tsx";
import { pathOn } from "../subject/path.ts";
import { SubjectPanel } from "../subject/subject-panel.tsx";
import { DayChart } from "./day-chart.tsx";
import { subjectOfKey } from "./floor-model.ts";
import { GroupSwitches } from "./group-switches.tsx";
import { RoomsTable } from "./rooms-table.tsx";
import { SubjectList } from "./subject-list.tsx";
import { useFloor } from "./use-floor.ts";
import { ZonesTable } from "./zones-table.tsx";

const HISTORY_MS = 86_400_000;
/** The question stays the same for a while, so that it is asked once. */
const HISTORY_STEP_MS = 300_000;

export function FloorPage({ place }: { readonly place: PlaceQuery }) {
  const floor = useFloor(place);
  const plan = useRef<FloorPlan | undefined>(undefined);
  const pointed = useSignal<string | undefined>(undefined);
  const { subject, find, hide, heat, view } = buildingAddress.values.value;
  const shown = floor.shown.value;
  /** Who was looked at before. */
  const cameFrom = useRef("");
  useEffect(() => {
    if (subject !== "") cameFrom.current = subject;
  }, [subject]);
  const history = useHistory(place, subject, shown?.nowMs);
  const path = useMemo(() => pathOn(place.id, history.answer.value?.history ?? []), [place.id, history.answer.value]);
  const select = (key: string) => {
    if (key !== subject) buildingAddress.go({ subject: key });
  };
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === "Escape" && buildingAddress.values.peek().subject !== "") buildingAddress.go({ subject: "" });
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  if (shown === undefined)
    return (
      <div class="floor">
        <PageHead title="Floor" />
        {floor.live.failure.value === undefined ? (
          <Loading what="the floor" />
        ) : (
          <Failed failure={floor.live.failure.value} onRetry={floor.live.retry} />
        )}
      </div>
    );
  const { said, counts, nowMs } = shown;
  const { tenant, campus, building, floor: name } = said.names;
  return (
    <div class="floor">
      <PageHead title={name}>
        <a
          class="button"
          href={buildingAddress.href({ tenant: place.tenant ?? "", floor: place.id, kiosk: true })}
          title="Escape leads back"
        >
          On the wall
        </a>
      </PageHead>
      <p class="floor-where">
        {[tenant, campus, building].filter((part) => part !== undefined).join(" · ")}
        <span> · at {clockText(said.atMs, said.timeZone === undefined ? {} : { timeZone: said.timeZone })}</span>
      </p>
      <LostLine live={floor.live} />
      <div class="floor-main">
        <div class="floor-plan">
          <div class="floor-tools">
            <GroupSwitches counts={counts} hide={hide} onHide={(next) => buildingAddress.amend({ hide: next })} />
            <label class="check">
              <input
                type="checkbox"
                checked={heat}
                onChange={({ currentTarget }) => buildingAddress.amend({ heat: currentTarget.checked })}
              />
              Density
            </label>
            <PlanButtons plan={plan} />
          </div>
          <PlanView
            plan={plan}
            floor={floor}
            selected={subject}
            pointed={pointed}
            path={path}
            hide={hide}
            isHeatShown={heat}
            view={view}
            onSelect={select}
            onView={(next) => buildingAddress.amend({ view: next })}
          />
          <p class="quiet-text">
            A dot empties as it ages; hollow was seen more than 15 minutes ago and is not counted.
            {said.map === undefined &&
              " The outline is drawn round what has a position: spaces places sync brings the map."}
          </p>
        </div>
        <div class="floor-side">
          {subject === "" ? (
            <SubjectList
              floor={floor}
              find={find}
              hide={hide}
              selected={subject}
              cameFrom={cameFrom.current}
              pointed={pointed}
              onFind={(next) => buildingAddress.amend({ find: next })}
              onSelect={select}
            />
          ) : (
            <SubjectPanel
              subjectKey={subject}
              subject={floor.model.subjects.get(subject)}
              place={place}
              asked={history}
              nowMs={nowMs}
              timeZone={said.timeZone}
              onClose={() => buildingAddress.go({ subject: "" })}
            />
          )}
        </div>
      </div>
      <div class="floor-facts">
        <DayChart place={place} floor={name} nowMs={nowMs} timeZone={said.timeZone} />
        <ZonesTable zones={said.zones} />
        <RoomsTable rooms={said.rooms} nowMs={nowMs} />
      </div>
    </div>
  );
}

function useHistory(place: PlaceQuery, key: string, nowMs: number | undefined) {
  const named = subjectOfKey(key);
  const to = Math.ceil((nowMs ?? 0) / HISTORY_STEP_MS) * HISTORY_STEP_MS;
  return useAnswer<SubjectAnswer>(named === undefined || nowMs === undefined ? undefined : "api/subject", {
    ...(place.tenant !== undefined && { tenant: place.tenant }),
    ...named,
    from: String(to - HISTORY_MS),
    to: String(to),
  });
}
