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

variable "alarms_notification_channel" {
  type        = string
  description = "An existing notification channel in place of one made here, as `gcloud beta monitoring channels list` names it. Default: none."
  default     = null
  validation {
    condition     = var.alarms_notification_channel == null || can(regex("^projects/[^/]+/notificationChannels/[^/]+$", var.alarms_notification_channel))
    error_message = "alarms_notification_channel must be the name of a channel, projects/PROJECT/notificationChannels/ID."
  }
  validation {
    condition     = var.alarms_notification_channel == null || var.alarms_email == null
    error_message = "alarms_email and alarms_notification_channel are both set; keep one, since who listens to an existing channel is decided there."
  }
}

variable "silence_minutes" {
  type        = number
  description = "Minutes without any event after which the topic counts as silent, 15 to 1,410: the longest an alert can look at."
  default     = 60
  validation {
    condition     = var.silence_minutes >= 15 && var.silence_minutes <= 1410 && floor(var.silence_minutes) == var.silence_minutes
    error_message = "silence_minutes must be a whole number from 15 to 1410."
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
  description = "What a month may cost, in the currency of the billing account, a whole amount from 1 to 10,000,000. Default: no budget."
  default     = null
  validation {
    condition     = var.monthly_spend == null || try(var.monthly_spend >= 1 && var.monthly_spend <= 10000000 && floor(var.monthly_spend) == var.monthly_spend, false)
    error_message = "monthly_spend must be a whole number from 1 to 10000000."
  }
}

variable "billing_account" {
  type        = string
  description = "Billing account of the budget, as `gcloud billing accounts list` names it. Default: the project's, where whoever deploys may see it."
  default     = null
  validation {
    condition     = var.billing_account == null || can(regex("^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$", var.billing_account))
    error_message = "billing_account must look like 012345-6789AB-CDEF01."
  }
}

variable "request_logs" {
  type        = bool
  description = "Keep Cloud Run's line of each request that went well, too: one an event, billed by its bytes."
  default     = false
}
