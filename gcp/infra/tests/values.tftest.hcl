# What is refused, in a sentence, before anything is made; and what a first deployment gets.

mock_provider "google" {
  mock_data "google_project" {
    defaults = {
      number          = "123456789012"
      billing_account = "012345-6789AB-CDEF01"
    }
  }
}

variables {
  stage      = "test"
  project    = "my-project"
  region     = "europe-west1"
  source_zip = "tests/function.zip"
}

run "a_first_deployment" {
  command = plan

  assert {
    condition     = google_pubsub_subscription.push.message_retention_duration == "604800s" && google_pubsub_subscription.push.expiration_policy[0].ttl == ""
    error_message = "The subscription must keep a week, and never expire."
  }

  assert {
    condition     = google_pubsub_subscription.push.retry_policy[0].minimum_backoff == "10s" && google_pubsub_subscription.push.retry_policy[0].maximum_backoff == "600s" && google_pubsub_subscription.push.dead_letter_policy[0].max_delivery_attempts == 100
    error_message = "It must back off from 10 to 600 seconds, and try 100 times."
  }

  assert {
    condition     = google_pubsub_subscription.push.ack_deadline_seconds > google_cloudfunctions2_function.this.service_config[0].timeout_seconds
    error_message = "A message would be delivered again while the function still works on it."
  }

  assert {
    condition     = google_pubsub_subscription.unseen.message_retention_duration == "2678400s" && google_pubsub_topic.push.message_retention_duration == "86400s"
    error_message = "What was never seen is kept for 31 days, what was stored for one."
  }

  assert {
    condition     = local.settings.MAX_RECORD_AGE_HOURS == "12" && local.settings.HISTORY_TTL_DAYS == "30" && local.settings.STATE_TTL_DAYS == "30"
    error_message = "A record is given up after half a day, and kept for a month."
  }

  assert {
    condition     = local.max_record_age_hours < var.retention_days * 24
    error_message = "A record would be forgotten before it is given up."
  }

  assert {
    condition     = alltrue([for topic in [google_pubsub_topic.push, google_pubsub_topic.unseen] : topic.message_storage_policy[0].allowed_persistence_regions == toset(["europe-west1"])])
    error_message = "A message may lie wherever it was published from."
  }

  assert {
    condition     = local.settings.IGNORE_EVENT_TYPES == "KEEP_ALIVE" && local.settings.ENCODING == "auto"
    error_message = "The defaults are not those of the AWS configuration."
  }

  assert {
    condition     = local.settings.GATHER_MILLISECONDS == "50" && local.settings.GATHER_MESSAGES == "200" && google_cloudfunctions2_function.this.service_config[0].max_instance_request_concurrency == 200
    error_message = "An instance must be sent as many messages as it gathers."
  }

  assert {
    condition     = local.settings.LAKE_TABLE == "projects/my-project/datasets/spaces_test/tables/arrived"
    error_message = "The function appends to a table of this name."
  }

  assert {
    condition     = !can(regex("[^.]\\b(arrived|events_once|merged_days|erased_subjects)\\b", "${google_bigquery_table.latest[0].view[0].query}${google_bigquery_data_transfer_config.merge[0].params.query}")) && strcontains(google_bigquery_table.latest[0].view[0].query, "FROM `my-project.spaces_test.arrived`")
    error_message = "A table is named without its dataset."
  }

  assert {
    condition     = [for table in ["arrived", "events_once"] : google_bigquery_table.lake[table].time_partitioning[0].field] == ["received_at", "occurred_at"] && google_bigquery_table.lake["events_once"].clustering == tolist(["tenant_id", "event_type", "floor_id"])
    error_message = "What arrived lies by arrival, each event once by the day it occurred."
  }

  assert {
    condition     = google_firestore_database.this.database_edition == "ENTERPRISE" && length(google_firestore_field.unindexed) == 0 && google_firestore_database.this.delete_protection_state == "DELETE_PROTECTION_ENABLED"
    error_message = "The Enterprise edition has no index that is not declared."
  }

  assert {
    condition     = toset(keys(google_firestore_field.expires_at)) == toset(["state", "events"]) && alltrue([for field in google_firestore_field.expires_at : length(field.index_config) == 0])
    error_message = "State and history must expire."
  }

  assert {
    condition     = [for field in google_firestore_index.by_place.fields : field.field_path] == ["place", "slot"] && google_firestore_index.by_place.collection == "state"
    error_message = "Who is at a place is asked by place and slot."
  }

  assert {
    condition     = length(google_logging_project_exclusion.requests) == 1
    error_message = "A line is kept of every request."
  }

  assert {
    condition     = length(google_billing_budget.spend) == 0 && !contains(keys(google_monitoring_alert_policy.this), "rate")
    error_message = "Budget and rate are there only where asked for."
  }

  assert {
    condition     = toset([for secret in google_cloudfunctions2_function.this.service_config[0].secret_environment_variables : secret.key]) == toset(["PRIVACY_KEY"])
    error_message = "The function has no key for its pseudonyms."
  }
}

run "everything_asked_for" {
  command = plan

  variables {
    stage                  = "prod-2"
    retention_days         = 1
    replay_days            = 0
    history_exclude        = ["DEVICE_COUNT"]
    ignore_event_types     = []
    still_position_feet    = 3
    privacy                = { ssid = "drop" }
    firestore_edition      = "STANDARD"
    firestore_location     = "eur3"
    bigquery_location      = "EU"
    point_in_time_recovery = true
    request_logs           = true
    delete_protection      = false
    alarms_email           = "oncall@example.com"
    silence_minutes        = 1410
    records_per_second     = 500
    monthly_spend          = 200
    max_delivery_attempts  = 20
    max_record_age_hours   = 2
    concurrency            = 1000
    gather_messages        = 1000
    labels                 = { team = "places" }
  }

  assert {
    condition     = local.settings.MAX_RECORD_AGE_HOURS == "2" && google_pubsub_topic.push.message_retention_duration == null
    error_message = "Age or replay are not as asked for."
  }

  assert {
    condition     = local.settings.IGNORE_EVENT_TYPES == "," && local.settings.HISTORY_EXCLUDE == "DEVICE_COUNT" && local.settings.STILL_POSITION_FEET == "3"
    error_message = "What was asked for does not reach the function."
  }

  assert {
    condition     = jsondecode(local.settings.PRIVACY_POLICY).ssid == "drop" && jsondecode(local.settings.PRIVACY_POLICY).mac_address == "hmac"
    error_message = "A class that is named changes, the others stay."
  }

  assert {
    condition     = google_monitoring_alert_policy.this["rate"].conditions[0].condition_threshold[0].threshold_value == 450000 && google_monitoring_alert_policy.this["silence"].conditions[0].condition_threshold[0].duration == "84600s"
    error_message = "500 a second are 450,000 in 15 minutes, and silence is as long as it was said to be."
  }

  assert {
    condition     = toset(keys(google_firestore_field.unindexed)) == toset(["state", "events", "places"]) && alltrue([for field in google_firestore_field.unindexed : field.field == "*"]) && alltrue([for field in google_firestore_field.expires_at : length(field.index_config) == 1])
    error_message = "The Standard edition indexes what nobody asks for."
  }

  assert {
    condition     = google_firestore_database.this.location_id == "eur3" && google_firestore_database.this.point_in_time_recovery_enablement == "POINT_IN_TIME_RECOVERY_ENABLED" && google_bigquery_dataset.lake[0].location == "EU" && google_bigquery_dataset.lake[0].dataset_id == "spaces_prod_2"
    error_message = "The data is elsewhere than asked for."
  }

  assert {
    condition     = length(google_logging_project_exclusion.requests) == 0
    error_message = "Requests were asked for."
  }

  assert {
    condition     = google_billing_budget.spend[0].amount[0].specified_amount[0].units == "200" && google_billing_budget.spend[0].billing_account == "012345-6789AB-CDEF01"
    error_message = "The budget has another amount, or account."
  }

  assert {
    condition     = local.labels == { "team" = "places", "spaces-stage" = "prod-2" }
    error_message = "A label is missing."
  }
}

run "no_key_where_nothing_is_a_pseudonym" {
  command = plan

  variables {
    privacy = { mac_address = "drop", ip_address = "drop", user_id = "drop", social_handle = "drop" }
  }

  assert {
    condition     = !local.needs_key && length(google_cloudfunctions2_function.this.service_config[0].secret_environment_variables) == 0
    error_message = "The function is given a key it has no use for."
  }
}

run "a_function_that_was_not_built" {
  command = plan

  variables {
    source_zip = "nothing.zip"
  }

  expect_failures = [google_storage_bucket_object.source]
}

run "attempts_that_are_used_up_before_a_record_is_given_up" {
  command = plan

  variables {
    max_delivery_attempts = 70
  }

  expect_failures = [var.max_delivery_attempts]
}

run "a_record_is_given_up_while_it_is_still_tried" {
  command = plan

  variables {
    max_record_age_hours  = 15
    max_delivery_attempts = 96
  }

  # Each pause twice the one before, from ten seconds to ten minutes, as the subscription has them.
  assert {
    condition     = alltrue([for hours in range(1, 16) : sum([for attempt in range(hours * 6 + 5) : min(600, 10 * pow(2, attempt))]) > hours * 3600 - 1]) && local.least_attempts == 96
    error_message = "Pub/Sub would take a record away before its age has it given up."
  }
}

run "names_that_are_none" {
  command = plan

  variables {
    stage              = "Prod"
    project            = "My Project"
    region             = "Belgium"
    firestore_location = "EU"
    bigquery_location  = "Europe"
    firestore_edition  = "enterprise"
    encoding           = "xml"
    privacy            = { mac = "hmac" }
    ignore_event_types = ["keep_alive"]
    alarms_email       = "oncall"
    billing_account    = "mine"
    labels             = { Team = "places" }
    publisher_member   = "user:someone@cisco.com"
    source_zip         = "dist/gcp"
  }

  expect_failures = [
    var.stage, var.project, var.region, var.firestore_location, var.bigquery_location, var.firestore_edition, var.encoding,
    var.privacy, var.ignore_event_types, var.alarms_email, var.billing_account, var.labels, var.publisher_member, var.source_zip,
  ]
}

run "numbers_out_of_bounds" {
  command = plan

  variables {
    retention_days        = 32
    replay_days           = 32
    history_ttl_days      = 0
    state_ttl_days        = 3651
    dead_letter_days      = 7
    still_position_feet   = 0
    max_delivery_attempts = 101
    gather_milliseconds   = 1001
    gather_messages       = 0
    min_instances         = 101
    silence_minutes       = 14
    monthly_spend         = 0
  }

  expect_failures = [
    var.retention_days, var.replay_days, var.history_ttl_days, var.state_ttl_days, var.dead_letter_days,
    var.still_position_feet, var.max_delivery_attempts, var.gather_milliseconds, var.gather_messages,
    var.min_instances, var.silence_minutes, var.monthly_spend,
  ]
}

run "numbers_that_are_held_against_others" {
  command = plan

  variables {
    max_record_age_hours = 16
    concurrency          = 79
    max_instances        = 0
  }

  expect_failures = [var.max_record_age_hours, var.concurrency, var.max_instances]
}

run "four_deliveries_are_fewer_than_pubsub_counts" {
  command = plan

  variables {
    max_delivery_attempts = 4
  }

  expect_failures = [var.max_delivery_attempts]
}

run "batches_that_are_never_full" {
  command = plan

  variables {
    gather_messages = 400
  }

  expect_failures = [var.concurrency]
}

run "nobody_could_publish" {
  command = plan

  variables {
    push_keys = []
  }

  expect_failures = [var.push_keys]
}

run "keys_and_their_versions" {
  command = plan

  variables {
    push_keys           = ["a", "b", "c"]
    privacy_key         = "too short"
    privacy_key_version = 0
  }

  expect_failures = [var.push_keys, var.privacy_key, var.privacy_key_version]
}

run "an_action_no_policy_has" {
  command = plan

  variables {
    privacy = { email = "hash" }
  }

  expect_failures = [var.privacy]
}

run "a_history_nobody_keeps" {
  command = plan

  variables {
    lake_enabled    = false
    history_exclude = ["DEVICE_COUNT"]
  }

  expect_failures = [var.history_exclude]
}

run "two_answers_to_who_is_told" {
  command = plan

  variables {
    alarms_email                = "oncall@example.com"
    alarms_notification_channel = "projects/my-project/notificationChannels/1"
  }

  expect_failures = [var.alarms_notification_channel]
}

run "names_fit_where_google_wants_them_short" {
  command = plan

  variables {
    stage = "a-stage-of-20-digits"
  }

  assert {
    condition     = alltrue([for account in concat([google_service_account.function, google_service_account.push, google_service_account.build], google_service_account.merge, google_service_account.cisco) : can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", account.account_id))])
    error_message = "The id of an account is 6 to 30 lower-case letters, digits and hyphens."
  }

  assert {
    condition     = alltrue([for bucket in [google_storage_bucket.source, google_storage_bucket.dead_letters] : length(bucket.name) <= 63])
    error_message = "A bucket's name has 63 characters at most."
  }
}
