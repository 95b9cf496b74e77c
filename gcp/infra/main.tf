# The project, the services that are used in it, and the names of everything.

data "google_project" "this" {
  project_id = var.project
}

locals {
  name   = "spaces-${var.stage}"
  labels = merge(var.labels, { spaces-stage = var.stage })

  # Buckets share their names with all of Google Cloud. What is unique of this deployment makes them so, the same at every run.
  unique = substr(sha256("${var.project}/${var.region}/${var.stage}"), 0, 8)

  services = concat(
    [
      "artifactregistry.googleapis.com",
      "cloudbuild.googleapis.com",
      "cloudfunctions.googleapis.com",
      "cloudresourcemanager.googleapis.com",
      "firestore.googleapis.com",
      "iam.googleapis.com",
      "logging.googleapis.com",
      "monitoring.googleapis.com",
      "pubsub.googleapis.com",
      "run.googleapis.com",
      "secretmanager.googleapis.com",
      "storage.googleapis.com",
    ],
    var.lake_enabled ? ["bigquery.googleapis.com", "bigquerydatatransfer.googleapis.com", "bigquerystorage.googleapis.com"] : [],
    var.monthly_spend == null ? [] : ["billingbudgets.googleapis.com"],
  )

  # Google's own identities, by which its services act in this project: they exist once the service was first used.
  # https://docs.cloud.google.com/iam/docs/service-agents
  agents = {
    pubsub       = "serviceAccount:service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
    datatransfer = "serviceAccount:service-${data.google_project.this.number}@gcp-sa-bigquerydatatransfer.iam.gserviceaccount.com"
  }
}

# Left on when the deployment is taken away: others in the project may use them.
resource "google_project_service" "this" {
  for_each = toset(local.services)

  project            = var.project
  service            = each.key
  disable_on_destroy = false
}
