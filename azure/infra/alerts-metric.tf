# Alerts on figures that Azure keeps itself. What they look at rings within minutes.

locals {
  hub_metrics     = "Microsoft.EventHub/namespaces"
  throttled_types = ["ServerBusyError", "ClientThrottlingError", "ClientAccountRequestThrottlingError", "ClientAccountBandwidthThrottlingError"]

  # One without a threshold was not asked for.
  hub_alerts = {
    hub-throttled = {
      what      = "The hub refused puts beyond its throughput units: what Cisco Spaces does not put again is lost."
      section   = "put-failures"
      metric    = "ThrottledRequests"
      threshold = 0
      window    = "PT5M"
      severity  = 1
    }
    hub-server-errors = {
      what      = "The hub failed more than ten requests in 15 minutes: what Cisco Spaces does not put again is lost."
      section   = "put-failures"
      metric    = "ServerErrors"
      threshold = 10
      window    = "PT15M"
      severity  = 1
    }
    hub-quota = {
      what      = "The hub refused puts beyond a quota: what Cisco Spaces does not put again is lost."
      section   = "put-failures"
      metric    = "QuotaExceededErrors"
      threshold = 0
      window    = "PT15M"
      severity  = 1
    }
    hub-rate = {
      what      = "More events are pushed than records_per_second says, for 15 minutes: the bill grows with them, and somebody else may hold the key."
      section   = "rate"
      metric    = "IncomingMessages"
      threshold = try(var.records_per_second * 900, null)
      window    = "PT15M"
      severity  = 2
    }
  }

  storage_alerts = merge(
    {
      for index in range(var.table_accounts) : "tables-throttled-${index}" => {
        what    = "Table Storage throttled requests for 15 minutes: records are tried again and wait."
        scope   = "${azurerm_storage_account.tables[index].id}/tableServices/default"
        service = "Microsoft.Storage/storageAccounts/tableServices"
      }
    },
    {
      blobs-throttled = {
        what    = "Blob Storage throttled the lake or the dead letters for 15 minutes: records are tried again and wait."
        scope   = "${azurerm_storage_account.data.id}/blobServices/default"
        service = "Microsoft.Storage/storageAccounts/blobServices"
      }
    },
  )
}

resource "azurerm_monitor_metric_alert" "hub" {
  for_each = { for name, alert in local.hub_alerts : name => alert if alert.threshold != null }

  name                = "${local.name}-${each.key}"
  resource_group_name = azurerm_resource_group.this.name
  scopes              = [azurerm_eventhub_namespace.push.id]
  description         = "${each.value.what} ${local.runbook}${each.value.section}"
  severity            = each.value.severity
  frequency           = "PT5M"
  window_size         = each.value.window
  tags                = local.tags

  criteria {
    metric_namespace = local.hub_metrics
    metric_name      = each.value.metric
    aggregation      = "Total"
    operator         = "GreaterThan"
    threshold        = each.value.threshold
  }

  action {
    action_group_id = local.action_group_id
  }
}

# https://learn.microsoft.com/azure/storage/tables/monitor-table-storage-reference#metrics-dimensions
resource "azurerm_monitor_metric_alert" "storage" {
  for_each = local.storage_alerts

  name                = "${local.name}-${each.key}"
  resource_group_name = azurerm_resource_group.this.name
  scopes              = [each.value.scope]
  description         = "${each.value.what} ${local.runbook}tables"
  severity            = 2
  frequency           = "PT5M"
  window_size         = "PT15M"
  tags                = local.tags

  criteria {
    metric_namespace = each.value.service
    metric_name      = "Transactions"
    aggregation      = "Total"
    operator         = "GreaterThan"
    threshold        = 0

    dimension {
      name     = "ResponseType"
      operator = "Include"
      values   = local.throttled_types
    }
  }

  action {
    action_group_id = local.action_group_id
  }
}
