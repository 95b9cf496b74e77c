/** Everybody and everything on the floor, as a table beside the plan: what the plan shows by dots, and a way to them by keys. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { FloorSubject } from "../../../api.ts";
import { countText, numberText } from "../../text/number.ts";
import { agoText } from "../../text/time.ts";
import { isHere } from "./age.ts";
import { subjectKey } from "./floor-model.ts";
import { groupOf, groups } from "./groups.ts";
import { Mark } from "./mark.tsx";
import type { UsedFloor } from "./use-floor.ts";

interface SubjectListProps {
  readonly floor: UsedFloor;
  readonly find: string;
  readonly hide: readonly string[];
  readonly selected: string;
  /** Who was looked at before; empty for nobody. */
  readonly cameFrom: string;
  readonly pointed: Signal<string | undefined>;
  onFind(find: string): void;
  onSelect(key: string): void;
}

const STEP = 50;
/** Tells those of one name apart. */
const ID_END = 4;

export function SubjectList({ floor, find, hide, selected, cameFrom, pointed, onFind, onSelect }: SubjectListProps) {
  const most = useSignal(STEP);
  const reached = useSignal(cameFrom);
  const table = useRef<HTMLTableElement>(null);
  // Who closes what a row led to goes on from that row.
  useEffect(() => {
    if (cameFrom !== "" && document.activeElement === document.body)
      table.current?.querySelector<HTMLElement>('tbody button[tabindex="0"]')?.focus();
  }, []);
  const shown = floor.shown.value;
  if (shown === undefined) return null;
  const found = subjectsFound(floor.model.subjects.values(), find, hide);
  const rows = found.slice(0, most.value);
  const keys = rows.map(subjectKey);
  const start = keys.includes(reached.value) ? reached.value : keys.includes(selected) ? selected : keys[0];
  const onKeyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }) => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, Home: -STEP * 1e6, End: STEP * 1e6 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("tbody button")];
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    buttons[Math.min(Math.max(at + step, 0), buttons.length - 1)]?.focus();
  };
  return (
    <section class="subjects" aria-label="On this floor">
      <input
        type="search"
        placeholder="Find a name, id or zone"
        aria-label="Find on this floor"
        value={find}
        onInput={({ currentTarget }) => onFind(currentTarget.value)}
      />
      <table ref={table} onKeyDown={onKeyDown}>
        <caption>
          {countText(found.length, "row")}
          {found.length > rows.length && `, ${numberText(rows.length)} shown`}
        </caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Where</th>
            <th scope="col">Seen</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((subject, row) => {
            const key = keys[row] ?? "";
            const { shape, one } = groups[groupOf(subject.kind)] ?? groups[3];
            return (
              <tr
                key={key}
                class={key === selected ? "selected" : undefined}
                onPointerEnter={() => {
                  pointed.value = key;
                }}
                onPointerLeave={() => {
                  pointed.value = undefined;
                }}
              >
                <th scope="row">
                  <button
                    type="button"
                    class="quiet"
                    tabIndex={key === start ? 0 : -1}
                    aria-current={key === selected}
                    onClick={() => onSelect(key)}
                    onFocus={() => {
                      pointed.value = reached.value = key;
                    }}
                    onBlur={() => {
                      pointed.value = undefined;
                    }}
                  >
                    <Mark shape={shape} isHollow={!isHere(subject.seenAtMs, shown.nowMs)} />
                    <span class="unseen">{one} </span>
                    <span class="name">{subject.label}</span> <code>{subject.id.slice(-ID_END)}</code>
                  </button>
                </th>
                <td>{whereText(subject)}</td>
                <td>{agoText(subject.seenAtMs, shown.nowMs)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {found.length > rows.length && (
        <button
          type="button"
          onClick={() => {
            most.value += STEP;
          }}
        >
          Show {numberText(Math.min(STEP, found.length - rows.length))} more
        </button>
      )}
    </section>
  );
}

export function whereText({ zone, xFt, yFt }: FloorSubject): string {
  const position =
    xFt === undefined || yFt === undefined ? "no position" : `${Math.round(xFt)},\u00a0${Math.round(yFt)}\u00a0ft`;
  return zone === undefined ? position : `${zone} · ${position}`;
}

/** By group, then by name: an order in which nobody jumps about. */
function subjectsFound(
  subjects: Iterable<FloorSubject>,
  find: string,
  hide: readonly string[],
): readonly FloorSubject[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  const isFound = ({ kind, id, label, zone = "" }: FloorSubject) => {
    if (hide.includes(groups[groupOf(kind)]?.name ?? "")) return false;
    const text = `${kind} ${id} ${label} ${zone}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return [...subjects]
    .filter(isFound)
    .sort(
      (one, other) =>
        groupOf(one.kind) - groupOf(other.kind) ||
        compare.compare(one.label, other.label) ||
        compare.compare(one.id, other.id),
    );
}

const compare = new Intl.Collator("en", { numeric: true });
