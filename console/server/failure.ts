/** What goes wrong, as a status and a sentence that quotes no value of an event. */
import { capitalised } from "../../cli/capitalised.ts";
import { refusal } from "../../cli/doctor/run-checks.ts";
import { accessSentence } from "../../cli/stage/with-stage.ts";
import { UserError } from "../../cli/user-error.ts";
import type { ApiError } from "../api.ts";

export interface Failure extends ApiError {
  readonly status: number;
}

const statuses = { "bad-request": 400, "no-rights": 403, "not-here": 404, failed: 502 } as const;

/** Thrown where an answer is a refusal of the console's own. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly code: ApiError["code"];
  readonly status: number;

  constructor(code: ApiError["code"], message: string, status: number = statuses[code]) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export function notHere(message: string): Refused {
  return new Refused("not-here", message);
}

export function failureOf(error: unknown): Failure {
  if (error instanceof Refused) return { code: error.code, message: error.message, status: error.status };
  // A RangeError is of a parameter's form.
  if (error instanceof UserError || error instanceof RangeError) return failure("bad-request", onPage(error.message));
  const noAccess = accessSentence(error);
  if (noAccess !== undefined) return failure("no-rights", noAccess);
  const { denied, says, todo } = refusal("console", error);
  const sentence = capitalised(says);
  return failure(
    denied === true ? "no-rights" : "failed",
    [sentence, todo]
      .filter(Boolean)
      .join(". ")
      .concat(todo === undefined ? "." : ""),
  );
}

function failure(code: ApiError["code"], message: string): Failure {
  return { code, message, status: statuses[code] };
}

/** The commands' sentences name options, which are fields here. */
function onPage(sentence: string): string {
  return sentence.replaceAll(/--([a-z])/g, "$1");
}
