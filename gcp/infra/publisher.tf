# Cisco Spaces: an account that may publish into this one topic, and the keys it does so with. Or Cisco's own account.

locals {
  # An account of Cisco's needs no key of ours.
  own_publisher = var.publisher_member == null

  publisher = local.own_publisher ? google_service_account.cisco[0].member : var.publisher_member
}

resource "google_service_account" "cisco" {
  count = local.own_publisher ? 1 : 0

  account_id   = "${local.name}-ci"
  display_name = "Cisco Spaces, ${var.stage}"
  description  = "Publishes into ${local.name}-push, and may do nothing else."

  depends_on = [google_project_service.this]
}

resource "google_pubsub_topic_iam_member" "cisco" {
  topic  = google_pubsub_topic.push.name
  role   = "roles/pubsub.publisher"
  member = local.publisher
}

# A rotation adds a second and takes the first away once Cisco Spaces uses the other. Google hands each out once, so that
# the state holds it. An organisation's policy may forbid keys: docs/google-cloud.md, Keys that are forbidden.
resource "google_service_account_key" "cisco" {
  for_each = local.own_publisher ? var.push_keys : toset([])

  service_account_id = google_service_account.cisco[0].name
}
