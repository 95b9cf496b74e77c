/** The network itself: its health by building, and whether connectors and controllers answer. */
import type { Building } from "./building.ts";
import { type Fact, fact, hundredths, type Tenant } from "./event.ts";
import { devicesIn, onFloor } from "./headcount.ts";
import { idsFrom } from "./ids.ts";
import type { Random } from "./random.ts";

const SHARE_OF_OUTAGES = 0.1;
const bands = ["2.4 GHz", "5 GHz"] as const;

interface NetworkDevice {
  readonly tenant: Tenant;
  readonly deviceType: "NDT_CONNECTOR" | "NDT_CONTROLLER";
  readonly info: Readonly<Record<string, unknown>>;
}

export interface Network {
  telemetry(): Fact[];
  status(nowMs: number): Fact[];
}

export function networkOf(sites: ReadonlyMap<Tenant, readonly Building[]>, random: Random): Network {
  const buildings = [...sites.values()].flat();
  const devices = [...sites.keys()].flatMap((tenant) => networkDevices(tenant, random));
  let building = 0;
  let device = 0;
  return {
    telemetry() {
      const at = buildings[building++ % buildings.length] as Building;
      return [fact(at.tenant, "NETWORK_TELEMETRY", "networkTelemetry", healthOf(at, random))];
    },
    status(nowMs) {
      const { tenant, deviceType, info } = devices[device++ % devices.length] as NetworkDevice;
      const outage = random.chance(SHARE_OF_OUTAGES);
      const connector = deviceType === "NDT_CONNECTOR";
      return [
        fact(tenant, "NETWORK_STATUS_UPDATE", "networkStatusUpdate", {
          deviceType,
          status: connector ? (outage ? "NDS_DISCONNECTED" : "NDS_CONNECTED") : outage ? "NDS_INACTIVE" : "NDS_ACTIVE",
          lastHeard: outage ? nowMs - 60_000 - random.below(300_000) : nowMs,
          [connector ? "connectorInfo" : "controllerInfo"]: info,
        }),
      ];
    },
  };
}

function networkDevices(tenant: Tenant, random: Random): readonly NetworkDevice[] {
  const ids = idsFrom(random);
  const connector = {
    id: `connector-${ids.hex(8)}`,
    name: "Connector 1",
    ipAddress: ids.ipv4(),
    ovaVersion: "3.2.1",
    dockerVersion: "3.0.2",
  };
  const controllers = [1, 2].map((number) => ({
    id: `controller-${ids.hex(8)}`,
    name: `Controller ${number}`,
    ipAddress: ids.ipv4(),
    version: "17.12.4",
    connectorId: connector.id,
    connectorName: connector.name,
    type: "CATALYST",
  }));
  return [
    { tenant, deviceType: "NDT_CONNECTOR", info: connector },
    ...controllers.map((info) => ({ tenant, deviceType: "NDT_CONTROLLER" as const, info })),
  ];
}

function healthOf({ location, floors }: Building, random: Random) {
  const clientsPerAp =
    floors.reduce((sum, floor) => sum + onFloor(floor, devicesIn), 0) / Math.max(location.apCount, 1);
  return {
    networkHealth: {
      networkAvailability: bands.map((band) => {
        const failed = random.below(3);
        return {
          numOfTests: 60,
          numOfSuccess: 60 - failed,
          successPercentage: hundredths(((60 - failed) * 100) / 60),
          numOfDnsLookup: 60,
          numOfDnsLookupSuccess: 60,
          dnsLookupSuccessPercentage: 100,
          band,
        };
      }),
      apTelemetries: [
        apTelemetry("CLIENTS_PER_AP", clientsPerAp, 2),
        apTelemetry("SNR", random.between(28, 38), 12),
        apTelemetry("CHANNEL_UTILIZATION", random.between(15, 45), 14),
        apTelemetry("RSSI", random.between(-68, -58), 15),
      ],
    },
    networkPerformance: bands.map((band) => ({
      avgUploadBandwidthMbps: hundredths(random.between(20, 60)),
      avgDownloadBandwidthMbps: hundredths(random.between(60, 240)),
      avgPacketLossPercentage: hundredths(random.between(0, 1)),
      avgRttMs: 8 + random.below(20),
      avgDnsLookupTimeMs: 2 + random.below(10),
      band,
      jitter: hundredths(random.between(0.5, 4)),
      mos: hundredths(random.between(4, 4.5)),
    })),
    location,
  };
}

function apTelemetry(apTelemetryType: string, average: number, spread: number) {
  return {
    apTelemetryType,
    average: hundredths(average),
    min: Math.round(average - spread),
    max: Math.round(average + spread),
  };
}
