# The lake: what the function appends, the table in which each event stands once, what the daily merge between them keeps
# for itself, and the view that is asked. Columns, merge and view are written from gcp/bigquery; tests hold them together.

locals {
  dataset_id = replace(local.name, "-", "_")

  event_columns = file("${path.module}/schema-events.json")

  lake_tables = {
    # By arrival, which is always about today. Nothing of it expires: the merge deletes what it has merged.
    arrived = {
      what    = "As the function appends them: an event that was delivered twice may stand twice."
      columns = local.event_columns
      by      = "received_at"
      cluster = ["occurred_at"]
    }
    events_once = {
      what    = "Each event once, for ever."
      columns = local.event_columns
      by      = "occurred_at"
      cluster = ["tenant_id", "event_type", "floor_id"]
    }
    merged_days = {
      what = "How many rows each day of arrival had when it was last merged."
      columns = jsonencode([
        { name = "day", type = "DATE", mode = "REQUIRED", description = "Day of arrival, UTC" },
        { name = "row_count", type = "INT64", mode = "REQUIRED", description = "Rows it had when it was last merged" },
      ])
    }
    erased_subjects = {
      what = "Whom the lake has forgotten, and up to when."
      columns = jsonencode([
        { name = "subject", type = "STRING", mode = "REQUIRED", description = "kind:id, as the lake has it after the privacy policy" },
        { name = "tenant_id", type = "STRING", mode = "NULLABLE", description = "Absent for all tenants" },
        { name = "erased_at", type = "TIMESTAMP", mode = "REQUIRED", description = "What occurred or arrived up to then is forgotten" },
      ])
    }
  }

  # The texts name tables alone; a view has no dataset that goes without saying.
  table_name = "/\\b(${join("|", keys(local.lake_tables))})\\b/"
  full_name  = "`${var.project}.${local.dataset_id}.$1`"
}

resource "google_bigquery_dataset" "lake" {
  count = var.lake_enabled ? 1 : 0

  dataset_id  = local.dataset_id
  location    = coalesce(var.bigquery_location, var.region)
  description = "Every event that Cisco Spaces pushed."

  depends_on = [google_project_service.this]
}

resource "google_bigquery_table" "lake" {
  for_each = { for name, table in local.lake_tables : name => table if var.lake_enabled }

  dataset_id          = google_bigquery_dataset.lake[0].dataset_id
  table_id            = each.key
  description         = each.value.what
  schema              = each.value.columns
  clustering          = try(each.value.cluster, null)
  deletion_protection = var.delete_protection

  dynamic "time_partitioning" {
    for_each = try([each.value.by], [])
    content {
      type  = "DAY"
      field = time_partitioning.value
    }
  }
}

resource "google_bigquery_table" "latest" {
  count = var.lake_enabled ? 1 : 0

  dataset_id          = google_bigquery_dataset.lake[0].dataset_id
  table_id            = "events_latest"
  description         = "Each event once, today's included."
  deletion_protection = false

  view {
    query          = replace(file("${path.module}/view.sql"), local.table_name, local.full_name)
    use_legacy_sql = false
  }

  # Its query is checked when it is made.
  depends_on = [google_bigquery_table.lake]
}

resource "google_bigquery_data_transfer_config" "merge" {
  count = var.lake_enabled ? 1 : 0

  display_name   = "${local.name}-merge"
  location       = google_bigquery_dataset.lake[0].location
  data_source_id = "scheduled_query"
  # Not on the hour, at which a query may be started more than once: cloud.google.com/bigquery/docs/scheduling-queries.
  schedule             = "every day 02:07"
  service_account_name = google_service_account.merge[0].email
  params               = { query = replace(file("${path.module}/merge.sql"), local.table_name, local.full_name) }

  depends_on = [
    google_bigquery_table.lake,
    google_bigquery_table_iam_member.merge,
    google_project_iam_member.merge,
    google_service_account_iam_member.datatransfer,
  ]
}
