/** A secret of Key Vault, as whoever is signed in may read it: https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret/get-secret */
import type { TokenCredential } from "@azure/identity";
import type { ReadSecret } from "../../runtime/privacy-key.ts";
import { UserError } from "../user-error.ts";

const API_VERSION = "7.4";
const SCOPE = "https://vault.azure.net/.default";
/** A token is sent nowhere else. */
const VAULT = /^https:\/\/[a-z0-9-]+\.vault\.azure\.net\/secrets\/[^/?#]+(\/[^/?#]+)?\/?$/i;
/** https://learn.microsoft.com/azure/app-service/app-service-key-vault-references */
const REFERENCE = /^@Microsoft\.KeyVault\(SecretUri=([^)]+)\)$/;

/** The address that an app setting refers to; `undefined`: it is no reference. */
export function referredSecret(setting: string): string | undefined {
  return REFERENCE.exec(setting)?.[1];
}

/** A secret is named by its address, `https://<vault>.vault.azure.net/secrets/<name>`, of its newest version. */
export function keyVaultSecrets(credential: TokenCredential): ReadSecret {
  return async (secretId) => {
    if (!VAULT.test(secretId))
      throw new UserError(
        "A secret on Azure is named by its address, such as https://my-vault.vault.azure.net/secrets/my-secret.",
      );
    const token = await credential.getToken(SCOPE);
    const address = `${secretId.replace(/\/$/, "")}?api-version=${API_VERSION}`;
    const response = await fetch(address, { headers: { authorization: `Bearer ${token?.token ?? ""}` } });
    if (response.ok) return ((await response.json()) as { readonly value?: string }).value;
    throw new UserError(
      response.status === 404
        ? "Key Vault has no such secret; see its address."
        : `Key Vault does not let you read the secret (${response.status}): it takes the role Key Vault Secrets User on it, and a way to the vault through its firewall.`,
    );
  };
}
