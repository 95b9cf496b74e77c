# A monthly budget of the project, which speaks up at the amount and when the month is on its way beyond it.

resource "google_billing_budget" "spend" {
  count = var.monthly_spend == null ? 0 : 1

  billing_account = coalesce(var.billing_account, data.google_project.this.billing_account)
  display_name    = "${local.name}-spend"

  budget_filter {
    projects        = ["projects/${data.google_project.this.number}"]
    calendar_period = "MONTH"
  }

  # In the currency of the billing account.
  amount {
    specified_amount {
      units = tostring(var.monthly_spend)
    }
  }

  threshold_rules {
    threshold_percent = 1
    spend_basis       = "CURRENT_SPEND"
  }

  threshold_rules {
    threshold_percent = 1
    spend_basis       = "FORECASTED_SPEND"
  }

  all_updates_rule {
    monitoring_notification_channels = local.alarms_channels
  }

  depends_on = [google_project_service.this]
}
