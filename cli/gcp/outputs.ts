import type { FigureFilters } from "./figures.ts";

/** The outputs that commands read, by their names in `gcp/infra/outputs.tf`. */
export interface Outputs {
  /** By key; none where Cisco publishes as an account of its own. */
  readonly push?: Readonly<Record<string, PushKey>>;
  readonly topic?: Topic;
  /** The view to ask, `project.dataset.view`; `null` where there is no lake. */
  readonly lake?: string | null;
  /** `projects/PROJECT/databases/DATABASE`. */
  readonly firestore_database?: string;
  /** Ids of the subscription that calls the function, and of the one that keeps what it never saw. */
  readonly subscription?: string;
  readonly unseen?: string;
  readonly figures?: FigureFilters;
  /** What each alert says, by its name. */
  readonly alerts?: Readonly<Record<string, string>>;
  /** Of the function, without its key … */
  readonly function_settings?: Readonly<Record<string, string>>;
  /** … which this secret has, `projects/P/secrets/S`; `null` where there is none. */
  readonly privacy_key_secret?: string | null;
}

/** What a publisher to Pub/Sub is asked for. */
export interface PushKey {
  readonly project_id: string;
  readonly topic_id: string;
  /** `projects/PROJECT/topics/TOPIC`. */
  readonly topic_name: string;
  readonly service_account: string;
  /** The key file, JSON. */
  readonly service_account_key: string;
}

export interface Topic {
  readonly project_id: string;
  readonly topic_id: string;
  readonly topic_name: string;
  /** Who may publish, as IAM writes a member. */
  readonly publisher: string;
}
