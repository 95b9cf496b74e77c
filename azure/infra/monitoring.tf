# Where logs and figures go, and who is told. All alerts are in alerts-*.tf and budget.tf.

resource "azurerm_log_analytics_workspace" "this" {
  name                = local.name
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  sku                 = "PerGB2018"
  # No daily quota: beyond it, alerts would fall silent on the day they are needed.
  retention_in_days = var.log_retention_days
  tags              = local.tags
}

resource "azurerm_application_insights" "this" {
  name                = local.name
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  workspace_id        = azurerm_log_analytics_workspace.this.id
  application_type    = "Node.JS"
  # Telemetry is taken from the function's identity alone: the connection string in its settings is no secret.
  local_authentication_enabled = false
  tags                         = local.tags
}

# The hub's figures beside the function's, so that one query sees what arrived and what was taken.
resource "azurerm_monitor_diagnostic_setting" "hub" {
  name                       = "figures"
  target_resource_id         = azurerm_eventhub_namespace.push.id
  log_analytics_workspace_id = azurerm_log_analytics_workspace.this.id

  enabled_metric {
    category = "AllMetrics"
  }
}

resource "azurerm_monitor_action_group" "alarms" {
  count = var.alarms_action_group_id == null ? 1 : 0

  name                = local.name
  resource_group_name = azurerm_resource_group.this.name
  short_name          = "spaces"
  tags                = local.tags

  dynamic "email_receiver" {
    for_each = var.alarms_email == null ? [] : [var.alarms_email]
    content {
      name                    = "email"
      email_address           = email_receiver.value
      use_common_alert_schema = true
    }
  }
}

locals {
  action_group_id = var.alarms_action_group_id == null ? azurerm_monitor_action_group.alarms[0].id : var.alarms_action_group_id

  # Ends the description of every alert.
  runbook = "What to do: docs/azure.md#"
}
