/**
 * Whether the organisation allows the key that Cisco Spaces pushes with, by what gcloud prints of a constraint in effect.
 * No data source of the provider tells a policy that is inherited, which is how most are.
 * https://docs.cloud.google.com/organization-policy/restrict-service-accounts
 */
import { UserError } from "../user-error.ts";

/** Of `gcloud org-policies describe`, of a managed constraint also; and of `gcloud resource-manager org-policies describe`. */
interface Policy {
  readonly name?: string;
  readonly spec?: { readonly rules?: readonly { readonly enforce?: boolean }[] };
  readonly constraint?: string;
  readonly booleanPolicy?: { readonly enforced?: boolean };
}

const CONSTRAINT = /iam\.(?:managed\.)?disableServiceAccountKeyCreation$/;

/** One sentence. Throws a UserError for a policy that is of something else, or none. */
export function keyPolicySentence(text: string): string {
  const policy = policyOf(text);
  const constraint = CONSTRAINT.exec(policy.name ?? policy.constraint ?? "")?.[0];
  if (constraint === undefined)
    throw new UserError("Standard input is no policy of disableServiceAccountKeyCreation, printed with --format json.");
  const rules = policy.spec?.rules ?? [];
  const forbidden = policy.booleanPolicy?.enforced === true || rules.some(({ enforce }) => enforce === true);
  return forbidden
    ? `${constraint} is enforced: no key can be made for Cisco Spaces; have the project exempted from it, or set publisher_member to an account of Cisco's.`
    : `${constraint} is not enforced: a key can be made for Cisco Spaces.`;
}

function policyOf(text: string): Policy {
  try {
    return (JSON.parse(text) as Policy | null) ?? {};
  } catch {
    throw new UserError("Standard input is no JSON: print the policy with --format json.");
  }
}
