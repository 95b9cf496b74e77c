/** The same tree beside a floor: campus, building, floor, each with how many are there. */
import { useMemo } from "preact/hooks";
import type { PlacesAnswer } from "../../../api.ts";
import { numberText } from "../../text/number.ts";
import { floorHref } from "../address.ts";
import { buildingsOf } from "./places-tree.ts";

interface PlacesNavProps {
  readonly places: PlacesAnswer;
  readonly tenant: string;
  readonly floor: string;
}

export function PlacesNav({ places, tenant, floor }: PlacesNavProps) {
  const buildings = useMemo(() => buildingsOf(places), [places]);
  const campuses = useMemo(
    () => [
      ...Map.groupBy(buildings, ({ tenantName, campus }) =>
        [...(places.tenants.length > 1 ? [tenantName] : []), ...(campus === null ? [] : [campus])].join(" · "),
      ),
    ],
    [buildings],
  );
  return (
    <nav class="places" aria-label="Floors">
      {campuses.map(([campus, own]) => (
        <div key={campus}>
          {campus !== "" && <h2>{campus}</h2>}
          {own.map((building) => (
            <details key={building.name ?? ""} open>
              <summary>
                <span>{building.name ?? "No building"}</span> <span class="count">{numberText(building.devices)}</span>
              </summary>
              <ul>
                {building.floors.map((line) => (
                  <li key={line.id}>
                    <a
                      href={floorHref(building.tenant, line.id)}
                      aria-current={line.id === floor && (building.tenant ?? "") === tenant ? "page" : undefined}
                    >
                      <span>{line.name}</span> <span class="count">{numberText(line.devices)}</span>
                    </a>
                  </li>
                ))}
              </ul>
            </details>
          ))}
        </div>
      ))}
    </nav>
  );
}
