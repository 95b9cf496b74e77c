# The key of the pseudonyms, and nothing else.

locals {
  # As shared/privacy/policy.ts has it; a test holds the two together.
  default_privacy_policy = {
    mac_address    = "hmac"
    ip_address     = "hmac"
    user_id        = "hmac"
    social_handle  = "hmac"
    name           = "drop"
    email          = "drop"
    phone          = "drop"
    postal_code    = "drop"
    gender         = "drop"
    attributes     = "drop"
    social_profile = "drop"
    ssid           = "keep"
    unknown_fields = "keep"
  }

  privacy_policy = merge(local.default_privacy_policy, var.privacy)
  needs_key      = contains(values(local.privacy_policy), "hmac")
}

resource "google_secret_manager_secret" "privacy_key" {
  secret_id = "${local.name}-privacy-key"
  # Without the key, pseudonyms of before and after do not match: a version that is destroyed can be had back for 30 days.
  version_destroy_ttl = "${30 * local.day_seconds}s"
  deletion_protection = var.delete_protection

  # In this region alone, as everything else.
  replication {
    user_managed {
      replicas {
        location = var.region
      }
    }
  }

  depends_on = [google_project_service.this]
}

resource "google_secret_manager_secret_version" "privacy_key" {
  secret = google_secret_manager_secret.privacy_key.id

  # Write-only: in no plan and no state, and written only when the version is raised. Two random UUIDs have 244 bits.
  secret_data_wo         = coalesce(var.privacy_key, base64sha256("${uuid()}${uuid()}"))
  secret_data_wo_version = tostring(var.privacy_key_version)
}
