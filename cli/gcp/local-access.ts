import type { Environment } from "../../runtime/configuration.ts";

/** What a local run on Google Cloud's stand-ins tells the commands: local/ writes it, cli/gcp reads it. */
export interface GoogleLocalAccess {
  /** `host:port` of Pub/Sub. */
  readonly pubSub: string;
  /** Each by its whole name, `projects/P/topics/T`. */
  readonly topic: string;
  readonly subscription: string;
  readonly unseen: string;
  /** Absolute. */
  readonly lakeDirectory: string;
  /** Of the function. */
  readonly environment: Environment;
}
