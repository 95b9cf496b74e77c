/** Every building as a stack of its floors, each as full as it is: where to look first. */
import { useMemo } from "preact/hooks";
import type { FloorLine, PlacesAnswer } from "../../../api.ts";
import { numberText } from "../../text/number.ts";
import { floorHref } from "../address.ts";
import { BarCell } from "./bar-cell.tsx";
import { type BuildingNode, buildingsOf, busiest } from "./places-tree.ts";

export function PlacesOverview({ places }: { readonly places: PlacesAnswer }) {
  const buildings = useMemo(() => buildingsOf(places), [places]);
  const most = busiest(buildings);
  return (
    <div class="buildings">
      {buildings.map((building) => (
        <BuildingTable
          key={JSON.stringify([building.tenant, building.campus, building.name])}
          building={building}
          most={most}
          isOneOfTenants={places.tenants.length > 1}
        />
      ))}
    </div>
  );
}

interface BuildingTableProps {
  readonly building: BuildingNode;
  readonly most: number;
  readonly isOneOfTenants: boolean;
}

function BuildingTable({ building, most, isOneOfTenants }: BuildingTableProps) {
  const { tenant, tenantName, campus, name, floors, devices, users, people, sensors } = building;
  const above = [isOneOfTenants ? tenantName : null, campus].filter((one) => one !== null).join(" · ");
  return (
    <section class="card" aria-label={[above, name].filter(Boolean).join(", ")}>
      <h2>
        {above !== "" && <span class="quiet-text">{above} · </span>}
        {name ?? "No building"}
      </h2>
      <table class="floors">
        <caption class="unseen">Floors of {name ?? "no building"}, seen in the last 15 minutes</caption>
        <thead>
          <tr>
            <th scope="col">Floor</th>
            <th scope="col" class="number">
              Devices
            </th>
            <th scope="col" class="number">
              People
            </th>
            <th scope="col" class="number">
              Cameras see
            </th>
            <th scope="col" class="number">
              Sensors
            </th>
          </tr>
        </thead>
        <tbody>
          {floors.map((floor) => (
            <FloorRow key={floor.id} tenant={tenant} floor={floor} most={most} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Together</th>
            <td class="number">{numberText(devices)}</td>
            <td class="number">{numberText(users)}</td>
            <td class="number">{people === undefined ? "–" : numberText(people)}</td>
            <td class="number">{numberText(sensors)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function FloorRow({
  tenant,
  floor,
  most,
}: {
  readonly tenant: string | null;
  readonly floor: FloorLine;
  readonly most: number;
}) {
  return (
    <tr>
      <th scope="row">
        <a href={floorHref(tenant, floor.id)}>{floor.name}</a>
      </th>
      <td class="number">
        <BarCell value={floor.devices} most={most} />
      </td>
      <td class="number">{numberText(floor.users)}</td>
      <td class="number">{floor.people === undefined ? "–" : numberText(floor.people)}</td>
      <td class="number">{numberText(floor.sensors)}</td>
    </tr>
  );
}
