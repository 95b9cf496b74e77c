/** What the service answers in the place of a result. https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto */
export class Refusal extends Error {
  readonly code: number;
  readonly details: string;
  constructor(code: number, details: string) {
    super(details);
    this.code = code;
    this.details = details;
  }
}
