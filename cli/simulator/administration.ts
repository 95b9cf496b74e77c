/** What administrators do now and then: activations, admins, maps and anchors; and the channel's own keep-alive. */
import type { Building, Floor } from "./building.ts";
import { type Fact, fact, hundredths, type Tenant } from "./event.ts";
import { idsFrom } from "./ids.ts";
import type { Random } from "./random.ts";

export interface Administration {
  activate(): Fact[];
  deactivate(): Fact[];
  changeAdmin(): Fact[];
  changeLocation(): Fact[];
  moveAnchor(): Fact[];
  keepAlive(): Fact[];
}

const APP_NAME = "Occupancy insights";
const changeTypes = ["UPDATE", "ADD", "MOVE", "REMOVE"] as const;

export function administrationOf(tenants: readonly Tenant[], floors: readonly Floor[], random: Random): Administration {
  const ids = idsFrom(random);
  const references = new Map(tenants.map((tenant) => [tenant, ids.uuid()]));
  let turn = 0;
  const nextTenant = () => tenants[turn++ % tenants.length] as Tenant;
  const application = (tenant: Tenant, instance: string) => ({
    spacesTenantName: tenant.name,
    spacesTenantId: tenant.id,
    partnerTenantId: tenant.partnerTenantId,
    name: APP_NAME,
    referenceId: references.get(tenant),
    instanceName: instance,
    macFilters: [],
    iotGroups: [],
  });
  return {
    activate() {
      const tenant = nextTenant();
      return [fact(tenant, "APP_ACTIVATION", "appActivation", application(tenant, "production"))];
    },
    deactivate() {
      const tenant = nextTenant();
      return [fact(tenant, "APP_DE_ACTIVATION", "appActivation", application(tenant, "trial"))];
    },
    changeAdmin() {
      const loginEmail = `admin.${ids.hex(4)}@example.com`;
      return [fact(nextTenant(), "ACCOUNT_ADMIN_ACTIVATION", "accountAdminChange", { changeType: "ADD", loginEmail })];
    },
    changeLocation() {
      const floor = random.pick(floors);
      const change = {
        changeType: random.pick(changeTypes),
        location: floor.location,
        locationDetails: detailsOf(floor.building, floor),
      };
      return [fact(floor.building.tenant, "LOCATION_CHANGE", "locationHierarchyChange", change)];
    },
    moveAnchor() {
      const floor = random.pick(floors);
      const anchor = {
        changeType: random.chance(0.9) ? "ADD_UPDATE" : "DELETE",
        location: floor.location,
        locationAnchorInfo: {
          identifier: `anchor-${ids.hex(8)}`,
          uuid: ids.uuid(),
          major: random.below(65_536),
          minor: random.below(65_536),
          txPower: -12,
          advTxPower: -59,
          frequency: 1000,
          xPos: String(hundredths(random.between(0, 240))),
          yPos: String(hundredths(random.between(0, 120))),
          zPos: "9",
          latitude: floor.building.origin?.latitude ?? -999,
          longitude: floor.building.origin?.longitude ?? -999,
          mapId: floor.mapId,
        },
      };
      return [fact(floor.building.tenant, "LOCATION_ANCHOR_UPDATE", "locationAnchorUpdate", anchor)];
    },
    keepAlive: () => [{ eventType: "KEEP_ALIVE", tenant: undefined, field: undefined, payload: undefined }],
  };
}

function detailsOf({ tenant, origin }: Building, { mapId }: Floor) {
  return {
    timeZone: tenant.timeZone,
    city: "",
    state: "",
    country: "",
    category: "Office",
    metadata: [{ key: "costCentre", values: ["1000"] }],
    latitude: origin?.latitude ?? -999,
    longitude: origin?.longitude ?? -999,
    mapDetails: {
      mapId,
      imageWidth: 2400,
      imageHeight: 1200,
      mimeType: "image/png",
      dimension: { length: 120, width: 240, height: 10, offsetX: 0, offsetY: 0 },
    },
  };
}
