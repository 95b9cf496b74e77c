# State, history and places. The function makes the collections; what they need declared is here.

locals {
  enterprise = var.firestore_edition == "ENTERPRISE"

  # gcp/firestore says what is in them.
  collections          = ["state", "events", "places"]
  expiring_collections = ["state", "events"]
}

resource "google_firestore_database" "this" {
  name             = local.name
  location_id      = coalesce(var.firestore_location, var.region)
  type             = "FIRESTORE_NATIVE"
  database_edition = var.firestore_edition

  point_in_time_recovery_enablement = var.point_in_time_recovery ? "POINT_IN_TIME_RECOVERY_ENABLED" : "POINT_IN_TIME_RECOVERY_DISABLED"
  delete_protection_state           = var.delete_protection ? "DELETE_PROTECTION_ENABLED" : "DELETE_PROTECTION_DISABLED"
  # Of Terraform's own: without it a database that is taken away here stays and is billed.
  deletion_policy = "DELETE"

  depends_on = [google_project_service.this]
}

# What has expired is gone within a day: https://docs.cloud.google.com/firestore/native/docs/ttl
resource "google_firestore_field" "expires_at" {
  for_each = toset(local.expiring_collections)

  database   = google_firestore_database.this.name
  collection = each.key
  field      = "expires_at"

  ttl_config {}

  # An index of moments would be written at its end by everybody at once; on the Enterprise edition there is none.
  dynamic "index_config" {
    for_each = local.enterprise ? [] : [true]
    content {}
  }
}

# The Standard edition would index every field of every document, and bill what that stores.
resource "google_firestore_field" "unindexed" {
  for_each = local.enterprise ? toset([]) : toset(local.collections)

  database   = google_firestore_database.this.name
  collection = each.key
  field      = "*"

  index_config {}
}

# Who is at a place, newest slot first: the one question that is no look-up by id.
resource "google_firestore_index" "by_place" {
  database    = google_firestore_database.this.name
  collection  = "state"
  query_scope = "COLLECTION"

  fields {
    field_path = "place"
    order      = "ASCENDING"
  }

  fields {
    field_path = "slot"
    order      = "ASCENDING"
  }
}
