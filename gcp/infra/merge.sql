-- Each event of the landing table that the other has not yet, once.
MERGE `${project}.${dataset}.${compacted}` AS compacted
USING (
  SELECT * FROM `${project}.${dataset}.${landing}`
  WHERE received_at >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 9 DAY)
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY record_uid, occurred_at, tenant_id, subject_kind, subject_id ORDER BY received_at
  ) = 1
) AS landed
ON compacted.record_uid = landed.record_uid
  AND compacted.occurred_at = landed.occurred_at
  AND compacted.tenant_id IS NOT DISTINCT FROM landed.tenant_id
  AND compacted.subject_kind = landed.subject_kind
  AND compacted.subject_id = landed.subject_id
WHEN NOT MATCHED THEN INSERT ROW
