/** The HMAC key: from the environment, or from Secrets Manager once per cold start. */
import type { Pseudonymise } from "../shared/ports.ts";
import { ConfigurationError, checkedKey, type PrivacyKeySource } from "./configuration.ts";
import { hmacPseudonyms } from "./hmac.ts";

/** Answers the text of a secret. */
export type ReadSecret = (secretId: string) => Promise<string | undefined>;

export async function pseudonymsFor(source: PrivacyKeySource, readSecret: ReadSecret): Promise<Pseudonymise> {
  if (source === undefined) {
    return () => {
      throw new ConfigurationError("The privacy policy has no hmac, so no value is replaced");
    };
  }
  if ("key" in source) return hmacPseudonyms(source.key);
  const secret = await readSecret(source.secretId);
  return hmacPseudonyms(checkedKey("PRIVACY_KEY_SECRET_ID", secret ?? ""));
}
