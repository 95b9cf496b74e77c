# The key of the pseudonyms, and nothing else.

locals {
  # As shared/privacy/policy.ts has it; a test holds the two together.
  default_privacy_policy = {
    mac_address    = "hmac"
    ip_address     = "hmac"
    user_id        = "hmac"
    social_handle  = "hmac"
    name           = "drop"
    email          = "drop"
    phone          = "drop"
    postal_code    = "drop"
    gender         = "drop"
    attributes     = "drop"
    social_profile = "drop"
    ssid           = "keep"
    unknown_fields = "keep"
  }

  privacy_policy = merge(local.default_privacy_policy, var.privacy)
  needs_key      = contains(values(local.privacy_policy), "hmac")
}

resource "azurerm_key_vault" "this" {
  name                       = "spaces-${local.short}-${local.unique}"
  resource_group_name        = azurerm_resource_group.this.name
  location                   = azurerm_resource_group.this.location
  tenant_id                  = data.azurerm_client_config.deployer.tenant_id
  sku_name                   = "standard"
  rbac_authorization_enabled = true
  # Without the key, pseudonyms of before and after do not match: for 90 days nobody can do away with it for good.
  purge_protection_enabled   = true
  soft_delete_retention_days = 90
  tags                       = local.tags
}

resource "azurerm_key_vault_secret" "privacy_key" {
  name         = "privacy-key"
  key_vault_id = azurerm_key_vault.this.id
  content_type = "key of the pseudonyms"

  # Write-only: in no plan and no state, and written only when the version is raised. Two random UUIDs have 244 bits.
  value_wo         = coalesce(var.privacy_key, base64sha256("${uuid()}${uuid()}"))
  value_wo_version = var.privacy_key_version

  depends_on = [azurerm_role_assignment.deployer_secrets]
}
