# Whatever rings, rings where it is heard.

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

  records_per_second = 100
  monthly_spend      = 100
}

run "an_existing_channel_gets_every_alert" {
  command = plan

  variables {
    alarms_notification_channel = "projects/my-project/notificationChannels/1"
  }

  assert {
    condition     = length(google_monitoring_notification_channel.alarms) == 0
    error_message = "A second channel was made."
  }

  assert {
    condition = alltrue(concat(
      [for alert in google_monitoring_alert_policy.this : alert.notification_channels == tolist([var.alarms_notification_channel])],
      [google_billing_budget.spend[0].all_updates_rule[0].monitoring_notification_channels == tolist([var.alarms_notification_channel])],
    ))
    error_message = "An alert goes elsewhere, or nowhere."
  }
}

run "the_mail_is_in_the_channel_made_here" {
  command = plan

  variables {
    alarms_email = "oncall@example.com"
  }

  assert {
    condition     = google_monitoring_notification_channel.alarms[0].labels.email_address == "oncall@example.com"
    error_message = "Nobody is told."
  }
}

run "stuck_rings_before_records_are_given_up" {
  command = plan

  variables {
    max_record_age_hours = 5
  }

  assert {
    condition     = google_monitoring_alert_policy.this["stuck"].conditions[0].condition_threshold[0].threshold_value == 7200
    error_message = "Half of five hours, in whole ones, are two."
  }
}

run "nothing_at_all_is_silence" {
  command = plan

  assert {
    condition     = google_monitoring_alert_policy.this["silence"].conditions[0].condition_threshold[0].evaluation_missing_data == "EVALUATION_MISSING_DATA_ACTIVE" && google_monitoring_alert_policy.this["silence"].conditions[0].condition_threshold[0].comparison == "COMPARISON_LT"
    error_message = "A topic without figures would not count as silent."
  }

  assert {
    condition     = length(google_monitoring_alert_policy.this["not-invoked"].conditions) == 2
    error_message = "Nothing to do is no failure: something must wait."
  }
}

run "a_merge_that_is_not_run_is_heard_of" {
  command = plan

  override_resource {
    target          = google_bigquery_data_transfer_config.merge
    override_during = plan
    values          = { name = "projects/1/locations/europe-west1/transferConfigs/abc-1" }
  }

  assert {
    condition     = google_monitoring_alert_policy.this["merge-absent"].conditions[0].condition_threshold[0].aggregations[0].alignment_period == "90000s" && google_monitoring_alert_policy.this["merge-absent"].conditions[0].condition_threshold[0].evaluation_missing_data == "EVALUATION_MISSING_DATA_ACTIVE"
    error_message = "A day without a merge would not ring."
  }

  assert {
    condition     = strcontains(google_monitoring_alert_policy.this["merge-absent"].conditions[0].condition_threshold[0].filter, "config_id=\"abc-1\"") && strcontains(google_logging_metric.this["upkeep"].filter, "config_id=\"abc-1\"")
    error_message = "Another scheduled query of the project would ring, or hush."
  }
}

run "every_alert_says_what_to_do" {
  command = plan

  assert {
    condition     = alltrue([for alert in google_monitoring_alert_policy.this : can(regex("What to do: docs/google-cloud.md#[a-z-]+$", alert.documentation[0].content))])
    error_message = "An alert names no section of docs/google-cloud.md."
  }
}
