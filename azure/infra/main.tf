# The resource group, and the names of everything in it.

data "azurerm_client_config" "deployer" {}

locals {
  name = "spaces-${var.stage}"

  # Namespace, vault, app and accounts share their names with all of Azure. What is unique of this deployment makes
  # them so, the same at every run.
  unique = substr(sha256("${data.azurerm_client_config.deployer.subscription_id}/${var.location}/${var.stage}"), 0, 8)

  # Accounts take 24 lower-case letters and digits, a vault 24 characters.
  short = substr(replace(var.stage, "-", ""), 0, 8)

  tags = merge(var.tags, { "spaces:stage" = var.stage })
}

resource "azurerm_resource_group" "this" {
  name     = local.name
  location = var.location
  tags     = local.tags
}
