/** What a local run on AWS's stand-ins tells the commands: local/ writes it, cli/aws reads it. */
export interface AwsLocalAccess {
  readonly region: string;
  /** The stand-ins check no signature, but every client wants something to sign with. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly endpoints: Readonly<Record<"kinesis" | "firehose" | "dynamoDb" | "s3", string>>;
  readonly streams: { readonly kinesis: string; readonly firehose: string };
  readonly tables: { readonly events: string; readonly state: string; readonly places: string };
  readonly deadLetterBucket: string;
  readonly lakeDirectory: string;
  /** Of the function that fills the tables. */
  readonly environment: Readonly<Record<string, string>>;
}
