# Alerts on what the function says of each batch, and on what is missing: a log query counts rows, and none is a number.
# `batch` lines hold the figures of a batch by the names they have in every cloud (shared/batch/report.ts).

locals {
  windows = {
    15 = "PT15M", 30 = "PT30M", 45 = "PT45M", 60 = "PT1H", 120 = "PT2H", 180 = "PT3H", 240 = "PT4H", 300 = "PT5H", 360 = "PT6H", 1440 = "P1D"
  }

  # As azure/ registers them, and as Kusto writes a list. The host names the request of a timer after its function, and that
  # of a batch after the hub's client: so a batch is told by not being a timer's.
  timers = "'sweep', 'compaction'"

  late_minutes        = 15
  function_timeout_ms = 300000
  # Half of what a record may wait before it is given up ...
  critical_ms = local.max_record_age_hours * 3600000 / 2
  # ... and that as far as a query of an alert looks back.
  stuck_hours = min(6, max(1, floor(local.max_record_age_hours / 2)))

  lines   = "AppTraces | extend line = parse_json(Message)"
  batches = "${local.lines} | where tostring(line.message) == 'batch'"
  # A batch that was thrown back or failed, by what the function says; and what ended before it could say anything, by what
  # the host says of it: its time was over, or its process died.
  failed_batches    = "${local.lines} | where tostring(line.service) !in (${local.timers}) and (tostring(line.level) == 'ERROR' or toint(line.retry) > 0)"
  failed_requests   = "AppRequests | where Success == false and not(Name has_any (${local.timers}))"
  failed_executions = "AppExceptions | where not(OuterMessage has_any (${local.timers}))"
  failures          = "union (${local.failed_batches}), (${local.failed_requests}), (${local.failed_executions})"
  timer_lines       = "${local.lines} | where tostring(line.service) in (${local.timers})"
  timer_failures    = "AppRequests | where Success == false and Name has_any (${local.timers})"
  arrivals          = "AzureMetrics | where MetricName == 'IncomingMessages' and Total > 0"

  # Rows more than `beyond`, or fewer than `below`, in each of `periods` windows in a row.
  log_alerts = {
    silence = {
      what     = "Nothing was pushed for ${var.silence_minutes} minutes: what Cisco Spaces cannot put now may never come."
      section  = "silence"
      query    = local.arrivals
      operator = "LessThan"
      rows     = 1
      window   = local.windows[var.silence_minutes]
      every    = "PT15M"
      periods  = 1
      severity = 1
    }
    not-invoked = {
      what     = "Events arrive and the function of the tables has finished no batch for half an hour: they wait in the hub, which forgets them in the end."
      section  = "not-invoked"
      query    = "${local.arrivals} | where toscalar(${local.batches} | where tostring(line.service) == 'event-hubs' | count) == 0"
      operator = "GreaterThan"
      rows     = 0
      window   = "PT15M"
      every    = "PT15M"
      periods  = 2
      severity = 1
    }
    lake-not-invoked = {
      what     = "Events arrive and the function of the lake has finished no batch for half an hour: they wait in the hub, which forgets them in the end."
      section  = "not-invoked"
      query    = "${local.arrivals} | where toscalar(${local.batches} | where tostring(line.service) == 'lake' | count) == 0"
      operator = "GreaterThan"
      rows     = 0
      window   = "PT15M"
      every    = "PT15M"
      periods  = 2
      severity = 1
    }
    late = {
      what     = "Records wait more than ${local.late_minutes} minutes in the hub before the tables' function or the lake's is done with them; none is lost."
      section  = "late"
      query    = "${local.batches} | where tolong(line.record_age_max) > ${local.late_minutes * 60000}"
      operator = "GreaterThan"
      rows     = 0
      window   = "PT5M"
      every    = "PT5M"
      periods  = 3
      severity = 2
    }
    late-critical = {
      what     = "Records wait for half of the ${local.max_record_age_hours} hours after which they are given up and go to the dead letters."
      section  = "late"
      query    = "${local.batches} | where tolong(line.record_age_max) > ${local.critical_ms}"
      operator = "GreaterThan"
      rows     = 0
      window   = "PT15M"
      every    = "PT15M"
      periods  = 1
      severity = 1
    }
    errors = {
      what     = "The tables' function or the lake's failed, timed out or threw a batch back in each of three 5-minute periods: its records wait and are tried again, nothing is lost yet."
      section  = "errors"
      query    = local.failures
      operator = "GreaterThan"
      rows     = 0
      window   = "PT5M"
      every    = "PT5M"
      periods  = 3
      severity = 2
    }
    stuck = {
      what     = "The tables' function or the lake's has failed all the time for ${local.stuck_hours} hours; after ${local.max_record_age_hours} its records go to the dead letters."
      section  = "errors"
      query    = "${local.failures} | summarize count() by bin(TimeGenerated, 15m)"
      operator = "GreaterThan"
      rows     = local.stuck_hours * 4 - 3
      window   = local.windows[local.stuck_hours * 60]
      every    = "PT30M"
      periods  = 1
      severity = 1
    }
    upkeep = {
      what     = "One of the function's timers failed: what has expired is not taken away, or files of the lake stay small. Events are not touched."
      section  = "upkeep"
      query    = "union (${local.timer_lines} and tostring(line.level) == 'ERROR'), (${local.timer_failures})"
      operator = "GreaterThan"
      rows     = 0
      window   = "PT1H"
      every    = "PT1H"
      periods  = 1
      severity = 2
    }
    upkeep-absent = {
      what     = "Not every timer (sweep, compaction) came to its end within two days: what has expired stays, or files of the lake stay small. Events are not touched."
      section  = "upkeep"
      query    = "${local.timer_lines} and tostring(line.message) == 'done' | distinct tostring(line.service)"
      operator = "LessThan"
      rows     = var.lake_enabled ? 2 : 1
      window   = "P2D"
      every    = "PT6H"
      periods  = 1
      severity = 2
    }
    duration = {
      what     = "A batch needs more than 80 % of its ${local.function_timeout_ms / 1000} seconds: what it cannot write in time is tried again, and it falls behind."
      section  = "late"
      query    = "${local.batches} | where tolong(line.duration) > ${local.function_timeout_ms * 0.8}"
      operator = "GreaterThan"
      rows     = 0
      window   = "PT5M"
      every    = "PT5M"
      periods  = 3
      severity = 2
    }
    rejected = {
      what     = "Events could not be used and were kept as sent in the container dead-letters; everything else goes on."
      section  = "dead-letters"
      query    = "${local.batches} | where toint(line.rejected) > 0"
      operator = "GreaterThan"
      rows     = 0
      window   = "PT15M"
      every    = "PT15M"
      periods  = 1
      severity = 2
    }
    given-up = {
      what     = "Records that failed for ${local.max_record_age_hours} hours were given up and are in the container dead-letters: they are not in the tables."
      section  = "given-up"
      query    = "${local.lines} | where toint(line.rejections['retries-exhausted']) > 0"
      operator = "GreaterThan"
      rows     = 0
      window   = "PT15M"
      every    = "PT15M"
      periods  = 1
      severity = 1
    }
  }
}

resource "azurerm_monitor_scheduled_query_rules_alert_v2" "this" {
  for_each = { for name, alert in local.log_alerts : name => alert if var.lake_enabled || name != "lake-not-invoked" }

  name                    = "${local.name}-${each.key}"
  resource_group_name     = azurerm_resource_group.this.name
  location                = azurerm_resource_group.this.location
  scopes                  = [azurerm_log_analytics_workspace.this.id]
  description             = "${each.value.what} ${local.runbook}${each.value.section}"
  severity                = each.value.severity
  evaluation_frequency    = each.value.every
  window_duration         = each.value.window
  auto_mitigation_enabled = true
  # A new workspace has no such table before the first line of it.
  skip_query_validation = true
  tags                  = local.tags

  criteria {
    query                   = each.value.query
    time_aggregation_method = "Count"
    operator                = each.value.operator
    threshold               = each.value.rows

    failing_periods {
      minimum_failing_periods_to_trigger_alert = each.value.periods
      number_of_evaluation_periods             = each.value.periods
    }
  }

  action {
    action_groups = [local.action_group_id]
  }
}
