# The function between hub and stores. Its code is published afterwards: docs/azure.md.

locals {
  # The newest Node that Flex Consumption offers; the bundle is built for it.
  node_version = "22"

  max_record_age_hours = coalesce(var.max_record_age_hours, var.retention_days > 1 ? 24 : 12)

  blob_url = azurerm_storage_account.data.primary_blob_endpoint

  # azure/environment.ts declares them; a test holds the two together.
  settings = merge(
    {
      STAGE                 = var.stage
      TABLE_ENDPOINTS       = join(",", azurerm_storage_account.tables[*].primary_table_endpoint)
      DEAD_LETTER_CONTAINER = "${local.blob_url}${azurerm_storage_container.data["dead-letters"].name}"
      BATCH_NOTE_CONTAINER  = "${local.blob_url}${azurerm_storage_container.data["batch-notes"].name}"
      MAX_RECORD_AGE_HOURS  = tostring(local.max_record_age_hours)
      HISTORY_TTL_DAYS      = tostring(var.history_ttl_days)
      STATE_TTL_DAYS        = tostring(var.state_ttl_days)
      HISTORY_EXCLUDE       = join(",", var.history_exclude)
      PRIVACY_POLICY        = jsonencode(local.privacy_policy)
      # A comma alone is none: an empty setting could be taken for an absent one.
      IGNORE_EVENT_TYPES = length(var.ignore_event_types) == 0 ? "," : join(",", var.ignore_event_types)
      ENCODING           = var.encoding
    },
    # Without a version: a new one is taken up within a day, or by a restart.
    local.needs_key ? { PRIVACY_KEY = "@Microsoft.KeyVault(SecretUri=${azurerm_key_vault_secret.privacy_key.versionless_id})" } : {},
    var.lake_enabled ? {
      LAKE_CONTAINER      = "${local.blob_url}${azurerm_storage_container.data["lake"].name}"
      LAKE_CONSUMER_GROUP = azurerm_eventhub_consumer_group.lake[0].name
      LAKE_PAYLOAD        = var.lake_payload
    } : {},
    var.still_position_feet == null ? {} : {
      STILL_POSITION_FEET    = tostring(var.still_position_feet)
      STILL_POSITION_SECONDS = tostring(var.still_position_seconds)
    },
  )

  # What the host reads: the trigger's connection, the host's storage and the telemetry, each by the app's identity.
  # https://learn.microsoft.com/azure/azure-functions/functions-reference#configure-an-identity-based-connection
  host_settings = {
    EVENT_HUB__fullyQualifiedNamespace = "${azurerm_eventhub_namespace.push.name}.servicebus.windows.net"
    EVENT_HUB__credential              = "managedidentity"
    EVENT_HUB_NAME                     = azurerm_eventhub.push.name
    EVENT_HUB_CONSUMER_GROUP           = azurerm_eventhub_consumer_group.function.name

    AzureWebJobsStorage__accountName = azurerm_storage_account.host.name
    AzureWebJobsStorage__credential  = "managedidentity"
    # The provider writes a connection string without a key here unless told otherwise; empty, the host passes over it.
    # https://github.com/hashicorp/terraform-provider-azurerm/issues/29149
    # https://github.com/Azure/azure-functions-host/pull/11794
    AzureWebJobsStorage = ""

    APPLICATIONINSIGHTS_AUTHENTICATION_STRING = "Authorization=AAD"
    # Of the host's own exporter, as host.json asks for it. All of it: without these, five traces a second are taken and the
    # lines of the others fall away with them, and so the figures of batches.
    # https://github.com/Azure/azure-functions-host/pull/11568, https://github.com/Azure/azure-sdk-for-net/issues/61703
    OTEL_TRACES_SAMPLER     = "microsoft.fixed_percentage"
    OTEL_TRACES_SAMPLER_ARG = "1"
  }
}

resource "azurerm_service_plan" "this" {
  name                = local.name
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  os_type             = "Linux"
  sku_name            = "FC1"
  tags                = local.tags
}

resource "azurerm_function_app_flex_consumption" "this" {
  name                = "${local.name}-${local.unique}"
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  service_plan_id     = azurerm_service_plan.this.id

  runtime_name          = "node"
  runtime_version       = local.node_version
  instance_memory_in_mb = 2048
  # A partition is worked on by one instance at a time, so that more than 32 never run.
  maximum_instance_count = 40

  storage_container_type      = "blobContainer"
  storage_container_endpoint  = "${azurerm_storage_account.host.primary_blob_endpoint}${azurerm_storage_container.code.name}"
  storage_authentication_type = "SystemAssignedIdentity"

  # The app's own, since Key Vault references of another's cannot be declared on this kind of app.
  identity {
    type = "SystemAssigned"
  }

  https_only                                     = true
  webdeploy_publish_basic_authentication_enabled = false

  site_config {
    application_insights_connection_string = azurerm_application_insights.this.connection_string
    minimum_tls_version                    = "1.2"
  }

  app_settings = merge(local.settings, local.host_settings)
  tags         = local.tags
}
