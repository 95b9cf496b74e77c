# Who is told of what, and when.

variable "alarms_email" {
  type        = string
  description = "Gets every alarm. Default: nobody."
  default     = null
  validation {
    condition     = var.alarms_email == null || can(regex("^[^@\\s]+@[^@\\s]+$", var.alarms_email))
    error_message = "alarms_email must be one address."
  }
}

variable "alarms_action_group_id" {
  type        = string
  description = "An existing action group in place of one made here."
  default     = null
  validation {
    condition     = var.alarms_action_group_id == null || can(regex("(?i)^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Insights/actionGroups/[^/]+$", var.alarms_action_group_id))
    error_message = "alarms_action_group_id must be the id of an action group."
  }
  validation {
    condition     = var.alarms_action_group_id == null || var.alarms_email == null
    error_message = "alarms_email and alarms_action_group_id are both set; keep one, since who listens to an existing group is decided there."
  }
}

variable "silence_minutes" {
  type        = number
  description = "Minutes without any event after which the hub counts as silent: 15, 30, 45, 60, 120, 180, 240, 300, 360 or 1440, the windows a log alert can look at."
  default     = 60
  validation {
    condition     = contains([15, 30, 45, 60, 120, 180, 240, 300, 360, 1440], var.silence_minutes)
    error_message = "silence_minutes must be 15, 30, 45, 60, 120, 180, 240, 300, 360 or 1440."
  }
}

variable "records_per_second" {
  type        = number
  description = "Records pushed a second, over 15 minutes, beyond which it rings, 1 to 1,000,000. Default: none."
  default     = null
  validation {
    condition     = var.records_per_second == null || try(var.records_per_second >= 1 && var.records_per_second <= 1000000, false)
    error_message = "records_per_second must be from 1 to 1000000."
  }
}

variable "monthly_spend" {
  type        = number
  description = "What a month may cost, in the currency the subscription is billed in, 1 to 10,000,000. Default: no budget."
  default     = null
  validation {
    condition     = var.monthly_spend == null || try(var.monthly_spend >= 1 && var.monthly_spend <= 10000000, false)
    error_message = "monthly_spend must be from 1 to 10000000."
  }
}

variable "log_retention_days" {
  type        = number
  description = "Days logs and figures are kept, 30 to 730."
  default     = 30
  validation {
    condition     = var.log_retention_days >= 30 && var.log_retention_days <= 730 && floor(var.log_retention_days) == var.log_retention_days
    error_message = "log_retention_days must be a whole number from 30 to 730."
  }
}
