# What is counted of the function's log, and who is told. All alerts are in alerts.tf and budget.tf.

locals {
  # Of each batch the function says its figures, by the names they have in every cloud (shared/batch/report.ts).
  batches = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\"${local.name}\" AND jsonPayload.message=\"batch\""

  # Others of the project may have scheduled queries, too. Its name ends in its id.
  merge_id = try(basename(google_bigquery_data_transfer_config.merge[0].name), "none")

  late_minutes = 15

  # Lines of the log, each a metric of its own: an alert counts lines, whatever they hold.
  log_metrics = {
    late     = "${local.batches} AND jsonPayload.event_age>${local.late_minutes * 60000}"
    rejected = "${local.batches} AND jsonPayload.rejected>0"
    given-up = "${local.batches} AND jsonPayload.rejections.\"retries-exhausted\">0"
    upkeep   = "resource.type=\"bigquery_dts_config\" AND resource.labels.config_id=\"${local.merge_id}\" AND severity>=ERROR"
    # Google keeps this log always: https://docs.cloud.google.com/iam/docs/audit-logging
    key-made = "protoPayload.methodName=\"google.iam.admin.v1.CreateServiceAccountKey\" AND protoPayload.request.name:\"${local.name}-ci@\""
  }
}

resource "google_logging_metric" "this" {
  for_each = local.log_metrics

  name   = "${local.name}-${each.key}"
  filter = each.value

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }

  depends_on = [google_project_service.this]
}

# What became of events, for whoever looks (`spaces console`): the sums that the lines of batches have by these names. A
# distribution is Google's only way to add up what a line says.
resource "google_logging_metric" "events" {
  for_each = toset(["stored", "duplicate", "ignored", "rejected", "retry"])

  name            = "${local.name}-events-${each.key}"
  filter          = local.batches
  value_extractor = "EXTRACT(jsonPayload.${each.key})"

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "DISTRIBUTION"
  }

  depends_on = [google_project_service.this]
}

# Cloud Run writes a line for each request, and a request is an event here: they would cost as much as the requests. Those
# that failed are kept.
resource "google_logging_project_exclusion" "requests" {
  count = var.request_logs ? 0 : 1

  name        = "${local.name}-requests"
  description = "Requests of ${local.name} that went well: each is one event."
  filter      = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\"${local.name}\" AND log_id(\"run.googleapis.com/requests\") AND httpRequest.status<400"

  depends_on = [google_project_service.this]
}

resource "google_monitoring_notification_channel" "alarms" {
  count = var.alarms_notification_channel == null && var.alarms_email != null ? 1 : 0

  display_name = local.name
  type         = "email"
  labels       = { email_address = var.alarms_email }

  depends_on = [google_project_service.this]
}

locals {
  # Empty where nobody is to be told: an alert is then seen in the console alone.
  alarms_channel  = var.alarms_notification_channel != null ? var.alarms_notification_channel : one(google_monitoring_notification_channel.alarms[*].name)
  alarms_channels = local.alarms_channel == null ? [] : [local.alarms_channel]

  # Ends the text of every alert.
  runbook = "What to do: docs/google-cloud.md#"
}
