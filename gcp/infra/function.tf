# The function between topic and stores, from the file that `npm run build` makes.

locals {
  # The bundle is built for it: https://docs.cloud.google.com/run/docs/runtimes/nodejs
  runtime = "nodejs24"
  # As gcp/pubsub/handler.ts registers it.
  entry_point              = "spaces"
  function_timeout_seconds = 60

  source_hash = fileexists(var.source_zip) ? filesha256(var.source_zip) : "absent"

  # gcp/environment.ts declares them; a test holds the two together.
  settings = merge(
    {
      STAGE                = var.stage
      GOOGLE_CLOUD_PROJECT = var.project
      FIRESTORE_DATABASE   = google_firestore_database.this.name
      DEAD_LETTER_BUCKET   = google_storage_bucket.dead_letters.name
      MAX_RECORD_AGE_HOURS = tostring(local.max_record_age_hours)
      GATHER_MILLISECONDS  = tostring(var.gather_milliseconds)
      GATHER_MESSAGES      = tostring(var.gather_messages)
      HISTORY_TTL_DAYS     = tostring(var.history_ttl_days)
      STATE_TTL_DAYS       = tostring(var.state_ttl_days)
      HISTORY_EXCLUDE      = join(",", var.history_exclude)
      PRIVACY_POLICY       = jsonencode(local.privacy_policy)
      # A comma alone is none: an empty setting could be taken for an absent one.
      IGNORE_EVENT_TYPES = length(var.ignore_event_types) == 0 ? "," : join(",", var.ignore_event_types)
      ENCODING           = var.encoding
    },
    var.lake_enabled ? {
      LAKE_TABLE   = "projects/${var.project}/datasets/${google_bigquery_dataset.lake[0].dataset_id}/tables/${google_bigquery_table.lake["arrived"].table_id}"
      LAKE_PAYLOAD = var.lake_payload
    } : {},
    var.still_position_feet == null ? {} : {
      STILL_POSITION_FEET    = tostring(var.still_position_feet)
      STILL_POSITION_SECONDS = tostring(var.still_position_seconds)
    },
  )
}

resource "google_storage_bucket" "source" {
  name                        = "${local.name}-source-${local.unique}"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  # It holds nothing that cannot be built again.
  force_destroy = true

  depends_on = [google_project_service.this]
}

# A new name for new content, so that a new build is deployed and the one before is still there to go back to.
resource "google_storage_bucket_object" "source" {
  name   = "gcp-${substr(local.source_hash, 0, 16)}.zip"
  bucket = google_storage_bucket.source.name
  source = var.source_zip

  lifecycle {
    precondition {
      condition     = local.source_hash != "absent"
      error_message = "source_zip is not there: run `npm run build`, then `(cd dist/gcp && zip -qr ../gcp.zip .)`."
    }
  }
}

resource "google_cloudfunctions2_function" "this" {
  name        = local.name
  location    = var.region
  description = "Stores what Cisco Spaces pushes."

  build_config {
    runtime         = local.runtime
    entry_point     = local.entry_point
    service_account = google_service_account.build.id

    source {
      storage_source {
        bucket = google_storage_bucket.source.name
        object = google_storage_bucket_object.source.name
      }
    }
  }

  service_config {
    service_account_email = google_service_account.function.email
    timeout_seconds       = local.function_timeout_seconds
    available_memory      = "1Gi"
    # A whole one: with less, an instance takes one request at a time.
    available_cpu                    = "1"
    max_instance_request_concurrency = var.concurrency
    min_instance_count               = var.min_instances
    max_instance_count               = var.max_instances
    all_traffic_on_latest_revision   = true
    # Pub/Sub of the same project is internal: https://docs.cloud.google.com/run/docs/securing/ingress#internal-services
    ingress_settings      = "ALLOW_INTERNAL_ONLY"
    environment_variables = local.settings

    # The newest is read when an instance starts.
    dynamic "secret_environment_variables" {
      for_each = local.needs_key ? [google_secret_manager_secret.privacy_key.secret_id] : []
      content {
        key        = "PRIVACY_KEY"
        project_id = var.project
        secret     = secret_environment_variables.value
        version    = "latest"
      }
    }
  }

  # It starts as soon as it is made, and reads its key then.
  depends_on = [
    google_secret_manager_secret_iam_member.function,
    google_secret_manager_secret_version.privacy_key,
    google_project_iam_member.build,
    google_project_iam_member.build_sources,
    google_storage_bucket_iam_member.build,
  ]
}
