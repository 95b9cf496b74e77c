import type { NamedQuery } from "../../../shared/lake/named-query.ts";
import { inPeriod, latest, ofTenant, period, tenant } from "../latest.ts";

/** The bands a figure can be of, as written by senders; the key of a figure of all bands has no suffix. */
const bands = `VALUES
    ('all', ''),
    ('2.4 GHz', '_2_4ghz'),
    ('2.4 GHz', '_2_4_ghz'),
    ('5 GHz', '_5ghz'),
    ('5 GHz', '_5_ghz'),
    ('6 GHz', '_6ghz'),
    ('6 GHz', '_6_ghz')`;

function of(key: string): string {
  return `element_at(measurements, concat('${key}', suffix))`;
}

export const networkHealthByBuilding: NamedQuery = {
  name: "network-health-by-building",
  title: "Network health by building",
  description: "Tests passed, name look-ups answered, throughput, loss and delay by building and radio band",
  chart: { kind: "bar", x: ["tenant_name", "building_name", "band"], y: ["success_pct"] },
  parameters: [...period, tenant],
  sql: `${latest(
    ["tenant_id", "tenant_name", "building_id", "building_name", "location_id", "location_name", "measurements"],
    [inPeriod, ofTenant, "event_type = 'NETWORK_TELEMETRY'", "measurements IS NOT NULL"],
  )},
bands (band, suffix) AS (
  ${bands}
),
figures AS (
  SELECT
    tenant_id,
    tenant_name,
    coalesce(building_id, location_id) AS building_id,
    coalesce(building_name, location_name) AS building_name,
    band,
    ${of("tests")} AS tests,
    ${of("tests_ok")} AS tests_ok,
    ${of("dns_lookups")} AS dns_lookups,
    ${of("dns_lookups_ok")} AS dns_lookups_ok,
    ${of("download_mbps")} AS download_mbps,
    ${of("upload_mbps")} AS upload_mbps,
    ${of("packet_loss_pct")} AS packet_loss_pct,
    ${of("rtt_ms")} AS rtt_ms,
    ${of("jitter_ms")} AS jitter_ms,
    CASE WHEN band = 'all' THEN element_at(measurements, 'snr_db_avg') END AS snr_db,
    CASE WHEN band = 'all' THEN element_at(measurements, 'channel_utilization_pct_avg') END AS channel_utilization_pct
  FROM latest CROSS JOIN bands
)
SELECT
  max(coalesce(tenant_name, tenant_id)) AS tenant_name,
  building_id,
  max(building_name) AS building_name,
  band,
  count(*) AS reports,
  100 * sum(tests_ok) / nullif(sum(tests), 0) AS success_pct,
  100 * sum(dns_lookups_ok) / nullif(sum(dns_lookups), 0) AS dns_success_pct,
  avg(download_mbps) AS download_mbps,
  avg(upload_mbps) AS upload_mbps,
  avg(packet_loss_pct) AS packet_loss_pct,
  avg(rtt_ms) AS rtt_ms,
  avg(jitter_ms) AS jitter_ms,
  avg(snr_db) AS snr_db,
  avg(channel_utilization_pct) AS channel_utilization_pct
FROM figures
WHERE coalesce(tests, dns_lookups, download_mbps, upload_mbps, packet_loss_pct, rtt_ms, jitter_ms, snr_db,
  channel_utilization_pct) IS NOT NULL
GROUP BY tenant_id, building_id, band
ORDER BY tenant_name, building_name, building_id, band`,
};
