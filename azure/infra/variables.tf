# What a deployment is told. Names, meanings, bounds and defaults are those of infra/config/spaces-config.ts (AWS), in
# snake case, where the two clouds have the same thing. One value each: Terraform would ignore a misspelt attribute of
# an object, and refuses a misspelt variable.

variable "stage" {
  type        = string
  description = "Names the deployment and everything in it."
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,18}[a-z0-9]$", var.stage))
    error_message = "stage must be 2 to 20 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "location" {
  type        = string
  description = "Azure region, as `az account list-locations` names it: westeurope. It must offer Flex Consumption."
  validation {
    condition     = can(regex("^[a-z]+[a-z0-9]*$", var.location))
    error_message = "location must be a region's short name, like westeurope."
  }
}

variable "partitions" {
  type        = number
  description = "Partitions of the hub, 1 to 32: how many batches are worked on at once. The Standard tier cannot change it later, and they cost nothing."
  default     = 8
  validation {
    condition     = var.partitions >= 1 && var.partitions <= 32 && floor(var.partitions) == var.partitions
    error_message = "partitions must be a whole number from 1 to 32."
  }
}

variable "throughput_units" {
  type        = number
  description = "Throughput units the namespace has at least, 1 to 40; each takes 1 MB/s or 1,000 events/s."
  default     = 1
  validation {
    condition     = var.throughput_units >= 1 && var.throughput_units <= 40 && floor(var.throughput_units) == var.throughput_units
    error_message = "throughput_units must be a whole number from 1 to 40."
  }
}

variable "max_throughput_units" {
  type        = number
  description = "Throughput units it may grow to by itself, up to 40: a bound on the bill. It does not shrink by itself."
  default     = 10
  validation {
    condition     = var.max_throughput_units <= 40 && floor(var.max_throughput_units) == var.max_throughput_units
    error_message = "max_throughput_units must be a whole number up to 40."
  }
  validation {
    condition     = var.max_throughput_units >= var.throughput_units
    error_message = "max_throughput_units must be at least throughput_units."
  }
}

variable "push_rules" {
  type        = set(string)
  description = "Keys Cisco Spaces may push with, by name. One; two while a key is replaced, so that none is missing in between."
  default     = ["a"]
  validation {
    condition     = length(var.push_rules) >= 1 && length(var.push_rules) <= 2
    error_message = "push_rules must name one rule, or two during a rotation."
  }
  validation {
    condition     = alltrue([for rule in var.push_rules : can(regex("^[a-z0-9]{1,20}$", rule))])
    error_message = "push_rules must be lower-case letters and digits, at most 20 each."
  }
}

variable "encoding" {
  type        = string
  description = "auto (told by the bytes of each record), json or protobuf."
  default     = "auto"
  validation {
    condition     = contains(["auto", "json", "protobuf"], var.encoding)
    error_message = "encoding must be auto, json or protobuf."
  }
}

variable "storage_replication" {
  type        = string
  description = "Copies of what is stored: ZRS in three zones, LRS in one (cheaper, and all that some regions have), GRS and GZRS in a second region as well."
  default     = "ZRS"
  validation {
    condition     = contains(["LRS", "ZRS", "GRS", "GZRS"], var.storage_replication)
    error_message = "storage_replication must be LRS, ZRS, GRS or GZRS."
  }
}

variable "table_accounts" {
  type        = number
  description = "Storage accounts the tables are spread over by tenant, 1 to 10: one takes 20,000 requests a second, some 4,000 events. What is stored does not move when it changes."
  default     = 1
  validation {
    condition     = var.table_accounts >= 1 && var.table_accounts <= 10 && floor(var.table_accounts) == var.table_accounts
    error_message = "table_accounts must be a whole number from 1 to 10."
  }
}

variable "tags" {
  type        = map(string)
  description = "Put on every resource that takes tags."
  default     = {}
}
