DECLARE today TIMESTAMP;
DECLARE keep_from TIMESTAMP;
DECLARE arrived_on TIMESTAMP;
DECLARE arrived_rows INT64;
DECLARE from_at TIMESTAMP;
DECLARE until_at TIMESTAMP;
SET today = TIMESTAMP_TRUNC(CURRENT_TIMESTAMP(), DAY);
SET keep_from = TIMESTAMP_SUB(today, INTERVAL 14 DAY);
FOR arrival IN (
SELECT landed.day, landed.row_count
FROM (
  SELECT TIMESTAMP_TRUNC(received_at, DAY) AS day, COUNT(*) AS row_count
  FROM arrived
  WHERE received_at < today
  GROUP BY day
) AS landed
LEFT JOIN merged_days AS done ON done.day = CAST(landed.day AS DATE)
WHERE done.row_count IS NULL OR done.row_count != landed.row_count
ORDER BY landed.day
) DO
SET arrived_on = arrival.day;
SET arrived_rows = arrival.row_count;
FOR week IN (
SELECT MIN(a.occurred_at) AS first_at, MAX(a.occurred_at) AS last_at
FROM arrived AS a
WHERE a.received_at >= arrived_on AND a.received_at < TIMESTAMP_ADD(arrived_on, INTERVAL 1 DAY)
GROUP BY TIMESTAMP_TRUNC(a.occurred_at, WEEK)
ORDER BY first_at
) DO
SET from_at = week.first_at;
SET until_at = TIMESTAMP_ADD(week.last_at, INTERVAL 1 MILLISECOND);
MERGE INTO events_once AS t
USING (
  SELECT record_uid, event_type, event_family, occurred_at, received_at, tenant_id, tenant_name, partner_tenant_id, subject_kind, subject_id, device_id, mac_address, user_id, device_type, manufacturer, os, os_version, ip_address, ssid, visit_id, location_id, location_name, location_types, zone_id, zone_name, floor_id, floor_name, floor_number, building_id, building_name, campus_id, campus_name, location_path, map_id, x, y, latitude, longitude, confidence, uncertainty, max_rssi, presence, entered_at, exited_at, last_seen_at, dwell_minutes, people_count, active_count, inactive_count, associated_count, probing_count, count_delta, measurements, labels, payload, pipeline
  FROM arrived AS a
  WHERE a.received_at >= arrived_on AND a.received_at < TIMESTAMP_ADD(arrived_on, INTERVAL 1 DAY)
    AND a.occurred_at >= from_at AND a.occurred_at < until_at
    AND NOT EXISTS (
      SELECT 1 FROM erased_subjects AS e
      WHERE e.subject = CONCAT(a.subject_kind, ':', a.subject_id)
        AND (e.tenant_id IS NULL OR e.tenant_id = a.tenant_id)
        AND LEAST(a.occurred_at, a.received_at) <= e.erased_at
    )
    AND NOT EXISTS (
      SELECT 1 FROM erased_subjects AS e
      WHERE e.subject = CONCAT('device:', a.device_id)
        AND (e.tenant_id IS NULL OR e.tenant_id = a.tenant_id)
        AND LEAST(a.occurred_at, a.received_at) <= e.erased_at
    )
    AND NOT EXISTS (
      SELECT 1 FROM erased_subjects AS e
      WHERE e.subject = CONCAT('device:', a.mac_address)
        AND (e.tenant_id IS NULL OR e.tenant_id = a.tenant_id)
        AND LEAST(a.occurred_at, a.received_at) <= e.erased_at
    )
    AND NOT EXISTS (
      SELECT 1 FROM erased_subjects AS e
      WHERE e.subject = CONCAT('user:', a.user_id)
        AND (e.tenant_id IS NULL OR e.tenant_id = a.tenant_id)
        AND LEAST(a.occurred_at, a.received_at) <= e.erased_at
    )
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY record_uid, occurred_at, tenant_id, subject_kind, subject_id
    ORDER BY received_at DESC, IFNULL(SAFE_CAST(SPLIT(SPLIT(pipeline, '/')[SAFE_OFFSET(1)], '.')[SAFE_OFFSET(0)] AS INT64), -1) DESC, IFNULL(SAFE_CAST(SPLIT(SPLIT(pipeline, '/')[SAFE_OFFSET(1)], '.')[SAFE_OFFSET(1)] AS INT64), -1) DESC, IFNULL(SAFE_CAST(SPLIT(SPLIT(pipeline, '/')[SAFE_OFFSET(1)], '.')[SAFE_OFFSET(2)] AS INT64), -1) DESC
  ) = 1
) AS s
ON t.record_uid = s.record_uid AND t.occurred_at = s.occurred_at AND t.tenant_id IS NOT DISTINCT FROM s.tenant_id AND t.subject_kind = s.subject_kind AND t.subject_id = s.subject_id
  AND t.occurred_at >= from_at AND t.occurred_at < until_at
WHEN MATCHED AND (
    (s.received_at > t.received_at)
    OR (s.received_at = t.received_at AND IFNULL(SAFE_CAST(SPLIT(SPLIT(s.pipeline, '/')[SAFE_OFFSET(1)], '.')[SAFE_OFFSET(0)] AS INT64), -1) > IFNULL(SAFE_CAST(SPLIT(SPLIT(t.pipeline, '/')[SAFE_OFFSET(1)], '.')[SAFE_OFFSET(0)] AS INT64), -1))
    OR (s.received_at = t.received_at AND IFNULL(SAFE_CAST(SPLIT(SPLIT(s.pipeline, '/')[SAFE_OFFSET(1)], '.')[SAFE_OFFSET(0)] AS INT64), -1) = IFNULL(SAFE_CAST(SPLIT(SPLIT(t.pipeline, '/')[SAFE_OFFSET(1)], '.')[SAFE_OFFSET(0)] AS INT64), -1) AND IFNULL(SAFE_CAST(SPLIT(SPLIT(s.pipeline, '/')[SAFE_OFFSET(1)], '.')[SAFE_OFFSET(1)] AS INT64), -1) > IFNULL(SAFE_CAST(SPLIT(SPLIT(t.pipeline, '/')[SAFE_OFFSET(1)], '.')[SAFE_OFFSET(1)] AS INT64), -1))
    OR (s.received_at = t.received_at AND IFNULL(SAFE_CAST(SPLIT(SPLIT(s.pipeline, '/')[SAFE_OFFSET(1)], '.')[SAFE_OFFSET(0)] AS INT64), -1) = IFNULL(SAFE_CAST(SPLIT(SPLIT(t.pipeline, '/')[SAFE_OFFSET(1)], '.')[SAFE_OFFSET(0)] AS INT64), -1) AND IFNULL(SAFE_CAST(SPLIT(SPLIT(s.pipeline, '/')[SAFE_OFFSET(1)], '.')[SAFE_OFFSET(1)] AS INT64), -1) = IFNULL(SAFE_CAST(SPLIT(SPLIT(t.pipeline, '/')[SAFE_OFFSET(1)], '.')[SAFE_OFFSET(1)] AS INT64), -1) AND IFNULL(SAFE_CAST(SPLIT(SPLIT(s.pipeline, '/')[SAFE_OFFSET(1)], '.')[SAFE_OFFSET(2)] AS INT64), -1) > IFNULL(SAFE_CAST(SPLIT(SPLIT(t.pipeline, '/')[SAFE_OFFSET(1)], '.')[SAFE_OFFSET(2)] AS INT64), -1))
  )
  THEN UPDATE SET event_type = s.event_type, event_family = s.event_family, received_at = s.received_at, tenant_name = s.tenant_name, partner_tenant_id = s.partner_tenant_id, device_id = s.device_id, mac_address = s.mac_address, user_id = s.user_id, device_type = s.device_type, manufacturer = s.manufacturer, os = s.os, os_version = s.os_version, ip_address = s.ip_address, ssid = s.ssid, visit_id = s.visit_id, location_id = s.location_id, location_name = s.location_name, location_types = s.location_types, zone_id = s.zone_id, zone_name = s.zone_name, floor_id = s.floor_id, floor_name = s.floor_name, floor_number = s.floor_number, building_id = s.building_id, building_name = s.building_name, campus_id = s.campus_id, campus_name = s.campus_name, location_path = s.location_path, map_id = s.map_id, x = s.x, y = s.y, latitude = s.latitude, longitude = s.longitude, confidence = s.confidence, uncertainty = s.uncertainty, max_rssi = s.max_rssi, presence = s.presence, entered_at = s.entered_at, exited_at = s.exited_at, last_seen_at = s.last_seen_at, dwell_minutes = s.dwell_minutes, people_count = s.people_count, active_count = s.active_count, inactive_count = s.inactive_count, associated_count = s.associated_count, probing_count = s.probing_count, count_delta = s.count_delta, measurements = s.measurements, labels = s.labels, payload = s.payload, pipeline = s.pipeline
WHEN NOT MATCHED
  THEN INSERT (record_uid, event_type, event_family, occurred_at, received_at, tenant_id, tenant_name, partner_tenant_id, subject_kind, subject_id, device_id, mac_address, user_id, device_type, manufacturer, os, os_version, ip_address, ssid, visit_id, location_id, location_name, location_types, zone_id, zone_name, floor_id, floor_name, floor_number, building_id, building_name, campus_id, campus_name, location_path, map_id, x, y, latitude, longitude, confidence, uncertainty, max_rssi, presence, entered_at, exited_at, last_seen_at, dwell_minutes, people_count, active_count, inactive_count, associated_count, probing_count, count_delta, measurements, labels, payload, pipeline)
  VALUES (s.record_uid, s.event_type, s.event_family, s.occurred_at, s.received_at, s.tenant_id, s.tenant_name, s.partner_tenant_id, s.subject_kind, s.subject_id, s.device_id, s.mac_address, s.user_id, s.device_type, s.manufacturer, s.os, s.os_version, s.ip_address, s.ssid, s.visit_id, s.location_id, s.location_name, s.location_types, s.zone_id, s.zone_name, s.floor_id, s.floor_name, s.floor_number, s.building_id, s.building_name, s.campus_id, s.campus_name, s.location_path, s.map_id, s.x, s.y, s.latitude, s.longitude, s.confidence, s.uncertainty, s.max_rssi, s.presence, s.entered_at, s.exited_at, s.last_seen_at, s.dwell_minutes, s.people_count, s.active_count, s.inactive_count, s.associated_count, s.probing_count, s.count_delta, s.measurements, s.labels, s.payload, s.pipeline);
END FOR;
MERGE INTO merged_days AS t
USING (SELECT CAST(arrived_on AS DATE) AS day, arrived_rows AS row_count) AS s
ON t.day = s.day
WHEN MATCHED THEN UPDATE SET row_count = s.row_count
WHEN NOT MATCHED THEN INSERT (day, row_count) VALUES (s.day, s.row_count);
END FOR;
IF EXISTS (SELECT 1 FROM erased_subjects) THEN
DELETE FROM merged_days WHERE day IN (
SELECT CAST(a.received_at AS DATE)
FROM arrived AS a
WHERE a.received_at < today
  AND EXISTS (
      SELECT 1 FROM erased_subjects AS e
      WHERE e.subject = CONCAT(a.subject_kind, ':', a.subject_id)
        AND (e.tenant_id IS NULL OR e.tenant_id = a.tenant_id)
        AND LEAST(a.occurred_at, a.received_at) <= e.erased_at
    )
);
DELETE FROM arrived AS a
WHERE a.received_at < today
  AND EXISTS (
      SELECT 1 FROM erased_subjects AS e
      WHERE e.subject = CONCAT(a.subject_kind, ':', a.subject_id)
        AND (e.tenant_id IS NULL OR e.tenant_id = a.tenant_id)
        AND LEAST(a.occurred_at, a.received_at) <= e.erased_at
    );
DELETE FROM merged_days WHERE day IN (
SELECT CAST(a.received_at AS DATE)
FROM arrived AS a
WHERE a.received_at < today
  AND EXISTS (
      SELECT 1 FROM erased_subjects AS e
      WHERE e.subject = CONCAT('device:', a.device_id)
        AND (e.tenant_id IS NULL OR e.tenant_id = a.tenant_id)
        AND LEAST(a.occurred_at, a.received_at) <= e.erased_at
    )
);
DELETE FROM arrived AS a
WHERE a.received_at < today
  AND EXISTS (
      SELECT 1 FROM erased_subjects AS e
      WHERE e.subject = CONCAT('device:', a.device_id)
        AND (e.tenant_id IS NULL OR e.tenant_id = a.tenant_id)
        AND LEAST(a.occurred_at, a.received_at) <= e.erased_at
    );
DELETE FROM merged_days WHERE day IN (
SELECT CAST(a.received_at AS DATE)
FROM arrived AS a
WHERE a.received_at < today
  AND EXISTS (
      SELECT 1 FROM erased_subjects AS e
      WHERE e.subject = CONCAT('device:', a.mac_address)
        AND (e.tenant_id IS NULL OR e.tenant_id = a.tenant_id)
        AND LEAST(a.occurred_at, a.received_at) <= e.erased_at
    )
);
DELETE FROM arrived AS a
WHERE a.received_at < today
  AND EXISTS (
      SELECT 1 FROM erased_subjects AS e
      WHERE e.subject = CONCAT('device:', a.mac_address)
        AND (e.tenant_id IS NULL OR e.tenant_id = a.tenant_id)
        AND LEAST(a.occurred_at, a.received_at) <= e.erased_at
    );
DELETE FROM merged_days WHERE day IN (
SELECT CAST(a.received_at AS DATE)
FROM arrived AS a
WHERE a.received_at < today
  AND EXISTS (
      SELECT 1 FROM erased_subjects AS e
      WHERE e.subject = CONCAT('user:', a.user_id)
        AND (e.tenant_id IS NULL OR e.tenant_id = a.tenant_id)
        AND LEAST(a.occurred_at, a.received_at) <= e.erased_at
    )
);
DELETE FROM arrived AS a
WHERE a.received_at < today
  AND EXISTS (
      SELECT 1 FROM erased_subjects AS e
      WHERE e.subject = CONCAT('user:', a.user_id)
        AND (e.tenant_id IS NULL OR e.tenant_id = a.tenant_id)
        AND LEAST(a.occurred_at, a.received_at) <= e.erased_at
    );
END IF;
IF EXISTS (SELECT 1 FROM erased_subjects WHERE erased_at >= TIMESTAMP_SUB(today, INTERVAL 2 DAY)) THEN
DELETE FROM events_once AS t
WHERE EXISTS (
      SELECT 1 FROM erased_subjects AS e
      WHERE e.subject = CONCAT(t.subject_kind, ':', t.subject_id)
        AND (e.tenant_id IS NULL OR e.tenant_id = t.tenant_id)
        AND LEAST(t.occurred_at, t.received_at) <= e.erased_at
    );
DELETE FROM events_once AS t
WHERE EXISTS (
      SELECT 1 FROM erased_subjects AS e
      WHERE e.subject = CONCAT('device:', t.device_id)
        AND (e.tenant_id IS NULL OR e.tenant_id = t.tenant_id)
        AND LEAST(t.occurred_at, t.received_at) <= e.erased_at
    );
DELETE FROM events_once AS t
WHERE EXISTS (
      SELECT 1 FROM erased_subjects AS e
      WHERE e.subject = CONCAT('device:', t.mac_address)
        AND (e.tenant_id IS NULL OR e.tenant_id = t.tenant_id)
        AND LEAST(t.occurred_at, t.received_at) <= e.erased_at
    );
DELETE FROM events_once AS t
WHERE EXISTS (
      SELECT 1 FROM erased_subjects AS e
      WHERE e.subject = CONCAT('user:', t.user_id)
        AND (e.tenant_id IS NULL OR e.tenant_id = t.tenant_id)
        AND LEAST(t.occurred_at, t.received_at) <= e.erased_at
    );
END IF;
BEGIN TRANSACTION;
DELETE FROM arrived
WHERE received_at < keep_from
  AND CAST(received_at AS DATE) IN (
    SELECT landed.day
    FROM (
      SELECT CAST(received_at AS DATE) AS day, COUNT(*) AS row_count
      FROM arrived
      WHERE received_at < keep_from
      GROUP BY day
    ) AS landed
    JOIN merged_days AS done ON done.day = landed.day AND done.row_count = landed.row_count
  );
DELETE FROM merged_days WHERE day < CAST(keep_from AS DATE);
COMMIT TRANSACTION;
