# What is refused, in a sentence, before anything is made; and what a first deployment gets.

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

run "a_first_deployment" {
  command = plan

  assert {
    condition     = azurerm_eventhub.push.partition_count == 8 && azurerm_eventhub.push.retention_description[0].retention_time_in_hours == 168
    error_message = "The hub must have 8 partitions and keep a week."
  }
  assert {
    condition     = local.settings.MAX_RECORD_AGE_HOURS == "24" && local.settings.HISTORY_TTL_DAYS == "30" && local.settings.STATE_TTL_DAYS == "30"
    error_message = "The defaults are not those of the AWS configuration."
  }
  assert {
    condition     = local.settings.IGNORE_EVENT_TYPES == "KEEP_ALIVE" && local.settings.ENCODING == "auto"
    error_message = "The defaults are not those of the AWS configuration."
  }
  assert {
    condition     = toset([for table in azurerm_storage_table.this : table.name]) == toset(["state", "byplace", "places"])
    error_message = "The function writes to tables of these names."
  }
  assert {
    condition     = length([for rule in azurerm_storage_management_policy.data.rule : rule if startswith(rule.name, "forget-l")]) == 0
    error_message = "The lake must forget nothing unless it is told to."
  }
  assert {
    condition     = length(azurerm_consumption_budget_resource_group.spend) == 0 && !contains(keys(azurerm_monitor_metric_alert.hub), "hub-rate")
    error_message = "Budget and rate are there only where asked for."
  }
}

run "everything_asked_for" {
  command = plan

  variables {
    stage                = "prod-2"
    retention_days       = 1
    history_exclude      = ["DEVICE_COUNT"]
    ignore_event_types   = []
    still_position_feet  = 3
    privacy              = { ssid = "drop" }
    table_accounts       = 2
    alarms_email         = "oncall@example.com"
    silence_minutes      = 1440
    records_per_second   = 500
    monthly_spend        = 200
    max_throughput_units = 20
    tags                 = { team = "places" }
  }

  assert {
    condition     = local.settings.MAX_RECORD_AGE_HOURS == "12"
    error_message = "A hub that keeps one day gives up after half of it."
  }
  assert {
    condition     = local.settings.IGNORE_EVENT_TYPES == "," && local.settings.HISTORY_EXCLUDE == "DEVICE_COUNT" && local.settings.STILL_POSITION_FEET == "3"
    error_message = "What was asked for does not reach the function."
  }
  assert {
    condition     = jsondecode(local.settings.PRIVACY_POLICY).ssid == "drop" && jsondecode(local.settings.PRIVACY_POLICY).mac_address == "hmac"
    error_message = "A class that is named changes, the others stay."
  }
  assert {
    condition     = azurerm_monitor_metric_alert.hub["hub-rate"].criteria[0].threshold == 450000
    error_message = "500 a second are 450,000 in 15 minutes."
  }
  assert {
    condition     = azurerm_monitor_scheduled_query_rules_alert_v2.this["silence"].window_duration == "P1D"
    error_message = "Silence is as long as it was said to be."
  }
  assert {
    condition     = length(azurerm_storage_table.this) == 6 && azurerm_consumption_budget_resource_group.spend[0].amount == 200
    error_message = "Two accounts have three tables each, and the budget its amount."
  }
  assert {
    condition     = azurerm_resource_group.this.tags["spaces:stage"] == "prod-2" && azurerm_resource_group.this.tags["team"] == "places"
    error_message = "A tag is missing."
  }
}

run "a_lake_that_forgets" {
  command = plan

  variables {
    lake_retention_days = 400
  }

  assert {
    condition = {
      for rule in azurerm_storage_management_policy.data.rule : one(one(rule.filters).prefix_match) => one(one(rule.actions).base_blob).delete_after_days_since_modification_greater_than if startswith(rule.name, "forget-l")
    } == { "lake/" = 400 }
    error_message = "The lake must go after the days asked for, and landing by no rule."
  }
}

run "a_lake_that_forgets_before_it_compacts" {
  command = plan

  variables {
    lake_retention_days = 20
  }

  expect_failures = [var.lake_retention_days]
}

run "no_key_where_nothing_is_a_pseudonym" {
  command = plan

  variables {
    privacy = { mac_address = "drop", ip_address = "drop", user_id = "drop", social_handle = "drop" }
  }

  assert {
    condition     = !local.needs_key
    error_message = "The function is given a key it has no use for."
  }
}

run "an_event_that_expires_before_it_is_given_up" {
  command = plan
  variables {
    retention_days       = 1
    max_record_age_hours = 24
  }
  expect_failures = [var.max_record_age_hours]
}

run "names_that_are_none" {
  command = plan
  variables {
    stage              = "Prod"
    location           = "West Europe"
    encoding           = "xml"
    privacy            = { mac = "hmac" }
    ignore_event_types = ["keep_alive"]
    alarms_email       = "oncall"
  }
  expect_failures = [var.stage, var.location, var.encoding, var.privacy, var.ignore_event_types, var.alarms_email]
}

run "numbers_out_of_bounds" {
  command = plan
  variables {
    partitions           = 33
    throughput_units     = 12
    max_throughput_units = 11
    retention_days       = 8
    history_ttl_days     = 0
    state_ttl_days       = 3651
    dead_letter_days     = 7
    still_position_feet  = 0
    table_accounts       = 11
    silence_minutes      = 61
    log_retention_days   = 29
    monthly_spend        = 0
  }
  expect_failures = [
    var.partitions, var.max_throughput_units, var.retention_days, var.history_ttl_days, var.state_ttl_days,
    var.dead_letter_days, var.still_position_feet, var.table_accounts, var.silence_minutes, var.log_retention_days,
    var.monthly_spend,
  ]
}

run "rules_and_keys" {
  command = plan
  variables {
    push_rules          = ["a", "b", "c"]
    privacy_key         = "too short"
    privacy_key_version = 0
  }
  expect_failures = [var.push_rules, var.privacy_key, var.privacy_key_version]
}

run "an_action_no_policy_has" {
  command = plan
  variables {
    privacy = { email = "hash" }
  }
  expect_failures = [var.privacy]
}

run "a_history_nobody_keeps" {
  command = plan
  variables {
    lake_enabled    = false
    history_exclude = ["DEVICE_COUNT"]
  }
  expect_failures = [var.history_exclude]
}

run "two_answers_to_who_is_told" {
  command = plan
  variables {
    alarms_email           = "oncall@example.com"
    alarms_action_group_id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/actionGroups/oncall"
  }
  expect_failures = [var.alarms_action_group_id]
}

run "names_fit_where_azure_wants_them_short" {
  command = plan
  variables {
    stage          = "a-stage-of-20-digits"
    table_accounts = 10
  }

  assert {
    condition = alltrue([
      for account in concat([azurerm_storage_account.host, azurerm_storage_account.data], azurerm_storage_account.tables) :
      can(regex("^[a-z0-9]{3,24}$", account.name))
    ])
    error_message = "A storage account's name is 3 to 24 lower-case letters and digits."
  }
  assert {
    condition     = can(regex("^[a-z](-?[a-z0-9]){2,23}$", azurerm_key_vault.this.name)) && length(azurerm_key_vault.this.name) <= 24
    error_message = "A vault's name is 3 to 24 letters, digits and single hyphens."
  }
  assert {
    condition     = length(azurerm_eventhub_namespace.push.name) <= 50 && length(azurerm_function_app_flex_consumption.this.name) <= 60
    error_message = "The name of the namespace or of the app is too long."
  }
}
