# Everything that rings. What an alert looks at are figures of Google's own, or lines of the log that are counted
# (monitoring.tf). One without a threshold was not asked for.

locals {
  # Half of what a record may wait before it is given up.
  stuck_hours = max(1, floor(local.max_record_age_hours / 2))

  of_topic        = "resource.type=\"pubsub_topic\" AND resource.labels.topic_id=\"${google_pubsub_topic.push.name}\""
  of_subscription = "resource.type=\"pubsub_subscription\" AND resource.labels.subscription_id=\"${google_pubsub_subscription.push.name}\""
  of_unseen       = "resource.type=\"pubsub_subscription\" AND resource.labels.subscription_id=\"${google_pubsub_subscription.unseen.name}\""
  of_function     = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\"${google_cloudfunctions2_function.this.name}\""

  # https://docs.cloud.google.com/monitoring/api/metrics_gcp_p_z#gcp-pubsub
  published     = "metric.type=\"pubsub.googleapis.com/topic/send_message_operation_count\" AND ${local.of_topic}"
  publish_calls = "metric.type=\"pubsub.googleapis.com/topic/send_request_count\" AND ${local.of_topic}"
  pushes        = "metric.type=\"pubsub.googleapis.com/subscription/push_request_count\" AND ${local.of_subscription}"
  oldest        = "metric.type=\"pubsub.googleapis.com/subscription/oldest_unacked_message_age\" AND ${local.of_subscription}"
  waiting       = "metric.type=\"pubsub.googleapis.com/subscription/num_undelivered_messages\" AND ${local.of_subscription}"
  unseen        = "metric.type=\"pubsub.googleapis.com/subscription/num_undelivered_messages\" AND ${local.of_unseen}"
  # https://docs.cloud.google.com/monitoring/api/metrics_gcp_p_z#gcp-run
  latencies = "metric.type=\"run.googleapis.com/request_latencies\" AND ${local.of_function}"
  # https://docs.cloud.google.com/monitoring/api/metrics_gcp_p_z#gcp-serviceruntime
  refused = "metric.type=\"serviceruntime.googleapis.com/api/request_count\" AND resource.type=\"consumed_api\" AND metric.labels.response_code=\"429\""

  # https://docs.cloud.google.com/monitoring/api/metrics_gcp_a_b#gcp-bigquerydatatransfer
  merges = "metric.type=\"bigquerydatatransfer.googleapis.com/transfer_config/completed_runs\" AND resource.type=\"bigquery_dts_config\" AND resource.labels.config_id=\"${local.merge_id}\""

  # `aligner` makes one figure of each `window` seconds, all series are added or the largest is taken, and it rings once
  # the figure was beyond the threshold for `lasting` seconds.
  alerts = {
    silence = {
      what      = "Nothing was pushed for ${var.silence_minutes} minutes: what Cisco Spaces cannot publish now may never come."
      section   = "silence"
      severity  = "ERROR"
      filter    = local.published
      aligner   = "ALIGN_DELTA"
      below     = true
      threshold = 1
      window    = 300
      lasting   = var.silence_minutes * 60
    }
    not-invoked = {
      what      = "Events arrive and none was stored for half an hour: they wait in the subscription, which forgets them in the end."
      section   = "not-invoked"
      severity  = "ERROR"
      filter    = "${local.pushes} AND metric.labels.response_class=\"ack\""
      aligner   = "ALIGN_DELTA"
      below     = true
      threshold = 1
      window    = 300
      lasting   = 1800
      # Both: nothing was taken, and something waits.
      also = local.waiting
    }
    late = {
      what      = "Events are stored more than ${local.late_minutes} minutes after they happened; none is lost."
      section   = "late"
      severity  = "WARNING"
      filter    = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.this["late"].name}\" AND ${local.of_function}"
      aligner   = "ALIGN_DELTA"
      threshold = 0
      window    = 300
      lasting   = 600
    }
    errors = {
      what      = "The function failed, timed out, could not be reached or let messages wait in each of three 5-minute periods: they are delivered again, nothing is lost yet."
      section   = "errors"
      severity  = "WARNING"
      filter    = "${local.pushes} AND metric.labels.response_class!=\"ack\""
      aligner   = "ALIGN_DELTA"
      threshold = 0
      window    = 300
      lasting   = 600
    }
    stuck = {
      what      = "A message waits since ${local.stuck_hours} hours; after ${local.max_record_age_hours} it goes to the dead letters."
      section   = "errors"
      severity  = "ERROR"
      filter    = local.oldest
      aligner   = "ALIGN_MAX"
      threshold = local.stuck_hours * 3600
      window    = 300
      lasting   = 0
    }
    duration = {
      what      = "The function needs more than 80 % of its ${local.function_timeout_seconds} seconds: what it cannot write in time is delivered again, and it falls behind."
      section   = "late"
      severity  = "WARNING"
      filter    = local.latencies
      aligner   = "ALIGN_PERCENTILE_99"
      threshold = local.function_timeout_seconds * 800
      window    = 300
      lasting   = 600
    }
    rejected = {
      what      = "Events could not be used and were kept as sent in the bucket of dead letters; everything else goes on."
      section   = "dead-letters"
      severity  = "WARNING"
      filter    = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.this["rejected"].name}\" AND ${local.of_function}"
      aligner   = "ALIGN_DELTA"
      threshold = 0
      window    = 300
      lasting   = 0
    }
    given-up = {
      what      = "Records that failed for ${local.max_record_age_hours} hours were given up and are in the bucket of dead letters: they are not in the tables."
      section   = "given-up"
      severity  = "ERROR"
      filter    = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.this["given-up"].name}\" AND ${local.of_function}"
      aligner   = "ALIGN_DELTA"
      threshold = 0
      window    = 300
      lasting   = 0
    }
    unseen = {
      what      = "Messages were delivered ${var.max_delivery_attempts} times without an answer of the function: they wait in the subscription of the unseen, for ${local.unseen_days} days."
      section   = "unseen"
      severity  = "ERROR"
      filter    = local.unseen
      aligner   = "ALIGN_MAX"
      threshold = 0
      window    = 300
      lasting   = 0
    }
    publish-failed = {
      what      = "The topic refused more than ten publications in 15 minutes: what Cisco Spaces does not publish again is lost."
      section   = "publish-failures"
      severity  = "ERROR"
      filter    = "${local.publish_calls} AND metric.labels.response_class!=\"success\""
      aligner   = "ALIGN_DELTA"
      threshold = 10
      window    = 900
      lasting   = 0
    }
    rate = {
      what      = "More events are pushed than records_per_second says, for 15 minutes: the bill grows with them, and somebody else may hold the key."
      section   = "rate"
      severity  = "WARNING"
      filter    = local.published
      aligner   = "ALIGN_DELTA"
      threshold = try(var.records_per_second * 900, null)
      window    = 900
      lasting   = 0
    }
    firestore-throttled = {
      what      = "Firestore refused requests for 15 minutes: messages are delivered again and wait."
      section   = "stores"
      severity  = "WARNING"
      filter    = "${local.refused} AND resource.labels.service=\"firestore.googleapis.com\""
      aligner   = "ALIGN_DELTA"
      threshold = 0
      window    = 300
      lasting   = 900
    }
    lake-throttled = {
      what      = "BigQuery refused rows for 15 minutes: messages are delivered again and wait."
      section   = "stores"
      severity  = "WARNING"
      filter    = "${local.refused} AND resource.labels.service=\"bigquerystorage.googleapis.com\""
      aligner   = "ALIGN_DELTA"
      threshold = var.lake_enabled ? 0 : null
      window    = 300
      lasting   = 900
    }
    upkeep = {
      what      = "The daily merge of the lake failed: what it reads grows. Events are not touched, and it runs again tomorrow."
      section   = "errors"
      severity  = "WARNING"
      filter    = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.this["upkeep"].name}\" AND resource.type=\"bigquery_dts_config\""
      aligner   = "ALIGN_DELTA"
      threshold = var.lake_enabled ? 0 : null
      window    = 300
      lasting   = 0
    }
    merge-absent = {
      what      = "The daily merge of the lake did not succeed for more than a day: it is switched off, or fails. Events are not touched; what reads the lake costs more from day to day."
      section   = "errors"
      severity  = "WARNING"
      filter    = "${local.merges} AND metric.labels.completion_state=\"SUCCEEDED\""
      aligner   = "ALIGN_DELTA"
      below     = true
      threshold = var.lake_enabled ? 1 : null
      # The longest there is, an hour more than lies between two runs:
      # https://docs.cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies#Aggregation
      window  = 90000
      lasting = 3600
    }
    key-made = {
      what      = "Somebody made a key of the account Cisco Spaces pushes with: you, if a rotation is under way."
      section   = "rotation"
      severity  = "WARNING"
      filter    = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.this["key-made"].name}\" AND resource.type=\"service_account\""
      aligner   = "ALIGN_DELTA"
      threshold = local.own_publisher ? 0 : null
      window    = 300
      lasting   = 0
    }
  }
}

resource "google_monitoring_alert_policy" "this" {
  for_each = { for name, alert in local.alerts : name => alert if alert.threshold != null }

  display_name          = "${local.name}-${each.key}"
  combiner              = "AND"
  severity              = each.value.severity
  notification_channels = local.alarms_channels

  documentation {
    subject   = "${local.name}-${each.key}"
    content   = "${each.value.what} ${local.runbook}${each.value.section}"
    mime_type = "text/markdown"
  }

  conditions {
    display_name = each.key

    condition_threshold {
      filter          = each.value.filter
      comparison      = try(each.value.below, false) ? "COMPARISON_LT" : "COMPARISON_GT"
      threshold_value = each.value.threshold
      duration        = "${each.value.lasting}s"
      # No figure at all is none: https://docs.cloud.google.com/monitoring/alerts/concepts-indepth#partial-metric-data
      evaluation_missing_data = each.value.lasting == 0 ? null : try(each.value.below, false) ? "EVALUATION_MISSING_DATA_ACTIVE" : "EVALUATION_MISSING_DATA_INACTIVE"

      aggregations {
        alignment_period     = "${each.value.window}s"
        per_series_aligner   = each.value.aligner
        cross_series_reducer = contains(["ALIGN_MAX", "ALIGN_PERCENTILE_99"], each.value.aligner) ? "REDUCE_MAX" : "REDUCE_SUM"
      }
    }
  }

  dynamic "conditions" {
    for_each = try([each.value.also], [])

    content {
      display_name = "${each.key}, something waits"

      condition_threshold {
        filter                  = conditions.value
        comparison              = "COMPARISON_GT"
        threshold_value         = 0
        duration                = "${each.value.lasting}s"
        evaluation_missing_data = "EVALUATION_MISSING_DATA_INACTIVE"

        aggregations {
          alignment_period     = "${each.value.window}s"
          per_series_aligner   = "ALIGN_MAX"
          cross_series_reducer = "REDUCE_MAX"
        }
      }
    }
  }

  alert_strategy {
    auto_close = "86400s"
  }
}
