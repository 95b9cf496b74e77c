# What is kept, for how long, and what becomes of personal data.

variable "retention_days" {
  type        = number
  description = "Days the hub keeps what was put, 1 to 7: how long processing may be down."
  default     = 7
  validation {
    condition     = var.retention_days >= 1 && var.retention_days <= 7 && floor(var.retention_days) == var.retention_days
    error_message = "retention_days must be a whole number from 1 to 7, the most the Standard tier keeps."
  }
}

variable "max_record_age_hours" {
  type        = number
  description = "After this many hours, and not before, a record that still fails becomes a dead letter, 1 to 167. Default: 24, or 12 where the hub keeps one day."
  default     = null
  validation {
    condition     = var.max_record_age_hours == null || try(var.max_record_age_hours >= 1 && floor(var.max_record_age_hours) == var.max_record_age_hours, false)
    error_message = "max_record_age_hours must be a whole number from 1."
  }
  validation {
    condition     = try(var.max_record_age_hours < var.retention_days * 24, true)
    error_message = "max_record_age_hours must be less than the hours of retention_days, or a record that expires reaches no dead letter."
  }
}

variable "history_ttl_days" {
  type        = number
  description = "Days an event is kept in the history tables, 1 to 3,650; whole months are dropped, so up to a month more. The lake keeps for ever."
  default     = 30
  validation {
    condition     = var.history_ttl_days >= 1 && var.history_ttl_days <= 3650 && floor(var.history_ttl_days) == var.history_ttl_days
    error_message = "history_ttl_days must be a whole number from 1 to 3650."
  }
}

variable "state_ttl_days" {
  type        = number
  description = "Days the state of a person or device is kept after its last event, 1 to 3,650."
  default     = 30
  validation {
    condition     = var.state_ttl_days >= 1 && var.state_ttl_days <= 3650 && floor(var.state_ttl_days) == var.state_ttl_days
    error_message = "state_ttl_days must be a whole number from 1 to 3650."
  }
}

variable "dead_letter_days" {
  type        = number
  description = "Days that raw events which could not be used are kept, 8 to 365: longer than the hub keeps them."
  default     = 30
  validation {
    condition     = var.dead_letter_days >= 8 && var.dead_letter_days <= 365 && floor(var.dead_letter_days) == var.dead_letter_days
    error_message = "dead_letter_days must be a whole number from 8 to 365."
  }
}

variable "lake_enabled" {
  type        = bool
  description = "Keep every event as Parquet in Data Lake Storage, for ever unless lake_retention_days says otherwise."
  default     = true
}

variable "lake_retention_days" {
  type        = number
  description = "Days that the lake keeps anything, from when its file was last written; null keeps it for ever."
  default     = null

  validation {
    condition     = var.lake_retention_days == null ? true : var.lake_retention_days >= 21 && floor(var.lake_retention_days) == var.lake_retention_days
    error_message = "lake_retention_days must be a whole number, at least 21: landing files wait 14 days to be compacted and removed; null keeps the lake for ever."
  }
}

variable "lake_payload" {
  description = "Keep the whole payload of each event in the lake, after the privacy policy, or omit it."
  type        = string
  default     = "keep"

  validation {
    condition     = contains(["keep", "omit"], var.lake_payload)
    error_message = "lake_payload is \"keep\" or \"omit\"."
  }
}

variable "history_exclude" {
  type        = set(string)
  description = "Event types whose history only the lake keeps; their state is kept all the same."
  default     = []
  validation {
    condition     = alltrue([for type in var.history_exclude : can(regex("^[A-Z][A-Z0-9_]*$", type))])
    error_message = "history_exclude must be event types, like DEVICE_COUNT."
  }
  validation {
    condition     = var.lake_enabled || length(var.history_exclude) == 0
    error_message = "history_exclude must be empty while lake_enabled is false, since nothing else keeps the history."
  }
}

variable "ignore_event_types" {
  type        = set(string)
  description = "Event types that are not stored at all."
  default     = ["KEEP_ALIVE"]
  validation {
    condition     = alltrue([for type in var.ignore_event_types : can(regex("^[A-Z][A-Z0-9_]*$", type))])
    error_message = "ignore_event_types must be event types, like KEEP_ALIVE."
  }
}

variable "still_position_feet" {
  type        = number
  description = "A device that moved less is not written again, 1 to 100. Default: every position is written."
  default     = null
  validation {
    condition     = var.still_position_feet == null || try(var.still_position_feet >= 1 && var.still_position_feet <= 100 && floor(var.still_position_feet) == var.still_position_feet, false)
    error_message = "still_position_feet must be a whole number from 1 to 100."
  }
}

variable "still_position_seconds" {
  type        = number
  description = "Seconds after which it is written all the same, 1 to 300."
  default     = 60
  validation {
    condition     = var.still_position_seconds >= 1 && var.still_position_seconds <= 300 && floor(var.still_position_seconds) == var.still_position_seconds
    error_message = "still_position_seconds must be a whole number from 1 to 300."
  }
}

variable "privacy" {
  type        = map(string)
  description = "Field classes treated otherwise than by default: keep, hmac (a keyed pseudonym) or drop. docs/privacy.md has the classes."
  default     = {}
  validation {
    condition     = alltrue([for class in keys(var.privacy) : contains(keys(local.default_privacy_policy), class)])
    error_message = "privacy names an unknown field class; known are ${join(", ", keys(local.default_privacy_policy))}."
  }
  validation {
    condition     = alltrue([for action in values(var.privacy) : contains(["keep", "hmac", "drop"], action)])
    error_message = "privacy must say keep, hmac or drop for each field class."
  }
}

variable "privacy_key" {
  type        = string
  description = "Key of the pseudonyms, from another deployment whose pseudonyms shall match; give it as TF_VAR_privacy_key. Default: a random one, made once. Neither is in the plan or the state."
  default     = null
  ephemeral   = true
  sensitive   = true
  validation {
    condition     = var.privacy_key == null || try(length(var.privacy_key) >= 32 && !can(regex("\\s", var.privacy_key)), false)
    error_message = "privacy_key must have at least 32 characters and no blanks: the output of `openssl rand -base64 32`."
  }
}

variable "privacy_key_version" {
  type        = number
  description = "Raise it to have the key written anew, given or random. All pseudonyms change with it: every device then looks new."
  default     = 1
  validation {
    condition     = var.privacy_key_version >= 1 && floor(var.privacy_key_version) == var.privacy_key_version
    error_message = "privacy_key_version must be a whole number from 1."
  }
}
