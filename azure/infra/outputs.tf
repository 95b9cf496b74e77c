# What is pasted into the Partner Dashboard, and where things are.

output "push" {
  description = "For each rule of push_rules, what a sender to Event Hubs is asked for; the connection string alone has all of it. `terraform output -json push` shows it."
  sensitive   = true
  value = {
    for name, rule in azurerm_eventhub_authorization_rule.cisco : name => {
      event_hub_namespace = azurerm_eventhub_namespace.push.name
      event_hub_name      = azurerm_eventhub.push.name
      sas_policy_name     = rule.name
      sas_key             = rule.primary_key
      connection_string   = rule.primary_connection_string
    }
  }
}

output "event_hub" {
  description = "The hub Cisco Spaces pushes into."
  value = {
    id             = azurerm_eventhub.push.id
    host           = "${azurerm_eventhub_namespace.push.name}.servicebus.windows.net"
    namespace      = azurerm_eventhub_namespace.push.name
    name           = azurerm_eventhub.push.name
    consumer_group = azurerm_eventhub_consumer_group.function.name
    retention_days = var.retention_days
    policies       = [for rule in azurerm_eventhub_authorization_rule.cisco : rule.name]
  }
}

output "resource_group" {
  description = "The resource group that holds everything."
  value       = azurerm_resource_group.this.name
}

output "function_app" {
  description = "The app that dist/azure is published to."
  value       = azurerm_function_app_flex_consumption.this.name
}

output "function_settings" {
  description = "How the function is set, for commands that do what it does; the key is only referred to."
  value       = local.settings
}

output "checkpoints" {
  description = "Container in which the functions' host keeps how far they have read the hub; it makes it itself."
  value       = "${azurerm_storage_account.host.primary_blob_endpoint}azure-webjobs-eventhub"
}

output "function_app_id" {
  description = "The same, as Azure's own commands want it."
  value       = azurerm_function_app_flex_consumption.this.id
}

output "data_account" {
  description = "Storage account of lake and dead letters."
  value       = azurerm_storage_account.data.name
}

output "table_endpoints" {
  description = "Where state, byplace, places and the months of history are; a tenant's are in one of them."
  value       = azurerm_storage_account.tables[*].primary_table_endpoint
}

output "lake" {
  description = "Container of the Parquet files, for readers by https; none where lake_enabled is false."
  value       = var.lake_enabled ? "${azurerm_storage_account.data.primary_blob_endpoint}${azurerm_storage_container.data["lake"].name}" : null
}

output "dead_letters" {
  description = "Container of the raw events that could not be used."
  value       = "${azurerm_storage_account.data.primary_blob_endpoint}${azurerm_storage_container.data["dead-letters"].name}"
}

output "workspace_id" {
  description = "Workspace to ask for logs and figures."
  value       = azurerm_log_analytics_workspace.this.workspace_id
}

output "log_queries" {
  description = "What the alerts on the function's log are made of, for whoever asks the workspace more: its lines, and those that tell of a batch."
  value       = { lines = local.lines, batches = local.batches }
}

output "alerts" {
  description = "The alerts there are, and what each says."
  value = merge(
    { for name, alert in azurerm_monitor_scheduled_query_rules_alert_v2.this : alert.name => alert.description },
    { for name, alert in azurerm_monitor_metric_alert.hub : alert.name => alert.description },
    { for name, alert in azurerm_monitor_metric_alert.storage : alert.name => alert.description },
  )
}

output "action_group_id" {
  description = "Who every alert is sent to."
  value       = local.action_group_id
}
