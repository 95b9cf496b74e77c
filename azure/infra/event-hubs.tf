# What Cisco Spaces pushes into.

resource "azurerm_eventhub_namespace" "push" {
  name                     = "${local.name}-${local.unique}"
  resource_group_name      = azurerm_resource_group.this.name
  location                 = azurerm_resource_group.this.location
  sku                      = "Standard"
  capacity                 = var.throughput_units
  auto_inflate_enabled     = true
  maximum_throughput_units = var.max_throughput_units
  minimum_tls_version      = "1.2"

  # Cisco Spaces has no identity in our directory: a key is all it can push with. Everybody else comes by identity.
  local_authentication_enabled = true

  tags = local.tags
}

resource "azurerm_eventhub" "push" {
  name            = "push"
  namespace_id    = azurerm_eventhub_namespace.push.id
  partition_count = var.partitions

  retention_description {
    cleanup_policy          = "Delete"
    retention_time_in_hours = var.retention_days * 24
  }
}

# A rule of the hub, not of the namespace, that may send, and nothing else. A rotation adds a second and takes the first
# away once Cisco Spaces uses the other: its keys end with it.
resource "azurerm_eventhub_authorization_rule" "cisco" {
  for_each = var.push_rules

  name                = "cisco-${each.key}"
  resource_group_name = azurerm_resource_group.this.name
  namespace_name      = azurerm_eventhub_namespace.push.name
  eventhub_name       = azurerm_eventhub.push.name
  send                = true
  listen              = false
  manage              = false
}

# Its own, so that whoever else reads the hub ($Default) takes nothing from the function.
resource "azurerm_eventhub_consumer_group" "function" {
  name                = "spaces"
  resource_group_name = azurerm_resource_group.this.name
  namespace_name      = azurerm_eventhub_namespace.push.name
  eventhub_name       = azurerm_eventhub.push.name
}

# The lake's function reads on its own: neither it nor the tables wait for the other.
resource "azurerm_eventhub_consumer_group" "lake" {
  count               = var.lake_enabled ? 1 : 0
  name                = "spaces-lake"
  resource_group_name = azurerm_resource_group.this.name
  namespace_name      = azurerm_eventhub_namespace.push.name
  eventhub_name       = azurerm_eventhub.push.name
}
