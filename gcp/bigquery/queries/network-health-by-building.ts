import { inPeriod, latest, ofTenant } from "../latest.ts";
import { measurement } from "../values.ts";

/** The bands a figure can be of, as written by senders; the key of a figure of all bands has no suffix. */
const bands = `SELECT 'all' AS band, '' AS suffix
  UNION ALL SELECT '2.4 GHz', '_2_4ghz'
  UNION ALL SELECT '2.4 GHz', '_2_4_ghz'
  UNION ALL SELECT '5 GHz', '_5ghz'
  UNION ALL SELECT '5 GHz', '_5_ghz'
  UNION ALL SELECT '6 GHz', '_6ghz'
  UNION ALL SELECT '6 GHz', '_6_ghz'`;

function of(key: string): string {
  return measurement(`CONCAT('${key}', suffix)`);
}

export const networkHealthByBuilding = `${latest(
  ["tenant_id", "tenant_name", "building_id", "building_name", "location_id", "location_name", "measurements"],
  [inPeriod, ofTenant, "event_type = 'NETWORK_TELEMETRY'", "measurements IS NOT NULL"],
)},
bands AS (
  ${bands}
),
figures AS (
  SELECT
    tenant_id,
    tenant_name,
    IFNULL(building_id, location_id) AS building_id,
    IFNULL(building_name, location_name) AS building_name,
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
    IF(band = 'all', ${measurement("'snr_db_avg'")}, NULL) AS snr_db,
    IF(band = 'all', ${measurement("'channel_utilization_pct_avg'")}, NULL) AS channel_utilization_pct
  FROM latest CROSS JOIN bands
)
SELECT
  MAX(IFNULL(tenant_name, tenant_id)) AS tenant_name,
  building_id,
  MAX(building_name) AS building_name,
  band,
  COUNT(*) AS reports,
  100 * SUM(tests_ok) / NULLIF(SUM(tests), 0) AS success_pct,
  100 * SUM(dns_lookups_ok) / NULLIF(SUM(dns_lookups), 0) AS dns_success_pct,
  AVG(download_mbps) AS download_mbps,
  AVG(upload_mbps) AS upload_mbps,
  AVG(packet_loss_pct) AS packet_loss_pct,
  AVG(rtt_ms) AS rtt_ms,
  AVG(jitter_ms) AS jitter_ms,
  AVG(snr_db) AS snr_db,
  AVG(channel_utilization_pct) AS channel_utilization_pct
FROM figures
WHERE COALESCE(tests, dns_lookups, download_mbps, upload_mbps, packet_loss_pct, rtt_ms, jitter_ms, snr_db,
  channel_utilization_pct) IS NOT NULL
GROUP BY tenant_id, building_id, band
ORDER BY tenant_name, building_name, building_id, band`;
