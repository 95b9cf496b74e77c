SELECT * FROM (
  SELECT * FROM `${project}.${dataset}.${compacted}`
  UNION ALL
  SELECT * FROM `${project}.${dataset}.${landing}`
)
QUALIFY ROW_NUMBER() OVER (
  PARTITION BY record_uid, occurred_at, tenant_id, subject_kind, subject_id ORDER BY received_at
) = 1
