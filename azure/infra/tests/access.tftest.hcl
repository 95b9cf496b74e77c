# Who may do what. Mock providers: no account is needed, `terraform test` runs anywhere the provider is installed.

mock_provider "azurerm" {
  mock_data "azurerm_client_config" {
    defaults = {
      tenant_id       = "00000000-0000-0000-0000-000000000001"
      subscription_id = "00000000-0000-0000-0000-000000000002"
      object_id       = "00000000-0000-0000-0000-000000000003"
    }
  }
}

variables {
  stage    = "test"
  location = "westeurope"
}

run "cisco_may_send_and_nothing_else" {
  command = plan

  assert {
    condition = alltrue([
      for rule in azurerm_eventhub_authorization_rule.cisco : rule.send == true && rule.listen != true && rule.manage != true
    ])
    error_message = "A rule of Cisco Spaces may do more than send."
  }
  assert {
    condition     = length(azurerm_eventhub_authorization_rule.cisco) == 1
    error_message = "Outside of a rotation there is one key."
  }
  assert {
    condition     = azurerm_eventhub_namespace.push.local_authentication_enabled == true
    error_message = "Cisco Spaces pushes with a key: without local authentication nothing arrives."
  }
}

run "a_rotation_has_two_rules_side_by_side" {
  command = plan

  variables {
    push_rules = ["a", "b"]
  }

  assert {
    condition     = toset([for rule in azurerm_eventhub_authorization_rule.cisco : rule.name]) == toset(["cisco-a", "cisco-b"])
    error_message = "Both rules must be there while Cisco Spaces moves from one to the other."
  }
  assert {
    condition     = alltrue([for rule in azurerm_eventhub_authorization_rule.cisco : rule.send == true && rule.listen != true && rule.manage != true])
    error_message = "The second rule may do more than send."
  }
}

run "no_store_takes_a_shared_key_or_is_public" {
  command = plan

  variables {
    table_accounts = 2
  }

  assert {
    condition = alltrue([
      for account in concat([azurerm_storage_account.host, azurerm_storage_account.data], azurerm_storage_account.tables) :
      account.shared_access_key_enabled == false && account.allow_nested_items_to_be_public == false && account.min_tls_version == "TLS1_2"
    ])
    error_message = "A storage account takes a shared key, is public, or speaks an old TLS."
  }
  assert {
    condition     = azurerm_key_vault.this.rbac_authorization_enabled && azurerm_key_vault.this.purge_protection_enabled
    error_message = "The vault must be read by role, and not be done away with for good."
  }
}

run "the_function_has_these_roles_and_no_other" {
  command = plan

  assert {
    condition = { for name, assignment in azurerm_role_assignment.function : name => assignment.role_definition_name } == {
      host         = "Storage Blob Data Owner"
      hub          = "Azure Event Hubs Data Receiver"
      key          = "Key Vault Secrets User"
      telemetry    = "Monitoring Metrics Publisher"
      dead-letters = "Storage Blob Data Contributor"
      batch-notes  = "Storage Blob Data Contributor"
      lake         = "Storage Blob Data Contributor"
      tables-0     = "Storage Table Data Contributor"
    }
    error_message = "The function's roles are not those that were agreed."
  }
}

run "nothing_of_the_lake_without_a_lake" {
  command = plan

  variables {
    lake_enabled = false
  }

  assert {
    condition     = !contains(keys(azurerm_role_assignment.function), "lake") && !contains(keys(azurerm_storage_container.data), "lake")
    error_message = "There is a lake, or a right to it."
  }
}
