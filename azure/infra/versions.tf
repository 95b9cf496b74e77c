# Terraform 1.11 is the first with write-only arguments, by which the pseudonym key never reaches the state.
terraform {
  required_version = ">= 1.11"

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 5.0"
    }
  }

  # No lock file stands beside this: its checksums come from the registry. Whoever deploys commits theirs: docs/azure.md.

  # The state holds the keys Cisco Spaces pushes with. It needs a backend that is encrypted and private: docs/azure.md.
}

# The subscription comes from ARM_SUBSCRIPTION_ID.
provider "azurerm" {
  # The storage accounts refuse shared keys.
  storage_use_azuread = true

  features {
    key_vault {
      # A vault that is deleted can be had back for 90 days: with the key in it, pseudonyms old and new still match.
      purge_soft_delete_on_destroy          = false
      purge_soft_deleted_secrets_on_destroy = false
      recover_soft_deleted_key_vaults       = true
    }
  }
}
