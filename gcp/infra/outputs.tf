# What is pasted into the Partner Dashboard, and where things are.

output "push" {
  description = "For each key of push_keys, what a publisher to Pub/Sub is asked for; none where Cisco brings an account of its own. `terraform output -json push` shows it."
  sensitive   = true
  value = {
    for name, key in google_service_account_key.cisco : name => {
      project_id          = var.project
      topic_id            = google_pubsub_topic.push.name
      topic_name          = google_pubsub_topic.push.id
      service_account     = google_service_account.cisco[0].email
      service_account_key = base64decode(key.private_key)
    }
  }
}

output "topic" {
  description = "The topic Cisco Spaces publishes into, and who may."
  value = {
    project_id = var.project
    topic_id   = google_pubsub_topic.push.name
    topic_name = google_pubsub_topic.push.id
    publisher  = local.publisher
  }
}

output "project" {
  description = "The project that holds everything."
  value       = var.project
}

output "region" {
  description = "The region that everything is in."
  value       = var.region
}

output "function" {
  description = "The function, which is the Cloud Run service of the same name."
  value       = google_cloudfunctions2_function.this.name
}

output "function_settings" {
  description = "How the function is set, for commands that do what it does; the key is not among it."
  value       = local.settings
}

output "privacy_key_secret" {
  description = "The secret that has the key of the pseudonyms, which the function reads; none where nothing is replaced."
  value       = local.needs_key ? google_secret_manager_secret.privacy_key.id : null
}

output "subscription" {
  description = "The subscription that calls the function."
  value       = google_pubsub_subscription.push.name
}

output "unseen" {
  description = "The subscription that keeps what the function never saw."
  value       = google_pubsub_subscription.unseen.name
}

output "firestore_database" {
  description = "Database of state, events and places, as `projects/PROJECT/databases/DATABASE`."
  value       = "projects/${var.project}/databases/${google_firestore_database.this.name}"
}

output "lake" {
  description = "The view to ask, as `project.dataset.view`; none where lake_enabled is false."
  value       = var.lake_enabled ? "${var.project}.${google_bigquery_dataset.lake[0].dataset_id}.${google_bigquery_table.latest[0].table_id}" : null
}

output "dead_letters" {
  description = "Bucket of the raw events that could not be used."
  value       = google_storage_bucket.dead_letters.name
}

output "figures" {
  description = "Filters of the figures that alerts stand on, for whoever asks Cloud Monitoring for more, and those of what became of events."
  value = {
    published = local.published
    oldest    = local.oldest
    events = {
      for name, metric in google_logging_metric.events : name => "metric.type=\"logging.googleapis.com/user/${metric.name}\" AND ${local.of_function}"
    }
  }
}

output "alerts" {
  description = "The alerts there are, and what each says."
  value       = { for name, alert in local.alerts : "${local.name}-${name}" => alert.what if alert.threshold != null }
}

output "alarms_channel" {
  description = "Who every alert is sent to."
  value       = local.alarms_channel
}
