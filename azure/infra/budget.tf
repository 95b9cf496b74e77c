# A monthly budget of the resource group, which speaks up at the amount and when the month is on its way beyond it.

resource "azurerm_consumption_budget_resource_group" "spend" {
  count = var.monthly_spend == null ? 0 : 1

  name              = "${local.name}-spend"
  resource_group_id = azurerm_resource_group.this.id
  amount            = var.monthly_spend
  time_grain        = "Monthly"

  time_period {
    start_date = formatdate("YYYY-MM-'01T00:00:00Z'", plantimestamp())
  }

  notification {
    operator       = "GreaterThan"
    threshold      = 100
    threshold_type = "Actual"
    contact_groups = [local.action_group_id]
  }

  notification {
    operator       = "GreaterThan"
    threshold      = 100
    threshold_type = "Forecasted"
    contact_groups = [local.action_group_id]
  }

  # It begins in the month it was made in, whenever it is applied again.
  lifecycle {
    ignore_changes = [time_period]
  }
}
