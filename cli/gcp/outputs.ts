/** The outputs that commands read, by their names in `gcp/infra/outputs.tf`. */
export interface Outputs {
  /** By key; none where Cisco publishes as an account of its own. */
  readonly push?: Readonly<Record<string, PushKey>>;
  readonly topic?: Topic;
  /** The view to ask, `project.dataset.view`; `null` where there is no lake. */
  readonly lake?: string | null;
  /** `projects/PROJECT/databases/DATABASE`. */
  readonly firestore_database?: string;
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
