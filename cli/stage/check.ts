/** What `spaces doctor` looks at. A cloud adds to its stage what only it can tell. */

/** `unknown`: it could not be looked at, or there is nothing to judge it by. */
export type Verdict = "good" | "bad" | "unknown";

export interface Finding {
  /** A word or two. */
  readonly name: string;
  readonly verdict: Verdict;
  /** A clause. */
  readonly says: string;
  /** A sentence; absent where nothing is to be done. */
  readonly todo?: string;
  /** It could not be looked at for want of a right. */
  readonly denied?: true;
}

export interface Check {
  /** Of its line, where it cannot look. */
  readonly name: string;
  /** Its errors are the cloud's, which become a line; `signal` is aborted when its time is up. */
  look(signal: AbortSignal): Promise<readonly Finding[]>;
}
