# Terraform 1.11 is the first with write-only arguments, by which the pseudonym key never reaches the state.
terraform {
  required_version = ">= 1.11"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 7.45"
    }
  }

  # The state holds the keys Cisco Spaces pushes with. It needs a bucket that is private: docs/google-cloud.md.
}

provider "google" {
  project = var.project
  region  = var.region

  # The API of budgets is asked in the name of a project.
  billing_project       = var.project
  user_project_override = true

  default_labels = local.labels
}
