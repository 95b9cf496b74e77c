# Who may do what, all of it: an account for each role, and Google's own. Cisco's is in publisher.tf.

resource "google_service_account" "function" {
  account_id   = "${local.name}-fn"
  display_name = "The function, ${var.stage}"

  depends_on = [google_project_service.this]
}

# Pub/Sub calls the function in its name.
resource "google_service_account" "push" {
  account_id   = "${local.name}-pu"
  display_name = "Calls the function, ${var.stage}"

  depends_on = [google_project_service.this]
}

resource "google_service_account" "build" {
  account_id   = "${local.name}-bu"
  display_name = "Builds the function, ${var.stage}"

  depends_on = [google_project_service.this]
}

resource "google_service_account" "merge" {
  count = var.lake_enabled ? 1 : 0

  account_id   = "${local.name}-me"
  display_name = "Merges the lake, ${var.stage}"

  depends_on = [google_project_service.this]
}

# This one database: https://docs.cloud.google.com/firestore/native/docs/conditional-access
resource "google_project_iam_member" "function_firestore" {
  project = var.project
  role    = "roles/datastore.user"
  member  = google_service_account.function.member

  condition {
    title      = "${local.name} alone"
    expression = "resource.name == \"projects/${var.project}/databases/${google_firestore_database.this.name}\""
  }
}

# A letter that is put again overwrites itself.
resource "google_storage_bucket_iam_member" "function_dead_letters" {
  bucket = google_storage_bucket.dead_letters.name
  role   = "roles/storage.objectUser"
  member = google_service_account.function.member
}

resource "google_secret_manager_secret_iam_member" "function" {
  secret_id = google_secret_manager_secret.privacy_key.id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.function.member
}

resource "google_bigquery_table_iam_member" "function" {
  count = var.lake_enabled ? 1 : 0

  dataset_id = google_bigquery_dataset.lake[0].dataset_id
  table_id   = google_bigquery_table.lake["arrived"].table_id
  role       = "roles/bigquery.dataEditor"
  member     = google_service_account.function.member
}

# The service behind a function has its name.
resource "google_cloud_run_v2_service_iam_member" "push" {
  name     = google_cloudfunctions2_function.this.name
  location = var.region
  role     = "roles/run.invoker"
  member   = google_service_account.push.member
}

# Makes the tokens Pub/Sub calls with, which tell who it is and let it do nothing else:
# https://docs.cloud.google.com/pubsub/docs/authenticate-push-subscriptions
resource "google_service_account_iam_member" "push_tokens" {
  service_account_id = google_service_account.push.name
  role               = "roles/iam.serviceAccountOpenIdTokenCreator"
  member             = local.agents.pubsub

  depends_on = [google_pubsub_topic.push]
}

# Moves what was not delivered: https://docs.cloud.google.com/pubsub/docs/handling-failures#grant_forwarding_permissions
resource "google_pubsub_topic_iam_member" "unseen" {
  topic  = google_pubsub_topic.unseen.name
  role   = "roles/pubsub.publisher"
  member = local.agents.pubsub
}

resource "google_pubsub_subscription_iam_member" "unseen" {
  subscription = google_pubsub_subscription.push.name
  role         = "roles/pubsub.subscriber"
  member       = local.agents.pubsub
}

# https://docs.cloud.google.com/functions/docs/securing/build-custom-sa
resource "google_project_iam_member" "build" {
  for_each = toset(["roles/artifactregistry.writer", "roles/logging.logWriter"])

  project = var.project
  role    = each.key
  member  = google_service_account.build.member
}

# Builds run on a copy that Google puts into a bucket of its own in the project.
resource "google_project_iam_member" "build_sources" {
  project = var.project
  role    = "roles/storage.objectViewer"
  member  = google_service_account.build.member

  condition {
    title      = "sources of functions"
    expression = "resource.name.startsWith(\"projects/_/buckets/gcf-v2-sources-${data.google_project.this.number}-\")"
  }
}

resource "google_storage_bucket_iam_member" "build" {
  bucket = google_storage_bucket.source.name
  role   = "roles/storage.objectViewer"
  member = google_service_account.build.member
}

resource "google_project_iam_member" "merge" {
  count = var.lake_enabled ? 1 : 0

  project = var.project
  role    = "roles/bigquery.jobUser"
  member  = google_service_account.merge[0].member
}

resource "google_bigquery_table_iam_member" "merge" {
  for_each = google_bigquery_table.lake

  dataset_id = each.value.dataset_id
  table_id   = each.value.table_id
  role       = "roles/bigquery.dataEditor"
  member     = google_service_account.merge[0].member
}

# Runs the scheduled query in the name of that account.
resource "google_service_account_iam_member" "datatransfer" {
  count = var.lake_enabled ? 1 : 0

  service_account_id = google_service_account.merge[0].name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = local.agents.datatransfer
}
