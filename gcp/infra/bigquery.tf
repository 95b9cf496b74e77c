# The lake: what the function appends, the table in which each event stands once, and the view that is asked.

locals {
  dataset_id = replace(local.name, "-", "_")

  # One column for each of shared/row.ts; a test holds them together.
  event_columns = file("${path.module}/schema-events.json")

  lake_names = {
    project = var.project
    dataset = local.dataset_id
    # As shared/lake/table.ts calls them, in every cloud; a test holds them together.
    landing   = "events"
    compacted = "events_compacted"
  }
}

resource "google_bigquery_dataset" "lake" {
  count = var.lake_enabled ? 1 : 0

  dataset_id  = local.dataset_id
  location    = coalesce(var.bigquery_location, var.region)
  description = "Every event that Cisco Spaces pushed."

  depends_on = [google_project_service.this]
}

# By arrival, so that what comes late is not gone with the day it happened on.
resource "google_bigquery_table" "landing" {
  count = var.lake_enabled ? 1 : 0

  dataset_id          = google_bigquery_dataset.lake[0].dataset_id
  table_id            = local.lake_names.landing
  description         = "As the function appends them: an event that was delivered twice may stand twice."
  schema              = local.event_columns
  clustering          = ["tenant_id", "event_type", "floor_id"]
  deletion_protection = var.delete_protection

  time_partitioning {
    type          = "DAY"
    field         = "received_at"
    expiration_ms = var.landing_days * local.day_seconds * 1000
  }
}

resource "google_bigquery_table" "compacted" {
  count = var.lake_enabled ? 1 : 0

  dataset_id          = google_bigquery_dataset.lake[0].dataset_id
  table_id            = local.lake_names.compacted
  description         = "Each event once, for ever."
  schema              = local.event_columns
  clustering          = ["tenant_id", "event_type", "floor_id"]
  deletion_protection = var.delete_protection

  time_partitioning {
    type  = "DAY"
    field = "occurred_at"
  }
}

# Its query is checked when it is made: both tables are there by then.
resource "google_bigquery_table" "latest" {
  count = var.lake_enabled ? 1 : 0

  dataset_id          = google_bigquery_dataset.lake[0].dataset_id
  table_id            = "events_latest"
  description         = "Each event once, today's included: ask this."
  deletion_protection = false

  view {
    query          = templatefile("${path.module}/view.sql", local.lake_names)
    use_legacy_sql = false
  }

  depends_on = [google_bigquery_table.landing, google_bigquery_table.compacted]
}

resource "google_bigquery_data_transfer_config" "merge" {
  count = var.lake_enabled ? 1 : 0

  display_name         = "${local.name}-merge"
  location             = google_bigquery_dataset.lake[0].location
  data_source_id       = "scheduled_query"
  schedule             = "every day 02:00"
  service_account_name = google_service_account.merge[0].email
  params               = { query = templatefile("${path.module}/merge.sql", local.lake_names) }

  depends_on = [
    google_project_iam_member.merge,
    google_bigquery_table_iam_member.merge,
    google_service_account_iam_member.datatransfer,
    google_bigquery_table.landing,
    google_bigquery_table.compacted,
  ]
}
