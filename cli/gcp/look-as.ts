/** A look whose errors are Google Cloud's: absence is bad, a right that is missing is named. */
import { googleErrorName } from "../../gcp/google-errors.ts";
import type { Check, Finding } from "../stage/check.ts";

/** Of gRPC, and of HTTP. */
const ABSENT: ReadonlySet<unknown> = new Set([5, 404]);
const DENIED: ReadonlySet<unknown> = new Set([7, 403]);
const NOBODY: ReadonlySet<unknown> = new Set([16, 401]);

interface Looking {
  /** Of its line. */
  readonly name: string;
  readonly what: string;
  /** The permission it takes. */
  readonly right: string;
  /** Where it is absent. */
  readonly todo: string;
}

export function lookAs({ name, what, right, todo }: Looking, look: () => Promise<readonly Finding[]>): Check {
  return {
    name,
    async look() {
      try {
        return await look();
      } catch (error) {
        const { code } = error as { code?: unknown };
        if (ABSENT.has(code)) return [{ name, verdict: "bad", says: `there is no ${what}`, todo }];
        if (DENIED.has(code))
          return [
            { name, verdict: "unknown", denied: true, says: `you may not look (${right})`, todo: `Ask for ${right}.` },
          ];
        if (NOBODY.has(code))
          return [
            {
              name,
              verdict: "unknown",
              denied: true,
              says: "Google Cloud does not know who asks",
              todo: "gcloud auth application-default login signs in again.",
            },
          ];
        const again = "Look again; if it stays so, look at the network between here and the cloud.";
        return [{ name, verdict: "unknown", says: `the look failed (${nameOf(error)})`, todo: again }];
      }
    },
  };
}

/** Of HTTP the status. */
function nameOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === "number" && code >= 100 ? `HTTP ${code}` : googleErrorName(error);
}
