/** A mistake of whoever runs a command: shown as its one sentence, without a stack trace. */
export class UserError extends Error {
  override readonly name = "UserError";
}
