# Who may do what. Mock providers: no account is needed, `terraform test` runs anywhere the provider is installed.

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

run "cisco_may_publish_into_one_topic_and_nothing_else" {
  command = plan

  assert {
    condition     = google_pubsub_topic_iam_member.cisco.role == "roles/pubsub.publisher" && google_pubsub_topic_iam_member.cisco.topic == google_pubsub_topic.push.name
    error_message = "Cisco Spaces may do more than publish into its topic."
  }

  assert {
    condition     = length(google_service_account_key.cisco) == 1 && length(google_service_account.cisco) == 1
    error_message = "Outside of a rotation there is one key."
  }
}

run "a_rotation_has_two_keys_of_one_account" {
  command = plan

  variables {
    push_keys = ["a", "b"]
  }

  assert {
    condition     = toset(keys(google_service_account_key.cisco)) == toset(["a", "b"]) && length(google_service_account.cisco) == 1
    error_message = "Both keys must be there while Cisco Spaces moves from one to the other."
  }
}

run "an_account_of_ciscos_gets_no_key_of_ours" {
  command = plan

  variables {
    publisher_member = "serviceAccount:spaces@cisco-spaces.iam.gserviceaccount.com"
  }

  assert {
    condition     = google_pubsub_topic_iam_member.cisco.member == var.publisher_member
    error_message = "The account that was named may not publish."
  }

  assert {
    condition     = length(google_service_account.cisco) == 0 && length(google_service_account_key.cisco) == 0 && !contains(keys(google_monitoring_alert_policy.this), "key-made")
    error_message = "There is an account or a key nobody needs."
  }
}

run "nothing_is_public" {
  command = plan

  assert {
    condition     = alltrue([for bucket in [google_storage_bucket.dead_letters, google_storage_bucket.source] : bucket.uniform_bucket_level_access == true && bucket.public_access_prevention == "enforced"])
    error_message = "A bucket may be opened to the world."
  }

  assert {
    condition     = google_cloudfunctions2_function.this.service_config[0].ingress_settings == "ALLOW_INTERNAL_ONLY"
    error_message = "The function can be called from outside of the project."
  }

  assert {
    condition     = length(google_cloudfunctions2_function.this.event_trigger) == 0
    error_message = "Eventarc makes a subscription of its own, which keeps a day."
  }
}

run "the_function_has_these_roles_and_no_other" {
  command = plan

  assert {
    condition = [
      google_project_iam_member.function_firestore.role, google_storage_bucket_iam_member.function_dead_letters.role,
      google_secret_manager_secret_iam_member.function.role, google_bigquery_table_iam_member.function[0].role,
    ] == ["roles/datastore.user", "roles/storage.objectUser", "roles/secretmanager.secretAccessor", "roles/bigquery.dataEditor"]
    error_message = "The function's roles are not those that were agreed."
  }

  assert {
    condition     = google_project_iam_member.function_firestore.condition[0].expression == "resource.name == \"projects/my-project/databases/spaces-test\""
    error_message = "The function may write to another database of the project."
  }

  assert {
    condition     = google_bigquery_table_iam_member.function[0].table_id == "arrived"
    error_message = "The function may write to more than the table it appends to."
  }
}

run "the_service_of_pubsub_may_move_what_is_not_delivered" {
  command = plan

  assert {
    condition     = google_pubsub_topic_iam_member.unseen.member == "serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com" && google_pubsub_topic_iam_member.unseen.role == "roles/pubsub.publisher"
    error_message = "What is not delivered cannot be published to the topic of the unseen."
  }

  assert {
    condition     = google_pubsub_subscription_iam_member.unseen.role == "roles/pubsub.subscriber" && google_pubsub_subscription_iam_member.unseen.member == google_pubsub_topic_iam_member.unseen.member
    error_message = "What is not delivered cannot be taken from the subscription."
  }
}

run "the_service_of_pubsub_may_say_who_calls_and_no_more" {
  command = plan

  assert {
    condition     = google_service_account_iam_member.push_tokens.role == "roles/iam.serviceAccountOpenIdTokenCreator" && google_service_account_iam_member.push_tokens.member == google_pubsub_topic_iam_member.unseen.member
    error_message = "Pub/Sub could act as the account in whose name it calls."
  }

  assert {
    condition     = google_cloud_run_v2_service_iam_member.push.role == "roles/run.invoker" && google_cloud_run_v2_service_iam_member.push.name == google_cloudfunctions2_function.this.name
    error_message = "The account in whose name Pub/Sub calls may not call the function, or more."
  }
}

run "nothing_of_the_lake_without_a_lake" {
  command = plan

  variables {
    lake_enabled = false
  }

  assert {
    condition     = length(google_bigquery_dataset.lake) == 0 && length(google_bigquery_table_iam_member.function) == 0 && length(google_service_account.merge) == 0 && !contains(keys(local.settings), "LAKE_TABLE")
    error_message = "There is a lake, or a right to it."
  }

  assert {
    condition     = !contains(keys(google_monitoring_alert_policy.this), "upkeep") && !contains(keys(google_monitoring_alert_policy.this), "merge-absent") && !contains(keys(google_project_service.this), "bigquery.googleapis.com")
    error_message = "Something of the lake is there without one."
  }
}
