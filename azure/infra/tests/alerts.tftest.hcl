# Whatever rings, rings where it is heard.

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
  stage              = "test"
  location           = "westeurope"
  records_per_second = 100
  monthly_spend      = 100
}

run "an_existing_group_gets_every_alert" {
  command = plan

  variables {
    alarms_action_group_id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/actionGroups/oncall"
  }

  assert {
    condition     = length(azurerm_monitor_action_group.alarms) == 0
    error_message = "A second group was made."
  }
  assert {
    condition = alltrue(concat(
      [for alert in azurerm_monitor_metric_alert.hub : one(alert.action).action_group_id == var.alarms_action_group_id],
      [for alert in azurerm_monitor_metric_alert.storage : one(alert.action).action_group_id == var.alarms_action_group_id],
      [for alert in azurerm_monitor_scheduled_query_rules_alert_v2.this : alert.action[0].action_groups[0] == var.alarms_action_group_id],
      [for notice in azurerm_consumption_budget_resource_group.spend[0].notification : notice.contact_groups[0] == var.alarms_action_group_id],
    ))
    error_message = "An alert goes elsewhere, or nowhere."
  }
}

run "the_mail_is_in_the_group_made_here" {
  command = plan

  # Its id would be known only once it is made.
  override_resource {
    target          = azurerm_monitor_action_group.alarms
    override_during = plan
    values = {
      id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/actionGroups/made-here"
    }
  }

  variables {
    alarms_email = "oncall@example.com"
  }

  assert {
    condition     = azurerm_monitor_action_group.alarms[0].email_receiver[0].email_address == "oncall@example.com"
    error_message = "Nobody is told."
  }
  assert {
    condition = alltrue(concat(
      [for alert in azurerm_monitor_metric_alert.hub : one(alert.action).action_group_id == azurerm_monitor_action_group.alarms[0].id],
      [for alert in azurerm_monitor_metric_alert.storage : one(alert.action).action_group_id == azurerm_monitor_action_group.alarms[0].id],
      [for alert in azurerm_monitor_scheduled_query_rules_alert_v2.this : alert.action[0].action_groups[0] == azurerm_monitor_action_group.alarms[0].id],
      [for notice in azurerm_consumption_budget_resource_group.spend[0].notification : notice.contact_groups[0] == azurerm_monitor_action_group.alarms[0].id],
    ))
    error_message = "An alert goes elsewhere, or nowhere."
  }
}

run "stuck_rings_before_records_are_given_up" {
  command = plan

  variables {
    max_record_age_hours = 5
  }

  assert {
    condition     = azurerm_monitor_scheduled_query_rules_alert_v2.this["stuck"].window_duration == "PT2H" && azurerm_monitor_scheduled_query_rules_alert_v2.this["stuck"].criteria[0].threshold == 5
    error_message = "Half of five hours, in whole ones, are two: eight quarters, less three."
  }
}

run "every_alert_says_what_to_do" {
  command = plan

  assert {
    condition = alltrue([
      for alert in concat(values(azurerm_monitor_metric_alert.hub), values(azurerm_monitor_metric_alert.storage), values(azurerm_monitor_scheduled_query_rules_alert_v2.this)) :
      can(regex("What to do: docs/azure.md#[a-z-]+$", alert.description))
    ])
    error_message = "An alert names no section of docs/azure.md."
  }
}

run "each_function_of_the_hub_is_watched_alone" {
  command = plan

  assert {
    condition     = contains(keys(azurerm_monitor_scheduled_query_rules_alert_v2.this), "lake-not-invoked") && azurerm_monitor_scheduled_query_rules_alert_v2.this["upkeep-absent"].criteria[0].threshold == 2
    error_message = "The lake's function and both timers must be watched."
  }
}

run "nothing_of_the_lake_is_watched_without_a_lake" {
  command = plan

  variables {
    lake_enabled = false
  }

  assert {
    condition     = !contains(keys(azurerm_monitor_scheduled_query_rules_alert_v2.this), "lake-not-invoked") && azurerm_monitor_scheduled_query_rules_alert_v2.this["upkeep-absent"].criteria[0].threshold == 1
    error_message = "An alert waits for a function there is not."
  }
}

run "late_is_told_before_records_are_given_up" {
  command = plan

  variables {
    max_record_age_hours = 5
  }

  assert {
    condition     = endswith(azurerm_monitor_scheduled_query_rules_alert_v2.this["late-critical"].criteria[0].query, "tolong(line.record_age_max) > 9000000")
    error_message = "Half of five hours are nine million milliseconds."
  }
}
