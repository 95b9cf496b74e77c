/** A secret of Secret Manager, as whoever is signed in may read it: https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/access */
import type { ReadSecret } from "../../runtime/privacy-key.ts";
import { UserError } from "../user-error.ts";

const ENDPOINT = "https://secretmanager.googleapis.com/v1";
const NAME = /^(?:projects\/[\w:.-]+\/secrets\/)?[\w-]+$/;

/** A secret is named `projects/P/secrets/S`, or by its id in `project` alone; of its newest version. */
export function secretManagerSecrets(
  project: string,
  accessToken: () => Promise<string | null | undefined>,
): ReadSecret {
  return async (secretId) => {
    if (!NAME.test(secretId))
      throw new UserError("A secret on Google Cloud is named by its id, or as projects/PROJECT/secrets/SECRET.");
    const name = secretId.includes("/") ? secretId : `projects/${project}/secrets/${secretId}`;
    const headers = { authorization: `Bearer ${await accessToken()}` };
    const response = await fetch(`${ENDPOINT}/${name}/versions/latest:access`, { headers });
    if (response.ok) {
      const { payload } = (await response.json()) as { readonly payload?: { readonly data?: string } };
      return payload?.data === undefined ? undefined : Buffer.from(payload.data, "base64").toString();
    }
    throw new UserError(
      response.status === 404
        ? "Secret Manager has no such secret, or no version of it."
        : `Secret Manager does not let you read the secret (${response.status}): it takes the role roles/secretmanager.secretAccessor on it.`,
    );
  };
}
