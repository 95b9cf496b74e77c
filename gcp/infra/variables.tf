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

variable "project" {
  type        = string
  description = "Id of the Google Cloud project, one that is billed."
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "project must be a project's id, like my-project: neither its name nor its number."
  }
}

variable "region" {
  type        = string
  description = "Region of everything, as `gcloud run regions list` names it: europe-west1."
  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "region must be a region's name, like europe-west1: no zone and no multi-region."
  }
}

variable "firestore_location" {
  type        = string
  description = "Where Firestore keeps its data, if not in the region: eur3 and nam5 are multi-regions. It cannot be changed later."
  default     = null
  validation {
    condition     = var.firestore_location == null || can(regex("^[a-z]+[a-z0-9-]*[0-9]$", var.firestore_location))
    error_message = "firestore_location must be a location of Firestore, like eur3 or europe-west1."
  }
}

variable "bigquery_location" {
  type        = string
  description = "Where BigQuery keeps its data, if not in the region: EU and US are multi-regions. It cannot be changed later."
  default     = null
  validation {
    condition     = var.bigquery_location == null || can(regex("^(EU|US|[a-z]+-[a-z]+[0-9]+)$", var.bigquery_location))
    error_message = "bigquery_location must be EU, US or a region, like europe-west1."
  }
}

variable "firestore_edition" {
  type        = string
  description = "ENTERPRISE (billed by the KiB, no index unless declared) or STANDARD (billed by the document). It cannot be changed later."
  default     = "ENTERPRISE"
  validation {
    condition     = contains(["ENTERPRISE", "STANDARD"], var.firestore_edition)
    error_message = "firestore_edition must be ENTERPRISE or STANDARD."
  }
}

variable "push_keys" {
  type        = set(string)
  description = "Keys Cisco Spaces may push with, by name. One; two while a key is replaced, so that none is missing in between. Without effect where publisher_member is set."
  default     = ["a"]
  validation {
    condition     = length(var.push_keys) <= 2 && (length(var.push_keys) >= 1 || var.publisher_member != null)
    error_message = "push_keys must name one key, or two during a rotation; where the organisation forbids keys, set publisher_member to an account of Cisco's, without which nobody could publish."
  }
  validation {
    condition     = alltrue([for key in var.push_keys : can(regex("^[a-z0-9]{1,20}$", key))])
    error_message = "push_keys must be lower-case letters and digits, at most 20 each."
  }
}

variable "publisher_member" {
  type        = string
  description = "An account of Cisco's own that may publish, as serviceAccount:NAME@PROJECT.iam.gserviceaccount.com, in place of one made here with a key. Default: none."
  default     = null
  validation {
    condition     = var.publisher_member == null || can(regex("^serviceAccount:[a-z0-9-]+@[a-z0-9.-]+\\.gserviceaccount\\.com$", var.publisher_member))
    error_message = "publisher_member must be one service account, like serviceAccount:spaces@cisco.iam.gserviceaccount.com."
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

variable "max_delivery_attempts" {
  type        = number
  description = "Deliveries after which a message that the function never answered goes to the unseen ones, 5 to 100. What it answers is given up by max_record_age_hours, before so many are made."
  default     = 100
  validation {
    condition     = var.max_delivery_attempts >= 5 && var.max_delivery_attempts <= 100 && floor(var.max_delivery_attempts) == var.max_delivery_attempts
    error_message = "max_delivery_attempts must be a whole number from 5 to 100, all that Pub/Sub counts."
  }
  validation {
    condition     = var.max_delivery_attempts >= local.least_attempts
    error_message = "max_delivery_attempts must be at least ${local.least_attempts} where max_record_age_hours is ${local.max_record_age_hours}: fewer are made before a record is that old, and it would never become a dead letter."
  }
}

variable "gather_milliseconds" {
  type        = number
  description = "How long the function waits for more messages to store together, 0 to 1,000."
  default     = 50
  validation {
    condition     = var.gather_milliseconds >= 0 && var.gather_milliseconds <= 1000 && floor(var.gather_milliseconds) == var.gather_milliseconds
    error_message = "gather_milliseconds must be a whole number from 0 to 1000."
  }
}

variable "gather_messages" {
  type        = number
  description = "How many it stores together at most, 1 to 1,000."
  default     = 200
  validation {
    condition     = var.gather_messages >= 1 && var.gather_messages <= 1000 && floor(var.gather_messages) == var.gather_messages
    error_message = "gather_messages must be a whole number from 1 to 1000."
  }
}

variable "concurrency" {
  type        = number
  description = "Messages that an instance is sent at once, 80 to 1,000: at least gather_messages, or no batch is ever full."
  default     = 200
  validation {
    condition     = var.concurrency >= 80 && var.concurrency <= 1000 && floor(var.concurrency) == var.concurrency
    error_message = "concurrency must be a whole number from 80 to 1000."
  }
  validation {
    condition     = var.concurrency >= var.gather_messages
    error_message = "concurrency must be at least gather_messages, or no batch is ever full."
  }
}

variable "min_instances" {
  type        = number
  description = "Instances that run all the time, 0 to 100; billed while they wait."
  default     = 0
  validation {
    condition     = var.min_instances >= 0 && var.min_instances <= 100 && floor(var.min_instances) == var.min_instances
    error_message = "min_instances must be a whole number from 0 to 100."
  }
}

variable "max_instances" {
  type        = number
  description = "Instances it may grow to, 1 to 1,000: a bound on the bill. What comes beyond waits in the subscription."
  default     = 20
  validation {
    condition     = var.max_instances >= 1 && var.max_instances <= 1000 && floor(var.max_instances) == var.max_instances
    error_message = "max_instances must be a whole number from 1 to 1000."
  }
  validation {
    condition     = var.max_instances >= var.min_instances
    error_message = "max_instances must be at least min_instances."
  }
}

variable "source_zip" {
  type        = string
  description = "The function as a zip file: what `npm run build` makes in dist/gcp."
  default     = "../../dist/gcp.zip"
  validation {
    condition     = endswith(var.source_zip, ".zip")
    error_message = "source_zip must be a .zip file."
  }
}

variable "labels" {
  type        = map(string)
  description = "Put on every resource that takes labels."
  default     = {}
  validation {
    condition     = alltrue([for key, value in var.labels : can(regex("^[a-z][a-z0-9_-]{0,62}$", key)) && can(regex("^[a-z0-9_-]{0,63}$", value))])
    error_message = "labels must be lower-case letters, digits, hyphens and underscores, at most 63 in name and value."
  }
}
