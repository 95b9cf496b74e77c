# What Cisco Spaces pushes into, and how it comes to the function.

locals {
  day_seconds = 86400

  max_record_age_hours = coalesce(var.max_record_age_hours, 12)

  # Each pause is twice the one before, from the first to the longest: https://docs.cloud.google.com/pubsub/docs/handling-failures
  first_pause_seconds = 10
  # The most there is.
  longest_pause_seconds = 600
  # So many and more are still going on when a record is that old: six of the longest pauses to the hour, and the shorter
  # ones before, which come to little more than one.
  least_attempts = local.max_record_age_hours * 6 + 6
}

resource "google_pubsub_topic" "push" {
  name = "${local.name}-push"
  # What was acknowledged can be had again by a seek back in time; what was not, the subscription keeps.
  message_retention_duration = var.replay_days == 0 ? null : "${var.replay_days * local.day_seconds}s"

  # Wherever it is published from, it lies in this region: https://docs.cloud.google.com/pubsub/docs/resource-location-restriction
  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.this]
}

# Our own, not that of an Eventarc trigger, which keeps a day: https://docs.cloud.google.com/eventarc/docs/retry-events
resource "google_pubsub_subscription" "push" {
  name                       = "${local.name}-push"
  topic                      = google_pubsub_topic.push.id
  message_retention_duration = "${var.retention_days * local.day_seconds}s"
  # A while longer than the function may take: it answers before it is asked again.
  ack_deadline_seconds = local.function_timeout_seconds + 30

  push_config {
    push_endpoint = google_cloudfunctions2_function.this.service_config[0].uri

    oidc_token {
      service_account_email = google_service_account.push.email
      audience              = google_cloudfunctions2_function.this.service_config[0].uri
    }
  }

  retry_policy {
    minimum_backoff = "${local.first_pause_seconds}s"
    maximum_backoff = "${local.longest_pause_seconds}s"
  }

  # Only for what the function never saw: what it cannot store it gives up by age, before so many attempts are made.
  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.unseen.id
    max_delivery_attempts = var.max_delivery_attempts
  }

  # Never, however silent it is.
  expiration_policy {
    ttl = ""
  }

  # It calls as soon as it is made, and each call that is refused is an attempt: all that an event meets is granted before.
  depends_on = [
    google_bigquery_table_iam_member.function,
    google_cloud_run_v2_service_iam_member.push,
    google_firestore_field.unindexed,
    google_project_iam_member.function_firestore,
    google_pubsub_topic_iam_member.unseen,
    google_service_account_iam_member.push_tokens,
    google_storage_bucket_iam_member.function_dead_letters,
  ]
}

resource "google_pubsub_topic" "unseen" {
  name = "${local.name}-unseen"

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_project_service.this]
}

# A topic without a subscription loses what it gets.
resource "google_pubsub_subscription" "unseen" {
  name                       = "${local.name}-unseen"
  topic                      = google_pubsub_topic.unseen.id
  message_retention_duration = "${local.unseen_days * local.day_seconds}s"
  ack_deadline_seconds       = 60

  expiration_policy {
    ttl = ""
  }
}

locals {
  # The most that Pub/Sub keeps: https://docs.cloud.google.com/pubsub/docs/subscription-properties#message_retention
  unseen_days = 31
}
