# Who may do what, all of it: the function's identity, and the deployer in the vault. Cisco's rule is in event-hubs.tf.

locals {
  function_roles = merge(
    {
      # Code, leases, timers and checkpoints; the host makes containers of its own.
      # https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
      host = { role = "Storage Blob Data Owner", scope = azurerm_storage_account.host.id }
      hub  = { role = "Azure Event Hubs Data Receiver", scope = azurerm_eventhub.push.id }
      # This one secret, not the vault.
      key       = { role = "Key Vault Secrets User", scope = azurerm_key_vault_secret.privacy_key.resource_versionless_id }
      telemetry = { role = "Monitoring Metrics Publisher", scope = azurerm_application_insights.this.id }
    },
    { for name in local.data_containers : name => { role = "Storage Blob Data Contributor", scope = azurerm_storage_container.data[name].id } },
    # The account: it makes a table for each month and drops it.
    { for index in range(var.table_accounts) : "tables-${index}" => { role = "Storage Table Data Contributor", scope = azurerm_storage_account.tables[index].id } },
  )
}

resource "azurerm_role_assignment" "function" {
  for_each = local.function_roles

  scope                = each.value.scope
  role_definition_name = each.value.role
  principal_id         = azurerm_function_app_flex_consumption.this.identity[0].principal_id
  principal_type       = "ServicePrincipal"
}

# Whoever applies this writes the key. In a pipeline that is one and the same identity.
resource "azurerm_role_assignment" "deployer_secrets" {
  scope                = azurerm_key_vault.this.id
  role_definition_name = "Key Vault Secrets Officer"
  principal_id         = data.azurerm_client_config.deployer.object_id
}
