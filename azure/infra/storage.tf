# Accounts by who may do what in them: the host (its code, leases and checkpoints), the data (lake, dead letters, notes of
# batches under way), the tables (and nothing but tables, so that the function may make and drop them). None takes a shared key.

locals {
  data_containers = concat(["dead-letters", "batch-notes"], var.lake_enabled ? ["lake"] : [])

  # Landing files are removed by the timer that compacts them: a rule goes by age, and would take what was never compacted.
  lake_rules = {
    forget-lake = { folder = "", days = var.lake_retention_days }
  }

  # Those with a fixed name; the function makes those of each month of history itself.
  tables = ["state", "byplace", "places"]

  account_tables = {
    for pair in setproduct(range(var.table_accounts), local.tables) : "${pair[0]}-${pair[1]}" => { account = pair[0], table = pair[1] }
  }
}

resource "azurerm_storage_account" "host" {
  name                            = "spaces${local.short}hs${local.unique}"
  resource_group_name             = azurerm_resource_group.this.name
  location                        = azurerm_resource_group.this.location
  account_tier                    = "Standard"
  account_replication_type        = var.storage_replication
  min_tls_version                 = "TLS1_2"
  shared_access_key_enabled       = false
  allow_nested_items_to_be_public = false
  tags                            = local.tags
}

resource "azurerm_storage_container" "code" {
  name               = "code"
  storage_account_id = azurerm_storage_account.host.id
}

resource "azurerm_storage_account" "data" {
  name                            = "spaces${local.short}dt${local.unique}"
  resource_group_name             = azurerm_resource_group.this.name
  location                        = azurerm_resource_group.this.location
  account_tier                    = "Standard"
  account_replication_type        = var.storage_replication
  is_hns_enabled                  = true
  min_tls_version                 = "TLS1_2"
  shared_access_key_enabled       = false
  allow_nested_items_to_be_public = false
  tags                            = local.tags

  # A container that is deleted can be had back. Single blobs cannot: what is to be forgotten must be gone.
  blob_properties {
    container_delete_retention_policy {
      days = 30
    }
  }
}

resource "azurerm_storage_container" "data" {
  for_each = toset(local.data_containers)

  name               = each.key
  storage_account_id = azurerm_storage_account.data.id
}

resource "azurerm_storage_management_policy" "data" {
  storage_account_id = azurerm_storage_account.data.id

  dynamic "rule" {
    for_each = { for name, rule in local.lake_rules : name => rule if var.lake_enabled && rule.days != null }
    content {
      name    = rule.key
      enabled = true
      filters {
        blob_types   = ["blockBlob"]
        prefix_match = ["lake/${rule.value.folder}"]
      }
      actions {
        base_blob {
          delete_after_days_since_modification_greater_than = rule.value.days
        }
      }
    }
  }

  # Raw bytes, with whatever of people is in them.
  rule {
    name    = "forget-dead-letters"
    enabled = true
    filters {
      blob_types   = ["blockBlob"]
      prefix_match = ["${azurerm_storage_container.data["dead-letters"].name}/"]
    }
    actions {
      base_blob {
        delete_after_days_since_modification_greater_than = var.dead_letter_days
      }
    }
  }

  # The function deletes a note when its batch is done; what is left is of no use once the hub has forgotten the batch.
  rule {
    name    = "forget-notes"
    enabled = true
    filters {
      blob_types   = ["blockBlob"]
      prefix_match = ["${azurerm_storage_container.data["batch-notes"].name}/"]
    }
    actions {
      base_blob {
        delete_after_days_since_modification_greater_than = var.retention_days + 1
      }
    }
  }
}

# Encrypted with the service's key, as every account is from the start: with the account's (table_encryption_key_type), which
# cannot be taken back, a write costs 90 times as much.
resource "azurerm_storage_account" "tables" {
  count = var.table_accounts

  name                            = "spaces${local.short}t${count.index}${local.unique}"
  resource_group_name             = azurerm_resource_group.this.name
  location                        = azurerm_resource_group.this.location
  account_tier                    = "Standard"
  account_replication_type        = var.storage_replication
  min_tls_version                 = "TLS1_2"
  shared_access_key_enabled       = false
  allow_nested_items_to_be_public = false
  tags                            = local.tags
}

resource "azurerm_storage_table" "this" {
  for_each = local.account_tables

  name               = each.value.table
  storage_account_id = azurerm_storage_account.tables[each.value.account].id
}
