# What could not be used, as it was sent. Google encrypts every object; nobody outside of the project can be let in.

resource "google_storage_bucket" "dead_letters" {
  name                        = "${local.name}-dead-letters-${local.unique}"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  # Raw bytes, with whatever of people is in them: what is forgotten is gone, and cannot be had back.
  soft_delete_policy {
    retention_duration_seconds = 0
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age = var.dead_letter_days
    }
  }

  depends_on = [google_project_service.this]
}
