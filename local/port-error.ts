/** Why a stand-in cannot listen, for whoever gave the port. */
import { UserError } from "../cli/user-error.ts";

/** `code` is the system's: EADDRINUSE ... */
export function portError(service: string, port: number, code: string): UserError {
  const reason =
    code === "EADDRINUSE"
      ? "is in use"
      : code === "EACCES"
        ? "needs rights you do not have"
        : `cannot be listened on (${code})`;
  return new UserError(`Port ${port} ${reason}; give another with --${service}-port, or 0 for any free one.`);
}
